//! A database of a test's own: a SQLite file, or a database in the PostgreSQL that `scripts/test`
//! started.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

pub struct Database {
    url: String,
    folder: Option<PathBuf>,
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
                    folder: Some(folder),
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
                    folder: None,
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
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
