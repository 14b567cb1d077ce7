//! Users who come from another system, many at once.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{
    secret::Digest,
    text::{fold, fold_address, fold_username},
    time::Timestamp,
};
use serde::Serialize;
use serde_json::json;

/// A user of another system, to be added with their password.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedUser {
    /// The new identifier.
    pub id: String,
    /// The email address.
    pub email: Option<String>,
    email_folded: Option<String>,
    /// The user name.
    pub username: Option<String>,
    username_folded: Option<String>,
    claims: String,
    disabled_at: Option<i64>,
    created_at: i64,
    /// Which row of the other system it was.
    row_digest: String,
    credential_id: Option<String>,
    hash: Option<String>,
    cost: Option<String>,
}

/// What is known of a user of another system.
pub struct ImportedDetails {
    /// The new identifier.
    pub id: String,
    /// The email address.
    pub email: Option<String>,
    /// The user name.
    pub username: Option<String>,
    /// The standard claims.
    pub claims: doorward_protocol::oidc::claims::StandardClaims,
    /// When they were disabled.
    pub disabled_at: Option<Timestamp>,
    /// When they were made in the other system.
    pub created_at: Timestamp,
    /// Which row of the other system it was.
    pub row: Digest,
}

/// The password of a user of another system.
pub struct ImportedPassword {
    /// The identifier of the new credential.
    pub id: String,
    /// The hash as it is stored.
    pub hash: String,
    /// What it costs.
    pub cost: String,
}

impl ImportedUser {
    /// A row with the forms in which names are compared.
    pub fn new(details: ImportedDetails, password: Option<ImportedPassword>) -> Self {
        let (credential_id, hash, cost) = match password {
            Some(password) => (Some(password.id), Some(password.hash), Some(password.cost)),
            None => (None, None, None),
        };
        let mut claims = details.claims;
        if details.email.is_some() {
            // Another system that does not say so may have given accounts to anybody.
            claims.email_verified.get_or_insert(false);
        }
        Self {
            id: details.id,
            email_folded: details.email.as_deref().map(fold_address),
            email: details.email,
            username_folded: details.username.as_deref().map(fold_username),
            username: details.username,
            claims: to_json(&claims),
            disabled_at: details.disabled_at.map(|at| at.0),
            created_at: details.created_at.0,
            row_digest: details.row.as_str().to_owned(),
            credential_id,
            hash,
            cost,
        }
    }
}

/// The names of a row, to look for whoever has them already.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedNames {
    /// The number of the row among those that are asked for.
    n: i64,
    id: Option<String>,
    email: Option<String>,
    email_before: Option<String>,
    username: Option<String>,
    username_before: Option<String>,
    /// The identifier as a user name: nobody may have it.
    id_as_username: Option<String>,
    row_digest: String,
}

impl ImportedNames {
    /// The names of the row of this number.
    pub fn new(n: i64, details: &ImportedDetails, id: Option<&str>) -> Self {
        let email = details.email.as_deref();
        let username = details.username.as_deref();
        Self {
            n,
            id: id.map(str::to_owned),
            email: email.map(fold_address),
            email_before: email.map(fold),
            username: username.map(fold_username),
            username_before: username.map(fold),
            id_as_username: id.map(fold_username),
            row_digest: details.row.as_str().to_owned(),
        }
    }
}

/// What a row and a user here have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommonName {
    /// The row was imported before.
    Row,
    /// They have the identifier in common.
    Id,
    /// The email address.
    Email,
    /// The user name, or one's user name is the other's identifier.
    Username,
}

/// A user here who has a name of a row, or the row itself.
#[derive(Clone, Debug)]
pub struct KnownRow {
    /// The number of the row.
    pub n: i64,
    /// What they have in common.
    pub common: CommonName,
    /// The identifier of the user; empty where the row was imported before.
    pub user_id: String,
}

fn common_name(row: &Row, column: &str) -> Result<CommonName> {
    Ok(match row.text(column)?.as_str() {
        "row" => CommonName::Row,
        "id" => CommonName::Id,
        "email" => CommonName::Email,
        _ => CommonName::Username,
    })
}

columns! {
    KNOWN_ROW of k, read by known_row -> KnownRow {
        n: Row::int(n),
        common: common_name(common),
        user_id: Row::text(user_id),
    }
}

