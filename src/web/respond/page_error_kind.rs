//! What each error page says: what happened, and who can fix it and how.

use crate::{
    messages::Messages,
    respond::{federation_error::FederationError, page_error_texts::PageErrorTexts, token_refusal},
};
use actix_web::http::StatusCode;
use doorward_core::federation::FederationFailure;
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    federation::Refusal,
    oauth::authorization_request::AddressError,
};

/// What an error page is about.
#[derive(Clone, Debug)]
pub enum PageErrorKind {
    /// The browser sent something that cannot be read.
    BadRequest,
    /// An app's request cannot be read.
    AppRequest,
    /// An app's request was refused by the specification.
    Refused,
    /// A proxy did not say which request it asks about.
    ProxyRequest,
    /// The account that was chosen is signed out.
    AccountGone,
    /// A form of another site, of another browser, or too old.
    ForeignForm,
    /// The account may not open the page.
    Forbidden,
    /// The database is away, or too many users sign in at once.
    Unavailable,
    /// The page belongs to something that is over.
    OutOfDate,
    /// A sign-in at a site behind a proxy that is over. nginx knows no other refusal than 401 and
    /// 403.
    SiteSignInOver,
    /// Too many attempts; the seconds to wait.
    Limited(usize),
    /// A failure of this server.
    Internal,
    /// No page has this address.
    NotFound,
    /// An authorization request without a proven redirect URI.
    Address(AddressError),
    /// A sign-in with an identity provider failed.
    Federation(FederationError),
    /// The only sign-in method cannot be disconnected.
    LastMethod,
    /// A passkey cannot be called so.
    PasskeyName,
    /// A mailed link or code is over.
    Token {
        /// What it was for.
        purpose: TokenPurpose,
        /// Why it does not work.
        refusal: TokenRefusal,
    },
    /// No account can be created.
    SignUpOff,
    /// No password can be chosen by mail.
    ResetOff,
    /// The address has an account by now.
    AddressTaken,
}

