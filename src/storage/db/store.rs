//! The store: SQLite or PostgreSQL by its URL.

use crate::{
    Error, Result,
    db::{
        access_changes::counted,
        cause::Cause,
        migrate,
        postgres::{connections::Connections, pool::PoolSize},
        sql::{Query, Row},
        sqlite::{file::SqliteFile, readers::Readers, writer::SqliteWriter},
        unit::Unit,
    },
};
use doorward_protocol::time::Clock;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

/// How long SQLite waits for another process that holds the file.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The names of the tables of a SQLite file.
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table'";

/// An open database with a schema that this program works with.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
}

#[derive(Clone)]
enum Backend {
    Sqlite {
        readers: Readers,
        writer: SqliteWriter,
        file: Arc<SqliteFile>,
    },
    Postgres {
        connections: Connections,
    },
}

impl Store {
    /// Opens the database. A SQLite file is created and migrated; PostgreSQL must be migrated
    /// already, and gets at most so many connections, whose age is told by the clock.
    ///
    /// # Errors
    /// Where the database is unavailable, is not a database, or has another schema.
    pub async fn open(url: &str, connections: PoolSize, clock: Arc<dyn Clock>) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else {
            let connections = Self::postgres(url, connections, clock)?;
            Self::checked(connections).await
        }
    }

    /// Opens the database and migrates it, also on PostgreSQL.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_and_migrate(
        url: &str,
        connections: PoolSize,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else {
            let connections = Self::postgres(url, connections, clock)?;
            let limits = [("statement_timeout", "0"), ("lock_timeout", "0")];
            let mut connection = postgres_options(url)?.options(limits).connect().await?;
            migrate::postgres(&mut connection).await?;
            connection.close().await?;
            Self::checked(connections).await
        }
    }

    /// The SQLite file that opening this address would create, or fill where it is there without a byte;
    /// `None` where a database is there already, and on PostgreSQL.
    pub fn file_to_create(url: &str) -> Option<PathBuf> {
        let options = url.starts_with("sqlite:").then(|| sqlite_options(url));
        let path = options?.ok()?.get_filename().to_owned();
        let is_there = path.metadata().is_ok_and(|file| file.len() > 0);
        (!is_there).then(|| std::path::absolute(&path).unwrap_or(path))
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = sqlite_options(url)?;
        create_folder_of(options.get_filename())?;
        create_private(options.get_filename())?;
        let path = options.get_filename().to_owned();
        let mut migrating = connect_sqlite(&options.create_if_missing(true)).await?;
        migrate::sqlite(&mut migrating).await?;
        let file = Arc::new(SqliteFile::opened(&path));
        let writer = SqliteWriter::start(&path, Arc::clone(&file)).await?;
        // The log stays, since the writer has it open, too.
        migrating.close().await?;
        file.check()?;
        Ok(Self {
            backend: Backend::Sqlite {
                readers: Readers::of(&path, &file),
                writer,
                file,
            },
        })
    }

    fn postgres(url: &str, size: PoolSize, clock: Arc<dyn Clock>) -> Result<Connections> {
        Connections::to(postgres_options(url)?, size, clock)
    }

    async fn checked(connections: Connections) -> Result<Self> {
        connections.check_schema().await?;
        Ok(Self {
            backend: Backend::Postgres { connections },
        })
    }

    /// The number of the migration that this program works with.
    pub fn schema_version() -> i64 {
        migrate::newest()
    }

    /// The name of the database product.
    pub fn kind(&self) -> &'static str {
        match self.backend {
            Backend::Sqlite { .. } => "SQLite",
            Backend::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Whether the files of the database are still the ones that are open, and nothing that was read
    /// of them so far is damaged.
    pub(crate) fn check_file(&self) -> Result<()> {
        match &self.backend {
            Backend::Sqlite { file, .. } => file.check().and_then(|()| file.check_damage()),
            Backend::Postgres { .. } => Ok(()),
        }
    }

    /// Whether every table is there, and may be read and written.
    pub(crate) async fn check_tables(&self) -> Result<()> {
        match &self.backend {
            Backend::Sqlite { readers, .. } => {
                let rows = readers.rows(SQLITE_TABLES, &[]).await?;
                let names = rows.iter().map(|row| row.opt_text("name"));
                let names: Vec<_> = names.collect::<Result<_>>()?;
                let is_there = |table| names.iter().any(|name| name.as_deref() == Some(table));
                if migrate::tables().all(is_there) {
                    Ok(())
                } else {
                    Err(Error::Cannot(Cause::SchemaOlder))
                }
            }
            Backend::Postgres { connections } => connections.check_tables().await,
        }
    }

    /// Why a read got no answer in time.
    pub(crate) fn why_no_answer(&self) -> Cause {
        match &self.backend {
            Backend::Sqlite { readers, .. } if readers.are_all_in_use() => Cause::NoConnection,
            Backend::Sqlite { .. } => Cause::NoAnswer,
            Backend::Postgres { connections } => connections.why_no_answer(),
        }
    }

    pub(crate) async fn rows(&self, query: Query) -> Result<Vec<Row>> {
        if !query.is_storable() {
            return Err(Error::Unstorable);
        }
        match &self.backend {
            Backend::Sqlite { readers, file, .. } => {
                file.was_there()?;
                let rows = readers.rows(query.sqlite, query.values()).await;
                file.note(&rows);
                Ok(rows?.into_iter().map(Row::Sqlite).collect())
            }
            Backend::Postgres { connections } => connections.rows(&query).await,
        }
    }

    pub(crate) async fn row(&self, query: Query) -> Result<Option<Row>> {
        Ok(self.rows(query).await?.into_iter().next())
    }

    /// Commits a unit of statements. `false`: a guard changed no row, a required row was missing, or
    /// a row that a written one refers to, and nothing changed.
    ///
    /// # Errors
    /// Where the database is unavailable, [`Error::Taken`] where a unique value is, or
    /// [`Error::Unstorable`].
    pub async fn commit(&self, unit: Unit) -> Result<bool> {
        if unit.is_empty() {
            return Ok(true);
        }
        if !unit.steps.iter().all(|step| step.query().is_storable()) {
            return Err(Error::Unstorable);
        }
        let unit = counted(unit);
        let committed = match &self.backend {
            Backend::Sqlite { writer, .. } => writer.commit(unit).await,
            // On the heap: a handler's future holds it at several places, and is moved.
            Backend::Postgres { connections } => Box::pin(connections.commit(&unit)).await,
        };
        match committed {
            Err(Error::Missing) => Ok(false),
            committed => committed,
        }
    }

    /// Runs one statement in a transaction of its own, and gives the rows that it returns.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub(crate) async fn returning(&self, query: Query) -> Result<Vec<Row>> {
        match &self.backend {
            Backend::Sqlite { writer, .. } => {
                let rows = writer.returning(query).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Backend::Postgres { connections } => connections.rows_planned_anew(&query).await,
        }
    }
}

