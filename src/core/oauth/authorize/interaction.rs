//! An authorization request that waits for its user. It travels sealed through the browser that
//! brought it; what the user does about it is a row.
//!
//! A request that waits no more, since it was answered or waited too long, is not lost: it is started
//! again from its parameters, as by its address.

use crate::{
    Error, Result,
    branding::{self, RequestLook},
    context::OperationContext,
    oauth::authorize::{
        Authorization, AuthorizationOutcome, InteractionPage,
        checked_request::{CheckedRequest, RejectedRequest, asking_client},
        incoming::Incoming,
        session_selection::{AskedByClient, SelectionCriteria},
    },
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_request::{Addressed, AuthorizationRequest, Parameters},
        error_code::{ErrorCode, ProtocolError},
        resource::beside_issuer,
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
    /// When its request object expires, where it has one that does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_expires_at: Option<Timestamp>,
    asked_at: Timestamp,
    expires_at: Timestamp,
}

impl SealedRequest {
    fn key(&self) -> InteractionKey {
        InteractionKey {
            digest: Digest::of(self.id.as_bytes()),
            expires_at: self.expires_at,
        }
    }
}

/// A waiting request of this browser, and what its user did about it.
pub(super) struct WaitingInteraction {
    pub(super) key: InteractionKey,
    pub(super) incoming: Incoming,
    pub(super) asked_at: Timestamp,
    pub(super) progress: Interaction,
}

/// What became of a request that was sealed.
pub(super) enum Loaded {
    /// It waits in this browser.
    Waiting(WaitingInteraction),
    /// It was answered, or waited too long: it is started again.
    Over(Incoming),
}

/// A waiting request, started again where it waited no more.
pub enum Renewed {
    /// It waits, under this identifier.
    Waiting {
        /// The identifier under which the answer comes back.
        flow: Secret,
        /// What is asked, by which client.
        pending: Box<PendingRequest>,
    },
    /// It would be refused by now.
    Refused(AuthorizationOutcome),
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
    /// The organization that the user chose for it, by identifier.
    pub(super) picked_organization: Option<String>,
    /// How its pages look.
    pub look: RequestLook,
}

impl PendingRequest {
    /// What a consent to this request is bound to.
    pub(crate) fn consent_destination(&self) -> Option<String> {
        self.registered
            .consent_destination(self.addressed.redirect_uri())
    }

    /// The resources beside this provider that its tokens are for (RFC 8707).
    pub fn resources(&self, issuer: &str) -> Vec<String> {
        beside_issuer(&self.request.resources, &self.registered.client, issuer)
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
    Error::Input(
        "this sign-in was begun in another browser, its address is incomplete, or the browser keeps no cookies"
            .into(),
    )
}

impl Authorization {
    /// Seals a request until the user has answered. Nothing is stored: whoever sends a browser here
    /// has not acted yet.
    pub(super) fn begin_interaction(
        &self,
        ctx: &OperationContext,
        incoming: &Incoming,
        browser: BrowserContext<'_>,
        page: InteractionPage,
    ) -> Result<AuthorizationOutcome> {
        let secret = match browser.browser {
            Some(secret) => secret.clone(),
            None => Secret::generate(self.kernel.entropy.as_ref()),
        };
        let (flow, _) = self.seal_request(ctx, incoming, &secret)?;
        Ok(AuthorizationOutcome::Ask {
            page,
            flow,
            browser: secret,
        })
    }

    fn seal_request(
        &self,
        ctx: &OperationContext,
        incoming: &Incoming,
        browser: &Secret,
    ) -> Result<(Secret, SealedRequest)> {
        let now = ctx.now();
        let request = SealedRequest {
            id: random_id(self.kernel.entropy.as_ref(), ID_BYTES),
            parameters: incoming.parameters.encode(),
            object_expires_at: incoming.object_expires_at,
            asked_at: now,
            expires_at: now.plus(self.kernel.settings.lifetimes.interaction),
        };
        let flow = self.kernel.seal_for_browser(PURPOSE, browser, &request)?;
        if flow.reveal().len() > MAX_FLOW_BYTES {
            return Err(TOO_LONG.into());
        }
        Ok((flow, request))
    }