impl PageErrorKind {
    /// The status of the page: every error that a browser shows has its status here.
    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest
            | Self::AppRequest
            | Self::Refused
            | Self::ProxyRequest
            | Self::AccountGone
            | Self::OutOfDate
            | Self::PasskeyName
            | Self::Address(_)
            | Self::Token { .. } => StatusCode::BAD_REQUEST,
            Self::ForeignForm | Self::Forbidden | Self::SiteSignInOver => StatusCode::FORBIDDEN,
            Self::NotFound | Self::SignUpOff | Self::ResetOff => StatusCode::NOT_FOUND,
            Self::LastMethod | Self::AddressTaken => StatusCode::CONFLICT,
            Self::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Federation(error) => match &error.trouble {
                FederationFailure::Stale => StatusCode::BAD_REQUEST,
                FederationFailure::Unreachable | FederationFailure::Busy => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                FederationFailure::Misconfigured
                | FederationFailure::InvalidResponse
                | FederationFailure::Refused(Refusal::Unreadable) => StatusCode::BAD_GATEWAY,
                FederationFailure::Refused(Refusal::LinkedToAnother) => StatusCode::CONFLICT,
                FederationFailure::NotASignInMethod
                | FederationFailure::Denied
                | FederationFailure::Refused(_) => StatusCode::FORBIDDEN,
            },
        }
    }

    pub(crate) fn texts(&self, t: Messages) -> PageErrorTexts {
        let (title, what, remedy) = match self {
            Self::BadRequest => (
                t.error_bad_request_title(),
                t.error_bad_request(),
                t.error_bad_request_remedy(),
            ),
            Self::AppRequest => (
                t.error_bad_request_title(),
                t.error_app_request(),
                t.error_developer(),
            ),
            Self::Refused => (
                t.error_bad_request_title(),
                t.error_refused(),
                t.error_start_again(),
            ),
            Self::ProxyRequest => (
                t.error_bad_request_title(),
                t.error_proxy(),
                t.error_proxy_remedy(),
            ),
            Self::AccountGone => (
                t.error_account_gone_title(),
                t.error_account_gone(),
                t.error_account_gone_remedy(),
            ),
            Self::ForeignForm => (t.error_form_title(), t.error_form(), t.error_form_remedy()),
            Self::Forbidden => (
                t.error_forbidden_title(),
                t.error_forbidden(),
                t.error_forbidden_remedy(),
            ),
            Self::OutOfDate | Self::SiteSignInOver => (
                t.error_out_of_date_title(),
                t.error_out_of_date(),
                t.error_out_of_date_remedy(),
            ),
            Self::LastMethod => (
                t.last_method_title(),
                t.last_method(),
                t.last_method_remedy(),
            ),
            Self::Token { purpose, refusal } => {
                return token_refusal::texts(*purpose, *refusal, t);
            }
            Self::SignUpOff | Self::ResetOff | Self::AddressTaken | Self::PasskeyName => {
                return self.texts_of_accounts(t);
            }
            Self::Address(error) => (t.address_title(), address(*error, t), t.address_remedy()),
            Self::Federation(problem) => return problem.texts(t),
            Self::Unavailable | Self::Limited(_) | Self::Internal | Self::NotFound => {
                return self.texts_of_server(t);
            }
        };
        PageErrorTexts::new(title, what, remedy)
    }

    fn texts_of_accounts(&self, t: Messages) -> PageErrorTexts {
        let (title, what, remedy) = match self {
            Self::SignUpOff => (
                t.sign_up_off_title(),
                t.sign_up_off(),
                t.sign_up_off_remedy(),
            ),
            Self::PasskeyName => (
                t.passkey_name_title(),
                t.passkey_name(),
                t.passkey_name_remedy(),
            ),
            Self::ResetOff => (t.reset_off_title(), t.reset_off(), t.reset_off_remedy()),
            _ => (
                t.sign_up_taken_title(),
                t.sign_up_taken(),
                t.sign_up_taken_remedy(),
            ),
        };
        PageErrorTexts::new(title, what, remedy)
    }

    fn texts_of_server(&self, t: Messages) -> PageErrorTexts {
        let (title, what, remedy) = match self {
            Self::Unavailable => (
                t.error_unavailable_title(),
                t.error_unavailable(),
                t.error_unavailable_remedy(),
            ),
            Self::Limited(seconds) => (
                t.error_limited_title(),
                t.error_limited(),
                t.error_limited_remedy(seconds),
            ),
            Self::NotFound => (
                t.error_not_found_title(),
                t.error_not_found(),
                t.error_not_found_remedy(),
            ),
            _ => (
                t.error_internal_title(),
                t.error_internal(),
                t.error_try_again(),
            ),
        };
        PageErrorTexts::new(title, what, remedy)
    }
}

fn address(error: AddressError, t: Messages) -> String {
    match error {
        AddressError::ClientMissing => t.address_client_missing(),
        AddressError::ClientUnknown | AddressError::ClientDisabled => t.address_client_unknown(),
        AddressError::RedirectUriMissing => t.address_redirect_uri_missing(),
        AddressError::RedirectUriUnregistered | AddressError::LocalhostUnregistered => {
            t.address_redirect_uri_unregistered()
        }
        AddressError::Repeated => t.address_repeated(),
        AddressError::RequestObject => t.address_request_object(),
        AddressError::Unusable => t.address_unusable(),
    }
}

/// Why a request cannot be answered at a redirect URI, for the developer of the app.
pub const fn detail(error: AddressError) -> &'static str {
    match error {
        AddressError::ClientMissing => "invalid_request: client_id is missing",
        AddressError::ClientUnknown => "unauthorized_client: client_id is unknown",
        AddressError::ClientDisabled => "unauthorized_client: the client is disabled",
        AddressError::RedirectUriMissing => "invalid_request: redirect_uri is missing",
        AddressError::RedirectUriUnregistered => {
            "invalid_request: redirect_uri is not registered for this client; it is compared byte for byte"
        }
        AddressError::LocalhostUnregistered => {
            "invalid_request: redirect_uri is not registered for this client; it is compared byte for byte, and the port may vary for http://127.0.0.1 and http://[::1] alone, not for http://localhost: register http://127.0.0.1 with the path, and use it (RFC 8252 section 7.3)"
        }
        AddressError::Repeated => {
            "invalid_request: client_id or redirect_uri was sent more than once"
        }
        AddressError::RequestObject => {
            "invalid_request_object: the request object is not readable, not signed as registered, or not for this issuer"
        }
        AddressError::Unusable => "invalid_request: a parameter is too long or is not text",
    }
}
