//! A document of users that is in memory.

use super::{
    fields::Mapping,
    firebase::FirebaseParameters,
    format::Format,
    source::{Source, SourceRow},
};
use anyhow::anyhow;
use clap::ValueEnum;
use doorward_core::users::{ImportRow, ReadRow};

/// The rows of a document of a format, such as `csv`, that is in memory, each read or refused.
///
/// # Errors
/// Where it has no rows at all, and where there is no such format.
pub fn rows_of(format: &str, document: &[u8]) -> anyhow::Result<Vec<Result<ImportRow, String>>> {
    let rows = document_rows(format, document)?;
    Ok(rows
        .into_iter()
        .map(|found| found.user.map(|user| user.row))
        .collect())
}

/// As [`rows_of`], each row with its place, for the console.
///
/// # Errors
/// Where it has no rows at all, and where there is no such format.
pub fn read_file(format: &str, document: &[u8]) -> Result<Vec<ReadRow>, String> {
    let rows = document_rows(format, document).map_err(|error| format!("{error:#}"))?;
    let rows = rows.into_iter().map(|SourceRow { place, user }| ReadRow {
        place,
        row: user.map(|user| user.row),
    });
    Ok(rows.collect())
}

fn document_rows(format: &str, document: &[u8]) -> anyhow::Result<Vec<SourceRow>> {
    let format = Format::from_str(format, false).map_err(|error| anyhow!(error))?;
    let source = Source {
        format,
        location: String::new(),
        table: String::new(),
        mapping: Mapping::default(),
        firebase: FirebaseParameters::default(),
    };
    source.rows_of(document)
}
