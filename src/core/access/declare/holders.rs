//! Who is in which group and has which role, as a file declares it.

use super::{Difference, edge_record, stamp};
use crate::{
    Error, Result,
    access::Access,
    audit::Record,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::{access::declared::DeclaredAccess, text::nearest};
use doorward_storage::{Holder, RoleGrant, RoleOfApp, Store, Unit};
use std::collections::{BTreeMap, BTreeSet};

impl Access {
    /// Adds what a file says of the groups and roles of a user to a set of changes.
    ///
    /// # Errors
    /// `Input` where a group or a role does not exist.
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
                changes.access.may_have_lost(user_id);
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
                if let Holder::User(user_id) = holder {
                    changes.access.may_have_lost(user_id);
                }
                change = Change::Change;
            }
        }
        Ok(change)
    }

    /// Gives a role that is one of the app's.
    async fn grant_unit(
        &self,
        changes: &mut ChangeSet<'_>,
        holder: Holder<'_>,
        client_id: &str,
        name: &str,
    ) -> Result<Unit> {
        let planned = self.planned_roles(changes, client_id).await?;
        if planned.roles.get(name).is_none() {
            let known = planned.roles.iter().map(|(name, _)| name);
            let hint = nearest(name, known).map_or_else(
                || "declare it under [[roles]]".to_owned(),
                |known| format!("did you mean {known}?"),
            );
            return Err(Error::Input(format!(
                "{client_id} has no role {name}; {hint}"
            )));
        }
        let role = RoleOfApp { client_id, name };
        let grant = Store::add_role_grant(&self.new_id(), holder, role, None, stamp(changes, true));
        Ok(Store::require_roles_of_app(client_id, planned.version).then(grant))
    }

    pub(super) async fn require_group(&self, changes: &ChangeSet<'_>, name: &str) -> Result<()> {
        let is_known = changes.access.group(name).is_some()
            || self.kernel.database.read().group(name).await?.is_some();
        if is_known {
            return Ok(());
        }
        Err(Error::Input(format!(
            "there is no group {name}; declare it under [[groups]]"
        )))
    }
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