    /// Opens a request that was sealed for this browser, and finds what its user did about it.
    pub(super) async fn load_interaction(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Loaded> {
        let lifetime = self.kernel.settings.lifetimes.interaction;
        let request: SealedRequest = browser
            .and_then(|browser| self.kernel.open_for_browser(PURPOSE, browser, flow))
            .ok_or_else(stale)?;
        let key = request.key();
        let incoming = Incoming {
            parameters: Parameters::parse(&request.parameters),
            object_expires_at: request.object_expires_at,
        };
        if !request.expires_at.ends_a_valid(lifetime, ctx.now()) {
            return Ok(Loaded::Over(incoming));
        }
        let found = self.kernel.database.read().interaction(&key).await?;
        let progress = found.unwrap_or_default();
        if progress.finished {
            return Ok(Loaded::Over(incoming));
        }
        Ok(Loaded::Waiting(WaitingInteraction {
            key,
            incoming,
            asked_at: request.asked_at,
            progress,
        }))
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
        let Loaded::Waiting(waiting) = self.load_interaction(ctx, flow, browser).await? else {
            return Err(stale());
        };
        match self.check_waiting(waiting).await? {
            Ok(pending) => Ok(pending),
            Err(RejectedRequest::ShowToUser(refusal)) => Err((*refusal).into()),
            Err(RejectedRequest::SendToClient(..)) => Err(stale()),
        }
    }

    /// A waiting request for whoever posted a form about it. One that waits no more is started again:
    /// nothing that was done about it before counts.
    ///
    /// # Errors
    /// `Input` where there was never such a request.
    pub async fn pending_again(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: &Secret,
    ) -> Result<Renewed> {
        let loaded = self.load_interaction(ctx, flow, Some(browser)).await?;
        let (flow, waiting) = match loaded {
            Loaded::Waiting(waiting) => (flow.clone(), waiting),
            Loaded::Over(incoming) => {
                let (flow, request) = self.seal_request(ctx, &incoming, browser)?;
                let waiting = WaitingInteraction {
                    key: request.key(),
                    incoming,
                    asked_at: request.asked_at,
                    progress: Interaction::default(),
                };
                (flow, waiting)
            }
        };
        let repeatable = waiting.incoming.check_repeatable(ctx.now());
        Ok(match (self.check_waiting(waiting).await?, repeatable) {
            (Ok(pending), Err(error)) => Renewed::Refused(self.refuse(pending.addressed, &error)),
            (Ok(pending), Ok(())) => Renewed::Waiting {
                flow,
                pending: Box::new(pending),
            },
            (Err(rejected), _) => Renewed::Refused(self.reject(rejected)),
        })
    }

    /// Checks a waiting request again: its client may have changed meanwhile.
    async fn check_waiting(
        &self,
        waiting: WaitingInteraction,
    ) -> Result<std::result::Result<PendingRequest, RejectedRequest>> {
        let configuration = self.kernel.configuration().await?;
        let parameters = &waiting.incoming.parameters;
        let asking = asking_client(&configuration, parameters).await?;
        let checked = match self.check_request(&configuration, asking, parameters) {
            Ok(checked) => checked,
            Err(rejected) => return Ok(Err(rejected)),
        };
        let CheckedRequest {
            registered,
            addressed,
            request,
        } = checked;
        let chosen = waiting.progress.organization_id.as_deref();
        let organization = chosen.or(request.organization.as_deref());
        let look = branding::look(&self.kernel, &registered, organization).await?;
        Ok(Ok(PendingRequest {
            registered,
            request,
            addressed,
            key: waiting.key,
            chosen_sid: waiting.progress.chosen_sid,
            picked_organization: waiting.progress.organization_id,
            look,
        }))
    }

    /// The client of a request, whether that waits still or not.
    ///
    /// # Errors
    /// `Input` where there was never such a request, or its client is not registered any more.
    pub(crate) async fn client_of(
        &self,
        ctx: &OperationContext,
        flow: &str,
        browser: Option<&Secret>,
    ) -> Result<Arc<RegisteredClient>> {
        let flow = Secret::presented(flow);
        let incoming = match self.load_interaction(ctx, &flow, browser).await? {
            Loaded::Waiting(waiting) => waiting.incoming,
            Loaded::Over(incoming) => incoming,
        };
        let configuration = self.kernel.configuration().await?;
        let asking = asking_client(&configuration, &incoming.parameters).await?;
        asking
            .filter(|registered| !registered.disabled)
            .ok_or_else(stale)
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
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn note_step_up(&self, pending: &PendingRequest) -> Result<()> {
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
        let Loaded::Waiting(waiting) = self.load_interaction(ctx, flow, browser).await? else {
            return Err(stale());
        };
        let unit = Store::choose_account(&waiting.key, sid);
        if self.kernel.database.commit_unaudited(unit).await? {
            Ok(())
        } else {
            Err(stale())
        }
    }

    /// Records that the user signs in for an organization, one of those that they are in.
    ///
    /// # Errors
    /// `Input` where the flow cannot go on.
    pub async fn choose_organization(
        &self,
        pending: &PendingRequest,
        organization_id: &str,
    ) -> Result<()> {
        let unit = Store::choose_organization(&pending.key, organization_id);
        if self.kernel.database.commit_unaudited(unit).await? {
            Ok(())
        } else {
            Err(stale())
        }
    }
}
