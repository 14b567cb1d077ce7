//! The version of the configuration that processes keep in memory.

use crate::{
    Result, Store,
    db::{
        sql::{Query, query},
        unit::Unit,
    },
};

/// What a process compares before it uses the configuration in its memory and in Redis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigurationVersion {
    /// Grows with every change of a key, an identity provider or a client that is always in memory.
    pub version: i64,
    /// Grows by one with every change of a client.
    pub clients_version: i64,
    /// Grows when Redis may hold an outdated session: entries of older epochs are not read.
    pub session_cache_epoch: i64,
    /// The number of the newest row of `cache_revocations`.
    pub session_revocations: i64,
    /// Grows with every change of users, groups and roles.
    pub access_changes: i64,
    /// Grows with every change that may end a live access token, or change what is said of its user.
    pub token_changes: i64,
    /// How often a client's access was taken away from a user: codes from before are worth nothing.
    pub withdrawals: i64,
}

/// Makes every process read the configuration again.
pub(crate) fn bump() -> Query {
    query!("UPDATE configuration_version SET version = version + 1 WHERE id = 1")
}

impl Store {
    /// The current version.
    pub async fn configuration_version(&self) -> Result<ConfigurationVersion> {
        // Every request reads the version a moment before at most: it is where a lost file shows.
        self.check_file()?;
        let row = self
            .row(query!(
                "SELECT version, clients_version, session_cache_epoch, session_revocations,
                 n.access_changes, n.token_changes, n.withdrawals FROM configuration_version v
                 CROSS JOIN (SELECT CAST(SUM(a.changes) AS BIGINT) AS access_changes,
                 CAST(SUM(a.token_changes) AS BIGINT) AS token_changes,
                 CAST(SUM(a.withdrawals) AS BIGINT) AS withdrawals FROM access_changes a) n
                 WHERE v.id = 1"
            ))
            .await?;
        let row =
            row.ok_or_else(|| crate::Error::Corrupt("configuration_version is empty".into()))?;
        Ok(ConfigurationVersion {
            version: row.int("version")?,
            clients_version: row.int("clients_version")?,
            session_cache_epoch: row.int("session_cache_epoch")?,
            session_revocations: row.int("session_revocations")?,
            access_changes: row.int("access_changes")?,
            token_changes: row.int("token_changes")?,
            withdrawals: row.int("withdrawals")?,
        })
    }

    /// Invalidates every entry of the session cache, on every node.
    pub async fn advance_session_cache_epoch(&self) -> Result<()> {
        self.commit(Unit::new().run(query!(
            "UPDATE configuration_version SET session_cache_epoch = session_cache_epoch + 1
             WHERE id = 1"
        )))
        .await
        .map(|_| ())
    }
}
