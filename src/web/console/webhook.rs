//! The page of one webhook: what it is told of, and what became of it.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
    webhooks::state,
};
use crate::{
    extract::query::Query,
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Provider,
    management::ManagementError,
    webhooks::{StoredWebhook, WebhookDelivery, WebhookRecord},
};
use doorward_protocol::{
    management::{Permission, Resource},
    time::Timestamp,
    webhooks::catalogue::{CATALOGUE, EventType},
};

#[derive(Template)]
#[template(path = "pages/console_webhook.html")]
struct WebhookPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    webhook: &'a StoredWebhook,
    state: String,
    accepted: Option<Html>,
    failing: Option<Html>,
    /// Until when the secret of before is good.
    kept: Option<Html>,
    links: Vec<EditLink>,
    waiting: i64,
    /// How many events a replay queued just now.
    replayed: Option<u64>,
    deliveries: Vec<DeliveryLine>,
    catalogue: &'static [EventType],
}

struct DeliveryLine {
    event_type: String,
    event_id: String,
    state: String,
    attempts: i64,
    status: Option<i64>,
    reason: Option<String>,
    tried: Html,
    next: Option<Html>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    name: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Webhooks))?;
    let webhook = provider.webhooks().get(&name).await?;
    let unknown = || ManagementError::NotFound(format!("webhook {name}"));
    let webhook = webhook.ok_or_else(unknown).map_err(page_error)?;
    let record = provider.webhooks().record(&name).await?;
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let kept = webhook.previous_secret_ends_at.filter(|end| now < *end);
    html::page(&WebhookPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Webhooks, &admin, t),
        state: state(&webhook, t),
        accepted: webhook.last_delivered_at.map(|at| t.when(at, now)),
        failing: webhook.failing_since.map(|at| t.when(at, now)),
        kept: kept.map(|at| t.when(at, now)),
        links: links.all(edits(&webhook), &[("webhook", &webhook.name)]),
        waiting: record.waiting,
        replayed: query.get("replayed").and_then(|count| count.parse().ok()),
        deliveries: lines(record, now, t),
        catalogue: CATALOGUE,
        webhook: &webhook,
    })
}

/// The actions that a webhook is in the state for.
fn edits(webhook: &StoredWebhook) -> &'static [&'static str] {
    if webhook.is_active() {
        &[
            "test-webhook",
            "change-webhook",
            "new-webhook-secret",
            "replay-webhook",
            "pause-webhook",
            "delete-webhook",
        ]
    } else {
        &[
            "resume-webhook",
            "change-webhook",
            "new-webhook-secret",
            "delete-webhook",
        ]
    }
}

fn lines(record: WebhookRecord, now: Timestamp, t: Messages) -> Vec<DeliveryLine> {
    let next_attempts = record.next_attempts;
    let line = |delivery: WebhookDelivery| DeliveryLine {
        state: match delivery.state.as_str() {
            "delivered" => t.console_webhook_delivered(),
            "given_up" => t.console_webhook_given_up(),
            _ => t.console_webhook_waits(),
        },
        tried: t.when(delivery.tried_at, now),
        next: next_attempts
            .get(&delivery.event_id)
            .map(|at| t.when(*at, now)),
        event_type: delivery.event_type,
        event_id: delivery.event_id,
        attempts: delivery.attempts,
        status: delivery.status,
        reason: delivery.reason,
    };
    record.deliveries.into_iter().map(line).collect()
}
