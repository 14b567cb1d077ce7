//! Times of the audit log as users of the command line write them.

use anyhow::anyhow;
use doorward_protocol::time::{Lifetime, Timestamp};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Reads a time: of RFC 3339, a day of UTC, or so long before `now`.
pub(super) fn moment(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let ago = || {
        let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let count: i64 = count.parse().ok()?;
        if !(0..=1_000_000).contains(&count) {
            return None;
        }
        let before = match unit {
            "s" => Lifetime::seconds(count),
            "m" => Lifetime::minutes(count),
            "h" => Lifetime::hours(count),
            "d" => Lifetime::days(count),
            "w" => Lifetime::days(7 * count),
            _ => return None,
        };
        Some(Timestamp(now.0 - before.0))
    };
    let written = || {
        ["", "Z", ":00Z", "T00:00:00Z"].iter().find_map(|rest| {
            let at = OffsetDateTime::parse(&format!("{text}{rest}"), &Rfc3339).ok()?;
            let milliseconds = at.unix_timestamp_nanos() / 1_000_000;
            i64::try_from(milliseconds).ok().map(Timestamp)
        })
    };
    ago().or_else(written).ok_or_else(|| {
        anyhow!("{text} is no time: write 2026-12-31, 2026-12-31T23:59:59Z, or 30m, 24h, 7d for so long ago")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_day_a_moment_or_so_long_ago() {
        let now = Timestamp(1_800_000_000_000);
        for (text, expected) in [
            ("2027-01-15", 1_799_971_200_000),
            ("2027-01-15T08:00", now.0),
            ("2027-01-15T08:00:00", now.0),
            ("2027-01-15T08:00:00.250Z", now.0 + 250),
            ("2027-01-15T09:00:00+01:00", now.0),
            ("90s", now.0 - 90_000),
            ("30m", now.0 - 1_800_000),
            ("24h", now.0 - 86_400_000),
            ("2w", now.0 - 14 * 86_400_000),
        ] {
            assert_eq!(moment(text, now).unwrap(), Timestamp(expected), "{text}");
        }
        for wrong in [
            "",
            "d",
            "-1d",
            "1y",
            "yesterday",
            "2027-13-01",
            "99999999999d",
            "\u{e9}",
        ] {
            assert!(moment(wrong, now).is_err(), "{wrong}");
        }
    }
}
