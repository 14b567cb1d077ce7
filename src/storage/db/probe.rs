//! Whether the database can do its work: it is read, written, and compared with what this program
//! needs.

use crate::{
    Error, Result, Store,
    db::{
        cause::Cause,
        migrate::{self, Fit},
        sql::query,
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;
use std::time::Duration;

/// How long the reads of a probe may take.
const READ_TIMEOUT: Duration = Duration::from_secs(1);
/// How long its write may take.
const WRITE_TIMEOUT: Duration = Duration::from_secs(2);

impl Store {
    /// Reads and writes a row, and compares the schema with the one of this program.
    ///
    /// # Errors
    /// [`Error::Cannot`] with what an operator has to mend.
    pub async fn probe(&self, now: Timestamp) -> Result<()> {
        self.check_file()?;
        let read = async {
            let check = async {
                self.check_schema().await?;
                self.check_tables().await
            };
            let read = tokio::time::timeout(READ_TIMEOUT, check).await;
            read.unwrap_or_else(|_| Err(Error::Cannot(self.why_no_answer())))
        };
        let write = async {
            let written = tokio::time::timeout(WRITE_TIMEOUT, self.write_probe(now)).await;
            written.unwrap_or(Err(Error::Cannot(Cause::Locked)))
        };
        let (read, written) = tokio::join!(read, write);
        read.and(written)
    }

    async fn check_schema(&self) -> Result<()> {
        let applied = self
            .row(query!(
                "SELECT max(version) AS version FROM _sqlx_migrations WHERE success"
            ))
            .await?;
        let oldest = self
            .row(query!(
                "SELECT oldest FROM schema_compatibility WHERE id = 1"
            ))
            .await?;
        let applied = applied.map(|row| row.opt_int("version")).transpose()?;
        let oldest = oldest.map(|row| row.opt_int("oldest")).transpose()?;
        match migrate::fit(applied.flatten(), oldest.flatten()) {
            Fit::Same | Fit::NewerAndCompatible => Ok(()),
            Fit::Older => Err(Error::Cannot(Cause::SchemaOlder)),
            Fit::Newer => Err(Error::Cannot(Cause::SchemaNewer)),
        }
    }

    /// Writes a row, and so to the disk: a full disk and a database that is read-only refuse that
    /// alone.
    async fn write_probe(&self, now: Timestamp) -> Result<()> {
        let write = query!(
            "INSERT INTO write_probe (id, written_at) VALUES (1, $1)
             ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at"
        );
        self.commit(Unit::new().run(write.bind(now))).await?;
        Ok(())
    }
}
