//! The one writer of SQLite: all units that wait are committed as one transaction (group commit),
//! and each caller waits until its unit is durable.
//!
//! Where another process holds the file, SQLite waits for it up to its timeout. That time is spent
//! once: every unit that waits by then is refused together, so that no caller waits for the
//! timeouts of those before it.

use super::{connection::Connection, failure::is_busy, file::SqliteFile, rows::Row};
use crate::{
    Error, Result,
    db::{
        cause::Cause,
        sql::Query,
        unit::{Step, Unit},
    },
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

/// How long SQLite waits for another process that holds the file.
const TIMEOUT: Duration = Duration::from_secs(2);
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

/// A handle to the thread that writes.
#[derive(Clone)]
pub struct SqliteWriter {
    thread: Arc<WriterThread>,
}

/// The thread, which ends when nobody can give it anything to write any more.
struct WriterThread {
    /// There until the end.
    jobs: Option<mpsc::Sender<Job>>,
    running: Option<JoinHandle<()>>,
}

impl Drop for WriterThread {
    /// Waits until everything is written and the file is closed.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(Err(_)) = self.running.take().map(JoinHandle::join) {
            tracing::error!("the writer of the database stopped before its end");
        }
    }
}

impl SqliteWriter {
    /// Starts the writer on a connection of its own.
    pub(crate) async fn start(path: &Path, file: Arc<SqliteFile>) -> Result<Self> {
        let (jobs, queue) = mpsc::channel(MAX_WAITING);
        let (opened, answer) = oneshot::channel();
        let path = PathBuf::from(path);
        let running = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || match Connection::writer(&path, TIMEOUT) {
                Ok(connection) => {
                    let _ = opened.send(Ok(()));
                    write(connection, queue, &file);
                }
                Err(error) => drop(opened.send(Err(Error::from(error)))),
            })
            .map_err(|error| Error::Unavailable(format!("no thread for the writer: {error}")))?;
        answer.await.map_err(|_| stopped())??;
        Ok(Self {
            thread: Arc::new(WriterThread {
                jobs: Some(jobs),
                running: Some(running),
            }),
        })
    }

    /// Commits a unit. `false`: a guard or a required row was missing, and nothing changed.
    pub(crate) async fn commit(&self, unit: Unit) -> Result<bool> {
        let (done, answer) = oneshot::channel();
        self.enqueue(Job::Unit(UnitJob { unit, done }))?;
        answer.await.map_err(|_| stopped())?
    }

    /// Runs one statement in a transaction of its own, and gives the rows that it returns.
    pub(crate) async fn returning(&self, query: Query) -> Result<Vec<Row>> {
        let (done, answer) = oneshot::channel();
        self.enqueue(Job::Returning(ReturningJob { query, done }))?;
        answer.await.map_err(|_| stopped())?
    }

    fn enqueue(&self, job: Job) -> Result<()> {
        let jobs = self.thread.jobs.as_ref().ok_or_else(stopped)?;
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Unavailable("too many writes wait".into()),
            TrySendError::Closed(_) => stopped(),
        })
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

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        if is_busy(&error) {
            Self::Held(Error::Cannot(Cause::Locked))
        } else {
            Self::Own(error.into())
        }
    }
}

fn write(mut connection: Connection, mut queue: mpsc::Receiver<Job>, file: &SqliteFile) {
    let mut batch = Vec::new();
    while queue.blocking_recv_many(&mut batch, MAX_BATCH) > 0 {
        let (mut units, mut others) = (Vec::new(), Vec::new());
        for job in batch.drain(..) {
            match job {
                Job::Unit(job) => units.push(job),
                Job::Returning(job) => others.push(job),
            }
        }
        // Nothing is written to a file that nobody will find again.
        let written = match file.check() {
            Ok(()) => write_all(&mut connection, file, &mut units, &mut others),
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
}

/// Answers every job, and takes it from its list then. Fails where the file is held by another
/// process: what is left in the lists was not written. The file may be lost between the check and
/// the commit, so it is checked again before a job is told that it was written.
fn write_all(
    connection: &mut Connection,
    file: &SqliteFile,
    units: &mut Vec<UnitJob>,
    others: &mut Vec<ReturningJob>,
) -> Result<()> {
    if let Some(answers) = commit_batch(connection, units)? {
        for (job, answer) in units.drain(..).zip(answers) {
            let _ = job.done.send(file.confirm(answer));
        }
    }
    // The transaction failed as a whole: nothing was committed. Each unit is tried by itself.
    while let Some(job) = units.first() {
        let answer = own(commit_one(connection, &job.unit))?;
        let _ = units.remove(0).done.send(file.confirm(answer));
    }
    while let Some(job) = others.first() {
        let rows = connection.rows(job.query.sqlite, job.query.values());
        let answer = own(rows.map_err(Failure::from))?;
        let _ = others.remove(0).done.send(file.confirm(answer));
    }
    Ok(())
}

/// The answer to one caller. Fails where the file is held by another process.
fn own<T>(answer: std::result::Result<T, Failure>) -> Result<Result<T>> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(Failure::Own(error)) => Ok(Err(error)),
        Err(Failure::Held(error)) => Err(error),
    }
}

