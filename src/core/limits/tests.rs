use super::*;
use std::time::{Duration, Instant};

fn key(caller: &str) -> CounterKey {
    CounterKey {
        class: Class::SignIn,
        caller: Digest::of(caller.as_bytes()),
    }
}

/// Counts a failure each of so many callers, and how long it took.
#[expect(clippy::disallowed_methods, reason = "the cost itself is measured")]
fn flood(counters: &Counters, callers: std::ops::Range<u64>) -> Duration {
    let started = Instant::now();
    for caller in callers {
        counters.update(&key(&caller.to_string()), 1, |count| count.own += 1);
    }
    started.elapsed()
}

#[test]
fn a_flood_of_callers_is_kept_within_the_bound_at_the_same_cost() {
    let counters = Counters::default();
    let first = flood(&counters, 0..10_000);
    flood(&counters, 10_000..MAX_COUNTERS + 20_000);
    let last = flood(&counters, MAX_COUNTERS + 20_000..MAX_COUNTERS + 30_000);
    // One pass over everything for each caller would be ten thousand times as much.
    assert!(last < first * 30, "{first:?}, then {last:?}");
    counters.0.run_pending_tasks();
    assert!(counters.0.entry_count() <= MAX_COUNTERS);
    // Whoever goes on is counted among all those who came once.
    let one = key("one who goes on");
    for _ in 0..100 {
        counters.update(&one, 1, |count| count.own += 1);
        counters.0.run_pending_tasks();
    }
    let counted = counters.in_window(&one, 1).unwrap();
    assert!(counted.failures() > 90, "{} of 100", counted.failures());
}
