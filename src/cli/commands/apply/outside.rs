//! Values of a file of declarations that stand elsewhere: `${VARIABLE}` in a text, and `{ file = "…" }`
//! in the place of one.

use std::path::Path;
use toml::{Table, Value};

/// Where values come from.
pub(super) struct Outside<'a> {
    /// The folder of the file of declarations: names of other files begin there.
    pub(super) folder: &'a Path,
    /// The value of an environment variable; none where it is not set.
    pub(super) variable: &'a dyn Fn(&str) -> Option<String>,
}

/// What is wrong with a value, and the key at which it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) key: String,
    pub(super) reason: String,
}

impl Outside<'_> {
    /// Puts every value of an entry in its place.
    ///
    /// # Errors
    /// The first one that is not there. No message holds a value.
    pub(super) fn fill(&self, table: &mut Table) -> Result<(), Missing> {
        for (key, value) in table.iter_mut() {
            self.fill_value(key, value).map_err(|reason| Missing {
                key: key.clone(),
                reason: format!("{key}: {reason}"),
            })?;
        }
        Ok(())
    }

    fn fill_value(&self, key: &str, value: &mut Value) -> Result<(), String> {
        match value {
            Value::String(text) if text.contains('$') => *text = self.expand(text)?,
            Value::Array(list) => {
                for entry in list {
                    self.fill_value(key, entry)?;
                }
            }
            Value::Table(table) => {
                let Some(file) = file_of(table) else {
                    return table
                        .iter_mut()
                        .try_for_each(|(key, value)| self.fill_value(key, value));
                };
                let text = self.read(&self.expand(&file)?)?;
                *value = match key {
                    // What is a document stays one.
                    "jwks" | "claim_map" | "forward_auth" => document(&text)?,
                    _ => Value::String(text),
                };
            }
            _ => {}
        }
        Ok(())
    }

    /// A text with its variables: `${NAME}`, `${NAME:-DEFAULT}`, and `$${` for a plain `${`.
    fn expand(&self, text: &str) -> Result<String, String> {
        let mut expanded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            if let Some(before) = before.strip_suffix('$') {
                expanded.push_str(before);
                expanded.push_str("${");
                rest = after;
                continue;
            }
            expanded.push_str(before);
            let (name, after) = after
                .split_once('}')
                .ok_or("a variable begins with ${ and ends with }; write $${ for the characters")?;
            expanded.push_str(&self.variable(name)?);
            rest = after;
        }
        expanded.push_str(rest);
        Ok(expanded)
    }

    fn variable(&self, written: &str) -> Result<String, String> {
        let (name, default) = match written.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (written, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(format!(
                "${{{name}}} is no name of a variable; write $${{ for the characters"
            ));
        }
        match (
            (self.variable)(name).filter(|value| !value.is_empty()),
            default,
        ) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => Ok(default.to_owned()),
            (None, None) => Err(format!("the variable {name} is not set, or empty")),
        }
    }

    /// What a file holds, without the end of its last line.
    fn read(&self, file: &str) -> Result<String, String> {
        let text = std::fs::read_to_string(self.folder.join(file))
            .map_err(|error| format!("the file {file} cannot be read: {error}"))?;
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.is_empty() {
            return Err(format!("the file {file} is empty"));
        }
        Ok(text.to_owned())
    }
}

/// The name of the file, where a value stands in one.
fn file_of(table: &Table) -> Option<String> {
    let name = table.get("file").filter(|_| table.len() == 1)?;
    name.as_str().map(str::to_owned)
}

fn document(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|_| "the file holds no JSON document".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> Result<Table, Missing> {
        // A folder of each call's own: tests run at once, and would read half-written files.
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        std::fs::write(folder.join("secret"), "from the file\r\n").unwrap();
        std::fs::write(folder.join("two-lines"), "a\n\n").unwrap();
        std::fs::write(folder.join("empty"), "\n").unwrap();
        std::fs::write(folder.join("keys.json"), r#"{"keys": []}"#).unwrap();
        let variable = |name: &str| match name {
            "SECRET" => Some("from $a variable".to_owned()),
            "HOST" => Some("app.example".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        let outside = Outside {
            folder,
            variable: &variable,
        };
        let mut table: Table = text.parse().unwrap();
        outside.fill(&mut table).map(|()| table)
    }

    #[test]
    fn values_stand_in_variables_and_files() {
        let table = fill(
            "a = \"${SECRET}\"\nb = [\"https://${HOST}/cb\"]\nc = {file = \"secret\"}\n\
             d = \"$${HOST} costs $5\"\ne = {deep = {file = \"two-lines\"}}\n\
             f = \"${NOBODY:-a default}\"\njwks = {file = \"keys.json\"}\ng = 5\n\
             h = {file = \"${NOBODY:-secret}\"}",
        )
        .unwrap();
        assert_eq!(table["a"].as_str(), Some("from $a variable"));
        assert_eq!(table["b"][0].as_str(), Some("https://app.example/cb"));
        assert_eq!(table["c"].as_str(), Some("from the file"));
        assert_eq!(table["d"].as_str(), Some("${HOST} costs $5"));
        assert_eq!(table["e"]["deep"].as_str(), Some("a\n"));
        assert_eq!(table["f"].as_str(), Some("a default"));
        assert!(table["jwks"]["keys"].is_array());
        assert_eq!(table["h"].as_str(), Some("from the file"));
    }

    #[test]
    fn what_is_missing_is_said_by_its_name() {
        for (text, reason) in [
            ("a = \"${NOBODY}\"", "a: the variable NOBODY is not set"),
            (
                "a = \"${EMPTY}\"",
                "a: the variable EMPTY is not set, or empty",
            ),
            (
                "a = \"${HOST\"",
                "a: a variable begins with ${ and ends with }",
            ),
            ("a = \"${HO ST}\"", "is no name of a variable"),
            (
                "a = {file = \"nowhere\"}",
                "a: the file nowhere cannot be read",
            ),
            ("a = {file = \"empty\"}", "a: the file empty is empty"),
            (
                "jwks = {file = \"secret\"}",
                "jwks: the file holds no JSON document",
            ),
        ] {
            let missing = fill(text).unwrap_err();
            assert!(
                missing.reason.contains(reason),
                "{text}: {}",
                missing.reason
            );
            assert!(!missing.reason.contains("from the file"));
        }
    }
}
