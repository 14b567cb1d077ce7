//! What `authorize` decided, as a response to the browser.

use crate::messages::Messages;
use crate::{
    extract::cookies::{self, Name},
    respond::{headers::see_other, html, page_error::PageError, refusal::RefusedAtClient},
};
use actix_web::HttpResponse;
use askama::Template;
use doorward_core::{Provider, oauth::authorize};
use doorward_protocol::{
    oauth::authorization_response::{AuthorizationResponse, EncodedResponse},
    secret::Secret,
};

/// A response that the browser posts to the client (OAuth 2.0 Form Post Response Mode).
#[derive(Template)]
#[template(path = "pages/form_post.html")]
struct FormPostPage<'a> {
    t: Messages,
    /// The redirect URI.
    action: &'a str,
    /// The parameters of the response.
    fields: &'a [(&'static str, String)],
}

/// The address of a page that asks the user.
fn ask(page: authorize::InteractionPage, flow: &Secret) -> String {
    let path = match page {
        authorize::InteractionPage::SignIn => "/sign-in",
        authorize::InteractionPage::StepUp => {
            return format!("/sign-in?flow={}&way=step-up", flow.reveal());
        }
        authorize::InteractionPage::SelectAccount => "/select-account",
        authorize::InteractionPage::Consent => "/consent",
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
        authorize::AuthorizationOutcome::SendToClient(response) => send_to_client(*response, t),
        authorize::AuthorizationOutcome::Ask {
            page,
            flow,
            browser,
        } => {
            let mut response = see_other(&ask(page, &flow));
            cookies::set_secret(&mut response, provider, Name::Browser, &browser, None);
            Ok(response)
        }
    }
}

fn send_to_client(response: AuthorizationResponse, t: Messages) -> Result<HttpResponse, PageError> {
    let refused = response.refusal().map(|(error, reason)| RefusedAtClient {
        error: error.to_owned(),
        reason: reason.to_owned(),
    });
    let mut answer = match response.encode() {
        EncodedResponse::Redirect(location) => see_other(&location),
        EncodedResponse::Form(action, fields) => html::page(&FormPostPage {
            t,
            action: &action,
            fields: &fields,
        })?,
    };
    if let Some(refused) = refused {
        answer.extensions_mut().insert(refused);
    }
    Ok(answer)
}
