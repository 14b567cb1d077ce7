//! Groups, as a file declares them.

use super::{Difference, Refused, edge_record, stamp};
use crate::{
    Error, Result,
    access::{Access, member_groups::inclusion},
    audit::Record,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::{
    access::{check_group_name, declared::DeclaredGroup},
    text::fold_username,
};
use doorward_storage::{Group, Holder, Reviewed, Store};
use std::collections::BTreeSet;

impl Access {
    /// Adds declared groups to a set of changes. They may be in each other in any order.
    ///
    /// # Errors
    /// The first one that cannot be.
    pub async fn declare_groups(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &[DeclaredGroup],
    ) -> std::result::Result<Vec<Change>, Refused> {
        let mut planned = Vec::new();
        for (index, group) in declared.iter().enumerate() {
            let change = self.declare_group(changes, group).await;
            planned.push(change.map_err(|error| Refused { index, error })?);
        }
        for (index, group) in declared.iter().enumerate() {
            let above = self.check_circle(declared, group).await;
            above.map_err(|error| Refused { index, error })?;
        }
        for (index, (group, planned)) in declared.iter().zip(&mut planned).enumerate() {
            let change = self.declare_place(changes, group).await;
            let change = change.map_err(|error| Refused { index, error })?;
            if *planned == Change::None {
                *planned = change;
            }
        }
        Ok(planned)
    }

    /// Refuses a group that would be in itself, by what the file says and what is in the database.
    /// Another change at the same time is caught by the guard of the write.
    async fn check_circle(&self, declared: &[DeclaredGroup], group: &DeclaredGroup) -> Result<()> {
        let own = fold_username(&group.name);
        let mut open: Vec<String> = group.groups.iter().flatten().cloned().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            let folded = fold_username(&name);
            if folded == own {
                let reason = format!("the group {} would be in itself", group.name);
                return Err(Error::Input(reason));
            }
            if seen.insert(folded) {
                open.extend(self.planned_parents(declared, &name).await?);
            }
        }
        Ok(())
    }

    /// The groups that a group is in once the file is applied.
    async fn planned_parents(&self, declared: &[DeclaredGroup], name: &str) -> Result<Vec<String>> {
        let folded = fold_username(name);
        let entry = declared
            .iter()
            .find(|group| fold_username(&group.name) == folded);
        let wanted = entry.and_then(|group| group.groups.as_ref());
        let mut parents: Vec<String> = wanted.into_iter().flatten().cloned().collect();
        let store = self.kernel.database.read();
        if let Some(known) = store.group(name).await? {
            let present = store.groups_of_group(&known.id).await?.into_iter();
            let stays = present.filter(|edge| wanted.is_none() || !edge.managed);
            parents.extend(stays.map(|edge| edge.group));
        }
        Ok(parents)
    }

    /// Adds or changes the group itself.
    async fn declare_group(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredGroup,
    ) -> Result<Change> {
        check_group_name(&declared.name).map_err(Error::Input)?;
        let Some(known) = self.kernel.database.read().group(&declared.name).await? else {
            self.add_declared_group(changes, &declared.name, declared.description.clone());
            return Ok(Change::Add);
        };
        let group = Group {
            name: declared.name.clone(),
            description: declared.description.clone(),
            managed: true,
            ..known.clone()
        };
        if group == known {
            return Ok(Change::None);
        }
        let is_same = known.name == group.name && known.description == group.description;
        let unit = Store::change_group(&group, changes.context().now());
        changes.add(unit, &applied(&group.name));
        // Who manages it is no part of what it says.
        Ok(if is_same {
            Change::None
        } else {
            Change::Change
        })
    }

    /// Adds a group that a file names.
    pub(super) fn add_declared_group(
        &self,
        changes: &mut ChangeSet<'_>,
        name: &str,
        description: Option<String>,
    ) {
        let now = changes.context().now();
        let group = Group {
            id: self.new_id(),
            name: name.to_owned(),
            description,
            managed: true,
            created_at: now,
            version: 1,
        };
        changes.access.add_group(name, &group.id);
        changes.add(Store::add_group(&group, now), &applied(name));
    }

    /// Puts a group into others, and gives it its roles.
    async fn declare_place(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredGroup,
    ) -> Result<Change> {
        let added = changes.access.group(&declared.name).map(str::to_owned);
        let store = self.kernel.database.read();
        let (id, parents) = match added {
            Some(id) => (id, Vec::new()),
            None => match store.group(&declared.name).await? {
                Some(group) => {
                    let parents = store.groups_of_group(&group.id).await?;
                    (group.id, parents)
                }
                None => return Err(Error::Internal("a declared group is gone".into())),
            },
        };
        let mut change = Change::None;
        if let Some(wanted) = &declared.groups {
            let difference = Difference::of(wanted, &parents);
            for name in &difference.added {
                self.require_group(changes, name).await?;
                let unit =
                    Store::add_group_inclusion(&self.new_id(), &id, name, stamp(changes, true));
                let detail = inclusion(&declared.name, name);
                changes.add(unit, &edge_record("group.group_added", None, &detail));
                change = Change::Change;
            }
            if !difference.ended.is_empty() {
                changes.review_access(Reviewed::Members(&id));
            }
            for ended in &difference.ended {
                let unit = Store::end_group_inclusion(&id, &ended.id, stamp(changes, true));
                let detail = inclusion(&declared.name, &ended.group);
                changes.add(unit, &edge_record("group.group_removed", None, &detail));
                change = Change::Change;
            }
        }
        let holder = Holder::Group(&id);
        let roles = self
            .declare_holder(changes, holder, &declared.roles)
            .await?;
        Ok(if roles == Change::None { change } else { roles })
    }
}

fn applied(name: &str) -> Record<'_> {
    Record {
        action: "group.applied",
        subject: None,
        client_id: None,
        detail: name,
    }
}
