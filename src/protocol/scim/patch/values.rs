//! The values of an attribute with several, and which of them an operation names.

use crate::scim::{Refusal, Result, ScimType, member};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// How many bytes the operations of a request may put into further values, beside the one that each names:
/// a filter chooses as many values as there are, and each gets a copy.
pub const MAX_COPIED: usize = 1 << 20;

/// The values that a value stands for.
pub(super) fn listed(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.clone(),
        other => vec![other.clone()],
    }
}

/// Values of an attribute, by what makes another value the same as one of them: it is equal, or has the
/// same `value` and `type`. A group has as many members as its app has users, so each is looked for once.
#[derive(Default)]
pub(super) struct Named {
    whole: HashSet<String>,
    /// `value` alone, whatever the type.
    values: HashSet<String>,
    /// `value` with `type`.
    typed: HashSet<String>,
}

impl Named {
    /// These values, for looking for what a client names: without a type, it names those of every type.
    pub(super) fn known(values: &[Value]) -> Self {
        let mut named = Self::default();
        for value in values {
            named.add_known(value);
        }
        named
    }

    /// Adds a value to those that are known.
    pub(super) fn add_known(&mut self, known: &Value) {
        self.whole.insert(spelled(known));
        if let Some(value) = member(known, "value") {
            self.values.insert(spelled(value));
            self.typed.insert(typed(known, value));
        }
    }

    /// Forgets how a value that is known was written. What it is called stays.
    pub(super) fn forget_spelling(&mut self, known: &Value) {
        self.whole.remove(&spelled(known));
    }

    /// Whether one of these is the value that a client names.
    pub(super) fn is_known(&self, named: &Value) -> bool {
        let value = member(named, "value");
        self.whole.contains(&spelled(named))
            || value.is_some_and(|value| match member(named, "type") {
                None => self.values.contains(&spelled(value)),
                Some(_) => self.typed.contains(&typed(named, value)),
            })
    }

    /// What a client names, for looking for those that are meant.
    pub(super) fn by_client(values: &[Value]) -> Self {
        let mut named = Self::default();
        for one in values {
            named.whole.insert(spelled(one));
            match (member(one, "value"), member(one, "type")) {
                (None, _) => {}
                (Some(value), None) => _ = named.values.insert(spelled(value)),
                (Some(value), Some(_)) => _ = named.typed.insert(typed(one, value)),
            }
        }
        named
    }

    /// Whether a client names a value that is known.
    pub(super) fn means(&self, known: &Value) -> bool {
        self.whole.contains(&spelled(known))
            || member(known, "value").is_some_and(|value| {
                self.values.contains(&spelled(value)) || self.typed.contains(&typed(known, value))
            })
    }
}

/// A text that two values have in common where they are equal: the members of objects are in order.
fn spelled(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut parts: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), spelled(value)))
                .collect();
            parts.sort_unstable();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().map(spelled).collect();
            format!("[{}]", parts.join(","))
        }
        other => other.to_string(),
    }
}

fn typed(one: &Value, value: &Value) -> String {
    let kind = member(one, "type").map(spelled).unwrap_or_default();
    format!("{kind} {}", spelled(value))
}

pub(super) fn is_primary(value: &Value) -> bool {
    member(value, "primary") == Some(&Value::Bool(true))
}

pub(super) fn unset_primary(value: &mut Value) {
    while is_primary(value)
        && let Value::Object(inner) = value
    {
        let name = known_name(inner, "primary");
        inner.remove(&name);
    }
}

/// Adds values that are not there yet. Of those with `primary`, the last one is it.
pub(super) fn add(values: &mut Vec<Value>, more: Vec<Value>) {
    let mut known = Named::known(values);
    let has_primary = values.iter().enumerate();
    let mut primary: Vec<usize> = has_primary
        .filter(|(_, value)| is_primary(value))
        .map(|(at, _)| at)
        .collect();
    for new in more {
        if known.is_known(&new) {
            continue;
        }
        if is_primary(&new) {
            for at in std::mem::replace(&mut primary, vec![values.len()]) {
                if let Some(before) = values.get_mut(at) {
                    known.forget_spelling(before);
                    unset_primary(before);
                    known.add_known(before);
                }
            }
        }
        known.add_known(&new);
        values.push(new);
    }
}

/// Counts what is put into all the values that were found but the first.
pub(super) fn count_copies(copied: &mut usize, found: usize, size: usize) -> Result<()> {
    *copied = copied.saturating_add(found.saturating_sub(1).saturating_mul(size));
    if *copied > MAX_COPIED {
        let detail = format!("the operations would write more than {MAX_COPIED} bytes many times");
        return Err(Refusal::new(ScimType::TooMany, detail));
    }
    Ok(())
}

/// The name as the object has it, whatever its case.
pub(super) fn known_name(held: &Map<String, Value>, name: &str) -> String {
    let mut names = held.keys();
    let known = names.find(|known| known.eq_ignore_ascii_case(name));
    let known = known.filter(|_| !held.contains_key(name));
    known.map_or(name, String::as_str).to_owned()
}
