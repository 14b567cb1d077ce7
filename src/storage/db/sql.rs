//! One SQL text for two databases: text and integers only, numbered parameters, run on either.

use crate::{Error, Result};
use doorward_protocol::{secret::Digest, time::Timestamp};
use sqlx::{
    Database, Encode, IntoArguments, PgConnection, Row as _, SqliteConnection, Type,
    postgres::PgRow, query::Query as SqlxQuery, sqlite::SqliteRow,
};

/// A value of a parameter. Two types are all that both databases share without a second thought.
#[derive(Clone, Debug)]
pub enum Value {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<&Digest> for Value {
    fn from(digest: &Digest) -> Self {
        Self::Text(Some(digest.as_str().to_owned()))
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(Some(i64::from(flag)))
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.0))
    }
}
impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(|at| at.0))
    }
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) sql: &'static str,
    values: Vec<Value>,
}

/// A statement.
pub fn query(sql: &'static str) -> Query {
    Query {
        sql,
        values: Vec::new(),
    }
}

impl Query {
    /// The next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    fn prepared<'q, DB>(&'q self) -> SqlxQuery<'q, DB, <DB as Database>::Arguments>
    where
        DB: Database,
        Option<&'q str>: Encode<'q, DB> + Type<DB>,
        Option<i64>: Encode<'q, DB> + Type<DB>,
        <DB as Database>::Arguments: IntoArguments<DB>,
    {
        self.values
            .iter()
            .fold(sqlx::query(self.sql), |query, value| match value {
                Value::Text(text) => query.bind(text.as_deref()),
                Value::Int(number) => query.bind(*number),
            })
    }

    pub(crate) async fn run_sqlite(&self, connection: &mut SqliteConnection) -> Result<u64> {
        Ok(self.prepared().execute(connection).await?.rows_affected())
    }

    pub(crate) async fn run_postgres(
        &self,
        connection: &mut PgConnection,
    ) -> std::result::Result<u64, sqlx::Error> {
        Ok(self.prepared().execute(connection).await?.rows_affected())
    }

    pub(crate) async fn rows_sqlite(&self, pool: &sqlx::SqlitePool) -> Result<Vec<Row>> {
        Ok(self
            .prepared()
            .fetch_all(pool)
            .await?
            .into_iter()
            .map(Row::Sqlite)
            .collect())
    }

    pub(crate) async fn rows_postgres(&self, pool: &sqlx::PgPool) -> Result<Vec<Row>> {
        Ok(self
            .prepared()
            .fetch_all(pool)
            .await?
            .into_iter()
            .map(Row::Postgres)
            .collect())
    }
}

/// A row of either database; columns by position.
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A text that may be missing.
    pub fn opt_text(&self, index: usize) -> Result<Option<String>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }

    /// A number that may be missing.
    pub fn opt_int(&self, index: usize) -> Result<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }

    /// A text.
    pub fn text(&self, index: usize) -> Result<String> {
        self.opt_text(index)?
            .ok_or_else(|| Error::Corrupt("a value is missing".into()))
    }

    /// A number.
    pub fn int(&self, index: usize) -> Result<i64> {
        self.opt_int(index)?
            .ok_or_else(|| Error::Corrupt("a value is missing".into()))
    }

    /// A number as yes or no.
    pub fn flag(&self, index: usize) -> Result<bool> {
        Ok(self.int(index)? != 0)
    }

    /// An instant.
    pub fn at(&self, index: usize) -> Result<Timestamp> {
        self.int(index).map(Timestamp)
    }

    /// An instant that may be missing.
    pub fn opt_at(&self, index: usize) -> Result<Option<Timestamp>> {
        Ok(self.opt_int(index)?.map(Timestamp))
    }

    /// A document.
    pub fn json<T: serde::de::DeserializeOwned>(&self, index: usize) -> Result<T> {
        serde_json::from_str(&self.text(index)?).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// A scope.
    pub fn scope(&self, index: usize) -> Result<doorward_protocol::oauth::scope::Scope> {
        doorward_protocol::oauth::scope::Scope::parse(&self.text(index)?)
            .ok_or_else(|| Error::Corrupt("a scope".into()))
    }
}

/// A document as text.
pub(crate) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Statements that are committed together or not at all. Data, not code: it can be tried again.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) query: Query,
    pub(crate) is_guard: bool,
}

impl Unit {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A statement.
    #[must_use]
    pub fn run(mut self, query: Query) -> Self {
        self.steps.push(Step {
            query,
            is_guard: false,
        });
        self
    }

    /// A statement that must touch a row, or nothing of the unit happens: the row count is the
    /// answer.
    #[must_use]
    pub fn guard(mut self, query: Query) -> Self {
        self.steps.push(Step {
            query,
            is_guard: true,
        });
        self
    }

    /// Everything of another unit after this.
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
