//! An app that users and groups are pushed to, as an operator declares it.

use crate::text::is_storable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use strum::{EnumString, IntoStaticStr};

/// The longest name, in characters.
const MAX_NAME: usize = 64;
/// The longest address, description and name of a group, in bytes.
const MAX_TEXT: usize = 2000;
/// The longest token, in bytes.
const MAX_TOKEN: usize = 8192;
/// The most groups that one app gets.
pub const MAX_GROUPS: usize = 100;
/// The longest time between two comparisons, in hours: thirty days.
pub const MAX_RECONCILE_HOURS: i64 = 720;

/// What `userName` is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PushedUserName {
    /// The mail address; the user name of who has none.
    #[default]
    Email,
    /// The user name; the mail address of who has none.
    Username,
}

/// What becomes of the account of a user who may not use the app any more.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Removal {
    /// It stays, and is not active.
    #[default]
    Deactivate,
    /// It is deleted.
    Delete,
}

/// An app that users are pushed to, in a file: `[[scim_targets]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredScimTarget {
    /// Its name, which never changes: lower-case letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The app, by its `client_id`: whoever may use it is pushed.
    pub app: String,
    /// The https address of its SCIM server, above `/Users`.
    pub url: String,
    /// What it is for, in the operator's words.
    #[serde(default)]
    pub description: Option<String>,
    /// Of those who may use the app, only the members of these groups; without any, all of them.
    #[serde(default)]
    pub users_in: BTreeSet<String>,
    /// The groups that are pushed, with those of their members who are.
    #[serde(default)]
    pub groups: BTreeSet<String>,
    /// What `userName` is: `email` or `username`.
    #[serde(default)]
    pub user_name: PushedUserName,
    /// What becomes of the account of who may not use the app any more: `deactivate` or `delete`.
    #[serde(default)]
    pub removal: Removal,
    /// After how many hours everything is compared with what the app has; 0 never does.
    #[serde(default = "daily")]
    pub reconcile_hours: i64,
    /// Whether anything is pushed.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether the address may be on this machine or in a private network.
    #[serde(default)]
    pub allow_private_addresses: bool,
}

const fn daily() -> i64 {
    24
}

const fn yes() -> bool {
    true
}

impl DeclaredScimTarget {
    /// A target with the defaults: whoever may use the app, and no group.
    pub fn new(name: String, app: String, url: String) -> Self {
        Self {
            name,
            app,
            url,
            description: None,
            users_in: BTreeSet::new(),
            groups: BTreeSet::new(),
            user_name: PushedUserName::default(),
            removal: Removal::default(),
            reconcile_hours: daily(),
            enabled: yes(),
            allow_private_addresses: false,
        }
    }

    /// Refuses what no target can be. Whether the app exists and where the address is comes later.
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
        let groups = self.groups.iter().chain(&self.users_in);
        let texts = [Some(&self.url), self.description.as_ref()];
        let mut texts = texts.into_iter().flatten().chain(groups);
        if texts.any(|text| text.len() > MAX_TEXT || !is_storable(text)) {
            return Err(format!(
                "url, description and names of groups may have {MAX_TEXT} bytes at most"
            ));
        }
        if self.url.contains(['?', '#']) {
            return Err("url must be the base of the SCIM server, without ? and #".into());
        }
        if self.groups.len().max(self.users_in.len()) > MAX_GROUPS {
            return Err(format!(
                "groups and users_in may name {MAX_GROUPS} groups each at most"
            ));
        }
        if !(0..=MAX_RECONCILE_HOURS).contains(&self.reconcile_hours) {
            return Err(format!(
                "reconcile_hours must be 0 to {MAX_RECONCILE_HOURS}"
            ));
        }
        Ok(())
    }
}

/// Refuses what cannot be sent as a bearer token (RFC 6750 §2.1).
///
/// # Errors
/// What to change.
pub fn check_token(token: &str) -> Result<(), String> {
    let is_sendable = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.is_empty() || token.len() > MAX_TOKEN || !is_sendable {
        return Err(format!(
            "token must be 1 to {MAX_TOKEN} printable ASCII characters without blanks, and without the word Bearer"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> DeclaredScimTarget {
        let url = "https://a.example/scim/v2".to_owned();
        DeclaredScimTarget::new("wiki-2".into(), "wiki".into(), url)
    }

    #[test]
    fn an_entry_that_says_no_more_than_it_must_has_the_defaults() {
        let text = r#"{"name": "wiki-2", "app": "wiki", "url": "https://a.example/scim/v2"}"#;
        let read: DeclaredScimTarget = serde_json::from_str(text).unwrap();
        assert_eq!(read, target());
        assert_eq!(read.check(), Ok(()));
    }

    #[test]
    fn what_no_target_can_be_is_refused() {
        for name in ["", "Wiki", "a b", "a/b", &"a".repeat(65)] {
            let name = name.to_owned();
            assert!(DeclaredScimTarget { name, ..target() }.check().is_err());
        }
        for reconcile_hours in [-1, MAX_RECONCILE_HOURS + 1] {
            let wrong = DeclaredScimTarget {
                reconcile_hours,
                ..target()
            };
            assert!(wrong.check().is_err(), "{reconcile_hours}");
        }
        let url = "https://a.example/scim?tenant=1".to_owned();
        assert!(DeclaredScimTarget { url, ..target() }.check().is_err());
        let groups = (0..=MAX_GROUPS).map(|n| n.to_string()).collect();
        assert!(DeclaredScimTarget { groups, ..target() }.check().is_err());
        assert_eq!(check_token("abc.DEF-_~+/=="), Ok(()));
        for token in ["", "a b", "a\nb", "ü", &"a".repeat(MAX_TOKEN + 1)] {
            assert!(check_token(token).is_err(), "{token}");
        }
    }
}
