//! What can go wrong with an identity provider, as an outcome that a page explains.

use crate::{
    Result,
    federation::{
        LoadedIdentityProvider,
        pending_login::{LoginPurpose, PendingLogin},
    },
};
use doorward_adapters::outbound::identity_provider::IdentityProviderError;
use doorward_protocol::federation::Refusal;

/// Why a login by an identity provider failed.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum FederationFailure {
    /// The flow is unknown, used or expired, or it belongs to another browser or provider.
    Stale,
    /// The provider is not a sign-in method of the app.
    NotASignInMethod,
    /// The user, or the provider on their behalf, denied the request.
    Denied,
    /// The provider did not answer, or it is temporarily unavailable.
    Unreachable,
    /// As many requests as permitted wait for the provider already.
    Busy,
    /// The provider refused our request: its declaration here, or our registration there, is wrong.
    Misconfigured,
    /// The answer of the provider does not verify.
    InvalidResponse,
    /// The identity is verified, and it is refused.
    Refused(Refusal),
}

impl FederationFailure {
    /// The name in metrics.
    pub const fn name(&self) -> &'static str {
        self.into_str()
    }
}

/// A failed login, with what a page needs to offer another way.
#[derive(Clone, Debug)]
pub struct FederationError {
    /// Why it failed.
    pub failure: FederationFailure,
    /// The name of the provider, where it is known.
    pub provider_name: Option<String>,
    /// The waiting authorization request of an app, where there is one.
    pub flow: Option<String>,
    /// Whether the user was linking an identity on the account page.
    pub linking: bool,
    /// Whether this browser began a sign-in that cannot continue: the user goes back to where they
    /// began it, without a page between.
    pub begins_again: bool,
    /// The cause for the log; it contains no secret.
    pub cause: String,
}

impl FederationError {
    pub(super) fn new(
        failure: FederationFailure,
        provider: Option<&LoadedIdentityProvider>,
        flow: Option<&str>,
    ) -> Self {
        Self {
            failure,
            provider_name: provider.map(|provider| provider.display_name().to_owned()),
            flow: flow.map(str::to_owned),
            linking: false,
            begins_again: false,
            cause: String::new(),
        }
    }

    /// The error of a flow that cannot continue.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "results carry the error boxed"
    )]
    pub(super) fn stale() -> Box<Self> {
        Box::new(Self::new(FederationFailure::Stale, None, None))
    }

    /// The error of a login that cannot continue, where it is known what the user wanted by it.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "results carry the error boxed"
    )]
    pub(super) fn stale_login(login: Option<&PendingLogin>) -> Box<Self> {
        match login.map(|login| &login.purpose) {
            Some(purpose @ LoginPurpose::SignIn { .. }) => Self::stale_sign_in(purpose.flow()),
            Some(LoginPurpose::Link { .. }) => {
                let error = Self::new(FederationFailure::Stale, None, None);
                Box::new(error.while_linking(true))
            }
            None => Self::stale(),
        }
    }

    /// The error of a sign-in that cannot continue, which this browser began.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "results carry the error boxed"
    )]
    pub(super) fn stale_sign_in(flow: Option<&str>) -> Box<Self> {
        Box::new(Self {
            begins_again: true,
            ..Self::new(FederationFailure::Stale, None, flow)
        })
    }

    pub(super) fn because(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = cause.to_string();
        self
    }

    pub(super) const fn while_linking(mut self, linking: bool) -> Self {
        self.linking = linking;
        self
    }
}

/// The result of an action in which an identity provider takes part: the outer error is ours, the
/// inner one is an outcome for a page.
pub type FederationResult<T> = Result<std::result::Result<T, Box<FederationError>>>;

/// The result of a request to an identity provider.
pub(super) type ProviderResult<T> = std::result::Result<T, IdentityProviderError>;

impl From<&IdentityProviderError> for FederationFailure {
    fn from(error: &IdentityProviderError) -> Self {
        match error {
            IdentityProviderError::Unreachable(_) => Self::Unreachable,
            IdentityProviderError::Busy => Self::Busy,
            IdentityProviderError::ErrorResponse(code) => match code.as_str() {
                "invalid_grant" | "bad_verification_code" => Self::InvalidResponse,
                "temporarily_unavailable" | "server_error" => Self::Unreachable,
                _ => Self::Misconfigured,
            },
            IdentityProviderError::InvalidDeclaration(_) => Self::Misconfigured,
            IdentityProviderError::InvalidResponse(_) => Self::InvalidResponse,
        }
    }
}

impl FederationFailure {
    /// The failure that an error code of an authorization response means (RFC 6749 §4.1.2.1, OpenID
    /// Connect Core §3.1.2.6).
    pub(super) fn of_authorization_error(code: &str) -> Self {
        match code {
            "access_denied"
            | "consent_required"
            | "interaction_required"
            | "login_required"
            | "account_selection_required"
            | "user_cancelled_login"
            | "user_cancelled_authorize" => Self::Denied,
            "temporarily_unavailable" | "server_error" => Self::Unreachable,
            _ => Self::Misconfigured,
        }
    }
}
