//! Requests of provisioning clients (RFC 7644).

use super::text;
use doorward_protocol::{
    scim::{
        ENTERPRISE_USER, PATCH, Refusal, ScimType, USER,
        patch::{MAX_COPIED, apply},
        path::Path,
        tidy,
    },
    scim_filter::{Attribute, Comparison, Filter, MAX_LENGTH},
};
use doorward_web::parsers::{ScimBulkOrder, ScimSearch};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many comparisons a filter has at most, and how deeply filters stand in each other.
const MAX_COMPARISONS: usize = 50;
const MAX_DEPTH: usize = 20;
/// Attributes that only the server writes.
const READ_ONLY: [&str; 4] = ["id", "meta", "groups", "schemas"];

/// A user as a client reads them.
fn ada() -> Value {
    json!({
        "schemas": [USER, ENTERPRISE_USER], "id": "1", "userName": "Ada", "active": true,
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [
            {"type": "work", "value": "a@work.example", "primary": true},
            {"type": "home", "value": "a@home.example"},
        ],
        "groups": [{"value": "g", "display": "Staff"}],
        "members": [{"value": "1"}, {"value": "2"}],
        ENTERPRISE_USER: {"department": "R", "manager": {"value": "2"}},
        "meta": {"resourceType": "User"},
    })
}

fn is_well_refused(refusal: &Refusal) {
    assert!(!refusal.detail.is_empty() && refusal.scim_type.status() == 400);
}

/// How many comparisons a filter has, and how deeply its parts stand in each other.
struct Measure {
    comparisons: usize,
    depth: usize,
}

fn measure(filter: &Filter) -> Measure {
    let both = |one: &Filter, other: &Filter| {
        let (one, other) = (measure(one), measure(other));
        Measure {
            comparisons: one.comparisons + other.comparisons,
            depth: one.depth.max(other.depth),
        }
    };
    match filter {
        Filter::Compare(..) | Filter::Present(_) => Measure {
            comparisons: 1,
            depth: 1,
        },
        Filter::And(one, other) | Filter::Or(one, other) => both(one, other),
        Filter::Some(_, inner) | Filter::Not(inner) => {
            let inner = measure(inner);
            Measure {
                depth: inner.depth + 1,
                ..inner
            }
        }
    }
}

fn attribute_text(attribute: &Attribute) -> String {
    match attribute.0.split_first() {
        Some((schema, rest))
            if schema
                .get(..4)
                .is_some_and(|urn| urn.eq_ignore_ascii_case("urn:")) =>
        {
            format!("{schema}:{}", rest.join("."))
        }
        _ => attribute.0.join("."),
    }
}

/// A filter in its grammar, with as few brackets as it needs.
fn written(filter: &Filter) -> String {
    let in_brackets = |filter: &Filter| format!("({})", written(filter));
    match filter {
        Filter::Compare(attribute, comparison, value) => {
            let comparison = match comparison {
                Comparison::Equal => "eq",
                Comparison::NotEqual => "ne",
                Comparison::Contains => "co",
                Comparison::StartsWith => "sw",
                Comparison::EndsWith => "ew",
                Comparison::Greater => "gt",
                Comparison::GreaterOrEqual => "ge",
                Comparison::Less => "lt",
                Comparison::LessOrEqual => "le",
            };
            format!("{} {comparison} {value}", attribute_text(attribute))
        }
        Filter::Present(attribute) => format!("{} pr", attribute_text(attribute)),
        Filter::Some(attribute, inner) => {
            format!("{}[{}]", attribute_text(attribute), written(inner))
        }
        Filter::Not(inner) => format!("not {}", in_brackets(inner)),
        Filter::Or(one, other) => {
            let other = match **other {
                Filter::Or(..) => in_brackets(other),
                _ => written(other),
            };
            format!("{} or {other}", written(one))
        }
        Filter::And(one, other) => {
            let one = match **one {
                Filter::Or(..) => in_brackets(one),
                _ => written(one),
            };
            let other = match **other {
                Filter::Or(..) | Filter::And(..) => in_brackets(other),
                _ => written(other),
            };
            format!("{one} and {other}")
        }
    }
}

/// Whether a number is read again as it is written: one with a fraction may differ in its last digit.
fn is_exact(filter: &Filter) -> bool {
    match filter {
        Filter::Compare(_, _, value) => !value.is_f64(),
        Filter::Present(_) => true,
        Filter::Some(_, inner) | Filter::Not(inner) => is_exact(inner),
        Filter::And(one, other) | Filter::Or(one, other) => is_exact(one) && is_exact(other),
    }
}

/// A filter keeps its bounds, is read as it is written, and requires of a document what it says.
fn filter_holds(filter: &Filter) {
    let Measure { comparisons, depth } = measure(filter);
    assert!(comparisons <= MAX_COMPARISONS && depth <= MAX_DEPTH);
    let text = written(filter);
    if is_exact(filter) && text.len() <= MAX_LENGTH {
        assert_eq!(Filter::parse(&text).as_ref(), Ok(filter), "{text}");
    }
    for document in [ada(), json!({}), json!([1, "Ada", null]), Value::Null] {
        let passes = filter.passes(&document);
        let other = Filter::Not(Box::new(filter.clone()));
        assert_ne!(other.passes(&document), passes);
        if let Some(name) = filter.required("userName").filter(|_| passes) {
            let is_it = |text: &str| text.to_lowercase() == name.to_lowercase();
            assert!(document["userName"].as_str().is_some_and(is_it), "{text}");
        }
    }
}

