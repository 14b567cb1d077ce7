//! A row of another system, read and checked without the database.

use super::declaration::{AddressProblem, check_address, is_email, is_username};
use doorward_adapters::hashing::{StorableHash, storable_hash};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    secret::Digest,
    text::{fold_address, fold_username, is_storable},
    time::Timestamp,
    users::attributes::UserAttributes,
};
use doorward_storage::ImportedDetails;
use serde_json::{Map, Value};

/// The longest `sub` (OpenID Connect Core §2), in characters.
const MAX_SUB: usize = 255;

/// What another system says about one user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportRow {
    /// Their identifier there.
    pub id: Option<String>,
    /// Their email address.
    pub email: Option<String>,
    /// Their user name.
    pub username: Option<String>,
    /// The standard claims.
    pub claims: StandardClaims,
    /// Fields with other names: values of the declared fields that are called so. The others are ignored.
    pub others: Map<String, Value>,
    /// The hash of their password, in one of the formats of docs/guides/moving-in.md.
    pub password_hash: Option<String>,
    /// Whether they may not sign in.
    pub disabled: bool,
    /// When they were made.
    pub created_at: Option<Timestamp>,
}

/// A row that can be added.
pub(super) struct CheckedRow {
    pub(super) details: ImportedDetails,
    pub(super) password: Option<StorableHash>,
}

