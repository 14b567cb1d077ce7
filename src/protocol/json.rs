//! What is said of JSON that cannot be read.

use crate::text::noted;

/// Why JSON was not read: what is expected, without the line, the column and the value that was found.
/// A value may be a password or somebody's data, and reasons are logged.
pub fn reason(error: &serde_json::Error) -> String {
    without_value(without_place(&error.to_string()))
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
        reason(&serde_json::from_str::<Shape>(body).unwrap_err())
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
            (r#"{"name": "a"} {}"#, "trailing characters"),
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
