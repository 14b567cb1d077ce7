//! What an administrator declares of a field.

use crate::oidc::claims::StandardClaims;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeType {
    /// One line of text.
    #[default]
    Text,
    /// A number; whole numbers stay whole.
    Number,
    /// Yes or no.
    Boolean,
    /// A day, as `1815-12-10`.
    Date,
    /// An email address that is not proven.
    Email,
    /// A telephone number with the code of the country, as `+4930123456`.
    Phone,
    /// The http or https address of a web page.
    Url,
    /// One of the declared options.
    Choice,
}

impl AttributeType {
    /// Whether its values are texts that `pattern`, `min_length` and `max_length` can be about.
    pub(super) const fn is_written(self) -> bool {
        matches!(self, Self::Text | Self::Email | Self::Phone | Self::Url)
    }
}

/// When a field is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// When the account is created: without it there is no account.
    Registration,
    /// The next sign-in to an app asks for it, and the account page takes no profile without it.
    Later,
    /// Users may leave it empty.
    #[default]
    No,
}

/// Who reads or edits a field.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Party {
    /// The user, on the account page.
    User,
    /// Administrators, at the command line.
    Admin,
}

impl Party {
    /// The name in declarations.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// What a field is called on pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a text, or a table of texts by language"
)]
pub enum Label {
    /// The same in every language.
    One(String),
    /// By BCP 47 tag.
    ByLanguage(BTreeMap<String, String>),
}

impl Label {
    /// The text for a language: its own, that of the language without a region, English, or any.
    pub fn in_language(&self, language: &str) -> &str {
        let texts = match self {
            Self::One(text) => return text,
            Self::ByLanguage(texts) => texts,
        };
        let primary = language.split('-').next().unwrap_or_default();
        let known = [language, primary, "en"];
        let known = known.iter().find_map(|tag| texts.get(*tag));
        known.or(texts.values().next()).map_or("", String::as_str)
    }
}

fn everybody() -> Vec<Party> {
    vec![Party::User, Party::Admin]
}

/// A field as an administrator declares it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserAttribute {
    /// The name by which declarations, imports and the command line know it.
    pub name: String,
    /// What kind of value it takes; that of a standard claim where it has the name of one.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AttributeType>,
    /// What it is called on pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The values of a choice, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// A regular expression that the whole value matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The least length, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// The greatest length, in characters; 200 where none is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// When it is asked for.
    #[serde(default)]
    pub required: Required,
    /// Who sees it.
    #[serde(default = "everybody")]
    pub read: Vec<Party>,
    /// Who changes it.
    #[serde(default = "everybody")]
    pub edit: Vec<Party>,
    /// The claim that carries it to apps; none where no app gets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The scope that opens the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// The standard claims that may be declared, with the type of each. Their values stay where they are.
const STANDARD: [(&str, AttributeType); 12] = [
    ("name", AttributeType::Text),
    ("given_name", AttributeType::Text),
    ("family_name", AttributeType::Text),
    ("middle_name", AttributeType::Text),
    ("nickname", AttributeType::Text),
    ("profile", AttributeType::Url),
    ("website", AttributeType::Url),
    ("gender", AttributeType::Text),
    ("birthdate", AttributeType::Date),
    ("zoneinfo", AttributeType::Text),
    ("locale", AttributeType::Text),
    ("phone_number", AttributeType::Phone),
];

pub(super) fn standard_type(name: &str) -> Option<AttributeType> {
    let found = STANDARD.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| kind)
}

/// The standard claims whose fields the account page has without a declaration.
const ON_PROFILE: [&str; 7] = [
    "name",
    "given_name",
    "family_name",
    "nickname",
    "website",
    "locale",
    "zoneinfo",
];

impl UserAttribute {
    /// Whether the account page has its field without a declaration.
    pub fn is_on_profile(&self) -> bool {
        ON_PROFILE.contains(&self.name.as_str())
    }

    /// The type, also of a standard claim.
    pub fn kind(&self) -> AttributeType {
        let kind = self.kind.or(standard_type(&self.name));
        kind.unwrap_or_default()
    }

    /// Whether it is a standard claim, whose value is one of [`StandardClaims`].
    pub fn is_standard(&self) -> bool {
        standard_type(&self.name).is_some()
    }

    /// Whether it is asked for when an account is created, beside the name, which always is.
    pub fn is_asked_at_registration(&self) -> bool {
        self.required == Required::Registration && self.name != "name"
    }

    /// Whether the user sees it.
    pub fn is_read_by_user(&self) -> bool {
        self.read.contains(&Party::User)
    }

    /// Whether the user changes it.
    pub fn is_edited_by_user(&self) -> bool {
        self.edit.contains(&Party::User)
    }

    /// What it is called on pages: its label, or else its name.
    pub fn label(&self, language: &str) -> &str {
        let label = self.label.as_ref();
        let label = label.map(|label| label.in_language(language));
        label.unwrap_or(&self.name)
    }

    /// The value of a user; none where there is none.
    pub fn of(&self, claims: &StandardClaims) -> Option<Value> {
        if !self.is_standard() {
            return claims.attributes.get(&self.name).cloned();
        }
        let claims = serde_json::to_value(claims).unwrap_or_default();
        claims.get(&self.name).cloned()
    }
}
