//! The one writer of SQLite: all units that wait are committed as one transaction (group commit),
//! and each caller waits until its unit is durable.
//!
//! Where another process holds the file, SQLite waits for it up to its timeout. That time is spent
//! once: every unit that waits by then is refused together, so that no caller waits for the
//! timeouts of those before it.

use crate::{
    Error, Result,
    db::{
        cause::Cause,
        sql::{Query, Row},
        sqlite_file::SqliteFile,
        unit::Unit,
    },
};
use sqlx::{Connection, SqliteConnection};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Maximum number of jobs that are taken together; their units share a commit.
const MAX_BATCH: usize = 128;
/// Maximum number of jobs that wait; further callers are told that the database is busy.
const MAX_WAITING: usize = 4096;

/// Something to write, and who waits for it.
enum Job {
    Unit(UnitJob),
    Returning(ReturningJob),
}

struct UnitJob {
    unit: Unit,
    done: oneshot::Sender<Result<bool>>,
}

/// One statement in a transaction of its own, whose rows the caller needs.
struct ReturningJob {
    query: Query,
    done: oneshot::Sender<Result<Vec<Row>>>,
}

impl Job {
    fn refuse(self, error: &Error) {
        match self {
            Self::Unit(job) => drop(job.done.send(Err(error.clone()))),
            Self::Returning(job) => drop(job.done.send(Err(error.clone()))),
        }
    }
}

/// A handle to the writer task.
#[derive(Clone)]
pub struct SqliteWriter {
    jobs: mpsc::Sender<Job>,
}

impl SqliteWriter {
    /// Starts the writer on its own connection.
    pub fn start(connection: SqliteConnection, file: Arc<SqliteFile>) -> Self {
        let (jobs, queue) = mpsc::channel(MAX_WAITING);
        tokio::spawn(write(connection, queue, file));
        Self { jobs }
    }

    /// Commits a unit. `false`: a guard or a required row was missing, and nothing changed.
    pub async fn commit(&self, unit: Unit) -> Result<bool> {
        let (done, answer) = oneshot::channel();
        self.enqueue(Job::Unit(UnitJob { unit, done }))?;
        answer.await.map_err(|_| stopped())?
    }

    /// Runs one statement in a transaction of its own, and gives the rows that it returns.
    pub async fn returning(&self, query: Query) -> Result<Vec<Row>> {
        let (done, answer) = oneshot::channel();
        self.enqueue(Job::Returning(ReturningJob { query, done }))?;
        answer.await.map_err(|_| stopped())?
    }

    fn enqueue(&self, job: Job) -> Result<()> {
        self.jobs
            .try_send(job)
            .map_err(|_| Error::Unavailable("too many writes wait".into()))
    }
}

fn stopped() -> Error {
    Error::Unavailable("the writer of the database stopped: restart the server".into())
}

/// Why something was not committed.
enum Failure {
    /// The file is held by another process: nothing else can be committed at the moment either.
    Held(Error),
    /// It says nothing about other units.
    Own(Error),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) {
            Self::Held(Error::Cannot(Cause::Locked))
        } else {
            Self::Own(error.into())
        }
    }
}

/// Whether SQLite gave up waiting for another connection: `SQLITE_BUSY`, with any extension.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| {
        let code: i32 = error.code()?.parse().ok()?;
        Some(code & 0xff)
    });
    code == Some(5)
}

async fn write(
    mut connection: SqliteConnection,
    mut queue: mpsc::Receiver<Job>,
    file: Arc<SqliteFile>,
) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let (mut units, mut others) = (Vec::new(), Vec::new());
        for job in batch.drain(..) {
            match job {
                Job::Unit(job) => units.push(job),
                Job::Returning(job) => others.push(job),
            }
        }
        // Nothing is written to a file that nobody will find again.
        let written = match file.check() {
            Ok(()) => write_all(&mut connection, &file, &mut units, &mut others).await,
            Err(gone) => Err(gone),
        };
        if let Err(error) = written {
            let waiting = units
                .into_iter()
                .map(Job::Unit)
                .chain(others.into_iter().map(Job::Returning))
                .chain(std::iter::from_fn(|| queue.try_recv().ok()));
            let refused = waiting.map(|job| job.refuse(&error)).count();
            tracing::warn!(refused, %error, "writes were refused");
        }
    }
    let _ = connection.close().await;
}

