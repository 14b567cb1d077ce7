//! Rows as an operator, or somebody who can write the database, reads and changes them: by SQL, past
//! the provider.

use super::{Backend, World};
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, Decode, PgPool, Postgres, Sqlite, SqlitePool, Type};

impl World {
    pub fn backend(&self) -> Backend {
        let url = self.settings.database.url.expose_secret();
        if url.starts_with("sqlite:") {
            Backend::Sqlite
        } else {
            Backend::Postgres
        }
    }

    /// Executes statements, with `;` between them.
    pub async fn execute(&self, sql: &str) {
        let url = self.settings.database.url.expose_secret();
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self.backend() {
            Backend::Sqlite => {
                let pool = SqlitePool::connect(url).await.unwrap();
                sql.execute(&pool).await.unwrap();
                pool.close().await;
            }
            Backend::Postgres => {
                let pool = PgPool::connect(url).await.unwrap();
                sql.execute(&pool).await.unwrap();
                pool.close().await;
            }
        }
    }

    /// The texts of the first column of a query.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.column(sql).await
    }

    /// The numbers of the first column of a query.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        self.column(sql).await
    }

    async fn column<T>(&self, sql: &str) -> Vec<T>
    where
        T: Send + Unpin + 'static,
        T: Type<Sqlite> + for<'r> Decode<'r, Sqlite>,
        T: Type<Postgres> + for<'r> Decode<'r, Postgres>,
    {
        let url = self.settings.database.url.expose_secret();
        let sql = AssertSqlSafe(sql.to_owned());
        match self.backend() {
            Backend::Sqlite => {
                let pool = SqlitePool::connect(url).await.unwrap();
                let found = sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap();
                pool.close().await;
                found
            }
            Backend::Postgres => {
                let pool = PgPool::connect(url).await.unwrap();
                let found = sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap();
                pool.close().await;
                found
            }
        }
    }

    /// What the server says about itself, with the status. The last answer is not given again.
    pub async fn readiness(&self) -> (u16, String) {
        self.clock.pass(std::time::Duration::from_secs(2));
        let response = self.http.get(self.here("/readyz")).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}
