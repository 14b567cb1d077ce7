//! What an administrator decided about this server in the console, in the table `provider_values`.

use crate::{
    Result, Store,
    db::{
        configuration,
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// A value that an administrator decided.
#[derive(Clone, Debug)]
pub struct ProviderValue {
    /// What it is about.
    pub name: String,
    /// What was decided.
    pub value: String,
    /// Rises with each change; 0 before there is a row.
    pub version: i64,
}

columns! {
    PROVIDER_VALUE of v, read by provider_value -> ProviderValue {
        name: Row::text(name),
        value: Row::text(value),
        version: Row::int(version),
    }
}

impl Store {
    /// The value of a name, where somebody decided it.
    pub async fn provider_value(&self, name: &str) -> Result<Option<ProviderValue>> {
        let select = query!("SELECT {PROVIDER_VALUE} FROM provider_values v WHERE v.name = $1");
        let row = self.row(select.bind(name)).await?;
        row.map(|row| provider_value(&row)).transpose()
    }

    /// Adds a value whose version is 0, or changes it. A guard: the row must be of the version that was
    /// read, so that a slow writer takes nothing back.
    pub fn put_provider_value(stored: &ProviderValue, now: Timestamp) -> Unit {
        let put = if stored.version == 0 {
            query!(
                "INSERT INTO provider_values (name, value, updated_at, version)
                 VALUES ($1, $2, $3, $4 + 1) ON CONFLICT (name) DO NOTHING"
            )
        } else {
            query!(
                "UPDATE provider_values SET value = $2, updated_at = $3, version = version + 1
                 WHERE name = $1 AND version = $4"
            )
        };
        let put = put.bind(&stored.name).bind(&stored.value).bind(now);
        Unit::new()
            .guard(put.bind(stored.version))
            .run(configuration::bump())
    }

    /// Removes a value. A guard: the row must be of the version that was read.
    pub fn remove_provider_value(stored: &ProviderValue) -> Unit {
        let delete = query!("DELETE FROM provider_values WHERE name = $1 AND version = $2");
        let delete = delete.bind(&stored.name).bind(stored.version);
        Unit::new().guard(delete).run(configuration::bump())
    }
}
