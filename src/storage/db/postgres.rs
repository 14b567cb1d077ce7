//! The connections to PostgreSQL, each with a deadline of this process: a server that hangs keeps no
//! time limit of its own.

use crate::{
    Error, Result,
    db::{
        cause::Cause,
        migrate,
        sql::{Query, Row},
        unit::{Step, Unit},
    },
};
use sqlx::{
    Connection, PgConnection, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, timeout, timeout_at};

/// Connections of one process.
const MAX_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a statement or a unit may take, the wait for a connection included. It is longer than
/// the `statement_timeout` of the server, so that a server that works answers first. Before it, a
/// request waits for the version of the configuration for a second, and it is told within five.
const DEADLINE: Duration = Duration::from_millis(3250);
/// The same, after a deadline has passed and until the server answers again: a request of several
/// statements is told in time, too.
const DEADLINE_UNANSWERED: Duration = Duration::from_millis(500);
/// What each statement of a unit adds, for units of thousands.
const PER_STATEMENT: Duration = Duration::from_millis(10);
/// How long a connection may take to be ready for its next use, in the background.
const RETURN_TIMEOUT: Duration = Duration::from_secs(5);

/// Counts the tables of a list that are not there, and those that the user may not read or write.
const TABLES: &str = "SELECT count(*) FILTER (WHERE id IS NULL),
    count(*) FILTER (WHERE NOT (has_table_privilege(id, 'SELECT')
        AND has_table_privilege(id, 'INSERT') AND has_table_privilege(id, 'UPDATE')
        AND has_table_privilege(id, 'DELETE')))
    FROM (SELECT to_regclass(name)::oid AS id FROM unnest($1::text[]) AS wanted (name)) AS found";

/// The connections to PostgreSQL.
#[derive(Clone)]
pub(crate) struct Connections {
    pool: PgPool,
    /// Whether the last deadline passed without an answer.
    is_unanswered: Arc<AtomicBool>,
}

/// A connection that is in use.
struct Lease(Option<PoolConnection<Postgres>>);

impl Lease {
    fn connection(&mut self) -> Result<&mut PgConnection> {
        self.0
            .as_deref_mut()
            .ok_or_else(|| Error::Unavailable("the connection was closed".into()))
    }

    /// Closes the connection, whose server may still be at work.
    fn close(mut self) {
        drop(self.0.take().map(PoolConnection::detach));
    }
}

impl Drop for Lease {
    /// Gives the connection back as soon as it answers. One that does not is closed, so that
    /// connections that hang do not use up the pool.
    fn drop(&mut self) {
        if let Some(mut connection) = self.0.take() {
            tokio::spawn(timeout(RETURN_TIMEOUT, connection.return_to_pool()));
        }
    }
}

/// What became of a unit.
enum Tried<'u> {
    Committed,
    Stopped(&'u Step),
}

impl Connections {
    /// Connects, and refuses a schema that this program does not work with.
    pub(crate) async fn open(options: PgConnectOptions) -> Result<Self> {
        let options = options.options([("statement_timeout", "3000"), ("lock_timeout", "2000")]);
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        Ok(Self {
            pool,
            is_unanswered: Arc::default(),
        })
    }

    /// Refuses a schema that this program does not work with.
    pub(crate) async fn check_schema(&self) -> Result<()> {
        timeout(DEADLINE, migrate::check_postgres(&self.pool))
            .await
            .unwrap_or(Err(Error::Cannot(Cause::NoAnswer)))
    }

    /// Whether every table is there, and may be read and written by the user of these connections.
    pub(crate) async fn check_tables(&self) -> Result<()> {
        let deadline = self.deadline(1);
        let mut lease = self.acquire(deadline).await?;
        let tables: Vec<&str> = migrate::tables().collect();
        let count = sqlx::query_as::<_, (i64, i64)>(TABLES).bind(tables);
        let counted = timeout_at(deadline, count.fetch_one(lease.connection()?)).await;
        match self.answered(lease, counted)? {
            (0, 0) => Ok(()),
            (0, _) => Err(Error::Cannot(Cause::NoPrivilege)),
            _ => Err(Error::Cannot(Cause::SchemaOlder)),
        }
    }

    /// Why there is no answer in time.
    pub(crate) fn why_no_answer(&self) -> Cause {
        let is_unanswered = self.is_unanswered.load(Ordering::Relaxed);
        if !is_unanswered && self.pool.size() >= MAX_CONNECTIONS && self.pool.num_idle() == 0 {
            Cause::NoConnection
        } else {
            Cause::NoAnswer
        }
    }

