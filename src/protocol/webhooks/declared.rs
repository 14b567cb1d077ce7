//! A webhook as an operator declares it.

use super::{EVERY_EVENT, catalogue::check_name};
use crate::text::is_storable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest name, in characters.
const MAX_NAME: usize = 64;
/// The longest address and the longest description, in bytes.
const MAX_TEXT: usize = 2000;

/// A webhook in a file: `[[webhooks]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredWebhook {
    /// Its name, which never changes: lower-case letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The https address that events are posted to.
    pub url: String,
    /// What it is for, in the operator's words.
    #[serde(default)]
    pub description: Option<String>,
    /// The events that it is told of, such as `user.created`; `*` stands for all of them, and is the
    /// default.
    #[serde(default = "every_event")]
    pub events: BTreeSet<String>,
    /// Whether events are posted.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether the address may be on this machine or in a private network.
    #[serde(default)]
    pub allow_private_addresses: bool,
}

fn every_event() -> BTreeSet<String> {
    [EVERY_EVENT.to_owned()].into()
}

const fn yes() -> bool {
    true
}

impl DeclaredWebhook {
    /// A webhook with the defaults: it is told of everything.
    pub fn new(name: String, url: String) -> Self {
        Self {
            name,
            url,
            description: None,
            events: every_event(),
            enabled: yes(),
            allow_private_addresses: false,
        }
    }

    /// Refuses what no webhook can be. Where the address is comes later.
    ///
    /// # Errors
    /// What to change.
    pub fn check(&self) -> Result<(), String> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        let begins = self.name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !begins || self.name.len() > MAX_NAME || !self.name.chars().all(fits) {
            return Err(format!(
                "name must be 1 to {MAX_NAME} lower-case letters, digits, -, _ or ., and begin with a \
                 letter or a digit"
            ));
        }
        let texts = [Some(&self.url), self.description.as_ref()];
        let is_too_much = |text: &String| text.len() > MAX_TEXT || !is_storable(text);
        if texts.into_iter().flatten().any(is_too_much) {
            return Err(format!(
                "url and description may have {MAX_TEXT} bytes at most"
            ));
        }
        if self.events.is_empty() {
            return Err(format!(
                "events must name one event at least; {EVERY_EVENT} stands for all of them"
            ));
        }
        if self.events.contains(EVERY_EVENT) {
            return match self.events.len() {
                1 => Ok(()),
                _ => Err(format!(
                    "events must be {EVERY_EVENT} alone, or the names of some"
                )),
            };
        }
        self.events.iter().try_for_each(|name| check_name(name))
    }

    /// Whether it is told of an event.
    pub fn hears_of(&self, event_type: &str) -> bool {
        self.events.contains(event_type) || self.events.contains(EVERY_EVENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, events: &[&str]) -> DeclaredWebhook {
        DeclaredWebhook {
            events: events.iter().map(|name| (*name).to_owned()).collect(),
            ..DeclaredWebhook::new(name.into(), "https://a.example/hook".into())
        }
    }

    #[test]
    fn names_and_events_are_checked() {
        let every = ["*"].as_slice();
        assert_eq!(with("crm-2.staging", every).check(), Ok(()));
        for name in ["", "CRM", "a b", "-a", "ü", &"a".repeat(65)] {
            assert!(with(name, every).check().is_err(), "{name}");
        }
        for events in [[].as_slice(), &["*", "user.created"], &["user.made"]] {
            assert!(with("crm", events).check().is_err(), "{events:?}");
        }
        let some = with("crm", &["user.created", "role.granted"]);
        assert_eq!(some.check(), Ok(()));
        assert!(some.hears_of("user.created") && !some.hears_of("user.deleted"));
        assert!(with("crm", every).hears_of("user.deleted"));
    }

    #[test]
    fn an_entry_that_says_no_more_than_it_must_is_told_of_everything() {
        let read: DeclaredWebhook =
            serde_json::from_str(r#"{"name": "crm", "url": "https://a.example/hook"}"#).unwrap();
        assert_eq!(read, with("crm", &["*"]));
    }
    #[test]
    fn texts_are_bounded_and_can_be_stored() {
        assert_eq!(with(&"a".repeat(MAX_NAME), &["*"]).check(), Ok(()));
        for (text, is_fine) in [
            ("x".repeat(MAX_TEXT), true),
            ("x".repeat(MAX_TEXT + 1), false),
            ("a\u{0}b".to_owned(), false),
        ] {
            let mut at = with("crm", &["*"]);
            at.url.clone_from(&text);
            assert_eq!(at.check().is_ok(), is_fine, "the address");
            let mut described = with("crm", &["*"]);
            described.description = Some(text);
            assert_eq!(described.check().is_ok(), is_fine, "the description");
        }
    }
}
