//! What a file of declarations manages from now on, and what it does not name any more
//! ([decision 54](../../docs/decisions/0054-configuration-as-code.md)).

mod prune;

pub use prune::Removers;

use crate::{Error, Result, change_set::ChangeSet, declared::EntryKind, kernel::Kernel};
use doorward_storage::{DeclaredEntry, DeclaredOwner, Store};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What files manage.
pub struct Declarations {
    kernel: Arc<Kernel>,
}

/// Something that a file names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The table that it stands in.
    pub kind: EntryKind,
    /// The `client_id` of a client, the identifier of a provider or a user, the name of a field, a
    /// webhook, a SCIM target or a group, the slug of an organization; of a role its app, a space and its name.
    pub name: String,
}

/// Something that a file manages no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The table that it stands in.
    pub kind: EntryKind,
    /// Its name, as in [`Named`]; of a user the address.
    pub name: String,
    /// What happens to it.
    pub fate: &'static str,
}

/// One file, while it is applied.
pub struct AppliedFile<'a> {
    pub(super) kernel: &'a Kernel,
    /// The name of the file.
    source: String,
    /// What files manage now, by table and identifier.
    known: BTreeMap<Key, DeclaredEntry>,
    /// What the file names.
    named: BTreeSet<Key>,
}

/// A table and what never changes of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: &'static str,
    id: String,
}

impl Declarations {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// Begins to apply a file.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn file(&self, source: &str) -> Result<AppliedFile<'_>> {
        let entries = self.kernel.database.read().declared_entries().await?;
        let known = entries.into_iter().filter_map(|entry| {
            let kind = entry.kind.parse::<EntryKind>().ok()?.name();
            let id = entry.id.clone();
            Some((Key { kind, id }, entry))
        });
        Ok(AppliedFile {
            kernel: &self.kernel,
            source: source.to_owned(),
            known: known.collect(),
            named: BTreeSet::new(),
        })
    }
}

impl AppliedFile<'_> {
    /// Notes that the file manages an entry, once the changes that make it are planned. `true`: it was
    /// there before, and no file, or another one, managed it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn manage(&mut self, changes: &mut ChangeSet<'_>, entry: &Named) -> Result<bool> {
        let id = self.identifier(changes, entry).await?;
        let key = Key {
            kind: entry.kind.name(),
            id,
        };
        let before = self.known.get(&key);
        let is_same =
            before.is_some_and(|known| known.source == self.source && known.removed_at.is_none());
        if is_same {
            self.named.insert(key);
            return Ok(false);
        }
        let now = changes.context().now();
        if before.is_some_and(|known| known.removed_at.is_some())
            && entry.kind == EntryKind::Clients
        {
            let record = crate::audit::Record {
                action: "client.enabled",
                subject: None,
                client_id: Some(&key.id),
                detail: &self.source,
            };
            changes.add(Store::enable_client(&key.id, now), &record);
        }
        let row = DeclaredEntry {
            kind: key.kind.to_owned(),
            id: key.id.clone(),
            source: self.source.clone(),
            removed_at: None,
        };
        let owner = match entry.kind {
            EntryKind::Clients => DeclaredOwner {
                client_id: Some(&key.id),
                ..DeclaredOwner::default()
            },
            EntryKind::Roles | EntryKind::AccessRules => DeclaredOwner {
                client_id: key.id.split_once(' ').map(|(app, _)| app),
                ..DeclaredOwner::default()
            },
            EntryKind::Users => DeclaredOwner {
                user_id: Some(&key.id),
                ..DeclaredOwner::default()
            },
            EntryKind::UserAttributes
            | EntryKind::Providers
            | EntryKind::Groups
            | EntryKind::Webhooks
            | EntryKind::ScimTargets
            | EntryKind::Organizations => DeclaredOwner::default(),
        };
        changes.add_unaudited(Store::put_declared_entry(&row, owner));
        self.named.insert(key);
        Ok(true)
    }

    /// What never changes of an entry.
    async fn identifier(&self, changes: &ChangeSet<'_>, entry: &Named) -> Result<String> {
        if entry.kind == EntryKind::Organizations {
            return self.organization(changes, &entry.name).await;
        }
        if entry.kind != EntryKind::Groups {
            return Ok(entry.name.clone());
        }
        if let Some(id) = changes.access.group(&entry.name) {
            return Ok(id.to_owned());
        }
        let group = self.kernel.database.read().group(&entry.name).await?;
        let group = group.ok_or_else(|| Error::Internal("a declared group is gone".into()))?;
        Ok(group.id)
    }

    /// The identifier of an organization, by its slug.
    async fn organization(&self, changes: &ChangeSet<'_>, slug: &str) -> Result<String> {
        if let Some(id) = changes.access.organization(slug) {
            return Ok(id.to_owned());
        }
        let known = self.kernel.database.read().organization(slug).await?;
        let known =
            known.ok_or_else(|| Error::Internal("a declared organization is gone".into()))?;
        Ok(known.id)
    }
}
