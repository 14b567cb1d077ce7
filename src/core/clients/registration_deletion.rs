//! The deletion of clients that registered themselves: by themselves (RFC 7592 §2.3), and where nobody
//! uses them.

use crate::{
    Result,
    clients::{
        registration::{Purpose, Registration, TOKEN_INVALID},
        service::record,
    },
    context::{Actor, OperationContext},
};
use doorward_protocol::{clients::registered_client::RegisteredClient, secret::Secret};
use doorward_storage::Store;

impl Registration {
    /// Removes a client with everything that belongs to it (RFC 7592 §2.3).
    ///
    /// # Errors
    /// As [`Registration::read`].
    pub async fn delete(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        bearer: Option<&Secret>,
    ) -> Result<()> {
        let managed = self.managed(client_id, bearer, Purpose::Delete).await?;
        self.limit_changes(ctx, client_id).await?;
        let ctx = ctx.acting_as(Actor::Client(client_id.to_owned()));
        self.delete_dependents(&ctx, &managed.registered).await?;
        let unit = Store::delete_client(&managed.registered, ctx.now());
        let record = record(client_id, "client.deleted");
        if !self.kernel.database.commit(&ctx, unit, &[record]).await? {
            return Err(TOKEN_INVALID.into());
        }
        self.kernel.wait_until_configuration_is_seen().await;
        Ok(())
    }

    /// Deletes what refers to a client, where it is much: a cascade would keep every other writer
    /// waiting. The client is disabled before, so that nobody uses it when half of it is gone.
    async fn delete_dependents(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
    ) -> Result<()> {
        let database = &self.kernel.database;
        let client_id = registered.client.client_id.as_str();
        if !database.read().has_many_dependents(client_id).await? {
            return Ok(());
        }
        if !registered.disabled {
            self.clients.set_disabled(ctx, client_id, true).await?;
        }
        for batch in Store::delete_dependents_of_client(client_id, ctx.now()) {
            while database.commit_unaudited(batch.clone()).await? {
                // Others who write have their turn.
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }

    /// Deletes the clients that registered themselves long ago and that no user ever allowed
    /// anything. A worker calls it on every node. What of it is done stays done where it fails.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn delete_unused(&self, ctx: &OperationContext) -> Result<()> {
        let database = &self.kernel.database;
        let age = self.kernel.settings.lifetimes.unused_registration;
        let before = ctx.now().minus(age);
        loop {
            let unused = database.read().unused_registrations(before).await?;
            if unused.is_empty() {
                return Ok(());
            }
            for client_id in &unused {
                let Some(registered) = database.read().client(client_id).await? else {
                    continue;
                };
                let unit = Store::require_unused_registration(client_id)
                    .then(Store::delete_client(&registered, ctx.now()));
                let record = record(client_id, "client.expired");
                database.commit(ctx, unit, &[record]).await?;
            }
        }
    }
}
