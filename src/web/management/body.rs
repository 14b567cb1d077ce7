//! The JSON bodies of requests.

use doorward_core::management::ManagementError;
use doorward_protocol::text::noted;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// Reads a body.
///
/// # Errors
/// `Invalid` with the place that is wrong and what is expected there. Names of members are repeated,
/// values are not: they may be passwords, and refusals are logged.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ManagementError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let text = without_value(without_place(&error.inner().to_string()));
        ManagementError::field(&pointer(error.path()), text)
    })?;
    reader
        .end()
        .map_err(|_| ManagementError::field("", "the body must be one JSON object"))?;
    Ok(read)
}

/// A place in a document, as a JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => {
                let key = key.replace('~', "~0").replace('/', "~1");
                format!("/{}", noted(&key))
            }
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// What serde says, without the line and the column.
fn without_place(text: &str) -> &str {
    let end = text.rfind(" at line ");
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// What serde says, without the value that it found.
fn without_value(text: &str) -> String {
    if let Some(found) = text.strip_prefix("unknown variant `")
        && let Some((_, expected)) = found.rsplit_once("`, expected ")
    {
        return format!("the value is not one of those that are known: expected {expected}");
    }
    if let Some(found) = text.strip_prefix("unknown field `")
        && let Some((name, expected)) = found.rsplit_once("`, expected ")
    {
        return format!("unknown field `{}`, expected {expected}", noted(name));
    }
    let said = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|start| text.strip_prefix(start));
    if let Some((found, expected)) = said.and_then(|said| said.rsplit_once(", expected ")) {
        let kind = found.split(['"', '`']).next().unwrap_or(found).trim_end();
        return format!("expected {expected}, not {}", noted(kind));
    }
    noted(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what is refused is looked at")]
    struct Shape {
        name: String,
        #[serde(default)]
        active: bool,
        #[serde(default)]
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
        Other,
    }

    fn refusal(body: &str) -> String {
        read::<Shape>(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_refusal_says_what_is_expected_and_repeats_no_value() {
        for (body, expected) in [
            (
                r#"{"name": "a", "active": "a secret"}"#,
                "expected a boolean, not string",
            ),
            (r#"{"name": 815}"#, "expected a string, not integer"),
            (
                r#"{"name": ["a secret"]}"#,
                "expected a string, not sequence",
            ),
            (
                r#"{"name": "a", "kind": "a secret, expected `x`"}"#,
                "expected `one` or `other`",
            ),
            (
                r#"{"name": "a", "kid": 1}"#,
                "unknown field `kid`, expected one of `name`, `active`, `kind`",
            ),
            (r#"{"active": true}"#, "missing field `name`"),
            (r#"{"name": "a"} {}"#, "the body must be one JSON object"),
            (r#"{"name": "#, "EOF while parsing a value"),
        ] {
            let said = refusal(body);
            assert!(said.contains(expected), "{body}: {said}");
            for value in ["secret", "815", " line "] {
                assert!(!said.contains(value), "{body}: {said}");
            }
        }
    }

    #[test]
    fn a_refusal_is_short_whatever_was_sent() {
        let long = "x".repeat(10_000);
        for body in [
            format!(r#"{{"{long}": 1}}"#),
            format!(r#"{{"name": {{"{long}": 1}}}}"#),
            format!(r#"{{"name": "a", "active": "{long}"}}"#),
            format!(r#"{{"name": "a", "kind": "{long}"}}"#),
        ] {
            assert!(refusal(&body).len() < 1000, "{body}");
        }
    }
}
