//! Outcomes as responses: OAuth errors as JSON, everything that a user sees as a page.

use crate::{extract::browser, pages};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError,
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, LOCATION, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use askama::Template;
use doorward_core as domain;
use doorward_core::{Provider, limits::Limited, oauth::authorize};
use doorward_protocol::{
    oauth::{
        authorization_request::AddressError,
        authorization_response::{AuthorizationResponse, Carried},
        error_code::{ErrorCode, ProtocolError},
    },
    secret::Secret,
};
use serde_json::json;

/// Nothing may keep this.
pub const NO_STORE: &str = "no-store";

/// An error of an endpoint for programs (RFC 6749 §5.2).
#[derive(Debug)]
pub struct ApiError {
    error: domain::Error,
    basic: bool,
}

impl ApiError {
    /// The error, for a caller that used (or did not use) the `Authorization` header.
    pub fn new(error: domain::Error, request: &HttpRequest) -> Self {
        Self {
            error,
            basic: request.headers().contains_key("authorization"),
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match &self.error {
            domain::Error::Protocol(error) if error.code == ErrorCode::InvalidClient => {
                StatusCode::UNAUTHORIZED
            }
            domain::Error::Protocol(_) | domain::Error::Input(_) => StatusCode::BAD_REQUEST,
            domain::Error::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            domain::Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            domain::Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status_code());
        builder
            .insert_header((CACHE_CONTROL, NO_STORE))
            .insert_header((PRAGMA, "no-cache"))
            .insert_header(("access-control-allow-origin", "*"));
        match &self.error {
            domain::Error::Protocol(error) => {
                if error.code == ErrorCode::InvalidClient && self.basic {
                    builder.insert_header((
                        WWW_AUTHENTICATE,
                        "Basic realm=\"doorward\", charset=\"UTF-8\"",
                    ));
                }
                builder.json(json!({"error": error.code.as_str(), "error_description": error.hint}))
            }
            domain::Error::Limited(limited) => {
                let waits = format!(
                    "too many failures; try again in {} seconds",
                    limited.retry_after
                );
                tell_limit(&mut builder, *limited)
                    .json(json!({"error": "temporarily_unavailable", "error_description": waits}))
            }
            domain::Error::Input(text) => {
                builder.json(json!({"error": "invalid_request", "error_description": text}))
            }
            domain::Error::Unavailable(cause) => {
                tracing::error!(cause, "answered 503");
                builder
                    .insert_header((RETRY_AFTER, "2"))
                    .json(json!({"error": "temporarily_unavailable", "error_description": "try again in two seconds"}))
            }
            domain::Error::Internal(cause) => {
                tracing::error!(cause, "answered 500");
                builder.json(json!({"error": "server_error", "error_description": "this server made a mistake; its log says which"}))
            }
        }
    }
}

/// The headers of a 429: when to come back (RFC 6585 §4), and the limit
/// (draft-ietf-httpapi-ratelimit-headers).
pub fn tell_limit(builder: &mut HttpResponseBuilder, limited: Limited) -> &mut HttpResponseBuilder {
    let Limited {
        class,
        quota,
        retry_after,
    } = limited;
    let name = class.name();
    builder
        .insert_header((RETRY_AFTER, retry_after))
        .insert_header(("ratelimit-policy", format!("\"{name}\";q={quota};w=60")))
        .insert_header(("ratelimit", format!("\"{name}\";r=0;t={retry_after}")))
}

/// Something that a user must be told: what happened, whose move it is, and a reference.
#[derive(Debug)]
pub struct PageError {
    status: StatusCode,
    title: &'static str,
    what: String,
    remedy: String,
    detail: Option<Box<str>>,
    cause: Option<Box<str>>,
    way: Option<Box<(String, &'static str)>>,
    limited: Option<Box<Limited>>,
}

impl PageError {
    fn new(
        status: StatusCode,
        title: &'static str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            status,
            title,
            what: what.into(),
            remedy: remedy.into(),
            detail: None,
            cause: None,
            way: None,
            limited: None,
        }
    }

    fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into().into_boxed_str());
        self
    }

    /// Something that has to do with a provider elsewhere; the cause is for the log.
    pub fn of_provider(
        status: StatusCode,
        title: &'static str,
        what: String,
        remedy: String,
        cause: &str,
    ) -> Self {
        let mut error = Self::new(status, title, what, remedy);
        error.cause = Some(cause.into()).filter(|_| !cause.is_empty());
        error
    }

    /// Where else they may go.
    pub fn with_way(mut self, address: impl Into<String>, called: &'static str) -> Self {
        self.way = Some(Box::new((address.into(), called)));
        self
    }

    /// Something sent cannot be read.
    pub fn bad_request(what: &str, remedy: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "That did not arrive as it should",
            what,
            remedy,
        )
    }

    /// A form from elsewhere, from a page that is too old, or from a browser that keeps no cookies.
    pub fn foreign_form() -> Self {
        let remedy = "Go back to the app and start again. If this comes up every time, allow cookies for this site.";
        Self::new(
            StatusCode::FORBIDDEN,
            "This form is not valid here",
            "It is out of date, was opened in another browser, or cookies are off.",
            remedy,
        )
    }

    /// Somebody who does not come in here.
    pub fn not_for_you(why: &str) -> Self {
        let remedy = "If you should come in, your administrator can mend this. Otherwise go back.";
        Self::new(
            StatusCode::FORBIDDEN,
            "This is not open to you",
            "You cannot open this page with the account you use.",
            remedy,
        )
        .with_detail(why)
    }

    /// The database is away, or too many sign in at once.
    pub fn unavailable() -> Self {
        let mut error = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too much is going on right now",
            "The server could not take this up.",
            "Wait a few seconds and try again.",
        );
        error.cause = Some("unavailable".into());
        error
    }

    /// A logout request that proves nothing.
    pub fn logout(detail: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "This sign-out link does not work",
            "The app asked to sign you out in a way that cannot be trusted. You are still signed in.",
            "Sign out from your account page instead. The app's developer can mend the link.",
        )
        .with_detail(detail)
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl From<domain::Error> for PageError {
    fn from(error: domain::Error) -> Self {
        match error {
            domain::Error::Input(text) => {
                let what = format!("{}.", capitalised(&text));
                Self::new(
                    StatusCode::BAD_REQUEST,
                    "This page is out of date",
                    what,
                    "Go back to the app you came from and start again there.",
                )
            }
            domain::Error::Unavailable(cause) => Self {
                cause: Some(cause.into()),
                ..Self::unavailable()
            },
            domain::Error::Limited(limited) => {
                let remedy = format!("Wait {} seconds and try again.", limited.retry_after);
                let mut error = Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "Too many attempts",
                    "Too many attempts came from where you are.",
                    remedy,
                );
                error.limited = Some(Box::new(limited));
                error
            }
            domain::Error::Protocol(error) => Self::bad_request(
                "The request was refused.",
                "Go back to the app and start again.",
            )
            .with_detail(error.to_string()),
            domain::Error::Internal(cause) => {
                let mut error = Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something broke on this server",
                    "Your request could not be finished, and nothing of it was kept.",
                    "Try again. If it happens again, give your administrator the reference below.",
                );
                error.cause = Some(cause.into());
                error
            }
        }
    }
}

impl From<AddressError> for PageError {
    fn from(error: AddressError) -> Self {
        let (what, detail) = match error {
            AddressError::ClientMissing => (
                "The app did not say which app it is.",
                "invalid_request: client_id is missing",
            ),
            AddressError::ClientUnknown => (
                "No app is registered here under the name that was given.",
                "unauthorized_client: client_id is unknown or disabled",
            ),
            AddressError::RedirectUriMissing => (
                "The app did not say where to send you afterwards.",
                "invalid_request: redirect_uri is missing",
            ),
            AddressError::RedirectUriUnregistered => (
                "The app wants to send you to an address that is not registered for it.",
                "invalid_request: redirect_uri is not registered for this client; it is compared byte for byte",
            ),
            AddressError::Repeated => (
                "The app said two different things about itself.",
                "invalid_request: client_id or redirect_uri was sent more than once",
            ),
            AddressError::RequestObject => (
                "The app sent its request in a form that cannot be honoured.",
                "invalid_request_object: the request object is not readable, not signed as registered, or not for this issuer",
            ),
            AddressError::Unusable => (
                "The app sent something that cannot be read.",
                "invalid_request: a parameter is too long or is not text",
            ),
        };
        Self::new(
            StatusCode::BAD_REQUEST,
            "Sign-in request rejected",
            what,
            "You did nothing wrong. The app's developer can mend this: the client's registration and the request must agree.",
        )
        .with_detail(detail)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let reference = reference();
        if let (Some(cause), true) = (&self.cause, self.status.is_client_error()) {
            tracing::info!(
                cause,
                reference,
                status = self.status.as_u16(),
                "a user saw an error page"
            );
        } else if let Some(cause) = &self.cause {
            tracing::error!(
                cause,
                reference,
                status = self.status.as_u16(),
                "a user saw an error page"
            );
        } else {
            tracing::info!(
                reference,
                status = self.status.as_u16(),
                what = self.title,
                "a user saw an error page"
            );
        }
        let page = pages::ErrorPage {
            title: self.title,
            what: &self.what,
            remedy: &self.remedy,
            detail: self.detail.as_deref(),
            way: self.way.as_deref(),
            reference: &reference,
        };
        let mut builder = HttpResponse::build(self.status);
        builder
            .insert_header((CACHE_CONTROL, NO_STORE))
            .content_type("text/html; charset=utf-8");
        if let Some(limited) = &self.limited {
            tell_limit(&mut builder, **limited);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            builder.insert_header((RETRY_AFTER, "2"));
        }
        builder.body(page.render().unwrap_or_else(|_| self.what.clone()))
    }
}

