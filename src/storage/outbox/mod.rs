//! The outbox: messages to other servers that are still to be delivered.

mod mails;

pub use mails::{APP_MAIL, MAIL, MAIL_OF_SERVER, NewMail};

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::{CLOCK_TOLERANCE, Lifetime, Timestamp};
use mails::{MAIL_LEASE, is_mail};

/// How long a node has for one attempt before another may begin, where the kind says nothing else.
pub const OUTBOX_LEASE: Lifetime = Lifetime::seconds(15);
/// The kind of the messages that push users and groups to an app.
pub const SCIM: &str = "scim";
/// As [`OUTBOX_LEASE`], for a user or a group that is pushed to an app, which takes several requests.
const SCIM_LEASE: Lifetime = Lifetime::seconds(90);
/// The longest pause between two attempts.
pub const MAX_OUTBOX_BACKOFF: Lifetime = Lifetime::hours(1);
/// After so many attempts the pause is the longest one.
pub const ATTEMPTS_BEFORE_MAX_BACKOFF: i64 = 12;

/// The longest pause after this many attempts: a second, then two, four, eight, and an hour at most. It
/// also bounds how far ahead the next attempt of a stored message may lie.
pub fn outbox_backoff(attempts: i64) -> Lifetime {
    if attempts >= ATTEMPTS_BEFORE_MAX_BACKOFF {
        return MAX_OUTBOX_BACKOFF;
    }
    Lifetime::seconds(1_i64 << attempts.max(0))
}

/// A message to be queued, due at once.
#[derive(Clone, Copy, Debug)]
pub struct NewOutboxMessage<'a> {
    /// What the message is; the kind decides which handler sends it.
    pub kind: &'static str,
    /// Unique within the kind. A message that is queued again under its identifier starts anew.
    pub id: &'a str,
    /// The receiver, as the kind names it: a client or an event stream.
    pub target: &'a str,
    /// What the handler needs and finds in no other row.
    pub payload: &'a str,
    /// How long delivery is attempted.
    pub lifetime: Lifetime,
}

/// A message that waits for delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    /// What the message is.
    pub kind: String,
    /// Unique within the kind.
    pub id: String,
    /// The receiver, as the kind names it: a client or an event stream.
    pub target: String,
    /// What the handler needs and finds in no other row.
    pub payload: String,
    /// The same, sealed, where the kind has something to hide.
    pub sealed_payload: Option<String>,
    /// Attempts that began before, since the message was last queued.
    pub attempts: i64,
    /// When the message was last queued.
    pub created_at: Timestamp,
    /// When the message is given up.
    pub expires_at: Timestamp,
}

/// A message that waits, as administrators see it.
#[derive(Clone, Debug)]
pub struct QueuedMessage {
    /// The message itself.
    pub message: OutboxMessage,
    /// When the next attempt is due.
    pub next_attempt_at: Timestamp,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// Which due messages are looked up.
#[derive(Clone, Copy, Debug)]
pub struct DueOutboxMessages {
    /// The kind of the messages.
    pub kind: &'static str,
    /// The most of one target.
    pub max_per_target: usize,
    /// The most in all.
    pub max: usize,
}

/// The exclusive right of one attempt to deliver a message.
#[derive(Clone, Copy, Debug)]
pub struct OutboxLease<'a> {
    /// A random identifier of the attempt.
    pub id: &'a str,
    /// When another attempt may begin, should this one never report its result.
    pub until: Timestamp,
}

