//! The value of a field: read from what was typed, and checked.

use super::declaration::{AttributeType, Required, UserAttribute};
use crate::{mail_address::MailAddress, time::Timestamp};
use regex::Regex;
use serde_json::{Number, Value};
use url::Url;

/// The longest text where no length is declared, in characters.
const DEFAULT_LENGTH: usize = 200;
/// The digits of a telephone number with the code of the country (ITU-T E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// What is wrong with the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AttributeProblem {
    /// No field of that name is declared.
    #[error("no such field is declared")]
    Unknown,
    /// It is required, and nothing was given.
    #[error("a value is required")]
    Missing,
    /// The value is of another type.
    #[error("the value must be a {}", name_of(*.0))]
    Type(AttributeType),
    /// The text is too short or too long, in characters.
    #[error("the value must have {min} to {max} characters")]
    Length {
        /// The least length.
        min: usize,
        /// The greatest length.
        max: usize,
    },
    /// The number is too small.
    #[error("the value must be {0} or more")]
    Min(f64),
    /// The number is too large.
    #[error("the value must be {0} or less")]
    Max(f64),
    /// The value does not match the pattern, or has characters that are not seen.
    #[error("the value does not have the form that is declared")]
    Form,
}

const fn name_of(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::Text => "text",
        AttributeType::Number => "number",
        AttributeType::Boolean => "boolean",
        AttributeType::Date => "date such as 1815-12-10",
        AttributeType::Email => "mail address",
        AttributeType::Phone => "telephone number such as +4930123456",
        AttributeType::Url => "http address",
        AttributeType::Choice => "declared option",
    }
}

impl UserAttribute {
    /// The greatest length, in characters.
    pub fn longest(&self) -> usize {
        self.max_length.unwrap_or(DEFAULT_LENGTH)
    }
}

/// Reads what was typed. Nothing typed is no value; a box that is not ticked is `false`.
pub(super) fn read(
    attribute: &UserAttribute,
    pattern: Option<&Regex>,
    typed: &str,
) -> Result<Option<Value>, AttributeProblem> {
    let typed = typed.trim();
    let kind = attribute.kind();
    if typed.is_empty() {
        return match (kind, attribute.required) {
            (AttributeType::Boolean, _) => Ok(Some(false.into())),
            (_, Required::No) => Ok(None),
            (_, Required::Registration | Required::Later) => Err(AttributeProblem::Missing),
        };
    }
    let value = match kind {
        AttributeType::Number => number(typed).ok_or(AttributeProblem::Type(kind))?,
        AttributeType::Boolean => match typed {
            "true" => true.into(),
            "false" => false.into(),
            _ => return Err(AttributeProblem::Type(kind)),
        },
        AttributeType::Phone => {
            let is_digit = |c: &char| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '/');
            typed.chars().filter(is_digit).collect::<String>().into()
        }
        _ => Value::String(typed.to_owned()),
    };
    check(attribute, pattern, &value).map(|()| Some(value))
}

fn number(typed: &str) -> Option<Value> {
    if let Ok(whole) = typed.parse::<i64>() {
        return Some(whole.into());
    }
    let number = typed.parse::<f64>().ok().and_then(Number::from_f64);
    number.map(Value::Number)
}

/// Checks a value.
pub(super) fn check(
    attribute: &UserAttribute,
    pattern: Option<&Regex>,
    value: &Value,
) -> Result<(), AttributeProblem> {
    let kind = attribute.kind();
    let wrong = AttributeProblem::Type(kind);
    match (kind, value) {
        (AttributeType::Boolean, Value::Bool(_)) => Ok(()),
        (AttributeType::Number, Value::Number(number)) => {
            let number = number.as_f64().ok_or(wrong)?;
            match (attribute.min, attribute.max) {
                (Some(min), _) if number < min => Err(AttributeProblem::Min(min)),
                (_, Some(max)) if number > max => Err(AttributeProblem::Max(max)),
                _ => Ok(()),
            }
        }
        (AttributeType::Boolean | AttributeType::Number, _) => Err(wrong),
        (_, Value::String(text)) => check_text(attribute, pattern, text),
        _ => Err(wrong),
    }
}

fn check_text(
    attribute: &UserAttribute,
    pattern: Option<&Regex>,
    text: &str,
) -> Result<(), AttributeProblem> {
    let kind = attribute.kind();
    if text.chars().any(char::is_control) {
        return Err(AttributeProblem::Form);
    }
    let is_of_type = match kind {
        AttributeType::Date => Timestamp::of_day(text).is_some(),
        AttributeType::Email => MailAddress::parse(text).is_some(),
        AttributeType::Phone => text.strip_prefix('+').is_some_and(|digits| {
            PHONE_DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        }),
        AttributeType::Url => {
            Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        }
        AttributeType::Choice => attribute.options.iter().any(|option| option == text),
        AttributeType::Text | AttributeType::Number | AttributeType::Boolean => true,
    };
    if !is_of_type {
        return Err(AttributeProblem::Type(kind));
    }
    let (min, max) = (attribute.min_length.unwrap_or(1), attribute.longest());
    if kind.is_written() && !(min..=max).contains(&text.chars().count()) {
        return Err(AttributeProblem::Length { min, max });
    }
    if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
        return Err(AttributeProblem::Form);
    }
    Ok(())
}
