//! SQL by hand, on a connection beside the provider's.

use crate::world::World;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    pub async fn of(world: &World) -> Self {
        let url = world.database_url();
        if url.starts_with("sqlite:") {
            Self::Sqlite(SqlitePool::connect(&url).await.unwrap())
        } else {
            Self::Postgres(PgPool::connect(&url).await.unwrap())
        }
    }

    pub async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool) => {
                sqlx::raw_sql(sql).execute(pool).await.unwrap();
            }
            Self::Postgres(pool) => {
                sqlx::raw_sql(sql).execute(pool).await.unwrap();
            }
        }
    }

    pub async fn count(&self, table: &str) -> i64 {
        let select = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(select).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(select).fetch_one(pool).await.unwrap(),
        }
    }

    /// Makes the database refuse to delete from a table.
    pub async fn forbid_deletes(&self, table: &str) {
        let sql = match self {
            Self::Sqlite(_) => format!(
                "CREATE TRIGGER refuse BEFORE DELETE ON {table}
                 BEGIN SELECT RAISE(ABORT, 'refused'); END"
            ),
            Self::Postgres(_) => format!(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
                 AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
                 CREATE TRIGGER refuse BEFORE DELETE ON {table}
                 FOR EACH ROW EXECUTE FUNCTION refuse()"
            ),
        };
        self.run(&sql).await;
    }

    pub async fn allow_deletes(&self, table: &str) {
        match self {
            Self::Sqlite(_) => self.run("DROP TRIGGER refuse").await,
            Self::Postgres(_) => {
                self.run(&format!(
                    "DROP TRIGGER refuse ON {table}; DROP FUNCTION refuse()"
                ))
                .await;
            }
        }
    }
}

impl Raw {
    /// Every row of every table, in an order that depends on the rows alone.
    pub async fn dump(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for table in self.tables().await {
            let select = match self {
                Self::Sqlite(_) => {
                    let columns = self
                        .texts(&format!(
                            "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')"
                        ))
                        .await;
                    format!("SELECT {} FROM \"{table}\"", columns.join(" || ' ' || "))
                }
                Self::Postgres(_) => format!("SELECT t::text FROM \"{table}\" t"),
            };
            let mut rows = self.texts(&select).await;
            rows.sort();
            lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        lines
    }

    /// Every row but those of tables that record, count, probe or send what was done: what is the same
    /// before and after a request that changed nothing.
    pub async fn kept(&self) -> Vec<String> {
        const BESIDE: [&str; 6] = [
            "write_probe",
            "audit_",
            "outbox_",
            "sign_in_attempts",
            "mailed_requests",
            "first_sign_ins",
        ];
        let mut rows = self.dump().await;
        rows.retain(|row| !BESIDE.iter().any(|table| row.starts_with(table)));
        rows
    }

    async fn tables(&self) -> Vec<String> {
        let select = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            Self::Postgres(_) => {
                "SELECT table_name::text FROM information_schema.tables
                 WHERE table_schema = 'public' ORDER BY table_name"
            }
        };
        self.texts(select).await
    }

    async fn texts(&self, select: &str) -> Vec<String> {
        let select = AssertSqlSafe(select);
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(select).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(select).fetch_all(pool).await.unwrap(),
        }
    }
}
