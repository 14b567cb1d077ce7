//! Reading settings: the file, then `DOORWARD_` variables with `__` between section and key.

use crate::settings::{Settings, validate::validate};
use doorward_protocol::text::nearest;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Where settings are looked for when nobody says otherwise.
const DEFAULT_FILE: &str = "config/doorward.toml";
const PREFIX: &str = "DOORWARD_";

/// Every setting, for the nearest name to a misspelt one; a test holds it to the types.
pub(super) const NAMES: [&str; 59] = [
    "issuer",
    "listen",
    "name",
    "master_key",
    "master_key_file",
    "master_key_create",
    "declarations",
    "tls.certificate",
    "tls.key",
    "tls.self_signed",
    "authorization.response_types",
    "authorization.unsigned_request_objects",
    "registration.mode",
    "registration.require_pkce",
    "outbound.ca_file",
    "outbound.allow_private_addresses",
    "database.url",
    "redis.url",
    "redis.ca_file",
    "keys.algorithms",
    "keys.rotation_days",
    "keys.jwks_cache_seconds",
    "sessions.idle_minutes",
    "sessions.absolute_hours",
    "sessions.remember",
    "sessions.remember_idle_days",
    "sessions.remember_absolute_days",
    "sessions.accounts_per_browser",
    "sessions.places_file",
    "tokens.authorization_code_seconds",
    "tokens.access_token_seconds",
    "tokens.id_token_seconds",
    "tokens.refresh_token_idle_days",
    "tokens.refresh_token_absolute_days",
    "passwords.sign_in",
    "passwords.memory_kib",
    "passwords.iterations",
    "passwords.parallelism",
    "passwords.concurrency",
    "passwords.queue",
    "passwords.queue_seconds",
    "rate_limits.wrong_passwords",
    "rate_limits.failed_clients",
    "rate_limits.unknown_tokens",
    "rate_limits.registrations",
    "http.workers",
    "http.trusted_proxies",
    "http.drain_seconds",
    "metrics.listen",
    "log.level",
    "log.format",
    "database",
    "redis",
    "keys",
    "tls",
    "authorization",
    "rate_limits",
    "registration",
    "outbound",
];

/// What is wrong with the settings, in one sentence with its place.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);

/// Loads settings from a file (or the default one, if it is there) and from variables.
///
/// # Errors
/// The first thing that is wrong, with file and line or variable, the reason, and the nearest valid
/// name.
pub fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let path = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            String::new()
        }
        Err(error) => {
            return Err(SettingsError(format!(
                "{} cannot be read: {error}",
                path.display()
            )));
        }
    };
    toml::from_str::<Settings>(&text).map_err(|error| in_file(&path, &text, &error))?;
    let mut table: Table = toml::from_str(&text).map_err(|error| in_file(&path, &text, &error))?;
    let mut variables: Vec<_> = variables
        .into_iter()
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    variables.sort();
    for (name, value) in &variables {
        overlay(&mut table, name, value)?;
    }
    let mut settings: Settings = Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| SettingsError(error.message().to_owned()))?;
    validate(&settings)
        .map_err(|(key, reason)| place_of(&path, &text, &variables, key, &reason))?;
    // A file that the settings file names is found wherever the program was started.
    if let (Some(declarations), Some(folder)) = (&mut settings.declarations, path.parent()) {
        *declarations = folder.join(&*declarations);
    }
    Ok(settings)
}

/// Lays one variable over the table: as the type that the setting has, or as text.
fn overlay(table: &mut Table, name: &str, value: &str) -> Result<(), SettingsError> {
    let path: Vec<String> = name
        .trim_start_matches(PREFIX)
        .split("__")
        .map(str::to_lowercase)
        .collect();
    let literal = toml::from_str::<Table>(&format!("v = {value}"))
        .ok()
        .and_then(|table| table.get("v").cloned());
    let candidates = [literal, Some(Value::String(value.to_owned()))];
    let mut reason = String::new();
    for candidate in candidates.into_iter().flatten() {
        let mut trial = table.clone();
        if set(&mut trial, &path, candidate).is_none() {
            reason.replace_range(.., "is a section, not a setting");
            continue;
        }
        match Value::Table(trial.clone()).try_into::<Settings>() {
            Ok(_) => {
                *table = trial;
                return Ok(());
            }
            Err(error) => reason.replace_range(.., error.message()),
        }
    }
    let key = path.join(".");
    if NAMES.contains(&key.as_str()) {
        return Err(SettingsError(format!("{name}: {reason}")));
    }
    let suggestion = nearest(&key, NAMES).map(|known| {
        format!(
            "; did you mean {PREFIX}{}?",
            known.replace('.', "__").to_uppercase()
        )
    });
    Err(SettingsError(format!(
        "{name}: there is no setting of this name{}",
        suggestion.unwrap_or_default()
    )))
}

