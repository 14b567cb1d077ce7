//! A condition of a rule: one attribute, compared with a value or with another attribute.

use super::attribute::{Attribute, Attributes};
use crate::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The days of a week as conditions name them, the first day of 1970 first.
const WEEKDAYS: [&str; 7] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// How an attribute is compared.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantNames, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Operator {
    /// It is the value.
    Equals,
    /// It is there and is something else.
    NotEquals,
    /// It is one of the values of a list.
    OneOf,
    /// It is there and is none of the values of a list.
    NoneOf,
    /// It is a list with the value, or a text with the value in it.
    Contains,
    /// It is less: numbers by size, texts in the order of their characters.
    LessThan,
    /// It is less, or equal.
    AtMost,
    /// It is more.
    MoreThan,
    /// It is more, or equal.
    AtLeast,
    /// It is there (`true`), or is not (`false`).
    Present,
    /// The time of day is not before the first and before the second of two times, such as `08:00` and
    /// `17:30`; past midnight where the second is the earlier one.
    Between,
    /// The day is one of a list, such as `mon` and `tue`.
    Weekday,
}

/// One attribute, compared with a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What is compared, such as `user.email`, `resource.properties.owner`, `context.ip` or `time`.
    pub attribute: String,
    /// How it is compared.
    pub operator: Operator,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Another attribute, whose value takes the place of `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_of: Option<String>,
    /// Of a time: what is added to UTC, such as `+02:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
}

impl Condition {
    /// Checks that the condition can be met or not met.
    ///
    /// # Errors
    /// What to change.
    pub fn check(&self) -> Result<(), String> {
        let about = |reason: &str| Err(format!("{}: {reason}", self.attribute));
        let attribute = Attribute::parse(&self.attribute)?;
        let is_of_time = matches!(self.operator, Operator::Between | Operator::Weekday);
        if is_of_time != (attribute == Attribute::Time) {
            return about("between and weekday compare time, and time has no other operator");
        }
        if !is_of_time && self.offset.is_some() {
            return about("offset belongs to a condition of time");
        }
        if let Some(offset) = &self.offset
            && minutes_of_offset(offset).is_none()
        {
            return about("offset must be such as +02:00");
        }
        match (&self.value, &self.value_of) {
            (Some(value), None) if self.takes(value) => Ok(()),
            (Some(_), None) => about(self.wanted()),
            (None, Some(other)) if !is_of_time && self.operator != Operator::Present => {
                Attribute::parse(other).map(|_| ())
            }
            (None, Some(_)) => about("this operator takes a value, and no value_of"),
            (Some(_), Some(_)) | (None, None) => about("either value or value_of must be there"),
        }
    }

    /// Whether the value is of the kind that the operator takes.
    fn takes(&self, value: &Value) -> bool {
        let is_plain = value.is_string() || value.is_number() || value.is_boolean();
        match self.operator {
            Operator::Equals | Operator::NotEquals | Operator::Contains => is_plain,
            Operator::OneOf | Operator::NoneOf => {
                value.as_array().is_some_and(|list| !list.is_empty())
            }
            Operator::LessThan | Operator::AtMost | Operator::MoreThan | Operator::AtLeast => {
                value.is_string() || value.is_number()
            }
            Operator::Present => value.is_boolean(),
            Operator::Between => times_of_day(value).is_some(),
            Operator::Weekday => value.as_array().is_some_and(|days| {
                let is_day =
                    |day: &Value| day.as_str().is_some_and(|name| WEEKDAYS.contains(&name));
                !days.is_empty() && days.iter().all(is_day)
            }),
        }
    }

