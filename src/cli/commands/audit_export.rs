//! `doorward audit export`.

use super::audit::{describe, moment};
use crate::{context::Context, output::when, startup::Schema};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditCursor, AuditRow};
use std::{
    fs::OpenOptions,
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

/// How many entries are in memory at a time.
const PAGE: u32 = 1000;

/// The columns of the CSV file.
const COLUMNS: [&str; 10] = [
    "time",
    "event",
    "actor_kind",
    "actor_id",
    "sub",
    "client_id",
    "address",
    "user_agent",
    "request_id",
    "detail",
];

/// Which entries are written, how and where to.
#[derive(Args)]
pub struct Export {
    /// One JSON object a line, or CSV under a line of headings
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// From this time on: 2026-12-31, 2026-12-31T23:59:59Z, or 30m, 24h, 7d for so long ago
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// A new file, which its owner alone may read; standard output where it is not given
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of an exported log.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines.
    Jsonl,
    /// Comma-separated values (RFC 4180).
    Csv,
}

/// Runs the subcommand.
pub async fn run(context: &Context, asked: &Export) -> anyhow::Result<()> {
    let now = context.operation.now();
    let time = |text: Option<&String>, or| text.map_or(Ok(or), |text| moment(text, now));
    let since = time(asked.since.as_ref(), Timestamp(0))?;
    let until = time(asked.until.as_ref(), Timestamp(i64::MAX))?;
    let provider = context.provider(Schema::AsItIs).await?;
    let mut out: Box<dyn Write> = match &asked.output {
        None => Box::new(io::stdout()),
        Some(path) => {
            let mut options = OpenOptions::new();
            let file = options.write(true).create_new(true).mode(0o600).open(path);
            Box::new(file.with_context(|| format!("{} cannot be created", path.display()))?)
        }
    };
    if asked.format == Format::Csv && !write(&mut out, &line_of(COLUMNS)?)? {
        return Ok(());
    }
    let mut cursor = AuditCursor {
        at: since,
        id: String::new(),
    };
    loop {
        let store = provider.store();
        let rows = store.audit_events_after(&cursor, until, PAGE).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        cursor = last.cursor();
        if !write(&mut out, &text_of(&rows, asked.format)?)? {
            return Ok(());
        }
    }
}

/// Whether somebody still reads what was written. Whoever reads only its beginning, such as `head`,
/// has closed the pipe by then, which is no error.
fn write(out: &mut dyn Write, text: &[u8]) -> anyhow::Result<bool> {
    match out.write_all(text).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("the export cannot be written"),
    }
}

fn text_of(rows: &[AuditRow], format: Format) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    for row in rows {
        match format {
            Format::Jsonl => {
                serde_json::to_writer(&mut text, &describe(row))?;
                text.push(b'\n');
            }
            Format::Csv => text.extend(csv_line(row)?),
        }
    }
    Ok(text)
}

fn csv_line(row: &AuditRow) -> anyhow::Result<Vec<u8>> {
    let optional = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    line_of([
        when(row.at),
        cell(&row.action),
        cell(&row.actor_kind),
        optional(&row.actor_id),
        optional(&row.subject),
        optional(&row.client_id),
        optional(&row.address),
        optional(&row.user_agent),
        optional(&row.request_id),
        cell(&row.detail),
    ])
}

fn line_of(cells: [impl AsRef<[u8]>; 10]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// A value as no spreadsheet takes it for a formula: some values come from strangers.
fn cell(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_from_a_stranger_is_no_formula() {
        for (value, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("", ""),
            ("curl/8", "curl/8"),
        ] {
            assert_eq!(cell(value), expected);
        }
    }
}
