//! Which master key seals this database, and the root secret under it.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::keys::sealed;

/// The one row of `master_key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKeyRow {
    /// The identifier of the master key that seals.
    pub key_id: String,
    /// The root secret of the keys that outlive a master key.
    pub sealed_root: String,
}

columns! {
    MASTER_KEY of m, read by master_key -> MasterKeyRow {
        key_id: Row::text(key_id),
        sealed_root: Row::text(sealed_root),
    }
}

/// Why a value that was sealed with another master key is not stored.
const OTHER_KEY: &str = "the master key of this database was changed: this server has to be \
     restarted with the new one";

/// Lets a unit go on only where the master key that sealed a value is still the one of the database,
/// so that no value is left under a key that was replaced meanwhile.
pub(crate) fn sealed_by_present_key(sealed: &str) -> Unit {
    let present = query!("SELECT 1 FROM master_key WHERE id = 1 AND key_id = $1");
    let key_id = sealed::key_id_of(sealed).unwrap_or_default();
    Unit::new().demand(present.bind(key_id), OTHER_KEY)
}

/// As [`sealed_by_present_key`], for a value that may be missing.
pub(crate) fn each_sealed_by_present_key(sealed: Option<&str>) -> Unit {
    sealed.map_or_else(Unit::new, sealed_by_present_key)
}

impl Store {
    /// Which master key seals this database; `None` before the first start.
    pub async fn master_key(&self) -> Result<Option<MasterKeyRow>> {
        self.row(query!(
            "SELECT {MASTER_KEY} FROM master_key m WHERE m.id = 1"
        ))
        .await?
        .map(|row| master_key(&row))
        .transpose()
    }

    /// Stores the master key of a new database, unless there is one.
    pub async fn add_master_key(&self, row: &MasterKeyRow) -> Result<()> {
        let insert = query!(
            "INSERT INTO master_key (id, key_id, sealed_root) VALUES (1, $1, $2)
             ON CONFLICT (id) DO NOTHING"
        );
        let insert = insert.bind(&row.key_id).bind(&row.sealed_root);
        self.commit(Unit::new().run(insert)).await.map(|_| ())
    }
}
