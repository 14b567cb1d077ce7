//! SQLite's one writer: whatever waits is committed as one transaction (group commit), and each
//! answer waits for its own.

use crate::{Error, Result, db::sql::Unit};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

/// So many units share a commit at most.
const LARGEST_BATCH: usize = 128;
/// So many units may wait; more are told that the database is busy.
const QUEUE: usize = 4096;

struct Job {
    unit: Unit,
    done: oneshot::Sender<Result<bool>>,
}

/// The way to the writer.
#[derive(Clone)]
pub struct SqliteWriter {
    jobs: mpsc::Sender<Job>,
}

impl SqliteWriter {
    /// Starts the writer on its own connection.
    pub fn start(connection: SqliteConnection) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(write(connection, queue));
        Self { jobs }
    }

    /// Commits a unit; `false` where a guard touched no row.
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
    while queue.recv_many(&mut batch, LARGEST_BATCH).await > 0 {
        match together(&mut connection, &batch).await {
            Some(answers) => {
                for (job, answer) in batch.drain(..).zip(answers) {
                    let _ = job.done.send(Ok(answer));
                }
            }
            // One of them failed half way: nothing was committed, and each is tried by itself.
            None => {
                for job in batch.drain(..) {
                    let _ = job.done.send(alone(&mut connection, &job.unit).await);
                }
            }
        }
    }
    let _ = connection.close().await;
}

/// Every unit in one transaction; `None` where that cannot be, and then nothing happened.
async fn together(connection: &mut SqliteConnection, batch: &[Job]) -> Option<Vec<bool>> {
    if let [only] = batch
        && let [step] = only.unit.steps.as_slice()
    {
        return step
            .query
            .run_sqlite(connection)
            .await
            .ok()
            .map(|rows| vec![!step.is_guard || rows > 0]);
    }
    execute(connection, "BEGIN IMMEDIATE").await.ok()?;
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        match steps(connection, &job.unit).await {
            // A first guard that touches nothing leaves nothing to undo.
            Ok(Outcome::Done) => answers.push(true),
            Ok(Outcome::StoppedAtFirst) => answers.push(false),
            Ok(Outcome::StoppedLater) | Err(_) => {
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

async fn alone(connection: &mut SqliteConnection, unit: &Unit) -> Result<bool> {
    execute(connection, "BEGIN IMMEDIATE").await?;
    let outcome = steps(connection, unit).await;
    if matches!(outcome, Ok(Outcome::Done)) {
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

enum Outcome {
    Done,
    StoppedAtFirst,
    StoppedLater,
}

async fn steps(connection: &mut SqliteConnection, unit: &Unit) -> Result<Outcome> {
    for (index, step) in unit.steps.iter().enumerate() {
        if step.query.run_sqlite(connection).await? == 0 && step.is_guard {
            return Ok(if index == 0 {
                Outcome::StoppedAtFirst
            } else {
                Outcome::StoppedLater
            });
        }
    }
    Ok(Outcome::Done)
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}
