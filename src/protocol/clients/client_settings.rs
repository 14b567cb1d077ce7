//! The settings of a client as operators name them: one list for the command line, for documents
//! and for whoever writes a form. A field of [`Client`] that is not in the list fails a test.

mod access;
mod of_owners;
mod table;

pub use of_owners::{OF_ADMINISTRATORS, OF_OWNERS, beyond_owners, is_of_owners};
pub use table::TOPICS;

use crate::clients::client::Client;
use serde_json::{Value, json};

/// How the value of a setting is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text of one line.
    Text,
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// A whole number from 0.
    Number,
    /// A list of texts that may hold a comma, such as addresses.
    Texts,
    /// A list of names, which may be written with commas between them.
    Names,
    /// A list of names, or `true` for everything.
    NamesOrSwitch,
    /// A document in JSON.
    Document,
}

impl Kind {
    /// Whether the setting is a list, which is named once for each entry.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Names | Self::NamesOrSwitch)
    }
}

/// Settings that belong together in a list of all.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// What they are about.
    pub heading: &'static str,
    /// The settings of the topic.
    pub settings: &'static [ClientSetting],
}

/// A setting of a client.
#[derive(Clone, Copy, Debug)]
pub struct ClientSetting {
    /// The name in documents, which is that of the field of [`Client`].
    pub name: &'static str,
    /// How its value is written.
    pub kind: Kind,
    /// A value as it is written behind the flag.
    pub example: &'static str,
    /// What it means, in one line.
    pub help: &'static str,
}

impl ClientSetting {
    /// The setting of a name or of a flag, with `_` or `-` between its words.
    pub fn named(name: &str) -> Option<&'static Self> {
        let flag = name.replace('_', "-");
        let flag = match flag.as_str() {
            // What the setting was called before.
            "providers" | "provider" => "sign-in-methods".to_owned(),
            _ => flag,
        };
        all().find(|setting| setting.flag() == flag || setting.name.replace('_', "-") == flag)
    }

    /// The name of its flag on the command line: the words of the name with dashes, in the singular
    /// for a list, whose flag is repeated.
    pub fn flag(&self) -> String {
        let name = match self.name.strip_suffix('s') {
            Some(singular) if matches!(self.kind, Kind::Texts | Kind::Names) => singular,
            _ => self.name,
        };
        name.replace('_', "-")
    }

    /// Reads a value as it is written behind the flag: one text, or several for a list. An empty
    /// text is no value.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(&self, texts: &[&str]) -> Result<Value, String> {
        let last = texts.last().copied().unwrap_or_default();
        let value = match self.kind {
            Kind::Text | Kind::OneOf(_) if last.is_empty() => match self.check(&Value::Null) {
                Ok(()) => Value::Null,
                Err(_) => last.into(),
            },
            Kind::Text | Kind::OneOf(_) => last.into(),
            Kind::Texts => entries(texts.iter().copied()),
            Kind::NamesOrSwitch if matches!(texts, ["true" | "false"]) => (last == "true").into(),
            Kind::Names | Kind::NamesOrSwitch => {
                entries(texts.iter().flat_map(|text| text.split(',')))
            }
            _ if last.trim().is_empty() => Value::Null,
            Kind::Switch | Kind::Number | Kind::Document => {
                serde_json::from_str(last).map_err(|error| format!("this is no JSON: {error}"))?
            }
        };
        self.check(&value).map(|()| value)
    }

    /// Checks a value of the setting alone, so that a message can say which setting is wrong.
    ///
    /// # Errors
    /// What the type of the field refuses, in one sentence.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let document = json!({"client_id": "x", self.name: value});
        match serde_json::from_value::<Client>(document) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Every setting of a client but `client_id`.
pub fn all() -> impl Iterator<Item = &'static ClientSetting> {
    TOPICS.iter().flat_map(|topic| topic.settings)
}

/// A list without empty entries.
fn entries<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    let texts = texts.map(str::trim).filter(|text| !text.is_empty());
    texts.collect()
}

