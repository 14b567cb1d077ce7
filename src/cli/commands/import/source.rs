//! Where the rows of an import come from.

use super::{
    auth0,
    fields::{self, Mapping},
    firebase::{FirebaseParameters, FirebaseUser},
    format::Format,
    keycloak::KeycloakUser,
    left_behind::FoundUser,
};
use anyhow::{Context, anyhow};
use doorward_storage::ForeignTable;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs::File,
    io::{BufRead, BufReader},
};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many rows are read ahead.
const AHEAD: usize = 2000;
/// How many names that no field has are told.
const MAX_UNREAD: usize = 20;

/// A row with its place in the source.
pub(super) struct SourceRow {
    /// The number of the line, or of the user.
    pub(super) place: u64,
    pub(super) user: Result<FoundUser, String>,
}

/// What is read, and how.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) format: Format,
    /// A file, or the URL of a database.
    pub(super) location: String,
    pub(super) table: String,
    pub(super) mapping: Mapping,
    pub(super) firebase: FirebaseParameters,
}

/// Rows as they come, and what ended them.
pub(super) struct Reading {
    pub(super) rows: Receiver<SourceRow>,
    pub(super) end: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl Source {
    /// Begins to read.
    pub(super) fn read(self) -> Reading {
        let (sender, rows) = channel(AHEAD);
        let end = match self.format {
            Format::Sql | Format::RugiAuth => tokio::spawn(table(self, sender)),
            _ => tokio::task::spawn_blocking(move || self.read_file(&sender)),
        };
        Reading { rows, end }
    }

    fn read_file(&self, rows: &Sender<SourceRow>) -> anyhow::Result<()> {
        let name = &self.location;
        let file = File::open(name).with_context(|| format!("{name} cannot be read"))?;
        let reader = BufReader::with_capacity(1 << 16, file);
        let tell = |note: &str| eprintln!("doorward: {note}");
        self.read_from(reader, rows, tell)
            .with_context(|| name.clone())
    }

    /// Reads a document. `tell` is told what of it is not read.
    fn read_from(
        &self,
        reader: impl BufRead,
        rows: &Sender<SourceRow>,
        tell: impl Fn(&str),
    ) -> anyhow::Result<()> {
        match self.format {
            Format::Csv => self.csv(reader, rows, tell),
            Format::Jsonl => self.json_lines(reader, rows, tell),
            Format::Auth0 => lines(reader, rows, auth0::found),
            Format::Keycloak => document(reader, rows, KeycloakUser::found),
            Format::Firebase => document(reader, rows, |user: FirebaseUser| {
                user.found(&self.firebase)
            }),
            Format::Sql | Format::RugiAuth => Ok(()),
        }
    }

    /// Every row of a document in memory.
    pub(super) fn rows_of(&self, document: &[u8]) -> anyhow::Result<Vec<SourceRow>> {
        // No row has less than a byte, so that none waits to be taken.
        let (sender, mut rows) = channel(document.len() + 1);
        self.read_from(document, &sender, |_| {})?;
        drop(sender);
        Ok(std::iter::from_fn(|| rows.try_recv().ok()).collect())
    }

    fn json_lines(
        &self,
        reader: impl BufRead,
        rows: &Sender<SourceRow>,
        tell: impl Fn(&str),
    ) -> anyhow::Result<()> {
        let unread = RefCell::new(BTreeSet::new());
        lines(reader, rows, |columns| {
            let mut unread = unread.borrow_mut();
            for name in columns.keys().filter(|name| !self.mapping.reads(name)) {
                if unread.len() <= MAX_UNREAD && !unread.contains(name) {
                    unread.insert(name.clone());
                }
            }
            Ok(fields::row(self.mapping.apply(columns))?.into())
        })?;
        let unread = unread.into_inner();
        if !unread.is_empty() {
            let names: Vec<String> = unread
                .iter()
                .take(MAX_UNREAD)
                // A terminal obeys control characters, and the names come from elsewhere.
                .map(|name| name.replace(char::is_control, "\u{fffd}"))
                .collect();
            let more = if unread.len() > MAX_UNREAD {
                ", and more"
            } else {
                ""
            };
            tell(&format!(
                "these members are not read: {}{more}",
                names.join(", ")
            ));
        }
        Ok(())
    }

    fn csv(
        &self,
        reader: impl BufRead,
        rows: &Sender<SourceRow>,
        tell: impl Fn(&str),
    ) -> anyhow::Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(false)
            .from_reader(reader);
        let names: Vec<String> = reader
            .headers()?
            .iter()
            // Spreadsheets begin a file with a byte order mark.
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        let unread: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| !self.mapping.reads(name))
            .collect();
        if unread.len() == names.len() {
            let known: Vec<&str> = fields::known().collect();
            return Err(anyhow!(
                "its first line names no field; it must name some of {}, or use --map",
                known.join(", ")
            ));
        }
        if !unread.is_empty() {
            tell(&format!(
                "these columns are not read: {}",
                unread.join(", ")
            ));
        }
        for record in reader.records() {
            let (place, user) = match record {
                Ok(record) => {
                    let place = record.position().map_or(0, csv::Position::line);
                    let values = record.iter().map(|value| Value::String(value.to_owned()));
                    let columns = names.iter().cloned().zip(values).collect();
                    (
                        place,
                        fields::row(self.mapping.apply(columns)).map(FoundUser::from),
                    )
                }
                Err(error) => {
                    let place = error.position().map_or(0, csv::Position::line);
                    (place, Err(without_values(&error)))
                }
            };
            if rows.blocking_send(SourceRow { place, user }).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Why a record of a CSV file cannot be read; never what it holds.
fn without_values(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("it has {len} values, where the first line names {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not in UTF-8".into(),
        _ => "it cannot be read".into(),
    }
}

/// JSON objects, one a line, or one array of them.
fn lines(
    mut reader: impl BufRead,
    rows: &Sender<SourceRow>,
    row: impl Fn(Map<String, Value>) -> Result<FoundUser, String>,
) -> anyhow::Result<()> {
    let begin = reader.fill_buf()?;
    if begin.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return document(reader, rows, row);
    }
    let mut line = Vec::new();
    for place in 1.. {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = serde_json::from_slice(&line);
        let read = read
            .map_err(|_| "it is no JSON object".to_owned())
            .and_then(&row);
        if rows.blocking_send(SourceRow { place, user: read }).is_err() {
            break;
        }
    }
    Ok(())
}

/// A user of a document: one that is wrong takes none of the others with it.
struct Lenient<T>(Result<T, String>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = serde_json::from_value(value);
        // The text of the error may quote a value.
        Ok(Self(read.map_err(|_| {
            "it does not have the form of a user".to_owned()
        })))
    }
}

