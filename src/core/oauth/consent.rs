//! Consent: what a user allowed which client.

use crate::{
    Error, Result,
    access::effective::NOT_ADMITTED,
    audit::Record,
    context::{Actor, OperationContext},
    kernel::Kernel,
    oauth::{
        authorize::{AuthorizationOutcome, PendingRequest},
        lost_access::end_at_app,
    },
    outbox::Outbox,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_response::AuthorizationResponse,
        consent::AskedConsent,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
    sessions::sso_session::SsoSession,
    time::Timestamp,
};
use doorward_storage::{ConsentKey, Store, Unit};
use std::sync::Arc;

/// What users allowed which client.
pub struct Consents {
    kernel: Arc<Kernel>,
    /// Delivers the logout notices of a withdrawal.
    outbox: Outbox,
}

/// How often a consent is joined with what the user allowed before, where that changes at the same
/// time.
const MAX_ATTEMPTS: usize = 3;

fn answered() -> Error {
    Error::Input("this question was answered already".into())
}

/// What a user allows a client that registered itself is a use of the registration.
fn registration_use(registered: &RegisteredClient, now: Timestamp) -> Unit {
    if registered.registered_by_itself {
        Store::use_client_registration(&registered.client.client_id, now)
    } else {
        Unit::new()
    }
}

/// What a user allowed, for the audit log.
fn said(asked: &AskedConsent<'_>) -> String {
    if asked.resources.is_empty() {
        return asked.scope.to_string();
    }
    format!("{} at {}", asked.scope, asked.resources.join(" "))
}

impl Consents {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbox: Outbox) -> Self {
        Self { kernel, outbox }
    }

    /// The user of the session allows a waiting request: the consent is kept for the next time, and
    /// the request is marked as allowed, once.
    ///
    /// # Errors
    /// `Input` where the user answered already, or is signed out by now.
    pub async fn allow(
        &self,
        ctx: &OperationContext,
        pending: &PendingRequest,
        session: &SsoSession,
    ) -> Result<()> {
        let ctx = &ctx.acting_as(Actor::User(session.user_id.clone()));
        let store = self.kernel.database.read();
        let key = ConsentKey {
            user_id: &session.user_id,
            client_id: &pending.registered.client.client_id,
        };
        let (scope, destination) = (
            pending.request.consent_scope(),
            pending.consent_destination(),
        );
        let resources = pending.resources(self.kernel.issuer());
        let asked = AskedConsent {
            destination: destination.as_deref(),
            resources: &resources,
            scope: &scope,
        };
        let record = Record {
            action: "consent.given",
            subject: Some(key.user_id),
            client_id: Some(key.client_id),
            detail: &said(&asked),
        };
        for _ in 0..MAX_ATTEMPTS {
            let before = store.consent(key).await?;
            // Who is asked although they answered, withdrew it meanwhile.
            let again = before.as_ref().is_none_or(|before| !before.covers(&asked));
            let given = before.clone().unwrap_or_default().and(&asked);
            let unit = Store::require_live_session(session.reference())
                .then(Store::give_consent(&pending.key, &session.sid, again))
                .then(Store::put_consent(key, before.as_ref(), &given, ctx.now()))
                .then(registration_use(&pending.registered, ctx.now()));
            if self.kernel.database.commit(ctx, unit, &[record]).await? {
                return Ok(());
            }
            // Where the consent is the same as before, it was not another answer that changed it.
            if store.consent(key).await? == before {
                break;
            }
        }
        Err(answered())
    }

    /// The user refuses a waiting request: the client gets `access_denied`, and nothing is kept.
    ///
    /// # Errors
    /// `Input` where the user answered already.
    pub async fn deny(
        &self,
        ctx: &OperationContext,
        pending: PendingRequest,
    ) -> Result<AuthorizationOutcome> {
        self.refuse(ctx, pending, "the user said no").await
    }

    /// A user who may not use the client goes back to it: it gets `access_denied`.
    ///
    /// # Errors
    /// As [`Consents::deny`].
    pub async fn refuse_without_access(
        &self,
        ctx: &OperationContext,
        pending: PendingRequest,
    ) -> Result<AuthorizationOutcome> {
        self.refuse(ctx, pending, NOT_ADMITTED).await
    }

    async fn refuse(
        &self,
        ctx: &OperationContext,
        pending: PendingRequest,
        reason: &'static str,
    ) -> Result<AuthorizationOutcome> {
        let unit = Store::finish_interaction(&pending.key, ctx.now());
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Err(answered());
        }
        let error = ProtocolError::new(ErrorCode::AccessDenied, reason);
        Ok(AuthorizationOutcome::SendToClient(Box::new(
            AuthorizationResponse::error(pending.addressed, self.kernel.issuer(), &error),
        )))
    }

    /// Every consent of a user: the client, what it may have, and since when.
    ///
    /// # Errors
    /// `Unavailable` where the database does not answer.
    pub async fn of_user(
        &self,
        _ctx: &OperationContext,
        user_id: &str,
    ) -> Result<Vec<(String, Scope, Timestamp)>> {
        let given = self
            .kernel
            .database
            .read()
            .consents_of_user(user_id)
            .await?;
        Ok(given
            .into_iter()
            .map(|given| (given.client_id, given.consent.scope, given.given_at))
            .collect())
    }

    /// Withdraws everything that a user gave a client: the consent, every code and token under it,
    /// and the cookies of a site behind a proxy. The client gets a logout notice for each session
    /// that it is part of; the sessions themselves go on.
    ///
    /// # Errors
    /// `Unavailable` where the database does not answer.
    pub async fn withdraw(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        client_id: &str,
    ) -> Result<()> {
        let ctx = &ctx.acting_as(Actor::User(user_id.to_owned()));
        let now = ctx.now();
        let ended = end_at_app(&self.kernel, user_id, client_id, now).await?;
        let unit = ended.then(Store::delete_consent(user_id, client_id));
        let record = Record {
            action: "app.unlinked",
            subject: Some(user_id),
            client_id: Some(client_id),
            detail: "",
        };
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        self.outbox.notify();
        Ok(())
    }
}
