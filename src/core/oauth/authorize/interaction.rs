//! An authorization request that waits for its user, bound to the browser that brought it.

use crate::{
    Error, Result,
    context::OperationContext,
    oauth::authorize::{
        Authorization, AuthorizationOutcome, InteractionPage,
        checked_request::{CheckedRequest, RejectedRequest},
        session_selection::{AskedByClient, SelectionCriteria},
    },
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::authorization_request::{Addressed, AuthorizationRequest, Parameters},
    secret::{Digest, Secret},
    sessions::sso_session::SsoSession,
};
use doorward_storage::{Interaction, Store};
use std::sync::Arc;

/// A request that waits for its user, for the page that asks.
pub struct PendingRequest {
    /// The client that asks.
    pub registered: Arc<RegisteredClient>,
    /// What it asks for.
    pub request: AuthorizationRequest,
    /// Where the answer goes.
    pub addressed: Addressed,
    /// The digest of the flow's secret, by which the request is stored.
    pub(crate) digest: Digest,
    /// The session that the user chose for it.
    chosen_sid: Option<String>,
}

impl PendingRequest {
    fn asked(&self) -> AskedByClient<'_> {
        AskedByClient {
            client: &self.registered.client,
            request: &self.request,
        }
    }
}

/// The error for every flow that cannot go on. It does not say which reason applies.
pub(super) fn stale() -> Error {
    Error::Input("this sign-in was finished, took too long, or was begun in another browser".into())
}

impl Authorization {
    /// Stores a request until the user has answered.
    pub(super) async fn begin_interaction(
        &self,
        ctx: &OperationContext,
        parameters: &Parameters,
        browser: BrowserContext<'_>,
        page: InteractionPage,
    ) -> Result<AuthorizationOutcome> {
        let new_secret = || Secret::generate(self.kernel.entropy.as_ref());
        let flow = new_secret();
        let secret = browser.browser.cloned().unwrap_or_else(new_secret);
        let now = ctx.now();
        let interaction = Interaction {
            digest: flow.digest(),
            browser_digest: secret.digest(),
            parameters: parameters.encode(),
            asked_at: now,
            expires_at: now.plus(self.kernel.settings.lifetimes.interaction),
            account_chosen: false,
            chosen_sid: None,
            consent_given: false,
            stepped_up: false,
            finished: false,
        };
        let unit = Store::add_interaction(&interaction);
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(AuthorizationOutcome::Ask {
            page,
            flow,
            browser: secret,
        })
    }

    /// Finds a waiting request of this browser.
    pub(super) async fn load_interaction(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Interaction> {
        let found = self
            .kernel
            .database
            .read()
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

    /// A waiting request of this browser, for the page that asks about it.
    ///
    /// # Errors
    /// `Input` where there is none, or where it would be refused by now.
    pub async fn pending(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: Option<&Secret>,
    ) -> Result<PendingRequest> {
        let waiting = self.load_interaction(ctx, flow, browser).await?;
        let configuration = self.kernel.configuration().await?;
        let parameters = Parameters::parse(&waiting.parameters);
        match self.check_request(&configuration, &parameters) {
            Ok(CheckedRequest {
                registered,
                addressed,
                request,
            }) => Ok(PendingRequest {
                registered,
                request,
                addressed,
                digest: waiting.digest,
                chosen_sid: waiting.chosen_sid,
            }),
            Err(RejectedRequest::ShowToUser(error)) => Err(error.into()),
            Err(RejectedRequest::SendToClient(..)) => Err(stale()),
        }
    }

    /// The session that a waiting request is about, of those in this browser.
    ///
    /// # Errors
    /// `Unavailable` or `Internal`.
    pub async fn session_of<'b>(
        &self,
        ctx: &OperationContext,
        pending: &PendingRequest,
        browser: BrowserContext<'b>,
    ) -> Result<Option<&'b SsoSession>> {
        let configuration = self.kernel.configuration().await?;
        let criteria = SelectionCriteria::new(&self.kernel, ctx, &configuration, pending.asked());
        let selected = criteria
            .select(&self.account_groups, browser, pending.chosen_sid.as_deref())
            .await?;
        Ok(selected.session)
    }

    /// Records that the user is sent to sign in by a stronger method.
    pub(crate) async fn note_step_up(&self, pending: &PendingRequest) -> Result<()> {
        let unit = Store::step_up(&pending.digest);
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }

    /// Records that the user goes on with the session `sid`, one of those in this browser.
    ///
    /// # Errors
    /// `Input` where the flow cannot go on.
    pub async fn choose_account(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: Option<&Secret>,
        sid: &str,
    ) -> Result<()> {
        let waiting = self.load_interaction(ctx, flow, browser).await?;
        let unit = Store::choose_account(&waiting.digest, sid);
        if self.kernel.database.commit_unaudited(unit).await? {
            Ok(())
        } else {
            Err(stale())
        }
    }
}