fn set(table: &mut Table, path: &[String], value: Value) -> Option<()> {
    let (key, sections) = path.split_last()?;
    let mut here = table;
    for section in sections {
        here = here
            .entry(section.clone())
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()?;
    }
    here.insert(key.clone(), value);
    Some(())
}

fn in_file(path: &Path, text: &str, error: &toml::de::Error) -> SettingsError {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    SettingsError(format!(
        "{}:{line}: {}",
        path.display(),
        explained(error.message())
    ))
}

/// The parser's words, with the nearest name where a name is unknown.
pub fn explained(message: &str) -> String {
    let Some(wrong) = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next())
    else {
        return message.to_owned();
    };
    let valid = message.split('`').skip(3).step_by(2);
    match nearest(wrong, valid) {
        Some(known) => format!("there is no setting `{wrong}`; did you mean `{known}`?"),
        None => format!("there is no setting `{wrong}`"),
    }
}

/// The line of a byte, from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn place_of(
    path: &Path,
    text: &str,
    variables: &[(String, String)],
    key: &str,
    reason: &str,
) -> SettingsError {
    let variable = format!("{PREFIX}{}", key.replace('.', "__").to_uppercase());
    if variables.iter().any(|(name, _)| *name == variable) {
        return SettingsError(format!("{variable}: {reason}"));
    }
    let last = key.rsplit('.').next().unwrap_or(key);
    match text
        .lines()
        .position(|line| line.trim_start().starts_with(last))
    {
        Some(line) => SettingsError(format!("{}:{}: {key}: {reason}", path.display(), line + 1)),
        None => SettingsError(format!("{key}: {reason}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
        let file = std::env::temp_dir().join(format!(
            "doorward-settings-{}-{}.toml",
            std::process::id(),
            line_of(text, text.len()) + text.len() + variables.len() * 1000
        ));
        std::fs::write(&file, text).unwrap();
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let loaded = load(Some(&file), variables).map_err(|error| {
            error
                .to_string()
                .replace(&file.display().to_string(), "FILE")
        });
        std::fs::remove_file(&file).unwrap();
        loaded
    }

    #[test]
    fn the_file_then_the_variables() {
        let settings = from(
            "listen = \"127.0.0.1:1\"\n[sessions]\nidle_minutes = 5",
            &[
                ("DOORWARD_LISTEN", "127.0.0.1:2"),
                ("DOORWARD_SESSIONS__ABSOLUTE_HOURS", "3"),
                ("HOME", "/"),
            ],
        )
        .unwrap();
        assert_eq!(
            (
                settings.listen.as_str(),
                settings.sessions.idle_minutes,
                settings.sessions.absolute_hours
            ),
            ("127.0.0.1:2", 5, 3)
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place_and_the_nearest_name() {
        assert_eq!(
            from("\n[sessions]\nidle_minuts = 5", &[]).unwrap_err(),
            "FILE:3: there is no setting `idle_minuts`; did you mean `idle_minutes`?"
        );
        assert!(
            from("listen = 5", &[])
                .unwrap_err()
                .starts_with("FILE:1: invalid type")
        );
        assert!(from("x = ", &[]).unwrap_err().starts_with("FILE:1: "));
        assert_eq!(
            from("", &[("DOORWARD_ISUER", "x")]).unwrap_err(),
            "DOORWARD_ISUER: there is no setting of this name; did you mean DOORWARD_ISSUER?"
        );
        assert_eq!(
            from("", &[("DOORWARD_SESSIONS__IDLE_MINUTES", "soon")])
                .unwrap_err()
                .split(':')
                .next(),
            Some("DOORWARD_SESSIONS__IDLE_MINUTES")
        );
        assert_eq!(
            from("\nissuer = \"http://localhost:8080/\"", &[])
                .unwrap_err()
                .split(": ")
                .next(),
            Some("FILE:2")
        );
        assert!(
            from("", &[("DOORWARD_ISSUER", "http://op.example")])
                .unwrap_err()
                .starts_with("DOORWARD_ISSUER: ")
        );
    }

    #[test]
    fn the_names_are_those_of_the_types() {
        for name in NAMES.iter().filter(|name| {
            ![
                "database",
                "redis",
                "keys",
                "tls",
                "authorization",
                "registration",
                "outbound",
            ]
            .contains(name)
        }) {
            let mut table = Table::new();
            set(
                &mut table,
                &name.split('.').map(str::to_owned).collect::<Vec<_>>(),
                Value::String("x".into()),
            )
            .unwrap();
            let unknown = Value::Table(table)
                .try_into::<Settings>()
                .err()
                .is_some_and(|error| error.message().starts_with("unknown field"));
            assert!(!unknown, "{name}");
        }
    }
}
