//! Which attributes an answer has (RFC 7644 §3.9).

use super::{Refusal, Result, ScimType, member, path::Path};
use serde_json::{Map, Value};

/// What is always returned, whatever is asked for (RFC 7643 §3.1 and §7).
const ALWAYS: [&str; 2] = ["schemas", "id"];

/// How many attributes may be named.
const MAX_NAMED: usize = 100;

/// The attributes of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All that are returned by default.
    #[default]
    Default,
    /// Those that are named.
    Only(Vec<Named>),
    /// All but those that are named.
    Without(Vec<Named>),
}

/// An attribute that is named: the extension that it is of, itself, and a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named(Vec<String>);

impl Named {
    fn parse(text: &str) -> Result<Self> {
        let path = Path::parse(text)?;
        if path.filter.is_some() {
            return Err(Refusal::new(
                ScimType::InvalidPath,
                format!("{text} names no attribute"),
            ));
        }
        let extension = path.extension.map(str::to_owned);
        let parts = extension.into_iter().chain(path.attribute);
        Ok(Self(parts.chain(path.sub_attribute).collect()))
    }
}

impl Selection {
    /// Reads the parameters `attributes` and `excludedAttributes`: names, with commas between them. The
    /// first goes before the second.
    ///
    /// # Errors
    /// `InvalidPath` where a name cannot be one.
    pub fn read(attributes: Option<&str>, excluded: Option<&str>) -> Result<Self> {
        let names = |text: &str| {
            let names = text
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            names
                .take(MAX_NAMED)
                .map(Named::parse)
                .collect::<Result<Vec<_>>>()
        };
        let is_said = |text: &&str| !text.trim().is_empty();
        if let Some(wanted) = attributes.filter(is_said) {
            return Ok(Self::Only(names(wanted)?));
        }
        match excluded.filter(is_said) {
            Some(unwanted) => Ok(Self::Without(names(unwanted)?)),
            None => Ok(Self::Default),
        }
    }

    /// What of a resource is shown.
    pub fn of(&self, resource: &Value) -> Value {
        match self {
            Self::Default => resource.clone(),
            Self::Only(named) => {
                let always = ALWAYS.map(|name| Named(vec![name.to_owned()]));
                let mut shown = Map::new();
                for named in always.iter().chain(named) {
                    copy(resource, &mut shown, &named.0);
                }
                Value::Object(shown)
            }
            Self::Without(named) => {
                let mut shown = resource.clone();
                for Named(path) in named {
                    let is_always = path.first().is_some_and(|name| {
                        ALWAYS.iter().any(|known| known.eq_ignore_ascii_case(name))
                    });
                    if !is_always {
                        drop_at(&mut shown, path);
                    }
                }
                shown
            }
        }
    }
}

/// Copies what is at a path, with the objects on the way to it.
fn copy(from: &Value, into: &mut Map<String, Value>, path: &[String]) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    let Some(found) = member(from, name) else {
        return;
    };
    let members = from.as_object();
    let known =
        members.and_then(|members| members.keys().find(|key| key.eq_ignore_ascii_case(name)));
    let name = known.unwrap_or(name).clone();
    let part = if rest.is_empty() {
        found.clone()
    } else {
        match (found, into.get(&name)) {
            (Value::Array(values), present) => {
                let present = present.and_then(Value::as_array);
                let parts = values.iter().enumerate().map(|(at, value)| {
                    let before = present.and_then(|present| present.get(at));
                    part_of(value, before, rest)
                });
                parts.collect()
            }
            (value, present) => part_of(value, present, rest),
        }
    };
    into.insert(name, part);
}

/// A part of an object, beside the parts that were copied before.
fn part_of(value: &Value, before: Option<&Value>, path: &[String]) -> Value {
    let mut held = before
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    copy(value, &mut held, path);
    Value::Object(held)
}

fn drop_at(value: &mut Value, path: &[String]) {
    if let Value::Array(values) = value {
        for value in values {
            drop_at(value, path);
        }
        return;
    }
    let (Some((name, rest)), Value::Object(members)) = (path.split_first(), value) else {
        return;
    };
    let known = members
        .keys()
        .find(|key| key.eq_ignore_ascii_case(name))
        .cloned();
    let Some(known) = known else {
        return;
    };
    if rest.is_empty() {
        members.remove(&known);
    } else if let Some(inner) = members.get_mut(&known) {
        drop_at(inner, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ENTERPRISE_USER, USER};
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_has_what_is_asked_for() {
        let resource = json!({
            "schemas": [USER], "id": "1", "userName": "ada",
            "name": {"givenName": "Ada", "familyName": "L"},
            "emails": [{"value": "a@x", "type": "work"}, {"value": "b@x"}],
            ENTERPRISE_USER: {"department": "R", "division": "D"},
        });
        let shown = |wanted: Option<&str>, unwanted: Option<&str>| {
            Selection::read(wanted, unwanted).unwrap().of(&resource)
        };
        assert_eq!(shown(None, None), resource);
        assert_eq!(shown(Some(""), None), resource);
        let whole = json!({"schemas": [USER], "id": "1"});
        assert_eq!(shown(Some("nothing"), None), whole);
        let with = |name: &str, value: Value| {
            let mut with = whole.clone();
            with[name] = value;
            with
        };
        assert_eq!(
            shown(Some("USERNAME"), Some("id")),
            with("userName", json!("ada"))
        );
        assert_eq!(
            shown(Some("name.givenName, name.familyName"), None),
            with("name", json!({"givenName": "Ada", "familyName": "L"}))
        );
        assert_eq!(
            shown(Some("emails.value"), None),
            with("emails", json!([{"value": "a@x"}, {"value": "b@x"}]))
        );
        let department = format!("{ENTERPRISE_USER}:department");
        let own = json!({"department": "R"});
        assert_eq!(shown(Some(&department), None), with(ENTERPRISE_USER, own));
        let name = format!("{USER}:userName");
        assert_eq!(shown(Some(&name), None), with("userName", json!("ada")));

        let less = shown(None, Some("emails.type,name,id,schemas"));
        assert_eq!(less["emails"], json!([{"value": "a@x"}, {"value": "b@x"}]));
        assert_eq!((less.get("name"), &less["id"]), (None, &json!("1")));
        assert_eq!(
            shown(None, Some(ENTERPRISE_USER)).get(ENTERPRISE_USER),
            None
        );
        // A core schema is no attribute: what it describes is the resource itself.
        for wrong in ["a b", "emails[type eq \"work\"]", "a.b.c", USER] {
            assert!(Selection::read(Some(wrong), None).is_err(), "{wrong}");
            assert!(Selection::read(None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
