//! Statements that both databases understand: text and integers, numbered parameters.

use crate::{
    Error, Result,
    db::{sqlite::rows::Row as SqliteRow, value::Value},
};
use doorward_protocol::{
    json, oauth::scope::Scope, secret::Digest, text::is_storable, time::Timestamp,
};
use serde::de::DeserializeOwned;
use sqlx::{
    PgConnection, Postgres, Row as _, SqlSafeStr,
    postgres::{PgArguments, PgRow},
    query::Query as SqlxQuery,
};

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
    values: Vec<Value>,
}

/// Makes a [`Query`] from a string literal, in which `{NAME}` stands for the constant `NAME`: a
/// list of columns that [`columns!`](crate::db::sql::columns) made. There is no other way to make
/// one, so that a test finds every statement by reading the source.
///
/// A write that rests on rows of other tables has the comment `/*FOR SHARE*/` at the end of the
/// `SELECT` that looks at them. On PostgreSQL it is the lock of that name: where another transaction
/// is changing such a row, the statement waits for it and looks again, and nobody changes the row
/// before the unit is committed. Without it both could go on from what they saw (write skew).
/// SQLite has one writer and ignores the comment. The rows are locked in the order of `FROM`: the
/// user, then the session, then the grant, in every statement, so that no two units wait for each
/// other.
///
/// A parameter is `$1` for PostgreSQL and `?1` for SQLite, which takes `$1` for a name without a
/// number; no statement has the sign for anything else.
///
/// A statement for many rows at once takes them as a JSON array, in its first parameter:
/// `json_each($1) AS r`, whose members are `r.value ->> 'name'`. PostgreSQL calls that function
/// `json_array_elements`.
macro_rules! query {
    ($sql:literal) => {{
        const COMMON: &str = ::const_format::formatcp!($sql);
        const SQLITE: &str = ::const_format::str_replace!(COMMON, "$", "?");
        const HELD: &str = ::const_format::str_replace!(COMMON, "/*FOR SHARE*/", "FOR SHARE");
        const POSTGRES: &str = ::const_format::str_replace!(
            HELD,
            "json_each($1) AS r",
            "json_array_elements(CAST($1 AS json)) AS r(value)"
        );
        $crate::db::sql::Query::of(SQLITE, POSTGRES)
    }};
}
pub(crate) use query;

/// Declares the columns that a value is read from: a constant, which is the list for `SELECT`, and
/// a function that reads the value from a row with that list.
///
/// ```text
/// columns! {
///     SESSION of s, read by session -> SsoSession {
///         field: Row::text(column),
///     }
/// }
/// ```
///
/// The statement must give the table the alias (`s`). A row has each column as `<alias>_<column>`,
/// so that two tables of a join may have columns with the same name.
macro_rules! columns {
    (
        $(#[$meta:meta])*
        $list:ident of $alias:ident, read by $reader:ident -> $value:ident {
            $first_field:ident: $($first_read:ident)::+($first:ident)
            $(, $field:ident: $($read:ident)::+($column:ident))* $(,)?
        }
    ) => {
        $(#[$meta])*
        pub(crate) const $list: &str = concat!(
            stringify!($alias), ".", stringify!($first),
            " AS ", stringify!($alias), "_", stringify!($first),
            $(
                ", ", stringify!($alias), ".", stringify!($column),
                " AS ", stringify!($alias), "_", stringify!($column),
            )*
        );

        pub(crate) fn $reader(row: &$crate::db::sql::Row) -> $crate::Result<$value> {
            Ok($value {
                $first_field: $($first_read)::+(
                    row,
                    concat!(stringify!($alias), "_", stringify!($first)),
                )?,
                $($field: $($read)::+(
                    row,
                    concat!(stringify!($alias), "_", stringify!($column)),
                )?,)*
            })
        }
    };
}
pub(crate) use columns;

impl Query {
    /// Called by [`query!`] alone.
    pub(crate) fn of(sqlite: &'static str, postgres: &'static str) -> Self {
        Self {
            sqlite,
            postgres,
            values: Vec::new(),
        }
    }

    /// Whether both databases can store every value: PostgreSQL has no NUL in text.
    pub(crate) fn is_storable(&self) -> bool {
        self.values.iter().all(|value| match value {
            Value::Text(Some(text)) => is_storable(text),
            Value::Text(None) | Value::Int(_) => true,
        })
    }

    /// The table that the statement changes; `None` for one that reads.
    pub(super) fn written_table(&self) -> Option<&'static str> {
        let mut words = self.sqlite.split_ascii_whitespace();
        match words.next()? {
            "UPDATE" => words.next(),
            "INSERT" | "DELETE" => words.nth(1),
            _ => None,
        }
    }

    /// Whether the statement adds rows and changes none that are there.
    pub(super) fn only_adds_rows(&self) -> bool {
        self.sqlite.starts_with("INSERT") && !self.sqlite.contains("DO UPDATE")
    }

    /// Whether the statement is an `UPDATE` that gives this column a value, and no other.
    pub(super) fn sets_only(&self, column: &str) -> bool {
        let mut words = self.sqlite.split_ascii_whitespace();
        if !words.any(|word| word == "SET") || words.next() != Some(column) {
            return false;
        }
        let mut depth = 0_usize;
        for word in words {
            depth += word.matches('(').count();
            depth = depth.saturating_sub(word.matches(')').count());
            match word {
                _ if depth > 0 => {}
                "WHERE" => return true,
                _ if word.ends_with(',') => return false,
                _ => {}
            }
        }
        true
    }

    /// Adds the value of the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The values of the parameters, in the order of their numbers.
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(super) fn prepared(&self, sql: impl SqlSafeStr) -> SqlxQuery<'_, Postgres, PgArguments> {
        bound(sqlx::query(sql), self.values())
    }

    pub(crate) async fn rows_postgres(
        &self,
        connection: &mut PgConnection,
    ) -> std::result::Result<Vec<Row>, sqlx::Error> {
        let rows = self.prepared(self.postgres).fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// As [`Self::rows_postgres`], planned for the values that it has now.
    pub(crate) async fn rows_postgres_planned_anew(
        &self,
        connection: &mut PgConnection,
    ) -> std::result::Result<Vec<Row>, sqlx::Error> {
        let prepared = self.prepared(self.postgres).persistent(false);
        let rows = prepared.fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }
}

/// A statement with the values of its parameters.
pub(super) fn bound<'q>(
    query: SqlxQuery<'q, Postgres, PgArguments>,
    values: impl IntoIterator<Item = &'q Value>,
) -> SqlxQuery<'q, Postgres, PgArguments> {
    values.into_iter().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text.as_deref()),
        Value::Int(number) => query.bind(*number),
    })
}

