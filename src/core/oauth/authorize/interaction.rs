//! A request that waits for a user, bound to the browser that brought it.

use crate::context::OperationContext;
use crate::oauth::authorize::{Asked, Outcome, Page, Read, Visitor, hint_of, read, selected};
use crate::{Error, Provider, Result};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::authorization_request::{Addressed, AuthorizationRequest, Parameters},
    secret::{Digest, Secret},
    sessions::sso_session::SsoSession,
};
use doorward_storage::{Interaction, Store};
use std::sync::Arc;

/// A waiting request, for the page that asks about it.
pub struct Pending {
    /// The app that asks.
    pub registered: Arc<RegisteredClient>,
    /// What it asks for.
    pub request: AuthorizationRequest,
    /// Where the answer goes.
    pub addressed: Addressed,
    pub(crate) digest: Digest,
    /// The session that the user chose for it.
    chosen_sid: Option<String>,
}

/// The one text for every flow that cannot go on: what it was is nobody's business.
pub(super) fn stale() -> Error {
    Error::Input("this sign-in was finished, took too long, or was begun in another browser".into())
}

/// Keeps a request until the user has answered.
///
/// # Errors
/// Where the store is away.
pub async fn begin_interaction(
    provider: &Provider,
    ctx: &OperationContext,
    parameters: &Parameters,
    visitor: Visitor<'_>,
    page: Page,
) -> Result<Outcome> {
    let flow = Secret::generate(provider.entropy.as_ref());
    let browser = visitor
        .browser
        .cloned()
        .unwrap_or_else(|| Secret::generate(provider.entropy.as_ref()));
    let now = ctx.now();
    let interaction = Interaction {
        digest: flow.digest(),
        browser_digest: browser.digest(),
        parameters: parameters.encode(),
        asked_at: now,
        expires_at: now.plus(provider.settings.lifetimes.interaction),
        account_chosen: false,
        chosen_sid: None,
        consent_given: false,
        stepped_up: false,
        finished: false,
    };
    provider
        .store
        .commit(Store::add_interaction(&interaction))
        .await?;
    Ok(Outcome::Ask {
        page,
        flow,
        browser,
    })
}

/// A waiting request of this browser.
pub(super) async fn load(
    provider: &Provider,
    ctx: &OperationContext,
    flow: &Secret,
    browser: Option<&Secret>,
) -> Result<Interaction> {
    let found = provider
        .store
        .interaction(&flow.digest())
        .await?
        .ok_or_else(stale)?;
    let is_this_browsers =
        browser.is_some_and(|browser| browser.digest().matches(&found.browser_digest));
    if !is_this_browsers || found.finished || ctx.now() >= found.expires_at {
        return Err(stale());
    }
    Ok(found)
}

/// Writes down that the user is sent for a stronger sign-in.
///
/// # Errors
/// Where the store is away.
pub(crate) async fn step_up(provider: &Provider, pending: &Pending) -> Result<()> {
    provider
        .store
        .commit(Store::step_up(&pending.digest))
        .await?;
    Ok(())
}

/// The session that a waiting request is about, of those in this browser.
///
/// # Errors
/// Where the store is away.
pub async fn session_of<'a>(
    provider: &Provider,
    ctx: &OperationContext,
    pending: &Pending,
    visitor: Visitor<'a>,
) -> Result<Option<&'a SsoSession>> {
    let configuration = provider.configuration().await?;
    let hint = hint_of(provider, ctx, &configuration, &pending.request);
    let about = (&pending.registered.client, &pending.request);
    Ok(selected(
        provider,
        &configuration,
        about,
        &hint,
        (visitor, pending.chosen_sid.as_deref()),
    )
    .await?
    .session)
}

/// What a page needs to know of a waiting request of this browser.
///
/// # Errors
/// `Input` where there is none.
pub async fn pending(
    provider: &Provider,
    ctx: &OperationContext,
    flow: &Secret,
    browser: Option<&Secret>,
) -> Result<Pending> {
    let waiting = load(provider, ctx, flow, browser).await?;
    let configuration = provider.configuration().await?;
    match read(
        provider,
        ctx,
        &configuration,
        &Parameters::parse(&waiting.parameters),
    ) {
        Read::Asked(Asked {
            registered,
            addressed,
            request,
        }) => Ok(Pending {
            registered,
            request,
            addressed,
            digest: waiting.digest,
            chosen_sid: waiting.chosen_sid,
        }),
        Read::ShowToUser(error) => Err(error.into()),
        Read::Refused(..) => Err(stale()),
    }
}

/// The user goes on with one of the accounts that are signed in.
///
/// # Errors
/// `Input` where the flow is stale.
pub async fn choose_account(
    provider: &Provider,
    ctx: &OperationContext,
    flow: &Secret,
    browser: Option<&Secret>,
    sid: &str,
) -> Result<()> {
    let waiting = load(provider, ctx, flow, browser).await?;
    if provider
        .store
        .commit(Store::choose_account(&waiting.digest, sid))
        .await?
    {
        Ok(())
    } else {
        Err(stale())
    }
}
