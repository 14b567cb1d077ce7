//! Rows that were read, apart from the statement that they came from.

use crate::{Error, Result};
use rusqlite::types::ValueRef;
use std::{ops::Range, sync::Arc};

/// The names of the columns of a statement.
pub(super) type Columns = Arc<[Box<str>]>;

/// A row of SQLite. Its texts are in one buffer, so that a row is two allocations.
pub struct Row {
    columns: Columns,
    cells: Box<[Cell]>,
    texts: String,
}

enum Cell {
    Null,
    Int(i64),
    /// A part of the buffer.
    Text(Range<usize>),
    /// What this program does not write.
    Other,
}

impl Row {
    /// Copies the row that a statement is at.
    pub(super) fn copied(row: &rusqlite::Row<'_>, columns: &Columns) -> rusqlite::Result<Self> {
        let mut texts = String::new();
        let mut cells = Vec::with_capacity(columns.len());
        for column in 0..columns.len() {
            cells.push(match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Int(number),
                ValueRef::Text(text) => match std::str::from_utf8(text) {
                    Ok(text) => {
                        let start = texts.len();
                        texts.push_str(text);
                        Cell::Text(start..texts.len())
                    }
                    Err(_) => Cell::Other,
                },
                ValueRef::Real(_) | ValueRef::Blob(_) => Cell::Other,
            });
        }
        Ok(Self {
            columns: Arc::clone(columns),
            cells: cells.into_boxed_slice(),
            texts,
        })
    }

    /// A nullable text.
    pub(crate) fn opt_text(&self, column: &str) -> Result<Option<String>> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            Cell::Text(range) => Ok(self.texts.get(range.clone()).map(str::to_owned)),
            Cell::Int(_) | Cell::Other => Err(of_another_type()),
        }
    }

    /// A nullable number.
    pub(crate) fn opt_int(&self, column: &str) -> Result<Option<i64>> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            Cell::Int(number) => Ok(Some(*number)),
            Cell::Text(_) | Cell::Other => Err(of_another_type()),
        }
    }

    fn cell(&self, column: &str) -> Result<&Cell> {
        let place = self.columns.iter().position(|name| **name == *column);
        place
            .and_then(|place| self.cells.get(place))
            .ok_or_else(|| Error::Corrupt(format!("no column {column}")))
    }
}

fn of_another_type() -> Error {
    Error::Corrupt("a column of another type than expected".into())
}
