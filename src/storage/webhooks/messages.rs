//! The messages of the outbox that tell webhooks of events. The payload of each is the identifier
//! of the audit entry that the event is; its own identifier is that, a dot and the webhook.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::{Lifetime, Timestamp};
use std::collections::BTreeMap;

/// The kind of the outbox messages that tell a webhook of an event.
pub const WEBHOOK: &str = "webhook";
/// How long a webhook is tried.
const LIFETIME: Lifetime = Lifetime::days(1);

impl Store {
    /// Queues an event for each webhook that asked for its type, in the transaction of what it tells.
    pub fn queue_event(event_type: &str, event_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id)
             SELECT $1, $2 || '.' || w.name, w.name, $3, 0, $4, $4, $5, 0, NULL
             FROM webhook_events s JOIN webhooks w ON w.name = s.webhook
             WHERE s.event_type IN ($6, '*') AND w.enabled = 1 AND w.paused_at IS NULL
             ON CONFLICT (kind, id) DO NOTHING"
        );
        Unit::new().run(
            insert
                .bind(WEBHOOK)
                .bind(event_id)
                .bind(event_id)
                .bind(now)
                .bind(now.plus(LIFETIME))
                .bind(event_type),
        )
    }

    /// Queues events for one webhook. One that waits already is not queued again.
    pub fn queue_events_for(webhook: &str, event_ids: &[String], now: Timestamp) -> Unit {
        let rows: Vec<serde_json::Value> = event_ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id)
             SELECT $2, (r.value ->> 'id') || '.' || $3, $4, r.value ->> 'id', 0, $5, $5, $6, 0, NULL
             FROM json_each($1) AS r WHERE 1 = 1 ON CONFLICT (kind, id) DO NOTHING"
        );
        Unit::new().run(
            insert
                .bind(serde_json::Value::Array(rows).to_string())
                .bind(WEBHOOK)
                .bind(webhook)
                .bind(webhook)
                .bind(now)
                .bind(now.plus(LIFETIME)),
        )
    }

    /// How many events wait for a webhook.
    pub async fn events_waiting_for(&self, webhook: &str) -> Result<i64> {
        let select = query!(
            "SELECT COUNT(*) AS waiting FROM outbox_messages WHERE kind = $1 AND target = $2"
        );
        let row = self.row(select.bind(WEBHOOK).bind(webhook)).await?;
        row.map_or(Ok(0), |row| row.int("waiting"))
    }

    /// When each of these events is sent to a webhook next, as far as it waits for that.
    pub async fn next_attempts_of_events(
        &self,
        webhook: &str,
        event_ids: &[&str],
    ) -> Result<BTreeMap<String, Timestamp>> {
        let rows: Vec<serde_json::Value> = event_ids
            .iter()
            .map(|id| serde_json::json!({ "id": format!("{id}.{webhook}") }))
            .collect();
        let select = query!(
            "SELECT m.payload AS event_id, m.next_attempt_at AS next_attempt_at
             FROM json_each($1) AS r JOIN outbox_messages m
             ON m.kind = $2 AND m.id = r.value ->> 'id'"
        );
        let select = select.bind(serde_json::Value::Array(rows).to_string());
        let found = self.rows(select.bind(WEBHOOK)).await?;
        let read = found
            .iter()
            .map(|row| Ok((row.text("event_id")?, row.at("next_attempt_at")?)));
        read.collect()
    }
}
