//! The owners of apps, as callers of the management API see and name them, and what an owner may do.
//! Administrators alone name owners: whoever is handed an app does not hand it on.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{
    access::{AppOwner, AppOwnerKey, Assignee, Group, RecordedAppOwner},
    change_set::{Change, ChangeSet},
    context::{OperationContext, Standing},
    users::User,
};
use doorward_protocol::{
    clients::{
        client::Client, client_settings::beyond_owners, registered_client::RegisteredClient,
    },
    management::{Permission, Powers, Resource},
};

const WRITE_APPS: Permission = Permission::write(Resource::Apps);
const WRITE_ROLES: Permission = Permission::write(Resource::Roles);

impl Caller {
    /// What must hold of the caller when a change of an app is committed.
    pub(super) fn standing(&self, permission: Permission, client_id: &str) -> Standing {
        match self.ctx.actor().id() {
            Some(user_id) if self.acts_as_owner(permission, client_id) => {
                Standing::owner_of_app(AppOwnerKey { client_id, user_id })
            }
            _ => Standing::default(),
        }
    }

    /// The operation of a change of an app: an owner who is none any more changes nothing.
    pub(super) fn ctx_of_app(&self, permission: Permission, client_id: &str) -> OperationContext {
        self.ctx.resting_on(self.standing(permission, client_id))
    }

    /// As [`Caller::ctx_of_app`], for changes that are committed together.
    pub(super) fn rest_on_app(
        &self,
        changes: &mut ChangeSet<'_>,
        permission: Permission,
        client_id: &str,
    ) {
        changes.add_unaudited(self.standing(permission, client_id).unit());
    }

    /// Refuses what an owner of an app does not change about it.
    pub(super) fn require_own_settings(
        &self,
        before: &Client,
        after: &Client,
    ) -> ManagementOutcome<()> {
        if !self.acts_as_owner(WRITE_APPS, &before.client_id) {
            return Ok(());
        }
        let beyond = beyond_owners(before, after);
        if beyond.is_empty() {
            return Ok(());
        }
        Err(ManagementError::BeyondOwner(beyond))
    }

    /// Refuses to give or take a role that is not the caller's to give: that of an app that they neither
    /// administer nor own. An owner gives roles to users one by one: of groups they learn nothing.
    pub(super) fn require_own_role_of_app(
        &self,
        client_id: &str,
        assignee: Assignee<'_>,
    ) -> ManagementOutcome<()> {
        self.require_of_app(WRITE_ROLES, client_id)?;
        match assignee {
            Assignee::Group(group) if self.acts_as_owner(WRITE_ROLES, client_id) => {
                Err(ManagementError::NotFound(format!("group {}", group.name)))
            }
            Assignee::Group(_) | Assignee::User(_) => Ok(()),
        }
    }
}

impl Management {
    /// The owners of an app after the identifier of a user; at most so many.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn app_owners_after(
        &self,
        client_id: &str,
        after: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<AppOwner>> {
        let app = self.app(client_id).await?;
        let client_id = &app.client.client_id;
        Ok(self.access.owners_of_app(client_id, after, limit).await?)
    }

    /// The group that is given a role of an app, or loses it, by its identifier or its name. To the owners
    /// of the app there is none.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn group_of_role(
        &self,
        caller: &Caller,
        client_id: &str,
        id_or_name: &str,
    ) -> ManagementOutcome<Group> {
        if caller.acts_as_owner(WRITE_ROLES, client_id) {
            return Err(ManagementError::NotFound(format!("group {id_or_name}")));
        }
        self.group(id_or_name).await
    }

    /// Every time that somebody owned an app, the newest first; a thousand at most.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn app_owner_history(
        &self,
        client_id: &str,
    ) -> ManagementOutcome<Vec<RecordedAppOwner>> {
        let app = self.app(client_id).await?;
        let client_id = &app.client.client_id;
        Ok(self.access.history_of_app_owners(client_id).await?)
    }

    /// Makes a user an owner of an app.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden` for its owners; `BeyondPowers` where the caller may not do what an owner
    /// may, or the app may do more by this API than the caller.
    pub async fn add_app_owner(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        user: &User,
    ) -> ManagementOutcome<Change> {
        self.app_whose_owners_change(caller, client_id).await?;
        let key = AppOwnerKey {
            client_id,
            user_id: &user.id,
        };
        Ok(self.access.add_app_owner(changes, key).await?)
    }

    /// Ends that a user owns an app.
    ///
    /// # Errors
    /// As [`Management::add_app_owner`]; `NotFound` where the user does not own it.
    pub async fn remove_app_owner(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        client_id: &str,
        user: &User,
    ) -> ManagementOutcome<()> {
        self.app_whose_owners_change(caller, client_id).await?;
        let key = AppOwnerKey {
            client_id,
            user_id: &user.id,
        };
        match self.access.remove_app_owner(changes, key).await? {
            Change::None => Err(ManagementError::NotFound(format!("owner {}", user.id))),
            Change::Add | Change::Change => Ok(()),
        }
    }

    async fn app_whose_owners_change(
        &self,
        caller: &Caller,
        client_id: &str,
    ) -> ManagementOutcome<RegisteredClient> {
        caller.require_everywhere(WRITE_APPS)?;
        caller.reaches(&Powers::of_app_owner())?;
        self.app_in_reach(caller, client_id).await
    }

    /// The apps that the caller owns, in the order of their identifiers, after one; at most so many.
    pub(super) async fn own_apps_after(
        &self,
        caller: &Caller,
        client_id: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<RegisteredClient>> {
        let store = self.kernel.database.read();
        let mut found = Vec::new();
        let after = caller.apps.iter().filter(|own| own.as_str() > client_id);
        for own in after.take(usize::try_from(limit).unwrap_or_default()) {
            found.extend(store.client(own).await?);
        }
        Ok(found)
    }
}
