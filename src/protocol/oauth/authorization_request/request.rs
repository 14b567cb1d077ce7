//! A request that passed every check.

use crate::{
    oauth::{response_type::ResponseType, scope::Scope},
    oidc::{
        authentication_context::AuthenticationContext, claims_request::ClaimsRequest,
        prompt::Prompt,
    },
};
use serde::{Deserialize, Serialize};

/// A request that passed every check: only registered and well-formed values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// What to answer with.
    pub response_type: ResponseType,
    /// Single claims, asked for by name.
    pub claims: ClaimsRequest,
    /// Requested and registered.
    pub scope: Scope,
    /// Echoed in the ID token, byte for byte.
    pub nonce: Option<String>,
    /// S256 (RFC 7636).
    pub code_challenge: Option<String>,
    /// What to ask the user.
    pub prompt: Prompt,
    /// Oldest authentication that will do, in seconds.
    pub max_age: Option<u32>,
    /// Whom the client expects to sign in.
    pub login_hint: Option<String>,
    /// The identity provider that the client wants its users to sign in with, by identifier.
    pub idp_hint: Option<String>,
    /// The organization that the user is to sign in for, by identifier or slug.
    pub organization: Option<String>,
    /// An ID token of whom the client expects.
    pub id_token_hint: Option<String>,
    /// Wanted authentication contexts, in order of preference.
    pub acr_values: Vec<String>,
    /// Languages for the pages.
    pub ui_locales: Option<String>,
    /// Where the access tokens are to be used (RFC 8707 §2.1); empty for everywhere.
    pub resources: Vec<String>,
}

impl AuthorizationRequest {
    /// The authentication contexts of which one is wanted, and whether it must be one of them: an
    /// essential `acr` of the `claims` parameter (OpenID Connect Core §5.5.1.1), or `acr_values`,
    /// which are a wish (§3.1.2.1).
    pub fn wanted_acr(&self) -> (&[String], bool) {
        if self.claims.essential_acr.is_empty() {
            (&self.acr_values, false)
        } else {
            (&self.claims.essential_acr, true)
        }
    }

    /// Whether a sign-in by one factor is less than what is wanted.
    pub fn wants_more_than_one_factor(&self) -> bool {
        !AuthenticationContext::SingleFactor.meets(self.wanted_acr().0)
    }

    /// What the user is asked to allow: the scope, and the scopes that would open the single
    /// claims.
    pub fn consent_scope(&self) -> Scope {
        self.scope.union(&self.claims.implied_scope)
    }
}
