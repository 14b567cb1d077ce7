//! The database: statements, units of work, the SQLite writer, migrations.

pub(crate) mod access_changes;
pub(crate) mod cause;
pub(crate) mod configuration;
pub(crate) mod cursor;
pub(crate) mod master_key;
pub(crate) mod migrate;
pub(crate) mod postgres;
pub(crate) mod probe;
pub(crate) mod purge;
pub(crate) mod sealed_values;
pub(crate) mod sql;
pub(crate) mod sqlite;
pub(crate) mod store;
pub(crate) mod unit;
pub(crate) mod value;
