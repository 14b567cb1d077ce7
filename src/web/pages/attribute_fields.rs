//! The declared fields of users on pages: `pages/attribute_fields.html` shows them.

use crate::{extract::form::Fields, messages::Messages};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    users::attributes::{AttributeProblem, AttributeType, Required, UserAttribute},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the name of a field begins with on forms, so that it is none of the others.
const PREFIX: &str = "attribute_";

/// A field as a page shows it.
pub struct AttributeField {
    /// Its name on the form, and its identifier on the page.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The type of the `input` element; `checkbox` for yes or no, `select` for a choice.
    pub input: &'static str,
    /// What was typed, or what is stored.
    pub value: String,
    /// The values of a choice.
    pub options: Vec<String>,
    /// Whether a value must be given.
    pub is_required: bool,
    /// Whether the user changes it.
    pub is_edited: bool,
    /// The most characters.
    pub longest: usize,
    /// What is wrong with what was typed.
    pub problem: Option<String>,
}

/// What was typed into the fields, and what is wrong with it, by name.
#[derive(Default)]
pub struct TypedAttributes {
    /// What was typed; none where the page shows what is stored.
    pub typed: Option<BTreeMap<String, String>>,
    /// What is wrong with it.
    pub problems: BTreeMap<String, AttributeProblem>,
}

/// What was typed into declared fields, by name.
pub fn typed(fields: &Fields) -> BTreeMap<String, String> {
    let named = |(name, value): (&str, &str)| {
        let name = name.strip_prefix(PREFIX)?;
        Some((name.to_owned(), value.to_owned()))
    };
    fields.iter().filter_map(named).collect()
}

/// Some fields of a user.
pub fn fields<'a>(
    t: Messages,
    attributes: impl Iterator<Item = &'a UserAttribute>,
    claims: &StandardClaims,
    typed: &TypedAttributes,
) -> Vec<AttributeField> {
    attributes
        .map(|attribute| field(t, attribute, claims, typed))
        .collect()
}

fn field(
    t: Messages,
    attribute: &UserAttribute,
    claims: &StandardClaims,
    typed: &TypedAttributes,
) -> AttributeField {
    let name = &attribute.name;
    let is_edited = attribute.is_edited_by_user();
    let value = match typed.typed.as_ref().filter(|_| is_edited) {
        Some(typed) => typed.get(name).cloned().unwrap_or_default(),
        None => attribute.of(claims).map(written).unwrap_or_default(),
    };
    AttributeField {
        id: format!("{PREFIX}{name}"),
        label: label(t, attribute),
        input: input(attribute.kind()),
        value,
        options: attribute.options.clone(),
        is_required: attribute.required != Required::No,
        is_edited,
        longest: attribute.longest(),
        problem: typed.problems.get(name).map(|problem| reason(t, *problem)),
    }
}

fn written(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

const fn input(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::Text => "text",
        AttributeType::Number => "number",
        AttributeType::Boolean => "checkbox",
        AttributeType::Date => "date",
        AttributeType::Email => "email",
        AttributeType::Phone => "tel",
        AttributeType::Url => "url",
        AttributeType::Choice => "select",
    }
}

/// What a field is called: as it is declared, or as the pages call a standard claim.
pub fn label(t: Messages, attribute: &UserAttribute) -> String {
    if attribute.label.is_none() {
        match attribute.name.as_str() {
            "name" => return t.sign_up_name(),
            "given_name" => return t.profile_given_name(),
            "family_name" => return t.profile_family_name(),
            "nickname" => return t.profile_nickname(),
            "website" => return t.profile_website(),
            "locale" => return t.profile_language(),
            "zoneinfo" => return t.profile_time_zone(),
            _ => {}
        }
    }
    attribute.label(t.language()).to_owned()
}

/// What is wrong with the value of a field.
pub fn reason(t: Messages, problem: AttributeProblem) -> String {
    match problem {
        AttributeProblem::Missing => t.attribute_missing(),
        AttributeProblem::Length { min, max } => {
            t.attribute_length(min.to_string(), max.to_string())
        }
        AttributeProblem::Min(min) => t.attribute_min(min.to_string()),
        AttributeProblem::Max(max) => t.attribute_max(max.to_string()),
        AttributeProblem::Type(AttributeType::Number) => t.attribute_number(),
        AttributeProblem::Type(AttributeType::Date) => t.attribute_date(),
        AttributeProblem::Type(AttributeType::Email) => t.attribute_email(),
        AttributeProblem::Type(AttributeType::Phone) => t.attribute_phone(),
        AttributeProblem::Type(AttributeType::Url) => t.profile_website_wrong(),
        AttributeProblem::Type(AttributeType::Choice) => t.attribute_choice(),
        AttributeProblem::Type(AttributeType::Text | AttributeType::Boolean)
        | AttributeProblem::Unknown
        | AttributeProblem::Form => t.attribute_form(),
    }
}
