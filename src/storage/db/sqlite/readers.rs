//! Reads of SQLite. Most are short, so they run on the thread that asks instead of being handed over.
//! What needs longer is interrupted there, and runs again on a thread that may wait.

use super::{connection::Connection, failure::needs_time, file::SqliteFile, rows::Row};
use crate::{
    Error, Result,
    db::{cause::Cause, value::Value},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{coop::consume_budget, spawn_blocking},
    time::timeout,
};

/// After how many steps of SQLite a statement is looked at.
const STEPS_PER_CHECK: i32 = 1000;
/// How often a statement is looked at on the thread that asks; then it has to move.
const MAX_CHECKS: u32 = 20;
/// How long a statement may take there, where the disk is slow.
const QUICK: Duration = Duration::from_millis(5);
/// How long a long read may take, with the wait for its connection. It holds nobody who asks for less.
const DEADLINE: Duration = Duration::from_secs(30);
/// How long a read waits for a connection, and for another process that holds the file.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How much later than its deadline a long read is given up, where the disk hangs.
const GRACE: Duration = Duration::from_millis(250);
/// Maximum number of connections for reads on the thread that asks.
const QUICK_READERS: usize = 8;
/// Maximum number of connections for long reads.
const LONG_READERS: usize = 4;

/// The connections that read. Each is made when it is needed.
#[derive(Clone)]
pub(crate) struct Readers {
    quick: Arc<Pool>,
    long: Arc<Pool>,
}

impl Readers {
    /// Connections to a file that is open.
    pub(crate) fn of(path: &Path, file: &Arc<SqliteFile>) -> Self {
        let pool = |connections, busy_timeout, checks| {
            Arc::new(Pool {
                path: path.to_owned(),
                file: Arc::clone(file),
                busy_timeout,
                checks,
                turns: Arc::new(Semaphore::new(connections)),
                idle: Mutex::default(),
            })
        };
        Self {
            quick: pool(QUICK_READERS, Duration::ZERO, MAX_CHECKS),
            long: pool(LONG_READERS, TIMEOUT, u32::MAX),
        }
    }

    /// Whether every connection for long reads is in use.
    pub(crate) fn are_all_in_use(&self) -> bool {
        self.long.turns.available_permits() == 0
    }

    /// The rows of a statement.
    pub(crate) async fn rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>> {
        // A task that reads much lets others in between.
        consume_budget().await;
        match self.quick_rows(sql, values).await? {
            Read::Rows(rows) => Ok(rows),
            // On the heap: it is rare, and the future of every handler would have room for it.
            Read::NeedsTime(_) => Box::pin(self.long_rows(sql, values, DEADLINE)).await,
        }
    }

    async fn quick_rows(&self, sql: &'static str, values: &[Value]) -> Result<Read> {
        let _turn = match self.quick.turns.try_acquire() {
            Ok(turn) => turn,
            Err(_) => match timeout(TIMEOUT, self.quick.turns.acquire()).await {
                Ok(Ok(turn)) => turn,
                _ => return Err(Error::Cannot(Cause::NoConnection)),
            },
        };
        self.quick.read(sql, values, QUICK)
    }

    async fn long_rows(
        &self,
        sql: &'static str,
        values: &[Value],
        limit: Duration,
    ) -> Result<Vec<Row>> {
        let began = now();
        let turn = self.long.turn().await?;
        let left = limit.saturating_sub(since(began));
        let (pool, values) = (Arc::clone(&self.long), values.to_vec());
        let reading = spawn_blocking(move || {
            let _turn = turn;
            pool.read(sql, &values, left)
        });
        match timeout(left.max(TIMEOUT) + GRACE, reading).await {
            Ok(Ok(read)) => match read? {
                Read::Rows(rows) => Ok(rows),
                Read::NeedsTime(error) => Err(error),
            },
            Ok(Err(_)) => Err(Error::Unavailable("the thread of a read ended".into())),
            Err(_) => Err(Error::Cannot(Cause::NoAnswer)),
        }
    }
}

/// What became of a statement.
enum Read {
    Rows(Vec<Row>),
    /// It may succeed where it may take longer.
    NeedsTime(Error),
}

impl Read {
    fn failed(error: rusqlite::Error) -> Result<Self> {
        let needs_time = needs_time(&error);
        let error = Error::from(error);
        if needs_time {
            Ok(Self::NeedsTime(error))
        } else {
            Err(error)
        }
    }
}

/// Connections of one kind.
struct Pool {
    path: PathBuf,
    file: Arc<SqliteFile>,
    /// How long SQLite waits for another process.
    busy_timeout: Duration,
    /// How often a statement is looked at until it is interrupted.
    checks: u32,
    /// A permit for each connection.
    turns: Arc<Semaphore>,
    /// Those that nobody uses. The last one comes first, since its pages are in the caches.
    idle: Mutex<Vec<Reader>>,
}

impl Pool {
    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        match timeout(TIMEOUT, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Error::Cannot(Cause::NoConnection)),
        }
    }

    /// Runs a statement. The caller has a permit.
    fn read(&self, sql: &'static str, values: &[Value], limit: Duration) -> Result<Read> {
        let idle = self.idle().pop();
        let mut reader = if let Some(reader) = idle {
            reader
        } else {
            let connected = self.connect();
            // What is at the path may be another file than the one that is open.
            self.file.check()?;
            match connected {
                Ok(reader) => reader,
                Err(error) => return Read::failed(error),
            }
        };
        reader.timeouts.begin(self.checks, limit);
        let found = reader.connection.rows(sql, values);
        self.idle().push(reader);
        found.map_or_else(Read::failed, |rows| Ok(Read::Rows(rows)))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connect(&self) -> rusqlite::Result<Reader> {
        let connection = Connection::reader(&self.path, self.busy_timeout)?;
        let timeouts = Arc::new(Timeouts::new());
        let asked = Arc::clone(&timeouts);
        connection.interrupt_when(STEPS_PER_CHECK, move || asked.is_over())?;
        Ok(Reader {
            connection,
            timeouts,
        })
    }
}

struct Reader {
    connection: Connection,
    timeouts: Arc<Timeouts>,
}

/// How much longer a statement may run. SQLite asks for it now and then.
struct Timeouts {
    since: Instant,
    checks_left: AtomicU32,
    /// The nanoseconds since then that it may last.
    ends_after: AtomicU64,
}

impl Timeouts {
    fn new() -> Self {
        Self {
            since: now(),
            checks_left: AtomicU32::new(0),
            ends_after: AtomicU64::new(0),
        }
    }

    fn begin(&self, checks: u32, limit: Duration) {
        let ends_after = nanoseconds(since(self.since) + limit);
        self.checks_left.store(checks, Ordering::Relaxed);
        self.ends_after.store(ends_after, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        let checks_left = self.checks_left.load(Ordering::Relaxed).saturating_sub(1);
        self.checks_left.store(checks_left, Ordering::Relaxed);
        let ends_after = self.ends_after.load(Ordering::Relaxed);
        checks_left == 0 || nanoseconds(since(self.since)) > ends_after
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::disallowed_methods,
    reason = "it bounds how long a statement runs, and no rule depends on it"
)]
fn now() -> Instant {
    Instant::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "it bounds how long a statement runs, and no rule depends on it"
)]
fn since(began: Instant) -> Duration {
    began.elapsed()
}

#[cfg(test)]
mod tests;
