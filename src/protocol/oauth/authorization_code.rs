//! The authorization code at the token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.6), before it is
//! consumed.

use crate::{
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        pkce,
        scope::Scope,
    },
    oidc::claims_request::ClaimNames,
    sessions::sso_session::Authentication,
    time::Timestamp,
};

/// What a code stands for.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    /// The grant that it opens, and the family of every token from it.
    pub grant_id: String,
    /// For whom it was made.
    pub client_id: String,
    /// Whose it is.
    pub user_id: String,
    /// The session that it came from.
    pub sid: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// What was granted.
    pub scope: Scope,
    /// For the ID token.
    pub nonce: Option<String>,
    /// PKCE.
    pub code_challenge: Option<String>,
    /// When credentials were checked.
    pub auth_time: Timestamp,
    /// How.
    pub authentication: Authentication,
    /// When it dies.
    pub expires_at: Timestamp,
    /// Whether it was used.
    pub redeemed: bool,
    /// Whether user and session still stand.
    pub subject_is_live: bool,
    /// Single claims, asked for by name.
    pub claims: ClaimNames,
}

/// What is presented with a code.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// The authenticated client.
    pub client_id: &'a str,
    /// As sent.
    pub redirect_uri: Option<&'a str>,
    /// As sent.
    pub code_verifier: Option<&'a str>,
    /// The present.
    pub now: Timestamp,
}

/// Why a code is not honoured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// Refused, and nothing else happens.
    Refused(ProtocolError),
    /// Its own client used it again: everything from it is to be revoked (RFC 6749 §4.1.2).
    Replayed(ProtocolError),
}

/// Checks a code against what is presented with it. A stranger changes nothing: the client is
/// compared first.
///
/// # Errors
/// `invalid_grant`, and whether it was a replay.
pub fn check(code: &AuthorizationCode, presented: &Presented<'_>) -> Result<(), CodeError> {
    let refused = |hint| {
        Err(CodeError::Refused(ProtocolError::new(
            ErrorCode::InvalidGrant,
            hint,
        )))
    };
    if code.client_id != presented.client_id {
        return refused("the code is unknown, used or expired");
    }
    if code.redeemed {
        return Err(CodeError::Replayed(ProtocolError::new(
            ErrorCode::InvalidGrant,
            "the code was used before; what it gave is revoked",
        )));
    }
    if presented.now >= code.expires_at || !code.subject_is_live {
        return refused("the code is unknown, used or expired");
    }
    if presented.redirect_uri != Some(code.redirect_uri.as_str()) {
        return refused("redirect_uri must be the one of the authorization request");
    }
    match (&code.code_challenge, presented.code_verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => {
            refused("code_verifier was sent but the authorization request had no code_challenge")
        }
        (Some(_), None) => refused("code_verifier is missing"),
        (Some(challenge), Some(verifier)) if pkce::verify(challenge, verifier) => Ok(()),
        (Some(_), Some(_)) => refused("code_verifier does not belong to code_challenge"),
    }
}
