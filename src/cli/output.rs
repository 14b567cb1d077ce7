//! What commands print: text for users, one JSON document for programs.

use anyhow::Context;
use doorward_protocol::time::Timestamp;
use serde::Serialize;
use std::io::{ErrorKind, Write};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Prints either the document or the text.
pub fn print(
    json: bool,
    document: &impl Serialize,
    text: impl FnOnce() -> String,
) -> anyhow::Result<()> {
    if json {
        line(&serde_json::to_string(document)?)
    } else {
        line(&text())
    }
}

/// Prints a line, or a text of several. Whoever reads only its beginning, such as `head`, has closed the
/// pipe by then, which is no error.
///
/// # Errors
/// Where standard output cannot be written for another reason.
pub fn line(text: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(()),
    }
}

/// A time as a terminal shows it: RFC 3339, in UTC.
pub fn when(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp(at.seconds())
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// The day of an instant, in UTC.
pub fn date(at: Timestamp) -> String {
    when(at).chars().take(10).collect()
}

/// Columns under headings, padded to the widest value.
///
/// A terminal obeys control characters, so each is shown as U+FFFD: some values come from strangers.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let visible = |value: &String| value.replace(char::is_control, "\u{fffd}");
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(visible).collect())
        .collect();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|value| value.chars().count())
            .chain(headings.get(column).map(|heading| heading.len()))
            .max()
            .unwrap_or(0)
    };
    let line = |values: Vec<&str>| {
        let padded = values
            .iter()
            .enumerate()
            .map(|(column, value)| format!("{value:<width$}", width = width(column)));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(headings.to_vec())];
    lines.extend(
        rows.iter()
            .map(|row| line(row.iter().map(String::as_str).collect())),
    );
    lines.join("\n")
}
