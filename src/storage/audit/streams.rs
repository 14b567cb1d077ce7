//! Audit streams: how far each was delivered, and which node delivers at the moment.

use super::chain::AuditPlace;
use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::{CLOCK_TOLERANCE, Lifetime, Timestamp};

/// How long a node has for one delivery before another may begin.
pub const AUDIT_STREAM_LEASE: Lifetime = Lifetime::minutes(1);
/// The longest pause between two attempts.
pub const MAX_AUDIT_STREAM_BACKOFF: Lifetime = Lifetime::minutes(5);

/// The pause after this many attempts that failed: a second, then two, four, eight, and five minutes
/// at most.
pub fn audit_stream_backoff(attempts: i64) -> Lifetime {
    let shift = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    Lifetime::seconds(1_i64 << shift).min(MAX_AUDIT_STREAM_BACKOFF)
}

/// How far a stream was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditStreamRow {
    /// The name of the stream in the settings.
    pub name: String,
    /// The beginning of the day of the last entry that the receiver took.
    pub day: Timestamp,
    /// The place of that entry in its day; 0 before the first.
    pub position: i64,
    /// Until when a node may deliver alone.
    pub leased_until: Timestamp,
    /// Attempts that failed since the last that did not.
    pub attempts: i64,
    /// When the next attempt is due.
    pub next_attempt_at: Timestamp,
    /// When the first of these attempts failed.
    pub failing_since: Option<Timestamp>,
    /// Why the last of them failed.
    pub last_error: Option<String>,
    /// When the receiver last took something.
    pub delivered_at: Option<Timestamp>,
}

columns! {
    AUDIT_STREAM of t, read by audit_stream -> AuditStreamRow {
        name: Row::text(name),
        day: Row::at(chain_day),
        position: Row::int(position),
        leased_until: Row::at(leased_until),
        attempts: Row::int(attempts),
        next_attempt_at: Row::at(next_attempt_at),
        failing_since: Row::opt_at(failing_since),
        last_error: Row::opt_text(last_error),
        delivered_at: Row::opt_at(delivered_at),
    }
}

impl AuditStreamRow {
    /// The place of the last entry that the receiver took.
    pub const fn place(&self) -> AuditPlace {
        AuditPlace {
            day: self.day,
            position: self.position,
        }
    }

    /// Whether an attempt may begin now: no node delivers, and no pause lasts. What lies further
    /// ahead than a lease or a pause may was written while the clock was ahead.
    pub fn is_due(&self, now: Timestamp) -> bool {
        let passed = |at: Timestamp, longest: Lifetime| {
            at <= now || at > now.plus(longest).plus(CLOCK_TOLERANCE)
        };
        passed(self.leased_until, AUDIT_STREAM_LEASE)
            && passed(self.next_attempt_at, MAX_AUDIT_STREAM_BACKOFF)
    }
}

/// The exclusive right of one attempt to deliver.
#[derive(Clone, Copy, Debug)]
pub struct AuditStreamLease<'a> {
    /// A random identifier of the attempt.
    pub id: &'a str,
    /// When the attempt began.
    pub now: Timestamp,
}

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
pub struct AuditStreamFailure<'a> {
    /// Why, for the operator.
    pub error: &'a str,
    /// When the next attempt is due.
    pub next_attempt_at: Timestamp,
}

impl Store {
    /// How far a stream was delivered; none where nobody began it.
    pub async fn audit_stream(&self, name: &str) -> Result<Option<AuditStreamRow>> {
        let select = query!("SELECT {AUDIT_STREAM} FROM audit_streams t WHERE t.name = $1");
        let rows = self.rows(select.bind(name)).await?;
        rows.first().map(audit_stream).transpose()
    }

    /// Every stream that was ever begun, in the order of their names.
    pub async fn audit_streams(&self) -> Result<Vec<AuditStreamRow>> {
        let select = query!("SELECT {AUDIT_STREAM} FROM audit_streams t ORDER BY t.name");
        self.rows(select).await?.iter().map(audit_stream).collect()
    }

