//! Moments in the reader's language and zone.
//!
//! The server writes UTC into a `<time>` element, and `local_time.js` writes the browser's zone
//! over it: only the browser knows the zone, and its changes in the year.

use super::{Html, Messages};
use doorward_protocol::time::Timestamp;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A minute, in milliseconds: clocks differ, so what is to come within it is now.
const MINUTE: i64 = 60_000;

impl Messages {
    /// A moment with how long ago it was in brackets; one that is to come by itself.
    pub(crate) fn when(self, at: Timestamp, now: Timestamp) -> Html {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(at.seconds()) else {
            return Html::trusted(String::new());
        };
        let absolute = self.date_time(at);
        let element = Html::trusted(format!(
            "<time datetime=\"{}\">{}</time>",
            moment.format(&Rfc3339).unwrap_or_default(),
            super::argument::escape_html(&absolute),
        ));
        if at.since(now) >= MINUTE {
            return element;
        }
        self.moment(element, self.ago(at, now))
    }

    /// A moment in UTC, for a reader whose zone is not known.
    pub(crate) fn date_time(self, at: Timestamp) -> String {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(at.seconds()) else {
            return String::new();
        };
        self.date_and_time(
            usize::from(moment.day()),
            usize::from(u8::from(moment.month())),
            moment.year().to_string(),
            format!("{:02}:{:02}", moment.hour(), moment.minute()),
        )
    }

    fn ago(self, at: Timestamp, now: Timestamp) -> String {
        let minutes = usize::try_from(now.since(at) / MINUTE).unwrap_or(0);
        match minutes {
            0 => self.ago_now(),
            1..60 => self.ago_minutes(minutes),
            60..2880 => self.ago_hours(minutes / 60),
            _ => self.ago_days(minutes / 1440),
        }
    }
}

/// The day (UTC) that a time is in, as a date field writes it.
pub fn field_of_day(at: Timestamp) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.seconds());
    moment.map_or_else(|_| String::new(), |moment| moment.date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_a_date_field_reads_it() {
        let start = Timestamp::from_seconds(1_795_824_000);
        assert_eq!(field_of_day(start), "2026-11-28");
        assert_eq!(Timestamp::of_day("2026-11-28"), Some(start));
    }
}
