//! What a file managed before and names no more.

use super::{AppliedFile, Pruned};
use crate::{
    Result,
    access::Access,
    audit::Record,
    change_set::ChangeSet,
    clients::Clients,
    declared::EntryKind,
    federation::{self, Federation},
    organizations::Organizations,
    scim_targets::ScimTargets,
    users::Users,
    webhooks::Webhooks,
};
use doorward_protocol::access::declared::DeclaredAccess;
use doorward_storage::{DeclaredEntry, DeclaredOwner, Holder, RoleOfApp, Store};
use std::collections::BTreeSet;

/// The services that remove what is not named any more.
pub struct Removers<'a> {
    /// What disables identity providers.
    pub federation: &'a Federation,
    /// What removes groups and roles.
    pub access: &'a Access,
    /// What deletes organizations.
    pub organizations: &'a Organizations,
    /// What takes groups and roles from users.
    pub users: &'a Users,
    /// What removes webhooks.
    pub webhooks: &'a Webhooks,
    /// What removes apps that users are pushed to.
    pub scim_targets: &'a ScimTargets,
}

impl AppliedFile<'_> {
    /// Adds to a set of changes what removes everything that this file managed before and does not name.
    /// Call it once every entry was noted.
    ///
    /// # Errors
    /// `Input` where something of it cannot go, and where the database is unavailable.
    pub async fn prune(
        &self,
        changes: &mut ChangeSet<'_>,
        removers: &Removers<'_>,
    ) -> Result<Vec<Pruned>> {
        let mut pruned = Vec::new();
        let gone = self.known.iter().filter(|(key, entry)| {
            entry.source == self.source && entry.removed_at.is_none() && !self.named.contains(key)
        });
        // Users first: what they were in and had is there still.
        let mut gone: Vec<&DeclaredEntry> = gone.map(|(_, entry)| entry).collect();
        gone.sort_by_key(|entry| entry.kind != EntryKind::Users.name());
        for entry in gone {
            let Ok(kind) = entry.kind.parse::<EntryKind>() else {
                continue;
            };
            let one = match kind {
                EntryKind::Clients => self.client(changes, entry).await?,
                EntryKind::Providers => provider(changes, removers, entry).await?,
                EntryKind::Groups => self.group(changes, entry).await?,
                EntryKind::Users => self.user(changes, removers, entry).await?,
                EntryKind::Organizations => {
                    self.organization_gone(changes, removers, entry).await?
                }
                EntryKind::Roles => self.role(changes, removers, entry).await?,
                EntryKind::AccessRules => access_rule(changes, removers, entry).await?,
                EntryKind::UserAttributes => self.attribute(changes, entry).await?,
                EntryKind::Webhooks => webhook(changes, removers, entry).await?,
                EntryKind::ScimTargets => scim_target(changes, removers, entry).await?,
            };
            pruned.extend(one);
            if kind != EntryKind::Clients {
                changes.add_unaudited(Store::remove_declared_entry(&entry.kind, &entry.id));
            }
        }
        Ok(pruned)
    }

    async fn role(
        &self,
        changes: &mut ChangeSet<'_>,
        removers: &Removers<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let Some((client_id, name)) = entry.id.split_once(' ') else {
            return Ok(None);
        };
        let known = self.kernel.database.read().client(client_id).await?;
        if known.is_none_or(|known| known.roles.get(name).is_none()) {
            return Ok(None);
        }
        let role = RoleOfApp { client_id, name };
        removers.access.delete_role_in(changes, role).await?;
        Ok(Some(Pruned {
            kind: EntryKind::Roles,
            name: entry.id.clone(),
            fate: "removed, also from whoever has it",
        }))
    }

    /// A client is switched off: its record of who had which role stays, and a file that names it again
    /// switches it on.
    async fn client(
        &self,
        changes: &mut ChangeSet<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let Some(known) = self.kernel.database.read().client(&entry.id).await? else {
            return Ok(None);
        };
        let is_on = !known.disabled;
        if is_on {
            Clients::disable_in(changes, known);
            let row = DeclaredEntry {
                removed_at: Some(changes.context().now()),
                ..entry.clone()
            };
            let owner = DeclaredOwner {
                client_id: Some(&entry.id),
                ..DeclaredOwner::default()
            };
            changes.add_unaudited(Store::put_declared_entry(&row, owner));
        } else {
            // Whoever switched it off decides when it is on again.
            changes.add_unaudited(Store::remove_declared_entry(&entry.kind, &entry.id));
        }
        Ok(Some(Pruned {
            kind: EntryKind::Clients,
            name: entry.id.clone(),
            fate: if is_on {
                "disabled"
            } else {
                "left as it is: it is disabled already"
            },
        }))
    }

    async fn group(
        &self,
        changes: &mut ChangeSet<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let Some(group) = self.kernel.database.read().group_by_id(&entry.id).await? else {
            return Ok(None);
        };
        Access::delete_group_in(changes, &group);
        Ok(Some(Pruned {
            kind: EntryKind::Groups,
            name: group.name,
            fate: "deleted: nobody is in it, and its roles end",
        }))
    }

    async fn organization_gone(
        &self,
        changes: &mut ChangeSet<'_>,
        removers: &Removers<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let store = self.kernel.database.read();
        let Some(organization) = store.organization_by_id(&entry.id).await? else {
            return Ok(None);
        };
        let organizations = removers.organizations;
        organizations.delete_in(changes, &organization).await?;
        Ok(Some(Pruned {
            kind: EntryKind::Organizations,
            name: organization.slug,
            fate: "deleted: nobody is in it, and its tokens end",
        }))
    }

    /// A user stays, without the groups and roles that the file gave.
    async fn user(
        &self,
        changes: &mut ChangeSet<'_>,
        removers: &Removers<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let Some(user) = removers.users.get(&entry.id).await? else {
            return Ok(None);
        };
        let store = self.kernel.database.read();
        let given = store.roles_given_to(Holder::User(&user.id)).await?;
        let of_file = given.into_iter().filter(|grant| grant.managed);
        let none = DeclaredAccess {
            groups: Some(BTreeSet::new()),
            roles: of_file
                .map(|grant| (grant.client_id, BTreeSet::new()))
                .collect(),
        };
        removers
            .access
            .declare_user(changes, &user.id, &none)
            .await?;
        Ok(Some(Pruned {
            kind: EntryKind::Users,
            name: user.label().to_owned(),
            fate: "kept, without the groups and roles that the file gave",
        }))
    }

    async fn attribute(
        &self,
        changes: &mut ChangeSet<'_>,
        entry: &DeclaredEntry,
    ) -> Result<Option<Pruned>> {
        let stored = self.kernel.database.read().user_attributes().await?;
        let known = stored
            .iter()
            .find(|stored| stored.attribute.name == entry.id);
        let Some(known) = known else { return Ok(None) };
        let record = Record {
            action: "user_attribute.removed",
            subject: None,
            client_id: None,
            detail: &entry.id,
        };
        changes.add(Store::remove_user_attribute(known), &record);
        Ok(Some(Pruned {
            kind: EntryKind::UserAttributes,
            name: entry.id.clone(),
            fate: "removed; what users have in it stays stored",
        }))
    }
}

