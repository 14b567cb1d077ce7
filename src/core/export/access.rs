//! Entries of groups and users, with the groups and roles that they have.

use super::{
    Export,
    entries::{document, fields_of},
    entry::{Entry, Exported, Selection},
};
use crate::{Result, declared::EntryKind};
use doorward_protocol::access::declared::{DeclaredAccess, DeclaredGroup};
use doorward_storage::{Group, GroupEdge, Holder, RoleGrant, User};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows are read at once.
const PAGE: i64 = 1000;

impl Export {
    pub(super) async fn groups(&self, exported: &mut Exported) -> Result<()> {
        let store = self.kernel.database.read();
        let mut after = String::new();
        loop {
            let page = store.groups_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.name);
            for group in &page {
                self.group(group, exported).await?;
            }
        }
    }

    pub(super) async fn group(&self, group: &Group, exported: &mut Exported) -> Result<()> {
        let store = self.kernel.database.read();
        let parents = store.groups_of_group(&group.id).await?;
        let given = store.roles_given_to(Holder::Group(&group.id)).await?;
        let roles = lasting(&given, &format!("the group {}", group.name), exported);
        let declared = DeclaredGroup {
            name: group.name.clone(),
            description: group.description.clone(),
            groups: names(&parents),
            roles,
        };
        let fields = fields_of(&declared, json!({"name": group.name}))?;
        exported.entries.push(Entry::new(EntryKind::Groups, fields));
        Ok(())
    }

    /// The groups and roles of a group or a user that no file gave.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn given_by_hand(&self, kind: EntryKind, name: &str) -> Result<DeclaredAccess> {
        let store = self.kernel.database.read();
        let (mut groups, mut roles) = match kind {
            EntryKind::Groups => match store.group(name).await? {
                None => return Ok(DeclaredAccess::default()),
                Some(group) => (
                    store.groups_of_group(&group.id).await?,
                    store.roles_given_to(Holder::Group(&group.id)).await?,
                ),
            },
            _ => match store.user_by_email(name).await? {
                None => return Ok(DeclaredAccess::default()),
                Some(user) => (
                    store.groups_of_user(&user.id).await?,
                    store.roles_given_to(Holder::User(&user.id)).await?,
                ),
            },
        };
        groups.retain(|edge| !edge.managed);
        roles.retain(|grant| !grant.managed);
        Ok(DeclaredAccess {
            groups: names(&groups),
            roles: lasting(&roles, name, &mut Exported::default()),
        })
    }

    pub(super) async fn users(&self, selection: &Selection, exported: &mut Exported) -> Result<()> {
        let store = self.kernel.database.read();
        let mut after = String::new();
        loop {
            let page = store.users_after(&after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            for user in &page {
                self.user(user, selection, exported).await?;
            }
        }
        let address = |entry: &Entry| entry.fields.get("email").map(ToString::to_string);
        exported
            .entries
            .sort_by_cached_key(|entry| (entry.kind == EntryKind::Users).then(|| address(entry)));
        Ok(())
    }

    pub(super) async fn user(
        &self,
        user: &User,
        selection: &Selection,
        exported: &mut Exported,
    ) -> Result<()> {
        let Some(email) = &user.email else {
            let what = format!("the user {}: no email address is known", user.label());
            exported.left_out.push(what);
            return Ok(());
        };
        let store = self.kernel.database.read();
        let groups = store.groups_of_user(&user.id).await?;
        let given = store.roles_given_to(Holder::User(&user.id)).await?;
        let access = DeclaredAccess {
            groups: names(&groups),
            roles: lasting(&given, email, exported),
        };
        let mut fields = document(&user.claims)?;
        fields.extend(fields_of(&access, json!({}))?);
        fields.insert("email".into(), email.clone().into());
        if let Some(username) = &user.username {
            fields.insert("username".into(), username.clone().into());
        }
        let mut entry = Entry::new(EntryKind::Users, fields);
        if user.disabled_at.is_some() {
            let note = "disabled: no file switches a user off or on";
            entry.notes.push(note.into());
        }
        if selection.password_hashes
            && let Some(password) = store.password_of_user(&user.id).await?
        {
            let hash = password.hash.clone().into();
            entry.fields.insert("password_hash".into(), hash);
        }
        exported.entries.push(entry);
        Ok(())
    }
}

/// The names of groups; none where there are none, so that an entry says nothing of them.
fn names(edges: &[GroupEdge]) -> Option<BTreeSet<String>> {
    let names: BTreeSet<String> = edges.iter().map(|edge| edge.group.clone()).collect();
    (!names.is_empty()).then_some(names)
}

/// Roles by app. What a file gives has no end, so roles with one are not there.
fn lasting(
    given: &[RoleGrant],
    holder: &str,
    exported: &mut Exported,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for grant in given {
        let (app, role) = (&grant.client_id, &grant.role);
        if grant.expires_at.is_some() {
            let what = format!("the role {role} of {app} for {holder}: it has an end");
            exported.left_out.push(what);
            continue;
        }
        roles.entry(app.clone()).or_default().insert(role.clone());
    }
    roles
}
