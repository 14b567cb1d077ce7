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

/// What is wrong with the state of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// It was issued to another client.
    OtherClient,
    /// It was redeemed before.
    Redeemed,
    /// It has expired.
    Expired,
    /// The user is disabled, or the session has ended.
    SubjectEnded,
}

/// What is wrong with what is presented beside a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFault {
    /// `redirect_uri` is another one than the authorization request had.
    RedirectUri,
    /// `code_verifier` was sent, and the authorization request had no `code_challenge`.
    VerifierUnexpected,
    /// `code_verifier` is missing.
    VerifierMissing,
    /// `code_verifier` does not belong to `code_challenge`.
    VerifierWrong,
}

impl ProofFault {
    const fn hint(self) -> &'static str {
        match self {
            Self::RedirectUri => {
                "redirect_uri must be the one of the authorization request; begin again"
            }
            Self::VerifierUnexpected => {
                "code_verifier was sent but the authorization request had no code_challenge; begin again"
            }
            Self::VerifierMissing => "code_verifier is missing; begin again",
            Self::VerifierWrong => "code_verifier does not belong to code_challenge; begin again",
        }
    }
}

/// Checks a code against what is presented with it. The client is compared first, so that another
/// client cannot cause a revocation.
///
/// # Errors
/// `invalid_grant` for the client; the caller revokes the grant where it is a replay, and consumes the
/// code where it is burned.
pub fn check(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> Result<(), CodeError> {
    let invalid = |hint| ProtocolError::new(ErrorCode::InvalidGrant, hint);
    match code_fault(code, presented) {
        None => {}
        Some(CodeFault::Redeemed) => {
            return Err(CodeError::Replayed(invalid(
                "the code was used before; what it gave is revoked",
            )));
        }
        Some(CodeFault::OtherClient | CodeFault::Expired | CodeFault::SubjectEnded) => {
            return Err(CodeError::Refused(invalid(
                "the code is unknown, used or expired",
            )));
        }
    }
    match proof_fault(code, presented) {
        None => Ok(()),
        Some(fault) => Err(CodeError::Burned(invalid(fault.hint()))),
    }
}

/// What is wrong with the code itself, for this client at this time.
pub fn code_fault(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> Option<CodeFault> {
    if code.facts.client_id != presented.client_id {
        return Some(CodeFault::OtherClient);
    }
    if code.redeemed {
        return Some(CodeFault::Redeemed);
    }
    let is_valid = code
        .expires_at
        .ends_a_valid(presented.lifetime, presented.now);
    if !is_valid {
        return Some(CodeFault::Expired);
    }
    (!code.subject_is_live).then_some(CodeFault::SubjectEnded)
}

/// What is wrong with what whoever made the authorization request knows beside the code.
pub fn proof_fault(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> Option<ProofFault> {
    // A code of the authorization challenge endpoint went to no redirect URI.
    let sent_to = Some(code.redirect_uri.as_str()).filter(|uri| !uri.is_empty());
    if presented.redirect_uri != sent_to {
        return Some(ProofFault::RedirectUri);
    }
    match (&code.code_challenge, presented.code_verifier) {
        (None, None) => None,
        (None, Some(_)) => Some(ProofFault::VerifierUnexpected),
        (Some(_), None) => Some(ProofFault::VerifierMissing),
        (Some(challenge), Some(verifier)) if pkce::verify(challenge, verifier) => None,
        (Some(_), Some(_)) => Some(ProofFault::VerifierWrong),
    }
}

#[cfg(test)]
mod tests;