/// A filter of a list (section 3.4.2.2).
pub(super) fn scim_filter(input: &[u8]) {
    let Some(text) = text(input) else { return };
    match Filter::parse(text) {
        Ok(filter) => {
            assert!(text.len() <= MAX_LENGTH);
            filter_holds(&filter);
        }
        Err(reason) => {
            assert!(!reason.is_empty());
            let place = reason.rsplit_once(" at character ");
            let place = place.and_then(|(_, place)| place.parse::<usize>().ok());
            assert!(place.is_none_or(|place| (1..=text.chars().count() + 1).contains(&place)));
        }
    }
    match Path::parse(text) {
        Ok(path) => path_holds(&path),
        Err(refusal) => {
            is_well_refused(&refusal);
            assert!(matches!(
                refusal.scim_type,
                ScimType::InvalidPath | ScimType::InvalidFilter
            ));
        }
    }
}

fn path_holds(path: &Path) {
    path.filter.as_ref().map(filter_holds).unwrap_or_default();
    let mut text = path.extension.unwrap_or_default().to_owned();
    if let Some(attribute) = &path.attribute {
        text += if text.is_empty() { "" } else { ":" };
        text += attribute;
    }
    if let Some(filter) = &path.filter {
        text = format!("{text}[{}]", written(filter));
    }
    if let Some(sub) = &path.sub_attribute {
        text = format!("{text}.{sub}");
    }
    let is_exact = path.filter.as_ref().is_none_or(is_exact);
    if is_exact
        && path
            .filter
            .as_ref()
            .is_none_or(|filter| written(filter).len() <= MAX_LENGTH)
    {
        assert_eq!(Path::parse(&text).as_ref(), Ok(path), "{text}");
    }
}

/// Operations leave alone what only the server writes, make one value primary at most, and make of a
/// request no more than it says (section 3.5.2).
pub(super) fn scim_patch(input: &[u8]) {
    let Ok(request) = serde_json::from_slice::<Value>(input) else {
        return;
    };
    let request = match request {
        // Operations alone will do.
        operations @ Value::Array(_) => json!({"schemas": [PATCH], "Operations": operations}),
        request => request,
    };
    let before = ada();
    let mut after = before.clone();
    if let Err(refusal) = apply(&mut after, &request) {
        return is_well_refused(&refusal);
    }
    for name in READ_ONLY {
        assert_eq!(after.get(name), before.get(name), "{name}");
    }
    let members = after.as_object().expect("an object");
    for (name, values) in members {
        let values = values.as_array().into_iter().flatten();
        let primary = values.filter(|value| value["primary"] == true);
        assert!(primary.count() <= 1, "{name} has several primary values");
        let same = members
            .keys()
            .filter(|other| other.eq_ignore_ascii_case(name));
        assert_eq!(same.count(), 1, "{name} is there twice");
    }
    let size = |value: &Value| value.to_string().len();
    let most = size(&before) + 4 * size(&request) + MAX_COPIED;
    assert!(size(&after) <= most, "{} bytes of {most}", size(&after));
    let mut tidied = after.clone();
    tidy(&mut tidied);
    let once = tidied.clone();
    tidy(&mut tidied);
    assert_eq!(once, tidied);
}

/// Whether a document is a part of another.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, value)| whole.get(name).is_some_and(|known| is_part(value, known))),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part
                    .iter()
                    .zip(whole)
                    .all(|(one, other)| is_part(one, other))
        }
        // Of what is no object, nothing of a name is shown.
        (Value::Object(part), _) => part.is_empty(),
        (part, whole) => part == whole,
    }
}

/// A search asks for a page within its bounds, and shows a part of each resource (section 3.4.3).
pub(super) fn scim_search(input: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(input) else {
        return;
    };
    let Ok(search) = ScimSearch::read(&body) else {
        return;
    };
    assert!(search.query.start_index >= 1);
    let ada = ada();
    let shown = search.selection.of(&ada);
    assert!(is_part(&shown, &ada), "{shown}");
    assert_eq!(
        (&shown["id"], &shown["schemas"]),
        (&ada["id"], &ada["schemas"])
    );
    assert_eq!(search.selection.of(&shown), shown);
}

/// Every operation of a bulk request is carried out once or left, and none before what it names was
/// made, whichever operations make something.
pub(super) fn scim_bulk(input: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(input) else {
        return;
    };
    let Some(operations) = body.get("Operations").and_then(Value::as_array) else {
        return;
    };
    let name_of = |operation: &Value| Some(operation.get("bulkId")?.as_str()?.to_owned());
    let mut made = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut order = ScimBulkOrder::new(operations);
    while let Some((place, operation)) = order.next(|name| made.contains(name)) {
        assert!(seen.insert(place), "twice");
        assert_eq!(operations.get(place), Some(operation));
        let path = operation
            .get("path")
            .and_then(Value::as_str)
            .unwrap_or_default();
        for named in path
            .split('/')
            .filter_map(|part| part.strip_prefix("bulkId:"))
        {
            assert!(made.contains(named), "{named} is not made");
        }
        // Every third operation fails.
        let name = name_of(operation).filter(|_| place % 3 != 2);
        order.made(name.as_deref());
        made.extend(name);
    }
    for (place, _) in order.left() {
        assert!(seen.insert(place), "carried out and left");
    }
    assert_eq!(seen.len(), operations.len());
}
