//! The shapes of webhooks.

use super::{given, when};
use doorward_core::webhooks::{self as core, StoredWebhook};
use doorward_protocol::webhooks::{ROTATION_HOURS, catalogue, event::schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A webhook, without its secret.
#[derive(Serialize, ToSchema)]
pub struct Webhook {
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
    /// Whether the address may be in a private network, which a command or a file allows.
    pub allow_private_addresses: bool,
    /// Since when it is paused, because it accepted nothing for a day or wants no more events.
    pub paused_at: Option<String>,
    /// The first failure since it last accepted an event.
    pub failing_since: Option<String>,
    /// Why the last attempt failed.
    pub last_failure: Option<String>,
    /// Until when events are signed with the secret of before too.
    pub previous_secret_ends_at: Option<String>,
    /// When it was added.
    pub created_at: String,
    /// When it was last changed.
    pub updated_at: String,
}

impl Webhook {
    /// A webhook as the store has it.
    pub fn of(webhook: &StoredWebhook) -> Self {
        Self {
            name: webhook.name.clone(),
            url: webhook.url.clone(),
            description: webhook.description.clone(),
            events: webhook.events.clone(),
            enabled: webhook.enabled,
            allow_private_addresses: webhook.allow_private_addresses,
            paused_at: webhook.paused_at.map(when),
            failing_since: webhook.failing_since.map(when),
            last_failure: webhook.last_failure.clone(),
            previous_secret_ends_at: webhook.previous_secret_ends_at.map(when),
            created_at: when(webhook.created_at),
            updated_at: when(webhook.updated_at),
        }
    }
}

/// A webhook to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Its name, which never changes: lower-case letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The https address that events are posted to.
    pub url: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The events that it is told of; without them all.
    #[serde(default)]
    pub events: Option<BTreeSet<String>>,
    /// Its secret, `whsec_` and base64; without it one is made.
    #[serde(default)]
    pub secret: Option<String>,
}

/// What of a webhook changes. What is not named stays; null takes a value away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "null takes a value away, and what is missing stays"
)]
pub struct WebhookPatch {
    /// Another address, on the public Internet.
    #[serde(default)]
    pub url: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    /// The events that it is told of.
    #[serde(default)]
    pub events: Option<BTreeSet<String>>,
    /// Whether events are posted.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// True ends a pause: it is told again of what happens from now on.
    #[serde(default)]
    pub resume: bool,
}

/// A webhook, and its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct WebhookWithSecret {
    /// The webhook as it is shown.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// What events are signed with.
    pub secret: String,
}

impl WebhookWithSecret {
    /// A webhook that was added, or has a new secret.
    pub fn of(added: core::NewWebhook) -> Self {
        Self {
            webhook: Webhook::of(&added.webhook),
            secret: added.secret,
        }
    }
}

/// A new secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhookSecret {
    /// The secret, `whsec_` and base64; without it one is made.
    #[serde(default)]
    pub secret: Option<String>,
    /// How long events are signed with the secret of before too, in hours.
    #[serde(default = "rotation_hours")]
    #[schema(minimum = 0, maximum = 168)]
    pub keep_hours: i64,
}

const fn rotation_hours() -> i64 {
    ROTATION_HOURS
}

/// What became of an event at a webhook.
#[derive(Serialize, ToSchema)]
pub struct WebhookDelivery {
    /// The identifier of the event.
    pub event_id: String,
    /// The name of its type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// The HTTP status of the last answer.
    pub status: Option<i64>,
    /// Why the last attempt failed.
    pub reason: Option<String>,
    /// How long the last attempt took, in milliseconds.
    pub latency_ms: Option<i64>,
    /// When it was last tried.
    pub tried_at: String,
    /// When it was accepted.
    pub delivered_at: Option<String>,
    /// When it is tried next.
    pub next_attempt_at: Option<String>,
}

/// What became of the events of a webhook.
#[derive(Serialize, ToSchema)]
pub struct WebhookRecord {
    /// How many events wait.
    pub waiting: i64,
    /// The events that it was last tried with, the newest attempt first.
    pub deliveries: Vec<WebhookDelivery>,
}

impl WebhookRecord {
    /// A record as the store has it.
    pub fn of(record: core::WebhookRecord) -> Self {
        let next_attempts = &record.next_attempts;
        let deliveries = record.deliveries.into_iter();
        let deliveries = deliveries.map(|delivery| WebhookDelivery {
            next_attempt_at: next_attempts.get(&delivery.event_id).copied().map(when),
            event_id: delivery.event_id,
            event_type: delivery.event_type,
            state: delivery.state,
            attempts: delivery.attempts,
            status: delivery.status,
            reason: delivery.reason,
            latency_ms: delivery.latency_ms,
            tried_at: when(delivery.tried_at),
            delivered_at: delivery.delivered_at.map(when),
        });
        Self {
            waiting: record.waiting,
            deliveries: deliveries.collect(),
        }
    }
}

/// From when on a webhook is told again of what happened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookReplay {
    /// The time of the earliest event.
    pub since: String,
}

/// What a replay queued.
#[derive(Serialize, ToSchema)]
pub struct WebhookReplayed {
    /// How many events were queued.
    pub events: usize,
    /// The time to go on from, where there were too many for one replay.
    pub next: Option<String>,
}

/// The event of a test.
#[derive(Serialize, ToSchema)]
pub struct WebhookTested {
    /// The identifier of the event, by which its delivery is found.
    pub event_id: String,
}

/// An event that webhooks can be told of.
#[derive(Serialize, ToSchema)]
pub struct WebhookEventType {
    /// The name that `events` of a webhook may hold.
    pub name: String,
    /// The version of its document.
    pub version: u32,
    /// When it happens.
    pub meaning: String,
    /// The JSON Schema of its document.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub schema: serde_json::Value,
}

/// Every event that webhooks can be told of.
#[derive(Serialize, ToSchema)]
pub struct WebhookEventTypes {
    /// Every event that there is.
    pub events: Vec<WebhookEventType>,
}

impl WebhookEventTypes {
    /// The whole catalogue.
    pub fn all() -> Self {
        let events = catalogue::CATALOGUE.iter().map(|one| WebhookEventType {
            name: one.name.to_owned(),
            version: one.version,
            meaning: one.meaning.to_owned(),
            schema: schema(one),
        });
        Self {
            events: events.collect(),
        }
    }
}
