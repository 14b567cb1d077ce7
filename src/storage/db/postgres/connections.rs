//! The connections to PostgreSQL, each with a deadline of this process: a server that hangs keeps no
//! time limit of its own.

use crate::{
    Error, Result,
    db::{
        cause::Cause,
        migrate,
        postgres::{
            combined::Combinations,
            pool::{Connected, Lease, PoolSize},
            units::{Tried, run_combined, try_unit},
        },
        sql::{Query, Row},
        unit::Unit,
    },
};
use doorward_protocol::time::Clock;
use sqlx::postgres::PgConnectOptions;
use std::{
    hash::{BuildHasher, Hasher, RandomState},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, timeout, timeout_at};

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

/// How long a unit rests that collided so often: each time for another moment, so that those that collided
/// do not meet again.
fn pause_before_again(tries: u32) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    Duration::from_micros(random % 10_000).saturating_mul(tries)
}

/// Counts the tables of a list that are not there, and those that the user may not read or write.
const TABLES: &str = "SELECT count(*) FILTER (WHERE id IS NULL),
    count(*) FILTER (WHERE NOT (has_table_privilege(id, 'SELECT')
        AND has_table_privilege(id, 'INSERT') AND has_table_privilege(id, 'UPDATE')
        AND has_table_privilege(id, 'DELETE')))
    FROM (SELECT to_regclass(name)::oid AS id FROM unnest($1::text[]) AS wanted (name)) AS found";

/// The connections to PostgreSQL.
#[derive(Clone)]
pub(crate) struct Connections {
    pool: Connected,
    combinations: Arc<Combinations>,
    /// Whether the last deadline passed without an answer.
    is_unanswered: Arc<AtomicBool>,
}

impl Connections {
    /// A pool of at most so many connections, none of them open yet.
    pub(crate) fn to(
        options: PgConnectOptions,
        size: PoolSize,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let options = options.options([("statement_timeout", "3000"), ("lock_timeout", "2000")]);
        Ok(Self {
            pool: Connected::to(options, size, clock)?,
            combinations: Arc::default(),
            is_unanswered: Arc::default(),
        })
    }

    /// Connects, and refuses a schema that this program does not work with.
    pub(crate) async fn check_schema(&self) -> Result<()> {
        let deadline = self.deadline(1);
        let mut lease = self.acquire(deadline).await?;
        let checked = timeout_at(deadline, migrate::check_postgres(lease.connection()?)).await;
        checked.unwrap_or(Err(Error::Cannot(Cause::NoAnswer)))?;
        lease.release();
        Ok(())
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
        if !is_unanswered && self.pool.are_all_in_use() {
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
    /// unit, the unit is tried again after a moment, so that the caller does not have to answer with an
    /// error.
    pub(crate) async fn commit(&self, unit: &Unit) -> Result<bool> {
        let deadline = self.deadline(unit.steps.len());
        let combined = self.combinations.of(unit);
        for tries in 0..4 {
            if tries > 0 {
                tokio::time::sleep(pause_before_again(tries)).await;
            }
            let mut lease = self.acquire(deadline).await?;
            let connection = lease.connection()?;
            let tried = if let Some(sql) = &combined {
                let running = pin!(run_combined(connection, sql, unit));
                timeout_at(deadline, running).await
            } else {
                let running = pin!(try_unit(connection, unit));
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

    /// A connection, within the time that a request waits for one.
    async fn acquire(&self, deadline: Instant) -> Result<Lease> {
        let leasing = timeout(ACQUIRE_TIMEOUT, self.pool.lease());
        if let Ok(Ok(lease)) = timeout_at(deadline, pin!(leasing)).await {
            return lease;
        }
        let cause = self.why_no_answer();
        if cause == Cause::NoAnswer {
            self.note(true);
        }
        Err(Error::Cannot(cause))
    }

    /// Takes in what an operation of one statement, or of a whole transaction, brought. A connection
    /// without an answer, or one that the server closed, is not used again.
    fn answered<T>(
        &self,
        lease: Lease,
        answer: std::result::Result<
            std::result::Result<T, sqlx::Error>,
            tokio::time::error::Elapsed,
        >,
    ) -> std::result::Result<T, Failure> {
        self.note(answer.is_err());
        match answer {
            Err(_) => {
                lease.close();
                Err(Failure::NoAnswer)
            }
            Ok(Ok(found)) => {
                lease.release();
                Ok(found)
            }
            Ok(Err(error)) => {
                // A transaction may be open: its end is sent, and awaited, in the background.
                if is_closed(&error) {
                    lease.close();
                    self.pool.forget_idle();
                }
                Err(Failure::Database(error))
            }
        }
    }

    /// Notes whether the server answers, and logs where that changes.
    fn note(&self, is_unanswered: bool) {
        if self.is_unanswered.load(Ordering::Relaxed) == is_unanswered {
            return;
        }
        self.is_unanswered.store(is_unanswered, Ordering::Relaxed);
        if is_unanswered {
            tracing::error!("PostgreSQL does not answer");
        } else {
            tracing::info!("PostgreSQL answers again");
        }
    }
}

/// Whether the server closed the connection, or closes it.
fn is_closed(error: &sqlx::Error) -> bool {
    match error {
        // admin_shutdown, crash_shutdown, database_dropped, idle_session_timeout.
        sqlx::Error::Database(error) => {
            let code = error.code();
            matches!(code.as_deref(), Some("57P01" | "57P02" | "57P04" | "57P05"))
        }
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        _ => false,
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
