//! Where settings come from: the file and the environment variables, as figment providers.

use crate::settings::error::SettingsError;
use doorward_protocol::text::nearest;
use figment::{
    Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};
use std::path::{Path, PathBuf};
use toml::{Spanned, Table, de::DeTable};

const PREFIX: &str = "DOORWARD_";
/// The end of the name of a variable that names a file, which holds the value of the setting.
const FILE: &str = "_FILE";

/// The settings file, read; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct SettingsFile {
    pub(super) path: PathBuf,
    text: String,
    table: Table,
}

impl SettingsFile {
    /// Reads the file, if one is named.
    pub(super) fn read(path: Option<PathBuf>) -> Result<Self, SettingsError> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(&path).map_err(|error| {
            SettingsError(format!("{} cannot be read: {error}", path.display()))
        })?;
        let table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| line_of(&text, span.start));
            SettingsError(format!("{}:{line}: {}", path.display(), error.message()))
        })?;
        Ok(Self { path, text, table })
    }

    /// The file and the line in which a key stands, for a message.
    pub(super) fn place_of(&self, key: &[&str]) -> String {
        let file = self.path.display();
        let parsed = DeTable::parse(&self.text).ok();
        match parsed.and_then(|table| offset_of(table.get_ref(), key)) {
            Some(offset) => format!("{file}:{}", line_of(&self.text, offset)),
            None => file.to_string(),
        }
    }
}

/// The byte at which a key begins; that of its section where the key itself is not there.
fn offset_of(table: &DeTable<'_>, key: &[&str]) -> Option<usize> {
    let (first, rest) = key.split_first()?;
    let (name, value) = table.iter().find(|(name, _)| name.get_ref() == first)?;
    let inner = value.get_ref().as_table();
    let deeper = inner.and_then(|inner| offset_of(inner, rest));
    Some(deeper.unwrap_or_else(|| Spanned::span(name).start))
}

/// The line of a byte, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

impl Provider for SettingsFile {
    fn metadata(&self) -> Metadata {
        Metadata::from("settings file", Path::new(&self.path))
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let value = Value::serialize(&self.table)?;
        Ok(Map::from([(
            Profile::Default,
            value.into_dict().unwrap_or_default(),
        )]))
    }
}

/// An environment variable that begins with `DOORWARD_`; `__` separates section and key.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    key: Vec<String>,
    text: String,
}

impl Variable {
    /// The variable, if its name is one of ours.
    pub(super) fn parse(name: String, text: String) -> Option<Self> {
        let key = name
            .strip_prefix(PREFIX)?
            .split("__")
            .map(str::to_lowercase)
            .collect();
        Some(Self { name, key, text })
    }

    /// The values that the text may mean, most specific first.
    pub(super) fn readings(&self) -> impl Iterator<Item = Value> {
        let literal = format!("v = {}", self.text).parse::<Table>().ok();
        let literal = literal.filter(|table| table.len() == 1);
        let literal = literal.and_then(|table| Value::serialize(table.get("v")?).ok());
        literal.into_iter().chain([Value::from(self.text.clone())])
    }

    /// The text as a list with commas between its entries.
    pub(super) fn entries(&self) -> Value {
        let entries = self.text.split(',').map(str::trim);
        let entries: Vec<&str> = entries.filter(|entry| !entry.is_empty()).collect();
        Value::from(entries)
    }

    /// The variable of the setting whose file this one names, with a text; `None` where the name does
    /// not end so.
    pub(super) fn of_file(&self, text: String) -> Option<Self> {
        let mut key = self.key.clone();
        let last = key.last_mut()?;
        *last = last.strip_suffix("_file")?.to_owned();
        Some(Self {
            name: self.name.clone(),
            key,
            text,
        })
    }

    /// The variable of the setting with what the file holds, without the end of its last line.
    ///
    /// # Errors
    /// Where the setting is given twice, or the file cannot be read or holds nothing.
    pub(super) fn read_file(&self, names: &[String]) -> Result<Self, String> {
        let plain = self.name.strip_suffix(FILE).unwrap_or(&self.name);
        if names.iter().any(|name| name == plain) {
            return Err(format!(
                "{plain} and {} are both set: one of them is enough",
                self.name
            ));
        }
        let wrong = |reason: &str| format!("{}: {} {reason}", self.name, self.text);
        let text = std::fs::read_to_string(&self.text)
            .map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.is_empty() {
            return Err(wrong("is empty"));
        }
        self.of_file(text.to_owned())
            .ok_or_else(|| wrong("names no setting"))
    }

    /// The provider that sets this one key.
    pub(super) fn with(&self, value: Value) -> SetKey {
        SetKey {
            name: self.name.clone(),
            key: self.key.clone(),
            value,
        }
    }

    /// The variable of the nearest name: with the unknown part replaced by one that is valid there.
    pub(super) fn suggestion(&self, unknown: &str, expected: &[&str]) -> Option<String> {
        let known = nearest(unknown, expected.iter().copied())?;
        let mut key: Vec<&str> = self.key.iter().map(String::as_str).collect();
        *key.iter_mut().find(|part| **part == unknown)? = known;
        Some(format!("{PREFIX}{}", key.join("__").to_uppercase()))
    }

    /// Whether a container platform announces a service by this variable: Kubernetes service links
    /// and the older links of Docker, recognised by name and value together.
    pub(super) fn is_of_container_platform(&self) -> bool {
        let Some(name) = self.name.strip_prefix(PREFIX) else {
            return false;
        };
        let name = format!("_{name}");
        if name.contains("_ENV_") {
            return true;
        }
        if name.ends_with("_SERVICE_HOST") {
            return self.is_address();
        }
        if name.ends_with("_SERVICE_PORT") || name.contains("_SERVICE_PORT_") {
            return self.is_port();
        }
        let is_service = name.ends_with("_PORT") && self.is_service_url();
        is_service || self.is_of_one_port(&name)
    }

    /// `…_PORT_8080_TCP` and what hangs on it: `_PROTO`, `_PORT`, `_ADDR`.
    fn is_of_one_port(&self, name: &str) -> bool {
        let Some((_, rest)) = name.split_once("_PORT_") else {
            return false;
        };
        let mut parts = rest.split('_');
        let is_number = parts
            .next()
            .is_some_and(|number| number.parse::<u16>().is_ok());
        let is_protocol = parts
            .next()
            .is_some_and(|name| ["TCP", "UDP", "SCTP"].contains(&name));
        is_number
            && is_protocol
            && match parts.next() {
                None => self.is_service_url(),
                Some("PROTO") => ["tcp", "udp", "sctp"].contains(&self.text.as_str()),
                Some("PORT") => self.is_port(),
                Some("ADDR") => self.is_address(),
                Some(_) => false,
            }
    }

    fn is_service_url(&self) -> bool {
        ["tcp://", "udp://", "sctp://"]
            .iter()
            .any(|scheme| self.text.starts_with(scheme))
    }

    fn is_port(&self) -> bool {
        self.text.parse::<u16>().is_ok()
    }

    fn is_address(&self) -> bool {
        self.text.parse::<std::net::IpAddr>().is_ok()
    }
}

/// One key with its value, named after the variable that it came from.
pub(super) struct SetKey {
    name: String,
    key: Vec<String>,
    value: Value,
}

impl Provider for SetKey {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let nested = figment::util::nest(&self.key.join("."), self.value.clone());
        Ok(Map::from([(
            Profile::Default,
            nested.into_dict().unwrap_or_default(),
        )]))
    }
}
