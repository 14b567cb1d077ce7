//! How long mails rest after the mail server did not answer: what is wrong with the server is wrong
//! for every mail.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The longest rest: so long after the server is back the first mail leaves at the latest.
const LONGEST_REST: Duration = Duration::from_mins(1);

/// Whether the mail server took the last mail, and how long the others rest where it did not.
#[derive(Default)]
pub(super) struct Rest {
    state: Mutex<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Failures since the server last took a mail.
    failures: u32,
    /// Until when nothing is tried.
    until: Duration,
}

impl Rest {
    /// How many mails may be tried at once, of so many at most: none during a rest, one after it, and
    /// all again once the server took that one.
    pub(super) fn places(&self, now: Duration, max: usize) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.failures {
            0 => max,
            _ if now < state.until => 0,
            _ => 1,
        }
    }

    /// The server answered.
    pub(super) fn works(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// The server did not answer. Returns how long the mails rest. Attempts that began together and
    /// fail together count once.
    pub(super) fn failed(&self, now: Duration) -> Duration {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failures == 0 || now >= state.until {
            state.failures = state.failures.saturating_add(1);
            let rest = Duration::from_secs(1_u64 << state.failures.min(6)).min(LONGEST_REST);
            state.until = now + rest;
        }
        state.until.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_away_is_asked_by_one_mail_and_ever_more_seldom() {
        let (rest, second) = (Rest::default(), Duration::from_secs);
        assert_eq!(rest.places(second(0), 4), 4);
        // Four that fail together.
        for _ in 0..4 {
            assert_eq!(rest.failed(second(10)), second(2));
        }
        assert_eq!(rest.places(second(11), 4), 0);
        assert_eq!(rest.places(second(12), 4), 1);
        assert_eq!(rest.failed(second(12)), second(4));
        let mut now = second(16);
        for _ in 0..100 {
            now += rest.failed(now);
        }
        assert_eq!(rest.failed(now), LONGEST_REST);
        rest.works();
        assert_eq!(rest.places(now, 4), 4);
    }
}
