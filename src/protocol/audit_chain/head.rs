//! The end of a day's chain, as it is signed.

use crate::{
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use serde_json::{Map, Value, json};

/// The beginning of the day of UTC that an instant is in.
pub fn day_of(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(Lifetime::days(1).0))
}

/// The day that another one follows, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousDay {
    /// The beginning of that day.
    pub day: Timestamp,
    /// Its last link.
    pub link: Digest,
}

/// The end of a day's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The beginning of the day.
    pub day: Timestamp,
    /// How many entries it has.
    pub count: i64,
    /// The last link.
    pub link: Digest,
    /// The day before; none on the first day of the log.
    pub previous: Option<PreviousDay>,
    /// When chaining began, on the first day of the log.
    pub began: Timestamp,
    /// Whether the day is over: nothing is added to it any more.
    pub closed: bool,
    /// When the entries of the day were deleted because they were old enough.
    pub deleted: Option<Timestamp>,
}

impl Head {
    /// The claims that are signed.
    pub fn claims(&self, issuer: &str, signed_at: Timestamp) -> Map<String, Value> {
        let claims = json!({
            "iss": issuer,
            "iat": signed_at.seconds(),
            "day": self.day.seconds(),
            "entries": self.count,
            "hash": self.link.as_str(),
            "previous_day": self.previous.as_ref().map(|it| it.day.seconds()),
            "previous_hash": self.previous.as_ref().map(|it| it.link.as_str().to_owned()),
            "began": self.began.0,
            "closed": self.closed,
            "deleted": self.deleted.map(Timestamp::seconds),
        });
        match claims {
            Value::Object(claims) => claims,
            _ => Map::new(),
        }
    }

    /// The head that claims are of; none where one of them is missing or no such value.
    pub fn from_claims(claims: &Map<String, Value>) -> Option<Self> {
        let number = |name: &str| claims.get(name).and_then(Value::as_i64);
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let previous = match (number("previous_day"), text("previous_hash")) {
            (Some(day), Some(link)) => Some(PreviousDay {
                day: Timestamp::from_seconds(day),
                link: Digest::from_encoded(link),
            }),
            (None, None) => None,
            _ => return None,
        };
        Some(Self {
            day: Timestamp::from_seconds(number("day")?),
            count: number("entries")?,
            link: Digest::from_encoded(text("hash")?),
            previous,
            began: Timestamp(number("began")?),
            closed: claims.get("closed").and_then(Value::as_bool)?,
            deleted: number("deleted").map(Timestamp::from_seconds),
        })
    }

    /// The end of this day, for the day that follows it.
    pub fn as_previous(&self) -> PreviousDay {
        PreviousDay {
            day: self.day,
            link: self.link.clone(),
        }
    }
}
