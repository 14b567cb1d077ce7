//! When a message is sent again after an attempt that failed.

use doorward_protocol::time::{Lifetime, Timestamp};

/// The longest pause between two attempts.
const MAX_BACKOFF: Lifetime = Lifetime::hours(1);

/// The time of the next attempt after `attempts` failed: 2 s later, then 4 s, 8 s, up to an hour,
/// each between half and all of it as `jitter` says, so that many messages to one receiver do not
/// come back at once.
pub(super) fn next_attempt_at(attempts: i64, now: Timestamp, jitter: u8) -> Timestamp {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    let pause = Lifetime::seconds(1_i64 << doublings).min(MAX_BACKOFF).0;
    now.plus(Lifetime(pause / 2 + pause / 2 * i64::from(jitter) / 255))
}

/// The time of the next attempt at a receiver that is not expected to accept anything soon.
pub(super) fn after_longest_pause(now: Timestamp, jitter: u8) -> Timestamp {
    next_attempt_at(i64::MAX, now, jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_never_shrink() {
        for jitter in 0..=u8::MAX {
            let pause = |attempts| next_attempt_at(attempts, Timestamp(0), jitter).0;
            for attempts in 1..200 {
                assert!((1_000..=3_600_000).contains(&pause(attempts)));
                assert!(pause(attempts + 1) >= pause(attempts));
            }
            assert_eq!(after_longest_pause(Timestamp(0), jitter).0, pause(200));
        }
    }
}
