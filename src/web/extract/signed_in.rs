//! The user who is signed in in the browser.

use crate::{
    extract::{
        browser::Browser,
        operation::{Operation, provider},
        return_page,
    },
    respond::{
        address::{Address, Base},
        headers::see_other,
        page_error::PageError,
    },
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError, dev::Payload, http::StatusCode,
    web::Data,
};
use doorward_core::Provider;
use doorward_core::context::{Actor, OperationContext};
use doorward_protocol::sessions::sso_session::SsoSession;
use std::{future::Future, pin::Pin};

/// A browser with a live session. A page without one sends the browser to sign in; a form without
/// one is refused.
pub struct SignedIn {
    /// The browser that sent the request.
    pub browser: Browser,
    /// The session in use.
    pub session: SsoSession,
    /// The operation, carried out by the user of the session.
    pub ctx: OperationContext,
}

/// Where users sign in again who are signed in.
pub const SIGN_IN_AGAIN: &str = "/sign-in?way=again";

/// Nobody is signed in, or not as strongly as the page demands.
struct SignInFirst {
    address: Address,
    /// The page that is returned to, with its query.
    page: String,
    provider: Data<Provider>,
}

impl std::fmt::Debug for SignInFirst {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for SignInFirst {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "to sign in first; sent to {}", self.address.as_str())
    }
}

impl ResponseError for SignInFirst {
    fn status_code(&self) -> StatusCode {
        StatusCode::SEE_OTHER
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = see_other(&self.address);
        return_page::keep(&mut response, &self.provider, &self.page);
        response
    }
}

/// Sends a browser to sign in again, and back to this page: its session is not as strong as the page
/// demands.
///
/// # Errors
/// Always.
pub fn again(request: &HttpRequest) -> Result<(), actix_web::Error> {
    Err(SignInFirst {
        address: Base::of_request(request).page(SIGN_IN_AGAIN),
        page: page_of(request),
        provider: provider(request)?,
    }
    .into())
}

fn page_of(request: &HttpRequest) -> String {
    let page = request.uri().path_and_query();
    page.map(ToString::to_string).unwrap_or_default()
}

impl FromRequest for SignedIn {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_page = request.method().is_safe();
        let request_of_page = request.clone();
        let operation = Operation::from_request(request, payload);
        let browser = Browser::from_request(request, payload);
        Box::pin(async move {
            let (operation, browser) = (operation.await?, browser.await?);
            let Some(session) = browser.session.clone() else {
                return Err(if is_page {
                    let base = Base::of_request(&request_of_page);
                    SignInFirst {
                        address: base.page(browser.sign_in_path()),
                        page: page_of(&request_of_page),
                        provider: provider(&request_of_page)?,
                    }
                    .into()
                } else {
                    PageError::foreign_form("/account").into()
                });
            };
            Ok(Self {
                ctx: operation.acting_as(Actor::User(session.user_id.clone())),
                browser,
                session,
            })
        })
    }
}
