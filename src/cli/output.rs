//! What commands print: text for users, one JSON document for programs.

use serde::Serialize;

/// Prints either the document or the text.
pub fn print(
    json: bool,
    document: &impl Serialize,
    text: impl FnOnce() -> String,
) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(document)?);
    } else {
        println!("{}", text());
    }
    Ok(())
}

/// Columns under headings, padded to the widest value.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
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
