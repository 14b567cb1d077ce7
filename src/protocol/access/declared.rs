//! Groups and roles as a file declares them.

use crate::access::{longest::Longest, roles::Role, rules::AccessRule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A group in a file: `[[groups]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredGroup {
    /// Its name, under which apps know it.
    pub name: String,
    /// What it is for, in the operator's words.
    #[serde(default)]
    pub description: Option<String>,
    /// The groups that its members are in too. Without it, those of before stay.
    #[serde(default)]
    pub groups: Option<BTreeSet<String>>,
    /// The roles that its members have, by app. Of an app that is not named, those of before stay.
    #[serde(default)]
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// A role in a file: `[[roles]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredRole {
    /// The app, by its `client_id`.
    pub app: String,
    /// Its name, under which the app knows it.
    pub name: String,
    /// What it is for, in the operator's words.
    #[serde(default)]
    pub description: Option<String>,
    /// What it gives, such as `inventory.write`.
    #[serde(default)]
    pub permissions: BTreeSet<String>,
    /// Roles of the same app that whoever has this one has too.
    #[serde(default)]
    pub includes: BTreeSet<String>,
    /// Whether every user has it.
    #[serde(default)]
    pub default: bool,
    /// Whether users may ask for it.
    #[serde(default)]
    pub requestable: bool,
    /// The longest time for which users may ask for it, such as `30d` or `12h`. Without it any time may
    /// be asked for, also no end.
    #[serde(default)]
    pub longest: Option<Longest>,
}

impl DeclaredRole {
    /// The role as it is kept with its app.
    pub fn role(&self) -> Role {
        Role {
            description: self.description.clone(),
            permissions: self.permissions.clone(),
            includes: self.includes.clone(),
            default: self.default,
            requestable: self.requestable,
            longest: self.longest,
            managed: true,
        }
    }
}

/// What a file says of the groups and roles of a user, in the user's own entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclaredAccess {
    /// The groups that the user is in. Without it, those of before stay.
    pub groups: Option<BTreeSet<String>>,
    /// The roles of the user, by app. Of an app that is not named, those of before stay.
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// A rule in a file: `[[access_rules]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredAccessRule {
    /// The app, by its `client_id`.
    pub app: String,
    /// Its name, unique in the app.
    pub name: String,
    /// What it allows or denies, and to whom.
    pub rule: AccessRule,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn declared() -> DeclaredRole {
        let role = json!({
            "app": "notes", "name": "editor", "description": "Writes", "permissions": ["notes.write"],
            "includes": ["viewer"], "default": true, "requestable": true, "longest": "30d",
        });
        serde_json::from_value(role).unwrap()
    }

    #[test]
    fn a_role_is_kept_as_it_is_declared_and_as_one_of_a_file() {
        let names = |name: &str| BTreeSet::from([name.to_owned()]);
        let kept = Role {
            description: Some("Writes".to_owned()),
            permissions: names("notes.write"),
            includes: names("viewer"),
            default: true,
            requestable: true,
            longest: Some("30d".parse().unwrap()),
            managed: true,
        };
        assert_eq!(declared().role(), kept);
        let least: DeclaredRole =
            serde_json::from_value(json!({"app": "notes", "name": "viewer"})).unwrap();
        let kept = Role {
            managed: true,
            ..Role::default()
        };
        assert_eq!(least.role(), kept);
    }

    #[test]
    fn the_schema_of_a_declared_role_shows_how_a_longest_time_is_written() {
        let schema = schemars::schema_for!(DeclaredRole);
        let schema = serde_json::to_value(schema).unwrap();
        let longest = &schema["properties"]["longest"];
        assert_eq!(longest["pattern"], "^[0-9]+[dh]$", "{longest}");
        assert_eq!(longest["type"], json!(["string", "null"]), "{longest}");
        let own = serde_json::to_value(schemars::schema_for!(Longest)).unwrap();
        assert_eq!(own["title"], "Longest");
    }
}
