//! Statements that are committed together or not at all.

use crate::{Error, Result, db::sql::Query};
use sqlx::{AssertSqlSafe, PgConnection};

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
    pub(crate) is_one_statement: bool,
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
    /// A `SELECT` whose row, where there is one, stays as it is until the commit.
    Hold(Query),
    /// As [`Step::Require`] with a shared lock; where the row is missing, the unit fails with a
    /// reason.
    Demand(Query, &'static str),
    /// A `SELECT` that must return no row.
    Forbid(Query),
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
        | Self::Hold(query)
        | Self::Demand(query, _)
        | Self::Forbid(query)) = self;
        query
    }

    /// What the caller is told where this statement stopped its unit.
    pub(crate) fn stopped(&self) -> Result<bool> {
        match self {
            Self::Demand(_, reason) => Err(Error::Unavailable((*reason).to_owned())),
            Self::Run(_) | Self::Guard(_) | Self::Require(..) | Self::Hold(_) | Self::Forbid(_) => {
                Ok(false)
            }
        }
    }

    /// Whether the unit goes on after the statement changed and returned so many rows.
    pub(crate) const fn goes_on(&self, changed: u64, returned: u64) -> bool {
        match self {
            Self::Run(_) | Self::Hold(_) => true,
            Self::Guard(_) => changed > 0,
            Self::Require(..) | Self::Demand(..) => returned > 0,
            Self::Forbid(_) => returned == 0,
        }
    }

    /// Runs the statement; `false` where the unit must not go on. A required row is locked: where another transaction changes it at
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
            Self::Hold(query) => {
                query.is_found_locked(Lock::Exclusive, connection).await?;
                Ok(true)
            }
            Self::Demand(query, _) => query.is_found_locked(Lock::Shared, connection).await,
            Self::Forbid(query) => {
                let query = query.prepared(query.postgres);
                Ok(query.fetch_optional(connection).await?.is_none())
            }
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

    /// Adds a `SELECT` whose row, where there is one, no other unit changes or requires before this one
    /// is committed: for a unit that must lock rows in the order of the other units.
    #[must_use]
    pub fn hold(mut self, select: Query) -> Self {
        self.steps.push(Step::Hold(select));
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

    /// Adds a `SELECT` that must return no row, or nothing of the unit happens. A row that is not there
    /// cannot be locked: on PostgreSQL, whoever could add one must first wait for a row that this unit
    /// requires before.
    #[must_use]
    pub fn forbid(mut self, select: Query) -> Self {
        self.steps.push(Step::Forbid(select));
        self
    }

    /// Sends the statements to PostgreSQL as one where none of them looks at what one before it changes,
    /// so that the unit costs one round trip. For units of frequent operations: each set of statements
    /// is one more that the server keeps prepared.
    #[must_use]
    pub const fn in_one_statement(mut self) -> Self {
        self.is_one_statement = true;
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
