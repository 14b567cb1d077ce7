//! Filters of lists, in the syntax of SCIM (RFC 7644 §3.4.2.2): read, and asked of a document.

mod parse;

use serde_json::Value;
use std::cmp::Ordering;

/// The longest filter, in bytes.
pub const MAX_LENGTH: usize = 2000;

/// An attribute: a name, or the names on the way to it, such as `name.familyName`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute(pub Vec<String>);

/// A comparison of an attribute with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`: it is equal.
    Equal,
    /// `ne`: not equal.
    NotEqual,
    /// `co`: the text holds the value.
    Contains,
    /// `sw`: the text begins with the value.
    StartsWith,
    /// `ew`: the text ends with the value.
    EndsWith,
    /// `gt`: it is greater.
    Greater,
    /// `ge`: greater or equal.
    GreaterOrEqual,
    /// `lt`: it is less.
    Less,
    /// `le`: less or equal.
    LessOrEqual,
}

/// A filter of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// An attribute is compared with a value: a text, a number, true, false or null.
    Compare(Attribute, Comparison, Value),
    /// `pr`: the attribute has a value that is not empty.
    Present(Attribute),
    /// One of the values of an attribute passes a filter: `emails[type eq "work"]`.
    Some(Attribute, Box<Filter>),
    /// Both of them hold.
    And(Box<Filter>, Box<Filter>),
    /// One of them holds.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
}

impl Filter {
    /// Whether a document passes. Names of attributes and texts are compared without regard to case
    /// (RFC 7643 §2.1 and §2.2).
    pub fn passes(&self, document: &Value) -> bool {
        match self {
            Self::Compare(attribute, comparison, wanted) => {
                compares(&values(document, &attribute.0), *comparison, wanted)
            }
            Self::Present(attribute) => values(document, &attribute.0)
                .iter()
                .any(|value| is_present(value)),
            Self::Some(attribute, filter) => values(document, &attribute.0)
                .iter()
                .any(|value| filter.passes(value)),
            Self::And(left, right) => left.passes(document) && right.passes(document),
            Self::Or(left, right) => left.passes(document) || right.passes(document),
            Self::Not(inner) => !inner.passes(document),
        }
    }

    /// The text that an attribute must be equal to where the filter passes; `None` where it says nothing
    /// of it. What is found by that text is asked of the whole filter still.
    pub fn required(&self, attribute: &str) -> Option<&str> {
        match self {
            Self::Compare(Attribute(path), Comparison::Equal, Value::String(text)) => {
                let is_it =
                    matches!(path.as_slice(), [name] if name.eq_ignore_ascii_case(attribute));
                is_it.then_some(text)
            }
            Self::And(left, right) => left
                .required(attribute)
                .or_else(|| right.required(attribute)),
            _ => None,
        }
    }
}

/// Every value at a path; the members of a list count one by one.
fn values<'a>(document: &'a Value, path: &[String]) -> Vec<&'a Value> {
    let mut found = match document {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    };
    for name in path {
        let inner = found.into_iter().filter_map(|value| member(value, name));
        found = inner
            .flat_map(|value| match value {
                Value::Array(items) => items.iter().collect(),
                other => vec![other],
            })
            .collect();
    }
    found
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members.get(name).or_else(|| {
        members
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn compares(found: &[&Value], comparison: Comparison, wanted: &Value) -> bool {
    if comparison == Comparison::NotEqual {
        return !compares(found, Comparison::Equal, wanted);
    }
    if wanted.is_null() {
        let is_absent = !found.iter().any(|value| is_present(value));
        return comparison == Comparison::Equal && is_absent;
    }
    found.iter().any(|value| holds(value, comparison, wanted))
}

fn holds(value: &Value, comparison: Comparison, wanted: &Value) -> bool {
    // The value of a complex attribute stands for it: `emails eq "…"`.
    let value = match value {
        Value::Object(_) => member(value, "value").unwrap_or(value),
        other => other,
    };
    if let (Value::String(value), Value::String(wanted)) = (value, wanted) {
        return text_holds(&value.to_lowercase(), comparison, &wanted.to_lowercase());
    }
    let order = match (value, wanted) {
        (Value::Number(value), Value::Number(wanted)) => value
            .as_f64()
            .zip(wanted.as_f64())
            .and_then(|(value, wanted)| value.partial_cmp(&wanted)),
        (Value::Bool(value), Value::Bool(wanted)) => (value == wanted).then_some(Ordering::Equal),
        // Some clients write a switch as a text.
        (Value::Bool(value), Value::String(wanted)) => wanted
            .eq_ignore_ascii_case(if *value { "true" } else { "false" })
            .then_some(Ordering::Equal),
        _ => None,
    };
    order.is_some_and(|order| in_order(order, comparison))
}

fn text_holds(value: &str, comparison: Comparison, wanted: &str) -> bool {
    match comparison {
        Comparison::Contains => value.contains(wanted),
        Comparison::StartsWith => value.starts_with(wanted),
        Comparison::EndsWith => value.ends_with(wanted),
        other => in_order(value.cmp(wanted), other),
    }
}

const fn in_order(order: Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith => false,
    }
}

#[cfg(test)]
mod tests;