/// Answers every job, and takes it from its list then. Fails where the file is held by another
/// process: what is left in the lists was not written. The file may be lost between the check and
/// the commit, so it is checked again before a job is told that it was written.
async fn write_all(
    connection: &mut SqliteConnection,
    file: &SqliteFile,
    units: &mut Vec<UnitJob>,
    others: &mut Vec<ReturningJob>,
) -> Result<()> {
    if let Some(answers) = commit_batch(connection, units).await? {
        for (job, answer) in units.drain(..).zip(answers) {
            let _ = job.done.send(file.confirm(answer));
        }
    }
    // One unit failed after it had written: nothing was committed. Each is tried by itself.
    while let Some(job) = units.first() {
        let answer = match commit_one(connection, &job.unit).await {
            Err(Failure::Held(error)) => return Err(error),
            Err(Failure::Own(error)) => Err(error),
            Ok(answer) => Ok(answer),
        };
        let _ = units.remove(0).done.send(file.confirm(answer));
    }
    while let Some(job) = others.first() {
        let answer = match job.query.rows_sqlite_connection(connection).await {
            Ok(rows) => Ok(rows),
            Err(error) => match Failure::from(error) {
                Failure::Held(error) => return Err(error),
                Failure::Own(error) => Err(error),
            },
        };
        let _ = others.remove(0).done.send(file.confirm(answer));
    }
    Ok(())
}

/// Commits every unit in one transaction. `None` where that is not possible; nothing has changed
/// then. Fails where the file is held by another process.
async fn commit_batch(
    connection: &mut SqliteConnection,
    batch: &[UnitJob],
) -> Result<Option<Vec<Result<bool>>>> {
    if batch.is_empty() {
        return Ok(Some(Vec::new()));
    }
    if let [only] = batch
        && let [step] = only.unit.steps.as_slice()
    {
        // A single statement is a transaction by itself, so that its failure is its answer.
        return match step.run_sqlite(connection).await.map_err(Failure::from) {
            Ok(answer) => Ok(Some(vec![Ok(answer)])),
            Err(Failure::Own(error)) => Ok(Some(vec![Err(error)])),
            Err(Failure::Held(error)) => Err(error),
        };
    }
    match begin(connection).await {
        Ok(()) => {}
        Err(Failure::Held(error)) => return Err(error),
        Err(Failure::Own(_)) => return Ok(None),
    }
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        match steps(connection, &job.unit).await {
            Ok(UnitOutcome::Done) => answers.push(Ok(true)),
            Ok(UnitOutcome::StoppedBeforeWriting) => answers.push(Ok(false)),
            Ok(UnitOutcome::StoppedAfterWriting) | Err(_) => {
                let _ = execute(connection, "ROLLBACK").await;
                return Ok(None);
            }
        }
    }
    if execute(connection, "COMMIT").await.is_err() {
        let _ = execute(connection, "ROLLBACK").await;
        return Ok(None);
    }
    Ok(Some(answers))
}

/// Commits one unit in a transaction of its own.
async fn commit_one(
    connection: &mut SqliteConnection,
    unit: &Unit,
) -> std::result::Result<bool, Failure> {
    begin(connection).await?;
    let outcome = steps(connection, unit).await;
    if matches!(outcome, Ok(UnitOutcome::Done)) {
        match execute(connection, "COMMIT").await {
            Ok(()) => return Ok(true),
            Err(error) => {
                let _ = execute(connection, "ROLLBACK").await;
                return Err(error.into());
            }
        }
    }
    let _ = execute(connection, "ROLLBACK").await;
    outcome.map(|_| false)
}

/// How far the statements of a unit got.
enum UnitOutcome {
    /// All of them ran.
    Done,
    /// One stopped the unit, and nothing was written before: there is nothing to roll back.
    StoppedBeforeWriting,
    /// One stopped the unit, and what was written before must be rolled back.
    StoppedAfterWriting,
}

async fn steps(
    connection: &mut SqliteConnection,
    unit: &Unit,
) -> std::result::Result<UnitOutcome, Failure> {
    let mut has_written = false;
    for step in &unit.steps {
        if !step.run_sqlite(connection).await? {
            step.stopped().map_err(Failure::Own)?;
            return Ok(if has_written {
                UnitOutcome::StoppedAfterWriting
            } else {
                UnitOutcome::StoppedBeforeWriting
            });
        }
        has_written |= step.is_write();
    }
    Ok(UnitOutcome::Done)
}

/// Takes the lock for writing, for which SQLite waits up to its timeout.
async fn begin(connection: &mut SqliteConnection) -> std::result::Result<(), Failure> {
    Ok(execute(connection, "BEGIN IMMEDIATE").await?)
}

async fn execute(
    connection: &mut SqliteConnection,
    sql: &'static str,
) -> std::result::Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}
