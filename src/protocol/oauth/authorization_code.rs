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
use serde::{Deserialize, Serialize};

/// What an authorization code says. The code is this, sealed: nothing is stored for it until it is
/// redeemed. The names are short because the code travels in an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// The grant that the code opens. Redeeming the code stores the grant, once.
    #[serde(rename = "f")]
    pub facts: GrantFacts,
    /// The redirect URI that the code was sent to; empty where it went to none (RFC 6749 §4.1.3).
    #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
    pub redirect_uri: String,
    /// The `nonce` of the authorization request, for the ID token.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The `code_challenge` of the authorization request, method S256 (RFC 7636 §4.3).
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub code_challenge: Option<String>,
    /// When the code expires.
    #[serde(rename = "e")]
    pub expires_at: Timestamp,
    /// How often a client's access had been taken away, from whichever user, when the code was issued: a code from before its
    /// user's last time is worth nothing.
    #[serde(rename = "w")]
    pub withdrawals: i64,
}

/// What became of a code, and of the sign-in that it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeState {
    /// Whether the code was redeemed already, or used up without its proof.
    pub redeemed: bool,
    /// Whether the user is enabled, the session has not ended, and the client's access was not taken
    /// away since the code was issued.
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
    /// The user is disabled, the session has ended, or the client's access was taken away.
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

const fn invalid(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidGrant, hint)
}

/// What a client is told of a code that is not one for it, or not any more.
pub const UNUSABLE_CODE: ProtocolError = invalid("the code is unknown, used or expired");

/// Checks what a code says against what is presented with it, before anything is read about it. The
/// client is compared first, so that another client cannot cause a revocation.
///
/// # Errors
/// `invalid_grant` for the client; the caller uses the code up where it is burned.
pub fn check(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> Result<(), CodeError> {
    if code.facts.client_id != presented.client_id || !is_in_time(code, presented) {
        return Err(CodeError::Refused(UNUSABLE_CODE));
    }
    match proof_fault(code, presented) {
        None => Ok(()),
        Some(fault) => Err(CodeError::Burned(invalid(fault.hint()))),
    }
}

/// Why a code that could not be redeemed, or has expired, is refused. The caller revokes the grant where
/// it is a replay.
pub fn refusal(state: CodeState) -> CodeError {
    if state.redeemed {
        CodeError::Replayed(invalid("the code was used before; what it gave is revoked"))
    } else {
        CodeError::Refused(UNUSABLE_CODE)
    }
}

fn is_in_time(code: &AuthorizationCode, presented: &PresentedCode<'_>) -> bool {
    let ends = code.expires_at;
    ends.ends_a_valid(presented.lifetime, presented.now)
}

/// What is wrong with the code itself, for this client at this time.
pub fn code_fault(
    code: &AuthorizationCode,
    state: CodeState,
    presented: &PresentedCode<'_>,
) -> Option<CodeFault> {
    if code.facts.client_id != presented.client_id {
        return Some(CodeFault::OtherClient);
    }
    if state.redeemed {
        return Some(CodeFault::Redeemed);
    }
    if !is_in_time(code, presented) {
        return Some(CodeFault::Expired);
    }
    (!state.subject_is_live).then_some(CodeFault::SubjectEnded)
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
