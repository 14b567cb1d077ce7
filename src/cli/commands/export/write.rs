//! Writes entries as TOML: the same entries as the same bytes.

use doorward_core::export::{Entry, Exported};
use doorward_protocol::clients::client_settings;
use serde_json::Value;
use std::fmt::Write as _;

/// The keys that come first in an entry, in their order.
const FIRST: [&str; 9] = [
    "client_id",
    "app",
    "id",
    "kind",
    "name",
    "email",
    "username",
    "description",
    "type",
];

/// The file. What TOML cannot hold goes to what is left out.
pub(super) fn text(exported: &mut Exported) -> String {
    let mut text =
        String::from("# What `doorward export` found. Apply it with: doorward apply FILE\n");
    let Exported { entries, left_out } = exported;
    for entry in entries.iter() {
        match table(entry) {
            Ok(table) => text.push_str(&table),
            Err(reason) => left_out.push(format!("an entry of {}: {reason}", entry.kind.name())),
        }
    }
    if !left_out.is_empty() {
        text.push_str("\n# No file can say this:\n");
    }
    for what in left_out.iter() {
        let _ = writeln!(text, "#  {}", line(what));
    }
    text
}

fn line(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

fn table(entry: &Entry) -> Result<String, String> {
    let mut text = format!("\n[[{}]]\n", entry.kind.name());
    for note in &entry.notes {
        let _ = writeln!(text, "# {}", line(note));
    }
    let mut lines = Vec::new();
    for (name, value) in &entry.fields {
        let value = toml_value(value, true).map_err(|reason| format!("{name} {reason}"))?;
        lines.push(Line { name, value });
    }
    for (name, value) in &entry.references {
        let value = toml_value(value, false).map_err(|reason| format!("{name} {reason}"))?;
        lines.push(Line { name, value });
    }
    lines.sort_by_key(|line| (place(line.name), line.name));
    for Line { name, value } in lines {
        let _ = writeln!(text, "{name} = {value}");
    }
    Ok(text)
}

struct Line<'a> {
    name: &'a str,
    value: toml::Value,
}

/// Where a key stands: what names the entry, then the settings of a client in the order of the guide,
/// then the others by name.
fn place(name: &str) -> usize {
    let first = FIRST.iter().position(|known| *known == name);
    let settings = || client_settings::all().position(|setting| setting.name == name);
    let later = || settings().map_or(usize::MAX, |position| FIRST.len() + position);
    first.unwrap_or_else(later)
}

/// A value in TOML. A literal text is read back as it is: it names no variable.
fn toml_value(value: &Value, is_literal: bool) -> Result<toml::Value, &'static str> {
    Ok(match value {
        Value::Null => return Err("holds null, which no file can say"),
        Value::Bool(flag) => toml::Value::Boolean(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => toml::Value::Integer(whole),
            (None, Some(float)) => toml::Value::Float(float),
            (None, None) => return Err("holds a number that is too large"),
        },
        Value::String(text) if is_literal => toml::Value::String(text.replace("${", "$${")),
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Array(list) => {
            let list = list.iter().map(|value| toml_value(value, is_literal));
            toml::Value::Array(list.collect::<Result<_, _>>()?)
        }
        Value::Object(object) if stands_for_a_file(object) => {
            return Err(
                "is a table of `file` alone, which a file of declarations takes for a reference",
            );
        }
        Value::Object(object) => {
            let members = object.iter().map(|(name, value)| {
                toml_value(value, is_literal).map(|value| (name.clone(), value))
            });
            toml::Value::Table(members.collect::<Result<_, _>>()?)
        }
    })
}

fn stands_for_a_file(object: &serde_json::Map<String, Value>) -> bool {
    object.len() == 1 && object.get("file").is_some_and(Value::is_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_core::export::EntryKind;
    use serde_json::json;

    fn entry(fields: &Value) -> Entry {
        Entry {
            kind: EntryKind::Clients,
            notes: vec!["a note\nof two lines".into()],
            fields: fields.as_object().unwrap().clone(),
            references: json!({"client_secret": "${SECRET}"})
                .as_object()
                .unwrap()
                .clone(),
        }
    }

    #[test]
    fn keys_have_an_order_and_texts_name_no_variable() {
        let fields = json!({"scope": "a ${b}", "client_name": "x\ny", "client_id": "c",
            "claim_map": {"a": {"value": [1, 2.5, true]}}});
        let written = table(&entry(&fields)).unwrap();
        let expected = "\n[[clients]]\n# a note\u{fffd}of two lines\nclient_id = \"c\"\n";
        assert!(written.starts_with(expected), "{written}");
        assert!(written.contains("scope = \"a $${b}\"\n"), "{written}");
        let table: toml::Table = written.parse().unwrap();
        let client = &table["clients"][0];
        assert_eq!(client["client_name"].as_str(), Some("x\ny"));
        assert_eq!(client["client_secret"].as_str(), Some("${SECRET}"));
        assert_eq!(client["claim_map"]["a"]["value"][1].as_float(), Some(2.5));
    }

    #[test]
    fn what_toml_cannot_hold_is_named() {
        for value in [
            json!({"claim_map": {"a": null}}),
            json!({"claim_map": {"file": "x"}}),
        ] {
            let mut exported = Exported {
                entries: vec![entry(&value)],
                left_out: Vec::new(),
            };
            assert!(!text(&mut exported).contains("[["));
            assert_eq!(exported.left_out.len(), 1);
        }
    }
}
