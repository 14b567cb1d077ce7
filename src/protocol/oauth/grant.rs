//! What a user granted a client: the facts that the authorization code, the grant and every token
//! of it share.

use crate::{
    oauth::scope::Scope, oidc::claims_request::ClaimNames, sessions::sso_session::Authentication,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The facts of a grant. They are fixed when the authorization endpoint answers; only the scope and
/// the session may shrink afterwards. The serialized form is that of an authorization code, with short
/// names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantFacts {
    /// The identifier of the grant: the family of every token that is issued under it.
    #[serde(rename = "g")]
    pub grant_id: String,
    /// The client that the grant belongs to.
    #[serde(rename = "c")]
    pub client_id: String,
    /// The user who granted it.
    #[serde(rename = "u")]
    pub user_id: String,
    /// The session that the grant came from; `None` after that session ended.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The granted scope (RFC 6749 §3.3).
    #[serde(rename = "o")]
    pub scope: Scope,
    /// When the user's credentials were checked: the `auth_time` claim (OpenID Connect Core §2).
    #[serde(rename = "t")]
    pub auth_time: Timestamp,
    /// How they were checked: the `acr`, `amr` and `idp` claims.
    #[serde(rename = "a")]
    pub authentication: Authentication,
    /// Where the access tokens may be used (RFC 8707 §2.1); empty for everywhere that the client is
    /// registered for.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Claims that the request asked for by name (OpenID Connect Core §5.5).
    #[serde(rename = "l", default, skip_serializing_if = "ClaimNames::is_empty")]
    pub claims: ClaimNames,
    /// The organization that the user signed in for, by identifier.
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

impl GrantFacts {
    /// The same grant with another scope.
    #[must_use]
    pub fn with_scope(&self, scope: Scope) -> Self {
        Self {
            scope,
            ..self.clone()
        }
    }

    /// Whether the grant outlives its session (OpenID Connect Core §11).
    pub fn is_offline(&self) -> bool {
        self.scope.contains("offline_access")
    }
}
