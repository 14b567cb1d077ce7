use super::*;

#[test]
fn seconds_are_whole_and_rounded_down() {
    for (milliseconds, seconds) in [(0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1)] {
        assert_eq!(Timestamp(milliseconds).seconds(), seconds);
    }
    assert_eq!(Timestamp::from_seconds(7), Timestamp(7000));
    assert_eq!(Lifetime::seconds(90).as_seconds(), 90);
    assert_eq!(Lifetime(1999).as_seconds(), 1);
}

#[test]
fn lengths_are_what_they_say() {
    assert_eq!(Lifetime::minutes(1), Lifetime::seconds(60));
    assert_eq!(Lifetime::hours(1), Lifetime::minutes(60));
    assert_eq!(Lifetime::days(1), Lifetime::hours(24));
    assert_eq!(Lifetime::seconds(1), Lifetime(1000));
}

#[test]
fn nothing_overflows() {
    let (first, last) = (Timestamp(i64::MIN), Timestamp(i64::MAX));
    assert_eq!(Timestamp(5).plus(Lifetime(2)), Timestamp(7));
    assert_eq!(Timestamp(5).minus(Lifetime(2)), Timestamp(3));
    assert_eq!(
        (last.plus(Lifetime(1)), first.minus(Lifetime(1))),
        (last, first)
    );
    assert_eq!(
        (last.since(first), Timestamp(9).since(Timestamp(4))),
        (i64::MAX, 5)
    );
    assert_eq!(Timestamp::from_seconds(i64::MAX), last);
}

#[test]
fn nothing_is_valid_for_longer_because_the_clock_was_set_back() {
    let (begin, lifetime) = (Timestamp(1_000_000), Lifetime::seconds(60));
    let end = begin.plus(lifetime);
    for (now, valid) in [
        (begin, true),
        (begin.plus(Lifetime::seconds(59)), true),
        (end, false),
        (end.plus(Lifetime::minutes(10)), false),
        // The clock of another node is a little behind.
        (begin.minus(CLOCK_TOLERANCE), true),
        (begin.minus(Lifetime::seconds(11)), false),
        (begin.minus(Lifetime::minutes(10)), false),
    ] {
        assert_eq!(end.ends_a_valid(lifetime, now), valid, "{now:?}");
    }
    assert!(!begin.is_ahead_of(begin) && Timestamp(i64::MAX).is_ahead_of(begin));
}

#[test]
fn a_day_is_read_as_a_date_field_writes_it() {
    let day = Timestamp::from_seconds(1_795_824_000);
    assert_eq!(Timestamp::of_day("2026-11-28"), Some(day));
    let weeks_and_days_of_the_year = ["2026-W48-6", "2026W486", "2026-332", "20261128"];
    for text in weeks_and_days_of_the_year {
        assert_eq!(Timestamp::of_day(text), None, "{text}");
    }
    for text in ["", "28.11.2026", "2026-13-01", "2026-02-30", "tomorrow"] {
        assert_eq!(Timestamp::of_day(text), None, "{text}");
    }
}

#[test]
fn a_stopped_clock_stands_where_it_was_set() {
    let clock = StoppedClock(Timestamp(7_000));
    assert_eq!(
        (clock.now(), clock.monotonic()),
        (Timestamp(7_000), Duration::ZERO)
    );
}
