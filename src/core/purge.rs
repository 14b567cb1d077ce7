//! Deletes what nobody needs any more: in small batches, each table in its turn, and slowly enough
//! that requests are not kept waiting.

use crate::{audit_chain::AuditChain, context::OperationContext, kernel::Kernel};
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{PurgeWindow, PurgedTable};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The number of rows of the first batch of a table.
const FIRST_BATCH: i64 = 100;
/// The largest batch. The smallest one keeps a busy server from falling behind: there the wait for
/// the writer counts as time of the batch.
const MAX_BATCH: i64 = 1000;
const MIN_BATCH: i64 = 50;
/// How long a batch should take. A request that comes meanwhile waits for it.
const BATCH_TIME: Duration = Duration::from_millis(20);
/// The longest pause between two batches.
const MAX_BACKOFF: Duration = Duration::from_millis(50);

/// The number of rows for the next batch, after one took this long.
fn next_size(size: i64, took: Duration) -> i64 {
    if took > BATCH_TIME {
        (size / 2).max(MIN_BATCH.min(size))
    } else if took < BATCH_TIME / 2 {
        (size * 2).min(MAX_BATCH)
    } else {
        size
    }
}

/// How long a row is kept after the time that its table counts from. `None`: for ever.
///
/// Grants and sessions stay a day, so that a replayed code or an old `id_token_hint` is
/// still recognised; so does what remembers that something was used or revoked, so that a clock
/// that is set back makes nothing valid again.
fn kept_for(table: PurgedTable, audit_retention: Option<Lifetime>) -> Option<Lifetime> {
    match table {
        PurgedTable::Grants
        | PurgedTable::RevokedAccessTokens
        | PurgedTable::ClientAssertions
        | PurgedTable::UsedChallenges
        | PurgedTable::TrustedBrowsers
        | PurgedTable::SsoSessions
        | PurgedTable::AccountGroups
        | PurgedTable::MailedRequests
        | PurgedTable::SignInAttempts => Some(Lifetime::days(1)),
        // Whoever opens an old link is told that it expired or was used, invitations are listed, and
        // requests to get back in are counted.
        PurgedTable::OneTimeTokens
        | PurgedTable::Invitations
        | PurgedTable::Recoveries
        | PurgedTable::WebhookDeliveries
        | PurgedTable::LogoutReceipts => Some(Lifetime::days(30)),
        // Who asked for a role, and who decided, is read for a year beside the record of who has it.
        PurgedTable::AccessRequests => Some(Lifetime::days(365)),
        // A request that expired cannot be answered again, also where the clock is set back, and an
        // entry of the session cache is believed for five minutes at most.
        PurgedTable::Interactions
        | PurgedTable::FederationFlows
        | PurgedTable::CacheRevocations => Some(Lifetime::hours(1)),
        // Whole days are deleted: an entry of the first moment of a day goes with the last one.
        PurgedTable::AuditEvents => {
            audit_retention.map(|kept| Lifetime(kept.0 + Lifetime::days(1).0))
        }
        PurgedTable::AccessTokens
        | PurgedTable::IdempotentRequests
        | PurgedTable::InitialAccessTokens
        | PurgedTable::SecurityEvents
        | PurgedTable::SigningKeys => Some(Lifetime(0)),
    }
}

/// What a run deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurgeReport {
    /// How many rows were deleted.
    pub rows: usize,
    /// The tables that could not be purged to the end. The next run tries them again.
    pub failed: Vec<&'static str>,
    /// Whether the run was stopped before it was done. The next run goes on.
    pub stopped: bool,
}

/// A table in a run.
struct Pending {
    table: PurgedTable,
    window: PurgeWindow,
}

/// Deletes rows whose time has passed.
pub struct Purge {
    kernel: Arc<Kernel>,
    audit_chain: Arc<AuditChain>,
    /// The number of rows of the next batch of each table. A table that failed is tried with fewer
    /// rows: a statement may have run into the time limit of the database.
    sizes: Mutex<HashMap<PurgedTable, i64>>,
}

impl Purge {
    pub(crate) fn new(kernel: Arc<Kernel>, audit_chain: Arc<AuditChain>) -> Self {
        Self {
            kernel,
            audit_chain,
            sizes: Mutex::default(),
        }
    }

