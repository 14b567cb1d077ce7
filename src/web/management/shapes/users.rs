//! The shapes of users.

use super::{given, when};
use doorward_core::management::ManagementError;
use doorward_protocol::{
    json,
    oidc::claims::StandardClaims,
    users::attributes::{Party, UserAttributes},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A user as administrators see them.
#[derive(Serialize, ToSchema)]
pub struct User {
    /// The identifier, which is the `sub` of tokens.
    pub id: String,
    /// The email address.
    pub email: Option<String>,
    /// Whether the address is known to be theirs.
    pub email_verified: bool,
    /// The user name.
    pub username: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// The standard claims (OpenID Connect Core section 5.1), as far as administrators see them.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub claims: Value,
    /// The values of declared fields.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub attributes: Map<String, Value>,
    /// Whether they are disabled.
    pub disabled: bool,
    /// When they were added.
    pub created_at: String,
    /// When they were last changed.
    pub updated_at: String,
}

impl User {
    /// A user as administrators see them.
    pub fn of(user: &doorward_core::users::User, attributes: &UserAttributes) -> Self {
        let own = attributes.read_by(Party::Admin, &user.claims).into_iter();
        Self {
            id: user.id.clone(),
            email: user.email.clone(),
            email_verified: user.claims.email_verified.unwrap_or(false),
            username: user.username.clone(),
            name: user.claims.name.clone(),
            claims: attributes.standard_read_by(Party::Admin, &user.claims),
            attributes: own
                .map(|(name, value)| (name.to_owned(), value.clone()))
                .collect(),
            disabled: user.disabled_at.is_some(),
            created_at: when(user.created_at),
            updated_at: when(user.updated_at),
        }
    }
}

/// A user to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The email address.
    pub email: String,
    /// The user name.
    #[serde(default)]
    pub username: Option<String>,
    /// The full name.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether you know that the address is theirs.
    #[serde(default)]
    pub email_verified: Option<bool>,
    /// The password; without one they choose it by a link.
    #[serde(default)]
    pub password: Option<String>,
    /// More standard claims (OpenID Connect Core section 5.1).
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub claims: Map<String, Value>,
    /// Values of declared fields.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub attributes: BTreeMap<String, Value>,
    /// The groups that they are in, by name or identifier.
    #[serde(default)]
    pub groups: BTreeSet<String>,
    /// Their roles, by app.
    #[serde(default)]
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// What of a user changes. What is not named stays; null takes a value away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "null takes a value away, and what is missing stays"
)]
pub struct UserPatch {
    /// A new email address.
    #[serde(default)]
    pub email: Option<String>,
    /// A new user name.
    #[serde(default, deserialize_with = "given")]
    pub username: Option<Option<String>>,
    /// A new full name.
    #[serde(default, deserialize_with = "given")]
    pub name: Option<Option<String>>,
    /// Whether you know that the address is theirs.
    #[serde(default)]
    pub email_verified: Option<bool>,
    /// A new password: they are signed out everywhere.
    #[serde(default)]
    pub password: Option<String>,
    /// Standard claims that change.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub claims: Map<String, Value>,
    /// Values of declared fields that change.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub attributes: Map<String, Value>,
}

/// The claims of a user with changes; null takes a claim away.
///
/// # Errors
/// `Invalid` where they cannot be claims.
pub fn merged(
    present: &StandardClaims,
    changes: &Map<String, Value>,
    attributes: impl IntoIterator<Item = (String, Value)>,
) -> Result<StandardClaims, ManagementError> {
    if changes.contains_key("attributes") {
        return Err(ManagementError::field(
            "/claims/attributes",
            "declared fields have a member of their own: attributes",
        ));
    }
    let mut document = serde_json::to_value(present).unwrap_or_default();
    let mut put = |name: &str, value: &Value| {
        if let Some(members) = document.as_object_mut() {
            if value.is_null() {
                members.remove(name);
            } else {
                members.insert(name.to_owned(), value.clone());
            }
        }
    };
    for (name, value) in changes {
        put(name, value);
    }
    let mut claims: StandardClaims = serde_json::from_value(document)
        .map_err(|error| ManagementError::field("/claims", json::reason(&error)))?;
    for (name, value) in attributes {
        if value.is_null() {
            claims.attributes.remove(&name);
        } else {
            claims.attributes.insert(name, value);
        }
    }
    Ok(claims)
}
