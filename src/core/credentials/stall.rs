//! Whether something that takes turns has stopped: nobody got a turn between two looks at it.

use std::time::Duration;

/// How long every hashing thread may be busy without one of them having finished anything. The most
/// expensive password takes a few seconds.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);

/// What was seen, and since when.
#[derive(Debug, Default)]
pub(super) struct StallWatch(Option<(u64, Duration)>);

impl StallWatch {
    /// Whether nothing was finished for too long. `finished` counts what was, and is there only while
    /// nobody else can begin; `now` is a monotonic reading.
    pub(super) fn is_stalled(&mut self, finished: Option<u64>, now: Duration) -> bool {
        match (finished, self.0) {
            (Some(finished), Some((known, since))) if finished == known => {
                now.saturating_sub(since) >= STALL_TIMEOUT
            }
            (finished, _) => {
                self.0 = finished.map(|finished| (finished, now));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finishes_nothing_for_too_long_is_stalled() {
        let mut watch = StallWatch::default();
        let mut look = |finished: Option<u64>, second: u64| {
            watch.is_stalled(finished, Duration::from_secs(second))
        };
        assert!(!look(Some(1), 0) && !look(Some(1), 29) && look(Some(1), 30) && look(Some(1), 90));
        // It goes on, and the time counts from then.
        assert!(!look(Some(2), 91) && !look(Some(2), 120) && look(Some(2), 121));
        // A free place is enough.
        assert!(!look(None, 122) && !look(Some(2), 200) && !look(Some(2), 229));
    }
}
