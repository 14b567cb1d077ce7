//! Roles that end by themselves. A role counts until its end and not a moment longer, whether or not a
//! worker came by; what a user has at an app that they lose by it is ended here.

use super::Access;
use crate::{Result, audit::Record, change_set::ChangeSet};
use doorward_storage::Store;

/// How many rows one transaction ends.
const BATCH: i64 = 100;

impl Access {
    /// Adds to a set of changes that the rows of roles end whose end is over, a hundred at most, and what
    /// users lose by it. Returns how many there are.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn end_expired_roles(&self, changes: &mut ChangeSet<'_>) -> Result<usize> {
        let now = changes.context().now();
        let store = self.kernel.database.read();
        let expired = store.expired_role_grants(now, BATCH).await?;
        for role in &expired {
            if let Some(reviewed) = role.reviewed() {
                changes.review_access(reviewed);
            }
            let record = Record {
                action: "role.expired",
                subject: role.user_id.as_deref(),
                client_id: Some(&role.client_id),
                detail: &role.role,
            };
            let actor = crate::audit::actor(changes.context());
            changes.add(Store::end_expired_role(role, actor), &record);
        }
        Ok(expired.len())
    }
}
