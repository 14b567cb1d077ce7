//! What a caller of the management API may do: read or change one kind of resource.

use std::fmt;
use strum::{IntoEnumIterator, IntoStaticStr};

/// A kind of resource of the management API.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    IntoStaticStr,
    strum::EnumIter,
    strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Resource {
    /// Users, invitations to become one, and their passwords.
    Users,
    /// Passkeys and second factors of users, and links to choose a new password.
    Factors,
    /// Sessions of users.
    Sessions,
    /// Groups and their members.
    Groups,
    /// Roles of apps, and who has them.
    Roles,
    /// Apps and their secrets.
    Apps,
    /// Organizations and who is in them.
    Organizations,
    /// Identity providers, upstream of this one.
    Providers,
    /// Signing keys of this provider.
    Keys,
    /// Webhooks and their deliveries.
    Webhooks,
    /// Apps that users and groups are pushed to.
    ScimTargets,
    /// The audit log.
    Audit,
    /// The settings of the provider.
    Settings,
}

/// What may be done to a resource.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    IntoStaticStr,
    strum::EnumIter,
    strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Verb {
    /// It is shown.
    Read,
    /// It is changed, and shown.
    Write,
}

/// A permission, which is a scope too: `doorward.users:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission {
    /// What it is about.
    pub resource: Resource,
    /// What may be done to it.
    pub verb: Verb,
}

impl Permission {
    /// To read a kind of resource.
    pub const fn read(resource: Resource) -> Self {
        let verb = Verb::Read;
        Self { resource, verb }
    }

    /// To change a kind of resource.
    pub const fn write(resource: Resource) -> Self {
        let verb = Verb::Write;
        Self { resource, verb }
    }

    /// Reads a scope; `None` where it is none of the API.
    pub fn parse(scope: &str) -> Option<Self> {
        let (resource, verb) = scope.strip_prefix(super::SCOPE_PREFIX)?.split_once(':')?;
        Some(Self {
            resource: resource.parse().ok()?,
            verb: verb.parse().ok()?,
        })
    }

    /// Every permission there is.
    pub fn all() -> impl Iterator<Item = Self> {
        Resource::iter().flat_map(|resource| Verb::iter().map(move |verb| Self { resource, verb }))
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (resource, verb): (&str, &str) = (self.resource.into(), self.verb.into());
        write!(f, "{}{resource}:{verb}", super::SCOPE_PREFIX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_written_as_it_is_read() {
        for permission in Permission::all() {
            assert_eq!(Permission::parse(&permission.to_string()), Some(permission));
        }
        let users = Permission::write(Resource::Users);
        assert_eq!(users.to_string(), "doorward.users:write");
        for text in [
            "",
            "users:read",
            "doorward.users",
            "doorward.users:all",
            "doorward.:read",
            "Doorward.users:read",
        ] {
            assert_eq!(Permission::parse(text), None, "{text}");
        }
    }
}
