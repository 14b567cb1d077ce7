//! SQLite through rusqlite: reads run on the thread that asks for them, and one thread writes. sqlx
//! brings the schema up to date before that ([decision 59](../../../../docs/decisions/0059-sqlite-on-rusqlite.md)).

mod connection;
mod failure;
pub(crate) mod file;
pub(crate) mod readers;
pub(crate) mod rows;
pub(crate) mod writer;
