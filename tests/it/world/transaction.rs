//! A transaction on a connection to PostgreSQL beside the provider's, for tests of what waits for it.

use super::{World, eventually};
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

pub struct OtherTransaction {
    transaction: Transaction<'static, Postgres>,
    pool: PgPool,
}

impl World {
    /// Begins a transaction beside the provider's.
    pub async fn other_transaction(&self) -> OtherTransaction {
        let url = self.settings.database.url.expose_secret();
        let pool = PgPool::connect(url).await.unwrap();
        let transaction = pool.begin().await.unwrap();
        OtherTransaction { transaction, pool }
    }
}

impl OtherTransaction {
    pub async fn run(&mut self, sql: &str) {
        let statement = sqlx::query(AssertSqlSafe(sql));
        statement.execute(&mut *self.transaction).await.unwrap();
    }

    /// Waits until at least so many others wait for a lock.
    pub async fn blocks(&self, waiting: i64) {
        let blocked = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE NOT l.granted AND a.datname = current_database()";
        eventually("others that wait for a lock", async || {
            let found: i64 = sqlx::query_scalar(blocked)
                .fetch_one(&self.pool)
                .await
                .unwrap();
            found >= waiting
        })
        .await;
    }

    pub async fn commit(self) {
        self.transaction.commit().await.unwrap();
    }

    pub async fn roll_back(self) {
        self.transaction.rollback().await.unwrap();
    }
}
