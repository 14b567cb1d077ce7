//! Clocked callers of `domain`.

use doorward_core::Provider;
use doorward_core::context::Actor;
use std::{
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::sync::Notify;

/// Starts the workers. Each ends by itself when the provider is gone.
pub fn start(provider: &Arc<Provider>) {
    tokio::spawn(every(
        Duration::from_mins(10),
        Arc::downgrade(provider),
        sweep_expired,
    ));
    let (logouts, events) = (
        Arc::clone(&provider.logout_deliveries.bell),
        Arc::clone(&provider.event_deliveries.bell),
    );
    tokio::spawn(at_the_bell(
        logouts,
        Arc::downgrade(provider),
        deliver_logout_notices,
    ));
    tokio::spawn(at_the_bell(
        events,
        Arc::downgrade(provider),
        deliver_security_events,
    ));
    tokio::spawn(every(
        Duration::from_secs(30),
        Arc::downgrade(provider),
        end_expired_sessions,
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

/// At once where something was queued in this process, within a fifth of a second for what others
/// (the command line, another node) left.
async fn at_the_bell(
    bell: Arc<Notify>,
    provider: Weak<Provider>,
    work: impl AsyncFn(Arc<Provider>),
) {
    loop {
        let _ = tokio::time::timeout(Duration::from_millis(200), bell.notified()).await;
        let Some(provider) = provider.upgrade() else {
            return;
        };
        work(provider).await;
    }
}

async fn deliver_logout_notices(provider: Arc<Provider>) {
    if let Err(error) =
        doorward_core::logout::logout_notices::dispatch(&provider, &provider.context(Actor::Worker))
            .await
    {
        tracing::warn!(%error, "logout notices could not be looked for; tried again at once");
    }
}

async fn deliver_security_events(provider: Arc<Provider>) {
    if let Err(error) =
        doorward_core::events::dispatch(&provider, &provider.context(Actor::Worker)).await
    {
        tracing::warn!(%error, "security events could not be looked for; tried again at once");
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

async fn sweep_expired(provider: Arc<Provider>) {
    if let Err(error) = provider.sweep().await {
        tracing::warn!(%error, "what expired could not be deleted; tried again in ten minutes");
    }
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
