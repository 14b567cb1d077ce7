//! How core writes: a transaction carries its audit entries, made from the context of the
//! operation.

use crate::{
    Result,
    audit::{Record, event, proof},
    context::{OperationContext, request_scope},
};
use doorward_adapters::keys::LastingKeys;
use doorward_protocol::{
    scim_targets::trigger::{Trigger, of_action as trigger_of},
    secret::{Entropy, ordered_id},
    time::Timestamp,
    webhooks::catalogue::of_action,
};
use doorward_storage::{Store, Unit};
use std::sync::Arc;

/// An audit entry that is not committed yet.
pub(crate) struct Recorded {
    /// The identifier of the entry.
    pub(crate) id: String,
    /// What appends it.
    pub(crate) unit: Unit,
}

/// Queues what the apps that users are pushed to may have to be told.
fn pushes(record: &Record<'_>, now: Timestamp) -> Unit {
    let Some(trigger) = trigger_of(record.action, record.subject) else {
        return Unit::new();
    };
    // What happens to an app or its roles concerns nobody elsewhere.
    let is_of_app = ["client.", "role.", "app."]
        .iter()
        .any(|noun| record.action.starts_with(noun));
    let client_id = record
        .client_id
        .filter(|_| is_of_app || trigger == Trigger::Everybody);
    Store::queue_scim_pushes(trigger, client_id, now)
}

/// The store, with the audit log beside every change.
#[derive(Clone)]
pub(crate) struct Database {
    store: Store,
    entropy: Arc<dyn Entropy>,
    /// Seals the entries.
    keys: Arc<LastingKeys>,
}

impl Database {
    pub(crate) fn new(store: Store, entropy: Arc<dyn Entropy>, keys: &LastingKeys) -> Self {
        let keys = Arc::new(keys.clone());
        Self {
            store,
            entropy,
            keys,
        }
    }

    /// The store, for reads.
    pub(crate) const fn read(&self) -> &Store {
        &self.store
    }

    /// Commits a unit together with its audit entries. `false`: a guard touched no row, and nothing
    /// was written.
    ///
    /// # Errors
    /// Where the database is unavailable or a unique value is taken.
    pub(crate) async fn commit(
        &self,
        ctx: &OperationContext,
        unit: Unit,
        records: &[Record<'_>],
    ) -> Result<bool> {
        let unit = records
            .iter()
            .fold(unit, |unit, record| unit.then(self.record(ctx, record)));
        Ok(self.write(unit).await?)
    }

    /// Commits bookkeeping that no audit entry describes: last use, waiting requests, leases,
    /// caches. What grants, changes or ends something belongs into [`Database::commit`].
    ///
    /// # Errors
    /// As [`Database::commit`].
    pub(crate) async fn commit_unaudited(&self, unit: Unit) -> Result<bool> {
        Ok(self.write(unit).await?)
    }

    /// Commits as [`Database::commit_unaudited`], a unit that holds its audit entries already, and
    /// expects that another request may have stored the same unique value. `false`: nothing was
    /// written, as a guard touched no row or a unique value is taken.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn commit_unless_taken(&self, unit: Unit) -> Result<bool> {
        match self.write(unit).await {
            Err(doorward_storage::Error::Taken) => Ok(false),
            committed => Ok(committed?),
        }
    }

    async fn write(&self, unit: Unit) -> doorward_storage::Result<bool> {
        let may_end_tokens = unit.may_end_tokens();
        let committed = self.store.commit(unit).await;
        // Also after an error: the database may have committed all the same.
        request_scope::forget();
        if may_end_tokens {
            // Whoever is told that a token ended finds it ended, at each node.
            request_scope::wait_until_seen().await;
        }
        committed
    }

    /// The statement that appends an audit entry, for a unit that is committed later, and the one that
    /// queues it for the webhooks that asked for such events.
    pub(crate) fn record(&self, ctx: &OperationContext, record: &Record<'_>) -> Unit {
        self.recorded(ctx, record).unit
    }

    /// As [`Database::record`], with the identifier of the entry.
    pub(crate) fn recorded(&self, ctx: &OperationContext, record: &Record<'_>) -> Recorded {
        let id = ordered_id(self.entropy.as_ref(), ctx.now());
        let mut event = event(ctx, id.clone(), record);
        event.proof = proof(&event.fields(), self.entropy.as_ref(), self.keys.as_ref());
        let unit = ctx.standing().unit();
        let unit = unit.then(Store::add_audit_event(&event));
        let unit = match of_action(record.action) {
            Some(event_type) => unit.then(Store::queue_event(event_type.name, &id, ctx.now())),
            None => unit,
        };
        let unit = unit.then(pushes(record, ctx.now()));
        Recorded { id, unit }
    }
}