/// A text that begins a sentence.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// A name by which an error page is found in the log: no secret, no order.
fn reference() -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    format!("{:08x}", random & 0xffff_ffff)
}

/// A page.
pub fn page(template: &impl Template) -> Result<HttpResponse, PageError> {
    page_with(StatusCode::OK, template)
}

/// A page with a status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<HttpResponse, PageError> {
    let html = template
        .render()
        .map_err(|error| domain::Error::Internal(error.to_string()))?;
    Ok(HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// 303: the browser goes on with GET, and posts no credentials again (RFC 9700 §4.12).
pub fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .insert_header((CACHE_CONTROL, NO_STORE))
        .finish()
}

/// The way to a page that asks a user.
pub fn ask(page: authorize::Page, flow: &Secret) -> String {
    let path = match page {
        authorize::Page::SignIn => "/sign-in",
        authorize::Page::StepUp => return format!("/sign-in?flow={}&way=step-up", flow.reveal()),
        authorize::Page::SelectAccount => "/select-account",
        authorize::Page::Consent => "/consent",
    };
    format!("{path}?flow={}", flow.reveal())
}

/// What `authorize` decided.
pub fn outcome(
    provider: &Provider,
    outcome: authorize::Outcome,
) -> Result<HttpResponse, PageError> {
    match outcome {
        authorize::Outcome::ShowToUser(error) => Err(error.into()),
        authorize::Outcome::SendToClient(response) => send_to_client(*response),
        authorize::Outcome::Ask {
            page,
            flow,
            browser,
        } => {
            let mut response = see_other(&ask(page, &flow));
            response
                .add_cookie(&browser::cookie(provider, &browser))
                .map_err(|error| domain::Error::Internal(error.to_string()))?;
            Ok(response)
        }
    }
}

fn send_to_client(response: AuthorizationResponse) -> Result<HttpResponse, PageError> {
    match response.carried() {
        Carried::Redirect(location) => Ok(see_other(&location)),
        Carried::Form(action, fields) => page(&pages::FormPostPage {
            action: &action,
            fields: &fields,
        }),
    }
}

/// No such page.
pub async fn not_found() -> HttpResponse {
    PageError::new(
        StatusCode::NOT_FOUND,
        "There is nothing here",
        "This address leads nowhere.",
        "Check the address, or go to your account page.",
    )
    .error_response()
}

/// The token in the `Authorization` header (RFC 6750 §2.1).
pub fn bearer(request: &HttpRequest) -> Option<Secret> {
    let header = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '));
    header
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Secret::presented(token))
}

/// A bearer error (RFC 6750 §3).
pub fn bearer_error(error: &ProtocolError) -> HttpResponse {
    let status = match error.code {
        ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
        ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    let challenge = format!(
        "Bearer realm=\"doorward\", error=\"{}\", error_description=\"{}\"",
        error.code.as_str(),
        error.hint
    );
    HttpResponse::build(status)
        .insert_header((WWW_AUTHENTICATE, challenge))
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header(("access-control-allow-origin", "*"))
        .json(json!({"error": error.code.as_str(), "error_description": error.hint}))
}