    const fn wanted(&self) -> &'static str {
        match self.operator {
            Operator::Equals | Operator::NotEquals | Operator::Contains => {
                "value must be a text, a number, or true or false"
            }
            Operator::OneOf | Operator::NoneOf => "value must be a list",
            Operator::LessThan | Operator::AtMost | Operator::MoreThan | Operator::AtLeast => {
                "value must be a number or a text"
            }
            Operator::Present => "value must be true or false",
            Operator::Between => "value must be two times of day, such as [\"08:00\", \"17:30\"]",
            Operator::Weekday => "value must be a list of mon, tue, wed, thu, fri, sat, sun",
        }
    }

    /// Whether the condition is met. What is not there meets no condition but `present = false`, and
    /// neither does what cannot be compared.
    pub fn is_met(&self, attributes: &Attributes<'_>) -> bool {
        let Ok(attribute) = Attribute::parse(&self.attribute) else {
            return false;
        };
        if attribute == Attribute::Time {
            return self.is_met_at(attributes.now);
        }
        let found = attributes.get(&attribute);
        if self.operator == Operator::Present {
            return self.value.as_ref().and_then(Value::as_bool) == Some(found.is_some());
        }
        let other = self
            .value_of
            .as_deref()
            .and_then(|name| Attribute::parse(name).ok())
            .and_then(|name| attributes.get(&name));
        match (found, other.as_ref().or(self.value.as_ref())) {
            (Some(found), Some(wanted)) => self.compares(&found, wanted),
            _ => false,
        }
    }

    fn compares(&self, found: &Value, wanted: &Value) -> bool {
        let is_listed = || {
            let list = wanted.as_array();
            list.map(|list| list.iter().any(|one| is_same(found, one)))
        };
        let order = || order(found, wanted);
        match self.operator {
            Operator::Equals => is_same(found, wanted),
            Operator::NotEquals => !is_same(found, wanted),
            Operator::OneOf => is_listed() == Some(true),
            Operator::NoneOf => is_listed() == Some(false),
            Operator::Contains => match (found, wanted) {
                (Value::Array(list), _) => list.iter().any(|one| is_same(one, wanted)),
                (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
                _ => false,
            },
            Operator::LessThan => order().is_some_and(std::cmp::Ordering::is_lt),
            Operator::AtMost => order().is_some_and(std::cmp::Ordering::is_le),
            Operator::MoreThan => order().is_some_and(std::cmp::Ordering::is_gt),
            Operator::AtLeast => order().is_some_and(std::cmp::Ordering::is_ge),
            Operator::Present | Operator::Between | Operator::Weekday => false,
        }
    }

    fn is_met_at(&self, now: Timestamp) -> bool {
        let offset = self.offset.as_deref().map_or(Some(0), minutes_of_offset);
        let (Some(offset), Some(value)) = (offset, &self.value) else {
            return false;
        };
        let minutes = now.0.div_euclid(MINUTE) + offset;
        if self.operator == Operator::Weekday {
            let day = usize::try_from(minutes.div_euclid(DAY).rem_euclid(7)).ok();
            let name = day.and_then(|day| WEEKDAYS.get(day));
            let days = value.as_array().into_iter().flatten();
            return name.is_some_and(|name| days.filter_map(Value::as_str).any(|day| day == *name));
        }
        let minute = minutes.rem_euclid(DAY);
        times_of_day(value).is_some_and(|times| match times {
            TimesOfDay { from, until } if from <= until => from <= minute && minute < until,
            TimesOfDay { from, until } => from <= minute || minute < until,
        })
    }
}

/// Two times of day, in minutes since midnight.
struct TimesOfDay {
    from: i64,
    until: i64,
}

fn times_of_day(value: &Value) -> Option<TimesOfDay> {
    match value.as_array()?.as_slice() {
        [from, until] => Some(TimesOfDay {
            from: minutes_of_day(from.as_str()?)?,
            until: minutes_of_day(until.as_str()?)?,
        }),
        _ => None,
    }
}

/// A time such as `17:30`, in minutes since midnight; `24:00` is the end of a day.
fn minutes_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| {
        let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY).then_some(total)
}

fn minutes_of_offset(text: &str) -> Option<i64> {
    let (sign, time) = match text.split_at_checked(1)? {
        ("+", time) => (1, time),
        ("-", time) => (-1, time),
        _ => return None,
    };
    minutes_of_day(time).map(|minutes| sign * minutes)
}

/// Whether two values are the same; numbers are compared by size.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(_), Some(_)) => order(one, other).is_some_and(std::cmp::Ordering::is_eq),
        _ => one == other,
    }
}

/// The order of two numbers or two texts.
fn order(one: &Value, other: &Value) -> Option<std::cmp::Ordering> {
    match (one, other) {
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (Value::Number(one), Value::Number(other)) => match (one.as_i128(), other.as_i128()) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
        },
        _ => None,
    }
}
