//! The rules of an app: who may do what to which of its resources, and under which circumstances.

mod attribute;
mod condition;
mod decide;

pub use attribute::{Attribute, Attributes};
pub use condition::{Condition, Operator};
pub use decide::{APP, Asked, Basis, Decision, USE, decide};

use crate::access::{check_group_name, check_permission, check_role_name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many rules an app may have: each node keeps them in memory.
pub const MAX_RULES: usize = 1000;
/// How many conditions a rule may have.
const MAX_CONDITIONS: usize = 50;
/// How many entries each list of a rule may have.
const MAX_LISTED: usize = 1000;
/// The longest name, type, identifier or reason, in bytes.
const MAX_TEXT: usize = 1024;

/// What a rule does where it applies.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::VariantNames,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Effect {
    /// It allows the action, unless another rule denies it.
    #[default]
    Allow,
    /// It denies the action, whatever allows it.
    Deny,
}

/// A rule of an app. It applies where all that it says holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRule {
    /// What happens where it applies.
    #[serde(default)]
    pub effect: Effect,
    /// The names of the actions that it is about; `*` for every action.
    pub actions: BTreeSet<String>,
    /// The type of the resources that it is about.
    pub resource_type: String,
    /// Their identifiers; every resource of the type without it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub resource_ids: BTreeSet<String>,
    /// The user has one of these roles of the app.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub roles: BTreeSet<String>,
    /// The user is in one of these groups.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<String>,
    /// The user has one of these permissions of the app.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub permissions: BTreeSet<String>,
    /// All of these conditions are met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// What the app may show the user where the rule decides, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AccessRule {
    /// Checks that the rule can apply.
    ///
    /// # Errors
    /// What to change.
    pub fn check(&self) -> Result<(), String> {
        let texts = [&self.actions, &self.resource_ids].into_iter().flatten();
        let mut texts = texts.chain([&self.resource_type]).chain(&self.reason);
        if self.actions.is_empty() {
            return Err("actions must name an action, or \"*\" for every action".to_owned());
        }
        if !texts.all(|text| (1..=MAX_TEXT).contains(&text.len())) {
            return Err(format!(
                "actions, resource_type, resource_ids and reason must have 1 to {MAX_TEXT} bytes each"
            ));
        }
        if self.resource_type == APP {
            return Err(format!(
                "resource_type must not be {APP}: allowed_groups and allowed_roles of the client say \
                 who may use an app"
            ));
        }
        let lists = [&self.actions, &self.resource_ids, &self.roles, &self.groups];
        if lists.iter().any(|list| list.len() > MAX_LISTED) || self.permissions.len() > MAX_LISTED {
            return Err(format!(
                "a list of a rule may have {MAX_LISTED} entries at most"
            ));
        }
        if self.when.len() > MAX_CONDITIONS {
            return Err(format!(
                "a rule may have {MAX_CONDITIONS} conditions at most"
            ));
        }
        self.roles
            .iter()
            .try_for_each(|name| check_role_name(name))?;
        self.groups
            .iter()
            .try_for_each(|name| check_group_name(name))?;
        let mut permissions = self.permissions.iter();
        permissions.try_for_each(|name| check_permission(name))?;
        self.when.iter().try_for_each(Condition::check)
    }
}

/// The rules of an app, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessRules(BTreeMap<String, AccessRule>);

impl AccessRules {
    /// Whether the app has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A rule, by its name.
    pub fn get(&self, name: &str) -> Option<&AccessRule> {
        self.0.get(name)
    }

    /// Every rule with its name, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AccessRule)> {
        self.0.iter().map(|(name, rule)| (name.as_str(), rule))
    }

    /// Whether a rule asks for the groups of a user.
    pub fn are_about_groups(&self) -> bool {
        self.0.values().any(|rule| !rule.groups.is_empty())
    }

    /// Adds or replaces a rule, without a check of the whole.
    pub fn put(&mut self, name: String, rule: AccessRule) {
        self.0.insert(name, rule);
    }

    /// Removes a rule.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Checks every rule.
    ///
    /// # Errors
    /// What to change, with the rule that it is about.
    pub fn check(&self) -> Result<(), String> {
        if self.0.len() > MAX_RULES {
            return Err(format!("an app may have {MAX_RULES} rules at most"));
        }
        for (name, rule) in &self.0 {
            if !(1..=MAX_TEXT).contains(&name.len()) {
                return Err(format!(
                    "the name of a rule must have 1 to {MAX_TEXT} bytes"
                ));
            }
            rule.check().map_err(|reason| format!("{name}: {reason}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
