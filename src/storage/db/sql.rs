//! Statements that both databases understand: text and integers, numbered parameters.

use crate::{Error, Result, db::value::Value};
use doorward_protocol::{oauth::scope::Scope, secret::Digest, text::is_storable, time::Timestamp};
use serde::de::DeserializeOwned;
use sqlx::{
    AssertSqlSafe, Database, Encode, IntoArguments, PgConnection, Row as _, SqlSafeStr,
    SqliteConnection, Type, postgres::PgRow, query::Query as SqlxQuery, sqlite::SqliteRow,
};

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query {
    sqlite: &'static str,
    postgres: &'static str,
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
macro_rules! query {
    ($sql:literal) => {{
        const SQLITE: &str = ::const_format::formatcp!($sql);
        const POSTGRES: &str = ::const_format::str_replace!(SQLITE, "/*FOR SHARE*/", "FOR SHARE");
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

    /// Adds the value of the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    fn prepared<'q, DB>(
        &'q self,
        sql: impl SqlSafeStr,
    ) -> SqlxQuery<'q, DB, <DB as Database>::Arguments>
    where
        DB: Database,
        Option<&'q str>: Encode<'q, DB> + Type<DB>,
        Option<i64>: Encode<'q, DB> + Type<DB>,
        <DB as Database>::Arguments: IntoArguments<DB>,
    {
        self.values
            .iter()
            .fold(sqlx::query(sql), |query, value| match value {
                Value::Text(text) => query.bind(text.as_deref()),
                Value::Int(number) => query.bind(*number),
            })
    }

    pub(crate) async fn rows_sqlite(&self, pool: &sqlx::SqlitePool) -> Result<Vec<Row>> {
        Ok(self
            .prepared(self.sqlite)
            .fetch_all(pool)
            .await?
            .into_iter()
            .map(Row::Sqlite)
            .collect())
    }

    pub(crate) async fn rows_postgres(&self, pool: &sqlx::PgPool) -> Result<Vec<Row>> {
        Ok(self
            .prepared(self.postgres)
            .fetch_all(pool)
            .await?
            .into_iter()
            .map(Row::Postgres)
            .collect())
    }

    /// A write that returns rows, on the connection of the writer.
    pub(crate) async fn rows_sqlite_connection(
        &self,
        connection: &mut SqliteConnection,
    ) -> std::result::Result<Vec<Row>, sqlx::Error> {
        let rows = self.prepared(self.sqlite).fetch_all(connection).await?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    /// A write that returns rows. It is planned for the values that it has now: a plan for any
    /// number of rows could read the whole table.
    pub(crate) async fn rows_postgres_planned_anew(&self, pool: &sqlx::PgPool) -> Result<Vec<Row>> {
        let prepared = self.prepared(self.postgres).persistent(false);
        let rows = prepared.fetch_all(pool).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }
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
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A nullable number.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
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
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("{column}: {error}")))
}

/// A value as JSON text.
pub(crate) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// How long the rows of a [`Unit::require`] keep other writers out: until the unit is committed.
/// SQLite has one writer, so that it needs no lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// No other unit changes the row meanwhile; others may require it too. For a unit that does not
    /// change the row: two that upgrade their lock would wait for each other.
    Shared,
    /// No other unit changes or requires the row meanwhile. For a unit that goes on to change it.
    Exclusive,
}

/// Statements that are committed together or not at all. It is data, so that it can
/// be tried again.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub(crate) steps: Vec<Step>,
}

/// One statement of a unit, and what it must bring for the unit to go on.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A write that may change no row.
    Run(Query),
    /// A write that must change a row.
    Guard(Query),
    /// A `SELECT` that must return a row, which stays as it is until the commit.
    Require(Query, Lock),
    /// As [`Step::Require`] with a shared lock; where the row is missing, the unit fails with a
    /// reason.
    Demand(Query, &'static str),
}

