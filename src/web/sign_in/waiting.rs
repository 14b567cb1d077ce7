//! The authorization request that a sign-in is for, and the methods that are open to it.

use crate::{extract::browser::Browser, messages::Messages, respond::page_error::PageError};
use actix_web::HttpRequest;
use doorward_core::{
    Provider, context::OperationContext, federation::SignInMethods,
    oauth::authorize::PendingRequest,
};
use doorward_protocol::secret::Secret;

/// The waiting request of a flow.
pub async fn pending(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    flow: Option<&str>,
) -> Result<Option<PendingRequest>, PageError> {
    let Some(flow) = flow else {
        return Ok(None);
    };
    let flow = Secret::presented(flow);
    let pending = provider
        .authorization()
        .pending(ctx, &flow, browser.secret.as_ref())
        .await?;
    Ok(Some(pending))
}

/// The methods that a user may sign in by, for the client of a request or for the account page.
pub async fn methods(
    provider: &Provider,
    pending: Option<&PendingRequest>,
) -> Result<SignInMethods, PageError> {
    let configuration = provider.configuration().await?;
    let client = pending.map(|pending| &pending.registered.client);
    Ok(SignInMethods::for_client(
        provider.settings(),
        &configuration,
        client,
    ))
}

/// The messages in the language of an interaction, or of the browser.
pub fn language(request: &HttpRequest, pending: Option<&PendingRequest>) -> Messages {
    match pending {
        Some(pending) => Messages::of_interaction(request, pending.request.ui_locales.as_deref()),
        None => Messages::of(request),
    }
}
