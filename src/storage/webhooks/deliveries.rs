//! What became of each event at each webhook, also after its message left the outbox.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// What became of an event at a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookDelivery {
    /// The identifier of the event.
    pub event_id: String,
    /// The name of its type.
    pub event_type: String,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// Attempts at delivery, replays included.
    pub attempts: i64,
    /// The HTTP status of the last answer; none where there was none.
    pub status: Option<i64>,
    /// Why the last attempt failed; none where it did not.
    pub reason: Option<String>,
    /// How long the last attempt took, in milliseconds.
    pub latency_ms: Option<i64>,
    /// When the last attempt ended.
    pub tried_at: Timestamp,
    /// When the webhook accepted it.
    pub delivered_at: Option<Timestamp>,
}

/// The result of one attempt.
#[derive(Clone, Debug)]
pub struct WebhookAttempt<'a> {
    /// The name of the webhook.
    pub webhook: &'a str,
    /// The identifier of the event.
    pub event_id: &'a str,
    /// The name of its type.
    pub event_type: &'a str,
    /// `waiting` or `delivered`.
    pub state: &'static str,
    /// The HTTP status of the answer; none where there was none.
    pub status: Option<u16>,
    /// Why it failed.
    pub reason: Option<String>,
    /// How long it took, in milliseconds.
    pub latency_ms: i64,
    /// When it ended.
    pub at: Timestamp,
}

columns! {
    WEBHOOK_DELIVERY of d, read by delivery -> WebhookDelivery {
        event_id: Row::text(event_id),
        event_type: Row::text(event_type),
        state: Row::text(state),
        attempts: Row::int(attempts),
        status: Row::opt_int(status),
        reason: Row::opt_text(reason),
        latency_ms: Row::opt_int(latency_ms),
        tried_at: Row::at(tried_at),
        delivered_at: Row::opt_at(delivered_at),
    }
}

impl Store {
    /// Records the result of an attempt. Nothing is recorded of a webhook that is gone.
    pub fn record_webhook_attempt(attempt: &WebhookAttempt<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO webhook_deliveries (webhook, event_id, event_type, state, attempts,
             status, reason, latency_ms, tried_at, delivered_at)
             SELECT w.name, $2, $3, $4, 1, $5, $6, $7, $8, $9
             FROM webhooks w WHERE w.name = $1 ON CONFLICT (webhook, event_id) DO UPDATE SET
             state = excluded.state, attempts = webhook_deliveries.attempts + 1,
             status = excluded.status, reason = excluded.reason,
             latency_ms = excluded.latency_ms, tried_at = excluded.tried_at,
             delivered_at = COALESCE(excluded.delivered_at, webhook_deliveries.delivered_at)"
        );
        let status: Option<i64> = attempt.status.map(i64::from);
        let delivered_at = (attempt.state == "delivered").then_some(attempt.at);
        let insert = insert
            .bind(attempt.webhook)
            .bind(attempt.event_id)
            .bind(attempt.event_type)
            .bind(attempt.state)
            .bind(status)
            .bind(attempt.reason.clone())
            .bind(attempt.latency_ms)
            .bind(attempt.at)
            .bind(delivered_at);
        Unit::new().run(insert)
    }

    /// Records that an event is given up.
    pub fn give_up_webhook_delivery(webhook: &str, event_id: &str) -> Unit {
        let update = query!(
            "UPDATE webhook_deliveries SET state = 'given_up' WHERE webhook = $1 AND event_id = $2
             AND state = 'waiting'"
        );
        Unit::new().run(update.bind(webhook).bind(event_id))
    }

    /// The events that a webhook was last tried with, the newest attempt first; at most so many.
    pub async fn webhook_deliveries(
        &self,
        webhook: &str,
        limit: i64,
    ) -> Result<Vec<WebhookDelivery>> {
        let select = query!(
            "SELECT {WEBHOOK_DELIVERY} FROM webhook_deliveries d WHERE d.webhook = $1
             ORDER BY d.tried_at DESC, d.event_id DESC LIMIT $2"
        );
        let rows = self.rows(select.bind(webhook).bind(limit)).await?;
        rows.iter().map(delivery).collect()
    }
}
