//! The authorization code at the token endpoint (RFC 6749 §4.1.3, RFC 7636 §4.6), before it is
//! consumed.

use crate::{
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        pkce,
    },
    time::{Lifetime, Timestamp},
};

/// An authorization code as it is stored, with the state of its user and its session.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    /// The grant that the code opens.
    pub facts: GrantFacts,
    /// The redirect URI that the code was sent to; empty where it went to none (RFC 6749 §4.1.3).
    pub redirect_uri: String,
    /// The `nonce` of the authorization request, for the ID token.
    pub nonce: Option<String>,
    /// The `code_challenge` of the authorization request, method S256 (RFC 7636 §4.3).
    pub code_challenge: Option<String>,
    /// When the code expires.
    pub expires_at: Timestamp,
    /// Whether the code was redeemed already.
    pub redeemed: bool,
    /// Whether the user is enabled and the session has not ended.
    pub subject_is_live: bool,
}

/// What a token request presents with a code.
#[derive(Clone, Copy, Debug)]
pub struct PresentedCode<'a> {
    /// The `client_id` of the authenticated client.
    pub client_id: &'a str,
    /// The `redirect_uri` parameter.
    pub redirect_uri: Option<&'a str>,
    /// The `code_verifier` parameter.
    pub code_verifier: Option<&'a str>,
    /// How long a code is valid.
    pub lifetime: Lifetime,
    /// The time of the request.
    pub now: Timestamp,
}

/// Why a code is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// The request is refused; nothing else happens.
    Refused(ProtocolError),
    /// Its own client, or somebody in its name, does not know what belongs to the code: whoever holds
    /// it may have stolen it, so that it is worthless from now on.
    Burned(ProtocolError),
    /// Its own client used it a second time: every token from it must be revoked (RFC 6749 §4.1.2).
    Replayed(ProtocolError),
}

/// Checks a code against what is presented with it. The client is compared first, so that another
/// client cannot cause a revocation.
///
/// # Errors
/// `invalid_grant` for the client; the caller revokes the grant where it is a replay, and consumes the
/// code where it is burned.
pub fn check(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> Result<(), CodeError> {
    let refused = |hint| {
        Err(CodeError::Refused(ProtocolError::new(
            ErrorCode::InvalidGrant,
            hint,
        )))
    };
    if code.facts.client_id != presented.client_id {
        return refused("the code is unknown, used or expired");
    }
    if code.redeemed {
        return Err(CodeError::Replayed(ProtocolError::new(
            ErrorCode::InvalidGrant,
            "the code was used before; what it gave is revoked",
        )));
    }
    let is_valid = code
        .expires_at
        .ends_a_valid(presented.lifetime, presented.now);
    if !is_valid || !code.subject_is_live {
        return refused("the code is unknown, used or expired");
    }
    check_proof(code, presented)
        .map_err(|hint| CodeError::Burned(ProtocolError::new(ErrorCode::InvalidGrant, hint)))
}

/// Checks what whoever made the authorization request knows beside the code.
fn check_proof(
    code: &AuthorizationCode,
    presented: &PresentedCode<'_>,
) -> Result<(), &'static str> {
    // A code of the authorization challenge endpoint went to no redirect URI.
    let sent_to = Some(code.redirect_uri.as_str()).filter(|uri| !uri.is_empty());
    if presented.redirect_uri != sent_to {
        return Err("redirect_uri must be the one of the authorization request; begin again");
    }
    match (&code.code_challenge, presented.code_verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(
            "code_verifier was sent but the authorization request had no code_challenge; begin again",
        ),
        (Some(_), None) => Err("code_verifier is missing; begin again"),
        (Some(challenge), Some(verifier)) if pkce::verify(challenge, verifier) => Ok(()),
        (Some(_), Some(_)) => Err("code_verifier does not belong to code_challenge; begin again"),
    }
}

#[cfg(test)]
mod tests;
