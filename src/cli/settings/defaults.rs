//! The settings that are left to their defaults, as the commented settings file has them.

use super::helps::helps;
use doorward_core::{DefaultSetting, ExplicitSetting};
use toml::{Table, Value};

/// Every setting, commented, at its default. A test compares it with the settings that the program has.
const COMMENTED: &str = include_str!("../../../config/doorward.toml");

/// Every setting that is not set explicitly, in the order of their names.
pub(super) fn default_settings(explicit: &[ExplicitSetting]) -> Vec<DefaultSetting> {
    let mut all = with_defaults();
    all.extend(without_defaults());
    all.retain(|setting| explicit.iter().all(|set| set.key != setting.key));
    let mut helps = helps();
    for setting in &mut all {
        setting.help = helps.remove(&setting.key);
    }
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all
}

/// The settings whose default stands in the file, behind a hash and a space.
fn with_defaults() -> Vec<DefaultSetting> {
    let lines = COMMENTED.lines().map(|line| {
        line.strip_prefix("# ")
            .filter(|rest| rest.contains(" = ") || rest.starts_with('['))
            .unwrap_or(line)
    });
    let text: Vec<&str> = lines.collect();
    let mut found = Vec::new();
    if let Ok(table) = text.join("\n").parse() {
        walk("", &table, &mut found);
    }
    found
}

fn walk(section: &str, table: &Table, found: &mut Vec<DefaultSetting>) {
    for (name, value) in table {
        let key = match section {
            "" => name.clone(),
            section => format!("{section}.{name}"),
        };
        match value {
            Value::Table(inner) => walk(&key, inner, found),
            value => found.push(DefaultSetting {
                key,
                value: Some(text(value)),
                help: None,
            }),
        }
    }
}

/// A value as it is written in the file, without its quotes.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The settings that are not set without somebody who sets them: the file has an example of each,
/// behind a hash alone.
fn without_defaults() -> Vec<DefaultSetting> {
    let mut section = Some("");
    let mut found = Vec::new();
    for line in COMMENTED.lines() {
        if line.starts_with("#[") {
            // Entries of a list, and what has a name that an operator chooses, are no settings of their own.
            section = None;
        } else if let Some(rest) = line.strip_prefix("# [") {
            section = rest.strip_suffix(']');
        } else if let Some(rest) = line.strip_prefix('#')
            && let Some((name, _)) = rest.split_once(" = ")
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && let Some(section) = section
        {
            found.push(DefaultSetting {
                key: match section {
                    "" => name.to_owned(),
                    section => format!("{section}.{name}"),
                },
                value: None,
                help: None,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_there_with_its_default() {
        let all = default_settings(&[]);
        let found = |key: &str| all.iter().find(|setting| setting.key == key);
        for (key, value) in [
            ("issuer", Some("http://localhost:8080")),
            ("sessions.idle_minutes", Some("60")),
            ("sign_in.methods", Some("password, passkey")),
            ("database.connections", None),
            ("mail.from", None),
            ("metrics.listen", None),
        ] {
            let default = found(key).unwrap_or_else(|| panic!("{key} is not there"));
            assert_eq!(default.value.as_deref(), value, "{key}");
        }
        assert!(found("audit.kind").is_none(), "it belongs to a stream");
        assert!(all.len() > 80, "{}", all.len());
        assert!(all.windows(2).all(|pair| pair[0].key < pair[1].key));
    }

    #[test]
    fn what_is_set_explicitly_is_not_left_to_its_default() {
        let set = ExplicitSetting {
            key: "sessions.idle_minutes".into(),
            value: Some("5".into()),
            variable: None,
            help: None,
        };
        let rest = default_settings(&[set]);
        assert!(rest.iter().all(|one| one.key != "sessions.idle_minutes"));
        assert!(rest.iter().any(|one| one.key == "sessions.absolute_hours"));
    }

    #[test]
    fn every_setting_says_what_it_is_for() {
        let all = default_settings(&[]);
        let silent = all.iter().filter(|setting| setting.help.is_none());
        let silent: Vec<&str> = silent.map(|setting| setting.key.as_str()).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }
}
