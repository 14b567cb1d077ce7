//! Background work, on a timer or where the outbox is notified.

use doorward_core::context::Actor;
use doorward_core::{Outbox, Provider};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// Starts the workers. Each ends by itself when the provider is gone.
pub fn start(provider: &Arc<Provider>) {
    tokio::spawn(every(
        Duration::from_mins(10),
        Arc::downgrade(provider),
        purge,
    ));
    tokio::spawn(deliver_messages(
        provider.outbox().clone(),
        Arc::downgrade(provider),
    ));
    tokio::spawn(every(
        Duration::from_secs(30),
        Arc::downgrade(provider),
        end_expired_sessions,
    ));
    tokio::spawn(every(
        Duration::from_hours(1),
        Arc::downgrade(provider),
        delete_unused_registrations,
    ));
    tokio::spawn(every(
        Duration::from_mins(30),
        Arc::downgrade(provider),
        rotate_signing_keys,
    ));
}

async fn every(period: Duration, provider: Weak<Provider>, work: impl AsyncFn(Arc<Provider>)) {
    let mut ticks = tokio::time::interval(period);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let Some(provider) = provider.upgrade() else {
            return;
        };
        work(provider).await;
    }
}

/// How often the outbox is looked at for messages that another process queued: the command line, or
/// another node.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Delivers what waits in the outbox: at once where this process queued it.
async fn deliver_messages(outbox: Outbox, provider: Weak<Provider>) {
    loop {
        let _ = tokio::time::timeout(POLL_INTERVAL, outbox.notified()).await;
        let Some(provider) = provider.upgrade() else {
            return;
        };
        if let Err(error) = outbox.deliver_due(&provider.context(Actor::Worker)).await {
            tracing::warn!(%error, "the outbox could not be read; it is read again at once");
        }
    }
}

async fn end_expired_sessions(provider: Arc<Provider>) {
    if let Err(error) = provider
        .sessions()
        .end_expired(&provider.context(Actor::Worker))
        .await
    {
        tracing::warn!(%error, "sessions past their limits could not be ended; nobody gets in by them, and it is tried again in half a minute");
    }
}

/// Each table that could not be purged is logged where that happens. A run may take longer than the
/// period: the next one begins when it is done.
async fn purge(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    let report = provider.purge().run(&ctx, || !provider.is_draining()).await;
    tracing::debug!(
        rows = report.rows,
        failed = report.failed.len(),
        stopped = report.stopped,
        "expired rows were deleted"
    );
}

async fn rotate_signing_keys(provider: Arc<Provider>) {
    if let Err(error) = provider
        .signing_keys()
        .rotate_due(&provider.context(Actor::Worker))
        .await
    {
        tracing::warn!(%error, "signing keys could not be rotated; tried again in half an hour");
    }
}

async fn delete_unused_registrations(provider: Arc<Provider>) {
    if let Err(error) = provider
        .registration()
        .delete_unused(&provider.context(Actor::Worker))
        .await
    {
        tracing::warn!(%error, "registrations that nobody used could not be deleted; tried again in an hour");
    }
}
