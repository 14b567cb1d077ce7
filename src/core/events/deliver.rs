//! Events that are pushed (RFC 8935): each leaves a durable queue, in one pair of hands at a time.

use crate::context::OperationContext;
use crate::events::token;
use crate::{
    Provider, Result,
    outbox::in_flight::{Delivery, InFlight, MOST, MOST_TO_ONE},
};
use doorward_adapters::outbound::OutboundError;
use doorward_protocol::{
    events::{event_stream, security_event::MEDIA_TYPE},
    logout::logout_notice::{LEASE, next_try},
};
use doorward_storage::{SecurityEvent, Store};
use std::sync::Arc;

/// Starts the delivery of every event that is due and in nobody's hands, here or on another node.
/// Returns how many it started.
///
/// # Errors
/// Where the store is away.
pub async fn dispatch(provider: &Arc<Provider>, ctx: &OperationContext) -> Result<usize> {
    let mut started = 0;
    for event in provider
        .store
        .due_security_events(ctx.now(), MOST_TO_ONE, MOST)
        .await?
    {
        let receiver = event.stream_id.clone();
        let lease = Store::lease_security_event(&event.jti, ctx.now(), ctx.now().plus(LEASE));
        let (shared, context) = (Arc::clone(provider), ctx.clone());
        let deliver = async move { deliver(&shared, &context, &event).await };
        started += usize::from(
            InFlight::start(
                provider,
                |provider| &provider.event_deliveries,
                Delivery {
                    receiver: &receiver,
                    lease,
                    deliver,
                },
            )
            .await?,
        );
    }
    Ok(started)
}

/// One try. What the receiver took is done; what it did not take is tried again, until the sweep
/// finds its time over.
async fn deliver(provider: &Provider, ctx: &OperationContext, event: &SecurityEvent) -> Result<()> {
    let Some(stored) = provider.store.event_stream(&event.stream_id).await? else {
        return Ok(());
    };
    let event_stream::Delivery::Push { endpoint_url } = &stored.stream.delivery else {
        return Ok(());
    };
    let configuration = provider.configuration().await?;
    let client_id = &stored.stream.client_id;
    let outcome = if configuration
        .client(client_id)
        .is_some_and(|registered| !registered.disabled)
    {
        let authorization = match &stored.sealed_authorization_header {
            Some(sealed) => {
                Some(String::from_utf8_lossy(&provider.master_key.open(sealed)?).into_owned())
            }
            None => None,
        };
        let token = token(provider, ctx, &configuration, client_id, event)?;
        provider
            .outbound
            .post(endpoint_url, MEDIA_TYPE, token, authorization.as_deref())
            .await
    } else {
        Err(OutboundError::Forbidden)
    };
    let ctx = &ctx.renewed(provider.clock.as_ref());
    match outcome {
        Ok(_) => {
            provider
                .store
                .commit(Store::remove_security_event(&event.jti, &event.stream_id))
                .await?;
        }
        Err(error) => {
            let mut chance = [0_u8];
            provider.entropy.fill(&mut chance);
            let [chance] = chance;
            let attempts = event.attempts
                + if error == OutboundError::Forbidden {
                    12
                } else {
                    1
                };
            tracing::warn!(client_id, %error, attempts, "a security event was not taken; it is tried again");
            provider
                .store
                .commit(Store::postpone_security_event(
                    &event.jti,
                    next_try(attempts, ctx.now(), chance),
                ))
                .await?;
        }
    }
    Ok(())
}
