//! Groups, members and roles as an administrator gives and takes them one by one.

use super::{Access, declare::stamp};
use crate::{
    Error, RefusedChange, Result,
    audit::Record,
    change_set::{Change, ChangeSet, PlannedRoles},
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::{
    access::check_group_name,
    text::{fold_username, nearest},
    time::Timestamp,
};
use doorward_storage::{Group, Holder, Reviewed, RoleGrant, RoleOfApp, Store, User};

/// Who is given a role, or loses it.
#[derive(Clone, Copy)]
pub enum Assignee<'a> {
    /// One user alone.
    User(&'a User),
    /// The members of a group.
    Group(&'a Group),
}

impl<'a> Assignee<'a> {
    fn holder(self) -> Holder<'a> {
        match self {
            Self::User(user) => Holder::User(&user.id),
            Self::Group(group) => Holder::Group(&group.id),
        }
    }

    fn user_id(self) -> Option<&'a str> {
        match self {
            Self::User(user) => Some(&user.id),
            Self::Group(_) => None,
        }
    }
}

impl Access {
    /// Groups in the order of their names, after a name; a hundred at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn groups_after(&self, name: &str) -> Result<Vec<Group>> {
        let store = self.kernel.database.read();
        Ok(store.groups_after(name, 100).await?)
    }

    /// A group, by its name in any spelling.
    ///
    /// # Errors
    /// `Input` where there is none of that name.
    pub async fn group(&self, name: &str) -> Result<Group> {
        let found = self.kernel.database.read().group(name).await?;
        found.ok_or_else(|| {
            Error::Input(format!(
                "there is no group {name}; `doorward group list` shows them"
            ))
        })
    }

    /// A group, by its identifier or by its name in any spelling.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn find_group(&self, id_or_name: &str) -> Result<Option<Group>> {
        let store = self.kernel.database.read();
        match store.group_by_id(id_or_name).await? {
            Some(group) => Ok(Some(group)),
            None => Ok(store.group(id_or_name).await?),
        }
    }

    /// Changes the name or the description of a group that was read.
    ///
    /// # Errors
    /// `Input` where the name cannot be one, or a file manages the group and the operation is not forced;
    /// where the database is unavailable.
    pub(crate) async fn change_group(
        &self,
        set: &mut ChangeSet<'_>,
        changed: &Group,
    ) -> Result<()> {
        check_group_name(&changed.name).map_err(Error::Input)?;
        let kind = EntryKind::Groups;
        require_not_declared(&self.kernel, set.context(), kind, &changed.id).await?;
        let record = Record {
            action: "group.changed",
            subject: None,
            client_id: None,
            detail: &changed.name,
        };
        let unit = Store::change_group(changed, set.context().now());
        set.add(unit, &record);
        Ok(())
    }

    /// Adds a group.
    ///
    /// # Errors
    /// `Input` where the name cannot be one, or there is a group of that name.
    pub async fn add_group(
        &self,
        changes: &mut ChangeSet<'_>,
        name: &str,
        description: Option<&str>,
    ) -> Result<Group> {
        check_group_name(name).map_err(Error::Input)?;
        if self.kernel.database.read().group(name).await?.is_some() {
            let name = name.to_owned();
            return Err(RefusedChange::GroupExists { name }.into());
        }
        let now = changes.context().now();
        let group = Group {
            id: self.new_id(),
            name: name.to_owned(),
            description: description.map(str::to_owned),
            managed: false,
            created_at: now,
            version: 1,
        };
        let record = Record {
            action: "group.added",
            subject: None,
            client_id: None,
            detail: name,
        };
        changes.add(Store::add_group(&group, now), &record);
        Ok(group)
    }

    /// Deletes a group: nobody is in it any more, and its roles end. The record of it stays.
    ///
    /// # Errors
    /// `Input` where a file manages it and the operation is not forced, and where the database is
    /// unavailable.
    pub async fn delete_group(&self, changes: &mut ChangeSet<'_>, group: &Group) -> Result<()> {
        let ctx = changes.context();
        require_not_declared(&self.kernel, ctx, EntryKind::Groups, &group.id).await?;
        changes.add_unaudited(Store::remove_declared_entry("groups", &group.id));
        Self::delete_group_in(changes, group);
        Ok(())
    }

    /// As [`Access::delete_group`], also where a file manages the group.
    pub(crate) fn delete_group_in(changes: &mut ChangeSet<'_>, group: &Group) {
        changes.review_access(Reviewed::Members(&group.id));
        let record = Record {
            action: "group.deleted",
            subject: None,
            client_id: None,
            detail: &group.name,
        };
        let unit = Store::delete_group(group, stamp(changes, false));
        changes.add(unit, &record);
    }

    /// Puts a user into a group.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn add_member(
        &self,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        user: &User,
    ) -> Result<Change> {
        if self.is_member(group, user).await? {
            return Ok(Change::None);
        }
        let id = self.new_id();
        let unit = Store::add_group_member(&id, &group.name, &user.id, stamp(changes, false));
        changes.add(unit, &member_record("group.member_added", group, user));
        Ok(Change::Add)
    }

    /// Takes a user out of a group.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_member(
        &self,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        user: &User,
    ) -> Result<Change> {
        if !self.is_member(group, user).await? {
            return Ok(Change::None);
        }
        let unit = Store::end_group_member(&group.id, &user.id, stamp(changes, false));
        changes.add(unit, &member_record("group.member_removed", group, user));
        changes.review_access(Reviewed::User(&user.id));
        Ok(Change::Change)
    }

    async fn is_member(&self, group: &Group, user: &User) -> Result<bool> {
        let name = fold_username(&group.name);
        let present = self.kernel.database.read().groups_of_user(&user.id).await?;
        Ok(present
            .iter()
            .any(|edge| fold_username(&edge.group) == name))
    }

    /// Gives a role of an app, also for a time. Whoever has it with another end has it with this one.
    ///
    /// # Errors
    /// `Input` where the app has no such role, or the end is over already.
    pub async fn grant_role(
        &self,
        changes: &mut ChangeSet<'_>,
        assignee: Assignee<'_>,
        role: RoleOfApp<'_>,
        expires_at: Option<Timestamp>,
    ) -> Result<Change> {
        let now = changes.context().now();
        if expires_at.is_some_and(|end| end <= now) {
            return Err(RefusedChange::RoleEndsInPast.into());
        }
        let planned = self.roles_including(changes, role).await?;
        let before = self.given_role(assignee, role).await?;
        let mut unit = Store::require_roles_of_app(role.client_id, planned.version);
        let change = match before {
            Some(grant) if grant.expires_at == expires_at => return Ok(Change::None),
            Some(_) => {
                let end = Store::end_role_grant(assignee.holder(), role, stamp(changes, false));
                unit = unit.then(end);
                changes.change_end_of_role();
                Change::Change
            }
            None => Change::Add,
        };
        let (id, stamp) = (self.new_id(), stamp(changes, false));
        let unit = unit.then(Store::add_role_grant(
            &id,
            assignee.holder(),
            role,
            expires_at,
            stamp,
        ));
        changes.add(unit, &role_record("role.granted", assignee, role));
        Ok(change)
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn revoke_role(
        &self,
        changes: &mut ChangeSet<'_>,
        assignee: Assignee<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<Change> {
        if self.given_role(assignee, role).await?.is_none() {
            return Ok(Change::None);
        }
        changes.review_access(assignee.holder().reviewed());
        let unit = Store::end_role_grant(assignee.holder(), role, stamp(changes, false));
        changes.add(unit, &role_record("role.revoked", assignee, role));
        Ok(Change::Change)
    }

    /// Refuses a role that no app has.
    ///
    /// # Errors
    /// `Input` where there is no such app, or it has no such role.
    pub async fn require_role(&self, changes: &ChangeSet<'_>, role: RoleOfApp<'_>) -> Result<()> {
        self.roles_including(changes, role).await.map(|_| ())
    }

    /// The roles of an app, with the changes so far, where this one is among them.
    async fn roles_including(
        &self,
        changes: &ChangeSet<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<PlannedRoles> {
        let planned = self.planned_roles(changes, role.client_id).await?;
        if planned.roles.get(role.name).is_none() {
            let known = planned.roles.iter().map(|(name, _)| name);
            return Err(no_role(role, nearest(role.name, known)));
        }
        Ok(planned)
    }

    async fn given_role(
        &self,
        assignee: Assignee<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<Option<RoleGrant>> {
        let store = self.kernel.database.read();
        let given = store.roles_given_to(assignee.holder()).await?;
        let is_it =
            |grant: &RoleGrant| grant.client_id == role.client_id && grant.role == role.name;
        Ok(given.into_iter().find(is_it))
    }
}

/// Whether a role with one end holds at least as long as with another.
pub(crate) fn outlasts(end: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    match (end, other) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(end), Some(other)) => end >= other,
    }
}

/// The refusal of a role that an app does not have, with the one that was meant.
pub(crate) fn no_role(role: RoleOfApp<'_>, near: Option<&str>) -> Error {
    let hint = near.map_or_else(
        || "`doorward role list` shows them".to_owned(),
        |known| format!("did you mean {known}?"),
    );
    let (app, name) = (role.client_id, role.name);
    Error::Input(format!("{app} has no role {name}; {hint}"))
}

fn member_record<'r>(action: &'static str, group: &'r Group, user: &'r User) -> Record<'r> {
    Record {
        action,
        subject: Some(&user.id),
        client_id: None,
        detail: &group.name,
    }
}

fn role_record<'r>(
    action: &'static str,
    assignee: Assignee<'r>,
    role: RoleOfApp<'r>,
) -> Record<'r> {
    Record {
        action,
        subject: assignee.user_id(),
        client_id: Some(role.client_id),
        detail: role.name,
    }
}
