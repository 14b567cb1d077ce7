//! The database: statements, units of work, the SQLite writer, migrations.

pub(crate) mod configuration;
pub(crate) mod migrate;
pub(crate) mod purge;
pub(crate) mod sql;
pub(crate) mod sqlite_writer;
pub(crate) mod store;
pub(crate) mod value;
