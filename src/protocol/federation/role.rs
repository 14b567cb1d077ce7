//! The role that a provider grants to a user in an app.

use serde::{Deserialize, Serialize};

/// A role of a user in an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// The marks of the rules that give it: see `IdentityProvider::rule_mark`.
    #[serde(default)]
    pub rules: Vec<String>,
}
