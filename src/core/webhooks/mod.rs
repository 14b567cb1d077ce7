//! Webhooks: who is told of what happens, by Standard Webhooks
//! ([decision 53](../../../docs/decisions/0053-webhooks.md)).

mod changes;
mod declare;
mod deliveries;
mod replay;
mod secrets;

pub use changes::{NewWebhook, SecretRotation, WebhookChange};
pub(crate) use deliveries::WebhookDeliveries;
pub use doorward_storage::{StoredWebhook, WebhookDelivery};
pub use replay::Replayed;

use crate::{Error, Result, kernel::Kernel, outbox::Outbox};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{time::Timestamp, webhooks::declared::DeclaredWebhook};
use std::{collections::BTreeMap, sync::Arc};

/// The most deliveries that are shown.
const MAX_SHOWN: i64 = 100;

/// The webhooks of this provider.
pub struct Webhooks {
    kernel: Arc<Kernel>,
    /// Decides which addresses may be told.
    outbound: Outbound,
    /// Sends what a test or a replay queued.
    outbox: Outbox,
}

/// What became of the events of a webhook.
pub struct WebhookRecord {
    /// How many events wait.
    pub waiting: i64,
    /// The events that it was last tried with, the newest attempt first.
    pub deliveries: Vec<WebhookDelivery>,
    /// When each of those that wait is tried next, by the identifier of its event.
    pub next_attempts: BTreeMap<String, Timestamp>,
}

impl Webhooks {
    pub(crate) const fn new(kernel: Arc<Kernel>, outbound: Outbound, outbox: Outbox) -> Self {
        Self {
            kernel,
            outbound,
            outbox,
        }
    }

    /// The webhook of a name.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn get(&self, name: &str) -> Result<Option<StoredWebhook>> {
        Ok(self.kernel.database.read().webhook(name).await?)
    }

    /// As [`Webhooks::get`], where it must be there.
    ///
    /// # Errors
    /// `Input` where there is no such webhook.
    pub async fn find(&self, name: &str) -> Result<StoredWebhook> {
        self.get(name).await?.ok_or_else(|| {
            Error::Input(format!(
                "no webhook is called {name}; `doorward webhook list` shows them"
            ))
        })
    }

    /// The webhooks after a name, in the order of their names; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn after(&self, name: &str, limit: i64) -> Result<Vec<StoredWebhook>> {
        let store = self.kernel.database.read();
        Ok(store.webhooks_after(name, limit).await?)
    }

    /// What became of the events of a webhook.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn record(&self, name: &str) -> Result<WebhookRecord> {
        let store = self.kernel.database.read();
        let deliveries = store.webhook_deliveries(name, MAX_SHOWN).await?;
        let waiting = deliveries.iter().filter(|one| one.state == "waiting");
        let waiting: Vec<&str> = waiting.map(|one| one.event_id.as_str()).collect();
        Ok(WebhookRecord {
            waiting: store.events_waiting_for(name).await?,
            next_attempts: store.next_attempts_of_events(name, &waiting).await?,
            deliveries,
        })
    }

    /// Refuses what no webhook can be, and an address that may not be told.
    fn check(&self, declared: &DeclaredWebhook) -> Result<()> {
        declared.check().map_err(Error::Input)?;
        let outbound = self.outbound.for_operator(declared.allow_private_addresses);
        if outbound.permits(&declared.url) {
            return Ok(());
        }
        Err(Error::Input(
            "url must be an https address on the public Internet; allow_private_addresses, which a \
             command or a file sets, allows others"
                .into(),
        ))
    }
}
