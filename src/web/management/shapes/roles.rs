//! The shapes of roles, and of who has them.

use super::when;
use doorward_core::{access::Explanation, management::ManagementError};
use doorward_protocol::access::{requests::Longest, roles::Role};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A role of an app, with its name.
#[derive(Serialize, ToSchema)]
pub struct NamedRole {
    /// The name, under which the app knows it.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it gives by itself.
    pub permissions: BTreeSet<String>,
    /// Roles of the same app that whoever has this one has too.
    pub includes: BTreeSet<String>,
    /// Whether every user has it.
    pub default: bool,
    /// Whether users may ask for it.
    pub requestable: bool,
    /// The longest time for which users may ask for it, such as 30d or 12h.
    pub longest: Option<String>,
    /// Whether a file of declarations made it.
    pub managed: bool,
}

impl NamedRole {
    /// A role of an app.
    pub fn of(name: &str, role: &Role) -> Self {
        Self {
            name: name.to_owned(),
            description: role.description.clone(),
            permissions: role.permissions.clone(),
            includes: role.includes.clone(),
            default: role.default,
            requestable: role.requestable,
            longest: role.longest.map(|longest| longest.to_string()),
            managed: role.managed,
        }
    }
}

/// A role as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    /// What it is for.
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
    /// The longest time for which users may ask for it, such as 30d or 12h.
    #[serde(default)]
    #[schema(pattern = "^[0-9]+[dh]$")]
    pub longest: Option<String>,
}

impl RoleBody {
    /// The longest time for which users may ask for it.
    ///
    /// # Errors
    /// `Invalid` with the member.
    pub fn longest(&self) -> Result<Option<Longest>, ManagementError> {
        let longest = self.longest.as_deref();
        let longest = longest.map(str::parse).transpose();
        longest.map_err(|reason: String| ManagementError::field("/longest", reason))
    }
}

/// To whom a role is given: a user or a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// The user, by identifier, address or user name.
    #[serde(default)]
    pub user: Option<String>,
    /// The group, by identifier or name.
    #[serde(default)]
    pub group: Option<String>,
    /// When it ends by itself.
    #[serde(default)]
    #[schema(format = "date-time")]
    pub expires_at: Option<String>,
}

/// That somebody was given a role.
#[derive(Serialize, ToSchema)]
pub struct Grant {
    /// The identifier of the user.
    pub user_id: Option<String>,
    /// The identifier of the group.
    pub group_id: Option<String>,
    /// Since when it holds.
    pub since: String,
    /// What kind of actor gave it.
    pub given_by_kind: String,
    /// The identifier of that actor.
    pub given_by: Option<String>,
    /// When it ends by itself.
    pub expires_at: Option<String>,
    /// When it ended.
    pub ended_at: Option<String>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by: Option<String>,
    /// The request of the user that it was given by.
    pub request_id: Option<String>,
}

impl Grant {
    /// A row of the record.
    pub fn of(grant: &doorward_core::access::RecordedGrant) -> Self {
        Self {
            user_id: grant.user_id.clone(),
            group_id: grant.group_id.clone(),
            since: when(grant.since),
            given_by_kind: grant.actor_kind.clone(),
            given_by: grant.actor_id.clone(),
            expires_at: grant.expires_at.map(when),
            ended_at: grant.ended_at.map(when),
            ended_by_kind: grant.ended_by_kind.clone(),
            ended_by: grant.ended_by_id.clone(),
            request_id: grant.request_id.clone(),
        }
    }
}

/// Every time that a role was given; the newest first, a thousand at most.
#[derive(Serialize, ToSchema)]
pub struct GrantHistory {
    /// The grants, ended or not.
    pub grants: Vec<Grant>,
}

/// Who had a role at a time.
#[derive(Serialize, ToSchema)]
pub struct Holders {
    /// The time that is looked at.
    pub at: String,
    /// Whether every user had it.
    pub everybody: bool,
    /// The users who had it by a grant, also through groups and other roles.
    pub user_ids: Vec<String>,
}

/// Why a user may or may not open an app, and what its tokens hold.
#[derive(Serialize, ToSchema)]
pub struct Access {
    /// The identifier of the user.
    pub user_id: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// Whether they may open it.
    pub allowed: bool,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
    /// Their groups, each with the groups on the way to it.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Their roles in the app, each with where it comes from.
    pub roles: BTreeMap<String, Vec<String>>,
    /// Their permissions, each with the roles that give it.
    pub permissions: BTreeMap<String, Vec<String>>,
    /// The claims of this that an ID token holds.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub claims: Map<String, Value>,
}

impl From<Explanation> for Access {
    fn from(explained: Explanation) -> Self {
        let roles = explained.roles.into_iter();
        let roles = roles.map(|(name, sources)| (name, sentences(&sources)));
        Self {
            user_id: explained.user_id,
            client_id: explained.client_id,
            allowed: explained.allowed,
            reasons: sentences(&explained.reasons),
            groups: explained.groups,
            roles: roles.collect(),
            permissions: explained.permissions,
            claims: explained.claims,
        }
    }
}

fn sentences<T: ToString>(reasons: &[T]) -> Vec<String> {
    reasons.iter().map(ToString::to_string).collect()
}
