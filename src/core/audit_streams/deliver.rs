//! One stream delivers what waits for it.

use super::{AuditStream, AuditStreams, Turn, send::Batch};
use crate::{Result, context::OperationContext};
use doorward_protocol::{secret::random_id, time::Timestamp};
use doorward_storage::{
    AuditPlace, AuditStreamFailure, AuditStreamLease, AuditStreamRow, ChainedRow, Store,
    audit_stream_backoff,
};
use std::sync::atomic::Ordering;

/// How many entries are sent at once.
const BATCH: i64 = 500;
/// How many batches follow each other before others have their turn.
const BATCHES: usize = 20;

/// Whether there is more to do at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    More,
    Done,
}

impl AuditStreams {
    /// Delivers what waits for a stream. `goes_on` is asked before each batch. What goes wrong is in
    /// the log, once.
    pub async fn deliver(&self, ctx: &OperationContext, turn: Turn, goes_on: impl Fn() -> bool) {
        let running = &turn.0;
        for _ in 0..BATCHES {
            if !goes_on() {
                return;
            }
            let now = ctx.renewed(self.kernel.clock.as_ref()).now();
            match self.step(now, &running.stream).await {
                Ok(Step::More) => {}
                Ok(Step::Done) => {
                    running.is_trouble_known.store(false, Ordering::Relaxed);
                    return;
                }
                Err(error) => {
                    if !running.is_trouble_known.swap(true, Ordering::Relaxed) {
                        let stream = &running.stream.name;
                        tracing::warn!(stream, %error, "an audit stream could not be read; tried again each second");
                    }
                    return;
                }
            }
        }
    }

    async fn step(&self, now: Timestamp, stream: &AuditStream) -> Result<Step> {
        let database = &self.kernel.database;
        let Some(row) = database.read().audit_stream(&stream.name).await? else {
            self.begin(stream).await?;
            return Ok(Step::More);
        };
        if !row.is_due(now) {
            return Ok(Step::Done);
        }
        let entries = database
            .read()
            .chained_audit_events(row.place(), BATCH)
            .await?;
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Ok(Step::Done);
        };
        let id = random_id(self.kernel.entropy.as_ref(), 16);
        let lease = AuditStreamLease { id: &id, now };
        let taking = Store::lease_audit_stream(&row, lease);
        if !database.commit_unaudited(taking).await? {
            // Another node delivers.
            return Ok(Step::Done);
        }
        let batch = Batch {
            stream: &stream.name,
            first: first.place(),
            last: last.place(),
            entries: &entries,
            now,
        };
        match self.send(&stream.receiver, &batch).await {
            Ok(()) => self.took(&row, lease, &entries).await,
            Err(error) => self.failed(&row, lease, &error).await,
        }
    }

    /// Begins a stream, at the first entry or after the last.
    async fn begin(&self, stream: &AuditStream) -> Result<()> {
        let database = &self.kernel.database;
        let newest = database.read().newest_audit_days(1).await?.pop();
        let after = match newest {
            Some(day) if !stream.from_beginning => AuditPlace {
                day: day.day,
                position: day.entries,
            },
            _ => AuditPlace::default(),
        };
        let begin = Store::begin_audit_stream(&stream.name, after);
        database.commit_unaudited(begin).await?;
        Ok(())
    }

    /// Moves the place on: the receiver has the entries.
    async fn took(
        &self,
        row: &AuditStreamRow,
        lease: AuditStreamLease<'_>,
        entries: &[ChainedRow],
    ) -> Result<Step> {
        let to = entries.last().map_or(row.place(), ChainedRow::place);
        let advance = Store::advance_audit_stream(&row.name, lease, to);
        let stream = &row.name;
        if !self.kernel.database.commit_unaudited(advance).await? {
            tracing::warn!(
                stream,
                "an audit stream was delivered too slowly, and another node began: its receiver gets some entries twice"
            );
            return Ok(Step::Done);
        }
        if row.failing_since.is_some() {
            let attempts = row.attempts;
            tracing::info!(
                stream,
                attempts,
                "the receiver of an audit stream takes entries again"
            );
        }
        let is_full = i64::try_from(entries.len()).is_ok_and(|count| count == BATCH);
        Ok(if is_full { Step::More } else { Step::Done })
    }

    /// Puts the next attempt off.
    async fn failed(
        &self,
        row: &AuditStreamRow,
        lease: AuditStreamLease<'_>,
        error: &str,
    ) -> Result<Step> {
        let failed_at = self.kernel.now();
        let failure = AuditStreamFailure {
            error,
            next_attempt_at: failed_at.plus(audit_stream_backoff(row.attempts + 1)),
        };
        let postpone = Store::postpone_audit_stream(&row.name, lease, failure);
        let is_held = self.kernel.database.commit_unaudited(postpone).await?;
        if is_held && row.failing_since.is_none() {
            let stream = &row.name;
            tracing::warn!(
                stream,
                cause = error,
                "the receiver of an audit stream takes no entries; it gets them later, and is tried again with pauses of up to five minutes"
            );
        }
        Ok(Step::Done)
    }
}