impl CheckedRow {
    /// What names the user of the row, each in a form of its own: of two rows with one of them in
    /// common, the later one is refused.
    pub(super) fn names(&self) -> Vec<String> {
        let details = &self.details;
        let email = details.email.as_deref().map(fold_address);
        let username = details.username.as_deref().map(fold_username);
        [
            Some(format!("row {}", details.row.as_str())),
            email.map(|email| format!("email {email}")),
            username.map(|name| format!("name {name}")),
            Some(format!("name {}", fold_username(&details.id))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl ImportRow {
    /// The names of the user of a row that was checked, by which somebody who was here before is known
    /// again.
    pub(super) fn names_of(&self, details: &ImportedDetails) -> Vec<String> {
        let id = self.trimmed_id();
        names(id, details.email.as_deref(), details.username.as_deref())
    }

    fn trimmed_id(&self) -> Option<&str> {
        let id = self.id.as_deref().map(str::trim);
        id.filter(|id| !id.is_empty())
    }

    /// What the row is called in a report: its address, else its user name, else its identifier.
    pub fn label(&self) -> &str {
        let names = [&self.email, &self.username, &self.id];
        names
            .into_iter()
            .flatten()
            .next()
            .map_or("", String::as_str)
    }

    /// Checks what can be checked without the database. `new_id` is the identifier of a user who
    /// cannot keep the one that they have.
    ///
    /// # Errors
    /// Why the row cannot be added, without the hash of its password.
    pub(super) fn check(&self, new_id: String, now: Timestamp) -> Result<CheckedRow, String> {
        let email = self
            .email
            .as_deref()
            .map(str::trim)
            .filter(|email| !email.is_empty());
        let username = self.username.as_deref().map(str::trim);
        let username = username.filter(|name| !name.is_empty());
        // Systems whose user names are addresses repeat the address.
        let (email, username) = match (email, username) {
            (Some(email), Some(name)) if fold_address(name) == fold_address(email) => {
                (Some(email), None)
            }
            (None, Some(name)) if is_email(name) => (Some(name), None),
            names => names,
        };
        if email.is_none() && username.is_none() {
            return Err("there is neither an address nor a user name".into());
        }
        if let Some(Err(problem)) = email.map(check_address) {
            return Err(reason(problem).into());
        }
        if username.is_some_and(|name| !is_username(name) || !is_storable(name)) {
            return Err(
                "username must have 1 to 64 characters, without spaces and without @".into(),
            );
        }
        let text = serde_json::to_string(&self.claims).unwrap_or_default();
        if text.contains("\\u0000") {
            return Err("a value holds the NUL character, which cannot be stored".into());
        }
        if let Some(name) = self.claims.disguised_name(None) {
            return Err(format!("{name} holds a character that nobody sees"));
        }
        let hash = self
            .password_hash
            .as_deref()
            .filter(|hash| !hash.trim().is_empty());
        let password = hash.map(storable_hash).transpose();
        let password = password.map_err(|reason| format!("password_hash: {reason}"))?;
        let created_at = self.created_at.unwrap_or(now);
        Ok(CheckedRow {
            details: ImportedDetails {
                id: self.kept_id().map_or(new_id, str::to_owned),
                email: email.map(str::to_owned),
                username: username.map(str::to_owned),
                claims: self.claims.clone(),
                disabled_at: self.disabled.then_some(now),
                created_at: created_at.clamp(Timestamp(0), now),
                row: self.digest(email, username),
            },
            password,
        })
    }

    /// The row with the values of declared fields among its claims.
    ///
    /// # Errors
    /// The name of a field, and what is wrong with its value.
    pub(super) fn with_attributes(&self, attributes: &UserAttributes) -> Result<Self, String> {
        let mut row = self.clone();
        let own = attributes
            .iter()
            .filter(|attribute| !attribute.is_standard());
        for name in own.map(|attribute| &attribute.name) {
            let value = match self.others.get(name) {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) => attributes
                    .read(name, text)
                    .map_err(|problem| format!("{name}: {problem}"))?,
                Some(value) => Some(value.clone()),
            };
            if let Some(value) = value {
                row.claims.attributes.insert(name.clone(), value);
            }
        }
        attributes.check(&row.claims.attributes)?;
        Ok(row)
    }

    /// The identifier, where it can be a `sub` here: apps know their users by it.
    pub(super) fn kept_id(&self) -> Option<&str> {
        let fits = |id: &&str| {
            let is_known = |c: char| c.is_ascii_alphanumeric() || "-_.:|".contains(c);
            (1..=MAX_SUB).contains(&id.len()) && id.chars().all(is_known)
        };
        self.id.as_deref().map(str::trim).filter(fits)
    }

    /// What tells the row from the others of its source.
    fn digest(&self, email: Option<&str>, username: Option<&str>) -> Digest {
        let names = names(self.trimmed_id(), email, username);
        let name = names.first().map_or("", String::as_str);
        Digest::of(name.as_bytes())
    }
}

/// What a user is called, each in a form of its own: their identifier, address and user name.
pub(super) fn names(id: Option<&str>, email: Option<&str>, username: Option<&str>) -> Vec<String> {
    let email = email.map(fold_address);
    let username = username.map(fold_username);
    [
        id.map(|id| format!("id {id}")),
        email.map(|email| format!("email {email}")),
        username.map(|name| format!("name {name}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Why an address is refused.
const fn reason(problem: AddressProblem) -> &'static str {
    match problem {
        AddressProblem::NoAddress => "email is no address, or is longer than 254 characters",
        AddressProblem::Unmailable => {
            "email has other signs before the @ than mail is sent to: letters from a to z, digits, single dots and signs such as + and -"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(email: Option<&str>, username: Option<&str>) -> ImportRow {
        ImportRow {
            email: email.map(str::to_owned),
            username: username.map(str::to_owned),
            ..ImportRow::default()
        }
    }

    fn names(row: &ImportRow) -> (Option<String>, Option<String>) {
        let details = row.check("new".into(), Timestamp(5)).ok().unwrap().details;
        (details.email, details.username)
    }

    #[test]
    fn a_row_whose_address_gets_no_mail_is_refused_with_the_reason() {
        for row in [
            row(Some("j\u{f6}rg@example.org"), Some("joerg")),
            row(None, Some("\u{1f600}@example.org")),
        ] {
            let reason = row.check("new".into(), Timestamp(5)).err();
            assert!(reason.is_some_and(|reason| reason.contains("before the @")));
        }
    }

    #[test]
    fn a_row_whose_name_is_not_seen_as_it_is_is_refused() {
        let mut disguised = row(Some("ada@example.com"), None);
        disguised.claims.nickname = Some("a\u{202e}da".into());
        let reason = disguised.check("new".into(), Timestamp(5)).err();
        assert!(reason.is_some_and(|reason| reason.starts_with("nickname ")));
    }

    #[test]
    fn an_address_in_the_place_of_a_user_name_is_the_address() {
        let ada = Some("ada@example.com".to_owned());
        assert_eq!(
            names(&row(Some("ada@example.com"), Some("ADA@example.com"))),
            (ada.clone(), None)
        );
        assert_eq!(
            names(&row(None, Some("ada@example.com"))),
            (ada.clone(), None)
        );
        let both = names(&row(Some(" ada@example.com "), Some("ada")));
        assert_eq!(both, (ada, Some("ada".to_owned())));
        for refused in [
            row(None, None),
            row(Some(""), Some(" ")),
            row(Some("nobody"), None),
            row(Some("ada@example.com"), Some("grace@example.com")),
            row(Some("ada@example.com"), Some("a b")),
        ] {
            assert!(
                refused.check("new".into(), Timestamp(5)).is_err(),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn an_identifier_is_kept_where_it_can_be_a_sub() {
        for (id, kept) in [
            ("8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11", true),
            ("auth0|5f7c8ec7c33c6c004bbafe82", true),
            ("42", true),
            ("ada@example.com", false),
            ("a b", false),
            ("", false),
            ("\u{e4}", false),
        ] {
            let row = ImportRow {
                id: Some(id.to_owned()),
                ..row(Some("ada@example.com"), None)
            };
            assert_eq!(row.kept_id().is_some(), kept, "{id}");
        }
    }

    #[test]
    fn times_lie_between_the_beginning_and_now() {
        for (given, expected) in [(None, 5), (Some(3), 3), (Some(9), 5), (Some(-4), 0)] {
            let row = ImportRow {
                created_at: given.map(Timestamp),
                ..row(Some("ada@example.com"), None)
            };
            let details = row.check("new".into(), Timestamp(5)).ok().unwrap().details;
            assert_eq!(details.created_at, Timestamp(expected));
        }
    }
}
