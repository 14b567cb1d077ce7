//! The schema: one set of migrations, embedded, forward only, unchanged on both databases.

use super::{Error, Result};
use sqlx::{
    AssertSqlSafe, PgPool, SqlSafeStr, SqliteConnection,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

const MIGRATIONS: [(i64, &str, &str); 15] = [
    (1, "clients", include_str!("../../migrations/0001_clients.sql")),
    (2, "people", include_str!("../../migrations/0002_people.sql")),
    (3, "sso_sessions", include_str!("../../migrations/0003_sso_sessions.sql")),
    (4, "tokens", include_str!("../../migrations/0004_tokens.sql")),
    (5, "conformance", include_str!("../../migrations/0005_conformance.sql")),
    (6, "registration", include_str!("../../migrations/0006_registration.sql")),
    (7, "logout", include_str!("../../migrations/0007_logout.sql")),
    (8, "federation", include_str!("../../migrations/0008_federation.sql")),
    (9, "forward_auth", include_str!("../../migrations/0009_forward_auth.sql")),
    (10, "logout_receipts", include_str!("../../migrations/0010_logout_receipts.sql")),
    (11, "remembered", include_str!("../../migrations/0011_remembered.sql")),
    (12, "event_streams", include_str!("../../migrations/0012_event_streams.sql")),
    (13, "session_limits", include_str!("../../migrations/0013_session_limits.sql")),
    (14, "account_groups", include_str!("../../migrations/0014_account_groups.sql")),
    (15, "step_up", include_str!("../../migrations/0015_step_up.sql")),
];

fn migrator() -> Migrator {
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, AssertSqlSafe(sql).into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.into_iter().map(migration).collect())
}

fn newest() -> i64 {
    MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or_default()
}

fn explained(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => newer(version),
        MigrateError::VersionMismatch(version) => {
            Error::Schema(format!("migration {version} of this database is not the one of this program: use the release that made it"))
        }
        MigrateError::Execute(error) => Error::from(error),
        other => Error::Schema(format!("the database could not be brought up to date: {other}")),
    }
}

fn newer(version: i64) -> Error {
    Error::Schema(format!("the database has schema {version}, newer than this program's {}: start the newer release", newest()))
}

/// Brings SQLite up to date.
pub async fn sqlite(connection: &mut SqliteConnection) -> Result<()> {
    migrator().run_direct(None, connection, false).await.map_err(explained)
}

/// Brings PostgreSQL up to date; two nodes at once take turns (an advisory lock).
pub async fn postgres(pool: &PgPool) -> Result<()> {
    migrator().run(pool).await.map_err(explained)
}

/// Refuses a PostgreSQL of another schema.
pub async fn check_postgres(pool: &PgPool) -> Result<()> {
    let outdated = || Error::Schema("the database's schema is older than this program: run `doorward migrate`".into());
    let applied: (Option<i64>,) = match sqlx::query_as("SELECT max(version) FROM _sqlx_migrations WHERE success").fetch_one(pool).await {
        Ok(version) => version,
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P01") => return Err(outdated()),
        Err(error) => return Err(error.into()),
    };
    match applied.0 {
        Some(version) if version > newest() => Err(newer(version)),
        Some(version) if version == newest() => Ok(()),
        _ => Err(outdated()),
    }
}
