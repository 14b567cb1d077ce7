//! The owners of apps: users who administer one app each, without a role of this provider
//! ([decision 66](../../../docs/decisions/0066-owners-of-apps.md)).

use super::{Access, stamp};
use crate::{
    Error, Result,
    audit::Record,
    change_set::{Change, ChangeSet},
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::management::is_built_in_app;
use doorward_storage::{AppOwner, AppOwnerKey, RecordedAppOwner, Store};
use std::collections::BTreeSet;

impl Access {
    /// The owners of an app after the identifier of a user; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn owners_of_app(
        &self,
        client_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<AppOwner>> {
        let store = self.kernel.database.read();
        Ok(store.owners_of_app(client_id, after, limit).await?)
    }

    /// Every time that somebody owned an app, the newest first; a thousand at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn history_of_app_owners(&self, client_id: &str) -> Result<Vec<RecordedAppOwner>> {
        let store = self.kernel.database.read();
        Ok(store.history_of_app_owners(client_id).await?)
    }

    /// Makes a user an owner of an app.
    ///
    /// # Errors
    /// `Input` for the app that is built in.
    pub async fn add_app_owner(
        &self,
        changes: &mut ChangeSet<'_>,
        key: AppOwnerKey<'_>,
    ) -> Result<Change> {
        self.put_app_owner(changes, key, false).await
    }

    /// As [`Access::add_app_owner`], also as a file says it.
    async fn put_app_owner(
        &self,
        changes: &mut ChangeSet<'_>,
        key: AppOwnerKey<'_>,
        managed: bool,
    ) -> Result<Change> {
        if is_built_in_app(key.client_id) {
            return Err(Error::Input(
                "the app doorward has no owners: give a role of it instead".into(),
            ));
        }
        let store = self.kernel.database.read();
        if store.app_ownership(key).await?.is_some() {
            return Ok(Change::None);
        }
        let unit = Store::add_app_owner(&self.new_id(), key, stamp(changes, managed));
        changes.add(unit, &record("client.owner_added", key));
        Ok(Change::Add)
    }

    /// Ends that a user owns an app.
    ///
    /// # Errors
    /// `Input` where a file names the owner and the operation is not forced.
    pub async fn remove_app_owner(
        &self,
        changes: &mut ChangeSet<'_>,
        key: AppOwnerKey<'_>,
    ) -> Result<Change> {
        let store = self.kernel.database.read();
        let Some(is_managed) = store.app_ownership(key).await? else {
            return Ok(Change::None);
        };
        if is_managed {
            let (ctx, id) = (changes.context(), key.client_id);
            require_not_declared(&self.kernel, ctx, EntryKind::Clients, id).await?;
        }
        end(changes, key);
        Ok(Change::Change)
    }

    /// Adds to a set of changes that those whom a file names own an app, and those whom a file named
    /// before do not any more. Whoever was named in another way stays.
    ///
    /// # Errors
    /// As [`Access::add_app_owner`].
    pub async fn declare_app_owners(
        &self,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        user_ids: &BTreeSet<String>,
    ) -> Result<Change> {
        let mut change = Change::None;
        for user_id in user_ids {
            let key = AppOwnerKey { client_id, user_id };
            if self.put_app_owner(changes, key, true).await? != Change::None {
                change = Change::Change;
            }
        }
        let store = self.kernel.database.read();
        for user_id in &store.declared_app_owners(client_id).await? {
            if !user_ids.contains(user_id) {
                end(changes, AppOwnerKey { client_id, user_id });
                change = Change::Change;
            }
        }
        Ok(change)
    }
}

fn end(changes: &mut ChangeSet<'_>, key: AppOwnerKey<'_>) {
    let unit = Store::end_app_owner(key, stamp(changes, false));
    changes.add(unit, &record("client.owner_removed", key));
}

fn record<'r>(action: &'static str, key: AppOwnerKey<'r>) -> Record<'r> {
    Record {
        action,
        subject: Some(key.user_id),
        client_id: Some(key.client_id),
        detail: key.client_id,
    }
}
