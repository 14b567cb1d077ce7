//! How the resource that an app has differs from the one that it should have: as operations of PATCH
//! (RFC 7644 §3.5.2), and as a whole resource for apps that know PUT alone.

use crate::scim::{member, primary, switch, text};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The schema of a request to change a resource.
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// Above so many changes of members, a group gets its members anew.
const MAX_OPERATIONS: usize = 100;
/// The attributes that are pushed and have one value.
const SINGLE: [&str; 3] = ["externalId", "userName", "displayName"];
/// The parts of a name that are pushed.
const NAMES: [&str; 3] = ["formatted", "givenName", "familyName"];

/// What is to be changed of a resource, by path: the values that it should have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    values: BTreeMap<&'static str, Value>,
    members: Option<Members>,
}

/// The members of a group that are to be changed.
#[derive(Clone, Debug, PartialEq)]
struct Members {
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
    /// All of them afterwards, with those that are none of ours.
    all: BTreeSet<String>,
}

/// What is made of an attribute that an app leaves out of its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is to be written.
    Differs,
    /// The app does not keep it: it was written before, to no effect.
    Ignored,
}

/// What of a user is to be changed.
pub fn of_user(wanted: &Value, present: &Value, left_out: LeftOut) -> Difference {
    let mut values = BTreeMap::new();
    let differs = |wanted: &str, present: Option<&str>| match present {
        Some(present) => present != wanted,
        None => left_out == LeftOut::Differs,
    };
    for name in SINGLE {
        if let Some(value) = text(wanted, name)
            && differs(value, text(present, name))
        {
            values.insert(name, Value::from(value));
        }
    }
    let none = Value::Null;
    let has = member(present, "name").unwrap_or(&none);
    for part in NAMES {
        if let Some(value) = member(wanted, "name").and_then(|name| text(name, part))
            && differs(value, text(has, part))
        {
            values.insert(path_of_name(part), Value::from(value));
        }
    }
    let address = |resource| primary(resource, "emails").and_then(|email| text(email, "value"));
    if let Some(wanted_address) = address(wanted) {
        let has = address(present);
        let is_same = has.is_some_and(|has| has.eq_ignore_ascii_case(wanted_address));
        if !is_same && differs(wanted_address, has) {
            let emails = member(wanted, "emails").cloned().unwrap_or_default();
            values.insert("emails", emails);
        }
    }
    let is_active = |resource| switch(resource, "active").ok().flatten().unwrap_or(true);
    let active = is_active(wanted);
    if active != is_active(present) {
        values.insert("active", Value::from(active));
    }
    Difference {
        values,
        members: None,
    }
}

fn path_of_name(part: &str) -> &'static str {
    match part {
        "formatted" => "name.formatted",
        "givenName" => "name.givenName",
        _ => "name.familyName",
    }
}

/// What of a group is to be changed. Only members that are `known`, which were pushed from here, are
/// removed.
pub fn of_group(
    wanted: &Value,
    present: &Value,
    known: &BTreeSet<String>,
    left_out: LeftOut,
) -> Difference {
    let mut values = BTreeMap::new();
    for name in ["externalId", "displayName"] {
        if let Some(value) = text(wanted, name) {
            let differs = match text(present, name) {
                Some(present) => present != value,
                None => left_out == LeftOut::Differs,
            };
            if differs {
                values.insert(name, Value::from(value));
            }
        }
    }
    let (wanted, present) = (members(wanted), members(present));
    let is_gone = |id: &&String| known.contains(*id) && !wanted.contains(*id);
    let removed: BTreeSet<String> = present.iter().filter(is_gone).cloned().collect();
    let added: BTreeSet<String> = wanted.difference(&present).cloned().collect();
    let changed = (!added.is_empty() || !removed.is_empty()).then(|| Members {
        all: present
            .union(&wanted)
            .filter(|id| !removed.contains(*id))
            .cloned()
            .collect(),
        added,
        removed,
    });
    Difference {
        values,
        members: changed,
    }
}

fn members(group: &Value) -> BTreeSet<String> {
    let listed = member(group, "members").and_then(Value::as_array);
    let ids = listed.into_iter().flatten();
    ids.filter_map(|one| text(one, "value").map(str::to_owned))
        .collect()
}

/// An account that is not to be used any more.
pub fn inactive(present: &Value) -> Difference {
    let is_active = switch(present, "active").ok().flatten().unwrap_or(true);
    let values = is_active.then(|| ("active", Value::from(false)));
    Difference {
        values: values.into_iter().collect(),
        members: None,
    }
}

