//! Instants and lifetimes, as integers: leap days, daylight saving and 2038 are nobody's business
//! here.

use ::time::{Date, format_description::well_known::Iso8601};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole seconds since the epoch, the `NumericDate` of RFC 7519 §2.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The instant of a `NumericDate`.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The beginning of a day (UTC) that is written by its month, as date fields and apps write it.
    /// ISO 8601 also counts days by weeks and by the year, which is refused.
    pub fn of_day(text: &str) -> Option<Self> {
        let by_month = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = Date::parse(text, &Iso8601::DATE)
            .ok()
            .filter(|_| by_month)?;
        Some(Self::from_seconds(
            date.midnight().assume_utc().unix_timestamp(),
        ))
    }

    /// This instant and `lifetime` more.
    #[must_use]
    pub fn plus(self, lifetime: Lifetime) -> Self {
        Self(self.0.saturating_add(lifetime.0))
    }

    /// This instant less `lifetime`.
    #[must_use]
    pub fn minus(self, lifetime: Lifetime) -> Self {
        Self(self.0.saturating_sub(lifetime.0))
    }

    /// Whether this instant is so far ahead of the present that the difference between two clocks
    /// does not explain it: the clock was set back since.
    pub fn is_ahead_of(self, now: Self) -> bool {
        self > now.plus(CLOCK_TOLERANCE)
    }

    /// Whether something that ends at this instant is valid now, where it is valid for `lifetime`.
    /// What began in the future is not: where the clock is set back, it would be valid for longer
    /// than it may.
    pub fn ends_a_valid(self, lifetime: Lifetime, now: Self) -> bool {
        now < self && !self.minus(lifetime).is_ahead_of(now)
    }

    /// How long after `earlier` this is, in milliseconds.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lifetime(pub i64);

impl Lifetime {
    /// So many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    /// So many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }

    /// So many days.
    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }

    /// Whole seconds, for `expires_in` and `max-age`.
    pub fn as_seconds(self) -> i64 {
        self.0 / 1000
    }
}

/// What others' clocks may differ from ours (FAPI 2.0 §5.3.2.1 asks for ten seconds at least).
pub const CLOCK_TOLERANCE: Lifetime = Lifetime::seconds(10);

/// Where the time comes from: the machine in production, the test's hand in a test.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// The time since an arbitrary start, which never goes back: for back-offs, freshness and
    /// latency, which a corrected wall clock must not disturb.
    fn monotonic(&self) -> Duration;
}

/// A clock that stands still, for tests in which no time passes.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoppedClock(pub Timestamp);

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

#[cfg(test)]
mod tests;
