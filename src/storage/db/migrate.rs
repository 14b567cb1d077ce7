//! The schema: one set of migrations for both databases, embedded, forward only.

use crate::{Error, Result};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqlSafeStr, SqliteConnection,
    error::DatabaseError,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use std::time::Duration;

/// The pause before a database that another process holds is tried again.
pub const BUSY_BACKOFF: Duration = Duration::from_millis(50);

/// The number, name and text of each migration. Its file is `migrations/NNNN_<capability>.sql`.
macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        &[$(($version, $name, include_str!(concat!("../../../migrations/", $name, ".sql")))),+]
    };
}

const MIGRATIONS: &[(i64, &str, &str)] = migrations![
    1 "0001_configuration",
    2 "0002_clients",
    3 "0003_keys",
    4 "0004_users",
    5 "0005_credentials",
    6 "0006_sessions",
    7 "0007_oauth",
    8 "0008_federation",
    9 "0009_logout",
    10 "0010_events",
    11 "0011_forward_auth",
    12 "0012_audit",
    13 "0013_outbox",
    14 "0014_row_versions",
    15 "0015_resources",
    16 "0016_consent_destinations",
    17 "0017_role_rules",
    18 "0018_receipt_reasons",
    19 "0019_launchpad_home_pages",
    20 "0020_mail",
    21 "0021_one_time_tokens",
    22 "0022_terms",
    23 "0023_invitations",
    24 "0024_second_factors",
    25 "0025_passkeys",
    26 "0026_imports",
    27 "0027_user_attributes",
    28 "0028_mailed_requests",
    29 "0029_departed_users",
    31 "0031_recoveries",
    33 "0033_pictures",
    34 "0034_account_deletions",
    35 "0035_access",
    36 "0036_management",
    37 "0037_access_rules",
    41 "0041_declared_entries",
    42 "0042_scim",
    43 "0043_access_reviews",
    44 "0044_audit_chain",
    45 "0045_webhooks",
    46 "0046_organizations",
    47 "0047_audit_streams",
    48 "0048_first_run",
    49 "0049_token_changes",
    50 "0050_outbox_errors",
    51 "0051_audit_requests",
    52 "0052_client_secrets",
    53 "0053_branding",
    54 "0054_access_requests",
    55 "0055_app_owners",
    56 "0056_scim_targets",
    57 "0057_organization_invitations",
    58 "0058_organization_policies",
    60 "0060_said_addresses",
    63 "0063_sealed_codes",
    64 "0064_statistics",
];

/// The names of the tables that this program works with.
pub fn tables() -> impl Iterator<Item = &'static str> {
    let lines = MIGRATIONS.iter().flat_map(|(_, _, sql)| sql.lines());
    lines
        .filter_map(|line| line.strip_prefix("CREATE TABLE "))
        .filter_map(|rest| rest.split([' ', '(']).next())
}

fn migrator() -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            AssertSqlSafe(sql).into_sql_str(),
            false,
        )
    };
    let mut migrator = Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect());
    // `check` decides about the migrations of a newer release.
    migrator.set_ignore_missing(true);
    migrator
}

/// The number of the newest migration.
pub(super) fn newest() -> i64 {
    MIGRATIONS
        .iter()
        .map(|(version, ..)| *version)
        .max()
        .unwrap_or_default()
}

fn explained(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMismatch(version) => Error::Schema(format!(
            "migration {version} of this database is not the one of this program: use the release \
             that made it"
        )),
        MigrateError::Execute(error) => Error::from(error),
        other => Error::Schema(format!(
            "the database could not be brought up to date: {other}"
        )),
    }
}

fn outdated() -> Error {
    Error::Schema("the database's schema is older than this program: run `doorward migrate`".into())
}

/// How a schema fits this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is the one of this program.
    Same,
    /// It is newer, and works with this program.
    NewerAndCompatible,
    /// It is newer, and does not work with this program.
    Newer,
    /// It is older, or there is none.
    Older,
}

/// Whether this program works with a schema: its own, or a newer one that is compatible with it, so
/// that the nodes of the release before can run and start during a rolling upgrade.
pub(crate) fn fit(applied: Option<i64>, oldest: Option<i64>) -> Fit {
    match applied {
        Some(version) if version > newest() => {
            if oldest.is_some_and(|oldest| oldest <= newest()) {
                Fit::NewerAndCompatible
            } else {
                Fit::Newer
            }
        }
        Some(version) if version == newest() => Fit::Same,
        _ => Fit::Older,
    }
}