    /// Runs one statement, and gives the rows that it returns. The futures of a statement are large:
    /// they are pinned where they are made, so that no handler's future holds them twice.
    pub(crate) async fn rows(&self, query: &Query) -> Result<Vec<Row>> {
        let deadline = self.deadline(1);
        let mut lease = self.acquire(deadline).await?;
        let found = {
            let running = pin!(query.rows_postgres(lease.connection()?));
            timeout_at(deadline, running).await
        };
        Ok(self.answered(lease, found)?)
    }

    /// As [`Self::rows`], for a write. It is planned for the values that it has now: a plan for any
    /// number of rows could read the whole table.
    pub(crate) async fn rows_planned_anew(&self, query: &Query) -> Result<Vec<Row>> {
        let deadline = self.deadline(1);
        let mut lease = self.acquire(deadline).await?;
        let found = {
            let running = pin!(query.rows_postgres_planned_anew(lease.connection()?));
            timeout_at(deadline, running).await
        };
        Ok(self.answered(lease, found)?)
    }

    /// Commits a unit. After a deadlock or a serialization failure, which says nothing about the
    /// unit, the unit is tried again, so that the caller does not have to answer with an error.
    pub(crate) async fn commit(&self, unit: &Unit) -> Result<bool> {
        let deadline = self.deadline(unit.steps.len());
        for _ in 0..4 {
            let mut lease = self.acquire(deadline).await?;
            let tried = {
                let running = pin!(try_unit(lease.connection()?, unit));
                timeout_at(deadline, running).await
            };
            match self.answered(lease, tried) {
                Err(Failure::Database(sqlx::Error::Database(error)))
                    if matches!(error.code().as_deref(), Some("40001" | "40P01")) => {}
                Ok(Tried::Stopped(step)) => return step.stopped(),
                Ok(Tried::Committed) => return Ok(true),
                Err(failure) => return Err(failure.into()),
            }
        }
        Err(Error::Unavailable(
            "the transaction kept colliding with others".into(),
        ))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the timer of tokio takes an instant of its own clock, and no rule depends on it"
    )]
    fn deadline(&self, statements: usize) -> Instant {
        let base = if self.is_unanswered.load(Ordering::Relaxed) {
            DEADLINE_UNANSWERED
        } else {
            DEADLINE
        };
        let statements = u32::try_from(statements).unwrap_or(u32::MAX);
        Instant::now() + base + PER_STATEMENT.saturating_mul(statements)
    }

    async fn acquire(&self, deadline: Instant) -> Result<Lease> {
        match timeout_at(deadline, pin!(self.pool.acquire())).await {
            Ok(Ok(connection)) => Ok(Lease(Some(connection))),
            Ok(Err(sqlx::Error::PoolTimedOut)) | Err(_) => Err(Error::Cannot(self.why_no_answer())),
            Ok(Err(error)) => Err(error.into()),
        }
    }

    /// Notes whether there was an answer. A connection without one is not used again.
    fn answered<T>(
        &self,
        lease: Lease,
        answer: std::result::Result<
            std::result::Result<T, sqlx::Error>,
            tokio::time::error::Elapsed,
        >,
    ) -> std::result::Result<T, Failure> {
        let is_unanswered = answer.is_err();
        if self.is_unanswered.load(Ordering::Relaxed) != is_unanswered {
            self.is_unanswered.store(is_unanswered, Ordering::Relaxed);
            if is_unanswered {
                tracing::error!("PostgreSQL does not answer");
            } else {
                tracing::info!("PostgreSQL answers again");
            }
        }
        let Ok(answer) = answer else {
            lease.close();
            return Err(Failure::NoAnswer);
        };
        answer.map_err(Failure::Database)
    }
}

/// Why a statement brought nothing.
enum Failure {
    /// The database refused it.
    Database(sqlx::Error),
    /// There was no answer in time.
    NoAnswer,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Database(error) => error.into(),
            Failure::NoAnswer => Self::Cannot(Cause::NoAnswer),
        }
    }
}

/// Commits a unit, or finds the step that stopped it.
async fn try_unit<'u>(
    connection: &mut PgConnection,
    unit: &'u Unit,
) -> std::result::Result<Tried<'u>, sqlx::Error> {
    if let [step] = unit.steps.as_slice() {
        return Ok(if step.run_postgres(connection).await? {
            Tried::Committed
        } else {
            Tried::Stopped(step)
        });
    }
    let mut transaction = connection.begin().await?;
    for step in &unit.steps {
        if !step.run_postgres(&mut transaction).await? {
            transaction.rollback().await?;
            return Ok(Tried::Stopped(step));
        }
    }
    transaction.commit().await?;
    Ok(Tried::Committed)
}