    /// Deletes everything whose time has passed, a batch of each table in turn, so that a table with
    /// much to delete does not keep the others waiting. A table that fails is left until the next
    /// run. `goes_on` is asked before each batch.
    pub async fn run(&self, ctx: &OperationContext, goes_on: impl Fn() -> bool) -> PurgeReport {
        let mut report = PurgeReport::default();
        let mut pending: VecDeque<Pending> = self.windows(ctx.now()).collect();
        self.release_audit_days(ctx, &mut pending, &mut report)
            .await;
        while let Some(mut next) = pending.pop_front() {
            if !goes_on() {
                report.stopped = true;
                break;
            }
            next.window.limit = self.size(next.table);
            let started = self.kernel.monotonic();
            let store = self.kernel.database.read();
            let batch = store.purge_batch(next.table, next.window).await;
            let took = self.kernel.monotonic().saturating_sub(started);
            match batch {
                Ok(batch) => {
                    report.rows += batch.rows;
                    self.set_size(next.table, next_size(next.window.limit, took));
                    if let Some(from) = batch.next {
                        next.window.from = from;
                        pending.push_back(next);
                    }
                    if batch.rows > 0 {
                        // Half of the time belongs to requests.
                        tokio::time::sleep(took.min(MAX_BACKOFF)).await;
                    }
                }
                Err(error) => {
                    let table = next.table.name();
                    tracing::warn!(table, %error, "expired rows could not be deleted; the next run tries again");
                    self.set_size(next.table, (next.window.limit / 2).max(1));
                    report.failed.push(table);
                }
            }
        }
        report
    }

    /// Signs that the days of the audit log that are old enough may be deleted, and leaves the others.
    async fn release_audit_days(
        &self,
        ctx: &OperationContext,
        pending: &mut VecDeque<Pending>,
        report: &mut PurgeReport,
    ) {
        let mut events = pending.iter_mut();
        let Some(events) = events.find(|next| next.table == PurgedTable::AuditEvents) else {
            return;
        };
        match self.audit_chain.release(ctx, events.window.before).await {
            Ok(end) => events.window.before = end,
            Err(error) => {
                tracing::warn!(%error, "old entries of the audit log were not deleted; the next run tries again");
                report.failed.push(PurgedTable::AuditEvents.name());
                pending.retain(|next| next.table != PurgedTable::AuditEvents);
            }
        }
    }

    fn windows(&self, now: Timestamp) -> impl Iterator<Item = Pending> {
        let audit_retention = self.kernel.settings.audit_retention;
        PurgedTable::ALL.into_iter().filter_map(move |table| {
            Some(Pending {
                table,
                window: PurgeWindow {
                    from: Timestamp(0),
                    before: now.minus(kept_for(table, audit_retention)?),
                    limit: FIRST_BATCH,
                },
            })
        })
    }

    fn size(&self, table: PurgedTable) -> i64 {
        let sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.get(&table).copied().unwrap_or(FIRST_BATCH)
    }

    fn set_size(&self, table: PurgedTable, size: i64) {
        let mut sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.insert(table, size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_grow_and_shrink_within_their_limits() {
        let (quick, slow) = (Duration::from_millis(1), Duration::from_millis(200));
        let mut size = FIRST_BATCH;
        for _ in 0..20 {
            size = next_size(size, quick);
        }
        assert_eq!(size, MAX_BATCH);
        for _ in 0..20 {
            size = next_size(size, slow);
        }
        assert_eq!(size, MIN_BATCH);
        assert_eq!(next_size(100, BATCH_TIME), 100);
        // After failures a batch may be smaller than the smallest, and grows again.
        assert_eq!(next_size(1, slow), 1);
        assert_eq!(next_size(1, quick), 2);
    }

    #[test]
    fn only_the_audit_log_may_be_kept_for_ever() {
        for table in PurgedTable::ALL {
            let is_kept = kept_for(table, None).is_none();
            assert_eq!(is_kept, table == PurgedTable::AuditEvents, "{table:?}");
        }
        let year = Some(Lifetime::days(365));
        let kept = kept_for(PurgedTable::AuditEvents, year);
        assert_eq!(kept, Some(Lifetime::days(366)));
    }
}
