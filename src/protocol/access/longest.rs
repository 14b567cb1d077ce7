//! For how long a role may be asked for.

use crate::time::{Lifetime, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// The longest time for which a role may be asked for, in days.
const MAX_DAYS: i64 = 3650;

/// The longest time for which a role may be asked for, such as `30d` or `12h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longest(Lifetime);

impl Longest {
    /// The latest end of a role that is given now. Days are counted to the end of the last one in UTC,
    /// as an end is chosen by its day.
    pub fn latest_end(self, now: Timestamp) -> Timestamp {
        let end = now.plus(self.0);
        if self.0.0 % Lifetime::days(1).0 == 0 {
            end_of_day(end)
        } else {
            end
        }
    }
}

/// The end of the day (UTC) that a time is in.
fn end_of_day(at: Timestamp) -> Timestamp {
    let day = Lifetime::days(1);
    Timestamp(at.0.div_euclid(day.0).saturating_mul(day.0)).plus(day)
}

impl FromStr for Longest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is no time for which a role may be asked for: write days or hours, such as \
                 30d or 12h, {MAX_DAYS}d at most"
            )
        };
        let read = |number: &str| number.parse::<u16>().ok().map(i64::from);
        let hours = if let Some(days) = text.strip_suffix('d') {
            read(days).map(|days| days * 24)
        } else {
            text.strip_suffix('h').and_then(read)
        };
        let hours = hours.filter(|hours| (1..=MAX_DAYS * 24).contains(hours));
        hours
            .map(|hours| Self(Lifetime::hours(hours)))
            .ok_or_else(wrong)
    }
}

impl fmt::Display for Longest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, hour) = (Lifetime::days(1).0, Lifetime::hours(1).0);
        if self.0.0 % day == 0 {
            write!(f, "{}d", self.0.0 / day)
        } else {
            write!(f, "{}h", self.0.0 / hour)
        }
    }
}

impl Serialize for Longest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Longest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Longest {
    fn schema_name() -> Cow<'static, str> {
        "Longest".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[0-9]+[dh]$"})
    }
}