fn check(applied: Option<i64>, oldest: Option<i64>) -> Result<()> {
    let version = applied.unwrap_or_default();
    match fit(applied, oldest) {
        Fit::Same => Ok(()),
        Fit::NewerAndCompatible => {
            tracing::info!(
                version,
                "the schema of the database is of a newer release and compatible with this one"
            );
            Ok(())
        }
        Fit::Newer => Err(Error::Schema(format!(
            "the database has schema {version}, newer than this program's {}: start the newer \
             release",
            newest()
        ))),
        Fit::Older => Err(outdated()),
    }
}

const APPLIED: &str = "SELECT max(version) FROM _sqlx_migrations WHERE success";
const OLDEST: &str = "SELECT max(oldest) FROM schema_compatibility";

/// How often a process tries to begin while another one writes. SQLite itself waits two seconds each
/// time, so that this is about a minute.
const MAX_ATTEMPTS: u32 = 30;

/// Brings SQLite up to date. Of several processes that do so at once, one does it, in one
/// transaction, while the others wait.
pub async fn sqlite(connection: &mut SqliteConnection) -> Result<()> {
    let mut attempts = 0;
    while !try_sqlite(connection).await? {
        attempts += 1;
        if attempts > MAX_ATTEMPTS {
            return Err(Error::Unavailable(
                "another process keeps the database to itself".into(),
            ));
        }
        tokio::time::sleep(BUSY_BACKOFF).await;
    }
    let applied: (Option<i64>,) = sqlx::query_as(APPLIED).fetch_one(&mut *connection).await?;
    let oldest: (Option<i64>,) = sqlx::query_as(OLDEST).fetch_one(connection).await?;
    check(applied.0, oldest.0)
}

/// `false` where another process writes at the moment.
async fn try_sqlite(connection: &mut SqliteConnection) -> Result<bool> {
    if is_migrated(connection).await? {
        // Nothing is written: the migrations are compared with those of this program.
        let compared = migrator().run_direct(None, connection, false).await;
        return compared.map(|()| true).map_err(explained);
    }
    let mut transaction = match connection.begin_with("BEGIN IMMEDIATE").await {
        Ok(transaction) => transaction,
        Err(error) if is_busy(&error) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    migrator()
        .run_direct(None, &mut *transaction, false)
        .await
        .map_err(explained)?;
    transaction.commit().await?;
    Ok(true)
}

/// Whether every migration of this program was applied.
async fn is_migrated(connection: &mut SqliteConnection) -> Result<bool> {
    const TABLE: &str = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
    let table: (i64,) = sqlx::query_as(TABLE).fetch_one(&mut *connection).await?;
    if table.0 == 0 {
        return Ok(false);
    }
    let applied: (Option<i64>,) = sqlx::query_as(APPLIED).fetch_one(connection).await?;
    Ok(applied.0.is_some_and(|version| version >= newest()))
}

/// Whether SQLite refused because another process has the lock that was needed.
pub fn is_busy(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT
    let code = error.as_database_error().and_then(DatabaseError::code);
    matches!(code.as_deref(), Some("5" | "6" | "261" | "517"))
}

/// Brings PostgreSQL up to date, on a connection without time limits; of several processes at once
/// one does it, and the others wait (an advisory lock).
pub async fn postgres(connection: &mut PgConnection) -> Result<()> {
    migrator()
        .run_direct(None, connection, false)
        .await
        .map_err(explained)
}

/// Refuses a PostgreSQL whose schema this program does not work with.
pub async fn check_postgres(connection: &mut PgConnection) -> Result<()> {
    // undefined_table
    let is_missing = |error: &sqlx::Error| match error {
        sqlx::Error::Database(error) => error.code().as_deref() == Some("42P01"),
        _ => false,
    };
    let applied: (Option<i64>,) = match sqlx::query_as(APPLIED).fetch_one(&mut *connection).await {
        Ok(version) => version,
        Err(error) if is_missing(&error) => return Err(outdated()),
        Err(error) => return Err(error.into()),
    };
    let oldest: (Option<i64>,) = match sqlx::query_as(OLDEST).fetch_one(&mut *connection).await {
        Ok(oldest) => oldest,
        Err(error) if is_missing(&error) => (None,),
        Err(error) => return Err(error.into()),
    };
    check(applied.0, oldest.0)
}
