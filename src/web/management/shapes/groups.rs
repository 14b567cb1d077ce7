//! The shapes of groups.

use super::{given, when};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A group of users.
#[derive(Serialize, ToSchema)]
pub struct Group {
    /// The identifier, which never changes.
    pub id: String,
    /// The name, under which apps know it.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether a file of declarations made it.
    pub managed: bool,
    /// When it was added.
    pub created_at: String,
}

impl Group {
    /// A group as the store has it.
    pub fn of(group: &doorward_core::access::Group) -> Self {
        Self {
            id: group.id.clone(),
            name: group.name.clone(),
            description: group.description.clone(),
            managed: group.managed,
            created_at: when(group.created_at),
        }
    }
}

/// A group to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroup {
    /// The name, under which apps know it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
}

/// What of a group changes. What is not named stays; null takes a value away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "null takes a value away, and what is missing stays"
)]
pub struct GroupPatch {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
}

/// A group that is in another one, by identifier or name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMemberGroup {
    /// The identifier or the name of the group.
    pub group: String,
}

/// Who is in a group: a user, by identifier, address or user name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The identifier of the user.
    pub user: String,
}
