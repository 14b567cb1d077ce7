//! Webhooks, the messages that tell them of events, and what became of each.

mod deliveries;
mod messages;

pub use deliveries::{WebhookAttempt, WebhookDelivery};
pub use messages::WEBHOOK;

use crate::{
    Result, Store,
    db::{
        master_key::sealed_by_present_key,
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{time::Timestamp, webhooks::declared::DeclaredWebhook};
use std::collections::BTreeSet;

/// A webhook as it is stored.
#[derive(Clone, Debug)]
pub struct StoredWebhook {
    /// Its name, which never changes.
    pub name: String,
    /// The address that events are posted to.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// The events that it is told of; `*` stands for all of them.
    pub events: BTreeSet<String>,
    /// Whether events are posted.
    pub enabled: bool,
    /// Whether the address may be on this machine or in a private network.
    pub allow_private_addresses: bool,
    /// Its secrets, sealed under the master key.
    pub sealed_secrets: String,
    /// Until when the secret of before is good.
    pub previous_secret_ends_at: Option<Timestamp>,
    /// The first failure since it last accepted an event.
    pub failing_since: Option<Timestamp>,
    /// Why the last attempt failed.
    pub last_failure: Option<String>,
    /// When it last accepted an event, to the minute.
    pub last_delivered_at: Option<Timestamp>,
    /// Since when nothing is queued for it, because it accepted nothing for too long.
    pub paused_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Guards against two changes at once.
    pub version: i64,
}

columns! {
    WEBHOOK_ROW of w, read by stored -> StoredWebhook {
        name: Row::text(name),
        url: Row::text(url),
        description: Row::opt_text(description),
        events: Row::json(events),
        enabled: Row::flag(enabled),
        allow_private_addresses: Row::flag(allow_private_addresses),
        sealed_secrets: Row::text(sealed_secrets),
        previous_secret_ends_at: Row::opt_at(previous_secret_ends_at),
        failing_since: Row::opt_at(failing_since),
        last_failure: Row::opt_text(last_failure),
        last_delivered_at: Row::opt_at(last_delivered_at),
        paused_at: Row::opt_at(paused_at),
        created_at: Row::at(created_at),
        updated_at: Row::at(updated_at),
        version: Row::int(version),
    }
}

impl StoredWebhook {
    /// What an operator declares of it.
    pub fn declared(&self) -> DeclaredWebhook {
        DeclaredWebhook {
            name: self.name.clone(),
            url: self.url.clone(),
            description: self.description.clone(),
            events: self.events.clone(),
            enabled: self.enabled,
            allow_private_addresses: self.allow_private_addresses,
        }
    }

    /// The same with what an operator declares.
    #[must_use]
    pub fn declared_as(self, declared: DeclaredWebhook) -> Self {
        Self {
            url: declared.url,
            description: declared.description,
            events: declared.events,
            enabled: declared.enabled,
            allow_private_addresses: declared.allow_private_addresses,
            ..self
        }
    }

    /// Whether it is told of what happens now.
    pub const fn is_active(&self) -> bool {
        self.enabled && self.paused_at.is_none()
    }
}

/// The events of a webhook, each as a row.
fn add_events(webhook: &StoredWebhook) -> Unit {
    webhook.events.iter().fold(Unit::new(), |unit, event_type| {
        unit.run(
            query!("INSERT INTO webhook_events (event_type, webhook) VALUES ($1, $2)")
                .bind(event_type)
                .bind(&webhook.name),
        )
    })
}

impl Store {
    /// The webhooks after a name, in the order of their names; at most so many.
    pub async fn webhooks_after(&self, name: &str, limit: i64) -> Result<Vec<StoredWebhook>> {
        let select = query!(
            "SELECT {WEBHOOK_ROW} FROM webhooks w WHERE w.name > $1 ORDER BY w.name LIMIT $2"
        );
        let rows = self.rows(select.bind(name).bind(limit)).await?;
        rows.iter().map(stored).collect()
    }

    /// The webhook of that name.
    pub async fn webhook(&self, name: &str) -> Result<Option<StoredWebhook>> {
        let select = query!("SELECT {WEBHOOK_ROW} FROM webhooks w WHERE w.name = $1");
        let row = self.row(select.bind(name)).await?;
        row.map(|row| stored(&row)).transpose()
    }

    /// Adds a webhook. Of two of one name, the second is refused as taken.
    pub fn add_webhook(new: &StoredWebhook) -> Unit {
        let insert = query!(
            "INSERT INTO webhooks (name, url, description, events, enabled,
             allow_private_addresses, sealed_secrets, previous_secret_ends_at, created_at,
             updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1)"
        );
        let insert = insert
            .bind(&new.name)
            .bind(&new.url)
            .bind(new.description.clone())
            .bind(to_json(&new.events))
            .bind(new.enabled)
            .bind(new.allow_private_addresses)
            .bind(&new.sealed_secrets)
            .bind(new.previous_secret_ends_at)
            .bind(new.created_at);
        sealed_by_present_key(&new.sealed_secrets)
            .run(insert)
            .then(add_events(new))
    }

    /// Changes a webhook. One that is told of nothing any more loses what waits for it. A guard: it is
    /// as it was read.
    pub fn change_webhook(changed: &StoredWebhook, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE webhooks SET url = $2, description = $3, events = $4, enabled = $5,
             allow_private_addresses = $6, sealed_secrets = $7, previous_secret_ends_at = $8,
             failing_since = $9, last_failure = $10, paused_at = $11, updated_at = $12,
             version = version + 1 WHERE name = $1 AND version = $13"
        );
        let update = update
            .bind(&changed.name)
            .bind(&changed.url)
            .bind(changed.description.clone())
            .bind(to_json(&changed.events))
            .bind(changed.enabled)
            .bind(changed.allow_private_addresses)
            .bind(&changed.sealed_secrets)
            .bind(changed.previous_secret_ends_at);
        let update = update
            .bind(changed.failing_since)
            .bind(changed.last_failure.clone())
            .bind(changed.paused_at)
            .bind(now)
            .bind(changed.version);
        let forget = query!("DELETE FROM webhook_events WHERE webhook = $1");
        let unit = sealed_by_present_key(&changed.sealed_secrets)
            .guard(update)
            .run(forget.bind(&changed.name))
            .then(add_events(changed));
        if changed.is_active() {
            unit
        } else {
            unit.then(Self::remove_outbox_messages_to(WEBHOOK, &changed.name))
        }
    }

    /// Removes a webhook with everything that waits for it. A guard: it is there.
    pub fn remove_webhook(name: &str) -> Unit {
        Unit::new()
            .guard(query!("DELETE FROM webhooks WHERE name = $1").bind(name))
            .then(Self::remove_outbox_messages_to(WEBHOOK, name))
    }

    /// Notes that a webhook accepts events. Once a minute is enough, so that deliveries at the same time
    /// do not wait for each other.
    pub fn note_webhook_accepts(name: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE webhooks SET last_delivered_at = $2, failing_since = NULL, last_failure = NULL
             WHERE name = $1 AND (failing_since IS NOT NULL OR last_delivered_at IS NULL
             OR last_delivered_at <= $2 - 60000 OR last_delivered_at > $2)"
        );
        Unit::new().run(update.bind(name).bind(now))
    }

    /// Notes that a webhook did not accept an event.
    pub fn note_webhook_fails(name: &str, reason: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE webhooks SET failing_since = COALESCE(failing_since, $3), last_failure = $2
             WHERE name = $1"
        );
        Unit::new().run(update.bind(name).bind(reason).bind(now))
    }

    /// Pauses a webhook that accepted nothing since then: what waits for it is removed, and nothing is
    /// queued any more. A guard: it is not paused yet.
    pub fn pause_webhook(name: &str, accepted_nothing_since: Timestamp, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE webhooks SET paused_at = $3, version = version + 1 WHERE name = $1
             AND paused_at IS NULL AND COALESCE(last_delivered_at, 0) < $2"
        );
        let update = update.bind(name).bind(accepted_nothing_since).bind(now);
        Unit::new().guard(update)
    }
}
