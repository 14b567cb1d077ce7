//! Why a user may or may not do something in an app, as values with a sentence each. The sentence is
//! English, for programs and the command line; pages say the same in the language of their reader.

use doorward_protocol::access::rules::Basis;
use serde::{Serialize, Serializer};
use strum::{Display, EnumDiscriminants, EnumIter};

/// Why a user may or may not do something in an app.
#[derive(Clone, Debug, Display, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    derive(EnumIter),
    name(AccessReasonKind),
    doc = "The kinds of reasons."
)]
pub enum AccessReason {
    /// The app is disabled.
    #[strum(to_string = "the app is disabled: `doorward client enable` brings it back")]
    AppDisabled,
    /// The user is disabled.
    #[strum(to_string = "the user is disabled: `doorward user enable` brings them back")]
    UserDisabled,
    /// The app is for some groups and roles alone.
    #[strum(
        to_string = "the user is in none of its allowed_groups ({groups}) and has none of its allowed_roles ({roles})"
    )]
    NotAdmitted {
        /// The names of the groups.
        groups: String,
        /// The names of the roles.
        roles: String,
    },
    /// The app is for every user.
    #[strum(
        to_string = "every user may use the app: it names no allowed_groups and no allowed_roles"
    )]
    ForEveryone,
    /// The app is for a group of the user.
    #[strum(to_string = "the group {name} may use the app")]
    Group {
        /// The name of the group.
        name: String,
    },
    /// The app is for a role of the user.
    #[strum(to_string = "the role {name} may use the app")]
    Role {
        /// The name of the role.
        name: String,
    },
    /// No permission and no rule allows it.
    #[strum(to_string = "no permission and no rule allows it to this subject")]
    Nothing,
    /// The user may use the app.
    #[strum(to_string = "the user may use the app")]
    MayUseApp,
    /// The user has a permission that allows it.
    #[strum(to_string = "the user has the permission {name}")]
    Permission {
        /// The name of the permission.
        name: String,
    },
    /// A rule of the app allows it.
    #[strum(to_string = "the rule {name} allows it")]
    RuleAllows {
        /// The name of the rule.
        name: String,
    },
    /// A rule of the app denies it.
    #[strum(to_string = "the rule {name} denies it")]
    RuleDenies {
        /// The name of the rule.
        name: String,
    },
}

impl From<&Basis<'_>> for AccessReason {
    fn from(basis: &Basis<'_>) -> Self {
        let owned = |name: &str| name.to_owned();
        match *basis {
            Basis::Nothing => Self::Nothing,
            Basis::Admitted => Self::MayUseApp,
            Basis::Permission(name) => Self::Permission { name: owned(name) },
            Basis::Rule(name) => Self::RuleAllows { name: owned(name) },
            Basis::Denied(name) => Self::RuleDenies { name: owned(name) },
        }
    }
}

/// Who gave a role, as the audit log names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Giver {
    /// The kind, such as `user` or `command_line`.
    pub kind: String,
    /// Which one, where there are several.
    pub id: Option<String>,
}

impl std::fmt::Display for Giver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.kind.replace('_', " ");
        match &self.id {
            Some(id) => write!(f, "{kind} {id}"),
            None => write!(f, "the {kind}"),
        }
    }
}

/// Where a role of a user comes from.
#[derive(Clone, Debug, Display, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(derive(EnumIter), name(RoleSourceKind), doc = "The kinds of sources.")]
pub enum RoleSource {
    /// Somebody gave it to the user.
    #[strum(to_string = "given to the user by {by}")]
    User {
        /// Who gave it.
        by: Giver,
    },
    /// Somebody gave it to a group of the user.
    #[strum(to_string = "given to the group {group} by {by}")]
    Group {
        /// The name of the group.
        group: String,
        /// Who gave it.
        by: Giver,
    },
    /// Another role of the user includes it.
    #[strum(to_string = "included by {role}")]
    Role {
        /// The name of the other role.
        role: String,
    },
    /// Every user has it.
    #[strum(to_string = "every user has it")]
    Everyone,
    /// A claim or an attribute of an identity provider gives it.
    #[strum(to_string = "given by an identity provider")]
    IdentityProvider,
}

impl Serialize for AccessReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for RoleSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
