//! A table of another program, of which users are read.

use crate::{Error, Result};
use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, PgConnection, Row, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use std::str::FromStr;
use tokio::sync::mpsc::Sender;

/// A table of another program. It is only read.
pub struct ForeignTable {
    database: Database,
    /// The name as SQL takes it: quoted, with the schema where one was given.
    table: String,
    /// The name of the table alone, without its schema, as `pragma_table_info` of SQLite takes it.
    name: String,
}

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A name as SQL takes it, whatever it holds.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl ForeignTable {
    /// Connects to `sqlite://` or `postgres://`. The table may have a schema before it.
    ///
    /// # Errors
    /// Where the database cannot be reached or is neither.
    pub async fn open(url: &str, table: &str) -> Result<Self> {
        let unusable = |error: sqlx::Error| Error::Unavailable(error.to_string());
        let database = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(unusable)?;
            let options = options.read_only(true).disable_statement_logging();
            Database::Sqlite(options.connect().await.map_err(unusable)?)
        } else {
            let options = PgConnectOptions::from_str(url)
                .map_err(|_| Error::Unavailable("it is neither sqlite:// nor postgres://".into()))?
                .options([("default_transaction_read_only", "on")])
                .application_name("doorward import")
                .disable_statement_logging();
            Database::Postgres(options.connect().await.map_err(unusable)?)
        };
        let parts: Vec<String> = table.split('.').map(quoted).collect();
        Ok(Self {
            database,
            table: parts.join("."),
            name: table.rsplit('.').next().unwrap_or_default().to_owned(),
        })
    }

    /// Sends every row as a JSON object, until the receiver is gone.
    ///
    /// # Errors
    /// Where there is no such table, or it cannot be read.
    pub async fn read(self, rows: Sender<String>) -> Result<()> {
        let unreadable = |error: sqlx::Error| match &error {
            // The text of a database error can quote values.
            sqlx::Error::Database(error) if error.code().as_deref() != Some("42P01") => {
                Error::Unavailable("the table cannot be read".into())
            }
            other => Error::Unavailable(other.to_string()),
        };
        let table = &self.table;
        match self.database {
            Database::Postgres(mut connection) => {
                let sql = AssertSqlSafe(format!(
                    "SELECT CAST(row_to_json(t) AS text) FROM {table} t"
                ));
                let mut found = sqlx::query(sql).fetch(&mut connection);
                while let Some(row) = found.try_next().await.map_err(unreadable)? {
                    if rows.send(row.try_get(0)?).await.is_err() {
                        break;
                    }
                }
            }
            Database::Sqlite(mut connection) => {
                let columns = sqlx::query("SELECT name FROM pragma_table_info($1)");
                let columns = columns.bind(&self.name).fetch_all(&mut connection).await;
                let columns = columns.map_err(unreadable)?;
                if columns.is_empty() {
                    return Err(Error::Unavailable(format!("there is no table {table}")));
                }
                let mut members = Vec::new();
                for column in columns {
                    let name: String = column.try_get("name")?;
                    let (text, column) = (name.replace('\'', "''"), quoted(&name));
                    // JSON has no place for a BLOB.
                    members.push(format!(
                        "'{text}', CASE typeof({column}) WHEN 'blob' THEN NULL ELSE {column} END"
                    ));
                }
                let members = members.join(", ");
                let sql = AssertSqlSafe(format!("SELECT json_object({members}) FROM {table}"));
                let mut found = sqlx::query(sql).fetch(&mut connection);
                while let Some(row) = found.try_next().await.map_err(unreadable)? {
                    if rows.send(row.try_get(0)?).await.is_err() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}
