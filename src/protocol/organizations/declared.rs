//! Organizations as a file declares them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use strum::{EnumString, IntoStaticStr};

/// Roles by app.
pub type RolesByApp = BTreeMap<String, BTreeSet<String>>;

/// An organization in a file: `[[organizations]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredOrganization {
    /// The short name in requests, claims and commands.
    pub slug: String,
    /// The name that users see.
    pub name: String,
    /// Its domains of mail addresses. Whoever writes the file vouches for them. Without it, those of before
    /// stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains: Option<BTreeSet<String>>,
    /// The roles that every member has while signed in for it, by app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<RolesByApp>,
    /// Whether its users need a second factor while they sign in for it. Without it, as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<SecondFactorOfOrganization>,
    /// How old a sign-in for it may be, in seconds; 0 for no such limit. Without it, as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with; empty for none. Without
    /// it, as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its members, by their addresses. Without it, those of before stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<BTreeMap<String, DeclaredMember>>,
}

/// Whether the users of an organization need a second factor while they sign in for it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SecondFactorOfOrganization {
    /// As the server and the app say.
    Default,
    /// They do, and nobody comes in without.
    Required,
}

/// A member of an organization in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclaredMember {
    /// Whether they are an owner of the organization.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub owner: bool,
    /// The roles that they have while signed in for it, by app.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: RolesByApp,
}
