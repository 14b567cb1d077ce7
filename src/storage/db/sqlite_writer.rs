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
        sqlite_script::{Ran, run},
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
    // The transaction failed as a whole: nothing was committed. Each unit is tried by itself.
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

/// Commits every unit in one transaction, each behind a savepoint, so that one that must not go on
/// takes nothing of the others with it. `None` where the transaction as a whole failed; nothing has
/// changed then. Fails where the file is held by another process.
async fn commit_batch(
    connection: &mut SqliteConnection,
    batch: &[UnitJob],
) -> Result<Option<Vec<Result<bool>>>> {
    match batch {
        [] => return Ok(Some(Vec::new())),
        [only] => {
            return match commit_one(connection, &only.unit).await {
                Err(Failure::Held(error)) => Err(error),
                Err(Failure::Own(error)) => Ok(Some(vec![Err(error)])),
                Ok(answer) => Ok(Some(vec![Ok(answer)])),
            };
        }
        _ => {}
    }
    match execute(connection, &[BEGIN, "SAVEPOINT unit"]).await {
        Ok(()) => {}
        Err(Failure::Held(error)) => return Err(error),
        Err(Failure::Own(_)) => {
            roll_back(connection).await;
            return Ok(None);
        }
    }
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        let Some(answer) = run_behind_savepoint(connection, &job.unit).await else {
            roll_back(connection).await;
            return Ok(None);
        };
        answers.push(answer);
    }
    if execute(connection, &["COMMIT"]).await.is_err() {
        roll_back(connection).await;
        return Ok(None);
    }
    Ok(Some(answers))
}

/// Runs a unit of a transaction. `None` where the transaction is lost.
async fn run_behind_savepoint(
    connection: &mut SqliteConnection,
    unit: &Unit,
) -> Option<Result<bool>> {
    let before = ["RELEASE unit", "SAVEPOINT unit"];
    let answer = match run(connection, &before, &unit.steps).await {
        Ok(Ran::Through) => return Some(Ok(true)),
        Ok(Ran::StoppedAt(step)) => step.stopped(),
        Err(error) => Err(error.into()),
    };
    // Some failures, such as a full disk, end the transaction: the savepoint is gone then.
    let undone = execute(connection, &["ROLLBACK TO unit"]).await;
    undone.is_ok().then_some(answer)
}

/// Commits one unit in a transaction of its own.
async fn commit_one(
    connection: &mut SqliteConnection,
    unit: &Unit,
) -> std::result::Result<bool, Failure> {
    // A single statement is a transaction by itself.
    let before: &[&str] = if unit.steps.len() == 1 { &[] } else { &[BEGIN] };
    let is_transaction = !before.is_empty();
    let failure = match run(connection, before, &unit.steps).await {
        Ok(Ran::Through) if !is_transaction => return Ok(true),
        Ok(Ran::Through) => match execute(connection, &["COMMIT"]).await {
            Ok(()) => return Ok(true),
            Err(failure) => Err(failure),
        },
        Ok(Ran::StoppedAt(step)) => step.stopped().map_err(Failure::Own),
        Err(error) => Err(error.into()),
    };
    if is_transaction {
        roll_back(connection).await;
    }
    failure
}

/// Takes the lock for writing, for which SQLite waits up to its timeout.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// Ends a transaction that failed, if SQLite has not ended it.
async fn roll_back(connection: &mut SqliteConnection) {
    let _ = execute(connection, &["ROLLBACK"]).await;
}

async fn execute(
    connection: &mut SqliteConnection,
    statements: &[&str],
) -> std::result::Result<(), Failure> {
    run(connection, statements, &[]).await?;
    Ok(())
}