const fn setting(
    name: &'static str,
    kind: Kind,
    example: &'static str,
    help: &'static str,
) -> ClientSetting {
    ClientSetting {
        name,
        kind,
        example,
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clients::client::SigningAlgorithm, oauth::response_type::ResponseType};

    /// The names of the fields of [`Client`], as its reader lists them, without a former one.
    fn fields() -> Vec<String> {
        let error = serde_json::from_value::<Client>(json!({"?": 1})).unwrap_err();
        let message = error.to_string();
        let names = message.split('`').skip(3).step_by(2);
        let names = names.filter(|name| *name != "providers");
        names.map(str::to_owned).collect()
    }

    #[test]
    fn every_field_of_a_client_is_a_setting_of_its_kind() {
        let mut named: Vec<&str> = all().map(|setting| setting.name).collect();
        named.push("client_id");
        named.sort_unstable();
        let mut fields = fields();
        fields.sort_unstable();
        assert_eq!(
            named, fields,
            "a field of Client needs a line in client_settings/table.rs"
        );
        for setting in all() {
            let value = setting.parse(&[setting.example]).unwrap();
            let document = json!({"client_id": "x", setting.name: value});
            let client: Client = serde_json::from_value(document).unwrap();
            let written = serde_json::to_value(&client).unwrap();
            assert_eq!(written[setting.name], value, "{}", setting.name);
            let default = setting.parse(&[""]).is_ok_and(|none| none == value);
            assert!(!default, "the example of {} says something", setting.name);
            let wrong = json!([{"neither": "a text nor a name"}]);
            assert!(
                setting.kind == Kind::Document || setting.check(&wrong).is_err(),
                "{} says what is wrong",
                setting.name
            );
        }
    }

    #[test]
    fn every_name_that_is_offered_is_read() {
        for setting in all() {
            if let Kind::OneOf(names) = setting.kind {
                for name in names {
                    assert_eq!(setting.check(&json!(name)), Ok(()), "{name}");
                }
                assert!(setting.check(&json!("another")).is_err());
            }
        }
        let algorithms: Vec<&str> = SigningAlgorithm::ALL.iter().map(|a| a.as_str()).collect();
        assert_eq!(table::SIGNING_ALGORITHMS, algorithms);
        for name in ResponseType::NAMES {
            let types = ClientSetting::named("response-types").unwrap();
            assert_eq!(types.check(&json!([name])), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_flag_is_the_name_with_dashes_and_that_of_a_list_is_singular() {
        let flag = |name| ClientSetting::named(name).unwrap().flag();
        for (name, expected) in [
            ("redirect_uris", "redirect-uri"),
            ("post_logout_redirect_uris", "post-logout-redirect-uri"),
            ("grant_types", "grant-type"),
            ("response_types", "response-type"),
            ("audience", "audience"),
            ("backchannel_logout_uri", "backchannel-logout-uri"),
            ("require_pkce", "require-pkce"),
            ("jwks", "jwks"),
        ] {
            assert_eq!(flag(name), expected);
        }
        let mut flags: Vec<_> = all().map(ClientSetting::flag).collect();
        flags.sort_unstable();
        flags.dedup();
        assert_eq!(flags.len(), all().count());
    }

    #[test]
    fn lists_are_named_once_for_each_entry() {
        for (kind, is_list) in [
            (Kind::Text, false),
            (Kind::OneOf(&["a"]), false),
            (Kind::Switch, false),
            (Kind::Number, false),
            (Kind::Document, false),
            (Kind::Texts, true),
            (Kind::Names, true),
            (Kind::NamesOrSwitch, true),
        ] {
            assert_eq!(kind.is_list(), is_list, "{kind:?}");
        }
    }

    #[test]
    fn a_setting_is_found_by_its_name_its_flag_and_its_former_name() {
        for name in [
            "sign_in_methods",
            "sign-in-methods",
            "sign-in-method",
            "providers",
            "provider",
        ] {
            let found = ClientSetting::named(name).map(|setting| setting.name);
            assert_eq!(found, Some("sign_in_methods"), "{name}");
        }
        assert!(ClientSetting::named("of_tomorrow").is_none());
    }

    #[test]
    fn a_value_is_read_as_it_is_written_behind_the_flag() {
        let read = |name: &str, texts: &[&str]| ClientSetting::named(name).unwrap().parse(texts);
        for (name, texts, expected) in [
            ("client_uri", vec![""], Value::Null),
            ("client_name", vec![""], json!("")),
            ("client_name", vec!["Notes"], json!("Notes")),
            ("id_token_claims", vec!["true"], json!(true)),
            ("id_token_claims", vec!["false"], json!(false)),
            (
                "id_token_claims",
                vec!["email, name"],
                json!(["email", "name"]),
            ),
            (
                "grant_types",
                vec!["refresh_token", "implicit,"],
                json!(["refresh_token", "implicit"]),
            ),
            (
                "redirect_uris",
                vec!["https://a.example/?a,b", " "],
                json!(["https://a.example/?a,b"]),
            ),
            ("default_max_age", vec![" "], Value::Null),
            ("default_max_age", vec!["0"], json!(0)),
            ("jwks", vec![""], Value::Null),
            ("require_pkce", vec!["false"], json!(false)),
        ] {
            assert_eq!(read(name, &texts), Ok(expected), "{name} {texts:?}");
        }
        for (name, text) in [
            ("require_pkce", "no"),
            ("require_pkce", ""),
            ("default_max_age", "-1"),
            ("application_type", "other"),
            ("jwks", "{"),
        ] {
            assert!(read(name, &[text]).is_err(), "{name} {text}");
        }
    }
}
