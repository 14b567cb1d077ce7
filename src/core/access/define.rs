//! The roles of an app, as an administrator adds, changes and removes them one by one.

use super::{Access, declare::stamp};
use crate::{Error, Result, audit::Record, change_set::ChangeSet};
use doorward_protocol::access::roles::Role;
use doorward_storage::{RoleOfApp, Store};

impl Access {
    /// Adds a role to an app, or replaces it.
    ///
    /// # Errors
    /// `Input` where the app is not registered, or its roles would contradict each other.
    pub async fn put_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
        put: Role,
    ) -> Result<()> {
        let mut planned = self.planned_roles(changes, role.client_id).await?;
        let is_changed = planned.roles.get(role.name) != Some(&put);
        planned.roles.put(role.name.to_owned(), put);
        changes.access.put_roles(role.client_id, planned);
        self.write_roles(changes, role.client_id, is_changed).await
    }

    /// Removes a role from an app, also from the roles that include it. Nobody has it any more.
    ///
    /// # Errors
    /// `Input` where the app has no such role.
    pub async fn delete_role(
        &self,
        changes: &mut ChangeSet<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<()> {
        let mut planned = self.planned_roles(changes, role.client_id).await?;
        if !planned.roles.remove(role.name) {
            let (app, name) = (role.client_id, role.name);
            return Err(Error::Input(format!("{app} has no role {name}")));
        }
        changes.access.put_roles(role.client_id, planned);
        self.write_roles(changes, role.client_id, true).await?;
        let record = Record {
            action: "role.deleted",
            subject: None,
            client_id: Some(role.client_id),
            detail: role.name,
        };
        changes.add(
            Store::end_grants_of_role(role, stamp(changes, false)),
            &record,
        );
        Ok(())
    }
}
