//! Errors that a user sees in the browser: a page that says what happened, who can do something
//! about it, and a reference into the log.

use crate::respond::{
    headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit},
    text::capitalised,
};
use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER},
    },
};
use askama::Template;
use doorward_core::{Error, limits::Limited};
use doorward_protocol::oauth::authorization_request::AddressError;

/// What went wrong, whose move it is, and a reference.
#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    /// In a few words.
    title: &'a str,
    /// What happened.
    what: &'a str,
    /// Who can mend it, and how.
    remedy: &'a str,
    /// The specification's words, folded away.
    detail: Option<&'a str>,
    /// Another page to go to: its address and its name.
    way: Option<&'a (String, &'static str)>,
    /// Identifies the page in the log.
    reference: &'a str,
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

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Input(text) => {
                let what = format!("{}.", capitalised(&text));
                Self::new(
                    StatusCode::BAD_REQUEST,
                    "This page is out of date",
                    what,
                    "Go back to the app you came from and start again there.",
                )
            }
            Error::Unavailable(cause) => Self {
                cause: Some(cause.into()),
                ..Self::unavailable()
            },
            Error::Limited(limited) => {
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
            Error::Protocol(error) => Self::bad_request(
                "The request was refused.",
                "Go back to the app and start again.",
            )
            .with_detail(error.to_string()),
            Error::Internal(cause) => {
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
        let page = ErrorPage {
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
            builder.insert_header((RETRY_AFTER, RETRY_AFTER_UNAVAILABLE));
        }
        builder.body(page.render().unwrap_or_else(|_| self.what.clone()))
    }
}

/// A name by which an error page is found in the log: no secret, no order.
fn reference() -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    format!("{:08x}", random & 0xffff_ffff)
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