    /// Entries of the chain after a place that were not deleted.
    pub async fn audit_entries_after(&self, place: AuditPlace) -> Result<i64> {
        let select = query!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN d.day = $1 THEN d.entries - $2 ELSE d.entries END),
             0) AS BIGINT) AS waiting FROM audit_days d WHERE d.day >= $1 AND d.deleted = 0"
        );
        let rows = self
            .rows(select.bind(place.day).bind(place.position))
            .await?;
        rows.first().map_or(Ok(0), |row| row.int("waiting"))
    }

    /// Begins a stream after a place. Of several nodes that do so at once, one does it.
    pub fn begin_audit_stream(name: &str, after: AuditPlace) -> Unit {
        let insert = query!(
            "INSERT INTO audit_streams (name, chain_day, position, leased_until, attempts,
             next_attempt_at) VALUES ($1, $2, $3, 0, 0, 0) ON CONFLICT (name) DO NOTHING"
        );
        Unit::new().run(insert.bind(name).bind(after.day).bind(after.position))
    }

    /// Takes a stream for one attempt. A guard: it is as it was read, so that of all nodes that try
    /// one succeeds.
    pub fn lease_audit_stream(from: &AuditStreamRow, lease: AuditStreamLease<'_>) -> Unit {
        let update = query!(
            "UPDATE audit_streams SET lease_id = $2, leased_until = $3 WHERE name = $1
             AND chain_day = $4 AND position = $5 AND leased_until = $6 AND attempts = $7"
        );
        let update = update.bind(&from.name).bind(lease.id);
        Unit::new().guard(
            update
                .bind(lease.now.plus(AUDIT_STREAM_LEASE))
                .bind(from.day)
                .bind(from.position)
                .bind(from.leased_until)
                .bind(from.attempts),
        )
    }

    /// Moves a stream on to a place that its receiver took. A guard: the attempt still holds the
    /// lease.
    pub fn advance_audit_stream(name: &str, lease: AuditStreamLease<'_>, to: AuditPlace) -> Unit {
        let update = query!(
            "UPDATE audit_streams SET chain_day = $3, position = $4, delivered_at = $5,
             lease_id = NULL, leased_until = 0, attempts = 0, next_attempt_at = 0,
             failing_since = NULL, last_error = NULL WHERE name = $1 AND lease_id = $2"
        );
        let update = update.bind(name).bind(lease.id).bind(to.day);
        Unit::new().guard(update.bind(to.position).bind(lease.now))
    }

    /// Puts the next attempt off. A guard: the attempt still holds the lease.
    pub fn postpone_audit_stream(
        name: &str,
        lease: AuditStreamLease<'_>,
        failure: AuditStreamFailure<'_>,
    ) -> Unit {
        let update = query!(
            "UPDATE audit_streams SET lease_id = NULL, leased_until = 0, attempts = attempts + 1,
             next_attempt_at = $3, last_error = $4, failing_since = COALESCE(failing_since, $5)
             WHERE name = $1 AND lease_id = $2"
        );
        let update = update.bind(name).bind(lease.id);
        Unit::new().guard(
            update
                .bind(failure.next_attempt_at)
                .bind(failure.error)
                .bind(lease.now),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_five_minutes() {
        let pauses: Vec<i64> = (0..12)
            .map(|n| audit_stream_backoff(n).as_seconds())
            .collect();
        assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(audit_stream_backoff(i64::MAX), MAX_AUDIT_STREAM_BACKOFF);
    }

    #[test]
    fn a_stream_waits_for_its_lease_and_its_pause_and_not_for_a_clock_that_was_ahead() {
        let now = Timestamp(1_000_000_000);
        let row = |leased_until: i64, next_attempt_at: i64| AuditStreamRow {
            name: String::new(),
            day: Timestamp(0),
            position: 0,
            leased_until: now.plus(Lifetime(leased_until)),
            attempts: 0,
            next_attempt_at: now.plus(Lifetime(next_attempt_at)),
            failing_since: None,
            last_error: None,
            delivered_at: None,
        };
        for (leased_until, next_attempt_at, due) in [
            (0, 0, true),
            (1, 0, false),
            (60_000, 0, false),
            (0, 300_000, false),
            (0, 1, false),
            (3_600_000, 0, true),
            (0, 3_600_000, true),
        ] {
            let row = row(leased_until, next_attempt_at);
            assert_eq!(row.is_due(now), due, "{leased_until} {next_attempt_at}");
        }
    }
}
