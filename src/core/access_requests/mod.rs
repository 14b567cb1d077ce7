//! Roles that users ask for: what may be asked for, the request, and the decision
//! ([decision 65](../../../docs/decisions/0065-access-requests.md)).

mod ask;
mod decide;
mod mails;
mod offers;
mod record;

pub use ask::AskProblem;
pub use doorward_storage::{AccessRequest, RequestState, RequestsBefore, RoleOfApp};
pub use offers::{OfferedApp, OfferedRole};

use crate::{
    Result, access::Access, change_set::ChangeSet, context::OperationContext, kernel::Kernel,
    mail::Mailer, outbox::Outbox,
};
use doorward_storage::Store;
use record::{record, stamp_of};
use std::sync::Arc;

/// How many requests of a user their page shows.
const SHOWN: i64 = 50;
/// How many requests one transaction ends that waited too long.
const BATCH: i64 = 100;

/// Roles that users ask for.
pub struct AccessRequests {
    kernel: Arc<Kernel>,
    mailer: Arc<Mailer>,
    outbox: Outbox,
    access: Access,
}

impl AccessRequests {
    pub(crate) fn new(kernel: Arc<Kernel>, mailer: Arc<Mailer>, outbox: Outbox) -> Self {
        let access = Access::new(Arc::clone(&kernel));
        Self {
            kernel,
            mailer,
            outbox,
            access,
        }
    }

    /// The newest requests of a user, the newest first.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, user_id: &str) -> Result<Vec<AccessRequest>> {
        let store = self.kernel.database.read();
        Ok(store.access_requests_of_user(user_id, SHOWN).await?)
    }

    /// The name of an app as users see it; its identifier where it is gone.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn app_name(&self, client_id: &str) -> Result<String> {
        let configuration = self.kernel.configuration().await?;
        let app = configuration.client(client_id).await?;
        Ok(app.map_or_else(
            || client_id.to_owned(),
            |app| app.client.display_name().to_owned(),
        ))
    }

    /// Withdraws a request of a user. `false`: they have no such request that waits.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn withdraw(&self, ctx: &OperationContext, user_id: &str, id: &str) -> Result<bool> {
        let store = self.kernel.database.read();
        let Some(found) = store.access_request(id).await? else {
            return Ok(false);
        };
        let stamp = stamp_of(ctx);
        let unit = Store::withdraw_access_request(id, user_id, stamp);
        let record = record("access_request.withdrawn", &found);
        self.kernel.database.commit(ctx, unit, &[record]).await
    }

    /// Adds to a set of changes that requests end which waited too long, a hundred at most. Returns how
    /// many there are.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn end_expired(&self, changes: &mut ChangeSet<'_>) -> Result<usize> {
        let store = self.kernel.database.read();
        let now = changes.context().now();
        let expired = store.expired_access_requests(now, BATCH).await?;
        for request in &expired {
            let stamp = stamp_of(changes.context());
            let unit = Store::end_expired_access_request(&request.id, stamp);
            changes.add(unit, &record("access_request.expired", request));
        }
        Ok(expired.len())
    }
}
