//! Everything that somebody may do by the management API, and who may hand that on.

use super::{Permission, Resource, Verb, built_in_roles};
use crate::oauth::scope::Scope;
use std::collections::BTreeSet;

/// A set of permissions. Whoever may change something may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Powers(BTreeSet<Permission>);

impl Powers {
    /// What the scope of a token allows.
    pub fn of_scope(scope: &Scope) -> Self {
        Self::of_names(scope.iter())
    }

    /// What administrators with these roles may do.
    pub fn of_roles<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let roles = built_in_roles();
        let known = names.into_iter().filter_map(|name| roles.get(name));
        let mut powers = Self::default();
        for role in known {
            powers.extend(&Self::of_names(role.permissions.iter().map(String::as_str)));
        }
        powers
    }

    /// What the owner of an app may do to that app alone.
    pub fn of_app_owner() -> Self {
        let permissions = [
            Permission::write(Resource::Apps),
            Permission::write(Resource::Roles),
            Permission::read(Resource::Audit),
        ];
        Self(permissions.into_iter().flat_map(with_reading).collect())
    }

    fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let permissions = names.filter_map(Permission::parse);
        Self(permissions.flat_map(with_reading).collect())
    }

    /// Adds what others allow.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// Whether something is allowed.
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What both allow: a token never allows more than its user may do.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).copied().collect())
    }

    /// Whether they are enough to hand on others, to take them away, and to act on somebody who has
    /// them: nobody grants what they do not have.
    pub fn reach(&self, other: &Self) -> bool {
        other.0.is_subset(&self.0)
    }

    /// What is missing to reach others, by name.
    pub fn missing(&self, other: &Self) -> Vec<String> {
        other
            .0
            .difference(&self.0)
            .map(ToString::to_string)
            .collect()
    }
}

fn with_reading(permission: Permission) -> impl Iterator<Item = Permission> {
    let reading = (permission.verb == Verb::Write).then(|| Permission::read(permission.resource));
    [permission].into_iter().chain(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(scope: &str) -> Powers {
        Powers::of_scope(&Scope::parse(scope).unwrap())
    }

    #[test]
    fn who_changes_something_reads_it() {
        let powers = of("openid doorward.users:write doorward.nothing:read");
        assert!(powers.allow(Permission::read(Resource::Users)));
        assert!(powers.allow(Permission::write(Resource::Users)));
        assert!(!powers.allow(Permission::read(Resource::Groups)));
        assert!(!of("doorward.users:read").allow(Permission::write(Resource::Users)));
        assert!(of("openid profile").is_empty());
        assert!(!powers.is_empty());
    }

    #[test]
    fn no_role_reaches_a_higher_one() {
        let powers = |name| Powers::of_roles([name]);
        for (role, others) in [
            ("owner", vec!["owner", "admin", "support", "auditor"]),
            ("admin", vec!["support", "admin", "auditor"]),
            ("support", vec!["support"]),
            ("auditor", vec!["auditor"]),
        ] {
            for other in ["owner", "admin", "support", "auditor"] {
                let reaches = powers(role).reach(&powers(other));
                assert_eq!(reaches, others.contains(&other), "{role} and {other}");
            }
        }
        assert!(Powers::of_roles(["superadmin"]).is_empty());
        assert!(powers("support").reach(&Powers::default()));
    }

    #[test]
    fn what_is_missing_is_named() {
        let token = of("doorward.users:write doorward.groups:read");
        let wanted = of("doorward.users:read doorward.groups:write doorward.audit:read");
        assert_eq!(
            token.missing(&wanted),
            ["doorward.groups:write", "doorward.audit:read"]
        );
        assert!(wanted.missing(&Powers::default()).is_empty());
        let both = token.intersection(&wanted);
        assert_eq!(both, of("doorward.users:read doorward.groups:read"));
    }

    /// Who names an owner of an app hands on as much: an administrator does, nobody below.
    #[test]
    fn an_administrator_reaches_the_owner_of_an_app() {
        let of_app = Powers::of_app_owner();
        for (role, reaches) in [
            ("owner", true),
            ("admin", true),
            ("support", false),
            ("auditor", false),
        ] {
            let powers = Powers::of_roles([role]);
            assert_eq!(powers.reach(&of_app), reaches, "{role}");
        }
        for resource in [Resource::Users, Resource::Groups, Resource::Settings] {
            assert!(!of_app.allow(Permission::read(resource)));
        }
        assert!(!of_app.allow(Permission::write(Resource::Audit)));
    }

    #[test]
    fn an_auditor_reads_everything_and_changes_nothing() {
        let auditor = Powers::of_roles(["auditor"]);
        for permission in Permission::all() {
            assert_eq!(
                auditor.allow(permission),
                permission.verb == Verb::Read,
                "{permission}"
            );
            assert!(
                Powers::of_roles(["owner"]).allow(permission),
                "{permission}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_token_never_allows_more_than_its_user(
            scope in proptest::sample::subsequence(Permission::all().collect::<Vec<_>>(), 0..24),
            role in proptest::sample::select(vec!["owner", "admin", "support", "auditor", ""]),
        ) {
            let names: Vec<String> = scope.iter().map(ToString::to_string).collect();
            let (token, user) = (of(&names.join(" ")), Powers::of_roles([role]));
            let both = token.intersection(&user);
            prop_assert!(token.reach(&both) && user.reach(&both));
            for permission in Permission::all() {
                let by_both = token.allow(permission) && user.allow(permission);
                prop_assert_eq!(both.allow(permission), by_both, "{}", permission);
            }
            prop_assert_eq!(user.missing(&both), Vec::<String>::new());
        }
    }
}
