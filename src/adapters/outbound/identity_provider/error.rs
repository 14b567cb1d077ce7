//! Why an identity provider gave no usable answer.

use crate::outbound::OutboundError;
use ldap3::LdapError;
use oauth2::{
    RequestTokenError, StandardErrorResponse, basic::BasicErrorResponseType, url::ParseError,
};
use serde_json::Value;

/// Maximum length of a text of a provider in the log, in characters.
const MAX_LOGGED: usize = 80;

/// Why an identity provider gave no usable answer. The text is for the log, never for the browser.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityProviderError {
    /// The provider did not answer in time.
    #[error("{0}")]
    Unreachable(#[from] OutboundError),
    /// As many requests as permitted wait for the provider already.
    #[error("too many requests wait for it")]
    Busy,
    /// The provider returned an error code (RFC 6749 §5.2).
    #[error("it refused with {0}")]
    ErrorResponse(String),
    /// The answer is malformed, or it does not verify.
    #[error("its answer is not valid: {0}")]
    InvalidResponse(String),
    /// The declaration of the provider does not fit.
    #[error("its declaration is not valid: {0}")]
    InvalidDeclaration(String),
}

impl IdentityProviderError {
    /// A malformed answer, or one that does not verify.
    pub fn invalid_response(reason: impl Into<String>) -> Self {
        Self::InvalidResponse(reason.into())
    }

    /// A declaration that does not fit.
    pub fn invalid_declaration(reason: impl Into<String>) -> Self {
        Self::InvalidDeclaration(reason.into())
    }
}

impl From<ParseError> for IdentityProviderError {
    fn from(error: ParseError) -> Self {
        Self::InvalidDeclaration(error.to_string())
    }
}

impl From<LdapError> for IdentityProviderError {
    fn from(error: LdapError) -> Self {
        match error {
            // Only the code: the text of a directory may repeat what was typed.
            LdapError::LdapResult { result } => ldap_result(result.rc),
            LdapError::FilterParsing => Self::invalid_declaration("the filter cannot be parsed"),
            _ => Self::Unreachable(OutboundError::Unreachable),
        }
    }
}

/// An LDAP result code (RFC 4511 §4.1.9) as an error.
pub(super) fn ldap_result(code: u32) -> IdentityProviderError {
    IdentityProviderError::ErrorResponse(format!("LDAP result {code}"))
}

type TokenError = RequestTokenError<OutboundError, StandardErrorResponse<BasicErrorResponseType>>;

impl From<TokenError> for IdentityProviderError {
    fn from(error: TokenError) -> Self {
        match error {
            // Only the code: a description may contain anything.
            RequestTokenError::ServerResponse(response) => {
                Self::ErrorResponse(printable(response.error().as_ref()))
            }
            RequestTokenError::Request(cause) => Self::Unreachable(cause),
            // Some providers send an error with status 200, against RFC 6749 §5.2.
            RequestTokenError::Parse(_, body) => {
                match serde_json::from_slice::<Value>(&body)
                    .ok()
                    .as_ref()
                    .and_then(|body| body.get("error")?.as_str())
                {
                    Some(code) => Self::ErrorResponse(printable(code)),
                    None => Self::invalid_response("the token response cannot be parsed"),
                }
            }
            RequestTokenError::Other(text) => Self::InvalidResponse(printable(&text)),
        }
    }
}

/// A text of a provider, made safe for the log.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .take(MAX_LOGGED)
        .collect()
}
