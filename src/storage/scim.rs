//! The tables `scim_documents` and `scim_external_ids`: what provisioning clients say of users and
//! groups.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
    users::{USER, User, user},
};
use doorward_protocol::time::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a provisioning client speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum ScimKind {
    /// The users of this provider.
    Users,
    /// The groups of users.
    Groups,
}

impl ScimKind {
    /// The name in a row.
    const fn stored(self) -> &'static str {
        self.into_str()
    }

    fn user_id(self, id: &str) -> Option<String> {
        (self == Self::Users).then(|| id.to_owned())
    }

    fn group_id(self, id: &str) -> Option<String> {
        (self == Self::Groups).then(|| id.to_owned())
    }
}

/// What provisioning clients say of a user or a group.
#[derive(Clone, Debug, PartialEq)]
pub struct ScimDocument {
    /// The identifier of the user or the group.
    pub id: String,
    /// The attributes as they were written.
    pub document: Value,
    /// Rises with each change.
    pub version: i64,
    /// When it was written last.
    pub updated_at: Timestamp,
}

columns! {
    SCIM_DOCUMENT of d, read by scim_document -> ScimDocument {
        id: Row::text(id),
        document: Row::json(document),
        version: Row::int(version),
        updated_at: Row::at(updated_at),
    }
}

impl Store {
    /// What clients say of the users or groups from one identifier to another, in the order of the
    /// database.
    pub async fn scim_documents(
        &self,
        kind: ScimKind,
        first: &str,
        last: &str,
    ) -> Result<BTreeMap<String, ScimDocument>> {
        let select = query!(
            "SELECT {SCIM_DOCUMENT} FROM scim_documents d
             WHERE d.kind = $1 AND d.id >= $2 AND d.id <= $3"
        );
        let rows = self.rows(select.bind(kind.stored()).bind(first).bind(last));
        let found = rows.await?;
        let documents = found.iter().map(|row| {
            let document = scim_document(row)?;
            Ok((document.id.clone(), document))
        });
        documents.collect()
    }

    /// The identifiers that a client knows users or groups by, from one identifier to another.
    pub async fn scim_external_ids(
        &self,
        client: &str,
        kind: ScimKind,
        first: &str,
        last: &str,
    ) -> Result<BTreeMap<String, String>> {
        let select = query!(
            "SELECT x.id AS id, x.external_id AS external_id FROM scim_external_ids x
             WHERE x.client = $1 AND x.kind = $2 AND x.id >= $3 AND x.id <= $4"
        );
        let select = select.bind(client).bind(kind.stored());
        let rows = self.rows(select.bind(first).bind(last)).await?;
        let known = rows
            .iter()
            .map(|row| Ok((row.text("id")?, row.text("external_id")?)));
        known.collect()
    }

    /// The identifier of the user or the group that a client knows by an identifier of its own.
    pub async fn scim_id_of(
        &self,
        client: &str,
        kind: ScimKind,
        external_id: &str,
    ) -> Result<Option<String>> {
        let select = query!(
            "SELECT x.id AS id FROM scim_external_ids x
             WHERE x.client = $1 AND x.kind = $2 AND x.external_id = $3"
        );
        let select = select.bind(client).bind(kind.stored()).bind(external_id);
        let row = self.row(select).await?;
        row.map(|row| row.text("id")).transpose()
    }

    /// The groups of the users from one identifier to another, by user: identifier and name.
    pub async fn scim_groups_of_users(
        &self,
        first: &str,
        last: &str,
    ) -> Result<BTreeMap<String, Vec<(String, String)>>> {
        let select = query!(
            "SELECT m.user_id AS user_id, g.id AS id, g.name AS name FROM group_members m
             JOIN user_groups g ON g.id = m.group_id
             WHERE m.user_id >= $1 AND m.user_id <= $2 AND m.ended_at IS NULL ORDER BY g.name"
        );
        let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for row in self.rows(select.bind(first).bind(last)).await? {
            let group = (row.text("id")?, row.text("name")?);
            found.entry(row.text("user_id")?).or_default().push(group);
        }
        Ok(found)
    }

    /// Writes what a client says of a user or a group. A guard: nobody wrote it since it was read, with
    /// its version then; 0 where there was nothing.
    pub fn put_scim_document(kind: ScimKind, document: &ScimDocument) -> Unit {
        let insert = query!(
            "INSERT INTO scim_documents (kind, id, document, version, updated_at, user_id, group_id)
             VALUES ($1, $2, $3, $4 + 1, $5, $6, $7) ON CONFLICT (kind, id)
             DO UPDATE SET document = excluded.document, version = excluded.version,
             updated_at = excluded.updated_at WHERE scim_documents.version = $4"
        );
        let insert = insert.bind(kind.stored()).bind(&document.id);
        let insert = insert
            .bind(to_json(&document.document))
            .bind(document.version)
            .bind(document.updated_at);
        let id = document.id.as_str();
        Unit::new().guard(insert.bind(kind.user_id(id)).bind(kind.group_id(id)))
    }

    /// Writes the identifier that a client knows a user or a group by. [`crate::Error::Taken`] where it
    /// knows another one by it.
    pub fn put_scim_external_id(client: &str, kind: ScimKind, id: &str, external_id: &str) -> Unit {
        let insert = query!(
            "INSERT INTO scim_external_ids (client, kind, id, external_id, user_id, group_id)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (client, kind, id)
             DO UPDATE SET external_id = excluded.external_id"
        );
        let insert = insert.bind(client).bind(kind.stored()).bind(id);
        let insert = insert.bind(external_id);
        Unit::new().run(insert.bind(kind.user_id(id)).bind(kind.group_id(id)))
    }

    /// Forgets the identifier that a client knows a user or a group by.
    pub fn remove_scim_external_id(client: &str, kind: ScimKind, id: &str) -> Unit {
        let delete =
            query!("DELETE FROM scim_external_ids WHERE client = $1 AND kind = $2 AND id = $3");
        Unit::new().run(delete.bind(client).bind(kind.stored()).bind(id))
    }

    /// How many users there are.
    pub async fn count_users(&self) -> Result<i64> {
        let row = self
            .row(query!("SELECT count(*) AS many FROM users"))
            .await?;
        row.map_or(Ok(0), |row| row.int("many"))
    }

    /// Users in the order of their identifiers, from a place; at most so many.
    pub async fn users_from(&self, offset: i64, limit: i64) -> Result<Vec<User>> {
        let select = query!("SELECT {USER} FROM users u ORDER BY u.id LIMIT $2 OFFSET $1");
        let rows = self.rows(select.bind(offset).bind(limit)).await?;
        rows.iter().map(user).collect()
    }
}
