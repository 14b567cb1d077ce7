//! Where identity providers send the browser back to.

use crate::{
    extract::{browser::Browser, form, operation::Operation, query::Query},
    federation::{link_account, problem},
    respond::{
        address::Base,
        headers::{after_sign_out, see_other},
        page_error::PageError,
    },
    sessions::establish::{self, Established},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Path},
};
use doorward_core::{
    Provider,
    federation::{CallbackContext, FederationOutcome},
};
use doorward_protocol::secret::Secret;

/// The authorization response of an identity provider.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let callback = CallbackContext {
        provider_id: &id,
        parameters: &Query::of(&request),
        browser: browser.at_sign_in(ctx.device()),
    };
    let outcome = provider
        .federation()
        .handle_callback(&ctx, callback)
        .await?;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(found) => return problem::answer(Base::of(&provider), &found),
    };
    match outcome {
        FederationOutcome::SignedIn {
            sid,
            flow,
            remembered,
        } => {
            let established = Established {
                remembered,
                ..Established::new(&sid, flow.as_deref())
            };
            establish::after_sign_in(&provider, &ctx, &browser, established).await
        }
        FederationOutcome::SecondStep { ticket } => {
            Ok(see_other(&establish::second_step(&provider, &ticket)))
        }
        FederationOutcome::Linked => Ok(see_other(&Base::of(&provider).page("/account"))),
        FederationOutcome::LinkPrompt { prompt } => {
            Ok(see_other(&link_account::address(&provider, &prompt)))
        }
    }
}

/// The same by POST, from another site: the browser brings its cookies with the GET that follows.
pub async fn post(
    request: HttpRequest,
    body: Bytes,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    // The identifier goes into an address, so it may hold nothing but what our own identifiers do.
    let is_ours = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_ours {
        return Err(problem::stale());
    }
    form::send_on_by_get(&request, &body, &format!("/federation/{id}/callback"))
}

/// Back from a sign-out at an identity provider.
pub async fn signed_out(
    parameters: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let state = Secret::presented(parameters.get("state").unwrap_or_default());
    let after = provider
        .federation()
        .finish_upstream_logout(&ctx, &id, &state, browser.secret.as_ref())
        .await?;
    Ok(see_other(&after_sign_out(Base::of(&provider), &after)))
}
