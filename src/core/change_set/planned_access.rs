//! Groups and roles as they are once a change set is committed.

use doorward_protocol::{access::roles::Roles, text::fold_username};
use std::collections::BTreeMap;

/// What a change set does to groups and roles, for the changes that rest on it.
#[derive(Default)]
pub(crate) struct PlannedAccess {
    /// The identifiers of groups that the change set adds, by their names in the form in which two
    /// spellings are one.
    groups: BTreeMap<String, String>,
    /// The roles of apps that the change set writes or has looked at, by `client_id`.
    roles: BTreeMap<String, PlannedRoles>,
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

impl PlannedAccess {
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
