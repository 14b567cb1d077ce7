//! Signing keys, sealed.

use crate::{
    Result, Store,
    db::{
        configuration,
        master_key::sealed_by_present_key,
        sql::{Row, columns, is_wrong, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    clients::client::SigningAlgorithm, keys::signing_key::SealedKey, time::Timestamp,
};

columns! {
    SIGNING_KEY of k, read by signing_key -> SealedKey {
        kid: Row::text(kid),
        algorithm: algorithm(algorithm),
        generation: Row::int(generation),
        sealed: Row::text(sealed),
        created_at: Row::at(created_at),
        active_from: Row::at(active_from),
        remove_after: Row::opt_at(remove_after),
    }
}

fn algorithm(row: &Row, column: &str) -> Result<SigningAlgorithm> {
    SigningAlgorithm::parse(&row.text(column)?).ok_or_else(|| is_wrong(column))
}

impl Store {
    /// Every key that has not left.
    pub async fn signing_keys(&self) -> Result<Vec<SealedKey>> {
        let select =
            query!("SELECT {SIGNING_KEY} FROM signing_keys k ORDER BY k.algorithm, k.generation");
        let rows = self.rows(select).await?;
        rows.iter().map(signing_key).collect()
    }

    /// The newest generation of an algorithm's keys; 0 where there is none.
    pub async fn signing_key_generation(&self, algorithm: SigningAlgorithm) -> Result<i64> {
        let row = self
            .row(
                query!(
                    "SELECT max(generation) AS newest FROM signing_key_generations
                     WHERE algorithm = $1"
                )
                .bind(algorithm.as_str()),
            )
            .await?;
        Ok(row
            .map(|row| row.opt_int("newest"))
            .transpose()?
            .flatten()
            .unwrap_or(0))
    }

    /// Publishes a key as the next generation and lets the older ones leave at `old_ones_leave`.
    /// [`crate::Error::Taken`] or `false` where another process made that generation first.
    pub fn publish_signing_key(key: &SealedKey, old_ones_leave: Timestamp) -> Unit {
        let generation = query!(
            "INSERT INTO signing_key_generations (algorithm, generation, kid)
             VALUES ($1, $2, $3) ON CONFLICT (algorithm, generation) DO NOTHING"
        )
        .bind(key.algorithm.as_str())
        .bind(key.generation)
        .bind(&key.kid);
        let leave = query!(
            "UPDATE signing_keys SET remove_after = $1
             WHERE algorithm = $2 AND remove_after IS NULL"
        )
        .bind(old_ones_leave)
        .bind(key.algorithm.as_str());
        let insert = query!(
            "INSERT INTO signing_keys (kid, algorithm, generation, sealed, created_at, active_from,
                 remove_after)
                 VALUES ($1, $2, $3, $4, $5, $6, NULL)"
        )
        .bind(&key.kid)
        .bind(key.algorithm.as_str())
        .bind(key.generation)
        .bind(&key.sealed)
        .bind(key.created_at)
        .bind(key.active_from);
        sealed_by_present_key(&key.sealed)
            .guard(generation)
            .run(leave)
            .run(insert)
            .run(configuration::bump())
    }

    /// Takes a key out of the key set at once. Where it was the newest of its algorithm, the one
    /// before it is the newest again and no longer has a time at which it leaves.
    pub fn remove_signing_key(key: &SealedKey) -> Unit {
        let stay = query!(
            "UPDATE signing_keys SET remove_after = NULL
             WHERE algorithm = $1 AND generation =
                 (SELECT max(generation) FROM signing_keys WHERE algorithm = $1)"
        )
        .bind(key.algorithm.as_str());
        Unit::new()
            .guard(query!("DELETE FROM signing_keys WHERE kid = $1").bind(&key.kid))
            .run(stay)
            .run(configuration::bump())
    }
}
