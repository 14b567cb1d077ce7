//! An authorization request that waits for its user. It travels sealed through the browser that
//! brought it; what the user does about it is a row.

use crate::{
    Error, Result,
    context::OperationContext,
    oauth::authorize::{
        Authorization, AuthorizationOutcome, InteractionPage,
        checked_request::{CheckedRequest, RejectedRequest, asking_client},
        session_selection::{AskedByClient, SelectionCriteria},
    },
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_request::{Addressed, AuthorizationRequest, Parameters},
        error_code::{ErrorCode, ProtocolError},
    },
    secret::{Digest, Secret, random_id},
    sessions::sso_session::SsoSession,
    text::MAX_PARAMETER_BYTES,
    time::Timestamp,
};
use doorward_storage::{Interaction, InteractionKey, Store};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a waiting request is sealed for.
const PURPOSE: &str = "authorization request";
/// The longest sealed request, in bytes: it is part of an address, and a field of a form.
const MAX_FLOW_BYTES: usize = MAX_PARAMETER_BYTES;
/// The length of the identifier of a request, in random bytes.
const ID_BYTES: usize = 16;

const TOO_LONG: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidRequest,
    "the request, with the parameters of its request object, is too long: it may have about 8 KiB",
);

/// A request as it travels through the browser.
#[derive(Serialize, Deserialize)]
struct SealedRequest {
    /// Names the row of what the user does about it. It is sealed too, so that a request that is
    /// sealed once has one row, however its text is written.
    id: String,
    /// The request as it came.
    parameters: String,
    asked_at: Timestamp,
    expires_at: Timestamp,
}

/// A waiting request of this browser, and what its user did about it.
pub(super) struct Waiting {
    pub(super) key: InteractionKey,
    /// The request as it came.
    pub(super) parameters: Parameters,
    pub(super) asked_at: Timestamp,
    pub(super) progress: Interaction,
}

/// A request that waits for its user, for the page that asks.
pub struct PendingRequest {
    /// The client that asks.
    pub registered: Arc<RegisteredClient>,
    /// What it asks for.
    pub request: AuthorizationRequest,
    /// Where the answer goes.
    pub addressed: Addressed,
    /// Names the row of what the user does about it.
    pub(crate) key: InteractionKey,
    /// The session that the user chose for it.
    chosen_sid: Option<String>,
}

impl PendingRequest {
    /// What a consent to this request is bound to.
    pub(crate) fn consent_destination(&self) -> Option<String> {
        self.registered
            .consent_destination(self.addressed.redirect_uri())
    }

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
    /// Seals a request until the user has answered. Nothing is stored: whoever sends a browser here
    /// has not acted yet.
    pub(super) fn begin_interaction(
        &self,
        ctx: &OperationContext,
        parameters: &Parameters,
        browser: BrowserContext<'_>,
        page: InteractionPage,
    ) -> Result<AuthorizationOutcome> {
        let entropy = self.kernel.entropy.as_ref();
        let secret = match browser.browser {
            Some(secret) => secret.clone(),
            None => Secret::generate(entropy),
        };
        let now = ctx.now();
        let request = SealedRequest {
            id: random_id(entropy, ID_BYTES),
            parameters: parameters.encode(),
            asked_at: now,
            expires_at: now.plus(self.kernel.settings.lifetimes.interaction),
        };
        let flow = self.kernel.seal_for_browser(PURPOSE, &secret, &request)?;
        if flow.reveal().len() > MAX_FLOW_BYTES {
            return Err(TOO_LONG.into());
        }
        Ok(AuthorizationOutcome::Ask {
            page,
            flow,
            browser: secret,
        })
    }

    /// Opens a waiting request of this browser, and finds what its user did about it.
    pub(super) async fn load_interaction(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Waiting> {
        let lifetime = self.kernel.settings.lifetimes.interaction;
        let request: SealedRequest = browser
            .and_then(|browser| self.kernel.open_for_browser(PURPOSE, browser, flow))
            .filter(|request: &SealedRequest| request.expires_at.ends_a_valid(lifetime, ctx.now()))
            .ok_or_else(stale)?;
        let key = InteractionKey {
            digest: Digest::of(request.id.as_bytes()),
            expires_at: request.expires_at,
        };
        let found = self.kernel.database.read().interaction(&key).await?;
        let progress = found.unwrap_or_default();
        if progress.finished {
            return Err(stale());
        }
        Ok(Waiting {
            key,
            parameters: Parameters::parse(&request.parameters),
            asked_at: request.asked_at,
            progress,
        })
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
        let asking = asking_client(&configuration, &waiting.parameters).await?;
        match self.check_request(asking, &waiting.parameters) {
            Ok(CheckedRequest {
                registered,
                addressed,
                request,
            }) => Ok(PendingRequest {
                registered,
                request,
                addressed,
                key: waiting.key,
                chosen_sid: waiting.progress.chosen_sid,
            }),
            Err(RejectedRequest::ShowToUser(refusal)) => Err((*refusal).into()),
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
        let criteria =
            SelectionCriteria::new(&self.kernel, ctx, &configuration, pending.asked()).await?;
        let selected = criteria
            .select(&self.account_groups, browser, pending.chosen_sid.as_deref())
            .await?;
        Ok(selected.session)
    }

    /// Records that the user is sent to sign in by a stronger method, or has done so.
    pub(crate) async fn note_step_up(&self, pending: &PendingRequest) -> Result<()> {
        let unit = Store::step_up(&pending.key);
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
        let unit = Store::choose_account(&waiting.key, sid);
        if self.kernel.database.commit_unaudited(unit).await? {
            Ok(())
        } else {
            Err(stale())
        }
    }
}
