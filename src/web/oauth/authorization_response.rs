//! What `authorize` decided, as a response to the browser.

use crate::messages::Messages;
use crate::{
    extract::cookies::{self, Name},
    respond::{
        address::{Address, Base},
        headers::see_other,
        html,
        page_error::PageError,
        refusal::RefusedAtClient,
    },
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
};
use askama::Template;
use doorward_core::{Provider, oauth::authorize};
use doorward_protocol::{
    oauth::authorization_response::{AuthorizationResponse, EncodedResponse},
    secret::Secret,
};
use serde_json::{Map, Value};

/// A response that the browser posts to the client (OAuth 2.0 Form Post Response Mode).
#[derive(Template)]
#[template(path = "pages/form_post.html")]
struct FormPostPage<'a> {
    t: Messages,
    base: Base<'a>,
    /// The redirect URI.
    action: &'a str,
    /// The parameters of the response.
    fields: &'a [(&'static str, String)],
}

/// A response that the browser hands to the page that opened the window or holds the frame (OAuth 2.0
/// Web Message Response Mode).
#[derive(Template)]
#[template(path = "pages/web_message.html")]
struct WebMessagePage<'a> {
    t: Messages,
    base: Base<'a>,
    /// The origin of the only page that may get it.
    origin: &'a str,
    /// The parameters of the response, as a JSON object.
    response: &'a str,
}

/// The path of a page that asks the user, with its query.
fn ask(page: authorize::InteractionPage, flow: &Secret) -> String {
    let path = match page {
        authorize::InteractionPage::SignIn => "/sign-in",
        // Where no accounts are created, that page leads to the sign-in page.
        authorize::InteractionPage::SignUp => "/sign-up",
        authorize::InteractionPage::StepUp => {
            return format!("/sign-in?flow={}&way=step-up", flow.reveal());
        }
        authorize::InteractionPage::SelectAccount => "/select-account",
        authorize::InteractionPage::SelectOrganization => "/select-organization",
        authorize::InteractionPage::MissingFields => "/missing-fields",
        authorize::InteractionPage::Consent => "/consent",
        authorize::InteractionPage::NoAccess => "/no-access",
    };
    format!("{path}?flow={}", flow.reveal())
}

/// Carries out what `authorize` decided.
pub fn respond(
    provider: &Provider,
    t: Messages,
    outcome: authorize::AuthorizationOutcome,
) -> Result<HttpResponse, PageError> {
    match outcome {
        authorize::AuthorizationOutcome::ShowToUser(refusal) => Err((*refusal).into()),
        authorize::AuthorizationOutcome::SendToClient(response) => {
            send_to_client(provider, *response, t)
        }
        authorize::AuthorizationOutcome::Ask {
            page,
            flow,
            browser,
        } => {
            let mut response = see_other(&Base::of(provider).page(&ask(page, &flow)));
            cookies::set_secret(&mut response, provider, Name::Browser, &browser, None);
            Ok(response)
        }
    }
}

fn send_to_client(
    provider: &Provider,
    response: AuthorizationResponse,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let refused = response.refusal().map(|(error, reason)| RefusedAtClient {
        error: error.to_owned(),
        reason: reason.to_owned(),
    });
    let mut answer = match response.encode() {
        EncodedResponse::Message(origin, fields) => message(provider, t, &origin, fields)?,
        EncodedResponse::Redirect(location) => see_other(&Address::elsewhere(location)),
        EncodedResponse::Form(action, fields) => html::page(&FormPostPage {
            t,
            base: Base::of(provider),
            action: &action,
            fields: &fields,
        })?,
    };
    if let Some(refused) = refused {
        answer.extensions_mut().insert(refused);
    }
    Ok(answer)
}

/// The page that hands the response over. Nobody else than the client may frame it.
fn message(
    provider: &Provider,
    t: Messages,
    origin: &str,
    fields: Vec<(&'static str, String)>,
) -> Result<HttpResponse, PageError> {
    let fields: Map<String, Value> = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect();
    let mut page = html::page(&WebMessagePage {
        t,
        base: Base::of(provider),
        origin,
        response: &Value::Object(fields).to_string(),
    })?;
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {origin}"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| PageError::bad_request())?;
    page.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(page)
}
