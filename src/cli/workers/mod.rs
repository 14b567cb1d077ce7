//! Background work, on a timer or where the outbox is notified.

use doorward_core::Provider;
use doorward_core::context::Actor;
use doorward_web::{AuditStreamLag, record_audit_stream};
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// Starts the workers. Each ends by itself when the provider is gone.
pub fn start(provider: &Arc<Provider>) {
    keep("purge", provider, |provider| {
        let (name, period) = ("purge", Duration::from_mins(10));
        every(Rounds { name, period }, provider, purge)
    });
    keep("outbox", provider, deliver_messages);
    keep("audit chain", provider, |provider| {
        let (name, period) = ("audit chain", Duration::from_secs(1));
        every(Rounds { name, period }, provider, chain_audit_events)
    });
    if !provider.audit_streams().is_empty() {
        keep("audit streams", provider, |provider| {
            let (name, period) = ("audit streams", Duration::from_secs(1));
            every(Rounds { name, period }, provider, stream_audit_log)
        });
    }
    keep("session expiry", provider, |provider| {
        let (name, period) = ("session expiry", Duration::from_secs(30));
        every(Rounds { name, period }, provider, end_expired_sessions)
    });
    keep("role expiry", provider, |provider| {
        let (name, period) = ("role expiry", Duration::from_secs(30));
        every(Rounds { name, period }, provider, end_expired_roles)
    });
    keep("access requests", provider, |provider| {
        let (name, period) = ("access requests", Duration::from_mins(5));
        every(
            Rounds { name, period },
            provider,
            end_expired_access_requests,
        )
    });
    start_for_users(provider);
    keep("account deletions", provider, |provider| {
        let (name, period) = ("account deletions", Duration::from_mins(5));
        every(Rounds { name, period }, provider, delete_due_accounts)
    });
    keep("unused registrations", provider, |provider| {
        let (name, period) = ("unused registrations", Duration::from_hours(1));
        every(
            Rounds { name, period },
            provider,
            delete_unused_registrations,
        )
    });
    keep("uses of client secrets", provider, |provider| {
        let (name, period) = ("uses of client secrets", Duration::from_mins(1));
        every(Rounds { name, period }, provider, note_secret_uses)
    });
    keep("key rotation", provider, |provider| {
        let (name, period) = ("key rotation", Duration::from_mins(30));
        every(Rounds { name, period }, provider, rotate_signing_keys)
    });
}

/// Starts the workers that are about users alone.
fn start_for_users(provider: &Arc<Provider>) {
    keep("SCIM comparisons", provider, |provider| {
        let (name, period) = ("SCIM comparisons", Duration::from_mins(1));
        every(Rounds { name, period }, provider, compare_with_apps)
    });
    keep("recoveries", provider, |provider| {
        let (name, period) = ("recoveries", Duration::from_mins(1));
        every(Rounds { name, period }, provider, mail_due_recoveries)
    });
    keep("mail servers", provider, |provider| {
        let (name, period) = ("mail servers", Duration::from_mins(1));
        every(
            Rounds { name, period },
            provider,
            release_mails_of_no_server,
        )
    });
}

/// How long a worker that panicked rests before it starts again.
const RESTART_BACKOFF: Duration = Duration::from_secs(1);

/// Runs a worker until the provider is gone. One that panics is started again; until it has
/// finished a round, the server is not ready.
fn keep<W>(
    name: &'static str,
    provider: &Arc<Provider>,
    work: impl Fn(Weak<Provider>) -> W + Send + 'static,
) where
    W: Future<Output = ()> + Send + 'static,
{
    let (provider, workers) = (Arc::downgrade(provider), Arc::clone(provider.workers()));
    tokio::spawn(async move {
        while let Err(error) = tokio::spawn(work(provider.clone())).await {
            if error.is_cancelled() {
                return;
            }
            tracing::error!(name, "a worker panicked; it is started again");
            workers.failed(name);
            tokio::time::sleep(RESTART_BACKOFF).await;
        }
    });
}

/// The name of a worker, and the time between two of its rounds.
#[derive(Clone, Copy)]
struct Rounds {
    name: &'static str,
    period: Duration,
}

