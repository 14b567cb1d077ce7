//! Who is in which group and has which role, as a file declares it.

use super::{Difference, edge_record, stamp};
use crate::{
    Error, Result,
    access::Access,
    audit::Record,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::{
    access::{check_group_name, declared::DeclaredAccess, roles::Role},
    text::nearest,
};
use doorward_storage::{Holder, Reviewed, RoleGrant, RoleOfApp, Store, Unit};
use std::collections::{BTreeMap, BTreeSet};

impl Access {
    /// Adds what a file says of the groups and roles of a user to a set of changes.
    ///
    /// # Errors
    /// `Input` where an app is not registered, or a name cannot be that of a group or a role.
    pub async fn declare_user(
        &self,
        changes: &mut ChangeSet<'_>,
        user_id: &str,
        declared: &DeclaredAccess,
    ) -> Result<Change> {
        let mut change = Change::None;
        if let Some(wanted) = &declared.groups {
            let present = self.kernel.database.read().groups_of_user(user_id).await?;
            let difference = Difference::of(wanted, &present);
            for name in &difference.added {
                self.require_group(changes, name).await?;
                let unit =
                    Store::add_group_member(&self.new_id(), name, user_id, stamp(changes, true));
                changes.add(
                    unit,
                    &edge_record("group.member_added", Some(user_id), name),
                );
                change = Change::Change;
            }
            for ended in &difference.ended {
                let unit = Store::end_group_member(&ended.id, user_id, stamp(changes, true));
                changes.add(
                    unit,
                    &edge_record("group.member_removed", Some(user_id), &ended.group),
                );
                changes.review_access(Reviewed::User(user_id));
                change = Change::Change;
            }
        }
        let holder = Holder::User(user_id);
        let roles = self
            .declare_holder(changes, holder, &declared.roles)
            .await?;
        Ok(if roles == Change::None { change } else { roles })
    }

    /// Gives a user or a group the roles that a file names, and takes away those that the file gave
    /// before.
    pub(super) async fn declare_holder(
        &self,
        changes: &mut ChangeSet<'_>,
        holder: Holder<'_>,
        declared: &BTreeMap<String, BTreeSet<String>>,
    ) -> Result<Change> {
        if declared.is_empty() {
            return Ok(Change::None);
        }
        let given = self.kernel.database.read().roles_given_to(holder).await?;
        let subject = match holder {
            Holder::User(id) => Some(id),
            Holder::Group(_) => None,
        };
        let mut change = Change::None;
        for (client_id, wanted) in declared {
            let of_app = |grant: &&RoleGrant| grant.client_id == *client_id;
            let present: Vec<&RoleGrant> = given.iter().filter(of_app).collect();
            for name in wanted {
                let before = present.iter().find(|grant| grant.role == *name);
                // What a file gives has no end.
                if before.is_some_and(|grant| grant.expires_at.is_none()) {
                    continue;
                }
                let role = RoleOfApp { client_id, name };
                let end = before.map(|_| Store::end_role_grant(holder, role, stamp(changes, true)));
                let grant = self.grant_unit(changes, holder, client_id, name).await?;
                let unit = end.unwrap_or_default().then(grant);
                changes.add(unit, &role_record("role.granted", subject, client_id, name));
                change = Change::Change;
            }
            let is_dropped = |grant: &&&RoleGrant| grant.managed && !wanted.contains(&grant.role);
            for grant in present.iter().filter(is_dropped) {
                let role = RoleOfApp {
                    client_id,
                    name: &grant.role,
                };
                let unit = Store::end_role_grant(holder, role, stamp(changes, true));
                changes.add(
                    unit,
                    &role_record("role.revoked", subject, client_id, &grant.role),
                );
                changes.review_access(holder.reviewed());
                change = Change::Change;
            }
        }
        Ok(change)
    }

    /// Gives a role of the app. One that is not declared is added to the app: it gives no permission.
    async fn grant_unit(
        &self,
        changes: &mut ChangeSet<'_>,
        holder: Holder<'_>,
        client_id: &str,
        name: &str,
    ) -> Result<Unit> {
        let mut planned = self.planned_roles(changes, client_id).await?;
        if planned.roles.get(name).is_none() {
            let known = planned.roles.iter().map(|(name, _)| name);
            let warning = added(
                &format!("role {name} of {client_id}"),
                "roles",
                nearest(name, known),
            );
            changes.access.warn(warning);
            let role = Role {
                managed: true,
                ..Role::default()
            };
            planned.roles.put(name.to_owned(), role);
            changes.access.put_roles(client_id, planned);
            self.write_roles(changes, client_id, true).await?;
        }
        let planned = self.planned_roles(changes, client_id).await?;
        let role = RoleOfApp { client_id, name };
        let grant = Store::add_role_grant(&self.new_id(), holder, role, None, stamp(changes, true));
        Ok(Store::require_roles_of_app(client_id, planned.version).then(grant))
    }

    /// Adds a group that a file names and does not declare.
    pub(super) async fn require_group(
        &self,
        changes: &mut ChangeSet<'_>,
        name: &str,
    ) -> Result<()> {
        let store = self.kernel.database.read();
        if changes.access.group(name).is_some() || store.group(name).await?.is_some() {
            return Ok(());
        }
        check_group_name(name).map_err(Error::Input)?;
        let known = store.groups_after("", MAX_COMPARED).await?;
        let near = nearest(name, known.iter().map(|group| group.name.as_str()));
        let warning = added(&format!("group {name}"), "groups", near);
        changes.access.warn(warning);
        self.add_declared_group(changes, name, None);
        Ok(())
    }
}

/// How many groups a name is compared with, to find the one that was meant.
const MAX_COMPARED: i64 = 1000;

/// Says that something is there that nobody declared.
fn added(what: &str, table: &str, near: Option<&str>) -> String {
    let meant = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
    format!("the {what} is not declared under [[{table}]], and was added by its name{meant}")
}

fn role_record<'r>(
    action: &'static str,
    subject: Option<&'r str>,
    client_id: &'r str,
    role: &'r str,
) -> Record<'r> {
    Record {
        action,
        subject,
        client_id: Some(client_id),
        detail: role,
    }
}