columns! {
    OUTBOX_MESSAGE of m, read by message -> OutboxMessage {
        kind: Row::text(kind),
        id: Row::text(id),
        target: Row::text(target),
        payload: Row::text(payload),
        sealed_payload: Row::opt_text(sealed_payload),
        attempts: Row::int(attempts),
        created_at: Row::at(created_at),
        expires_at: Row::at(expires_at),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How long a node has for one attempt at a message of a kind.
pub fn outbox_lease(kind: &str) -> Lifetime {
    match kind {
        SCIM => SCIM_LEASE,
        kind if is_mail(kind) => MAIL_LEASE,
        _ => OUTBOX_LEASE,
    }
}

/// No lease of this kind that is held now ends later: one that does was taken while the clock was ahead.
fn end_of_longest_lease(kind: &str, now: Timestamp) -> Timestamp {
    now.plus(outbox_lease(kind)).plus(CLOCK_TOLERANCE)
}

/// What a message waits for after an attempt that failed.
#[derive(Clone, Copy, Debug)]
pub struct OutboxBackoff {
    /// The attempts so far.
    pub attempts: i64,
    /// Whether the pause may be the longest one after few attempts too.
    pub is_longest: bool,
    /// When the next attempt is due: no later than the pause allows.
    pub next_attempt_at: Timestamp,
}

impl Store {
    /// Queues a message, in the transaction of what it tells. An attempt at the same message that
    /// is under way loses its lease, so that the message is delivered once more.
    pub fn enqueue(new: &NewOutboxMessage<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) VALUES ($1, $2, $3, $4, 0,
             $5, $5, $6, 0, NULL) ON CONFLICT (kind, id) DO UPDATE SET target =
             excluded.target, payload = excluded.payload, attempts = 0, created_at =
             excluded.created_at, next_attempt_at = excluded.next_attempt_at, expires_at =
             excluded.expires_at, leased_until = 0, lease_id = NULL, last_error = NULL"
        );
        Unit::new().run(
            insert
                .bind(new.kind)
                .bind(new.id)
                .bind(new.target)
                .bind(new.payload)
                .bind(now)
                .bind(now.plus(new.lifetime)),
        )
    }

    /// Messages that are due and not leased, the longest due first. Of a target whose messages are
    /// delivered in order, only the first one.
    pub async fn due_outbox_messages(
        &self,
        due: DueOutboxMessages,
        now: Timestamp,
    ) -> Result<Vec<OutboxMessage>> {
        let select = query!(
            "SELECT {OUTBOX_MESSAGE} FROM (SELECT kind, id, target, payload, sealed_payload, attempts,
             created_at, expires_at, next_attempt_at,
             ROW_NUMBER() OVER (PARTITION BY target ORDER BY next_attempt_at) AS place
             FROM outbox_messages w
             WHERE w.kind = $1 AND w.next_attempt_at <= $2
             AND (w.leased_until <= $2 OR w.leased_until > $5)
             AND (w.number = 0 OR NOT EXISTS (SELECT 1 FROM outbox_messages o
             WHERE o.kind = w.kind AND o.target = w.target AND (o.number < w.number
             OR (o.number = w.number AND o.id < w.id))))) AS m
             WHERE m.place <= $3 ORDER BY m.next_attempt_at LIMIT $4"
        )
        .bind(due.kind)
        .bind(now)
        .bind(count(due.max_per_target))
        .bind(count(due.max))
        .bind(end_of_longest_lease(due.kind, now));
        self.rows(select).await?.iter().map(message).collect()
    }

    /// Messages of a kind that are due, the longest due first, also those that a worker has leased: for
    /// whoever waits for their result and cannot tell how far the worker is.
    pub async fn waiting_outbox_messages(
        &self,
        kind: &'static str,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<OutboxMessage>> {
        let select = query!(
            "SELECT {OUTBOX_MESSAGE} FROM outbox_messages m
             WHERE m.kind = $1 AND m.next_attempt_at <= $2 ORDER BY m.next_attempt_at LIMIT $3"
        );
        let select = select.bind(kind).bind(now).bind(count(limit));
        self.rows(select).await?.iter().map(message).collect()
    }

    /// The messages of a kind before one, in the order of their identifiers, the last first; at most so
    /// many.
    pub async fn queued_messages(
        &self,
        kind: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<QueuedMessage>> {
        let select = match before {
            Some(before) => query!(
                "SELECT {OUTBOX_MESSAGE}, m.next_attempt_at, m.last_error FROM outbox_messages m
                 WHERE m.kind = $1 AND m.id < $3 ORDER BY m.id DESC LIMIT $2"
            )
            .bind(kind)
            .bind(count(limit))
            .bind(before),
            None => query!(
                "SELECT {OUTBOX_MESSAGE}, m.next_attempt_at, m.last_error FROM outbox_messages m
                 WHERE m.kind = $1 ORDER BY m.id DESC LIMIT $2"
            )
            .bind(kind)
            .bind(count(limit)),
        };
        let queued = |row: &Row| {
            Ok(QueuedMessage {
                message: message(row)?,
                next_attempt_at: row.at("next_attempt_at")?,
                last_error: row.opt_text("last_error")?,
            })
        };
        self.rows(select).await?.iter().map(queued).collect()
    }

    /// Takes a message for one attempt. Of all nodes that try, one succeeds.
    pub fn lease_outbox_message(
        message: &OutboxMessage,
        lease: OutboxLease<'_>,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE outbox_messages SET leased_until = $1, lease_id = $2, attempts = attempts
             + 1 WHERE kind = $3 AND id = $4 AND next_attempt_at <= $5
             AND (leased_until <= $5 OR leased_until > $6)"
        );
        Unit::new().guard(
            update
                .bind(lease.until)
                .bind(lease.id)
                .bind(&message.kind)
                .bind(&message.id)
                .bind(now)
                .bind(end_of_longest_lease(&message.kind, now)),
        )
    }

    /// Makes every message of a kind due whose next attempt lies further ahead than its pause may last: the clock
    /// was set back since.
    pub fn end_outbox_backoffs_of_the_future(kind: &'static str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE outbox_messages SET next_attempt_at = $1 WHERE kind = $5
             AND next_attempt_at > $2 AND next_attempt_at > $2 + CASE WHEN is_longest_pause = 0 AND attempts < $3 THEN CAST(1000 AS BIGINT) * (CAST(1 AS BIGINT) <<
             CAST(attempts AS INTEGER)) ELSE $4 END"
        );
        Unit::new().run(
            update
                .bind(now)
                .bind(now.plus(CLOCK_TOLERANCE))
                .bind(ATTEMPTS_BEFORE_MAX_BACKOFF)
                .bind(MAX_OUTBOX_BACKOFF.0)
                .bind(kind),
        )
    }

    /// Sets the time of the next attempt, and says why this one failed. A guard: the attempt must still hold the lease.
    pub fn postpone_outbox_message(
        message: &OutboxMessage,
        lease_id: &str,
        pause: OutboxBackoff,
        cause: &str,
    ) -> Unit {
        let update = query!(
            "UPDATE outbox_messages SET next_attempt_at = $1, attempts = $5, is_longest_pause = $6,
             last_error = $7, leased_until = 0, lease_id = NULL WHERE kind = $2 AND id = $3 AND lease_id = $4"
        );
        Unit::new().guard(
            update
                .bind(pause.next_attempt_at)
                .bind(&message.kind)
                .bind(&message.id)
                .bind(lease_id)
                .bind(pause.attempts)
                .bind(pause.is_longest)
                .bind(cause),
        )
    }

    /// Removes a message. A guard: the attempt must still hold the lease. A message that was queued
    /// again meanwhile stays.
    pub fn remove_outbox_message(message: &OutboxMessage, lease_id: &str) -> Unit {
        Unit::new().guard(
            query!("DELETE FROM outbox_messages WHERE kind = $1 AND id = $2 AND lease_id = $3")
                .bind(&message.kind)
                .bind(&message.id)
                .bind(lease_id),
        )
    }

    /// Removes every message of a kind to one target, leased or not.
    pub(crate) fn remove_outbox_messages_to(kind: &'static str, target: &str) -> Unit {
        Unit::new().run(
            query!("DELETE FROM outbox_messages WHERE kind = $1 AND target = $2")
                .bind(kind)
                .bind(target),
        )
    }
}
