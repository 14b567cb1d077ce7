//! Administrators: users with a role of the app that is built in.

use super::{Permission, Resource, Verb};
use crate::access::roles::{Role, Roles};

/// The `client_id` of the app whose roles make somebody an administrator of this provider. It is
/// always registered, nobody signs in to it, and nobody changes it.
pub const BUILT_IN_APP: &str = "doorward";

/// The role that may do everything. Once somebody has it, somebody always has it.
pub const OWNER: &str = "owner";

/// Whether a client is the one that is built in.
pub fn is_built_in_app(client_id: &str) -> bool {
    client_id == BUILT_IN_APP
}

/// The roles of administrators, each with what it allows.
pub fn built_in_roles() -> Roles {
    let mut roles = Roles::default();
    for (name, description, allows) in BUILT_IN {
        let permissions = Permission::all().filter(|permission| allows(*permission));
        let role = Role {
            description: Some((*description).to_owned()),
            permissions: permissions
                .map(|permission| permission.to_string())
                .collect(),
            ..Role::default()
        };
        roles.put((*name).to_owned(), role);
    }
    roles
}

/// A role: its name, what it is for, and what it allows.
type BuiltIn = (&'static str, &'static str, fn(Permission) -> bool);

const BUILT_IN: &[BuiltIn] = &[
    (OWNER, "Everything, also who else is an owner", |_| true),
    (
        "admin",
        "Everything but signing keys, settings, and who is an owner",
        |permission| {
            permission.verb == Verb::Read
                || !matches!(permission.resource, Resource::Keys | Resource::Settings)
        },
    ),
    (
        "support",
        "Sees users and their roles, ends sessions, removes factors, sends links for new passwords",
        |permission| match permission.resource {
            Resource::Sessions | Resource::Factors => true,
            Resource::Users | Resource::Groups | Resource::Roles => permission.verb == Verb::Read,
            _ => false,
        },
    ),
    (
        "auditor",
        "Reads everything, changes nothing",
        |permission| permission.verb == Verb::Read,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_that_is_built_in_has_one_name() {
        assert!(is_built_in_app(BUILT_IN_APP));
        for other in ["", "Doorward", "doorward ", "notes"] {
            assert!(!is_built_in_app(other), "{other}");
        }
    }

    #[test]
    fn each_role_says_what_it_is_for() {
        let roles = built_in_roles();
        assert_eq!(roles.check(), Ok(()));
        let found: Vec<_> = roles
            .iter()
            .map(|(name, role)| (name, role.description.as_deref()))
            .collect();
        let mut expected: Vec<_> = BUILT_IN
            .iter()
            .map(|(name, description, _)| (*name, Some(*description)))
            .collect();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
