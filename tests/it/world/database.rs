//! A database of a test's own: a SQLite file, or a database in the PostgreSQL that `scripts/test`
//! started.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};
use tokio::sync::OnceCell;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

pub struct Database {
    url: String,
    kept: Kept,
}

/// What is removed with the database: hundreds of them, of ten megabytes each, would fill a disk.
enum Kept {
    Folder(PathBuf),
    Name(String),
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// What `scripts/test` hands over; a missing server is a failure, not a skipped test.
pub fn server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: run ./scripts/test, which installs and starts what the tests need"))
}

impl Database {
    /// An empty one.
    pub async fn create(backend: Backend) -> Self {
        let database = Self::named(backend);
        if let Kept::Name(name) = &database.kept {
            let made = execute(&format!("CREATE DATABASE {name}")).await;
            made.expect("the PostgreSQL of ./scripts/test answers");
        }
        database
    }

    /// One with the schema of this program: a copy, since the migrations take longer than most tests.
    pub async fn migrated(backend: Backend) -> Self {
        let database = Self::named(backend);
        match &database.kept {
            Kept::Folder(folder) => {
                let template = SQLITE.get_or_init(sqlite_template).await;
                std::fs::create_dir_all(folder).unwrap();
                let file = folder.join("doorward.db");
                std::fs::write(&file, template).unwrap();
                std::fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
            }
            Kept::Name(name) => {
                let template = POSTGRES.get_or_init(postgres_template).await;
                // It waits until the connection that migrated the template is gone.
                let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
                execute(&copy).await.unwrap();
            }
        }
        database
    }

    fn named(backend: Backend) -> Self {
        let name = format!(
            "doorward_test_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::SeqCst)
        );
        match backend {
            Backend::Sqlite => {
                let folder = std::env::temp_dir().join(&name);
                Self {
                    url: format!("sqlite://{}/doorward.db", folder.display()),
                    kept: Kept::Folder(folder),
                }
            }
            Backend::Postgres => Self {
                url: format!("{}/{name}", server("TEST_POSTGRES_URL")),
                kept: Kept::Name(name),
            },
        }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }
}

/// What a migrated SQLite database is.
static SQLITE: OnceCell<Vec<u8>> = OnceCell::const_new();
/// The name of a migrated PostgreSQL database.
static POSTGRES: OnceCell<String> = OnceCell::const_new();

async fn sqlite_template() -> Vec<u8> {
    // Made before, for many processes that run one test each.
    if let Ok(file) = std::env::var("TEST_SQLITE_TEMPLATE") {
        return std::fs::read(file).unwrap();
    }
    let empty = Database::create(Backend::Sqlite).await;
    migrate(&empty.url);
    let path = empty.url.strip_prefix("sqlite://").unwrap();
    let log = std::fs::metadata(format!("{path}-wal"));
    assert!(log.is_err(), "all of it is in the file");
    std::fs::read(path).unwrap()
}

async fn postgres_template() -> String {
    if let Ok(name) = std::env::var("TEST_POSTGRES_TEMPLATE") {
        return name;
    }
    let empty = Database::create(Backend::Postgres).await;
    migrate(&empty.url);
    let empty = std::mem::ManuallyDrop::new(empty);
    let (_, name) = empty.url.rsplit_once('/').unwrap();
    name.to_owned()
}

/// Migrates a database by a process of its own, which keeps no connection to it.
fn migrate(url: &str) {
    let migrated = Command::new(env!("CARGO_BIN_EXE_doorward"))
        .args(["--config", "/dev/null", "migrate"])
        .env("DOORWARD_DATABASE__URL", url)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(migrated.success(), "{url} is migrated");
}

async fn execute(statement: &str) -> Result<(), sqlx::Error> {
    let admin = server("TEST_POSTGRES_URL");
    let mut connection = PgConnection::connect(&format!("{admin}/postgres")).await?;
    sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kept {
            Kept::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            // Whoever drops it may be at the end of a runtime, which waits for nothing any more.
            Kept::Name(name) => {
                let _ = DROPPED.send(name.clone());
            }
        }
    }
}

/// The PostgreSQL databases that tests are done with, dropped one after another by a thread of its
/// own. Those that remain at the end of the process go with the server.
static DROPPED: LazyLock<mpsc::Sender<String>> = LazyLock::new(|| {
    let (sender, receiver) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        for name in receiver {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            if let Err(error) = runtime.block_on(execute(&drop)) {
                eprintln!("the database {name} of a test stays until the server stops: {error}");
            }
        }
    });
    sender
});
