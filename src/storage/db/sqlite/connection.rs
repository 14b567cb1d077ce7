//! A connection to the file, and the statements that it runs.

use super::rows::{Columns, Row};
use crate::db::value::Value;
use rusqlite::{CachedStatement, OpenFlags};
use std::{collections::HashMap, path::Path, time::Duration};

/// Maximum number of prepared statements that a connection keeps.
const STATEMENTS: usize = 256;

/// A connection with its prepared statements.
pub(super) struct Connection {
    raw: rusqlite::Connection,
    /// The columns of each statement, by the place of its text in this program.
    columns: HashMap<(usize, usize), Columns>,
}

/// What a statement did.
pub(super) struct Done {
    pub(super) changed: u64,
    pub(super) returned: u64,
}

impl Connection {
    /// A connection that only reads. SQLite waits so long for others.
    pub(super) fn reader(path: &Path, timeout: Duration) -> rusqlite::Result<Self> {
        Self::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, timeout)
    }

    /// A connection that also writes. SQLite waits so long for others.
    pub(super) fn writer(path: &Path, timeout: Duration) -> rusqlite::Result<Self> {
        let connection = Self::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, timeout)?;
        // FULL: a commit survives a loss of power, so that no code can be redeemed a second time
        // after a restart. A checkpoint writes a page once however often it changed, so fewer
        // checkpoints write less. The read opens the log, which from then on is not removed.
        connection.raw.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
             SELECT count(*) FROM sqlite_master",
        )?;
        Ok(connection)
    }

    fn open(path: &Path, access: OpenFlags, timeout: Duration) -> rusqlite::Result<Self> {
        let flags = access
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
        let raw = rusqlite::Connection::open_with_flags(path, flags)?;
        raw.busy_timeout(timeout)?;
        raw.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self {
            raw,
            columns: HashMap::new(),
        })
    }

    /// Asks a function after so many steps of SQLite whether the statement has to stop.
    pub(super) fn interrupt_when(
        &self,
        steps: i32,
        has_to_stop: impl FnMut() -> bool + Send + 'static,
    ) -> rusqlite::Result<()> {
        self.raw.progress_handler(steps, Some(has_to_stop))
    }

    /// The rows of a statement.
    pub(super) fn rows(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> rusqlite::Result<Vec<Row>> {
        let Self { raw, columns } = self;
        let mut statement = prepared(raw, sql, values)?;
        let columns = columns
            .entry((sql.as_ptr().addr(), sql.len()))
            .or_insert_with(|| {
                statement
                    .column_names()
                    .into_iter()
                    .map(Box::from)
                    .collect()
            });
        let mut found = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(Row::copied(row, columns)?);
        }
        Ok(rows)
    }

    /// Runs a statement to its end.
    pub(super) fn run(&self, sql: &str, values: &[Value]) -> rusqlite::Result<Done> {
        let mut statement = prepared(&self.raw, sql, values)?;
        let mut rows = statement.raw_query();
        let mut returned = 0;
        while rows.next()?.is_some() {
            returned += 1;
        }
        drop(rows);
        Ok(Done {
            changed: self.raw.changes(),
            returned,
        })
    }
}

/// A statement of the cache with its values. Its parameters are `?1` and so on: of a name such as `$1`
/// SQLite does not take the number.
fn prepared<'c>(
    raw: &'c rusqlite::Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = raw.prepare_cached(sql)?;
    for (number, value) in (1_usize..).zip(values) {
        match value {
            Value::Text(text) => statement.raw_bind_parameter(number, text.as_deref())?,
            Value::Int(integer) => statement.raw_bind_parameter(number, integer)?,
        }
    }
    Ok(statement)
}
