//! Groups and their members, as callers of the management API see and change them.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{
    RefusedChange,
    change_set::{Change, ChangeSet},
};
use doorward_storage::{Group, User};

/// What of a group changes; what is `None` stays.
#[derive(Default)]
pub struct GroupChange {
    /// A new name.
    pub name: Option<String>,
    /// A new description; `Some(None)` takes it away.
    pub description: Option<Option<String>>,
}

impl Management {
    /// A group, by its identifier or its name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn group(&self, id_or_name: &str) -> ManagementOutcome<Group> {
        let found = self.access.find_group(id_or_name).await?;
        found.ok_or_else(|| ManagementError::NotFound(format!("group {id_or_name}")))
    }

    /// The groups after a name, in the order of their names; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn groups_after(&self, name: &str, limit: i64) -> ManagementOutcome<Vec<Group>> {
        Ok(self
            .kernel
            .database
            .read()
            .groups_after(name, limit)
            .await?)
    }

    /// The users in a group after an identifier; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn members_after(
        &self,
        group: &Group,
        id: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<User>> {
        let store = self.kernel.database.read();
        Ok(store.members_of_group(&group.id, id, limit).await?)
    }

    /// Adds a group.
    ///
    /// # Errors
    /// `Conflict` where there is one of that name; `Invalid`.
    pub async fn add_group(
        &self,
        changes: &mut ChangeSet<'_>,
        name: &str,
        description: Option<&str>,
    ) -> ManagementOutcome<Group> {
        if self.access.find_group(name).await?.is_some() {
            return Err(taken(name));
        }
        Ok(self.access.add_group(changes, name, description).await?)
    }

    /// Changes the name or the description of a group.
    ///
    /// # Errors
    /// `Conflict` where there is another one of that name; `Invalid`; `BeyondPowers`: apps know a group
    /// by its name.
    pub async fn change_group(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: Group,
        change: GroupChange,
    ) -> ManagementOutcome<Group> {
        self.require_reach_of_group(caller, &group).await?;
        let renamed = Group {
            name: change.name.unwrap_or_else(|| group.name.clone()),
            description: change
                .description
                .unwrap_or_else(|| group.description.clone()),
            ..group.clone()
        };
        let namesake = self.access.find_group(&renamed.name).await?;
        if namesake.is_some_and(|other| other.id != group.id) {
            return Err(taken(&renamed.name));
        }
        if renamed != group {
            self.access.change_group(changes, &renamed).await?;
        }
        Ok(renamed)
    }

    /// Deletes a group: nobody is in it any more, and its roles end.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub async fn delete_group(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: &Group,
    ) -> ManagementOutcome<()> {
        self.require_reach_of_group(caller, group).await?;
        Ok(self.access.delete_group(changes, group).await?)
    }

    /// Puts a user into a group.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub async fn add_member(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        user: &User,
    ) -> ManagementOutcome<Change> {
        self.require_reach_of_group(caller, group).await?;
        Ok(self.access.add_member(changes, group, user).await?)
    }

    /// The groups that are in a group directly, after a name; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn member_groups_after(
        &self,
        group: &Group,
        name: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<Group>> {
        let store = self.kernel.database.read();
        Ok(store.groups_in_group(&group.id, name, limit).await?)
    }

    /// Puts a group into another one: whoever is in it gets the roles of the other one too.
    ///
    /// # Errors
    /// `BeyondPowers`; `Invalid` where a group would be in itself.
    pub async fn add_member_group(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        member: &Group,
    ) -> ManagementOutcome<Change> {
        self.require_reach_of_group(caller, group).await?;
        let added = self.access.add_member_group(changes, group, member);
        Ok(added.await?)
    }

    /// Takes a group out of another one.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub async fn remove_member_group(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        member: &Group,
    ) -> ManagementOutcome<Change> {
        self.require_reach_of_group(caller, group).await?;
        let removed = self.access.remove_member_group(changes, group, member);
        Ok(removed.await?)
    }

    /// Takes a user out of a group.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub async fn remove_member(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        user: &User,
    ) -> ManagementOutcome<Change> {
        self.require_reach_of_group(caller, group).await?;
        Ok(self.access.remove_member(changes, group, user).await?)
    }
}

fn taken(name: &str) -> ManagementError {
    ManagementError::conflict(RefusedChange::GroupExists {
        name: name.to_owned(),
    })
}
