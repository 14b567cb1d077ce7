//! The settings that are set explicitly, each with where it comes from; what may be a secret is left
//! out.

use super::helps::helps;
use doorward_core::ExplicitSetting;
use figment::{
    Figment, Profile, Provider,
    value::{Dict, Value},
};

/// What the name of a setting ends with that may hold a secret: an address may have a password in it.
const SECRET: [&str; 5] = ["master_key", "secret", "password", "token", "url"];

/// The settings of a file and of variables, in the order of their names.
pub(super) fn explicit_settings(figment: &Figment) -> Vec<ExplicitSetting> {
    let mut found = Vec::new();
    let data = figment.data().unwrap_or_default();
    if let Some(settings) = data.get(&Profile::Default) {
        walk(figment, "", settings, &mut found);
    }
    let mut helps = helps();
    for setting in &mut found {
        setting.help = helps.remove(&setting.key);
    }
    found
}

fn walk(figment: &Figment, section: &str, settings: &Dict, found: &mut Vec<ExplicitSetting>) {
    for (name, value) in settings {
        let key = if section.is_empty() {
            name.clone()
        } else {
            format!("{section}.{name}")
        };
        if let Value::Dict(_, inner) = value {
            walk(figment, &key, inner, found);
            continue;
        }
        let source = figment.get_metadata(value.tag());
        let variable = source.filter(|source| source.source.is_none());
        found.push(ExplicitSetting {
            value: (!may_be_secret(&key)).then(|| text(value)),
            variable: variable.map(|source| source.name.to_string()),
            help: None,
            key,
        });
    }
}

fn may_be_secret(key: &str) -> bool {
    SECRET.iter().any(|end| key.ends_with(end))
}

/// A value as it is written in the file, without its quotes.
fn text(value: &Value) -> String {
    match value {
        Value::String(_, text) => text.clone(),
        Value::Char(_, one) => one.to_string(),
        Value::Bool(_, flag) => flag.to_string(),
        Value::Num(_, number) => number
            .to_i128()
            .map(|number| number.to_string())
            .or_else(|| number.to_u128().map(|number| number.to_string()))
            .or_else(|| number.to_f64().map(|number| number.to_string()))
            .unwrap_or_default(),
        Value::Array(_, entries) => entries.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Empty(..) | Value::Dict(..) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_secret;
    use std::{fs, path::Path};

    /// Every setting whose type says that it is a secret is left out.
    #[test]
    fn no_secret_is_shown() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("settings");
        let mut secrets = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let fields = text.lines().filter_map(|line| {
                let field = line.trim().strip_prefix("pub ")?;
                let (name, kind) = field.split_once(": ")?;
                kind.contains("SecretString").then_some(name)
            });
            for name in fields {
                assert!(may_be_secret(name), "{name}");
                secrets += 1;
            }
        }
        assert!(secrets >= 6, "{secrets} secrets were found");
        assert!(!may_be_secret("sessions.idle_minutes"));
        assert!(!may_be_secret("master_key_file"));
    }
}