/// Commits every unit in one transaction, each behind a savepoint, so that one that must not go on
/// takes nothing of the others with it. `None` where the transaction as a whole failed; nothing has
/// changed then. Fails where the file is held by another process.
fn commit_batch(connection: &Connection, batch: &[UnitJob]) -> Result<Option<Vec<Result<bool>>>> {
    match batch {
        [] => return Ok(Some(Vec::new())),
        [only] => return own(commit_one(connection, &only.unit)).map(|answer| Some(vec![answer])),
        _ => {}
    }
    if own(execute(connection, BEGIN))?.is_err() {
        roll_back(connection);
        return Ok(None);
    }
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        let Some(answer) = run_behind_savepoint(connection, &job.unit) else {
            roll_back(connection);
            return Ok(None);
        };
        answers.push(answer);
    }
    if execute(connection, "COMMIT").is_err() {
        roll_back(connection);
        return Ok(None);
    }
    Ok(Some(answers))
}

/// Runs a unit of a transaction. `None` where the transaction is lost.
fn run_behind_savepoint(connection: &Connection, unit: &Unit) -> Option<Result<bool>> {
    execute(connection, "SAVEPOINT unit").ok()?;
    let answer = match run(connection, &unit.steps) {
        Ok(None) => Ok(true),
        Ok(Some(step)) => step.stopped(),
        Err(error) => Err(error.into()),
    };
    if !matches!(answer, Ok(true)) {
        // Some failures, such as a full disk, end the transaction: the savepoint is gone then.
        execute(connection, "ROLLBACK TO unit").ok()?;
    }
    execute(connection, "RELEASE unit").ok()?;
    Some(answer)
}

/// Commits one unit in a transaction of its own.
fn commit_one(connection: &Connection, unit: &Unit) -> std::result::Result<bool, Failure> {
    // A single statement is a transaction by itself.
    if let [step] = unit.steps.as_slice() {
        let stopped = run(connection, std::slice::from_ref(step))?;
        return stopped.map_or(Ok(true), |step| step.stopped().map_err(Failure::Own));
    }
    let failure = match begin_and_run(connection, unit) {
        Ok(None) => match execute(connection, "COMMIT") {
            Ok(()) => return Ok(true),
            Err(failure) => Err(failure),
        },
        Ok(Some(step)) => step.stopped().map_err(Failure::Own),
        Err(failure) => Err(failure),
    };
    roll_back(connection);
    failure
}

fn begin_and_run<'u>(
    connection: &Connection,
    unit: &'u Unit,
) -> std::result::Result<Option<&'u Step>, Failure> {
    execute(connection, BEGIN)?;
    Ok(run(connection, &unit.steps)?)
}

/// Runs the steps of a unit, up to the one that stops it.
fn run<'u>(connection: &Connection, steps: &'u [Step]) -> rusqlite::Result<Option<&'u Step>> {
    for step in steps {
        let query = step.query();
        let done = connection.run(query.sqlite, query.values())?;
        if !step.goes_on(done.changed, done.returned) {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// Takes the lock for writing, for which SQLite waits up to its timeout.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// Ends a transaction that failed, if SQLite has not ended it.
fn roll_back(connection: &Connection) {
    let _ = execute(connection, "ROLLBACK");
}

fn execute(connection: &Connection, statement: &str) -> std::result::Result<(), Failure> {
    connection.run(statement, &[])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PoolSize, Store, db::sql::query};
    use doorward_protocol::time::StoppedClock;

    fn writer_without_thread() -> (SqliteWriter, mpsc::Receiver<Job>) {
        let (jobs, queue) = mpsc::channel(MAX_WAITING);
        let thread = WriterThread {
            jobs: Some(jobs),
            running: None,
        };
        let thread = Arc::new(thread);
        (SqliteWriter { thread }, queue)
    }

    fn any_unit() -> Unit {
        Unit::new().run(query!("DELETE FROM write_probe WHERE id = $1").bind(1))
    }

    #[tokio::test]
    async fn whoever_waits_for_a_writer_that_stopped_is_told() {
        let (writer, mut queue) = writer_without_thread();
        let ends = async {
            drop(queue.recv().await);
            drop(queue);
        };
        let (waited, ()) = tokio::join!(writer.commit(any_unit()), ends);
        for answer in [waited, writer.commit(any_unit()).await] {
            let error = answer.unwrap_err().to_string();
            assert!(error.contains("restart the server"), "{error}");
        }
    }

    /// What was given to the writer is written before the file is closed, by whoever drops the store.
    #[tokio::test]
    async fn a_store_that_is_dropped_has_closed_its_file() {
        let name = format!("doorward-writer-{}.db", std::process::id());
        let path = std::env::temp_dir().join(name);
        let url = format!("sqlite://{}", path.display());
        let store = Store::open(&url, PoolSize::default(), Arc::new(StoppedClock::default()))
            .await
            .unwrap();
        assert!(store.commit(any_unit()).await.unwrap());
        let log = path.with_extension("db-wal");
        assert!(log.exists());
        drop(store);
        assert!(!log.exists());
        std::fs::remove_file(path).unwrap();
    }
}