/// A row of either database; columns are read by name.
pub enum Row {
    /// A row of SQLite.
    Sqlite(SqliteRow),
    /// A row of PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A nullable text.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>> {
        Ok(match self {
            Self::Sqlite(row) => row.opt_text(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A nullable number.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.opt_int(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// The text of a column that is never NULL.
    pub fn text(&self, column: &str) -> Result<String> {
        self.opt_text(column)?.ok_or_else(|| is_null(column))
    }

    /// The number of a column that is never NULL.
    pub fn int(&self, column: &str) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| is_null(column))
    }

    /// A flag, stored as 0 or 1.
    pub fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// An instant, stored in milliseconds since 1970.
    pub fn at(&self, column: &str) -> Result<Timestamp> {
        self.int(column).map(Timestamp)
    }

    /// A nullable instant.
    pub fn opt_at(&self, column: &str) -> Result<Option<Timestamp>> {
        Ok(self.opt_int(column)?.map(Timestamp))
    }

    /// Whether a nullable instant is set: whether what it dates has happened.
    pub fn is_set(&self, column: &str) -> Result<bool> {
        Ok(self.opt_int(column)?.is_some())
    }

    /// A value stored as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        from_json(&self.text(column)?, column)
    }

    /// A nullable value stored as JSON.
    pub fn opt_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        self.opt_text(column)?
            .map(|text| from_json(&text, column))
            .transpose()
    }

    /// A value stored as JSON; NULL stands for the default.
    pub fn json_or_default<T: DeserializeOwned + Default>(&self, column: &str) -> Result<T> {
        self.opt_json(column).map(Option::unwrap_or_default)
    }

    /// A scope, stored as its tokens with spaces between.
    pub fn scope(&self, column: &str) -> Result<Scope> {
        Scope::parse(&self.text(column)?).ok_or_else(|| is_wrong(column))
    }

    /// A digest, stored as base64url.
    pub fn digest(&self, column: &str) -> Result<Digest> {
        self.text(column).map(Digest::from_encoded)
    }

    /// A nullable digest.
    pub fn opt_digest(&self, column: &str) -> Result<Option<Digest>> {
        Ok(self.opt_text(column)?.map(Digest::from_encoded))
    }
}

fn is_null(column: &str) -> Error {
    Error::Corrupt(format!("{column} is NULL"))
}

pub(crate) fn is_wrong(column: &str) -> Error {
    Error::Corrupt(format!("{column} is not a value that this program writes"))
}

fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| Error::Corrupt(format!("{column}: {}", json::reason(&error))))
}

/// A value as JSON text.
pub(crate) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
