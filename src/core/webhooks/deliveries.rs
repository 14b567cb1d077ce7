//! The delivery of events to webhooks, a kind of message of the outbox.

use super::{
    changes::record,
    secrets::{Message, open},
};
use crate::{
    Result,
    context::OperationContext,
    kernel::Kernel,
    outbox::{Attempt, HandlerFuture, OutboxHandler},
};
use doorward_adapters::outbound::{Outbound, OutboundError, Question};
use doorward_protocol::{
    time::Timestamp,
    webhooks::{
        catalogue::{EventType, told_of},
        event::{Occurrence, document},
    },
};
use doorward_storage::{
    AuditRow, OutboxMessage, Store, StoredWebhook, Unit, WEBHOOK, WebhookAttempt,
};
use std::{sync::Arc, time::Duration};

/// How long a webhook may take to answer, which is shorter than the lease of a message.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The status by which a receiver says that it wants no more events.
const GONE: u16 = 410;

/// Posts the event of each message to its webhook. The event is made from its audit entry at every
/// attempt, so it is not stored twice.
pub(crate) struct WebhookDeliveries {
    kernel: Arc<Kernel>,
    outbound: Outbound,
}

impl OutboxHandler for WebhookDeliveries {
    fn kind(&self) -> &'static str {
        WEBHOOK
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.tell(ctx, message))
    }

    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.give_up(ctx, message))
    }
}

/// An event on its way to a webhook.
struct Delivery<'a> {
    webhook: &'a StoredWebhook,
    event_type: &'static EventType,
    entry: &'a AuditRow,
}

impl WebhookDeliveries {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound) -> Self {
        Self { kernel, outbound }
    }

    async fn tell(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let webhook = store.webhook(&message.target).await?;
        // What happens while a webhook is disabled or paused can be replayed.
        let Some(webhook) = webhook.filter(StoredWebhook::is_active) else {
            return Ok(Attempt::done(Unit::new()));
        };
        // An entry that is deleted meanwhile, because it is old enough, is told nobody.
        let Some(entry) = store.audit_event(&message.payload).await? else {
            return Ok(Attempt::done(Unit::new()));
        };
        let Some(event_type) = told_of(&entry.action) else {
            return Ok(Attempt::done(Unit::new()));
        };
        let delivery = Delivery {
            webhook: &webhook,
            event_type,
            entry: &entry,
        };
        let answer = self.post(ctx, &delivery).await?;
        Ok(self.attempted(ctx, &delivery, answer))
    }

    /// Posts an event. Its identifier is the same at every attempt; the time is that of the attempt, so
    /// that a receiver can refuse what is old.
    async fn post(
        &self,
        ctx: &OperationContext,
        delivery: &Delivery<'_>,
    ) -> Result<std::result::Result<u16, OutboundError>> {
        let Delivery { webhook, entry, .. } = delivery;
        let body = document(delivery.event_type, &occurrence(entry)).to_string();
        let message = Message {
            id: &entry.id,
            seconds: ctx.now().seconds(),
            body: &body,
        };
        let secrets = open(&self.kernel, webhook)?;
        let signatures = secrets.signatures(webhook, &message, ctx.now())?;
        let headers = [
            ("webhook-id", entry.id.clone()),
            ("webhook-timestamp", message.seconds.to_string()),
            ("webhook-signature", signatures),
        ];
        let told = Question {
            uri: &webhook.url,
            content_type: "application/json",
            body: body.clone(),
            headers: &headers,
            timeout: TIMEOUT,
        };
        let outbound = self.outbound.for_operator(webhook.allow_private_addresses);
        Ok(outbound.tell(told).await)
    }

    /// What an answer means for the message and its webhook.
    fn attempted(
        &self,
        ctx: &OperationContext,
        delivery: &Delivery<'_>,
        answer: std::result::Result<u16, OutboundError>,
    ) -> Attempt {
        let answered = &ctx.renewed(self.kernel.clock.as_ref());
        let (webhook, at) = (delivery.webhook.name.as_str(), answered.now());
        let attempt = WebhookAttempt {
            webhook,
            event_id: &delivery.entry.id,
            event_type: delivery.event_type.name,
            state: if answer.is_ok() {
                "delivered"
            } else {
                "waiting"
            },
            status: match answer {
                Ok(status) | Err(OutboundError::Status(status)) => Some(status),
                Err(_) => None,
            },
            reason: answer.as_ref().err().map(ToString::to_string),
            latency_ms: at.since(ctx.now()).max(0),
            at,
        };
        let tried = Store::record_webhook_attempt(&attempt);
        match answer {
            Ok(_) => Attempt::done(tried.then(Store::note_webhook_accepts(webhook, at))),
            Err(error) => {
                let reason = error.to_string();
                let failed = tried.then(Store::note_webhook_fails(webhook, &reason, at));
                if error != OutboundError::Status(GONE) {
                    return Attempt::refused(error, failed);
                }
                let gone = Store::give_up_webhook_delivery(webhook, &delivery.entry.id);
                let never = Timestamp(i64::MAX);
                let paused = self.pause(answered, webhook, never);
                Attempt::done(failed.then(gone).then(paused))
            }
        }
    }

    /// Gives up an event that was tried for a day. A webhook that accepted nothing meanwhile is paused.
    async fn give_up(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let store = self.kernel.database.read();
        let name = message.target.as_str();
        let given_up = Store::give_up_webhook_delivery(name, &message.payload);
        let webhook = store.webhook(name).await?;
        let fails = webhook.filter(StoredWebhook::is_active).filter(|webhook| {
            let last = webhook.last_delivered_at;
            webhook.failing_since.is_some() && last.is_none_or(|at| at < message.created_at)
        });
        Ok(Attempt::done(match fails {
            Some(_) => given_up.then(self.pause(ctx, name, message.created_at)),
            None => given_up,
        }))
    }

    fn pause(
        &self,
        ctx: &OperationContext,
        webhook: &str,
        accepted_nothing_since: Timestamp,
    ) -> Unit {
        tracing::warn!(
            webhook,
            "a webhook accepted nothing for a day, or wants no more events: it is paused"
        );
        let record = record("webhook.paused", webhook);
        Store::pause_webhook(webhook, accepted_nothing_since, ctx.now())
            .then(self.kernel.database.record(ctx, &record))
    }
}

/// An audit entry as what happened.
fn occurrence(entry: &AuditRow) -> Occurrence<'_> {
    Occurrence {
        id: &entry.id,
        at: entry.at,
        actor_kind: &entry.actor_kind,
        actor_id: entry.actor_id.as_deref(),
        user_id: entry.subject.as_deref(),
        app_id: entry.client_id.as_deref(),
        detail: &entry.detail,
    }
}