async fn webhook(
    changes: &mut ChangeSet<'_>,
    removers: &Removers<'_>,
    entry: &DeclaredEntry,
) -> Result<Option<Pruned>> {
    if removers.webhooks.get(&entry.id).await?.is_none() {
        return Ok(None);
    }
    Webhooks::remove_in(changes, &entry.id);
    Ok(Some(Pruned {
        kind: EntryKind::Webhooks,
        name: entry.id.clone(),
        fate: "removed, with what waits for it",
    }))
}

async fn scim_target(
    changes: &mut ChangeSet<'_>,
    removers: &Removers<'_>,
    entry: &DeclaredEntry,
) -> Result<Option<Pruned>> {
    let Some(target) = removers.scim_targets.get(&entry.id).await? else {
        return Ok(None);
    };
    ScimTargets::remove_in(changes, &target);
    Ok(Some(Pruned {
        kind: EntryKind::ScimTargets,
        name: entry.id.clone(),
        fate: "removed; the accounts at the app stay",
    }))
}

/// An identity provider is switched off: the users who are linked to it stay so.
async fn access_rule(
    changes: &mut ChangeSet<'_>,
    removers: &Removers<'_>,
    entry: &DeclaredEntry,
) -> Result<Option<Pruned>> {
    let Some((client_id, name)) = entry.id.split_once(' ') else {
        return Ok(None);
    };
    let access = removers.access;
    access.remove_rule_in(changes, client_id, name).await?;
    Ok(Some(Pruned {
        kind: EntryKind::AccessRules,
        name: entry.id.clone(),
        fate: "removed",
    }))
}

async fn provider(
    changes: &mut ChangeSet<'_>,
    removers: &Removers<'_>,
    entry: &DeclaredEntry,
) -> Result<Option<Pruned>> {
    let Some(mut provider) = removers.federation.declared(&entry.id).await? else {
        return Ok(None);
    };
    provider.enabled = false;
    let declaration = federation::Declaration {
        provider,
        secrets: doorward_protocol::federation::IdentityProviderSecrets::default(),
    };
    removers.federation.declare(changes, &declaration).await?;
    Ok(Some(Pruned {
        kind: EntryKind::Providers,
        name: entry.id.clone(),
        fate: "disabled; identities that are linked stay",
    }))
}