fn postgres_options(url: &str) -> Result<PgConnectOptions> {
    Ok(PgConnectOptions::from_str(url)
        .map_err(|_| {
            Error::Unavailable("database.url is neither sqlite:// nor postgres://".into())
        })?
        .application_name("doorward")
        .statement_cache_capacity(256)
        .disable_statement_logging())
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions> {
    Ok(SqliteConnectOptions::from_str(url)
        .map_err(|error| Error::Unavailable(error.to_string()))?
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: a commit survives a loss of power, so that no code can be redeemed a second time
        // after a restart.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(TIMEOUT)
        // A checkpoint writes a page once however often it changed, so fewer checkpoints write less.
        .pragma("wal_autocheckpoint", "4000")
        .disable_statement_logging())
}

/// Connects to the file. A process that creates the file at the same moment holds it for a while, also
/// from those that would wait.
async fn connect_sqlite(options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    let connecting = async {
        loop {
            match options.connect().await {
                Err(error) if migrate::is_busy(&error) => {
                    tokio::time::sleep(migrate::BUSY_BACKOFF).await;
                }
                connected => return connected.map_err(|error| unreadable(&error)),
            }
        }
    };
    tokio::time::timeout(2 * TIMEOUT, connecting)
        .await
        .unwrap_or_else(|_| {
            Err(Error::Unavailable(
                "another process keeps the database to itself".into(),
            ))
        })
}

fn create_folder_of(file: &Path) -> Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Error::Unavailable(format!("{} cannot be made: {error}", folder.display()))
            })
        }
        _ => Ok(()),
    }
}

/// Creates the database file for its owner alone; SQLite gives its other files the same mode.
fn create_private(file: &Path) -> Result<()> {
    if file.to_string_lossy().contains(":memory:") {
        return Ok(());
    }
    match std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
    {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::Unavailable(format!(
            "{} cannot be made: {error}",
            file.display()
        ))),
    }
}

fn unreadable(error: &sqlx::Error) -> Error {
    Error::Unavailable(format!(
        "the SQLite file cannot be opened ({error}); if it is damaged, restore it from a backup: \
         it is never overwritten"
    ))
}
