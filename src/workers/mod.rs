//! Clocked callers of `domain`.

use crate::domain::{self, Provider};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::sync::Notify;

/// Starts the workers. Each ends by itself when the provider is gone.
pub fn start(provider: &Arc<Provider>) {
    tokio::spawn(every(Duration::from_mins(10), Arc::downgrade(provider), sweep_expired));
    tokio::spawn(deliver_logout_notices(Arc::clone(&provider.logout_bell), Arc::downgrade(provider)));
    tokio::spawn(every(Duration::from_mins(30), Arc::downgrade(provider), rotate_signing_keys));
}

async fn every(period: Duration, provider: Weak<Provider>, work: impl AsyncFn(Arc<Provider>)) {
    let mut ticks = tokio::time::interval(period);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let Some(provider) = provider.upgrade() else { return };
        work(provider).await;
    }
}

/// At once where a session ended in this process, within a fifth of a second for what other processes (the command line, another node) left.
async fn deliver_logout_notices(bell: Arc<Notify>, provider: Weak<Provider>) {
    loop {
        let _ = tokio::time::timeout(Duration::from_millis(200), bell.notified()).await;
        let Some(provider) = provider.upgrade() else { return };
        if let Err(error) = domain::logout_notices::dispatch(&provider).await {
            tracing::warn!(%error, "logout notices could not be looked for; tried again at once");
        }
    }
}

async fn sweep_expired(provider: Arc<Provider>) {
    if let Err(error) = provider.sweep().await {
        tracing::warn!(%error, "what expired could not be deleted; tried again in ten minutes");
    }
}

async fn rotate_signing_keys(provider: Arc<Provider>) {
    if let Err(error) = domain::keys::rotate_due(&provider).await {
        tracing::warn!(%error, "signing keys could not be rotated; tried again in half an hour");
    }
}
