//! Groups in groups, as an administrator puts them there one by one.

use super::{
    Access,
    declare::{edge_record, stamp},
};
use crate::{
    RefusedChange, Result,
    change_set::{Change, ChangeSet},
};
use doorward_storage::{Group, Reviewed, Store};
use std::collections::BTreeSet;

impl Access {
    /// Puts a group into another one: whoever is in it is in the other one too.
    ///
    /// # Errors
    /// `Input` where a group would be in itself, also through others.
    pub async fn add_member_group(
        &self,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        member: &Group,
    ) -> Result<Change> {
        if self.has_member_group(group, member).await? {
            return Ok(Change::None);
        }
        if self.is_above(member, group).await? {
            let name = member.name.clone();
            return Err(RefusedChange::GroupInItself { name }.into());
        }
        let stamp = stamp(changes, false);
        let unit = Store::add_group_inclusion(&self.new_id(), &member.id, &group.name, stamp);
        let detail = inclusion(&member.name, &group.name);
        changes.add(unit, &edge_record("group.group_added", None, &detail));
        Ok(Change::Add)
    }

    /// Takes a group out of another one.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_member_group(
        &self,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        member: &Group,
    ) -> Result<Change> {
        if !self.has_member_group(group, member).await? {
            return Ok(Change::None);
        }
        let unit = Store::end_group_inclusion(&member.id, &group.id, stamp(changes, false));
        let detail = inclusion(&member.name, &group.name);
        changes.add(unit, &edge_record("group.group_removed", None, &detail));
        changes.review_access(Reviewed::Members(&member.id));
        Ok(Change::Change)
    }

    async fn has_member_group(&self, group: &Group, member: &Group) -> Result<bool> {
        let store = self.kernel.database.read();
        let parents = store.groups_of_group(&member.id).await?;
        Ok(parents.iter().any(|edge| edge.id == group.id))
    }

    /// Whether a group is another one, or the other one is in it, also through others.
    async fn is_above(&self, group: &Group, other: &Group) -> Result<bool> {
        let store = self.kernel.database.read();
        let mut open = vec![other.id.clone()];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if id == group.id {
                return Ok(true);
            }
            if seen.insert(id.clone()) {
                let parents = store.groups_of_group(&id).await?;
                open.extend(parents.into_iter().map(|edge| edge.id));
            }
        }
        Ok(false)
    }
}

/// Which group is in which, for the audit log.
pub(super) fn inclusion(member: &str, group: &str) -> String {
    format!("{member} in {group}")
}