impl Store {
    /// Which rows of a source were imported before, and whose names the others have. With `CROSS JOIN`
    /// SQLite begins with the rows; it would otherwise read them again for each user where most users
    /// have no name of a kind.
    pub async fn known_rows(&self, source: &str, rows: &[ImportedNames]) -> Result<Vec<KnownRow>> {
        let select = query!(
            "SELECT {KNOWN_ROW} FROM (
                 SELECT CAST(r.value ->> 'n' AS BIGINT) AS n, 'row' AS common, '' AS user_id
                 FROM json_each($1) AS r
                 CROSS JOIN imported_rows i
                 WHERE i.source = $2 AND i.row_digest = r.value ->> 'row_digest'
                 UNION ALL
                 SELECT CAST(r.value ->> 'n' AS BIGINT), 'id', u.id FROM json_each($1) AS r
                 CROSS JOIN users u WHERE u.id = r.value ->> 'id'
                 UNION ALL
                 SELECT CAST(r.value ->> 'n' AS BIGINT), 'email', u.id FROM json_each($1) AS r
                 CROSS JOIN users u WHERE u.email_folded
                     IN (r.value ->> 'email', r.value ->> 'email_before')
                 UNION ALL
                 SELECT CAST(r.value ->> 'n' AS BIGINT), 'username', u.id FROM json_each($1) AS r
                 CROSS JOIN users u WHERE u.username_folded
                     IN (r.value ->> 'username', r.value ->> 'username_before',
                         r.value ->> 'id_as_username')
                 UNION ALL
                 SELECT CAST(r.value ->> 'n' AS BIGINT), 'username', u.id FROM json_each($1) AS r
                 CROSS JOIN users u WHERE u.id = r.value ->> 'username'
             ) k"
        );
        let rows = self.rows(select.bind(to_json(&rows)).bind(source)).await?;
        rows.iter().map(known_row).collect()
    }

    /// Adds users with their passwords, and remembers their rows. All of them are added, or none: one
    /// whose name or row is taken meanwhile fails them all.
    pub fn add_imported_users(source: &str, users: &[ImportedUser], now: Timestamp) -> Unit {
        let rows = to_json(&users);
        users_of(&rows, now).then(rows_of(source, rows, now))
    }

    /// Adds a user as [`Store::add_imported_users`] does. Nothing is added where one of the digests is that
    /// of a row of whatever source, or of a user who left. That is looked for once the user is there:
    /// a deletion that frees the name at this moment is over by then.
    pub fn add_newcomer(
        source: &str,
        user: &ImportedUser,
        traces: &[Digest],
        now: Timestamp,
    ) -> Unit {
        let rows = to_json(&[user]);
        let is_new = query!(
            "SELECT u.id FROM users u WHERE u.id = $2 AND NOT EXISTS (SELECT 1
             FROM json_each($1) AS r JOIN imported_rows i ON i.row_digest = r.value ->> 'digest')"
        );
        let is_new = is_new.bind(digests(traces)).bind(&user.id);
        users_of(&rows, now)
            .require(is_new, Lock::Shared)
            .then(rows_of(source, rows, now))
    }

    /// Remembers the digests of a user who leaves. They are rows of no source that an import can name.
    pub fn remember_departed(traces: &[Digest], now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO imported_rows (source, row_digest, imported_at)
             SELECT '(departed)', r.value ->> 'digest', $2 FROM json_each($1) AS r WHERE 1 = 1
             ON CONFLICT (source, row_digest) DO NOTHING"
        );
        Unit::new().run(insert.bind(digests(traces)).bind(now))
    }

    /// How many rows came from a source.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn imported_rows(&self, source: &str) -> Result<i64> {
        let select = query!("SELECT COUNT(*) AS count FROM imported_rows i WHERE i.source = $1");
        let row = self.row(select.bind(source)).await?;
        row.map_or(Ok(0), |row| row.int("count"))
    }

    /// Remembers a row whose user is here already.
    pub fn add_imported_row(source: &str, row: &Digest, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO imported_rows (source, row_digest, imported_at) VALUES ($1, $2, $3)
             ON CONFLICT (source, row_digest) DO NOTHING"
        );
        Unit::new().run(insert.bind(source).bind(row).bind(now))
    }
}

fn users_of(rows: &str, now: Timestamp) -> Unit {
    let users = query!(
        "INSERT INTO users (id, email, email_folded, username, username_folded,
             claims, disabled_at, created_at, updated_at, generation, grants_from)
         SELECT r.value ->> 'id', r.value ->> 'email', r.value ->> 'email_folded',
             r.value ->> 'username', r.value ->> 'username_folded', r.value ->> 'claims',
             CAST(r.value ->> 'disabled_at' AS BIGINT),
             CAST(r.value ->> 'created_at' AS BIGINT), $2, 1, 1
         FROM json_each($1) AS r"
    );
    let credentials = query!(
        "INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at, cost)
         SELECT r.value ->> 'credential_id', r.value ->> 'id', 'password', r.value ->> 'hash',
             $2, $2, r.value ->> 'cost'
         FROM json_each($1) AS r WHERE r.value ->> 'credential_id' IS NOT NULL"
    );
    Unit::new()
        .run(users.bind(rows.to_owned()).bind(now))
        .run(credentials.bind(rows.to_owned()).bind(now))
}

fn rows_of(source: &str, rows: String, now: Timestamp) -> Unit {
    let known = query!(
        "INSERT INTO imported_rows (source, row_digest, imported_at)
         SELECT $3, r.value ->> 'row_digest', $2 FROM json_each($1) AS r"
    );
    Unit::new().run(known.bind(rows).bind(now).bind(source))
}

fn digests(traces: &[Digest]) -> String {
    let traces: Vec<_> = traces
        .iter()
        .map(|trace| json!({"digest": trace.as_str()}))
        .collect();
    to_json(&traces)
}
