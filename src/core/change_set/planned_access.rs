//! Groups and roles as they are once a change set is committed.

use doorward_protocol::{
    access::{roles::Roles, rules::AccessRules},
    text::fold_username,
};
use std::collections::BTreeMap;

/// What a change set does to groups and roles, for the changes that rest on it.
#[derive(Default)]
pub(crate) struct PlannedAccess {
    /// The identifiers of groups that the change set adds, by their names in the form in which two
    /// spellings are one.
    groups: BTreeMap<String, String>,
    /// The identifiers of organizations that the change set adds, by their slugs.
    organizations: BTreeMap<String, String>,
    /// The roles of apps that the change set writes or has looked at, by `client_id`.
    roles: BTreeMap<String, PlannedRoles>,
    /// The rules of apps that the change set writes, by `client_id`.
    rules: BTreeMap<String, PlannedRules>,
    /// What whoever declares something should know.
    warnings: Vec<String>,
}

/// The roles of an app once the change set is committed.
#[derive(Clone)]
pub(crate) struct PlannedRoles {
    pub(crate) roles: Roles,
    /// The version that the row has by then.
    pub(crate) version: i64,
}

/// The rules of an app once the change set is committed.
#[derive(Clone, Default)]
pub(crate) struct PlannedRules {
    pub(crate) rules: AccessRules,
    /// The version that the row has before.
    pub(crate) version: i64,
    /// Whether every process keeps the client.
    pub(crate) is_in_memory: bool,
}

impl PlannedAccess {
    /// Remembers what the rules of an app were.
    pub(crate) fn put_rules(&mut self, client_id: &str, planned: PlannedRules) {
        self.rules.insert(client_id.to_owned(), planned);
    }

    /// What the rules of an app were before.
    pub(crate) fn rules(&self, client_id: &str) -> Option<&PlannedRules> {
        self.rules.get(client_id)
    }

    pub(crate) fn add_organization(&mut self, slug: &str, id: &str) {
        self.organizations.insert(slug.to_owned(), id.to_owned());
    }

    pub(crate) fn organization(&self, slug: &str) -> Option<&str> {
        self.organizations.get(slug).map(String::as_str)
    }

    pub(crate) fn add_group(&mut self, name: &str, id: &str) {
        self.groups.insert(fold_username(name), id.to_owned());
    }

    pub(crate) fn group(&self, name: &str) -> Option<&str> {
        self.groups.get(&fold_username(name)).map(String::as_str)
    }

    pub(crate) fn roles(&self, client_id: &str) -> Option<&PlannedRoles> {
        self.roles.get(client_id)
    }

    pub(crate) fn put_roles(&mut self, client_id: &str, planned: PlannedRoles) {
        self.roles.insert(client_id.to_owned(), planned);
    }

    pub(crate) fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }

    pub(crate) fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }
}
