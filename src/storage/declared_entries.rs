//! The table `declared_entries`: what files of declarations manage.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// Something that a file of declarations manages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredEntry {
    /// The table of the file.
    pub kind: String,
    /// What never changes of it.
    pub id: String,
    /// The name of the file.
    pub source: String,
    /// When a file that prunes switched it off.
    pub removed_at: Option<Timestamp>,
}

columns! {
    DECLARED_ENTRY of d, read by declared_entry -> DeclaredEntry {
        kind: Row::text(kind),
        id: Row::text(id),
        source: Row::text(source),
        removed_at: Row::opt_at(removed_at),
    }
}

/// What an entry belongs to, and is gone with.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeclaredOwner<'a> {
    /// The client that it is part of.
    pub client_id: Option<&'a str>,
    /// The user whom it is about.
    pub user_id: Option<&'a str>,
}

impl Store {
    /// Everything that files manage.
    pub async fn declared_entries(&self) -> Result<Vec<DeclaredEntry>> {
        let select =
            query!("SELECT {DECLARED_ENTRY} FROM declared_entries d ORDER BY d.kind, d.id");
        let rows = self.rows(select).await?;
        rows.iter().map(declared_entry).collect()
    }

    /// One entry, where a file manages it.
    pub async fn declared_entry(&self, kind: &str, id: &str) -> Result<Option<DeclaredEntry>> {
        let select = query!(
            "SELECT {DECLARED_ENTRY} FROM declared_entries d WHERE d.kind = $1 AND d.id = $2"
        );
        let row = self.row(select.bind(kind).bind(id)).await?;
        row.map(|row| declared_entry(&row)).transpose()
    }

    /// Notes that a file manages something; it may be another one than before.
    pub fn put_declared_entry(entry: &DeclaredEntry, owner: DeclaredOwner<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO declared_entries (kind, id, source, removed_at, client_id, user_id)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, id)
             DO UPDATE SET source = excluded.source, removed_at = excluded.removed_at"
        );
        Unit::new().run(
            insert
                .bind(&entry.kind)
                .bind(&entry.id)
                .bind(&entry.source)
                .bind(entry.removed_at)
                .bind(owner.client_id.map(str::to_owned))
                .bind(owner.user_id.map(str::to_owned)),
        )
    }

    /// Notes that no file manages something any more.
    pub fn remove_declared_entry(kind: &str, id: &str) -> Unit {
        let delete = query!("DELETE FROM declared_entries WHERE kind = $1 AND id = $2");
        Unit::new().run(delete.bind(kind).bind(id))
    }

    /// Switches a client on again that a file that prunes had switched off.
    pub fn enable_client(client_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE clients SET disabled = 0, updated_at = $2,
             version = (SELECT v.clients_version FROM configuration_version v WHERE v.id = 1)
             WHERE client_id = $1"
        );
        let update = update.bind(client_id).bind(now);
        crate::clients::rows::note_change_of(client_id, false).guard(update)
    }
}