/// A realm or a project.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
struct Holder<T> {
    users: Vec<Lenient<T>>,
}

/// One JSON document: what holds users, several of those, or users alone.
fn document<T: DeserializeOwned>(
    mut reader: impl BufRead,
    rows: &Sender<SourceRow>,
    row: impl Fn(T) -> Result<FoundUser, String>,
) -> anyhow::Result<()> {
    let wrong = |error: serde_json::Error| anyhow!("it holds no users at line {}", error.line());
    let begin = reader.fill_buf()?;
    let is_list = begin.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    let users: Vec<Lenient<T>> = if is_list {
        let elements: Vec<Value> = serde_json::from_reader(reader).map_err(wrong)?;
        let mut users = Vec::with_capacity(elements.len());
        for element in elements {
            if element.get("users").is_some() {
                let holder: Holder<T> = serde_json::from_value(element).map_err(wrong)?;
                users.extend(holder.users);
            } else {
                users.push(Lenient::deserialize(element).map_err(wrong)?);
            }
        }
        users
    } else {
        let holder: Holder<T> = serde_json::from_reader(reader).map_err(wrong)?;
        holder.users
    };
    for (place, Lenient(user)) in (1..).zip(users) {
        let user = user.and_then(&row);
        if rows.blocking_send(SourceRow { place, user }).is_err() {
            break;
        }
    }
    Ok(())
}

/// The rows of a table, by SQL.
async fn table(source: Source, rows: Sender<SourceRow>) -> anyhow::Result<()> {
    let table = ForeignTable::open(&source.location, &source.table).await?;
    let (sender, mut found) = channel(AHEAD);
    let reading = tokio::spawn(table.read(sender));
    let mut place = 0;
    while let Some(object) = found.recv().await {
        place += 1;
        let columns = serde_json::from_str(&object).map_err(|_| "it is no row".to_owned());
        let user = columns.and_then(|columns| fields::row(source.mapping.apply(columns)));
        let user = user.map(FoundUser::from);
        if rows.send(SourceRow { place, user }).await.is_err() {
            break;
        }
    }
    drop(found);
    Ok(reading.await??)
}