async fn every<W>(rounds: Rounds, provider: Weak<Provider>, work: impl Fn(Arc<Provider>) -> W)
where
    W: Future<Output = ()>,
{
    if let Some(provider) = provider.upgrade() {
        provider.workers().started(rounds.name, rounds.period);
    }
    let mut ticks = tokio::time::interval(rounds.period);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let Some(provider) = provider.upgrade() else {
            return;
        };
        let workers = Arc::clone(provider.workers());
        work(provider).await;
        workers.beat(rounds.name, rounds.period);
    }
}

/// How often the outbox is looked at for messages that another process queued: the command line, or
/// another node.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Delivers what waits in the outbox: at once where this process queued it.
async fn deliver_messages(provider: Weak<Provider>) {
    let Some(outbox) = provider.upgrade().map(|provider| {
        provider.workers().started("outbox", POLL_INTERVAL);
        provider.outbox().clone()
    }) else {
        return;
    };
    loop {
        let _ = tokio::time::timeout(POLL_INTERVAL, outbox.notified()).await;
        let Some(provider) = provider.upgrade() else {
            return;
        };
        if let Err(error) = outbox.deliver_due(&provider.context(Actor::Worker)).await {
            tracing::warn!(%error, "the outbox could not be read; it is read again at once");
        }
        provider.workers().beat("outbox", POLL_INTERVAL);
    }
}

async fn chain_audit_events(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    let chain = provider.audit_chain();
    if let Err(error) = chain.extend(&ctx, || !provider.is_draining()).await {
        let cause = error.to_string();
        if chain.is_news(&ctx, &cause) {
            tracing::error!(
                cause,
                "entries of the audit log could not be chained; tried again each second"
            );
        }
    }
}

/// Begins what waits for each stream, and waits for none: a slow receiver keeps no other one waiting.
async fn stream_audit_log(provider: Arc<Provider>) {
    for turn in provider.audit_streams().turns() {
        let provider = Arc::clone(&provider);
        tokio::spawn(async move {
            let ctx = provider.context(Actor::Worker);
            let goes_on = || !provider.is_draining();
            provider.audit_streams().deliver(&ctx, turn, goes_on).await;
        });
    }
    let Ok(states) = provider.audit_streams().states().await else {
        // The log says so already.
        return;
    };
    let now = provider.now();
    for state in states.iter().filter(|state| state.kind.is_some()) {
        let waits = state.oldest.map_or(0, |oldest| now.since(oldest) / 1000);
        let lag = AuditStreamLag {
            entries: state.waiting,
            seconds: waits,
            is_failing: state.row.as_ref().is_some_and(|row| row.attempts > 0),
        };
        record_audit_stream(&state.name, lag);
    }
}

async fn mail_due_recoveries(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.recovery().mail_due(&ctx).await {
        tracing::warn!(%error, "links for lost second factors could not be mailed; tried again in a minute");
    }
}

async fn release_mails_of_no_server(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.mailer().release_strays(&ctx).await {
        tracing::warn!(%error, "it could not be seen whether mails wait for a server that is gone; looked at again in a minute");
    }
}

async fn compare_with_apps(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.scim_targets().compare_due(&ctx).await {
        tracing::warn!(%error, "comparisons with the apps that users are pushed to could not begin; tried again in a minute");
    }
}

async fn end_expired_roles(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.end_expired_roles(&ctx).await {
        tracing::warn!(%error, "what users had by roles that expired could not be ended; they get nothing new by it, and it is tried again in half a minute");
    }
}

async fn end_expired_access_requests(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.end_expired_access_requests(&ctx).await {
        tracing::warn!(%error, "requests for roles that nobody decided in time could not be ended; nobody can approve them, and it is tried again in five minutes");
    }
}

async fn delete_due_accounts(provider: Arc<Provider>) {
    let ctx = provider.context(Actor::Worker);
    if let Err(error) = provider.users().delete_due_accounts(&ctx).await {
        tracing::warn!(%error, "accounts whose users asked for it could not be deleted; tried again in five minutes");
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

async fn note_secret_uses(provider: Arc<Provider>) {
    if let Err(error) = provider.clients().secret_uses().write().await {
        tracing::warn!(%error, "when client secrets were last used could not be noted; tried again in a minute");
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
