//! Roles of apps and who has them, as callers of the management API see and change them.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{
    access::{Assignee, Explanation, RoleHolders, Supposed, WhatIf},
    change_set::{Change, ChangeSet},
    users::User,
};
use doorward_protocol::{
    access::roles::Role,
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
    time::Timestamp,
};
use doorward_storage::{ListCursor, RecordedGrant, RoleOfApp};

const READ: Permission = Permission::read(Resource::Roles);
const WRITE: Permission = Permission::write(Resource::Roles);

/// A role that is given to somebody.
#[derive(Clone, Copy)]
pub struct RoleGift<'a> {
    /// Who is given the role.
    pub to: Assignee<'a>,
    /// The role that is given.
    pub role: RoleOfApp<'a>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

impl Management {
    /// An app, by its `client_id`.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn app(&self, client_id: &str) -> ManagementOutcome<RegisteredClient> {
        let found = self.kernel.database.read().client(client_id).await?;
        found.ok_or_else(|| ManagementError::NotFound(format!("app {client_id}")))
    }

    /// A role of an app.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn role(&self, role: RoleOfApp<'_>) -> ManagementOutcome<Role> {
        let app = self.app(role.client_id).await?;
        let found = app.roles.get(role.name).cloned();
        let named = || format!("role {} of {}", role.name, role.client_id);
        found.ok_or_else(|| ManagementError::NotFound(named()))
    }

    /// Adds a role to an app, or replaces it.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`.
    pub async fn put_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
        put: Role,
    ) -> ManagementOutcome<()> {
        self.app(role.client_id).await?;
        Ok(self.access.put_role(changes, role, put).await?)
    }

    /// Removes a role from an app: nobody has it any more.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`.
    pub async fn delete_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
    ) -> ManagementOutcome<()> {
        self.role(role).await?;
        Ok(self.access.delete_role(changes, role).await?)
    }

    /// Gives a role, also for a time.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `BeyondPowers`.
    pub async fn grant_role(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        given: RoleGift<'_>,
    ) -> ManagementOutcome<Change> {
        caller.require_own_role_of_app(given.role.client_id, given.to)?;
        self.role(given.role).await?;
        Self::require_reach_of_role(caller, given.role)?;
        caller.rest_on_app(changes, WRITE, given.role.client_id);
        let granted = self
            .access
            .grant_role(changes, given.to, given.role, given.expires_at);
        Ok(granted.await?)
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// `NotFound`, `BeyondPowers`; `Invalid` for the last owner.
    pub async fn revoke_role(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        from: Assignee<'_>,
        role: RoleOfApp<'_>,
    ) -> ManagementOutcome<Change> {
        caller.require_own_role_of_app(role.client_id, from)?;
        self.app(role.client_id).await?;
        Self::require_reach_of_role(caller, role)?;
        caller.rest_on_app(changes, WRITE, role.client_id);
        Ok(self.access.revoke_role(changes, from, role).await?)
    }

    /// Every time that a role was given; a thousand at most, the newest first.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn role_history(&self, role: RoleOfApp<'_>) -> ManagementOutcome<Vec<RecordedGrant>> {
        self.app(role.client_id).await?;
        Ok(self.access.grants_of_role(role).await?)
    }

    /// Who was given a role that they still have, the newest grant first, from a place in the list on;
    /// at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn live_grants_after(
        &self,
        role: RoleOfApp<'_>,
        now: Timestamp,
        after: Option<&ListCursor>,
        limit: i64,
    ) -> ManagementOutcome<Vec<RecordedGrant>> {
        let store = self.kernel.database.read();
        Ok(store.live_grants_of_role(role, now, after, limit).await?)
    }

    /// Who had a role at a time.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn role_holders(
        &self,
        role: RoleOfApp<'_>,
        at: Timestamp,
    ) -> ManagementOutcome<RoleHolders> {
        self.app(role.client_id).await?;
        Ok(self.access.holders_at(role, at).await?)
    }

    /// Why a user may or may not open an app, and what its tokens hold. Its owners learn nothing of the
    /// groups of the user but those that decide.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`.
    pub async fn explain(
        &self,
        caller: &Caller,
        user: &User,
        client_id: &str,
    ) -> ManagementOutcome<Explanation> {
        caller.require_of_app(READ, client_id)?;
        self.app(client_id).await?;
        let mut explained = self.access.explain(&caller.ctx, user, client_id).await?;
        if caller.acts_as_owner(READ, client_id) {
            explained.groups.clear();
            explained.claims.clear();
        }
        Ok(explained)
    }

    /// What a user may do in an app under a supposition. Nothing is changed. Its owners suppose no groups.
    ///
    /// # Errors
    /// `NotFound` where there is no such app; `Invalid` where there is no such role or group.
    pub async fn suppose(
        &self,
        caller: &Caller,
        user: &User,
        client_id: &str,
        what_if: WhatIf<'_>,
    ) -> ManagementOutcome<Supposed> {
        caller.require_of_app(READ, client_id)?;
        self.app(client_id).await?;
        let is_owner = caller.acts_as_owner(READ, client_id);
        if let Some(group) = what_if.group.filter(|_| is_owner) {
            return Err(ManagementError::NotFound(format!("group {group}")));
        }
        let supposed = self.access.suppose(&caller.ctx, user, client_id, what_if);
        let mut supposed = supposed.await?;
        if is_owner {
            supposed.groups.clear();
        }
        Ok(supposed)
    }
}
