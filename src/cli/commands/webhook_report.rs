//! What `doorward webhook` prints.

use crate::{context::Context, output};
use doorward_core::{
    Provider,
    webhooks::{StoredWebhook, WebhookDelivery},
};
use doorward_protocol::webhooks::{catalogue::CATALOGUE, event::schema};
use serde_json::{Value, json};

/// How many webhooks are listed.
const LISTED: i64 = 100;

/// What a webhook is at present, in a word.
pub(super) const fn state(webhook: &StoredWebhook) -> &'static str {
    if !webhook.enabled {
        "disabled"
    } else if webhook.paused_at.is_some() {
        "paused"
    } else if webhook.failing_since.is_some() {
        "failing"
    } else {
        "enabled"
    }
}

/// A webhook as a document, without its secret.
pub(super) fn describe(webhook: &StoredWebhook) -> Value {
    json!({
        "name": webhook.name, "url": webhook.url, "description": webhook.description,
        "events": webhook.events, "state": state(webhook),
        "allow_private_addresses": webhook.allow_private_addresses,
        "paused_at": webhook.paused_at.map(output::when),
        "failing_since": webhook.failing_since.map(output::when),
        "last_failure": webhook.last_failure,
        "previous_secret_ends_at": webhook.previous_secret_ends_at.map(output::when),
        "created_at": output::when(webhook.created_at),
    })
}

/// Prints the webhooks.
pub(super) async fn list(
    context: &Context,
    provider: &Provider,
    after: &str,
) -> anyhow::Result<()> {
    let webhooks = provider.webhooks().after(after, LISTED).await?;
    let described: Vec<Value> = webhooks.iter().map(describe).collect();
    output::print(context.json, &json!({"webhooks": described}), || {
        if webhooks.is_empty() {
            return "There is no webhook; add one with `doorward webhook add NAME URL`.".to_owned();
        }
        let rows = webhooks.iter().map(|webhook| {
            let events: Vec<&str> = webhook.events.iter().map(String::as_str).collect();
            vec![
                webhook.name.clone(),
                state(webhook).to_owned(),
                webhook.failing_since.map(output::when).unwrap_or_default(),
                webhook.last_failure.clone().unwrap_or_default(),
                webhook.url.clone(),
                events.join(" "),
            ]
        });
        let headings = [
            "WEBHOOK",
            "STATE",
            "FAILING SINCE",
            "WHY",
            "ADDRESS",
            "EVENTS",
        ];
        output::table(&headings, &rows.collect::<Vec<_>>())
    })
}

/// Prints what became of the events of a webhook.
pub(super) async fn deliveries(
    context: &Context,
    provider: &Provider,
    name: &str,
) -> anyhow::Result<()> {
    let webhook = provider.webhooks().find(name).await?;
    let record = provider.webhooks().record(name).await?;
    let described: Vec<Value> = record.deliveries.iter().map(described).collect();
    let document = json!({
        "state": state(&webhook), "waiting": record.waiting, "deliveries": described,
    });
    output::print(context.json, &document, || {
        let rows: Vec<Vec<String>> = record.deliveries.iter().map(row).collect();
        let waiting = format!(
            "The webhook is {}; {} events wait.",
            state(&webhook),
            record.waiting
        );
        if rows.is_empty() {
            return format!("{waiting} It was not tried with any yet.");
        }
        let headings = [
            "EVENT", "TYPE", "STATE", "ATTEMPTS", "STATUS", "MS", "TRIED", "WHY",
        ];
        format!("{waiting}\n{}", output::table(&headings, &rows))
    })
}

fn described(delivery: &WebhookDelivery) -> Value {
    json!({
        "event_id": delivery.event_id, "type": delivery.event_type, "state": delivery.state,
        "attempts": delivery.attempts, "status": delivery.status, "reason": delivery.reason,
        "latency_ms": delivery.latency_ms, "tried_at": output::when(delivery.tried_at),
        "delivered_at": delivery.delivered_at.map(output::when),
    })
}

fn row(delivery: &WebhookDelivery) -> Vec<String> {
    let number = |number: Option<i64>| number.map(|it| it.to_string()).unwrap_or_default();
    vec![
        delivery.event_id.clone(),
        delivery.event_type.clone(),
        delivery.state.clone(),
        delivery.attempts.to_string(),
        number(delivery.status),
        number(delivery.latency_ms),
        output::when(delivery.tried_at),
        delivery.reason.clone().unwrap_or_default(),
    ]
}

/// Prints the events that webhooks can be told of.
pub(super) fn events(json: bool) -> anyhow::Result<()> {
    let described = CATALOGUE.iter().map(|one| {
        json!({
            "name": one.name, "version": one.version, "meaning": one.meaning,
            "schema": schema(one),
        })
    });
    let document = json!({"events": described.collect::<Vec<_>>()});
    output::print(json, &document, || {
        let rows = CATALOGUE.iter().map(|one| {
            let version = format!("v{}", one.version);
            vec![one.name.to_owned(), version, one.meaning.to_owned()]
        });
        output::table(&["EVENT", "VERSION", "WHEN"], &rows.collect::<Vec<_>>())
    })
}
