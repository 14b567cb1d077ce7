use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn longest(text: &str) -> Longest {
    text.parse().unwrap()
}

fn role(longest: Option<&str>) -> Role {
    Role {
        requestable: true,
        longest: longest.map(|text| text.parse().unwrap()),
        ..Role::default()
    }
}

const fn wish(reason: &str, end: Option<Timestamp>) -> Wish<'_> {
    Wish { reason, end }
}

#[test]
fn a_longest_time_is_written_as_it_is_read() {
    for (text, written) in [("30d", "30d"), ("12h", "12h"), ("48h", "2d"), ("1h", "1h")] {
        assert_eq!(longest(text).to_string(), written);
        let json = serde_json::to_string(&longest(text)).unwrap();
        assert_eq!(json, format!("\"{written}\""));
        assert_eq!(
            serde_json::from_str::<Longest>(&json).unwrap(),
            longest(text)
        );
    }
    for text in [
        "", "d", "0d", "-1d", "30", "30 d", "1.5d", "3651d", "99999h", "1w", "é",
    ] {
        let refused = text.parse::<Longest>().unwrap_err();
        assert!(refused.contains("such as 30d or 12h"), "{refused}");
    }
}

#[test]
fn days_are_counted_to_the_end_of_the_last_one_and_hours_exactly() {
    let midnight = Timestamp(1_800_057_600_000);
    assert_eq!(midnight.0 % Lifetime::days(1).0, 0);
    let later = midnight.plus(Lifetime::hours(10));
    assert_eq!(
        longest("1d").latest_end(later),
        midnight.plus(Lifetime::days(2))
    );
    assert_eq!(
        longest("12h").latest_end(later),
        later.plus(Lifetime::hours(12))
    );
}

#[test]
fn an_end_is_in_the_future_and_within_what_the_role_allows() {
    let in_days = |days| Some(NOW.plus(Lifetime::days(days)));
    assert_eq!(check_end(None, None, NOW), Ok(()));
    assert_eq!(check_end(None, Some(NOW), NOW), Err(EndProblem::Over));
    let month = Some(longest("30d"));
    assert_eq!(check_end(month, None, NOW), Err(EndProblem::Missing));
    assert_eq!(check_end(month, in_days(30), NOW), Ok(()));
    let latest = longest("30d").latest_end(NOW);
    assert_eq!(check_end(month, Some(latest), NOW), Ok(()));
    let later = Some(Timestamp(latest.0 + 1));
    let too_late = Err(EndProblem::TooLate(latest));
    assert_eq!(check_end(month, later, NOW), too_late);
    assert_eq!(check_end(month, in_days(32), NOW), too_late);
    assert_eq!(check_end(month, in_days(-1), NOW), Err(EndProblem::Over));
}

#[test]
fn a_role_is_asked_for_with_a_reason_by_whoever_does_not_have_it() {
    let ask = |role: &Role, has, reason| check_request(role, has, wish(reason, None), NOW);
    let open = role(None);
    assert_eq!(ask(&open, false, "For the audit"), Ok(()));
    assert_eq!(
        ask(&Role::default(), false, "For the audit"),
        Err(RequestProblem::NotRequestable)
    );
    assert_eq!(ask(&open, true, "Why not"), Err(RequestProblem::HasRole));
    assert_eq!(ask(&open, false, " \n"), Err(RequestProblem::ReasonMissing));
    assert_eq!(
        ask(&open, false, "a\u{7}"),
        Err(RequestProblem::ReasonWrong)
    );
    let long = "é".repeat(MAX_REASON);
    assert_eq!(ask(&open, false, &long), Ok(()));
    let longer = format!("{long}e");
    assert_eq!(ask(&open, false, &longer), Err(RequestProblem::ReasonWrong));
    assert_eq!(
        ask(&role(Some("1d")), false, "For the audit"),
        Err(RequestProblem::End(EndProblem::Missing))
    );
}

proptest! {
    #[test]
    fn an_accepted_end_is_never_more_than_a_day_beyond_the_longest(
        days in 1i64..400,
        end in -100i64..1000,
    ) {
        let longest = longest(&format!("{days}d"));
        let at = NOW.plus(Lifetime::days(end));
        if check_end(Some(longest), Some(at), NOW).is_ok() {
            prop_assert!(at > NOW && at <= NOW.plus(Lifetime::days(days + 1)));
        }
    }
}
