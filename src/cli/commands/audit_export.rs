//! `doorward audit export`.

use super::audit_entry::moment;
use crate::{
    context::Context,
    output::{date, when},
    startup::Schema,
};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use doorward_core::audit::exported;
use doorward_protocol::time::Timestamp;
use doorward_storage::{ChainedRow, ListCursor};
use std::{
    fs::OpenOptions,
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

/// How many entries are in memory at a time.
const PAGE: u32 = 1000;

/// The columns of the CSV file.
const COLUMNS: [&str; 14] = [
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
    "id",
    "chain_day",
    "chain_position",
    "chain_hash",
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
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180).
    Csv,
}

impl Format {
    const fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// Runs the subcommand.
pub async fn run(context: &Context, asked: &Export) -> anyhow::Result<()> {
    let now = context.operation.now();
    let time = |text: Option<&String>, or| text.map_or(Ok(or), |text| moment(text, now));
    let since = time(asked.since.as_ref(), Timestamp(0))?;
    let until = time(asked.until.as_ref(), Timestamp(i64::MAX))?;
    let provider = context.provider(Schema::AsItIs).await?;
    let bound = |text: Option<&String>| text.map_or("-", String::as_str).to_owned();
    let detail = format!(
        "{} since {} until {}",
        asked.format.name(),
        bound(asked.since.as_ref()),
        bound(asked.until.as_ref())
    );
    provider
        .audit_chain()
        .note_export(&context.operation, &detail)
        .await?;
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
    let mut cursor = ListCursor {
        at: since,
        id: String::new(),
    };
    loop {
        let store = provider.store();
        let rows = store.audit_events_after(&cursor, until, PAGE).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        cursor = last.event.cursor();
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

fn text_of(rows: &[ChainedRow], format: Format) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    for row in rows {
        match format {
            Format::Jsonl => {
                serde_json::to_writer(&mut text, &exported(row))?;
                text.push(b'\n');
            }
            Format::Csv => text.extend(csv_line(row)?),
        }
    }
    Ok(text)
}

fn csv_line(row: &ChainedRow) -> anyhow::Result<Vec<u8>> {
    let optional = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    let (event, evidence) = (&row.event, &row.evidence);
    line_of([
        when(event.at),
        cell(&event.action),
        cell(&event.actor_kind),
        optional(&event.actor_id),
        optional(&event.subject),
        optional(&event.client_id),
        optional(&event.address),
        optional(&event.user_agent),
        optional(&event.request_id),
        cell(&event.detail),
        cell(&event.id),
        evidence.day.map(date).unwrap_or_default(),
        evidence
            .position
            .map(|it| it.to_string())
            .unwrap_or_default(),
        optional(&evidence.link),
    ])
}

fn line_of(cells: [impl AsRef<[u8]>; 14]) -> anyhow::Result<Vec<u8>> {
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
