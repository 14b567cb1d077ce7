//! A database of a test's own: a SQLite file, or a database in the PostgreSQL that `scripts/test`
//! started.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    path::PathBuf,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

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
    pub async fn create(backend: Backend) -> Self {
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
            Backend::Postgres => {
                let admin = server("TEST_POSTGRES_URL");
                let mut connection = PgConnection::connect(&format!("{admin}/postgres"))
                    .await
                    .expect("the PostgreSQL of ./scripts/test answers");
                sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .execute(&mut connection)
                    .await
                    .unwrap();
                Self {
                    url: format!("{admin}/{name}"),
                    kept: Kept::Name(name),
                }
            }
        }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }
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
            if let Err(error) = runtime.block_on(drop_database(&name)) {
                eprintln!("the database {name} of a test stays until the server stops: {error}");
            }
        }
    });
    sender
});

async fn drop_database(name: &str) -> Result<(), sqlx::Error> {
    let admin = server("TEST_POSTGRES_URL");
    let mut connection = PgConnection::connect(&format!("{admin}/postgres")).await?;
    sqlx::query(AssertSqlSafe(format!(
        "DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    )))
    .execute(&mut connection)
    .await?;
    connection.close().await
}
