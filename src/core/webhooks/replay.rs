//! A webhook is tested, and told again of what the audit log still knows.

use super::{Webhooks, changes::record};
use crate::{Error, Result, context::OperationContext};
use doorward_protocol::{time::Timestamp, webhooks::catalogue::of_action};
use doorward_storage::{ListCursor, Store, StoredWebhook};

/// How many entries are read at once.
const PAGE: i64 = 500;
/// The most events that one replay queues.
const MAX_REPLAYED: usize = 50_000;

/// What a replay did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// How many events were queued, those included that waited already.
    pub events: usize,
    /// Where to go on, where there were too many for one replay.
    pub next: Option<Timestamp>,
}

impl Webhooks {
    /// Tells a webhook that somebody tests it. Returns the identifier of the event.
    ///
    /// # Errors
    /// `Input` where it is told of nothing at present.
    pub async fn test(&self, ctx: &OperationContext, webhook: &StoredWebhook) -> Result<String> {
        require_active(webhook)?;
        let name = &webhook.name;
        let recorded = self
            .kernel
            .database
            .recorded(ctx, &record("webhook.tested", name));
        let id = recorded.id;
        let queued = Store::queue_events_for(name, std::slice::from_ref(&id), ctx.now());
        let unit = recorded.unit.then(queued);
        self.kernel.database.commit_unaudited(unit).await?;
        self.outbox.notify();
        Ok(id)
    }

    /// Tells a webhook again of what happened since then, as far as it asked for such events and the audit
    /// log still has them. Each event has the identifier that it had before.
    ///
    /// # Errors
    /// `Input` where it is told of nothing at present.
    pub async fn replay(
        &self,
        ctx: &OperationContext,
        webhook: &StoredWebhook,
        since: Timestamp,
    ) -> Result<Replayed> {
        require_active(webhook)?;
        let declared = webhook.declared();
        let until = Timestamp(ctx.now().0.saturating_add(1));
        let store = self.kernel.database.read();
        let mut cursor = ListCursor {
            at: since,
            id: String::new(),
        };
        let mut replayed = Replayed {
            events: 0,
            next: None,
        };
        loop {
            let page = store.audit_events_from(&cursor, until, PAGE).await?;
            let Some(last) = page.last() else { break };
            cursor = last.cursor();
            let asked_for = page.iter().filter(|row| {
                of_action(&row.action).is_some_and(|event| declared.hears_of(event.name))
            });
            let ids: Vec<String> = asked_for.map(|row| row.id.clone()).collect();
            replayed.events += ids.len();
            let unit = Store::queue_events_for(&webhook.name, &ids, ctx.now());
            if !ids.is_empty() {
                self.kernel.database.commit_unaudited(unit).await?;
                self.outbox.notify();
            }
            if replayed.events >= MAX_REPLAYED {
                replayed.next = Some(cursor.at);
                break;
            }
        }
        let record = record("webhook.replayed", &webhook.name);
        self.kernel
            .database
            .commit(ctx, doorward_storage::Unit::new(), &[record])
            .await?;
        Ok(replayed)
    }
}

fn require_active(webhook: &StoredWebhook) -> Result<()> {
    if webhook.is_active() {
        return Ok(());
    }
    let name = &webhook.name;
    Err(Error::Input(if webhook.enabled {
        format!("the webhook {name} is paused: resume it first")
    } else {
        format!("the webhook {name} is disabled: enable it first")
    }))
}
