//! PATCH of a resource (RFC 7644 §3.5.2), as a function of the resource and the operations.

mod values;

pub use values::MAX_COPIED;

use super::{
    ENTERPRISE_USER, PATCH, Refusal, Result, ScimType, is_multi_valued, member, path::Path,
};
use crate::scim_filter::{Attribute, Comparison, Filter};
use serde_json::{Map, Value};
use values::{Named, count_copies, is_primary, known_name, listed, unset_primary};

/// How many operations a request may have.
pub const MAX_OPERATIONS: usize = 1000;

/// Attributes that only this server writes.
const READ_ONLY: [&str; 4] = ["id", "meta", "groups", "schemas"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

/// Applies the operations of a request, in their order.
///
/// # Errors
/// The first one that cannot be; then the resource is as far as it came, and is to be dropped.
pub fn apply(resource: &mut Value, request: &Value) -> Result<()> {
    let syntax = |detail: &str| Refusal::new(ScimType::InvalidSyntax, detail);
    let schemas = member(request, "schemas").and_then(Value::as_array);
    if !schemas.is_some_and(|schemas| schemas.iter().any(|schema| schema == PATCH)) {
        return Err(syntax(
            "schemas must hold urn:ietf:params:scim:api:messages:2.0:PatchOp",
        ));
    }
    let operations = member(request, "Operations").and_then(Value::as_array);
    let operations = operations.ok_or_else(|| syntax("Operations must be a list"))?;
    if operations.is_empty() || operations.len() > MAX_OPERATIONS {
        return Err(syntax("Operations must have 1 to 1000 entries"));
    }
    let mut copied = 0;
    for operation in operations {
        let verb = match member(operation, "op").and_then(Value::as_str) {
            Some(op) if op.eq_ignore_ascii_case("add") => Verb::Add,
            Some(op) if op.eq_ignore_ascii_case("replace") => Verb::Replace,
            Some(op) if op.eq_ignore_ascii_case("remove") => Verb::Remove,
            _ => return Err(syntax("op must be add, replace or remove")),
        };
        let path = match member(operation, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(Path::parse(text)?),
            Some(_) => return Err(syntax("path must be a text")),
        };
        let value = member(operation, "value").filter(|value| !value.is_null());
        one(resource, verb, path, value, &mut copied)?;
    }
    Ok(())
}

fn one(
    resource: &mut Value,
    verb: Verb,
    path: Option<Path>,
    value: Option<&Value>,
    copied: &mut usize,
) -> Result<()> {
    let Some(path) = path else {
        return whole(resource, verb, value, copied);
    };
    let Some(attribute) = &path.attribute else {
        // The extension as a whole.
        return extension(resource, verb, value);
    };
    if path.extension.is_none()
        && READ_ONLY
            .iter()
            .any(|name| name.eq_ignore_ascii_case(attribute))
    {
        return Err(Refusal::new(
            ScimType::Mutability,
            format!("{attribute} is read-only"),
        ));
    }
    if verb != Verb::Remove && value.is_none() {
        return Err(Refusal::new(
            ScimType::InvalidValue,
            format!("value is missing for {attribute}"),
        ));
    }
    let holder = match path.extension {
        None => object(resource),
        Some(schema) => object(entry(object(resource), schema)),
    };
    let target = Target {
        name: known_name(holder, attribute),
        is_multi: path.extension.is_none() && is_multi_valued(attribute),
        filter: path.filter,
        sub: path.sub_attribute,
    };
    target.change(holder, verb, value, copied)
}

/// An operation without a path: its value is a part of the resource (RFC 7644 §3.5.2.1).
fn whole(
    resource: &mut Value,
    verb: Verb,
    value: Option<&Value>,
    copied: &mut usize,
) -> Result<()> {
    if verb == Verb::Remove {
        return Err(Refusal::new(ScimType::NoTarget, "remove needs a path"));
    }
    let part = value.and_then(Value::as_object).ok_or_else(|| {
        Refusal::new(
            ScimType::InvalidValue,
            "without a path, value must be an object of attributes",
        )
    })?;
    for (name, value) in part {
        if name.eq_ignore_ascii_case("schemas") {
            continue;
        }
        // What the resource says already changes nothing, also where it is read-only.
        if member(resource, name) == Some(value) {
            continue;
        }
        let path = Path::parse(name)?;
        let verb = if value.is_null() { Verb::Remove } else { verb };
        one(
            resource,
            verb,
            Some(path),
            Some(value).filter(|value| !value.is_null()),
            copied,
        )?;
    }
    Ok(())
}

fn extension(resource: &mut Value, verb: Verb, value: Option<&Value>) -> Result<()> {
    let resource = object(resource);
    if verb == Verb::Remove {
        resource.remove(ENTERPRISE_USER);
        return Ok(());
    }
    let part = value.and_then(Value::as_object).ok_or_else(|| {
        Refusal::new(
            ScimType::InvalidValue,
            "the value of an extension must be an object",
        )
    })?;
    let held = object(entry(resource, ENTERPRISE_USER));
    merge(held, part);
    Ok(())
}

/// Which part of an object an operation is about.
struct Target {
    name: String,
    is_multi: bool,
    filter: Option<Filter>,
    sub: Option<String>,
}

impl Target {
    fn change(
        self,
        holder: &mut Map<String, Value>,
        verb: Verb,
        value: Option<&Value>,
        copied: &mut usize,
    ) -> Result<()> {
        if self.filter.is_some() && !self.is_multi {
            return Err(Refusal::new(
                ScimType::InvalidPath,
                format!(
                    "{} has one value: a filter chooses among several",
                    self.name
                ),
            ));
        }
        if self.is_multi {
            self.several(holder, verb, value, copied)
        } else {
            self.single(holder, verb, value);
            Ok(())
        }
    }

    fn single(self, holder: &mut Map<String, Value>, verb: Verb, value: Option<&Value>) {
        match (verb, &self.sub, value) {
            (Verb::Remove, None, _) | (_, None, None) => {
                holder.remove(&self.name);
            }
            (Verb::Remove, Some(sub), _) | (_, Some(sub), None) => {
                if let Some(Value::Object(inner)) = holder.get_mut(&self.name) {
                    let sub = known_name(inner, sub);
                    inner.remove(&sub);
                }
            }
            (_, Some(sub), Some(value)) => {
                let inner = object(entry(holder, &self.name));
                let sub = known_name(inner, sub);
                inner.insert(sub, value.clone());
            }
            (_, None, Some(value)) => match (holder.get_mut(&self.name), value) {
                // The sub-attributes that are named (RFC 7644 §3.5.2.3).
                (Some(Value::Object(inner)), Value::Object(part)) => merge(inner, part),
                _ => {
                    holder.insert(self.name, value.clone());
                }
            },
        }
    }

    /// An attribute with several values.
    fn several(
        self,
        holder: &mut Map<String, Value>,
        verb: Verb,
        value: Option<&Value>,
        copied: &mut usize,
    ) -> Result<()> {
        let mut values = match holder.remove(&self.name) {
            Some(Value::Array(values)) => values,
            Some(Value::Null) | None => Vec::new(),
            Some(other) => vec![other],
        };
        let changed = self.values(&mut values, verb, value, copied);
        if !values.is_empty() {
            holder.insert(self.name.clone(), Value::Array(values));
        }
        changed
    }

    fn values(
        &self,
        values: &mut Vec<Value>,
        verb: Verb,
        value: Option<&Value>,
        copied: &mut usize,
    ) -> Result<()> {
        let is_meant = |value: &Value| match &self.filter {
            None => true,
            Some(filter) => filter.passes(value),
        };
        match (verb, value) {
            (Verb::Remove, given) => self.remove(values, given, is_meant),
            (_, None) => {}
            (Verb::Add | Verb::Replace, Some(value))
                if self.filter.is_some() || self.sub.is_some() =>
            {
                let meant: Vec<&mut Value> =
                    values.iter_mut().filter(|one| is_meant(one)).collect();
                let found = meant.len();
                let size = self.sub.as_ref().map_or(0, String::len) + value.to_string().len();
                count_copies(copied, found, size)?;
                for one in meant {
                    self.put(one, value);
                }
                if found == 0 {
                    if verb == Verb::Replace && self.filter.is_some() {
                        return Err(Refusal::new(
                            ScimType::NoTarget,
                            format!("no value of {} passes the filter", self.name),
                        ));
                    }
                    values.push(self.new_value(value));
                }
                self.keep_one_primary(values, value);
            }
            (Verb::Replace, Some(value)) => {
                *values = listed(value);
                let primary = values.iter().rposition(is_primary);
                let others = values.iter_mut().enumerate();
                let others = others.filter(|(at, _)| Some(*at) != primary);
                others.for_each(|(_, value)| unset_primary(value));
            }
            (Verb::Add, Some(value)) => values::add(values, listed(value)),
        }
        Ok(())
    }

    fn remove(
        &self,
        values: &mut Vec<Value>,
        given: Option<&Value>,
        is_meant: impl Fn(&Value) -> bool,
    ) {
        if let Some(sub) = &self.sub {
            for one in values.iter_mut().filter(|one| is_meant(one)) {
                let inner = object(one);
                let sub = known_name(inner, sub);
                inner.remove(&sub);
            }
            return;
        }
        match given {
            // Some clients name the values that go.
            Some(given) if self.filter.is_none() => {
                let gone = Named::by_client(&listed(given));
                values.retain(|one| !gone.means(one));
            }
            _ => values.retain(|one| !is_meant(one)),
        }
    }

    fn put(&self, one: &mut Value, value: &Value) {
        match (&self.sub, value) {
            (Some(sub), value) => {
                let inner = object(one);
                let sub = known_name(inner, sub);
                inner.insert(sub, value.clone());
            }
            (None, Value::Object(part)) => merge(object(one), part),
            (None, value) => *one = value.clone(),
        }
    }

    /// A value that the filter would find.
    fn new_value(&self, value: &Value) -> Value {
        let mut new = Value::Object(Map::new());
        if let Some(Filter::Compare(Attribute(path), Comparison::Equal, wanted)) = &self.filter
            && let [name] = path.as_slice()
        {
            object(&mut new).insert(name.clone(), wanted.clone());
        }
        self.put(&mut new, value);
        new
    }

    /// Of several values one is primary (RFC 7643 §2.4): the one that was said last.
    fn keep_one_primary(&self, values: &mut [Value], value: &Value) {
        let says_so = is_primary(value)
            || self
                .sub
                .as_deref()
                .is_some_and(|sub| sub.eq_ignore_ascii_case("primary"))
                && *value == Value::Bool(true);
        if !says_so {
            return;
        }
        let meant = |one: &Value| self.filter.as_ref().is_none_or(|filter| filter.passes(one));
        let mut seen = false;
        for one in values.iter_mut().rev() {
            if is_primary(one) && (seen || !meant(one)) {
                unset_primary(one);
            } else if is_primary(one) {
                seen = true;
            }
        }
    }
}

/// Lays the members of a part over an object; null removes one.
fn merge(held: &mut Map<String, Value>, part: &Map<String, Value>) {
    for (name, value) in part {
        let name = known_name(held, name);
        if value.is_null() {
            held.remove(&name);
        } else {
            held.insert(name, value.clone());
        }
    }
}

/// A value as an object; what is none becomes an empty one.
fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("it was made an object"),
    }
}

fn entry<'a>(object: &'a mut Map<String, Value>, name: &str) -> &'a mut Value {
    let name = known_name(object, name);
    object.entry(name).or_insert(Value::Null)
}

#[cfg(test)]
mod tests;
