//! The delivery of security events by push (RFC 8935), a kind of message of the outbox.

use super::token::security_event_token;
use crate::{
    Result,
    context::OperationContext,
    kernel::Kernel,
    outbox::{Attempt, HandlerFuture, OutboxHandler},
    sealing::Purpose,
};
use doorward_adapters::outbound::{Outbound, OutboundError};
use doorward_protocol::events::{
    event_stream::{Delivery, StreamStatus},
    security_event::MEDIA_TYPE,
};
use doorward_storage::{
    OutboxMessage, SECURITY_EVENT_PUSH, SecurityEvent, Store, StoredStream, Unit,
};
use std::sync::Arc;

/// Posts a security event token to the receiver of each message. The event itself waits in the list
/// of its stream, under the same identifier.
pub(crate) struct SecurityEventPushes {
    kernel: Arc<Kernel>,
    outbound: Outbound,
}

impl OutboxHandler for SecurityEventPushes {
    fn kind(&self) -> &'static str {
        SECURITY_EVENT_PUSH
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.push(ctx, message))
    }

    fn expire<'a>(
        &'a self,
        _ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        let unit = Store::remove_security_event(&message.id, &message.target);
        Box::pin(async { Ok(Attempt::done(unit)) })
    }
}

impl SecurityEventPushes {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound) -> Self {
        Self { kernel, outbound }
    }

    async fn push(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let (Some(event), Some(stored)) = (
            store.security_event(&message.id).await?,
            store.event_stream(&message.target).await?,
        ) else {
            return Ok(Attempt::done(Unit::new()));
        };
        // A stream that is enabled again, or pushed to again, gets new messages.
        let Delivery::Push { endpoint_url } = &stored.stream.delivery else {
            return Ok(Attempt::done(Unit::new()));
        };
        if stored.stream.status != StreamStatus::Enabled {
            return Ok(Attempt::done(Unit::new()));
        }
        match self.post(ctx, &stored, endpoint_url, &event).await? {
            Ok(_) => {
                // Committed by itself: the receiver has the event, also where its stream was
                // changed meanwhile and the message belongs to another attempt now.
                let unit = Store::remove_security_event(&event.jti, &event.stream_id);
                self.kernel.database.commit_unaudited(unit).await?;
                Ok(Attempt::done(Unit::new()))
            }
            Err(error) => Ok(Attempt::refused(error, Unit::new())),
        }
    }

    async fn post(
        &self,
        ctx: &OperationContext,
        stored: &StoredStream,
        endpoint_url: &str,
        event: &SecurityEvent,
    ) -> Result<std::result::Result<u16, OutboundError>> {
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(&stored.stream.client_id).await?;
        let Some(registered) = registered.filter(|registered| !registered.disabled) else {
            return Ok(Err(OutboundError::Forbidden));
        };
        let authorization = match &stored.sealed_authorization_header {
            Some(sealed) => {
                let place = Purpose::EventStreamHeader;
                let sealing = &self.kernel.sealing;
                let header = sealing.open(place.at(&[&stored.stream.stream_id]), sealed)?;
                Some(String::from_utf8_lossy(&header).into_owned())
            }
            None => None,
        };
        let client = &registered.client;
        let token = security_event_token(&self.kernel, ctx, &configuration, client, event)?;
        Ok(self
            .outbound
            .post(endpoint_url, MEDIA_TYPE, token, authorization.as_deref())
            .await)
    }
}