impl Difference {
    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.members.is_none()
    }

    /// Whether nothing changes but that an account is not active any more.
    pub fn only_deactivates(&self) -> bool {
        self.members.is_none()
            && self.values.len() == 1
            && self.values.get("active") == Some(&Value::Bool(false))
    }

    /// The request that changes it.
    pub fn patch(&self) -> Value {
        let replaced = self
            .values
            .iter()
            .map(|(path, value)| json!({"op": "replace", "path": path, "value": value}));
        let mut operations: Vec<Value> = replaced.collect();
        if let Some(members) = &self.members {
            operations.extend(members.operations());
        }
        json!({"schemas": [PATCH], "Operations": operations})
    }

    /// The whole resource, with what is changed and whatever else the app has.
    pub fn put(&self, present: &Value) -> Value {
        let mut resource = present.as_object().cloned().unwrap_or_default();
        for (path, value) in &self.values {
            match path.split_once('.') {
                None => set(&mut resource, path, value.clone()),
                Some((object, part)) => {
                    let key = key(&resource, object);
                    let inner = resource.entry(key).or_insert_with(|| json!({}));
                    if let Some(inner) = inner.as_object_mut() {
                        set(inner, part, value.clone());
                    }
                }
            }
        }
        if let Some(changed) = &self.members {
            let all: Vec<Value> = changed.all.iter().map(|id| json!({"value": id})).collect();
            set(&mut resource, "members", all.into());
        }
        Value::Object(resource)
    }
}

/// The name under which an object has a member, whatever its case.
fn key(object: &Map<String, Value>, name: &str) -> String {
    let known = object.keys().find(|known| known.eq_ignore_ascii_case(name));
    known.cloned().unwrap_or_else(|| name.to_owned())
}

fn set(object: &mut Map<String, Value>, name: &str, value: Value) {
    object.insert(key(object, name), value);
}

impl Members {
    fn operations(&self) -> Vec<Value> {
        let values = |ids: &BTreeSet<String>| -> Vec<Value> {
            ids.iter().map(|id| json!({"value": id})).collect()
        };
        if self.removed.len() > MAX_OPERATIONS {
            let all = values(&self.all);
            return vec![json!({"op": "replace", "path": "members", "value": all})];
        }
        let removed = self.removed.iter().map(|id| {
            let path = format!("members[value eq {}]", Value::from(id.as_str()));
            json!({"op": "remove", "path": path})
        });
        let mut operations: Vec<Value> = removed.collect();
        if !self.added.is_empty() {
            let added = values(&self.added);
            operations.push(json!({"op": "add", "path": "members", "value": added}));
        }
        operations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Value {
        json!({
            "externalId": "1", "userName": "ada@example.org", "displayName": "Ada", "active": true,
            "name": {"givenName": "Ada"},
            "emails": [{"value": "ada@example.org", "type": "work", "primary": true}],
        })
    }

    #[test]
    fn what_is_the_same_in_another_spelling_does_not_differ() {
        let present = json!({
            "ID": "x", "externalid": "1", "username": "ada@example.org", "DisplayName": "Ada",
            "active": "True", "name": {"givenName": "Ada", "familyName": "of the app"},
            "emails": [{"value": "other@example.org"}, {"value": "ADA@example.org", "primary": true}],
        });
        assert!(of_user(&ada(), &present, LeftOut::Differs).is_empty());
        let lacks = json!({"userName": "ada@example.org"});
        assert!(of_user(&ada(), &lacks, LeftOut::Ignored).is_empty());
        assert!(!of_user(&ada(), &lacks, LeftOut::Differs).is_empty());
    }

    #[test]
    fn a_whole_resource_keeps_what_the_app_has_of_its_own() {
        let present = json!({
            "id": "x", "userName": "old", "title": "Countess", "name": {"honorificPrefix": "Lady"},
        });
        let difference = of_user(&ada(), &present, LeftOut::Differs);
        let put = difference.put(&present);
        assert_eq!(
            (&put["userName"], &put["title"]),
            (&json!("ada@example.org"), &json!("Countess"))
        );
        assert_eq!(
            put["name"],
            json!({"honorificPrefix": "Lady", "givenName": "Ada"})
        );
        assert_eq!(put["emails"], ada()["emails"]);
        let mut patched = present;
        crate::scim::patch::apply(&mut patched, &difference.patch()).unwrap();
        assert_eq!(patched, put);
    }

    #[test]
    fn an_account_is_made_inactive_once() {
        let off = inactive(&json!({"active": true}));
        assert!(off.only_deactivates() && !off.is_empty());
        assert!(inactive(&json!({"active": "False"})).is_empty());
    }

    #[test]
    fn members_that_nobody_pushed_stay_in_a_group() {
        let of =
            |ids: &[&str]| -> BTreeSet<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
        let wanted = super::super::resource::group("g", "staff", &of(&["1", "2"]));
        let present = json!({
            "externalId": "g", "displayName": "staff",
            "members": [{"value": "2"}, {"value": "3"}, {"value": "theirs"}],
        });
        let known = of(&["1", "2", "3"]);
        let difference = of_group(&wanted, &present, &known, LeftOut::Differs);
        let put = difference.put(&present);
        assert_eq!(members(&put), of(&["1", "2", "theirs"]));
        let mut patched = present;
        crate::scim::patch::apply(&mut patched, &difference.patch()).unwrap();
        assert_eq!(members(&patched), of(&["1", "2", "theirs"]));
        assert!(of_group(&wanted, &put, &known, LeftOut::Differs).is_empty());
    }
}
