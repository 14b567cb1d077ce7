//! Back-channel logout notices (OpenID Connect Back-Channel Logout §2.5), a kind of message of the
//! outbox.

use crate::{
    Configuration, Result,
    audit::Record,
    context::OperationContext,
    kernel::Kernel,
    outbox::{Attempt, HandlerFuture, OutboxHandler},
};
use doorward_adapters::outbound::{Outbound, OutboundError};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    logout::logout_notice::{self, LogoutToken},
    secret::random_id,
};
use doorward_storage::{LOGOUT_NOTICE, LogoutAttempt, LogoutReceipt, OutboxMessage, Store, Unit};
use std::sync::Arc;

/// Sends a logout token to the client of each notice. The receipt of the same identifier says which
/// session of which user ended, and keeps the result.
pub(crate) struct LogoutNotices {
    kernel: Arc<Kernel>,
    outbound: Outbound,
}

impl OutboxHandler for LogoutNotices {
    fn kind(&self) -> &'static str {
        LOGOUT_NOTICE
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.send_notice(ctx, message))
    }

    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.give_up(ctx, message))
    }
}

/// The client of a notice; none where the client was deleted or disabled.
async fn receiver(
    configuration: &Configuration,
    client_id: &str,
) -> Result<Option<Arc<RegisteredClient>>> {
    let registered = configuration.client(client_id).await?;
    Ok(registered.filter(|registered| !registered.disabled))
}

impl LogoutNotices {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound) -> Self {
        Self { kernel, outbound }
    }

    async fn send_notice(
        &self,
        ctx: &OperationContext,
        message: &OutboxMessage,
    ) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let Some(receipt) = store.logout_receipt(&message.id).await? else {
            return Ok(Attempt::done(Unit::new()));
        };
        let configuration = self.kernel.configuration().await?;
        let registered = receiver(&configuration, &message.target).await?;
        let client = registered.as_ref().map(|registered| &registered.client);
        // The client may not want notices any more.
        let wanted =
            client.and_then(|client| Some((client, client.backchannel_logout_uri.as_deref()?)));
        let Some((client, uri)) = wanted else {
            return Ok(Attempt::done(Store::give_up_logout_receipt(&message.id)));
        };
        let token = self.logout_token(ctx, &configuration, client, &receipt)?;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("logout_token", &token)
            .finish();
        let answer = self.outbound.post_form(uri, form).await;
        Ok(self.attempted(ctx, &receipt, answer))
    }

    /// A new logout token for each attempt: it lives two minutes, and a receiver may refuse a `jti`
    /// that it saw before.
    fn logout_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        client: &Client,
        receipt: &LogoutReceipt,
    ) -> Result<String> {
        let token = LogoutToken {
            iss: self.kernel.issuer(),
            aud: &client.client_id,
            sub: &self.kernel.subject_for(client, &receipt.user_id),
            sid: &receipt.sid,
            jti: &random_id(self.kernel.entropy.as_ref(), 16),
            iat: ctx.now(),
        };
        let algorithm = client
            .id_token_signed_response_alg
            .unwrap_or_else(|| self.kernel.default_algorithm());
        let (typ, claims) = (logout_notice::TYP, token.claims());
        Ok(configuration
            .keyring
            .sign(algorithm, typ, &claims, ctx.now())?)
    }

    /// What an answer means for the message and its receipt.
    fn attempted(
        &self,
        ctx: &OperationContext,
        receipt: &LogoutReceipt,
        answer: std::result::Result<u16, OutboundError>,
    ) -> Attempt {
        let answered = &ctx.renewed(self.kernel.clock.as_ref());
        let attempt = LogoutAttempt {
            status: match answer {
                Ok(status) | Err(OutboundError::Status(status)) => Some(status),
                Err(_) => None,
            },
            reason: answer.as_ref().err().map(ToString::to_string),
            latency_ms: answered.now().since(ctx.now()).max(0),
            at: answered.now(),
        };
        match answer {
            Ok(_) => {
                Attempt::done(
                    Store::record_logout_attempt(&receipt.id, "delivered", attempt)
                        .then(self.record(answered, "backchannel_logout.delivered", receipt)),
                )
            }
            Err(error) => Attempt::refused(
                error,
                Store::record_logout_attempt(&receipt.id, "waiting", attempt),
            ),
        }
    }

    async fn give_up(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let Some(receipt) = store.logout_receipt(&message.id).await? else {
            return Ok(Attempt::done(Unit::new()));
        };
        Ok(Attempt::done(
            Store::give_up_logout_receipt(&message.id).then(self.record(
                ctx,
                "backchannel_logout.given_up",
                &receipt,
            )),
        ))
    }

    fn record(
        &self,
        ctx: &OperationContext,
        action: &'static str,
        receipt: &LogoutReceipt,
    ) -> Unit {
        let record = Record {
            action,
            subject: Some(&receipt.user_id),
            client_id: Some(&receipt.client_id),
            detail: &receipt.sid,
        };
        self.kernel.database.record(ctx, &record)
    }
}
