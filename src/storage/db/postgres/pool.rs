//! The pool of connections to PostgreSQL. A connection whose last operation has ended is used again
//! without a word to the server: the pool of sqlx asks it at each return, which is a round trip for
//! each operation.

use crate::{Error, Result};
use deadpool::managed::{
    self, Metrics, Object, Pool, PoolError, QueueMode, RecycleError, RecycleResult,
};
use doorward_protocol::time::Clock;
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use std::{io, sync::Arc, time::Duration};
use tokio::time::{sleep, timeout};

/// How long a connection is used before another one takes its place, so that what the server keeps
/// for it cannot grow for ever.
const MAX_LIFETIME: Duration = Duration::from_mins(30);
/// How long a connection may be idle: firewalls forget those that are.
const MAX_IDLE: Duration = Duration::from_mins(10);
/// How long after its last use a connection is taken to be open still.
const TRUSTED: Duration = Duration::from_secs(1);
/// How long a connection may take to answer what was asked of it before it is used again.
const RETURN_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause before a server that starts is asked again.
const STARTING_BACKOFF: Duration = Duration::from_millis(50);
/// The most connections of one process by default.
const MAX_BY_DEFAULT: u32 = 64;

/// How many connections to PostgreSQL one process may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSize(u32);

impl PoolSize {
    /// A number of connections, at least one.
    pub fn of(connections: u32) -> Self {
        Self(connections.max(1))
    }
}

impl Default for PoolSize {
    /// Eight, and four more for each core of this machine; 64 at most.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let connections = u32::try_from(cores).unwrap_or(u32::MAX).saturating_mul(4);
        Self(connections.saturating_add(8).min(MAX_BY_DEFAULT))
    }
}

/// A connection, and what became of its last operation.
pub(super) struct Pooled {
    connection: PgConnection,
    /// Whether the server has answered everything that it was asked, and no transaction is open.
    is_idle: bool,
    clock: Arc<dyn Clock>,
    /// The monotonic reading of the clock when the connection was opened.
    opened_at: Duration,
    /// The monotonic reading of the clock when the server last answered.
    answered_at: Duration,
}

impl Pooled {
    fn new(connection: PgConnection, clock: &Arc<dyn Clock>) -> Self {
        let now = clock.monotonic();
        Self {
            connection,
            is_idle: true,
            clock: Arc::clone(clock),
            opened_at: now,
            answered_at: now,
        }
    }

    /// Takes note that the server has answered everything.
    fn rest(&mut self) {
        self.is_idle = true;
        self.answered_at = self.clock.monotonic();
    }

    /// How long ago the server last answered.
    fn rested(&self) -> Duration {
        self.clock.monotonic().saturating_sub(self.answered_at)
    }

    /// How long ago the connection was opened.
    fn age(&self) -> Duration {
        self.clock.monotonic().saturating_sub(self.opened_at)
    }

    /// Waits for what the server still has to answer, and ends a transaction that is open.
    async fn ping(&mut self) -> std::result::Result<(), sqlx::Error> {
        self.connection.ping().await?;
        self.rest();
        Ok(())
    }
}

/// Opens connections, and looks at each before it is used again.
pub(super) struct Manager {
    options: PgConnectOptions,
    clock: Arc<dyn Clock>,
}

impl managed::Manager for Manager {
    type Type = Pooled;
    type Error = sqlx::Error;

    /// Connects. A server that starts is asked again, until whoever waits gives up.
    async fn create(&self) -> std::result::Result<Pooled, sqlx::Error> {
        loop {
            // On the heap: every future that reads holds room for it.
            match Box::pin(self.options.connect()).await {
                Ok(connection) => return Ok(Pooled::new(connection, &self.clock)),
                Err(error) if is_starting(&error) => sleep(STARTING_BACKOFF).await,
                Err(error) => return Err(error),
            }
        }
    }

    /// Refuses a connection that is not to be used again. Only one that was not used for a while is
    /// asked: the server may have closed it.
    async fn recycle(&self, pooled: &mut Pooled, _: &Metrics) -> RecycleResult<sqlx::Error> {
        if pooled.age() > MAX_LIFETIME || pooled.rested() > MAX_IDLE {
            return Err(RecycleError::message("it is old"));
        }
        if pooled.rested() > TRUSTED {
            Box::pin(pooled.ping()).await?;
        }
        Ok(())
    }
}

/// Whether a server that refuses a connection may take the next one.
fn is_starting(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == io::ErrorKind::ConnectionRefused,
        // too_many_connections, cannot_connect_now.
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("53300" | "57P03")),
        _ => false,
    }
}

/// The connections that are open.
#[derive(Clone)]
pub(super) struct Connected(Pool<Manager>);

impl Connected {
    /// A pool without a connection yet.
    pub(super) fn to(
        options: PgConnectOptions,
        size: PoolSize,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let size = usize::try_from(size.0).unwrap_or(usize::MAX);
        let pool = Pool::builder(Manager { options, clock })
            .max_size(size)
            .queue_mode(QueueMode::Lifo);
        pool.build()
            .map(Self)
            .map_err(|error| Error::Unavailable(error.to_string()))
    }

    /// A connection that nobody else uses, as soon as there is one.
    pub(super) async fn lease(&self) -> Result<Lease> {
        match self.0.get().await {
            Ok(object) => Ok(Lease(Some(object))),
            Err(PoolError::Backend(error)) => Err(error.into()),
            Err(error) => Err(Error::Unavailable(error.to_string())),
        }
    }

    /// Whether there can be no further connection, and every one is in use.
    pub(super) fn are_all_in_use(&self) -> bool {
        let status = self.0.status();
        status.size >= status.max_size && status.available == 0
    }

    /// Closes the connections that nobody uses: after the server closed one, it will have closed them
    /// too.
    pub(super) fn forget_idle(&self) {
        drop(self.0.retain(|_, _| false));
    }
}

/// A connection that is in use.
pub(super) struct Lease(Option<Object<Manager>>);

impl Lease {
    /// The connection, for an operation. It counts as at work until [`Lease::release`].
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection> {
        let closed = || Error::Unavailable("the connection was closed".into());
        let pooled = self.0.as_deref_mut().ok_or_else(closed)?;
        pooled.is_idle = false;
        Ok(&mut pooled.connection)
    }

    /// Gives the connection back at once: the server has answered everything, and no transaction is
    /// open.
    pub(super) fn release(mut self) {
        if let Some(mut object) = self.0.take() {
            object.rest();
        }
    }

    /// Closes the connection, whose server may still be at work.
    pub(super) fn close(mut self) {
        drop(self.0.take().map(Object::take));
    }
}

impl Drop for Lease {
    /// Gives the connection back as soon as it answers. One that does not is closed, so that
    /// connections that hang do not use up the pool.
    fn drop(&mut self) {
        let Some(mut object) = self.0.take() else {
            return;
        };
        if object.is_idle {
            return;
        }
        tokio::spawn(async move {
            if !matches!(timeout(RETURN_TIMEOUT, object.ping()).await, Ok(Ok(()))) {
                drop(Object::take(object));
            }
        });
    }
}
