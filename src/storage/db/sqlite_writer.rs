//! The one writer of SQLite: all units that wait are committed as one transaction (group commit),
//! and each caller waits until its unit is durable.

use crate::{Error, Result, db::sql::Unit};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

/// Maximum number of units that share a commit.
const MAX_BATCH: usize = 128;
/// Maximum number of units that wait; further callers are told that the database is busy.
const MAX_WAITING: usize = 4096;

struct Job {
    unit: Unit,
    done: oneshot::Sender<Result<bool>>,
}

/// A handle to the writer task.
#[derive(Clone)]
pub struct SqliteWriter {
    jobs: mpsc::Sender<Job>,
}

impl SqliteWriter {
    /// Starts the writer on its own connection.
    pub fn start(connection: SqliteConnection) -> Self {
        let (jobs, queue) = mpsc::channel(MAX_WAITING);
        tokio::spawn(write(connection, queue));
        Self { jobs }
    }

    /// Commits a unit. `false`: a guard or a required row was missing, and nothing changed.
    pub async fn commit(&self, unit: Unit) -> Result<bool> {
        let (done, answer) = oneshot::channel();
        self.jobs
            .try_send(Job { unit, done })
            .map_err(|_| Error::Unavailable("too many writes wait".into()))?;
        answer
            .await
            .map_err(|_| Error::Unavailable("the writer stopped".into()))?
    }
}

async fn write(mut connection: SqliteConnection, mut queue: mpsc::Receiver<Job>) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
        match commit_batch(&mut connection, &batch).await {
            Some(answers) => {
                for (job, answer) in batch.drain(..).zip(answers) {
                    let _ = job.done.send(Ok(answer));
                }
            }
            // One unit failed after it had written: nothing was committed. Each is tried by itself.
            None => {
                for job in batch.drain(..) {
                    let _ = job.done.send(commit_one(&mut connection, &job.unit).await);
                }
            }
        }
    }
    let _ = connection.close().await;
}

/// Commits every unit in one transaction. `None` where that is not possible; nothing has changed
/// then.
async fn commit_batch(connection: &mut SqliteConnection, batch: &[Job]) -> Option<Vec<bool>> {
    if let [only] = batch
        && let [step] = only.unit.steps.as_slice()
    {
        return step
            .run_sqlite(connection)
            .await
            .ok()
            .map(|answer| vec![answer]);
    }
    execute(connection, "BEGIN IMMEDIATE").await.ok()?;
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        match steps(connection, &job.unit).await {
            Ok(UnitOutcome::Done) => answers.push(true),
            Ok(UnitOutcome::StoppedBeforeWriting) => answers.push(false),
            Ok(UnitOutcome::StoppedAfterWriting) | Err(_) => {
                let _ = execute(connection, "ROLLBACK").await;
                return None;
            }
        }
    }
    if execute(connection, "COMMIT").await.is_err() {
        let _ = execute(connection, "ROLLBACK").await;
        return None;
    }
    Some(answers)
}

/// Commits one unit in a transaction of its own.
async fn commit_one(connection: &mut SqliteConnection, unit: &Unit) -> Result<bool> {
    execute(connection, "BEGIN IMMEDIATE").await?;
    let outcome = steps(connection, unit).await;
    if matches!(outcome, Ok(UnitOutcome::Done)) {
        match execute(connection, "COMMIT").await {
            Ok(()) => return Ok(true),
            Err(error) => {
                let _ = execute(connection, "ROLLBACK").await;
                return Err(error);
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

async fn steps(connection: &mut SqliteConnection, unit: &Unit) -> Result<UnitOutcome> {
    let mut has_written = false;
    for step in &unit.steps {
        if !step.run_sqlite(connection).await? {
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

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}
