//! The error codes of the specifications, and the three texts of every refusal.

use serde::Serialize;
use std::borrow::Cow;
use strum::IntoStaticStr;

/// An error code as a specification spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum ErrorCode {
    /// RFC 6749 §4.1.2.1 and §5.2.
    InvalidRequest,
    /// RFC 6749 §5.2.
    InvalidClient,
    /// RFC 6749 §5.2.
    InvalidGrant,
    /// RFC 6749 §4.1.2.1 and §5.2.
    UnauthorizedClient,
    /// RFC 6749 §5.2.
    UnsupportedGrantType,
    /// RFC 6749 §4.1.2.1.
    UnsupportedResponseType,
    /// RFC 6749 §4.1.2.1 and §5.2.
    InvalidScope,
    /// RFC 6749 §4.1.2.1.
    AccessDenied,
    /// RFC 6749 §4.1.2.1.
    ServerError,
    /// RFC 6749 §4.1.2.1.
    TemporarilyUnavailable,
    /// OpenID Connect Core §3.1.2.6.
    LoginRequired,
    /// OpenID Connect Core §3.1.2.6.
    ConsentRequired,
    /// OpenID Connect Core §3.1.2.6.
    InteractionRequired,
    /// OpenID Connect Core §3.1.2.6.
    AccountSelectionRequired,
    /// OpenID Connect Core §3.1.2.6.
    RequestNotSupported,
    /// OpenID Connect Core §3.1.2.6.
    RequestUriNotSupported,
    /// OpenID Connect Core §3.1.2.6, RFC 9101 §7.
    InvalidRequestUri,
    /// OpenID Connect Core §3.1.2.6, RFC 9101 §7.
    InvalidRequestObject,
    /// OpenID Connect Core Unmet Authentication Requirements §2.
    UnmetAuthenticationRequirements,
    /// RFC 8707 §2.
    InvalidTarget,
    /// RFC 6750 §3.1.
    InvalidToken,
    /// RFC 6750 §3.1.
    InsufficientScope,
    /// RFC 7009 §2.2.1.
    UnsupportedTokenType,
    /// OAuth 2.0 for First-Party Applications §5.2.2.1: more is needed of the user.
    InsufficientAuthorization,
    /// OAuth 2.0 for First-Party Applications §5.2.2.1: the `auth_session` does not stand.
    InvalidSession,
    /// OAuth 2.0 for First-Party Applications §5.2.2.1: the user signs in by the browser.
    RedirectToWeb,
    /// RFC 7591 §3.2.2.
    InvalidRedirectUri,
    /// RFC 7591 §3.2.2.
    InvalidClientMetadata,
}

impl ErrorCode {
    /// The code as it stands in a response.
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }
}

/// A refusal by protocol: the code for the client and a hint for the developer who integrates it.
/// Never holds what was presented.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {hint}", code.as_str())]
pub struct ProtocolError {
    /// The specification's code.
    pub code: ErrorCode,
    /// What to do, in one sentence of printable ASCII (RFC 6749 §5.2 `error_description`).
    pub hint: Cow<'static, str>,
    /// The cause in a word for the operator's log, where the hint does not tell it.
    pub cause: Option<&'static str>,
}

impl ProtocolError {
    /// A refusal with this code and hint.
    pub const fn new(code: ErrorCode, hint: &'static str) -> Self {
        Self {
            code,
            hint: Cow::Borrowed(hint),
            cause: None,
        }
    }

    /// A refusal whose hint names what was wrong, such as a field.
    pub fn with_hint(code: ErrorCode, hint: String) -> Self {
        Self {
            code,
            hint: Cow::Owned(hint),
            cause: None,
        }
    }

    /// The same refusal, with a cause that only the log tells.
    #[must_use]
    pub const fn because(mut self, cause: &'static str) -> Self {
        self.cause = Some(cause);
        self
    }
}
