//! PostgreSQL: the connections of this process, and the statements that they run.

mod combined;
pub(crate) mod connections;
pub(crate) mod pool;
mod units;
