//! The roles of an app, as an administrator adds, changes and removes them one by one.

use super::{Access, declare::stamp};
use crate::{
    RefusedChange, Result,
    audit::Record,
    change_set::ChangeSet,
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::access::roles::Role;
use doorward_storage::{RoleOfApp, Store};

impl Access {
    /// Adds a role to an app, or replaces it.
    ///
    /// # Errors
    /// `Input` where a file manages the role and the operation is not forced, the app is not registered, or its roles would contradict each other.
    pub async fn put_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
        put: Role,
    ) -> Result<()> {
        self.require_own_role(changes, role).await?;
        let mut planned = self.planned_roles(changes, role.client_id).await?;
        let is_changed = planned.roles.get(role.name) != Some(&put);
        planned.roles.put(role.name.to_owned(), put);
        changes.access.put_roles(role.client_id, planned);
        self.write_roles(changes, role.client_id, is_changed).await
    }

    /// Removes a role from an app, also from the roles that include it. Nobody has it any more.
    ///
    /// # Errors
    /// `Input` where a file manages the role and the operation is not forced, or the app has no such
    /// role.
    pub async fn delete_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<()> {
        self.require_own_role(changes, role).await?;
        let id = format!("{} {}", role.client_id, role.name);
        changes.add_unaudited(Store::remove_declared_entry("roles", &id));
        self.delete_role_in(changes, role).await
    }

    /// Refuses to change a role that a file manages, unless the operation is forced.
    async fn require_own_role(&self, changes: &ChangeSet<'_>, role: RoleOfApp<'_>) -> Result<()> {
        let id = format!("{} {}", role.client_id, role.name);
        let ctx = changes.context();
        require_not_declared(&self.kernel, ctx, EntryKind::Roles, &id).await
    }

    /// As [`Access::delete_role`], also where a file manages the role.
    pub(crate) async fn delete_role_in(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<()> {
        let mut planned = self.planned_roles(changes, role.client_id).await?;
        if !planned.roles.remove(role.name) {
            let (app, name) = (role.client_id.to_owned(), role.name.to_owned());
            return Err(RefusedChange::NoRole { app, name }.into());
        }
        changes.access.put_roles(role.client_id, planned);
        self.write_roles(changes, role.client_id, true).await?;
        let record = Record {
            action: "role.deleted",
            subject: None,
            client_id: Some(role.client_id),
            detail: role.name,
        };
        let unit = Store::end_grants_of_role(role, stamp(changes, false));
        let unit = unit.then(Store::end_organization_roles_named(
            role,
            stamp(changes, false),
        ));
        let unit = unit.then(Store::remove_open_requests_of_role(role));
        changes.add(unit, &record);
        Ok(())
    }
}
