//! When a message is sent again after an attempt that failed.

use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::outbox_backoff;

/// The time of the next attempt after `attempts` failed: 2 s later, then 4 s, 8 s, up to an hour,
/// each between half and all of it as `jitter` says, so that many messages to one receiver do not
/// come back at once.
pub(super) fn next_attempt_at(attempts: i64, now: Timestamp, jitter: u8) -> Timestamp {
    let pause = outbox_backoff(attempts).0;
    now.plus(Lifetime(pause / 2 + pause / 2 * i64::from(jitter) / 255))
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
            assert_eq!(pause(i64::MAX), pause(200));
        }
    }

    #[test]
    fn no_attempt_is_put_off_for_longer_than_its_pause() {
        let instants = [0, 1, 1_700_000_000_000, i64::MAX / 2];
        for (attempts, at) in (-2..80).flat_map(|n| instants.map(|at| (n, at))) {
            for jitter in 0..=u8::MAX {
                let now = Timestamp(at);
                let next = next_attempt_at(attempts, now, jitter);
                assert!(next > now && next <= now.plus(outbox_backoff(attempts)));
            }
        }
    }
}