impl Query {
    /// Whether a row of PostgreSQL is found. It stays locked until the commit.
    async fn is_found_locked(
        &self,
        lock: Lock,
        connection: &mut PgConnection,
    ) -> std::result::Result<bool, sqlx::Error> {
        // The lock of an UPDATE: inserts of rows that refer to this one go on.
        let clause = match lock {
            Lock::Shared => "FOR SHARE",
            Lock::Exclusive => "FOR NO KEY UPDATE",
        };
        let sql = AssertSqlSafe(format!("{} {clause}", self.postgres));
        let row = self.prepared(sql).fetch_optional(connection).await?;
        Ok(row.is_some())
    }
}

impl Step {
    /// The statement itself, whatever it must bring.
    pub(crate) const fn query(&self) -> &Query {
        let (Self::Run(query)
        | Self::Guard(query)
        | Self::Require(query, _)
        | Self::Demand(query, _)) = self;
        query
    }

    /// Whether the statement can change anything.
    pub(crate) fn is_write(&self) -> bool {
        !matches!(self, Self::Require(..) | Self::Demand(..))
    }

    /// What the caller is told where this statement stopped its unit.
    pub(crate) fn stopped(&self) -> Result<bool> {
        match self {
            Self::Demand(_, reason) => Err(Error::Unavailable((*reason).to_owned())),
            Self::Run(_) | Self::Guard(_) | Self::Require(..) => Ok(false),
        }
    }

    /// Runs the statement; `false` where the unit must not go on.
    pub(crate) async fn run_sqlite(
        &self,
        connection: &mut SqliteConnection,
    ) -> std::result::Result<bool, sqlx::Error> {
        let query = self.query();
        let prepared = query.prepared(query.sqlite);
        Ok(match self {
            Self::Run(_) => prepared.execute(connection).await.map(|_| true)?,
            Self::Guard(_) => prepared.execute(connection).await?.rows_affected() > 0,
            Self::Require(..) | Self::Demand(..) => {
                prepared.fetch_optional(connection).await?.is_some()
            }
        })
    }

    /// As [`Step::run_sqlite`]. A required row is locked: where another transaction changes it at
    /// the moment, PostgreSQL waits for its end and then looks at the row again.
    pub(crate) async fn run_postgres(
        &self,
        connection: &mut PgConnection,
    ) -> std::result::Result<bool, sqlx::Error> {
        match self {
            Self::Run(query) => {
                query.prepared(query.postgres).execute(connection).await?;
                Ok(true)
            }
            Self::Guard(query) => {
                let done = query.prepared(query.postgres).execute(connection).await?;
                Ok(done.rows_affected() > 0)
            }
            Self::Require(query, lock) => query.is_found_locked(*lock, connection).await,
            Self::Demand(query, _) => query.is_found_locked(Lock::Shared, connection).await,
        }
    }
}

impl Unit {
    /// An empty unit.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement.
    #[must_use]
    pub fn run(mut self, query: Query) -> Self {
        self.steps.push(Step::Run(query));
        self
    }

    /// Adds a statement that must change a row, or nothing of the unit happens.
    #[must_use]
    pub fn guard(mut self, query: Query) -> Self {
        self.steps.push(Step::Guard(query));
        self
    }

    /// Adds a `SELECT` that must return a row, or nothing of the unit happens. No other writer can
    /// change that row before the unit is committed.
    #[must_use]
    pub fn require(mut self, select: Query, lock: Lock) -> Self {
        self.steps.push(Step::Require(select, lock));
        self
    }

    /// Adds a `SELECT` that must return a row, or the unit fails for this reason: for a unit whose
    /// caller cannot go on without it. No other writer can change that row before the unit is
    /// committed.
    #[must_use]
    pub fn demand(mut self, select: Query, reason: &'static str) -> Self {
        self.steps.push(Step::Demand(select, reason));
        self
    }

    /// Adds everything of another unit.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.steps.extend(other.steps);
        self
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}
