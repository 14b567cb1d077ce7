//! What ended lately, as this process knows it: cached sessions are compared with it.

use crate::Result;
use doorward_protocol::{
    secret::Digest,
    sessions::sso_session::SsoSession,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use doorward_storage::{CacheRevocation, CacheSubject, Store};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

/// How long an end is remembered: longer than an entry of the cache is believed, by clocks that
/// differ.
const RETENTION: Lifetime = Lifetime::minutes(15);
/// How many ends are read at once, and how many are remembered. Where there are more, every entry
/// from before is ignored instead.
const MAX_READ: i64 = 10_000;
const MAX_REMEMBERED: usize = 200_000;

/// Ends of sessions, of their identifiers and of generations.
#[derive(Default)]
pub(super) struct Revocations {
    known: Mutex<Known>,
    /// Held by the request that reads what is new; others wait for it.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    /// The number up to which everything is known; `None` before the first read.
    number: Option<i64>,
    /// Entries that were read from their rows before are not believed.
    believed_from: Timestamp,
    /// The generation below which entries about a subject are not believed.
    generations: HashMap<String, i64>,
    /// The same subjects, in the order in which they are forgotten.
    order: VecDeque<Forgotten>,
}

struct Forgotten {
    at: Timestamp,
    subject: String,
    generation: i64,
}

impl Known {
    fn is_current(&self, number: i64) -> bool {
        self.number.is_some_and(|known| known >= number)
    }

    fn remember(&mut self, revocation: CacheRevocation) {
        let CacheRevocation {
            subject,
            generation,
            revoked_at,
            ..
        } = revocation;
        let known = self
            .generations
            .entry(subject.clone())
            .or_insert(generation);
        *known = generation.max(*known);
        self.order.push_back(Forgotten {
            at: revoked_at,
            subject,
            generation,
        });
    }

    /// Forgets what is older than any entry that is believed.
    fn forget(&mut self, before: Timestamp) {
        while self.order.front().is_some_and(|first| first.at < before) {
            if let Some(Forgotten {
                subject,
                generation,
                ..
            }) = self.order.pop_front()
                && self.generations.get(&subject) == Some(&generation)
            {
                self.generations.remove(&subject);
            }
        }
    }

    /// Takes in what was read up to a number. Where it is too much to compare with, entries from
    /// before are not believed instead.
    fn take_in(&mut self, new: Vec<CacheRevocation>, number: i64, now: Timestamp) {
        let is_too_much = i64::try_from(new.len()).is_ok_and(|read| read >= MAX_READ);
        let newest = new.last().map_or(number, |newest| newest.number);
        self.number = Some(newest.max(number));
        self.forget(now.minus(RETENTION));
        if is_too_much || self.order.len() + new.len() > MAX_REMEMBERED {
            tracing::warn!(
                "too many sessions ended to compare with; cached sessions are read from the database once"
            );
            self.begin_anew(now);
        } else {
            for revocation in new {
                self.remember(revocation);
            }
        }
    }

    /// Goes on without the ends so far: no entry from before is believed.
    fn begin_anew(&mut self, now: Timestamp) {
        self.believed_from = now.plus(CLOCK_TOLERANCE);
        self.generations.clear();
        self.order.clear();
    }
}

impl Revocations {
    /// Reads what ended up to a number, unless it is known.
    pub(super) async fn catch_up(&self, store: &Store, number: i64, now: Timestamp) -> Result<()> {
        if self.known().is_current(number) {
            return Ok(());
        }
        let _one = self.reading.lock().await;
        let after = {
            let known = self.known();
            if known.is_current(number) {
                return Ok(());
            }
            known.number.unwrap_or_default()
        };
        let since = now.minus(RETENTION);
        let new = store.cache_revocations(after, since, MAX_READ).await?;
        self.known().take_in(new, number, now);
        Ok(())
    }

    /// Whether nothing that is known here speaks against an entry.
    pub(super) fn allow(&self, key: &Digest, session: &SsoSession, read_at: Timestamp) -> bool {
        let known = self.known();
        let subjects = [
            CacheSubject::User(&session.user_id),
            CacheSubject::Session(&session.sid),
            CacheSubject::Key(key),
        ];
        read_at >= known.believed_from
            && subjects.iter().all(|subject| {
                known
                    .generations
                    .get(&subject.as_text())
                    .is_none_or(|generation| *generation <= session.generation)
            })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revocation(number: i64, subject: CacheSubject<'_>, generation: i64) -> CacheRevocation {
        CacheRevocation {
            number,
            subject: subject.as_text(),
            generation,
            revoked_at: Timestamp::from_seconds(number),
        }
    }

    #[test]
    fn a_subject_is_forgotten_with_its_newest_end_alone() {
        let mut known = Known::default();
        known.remember(revocation(1, CacheSubject::User("ada"), 2));
        known.remember(revocation(2, CacheSubject::User("ada"), 3));
        known.remember(revocation(3, CacheSubject::Session("s"), i64::MAX));
        known.forget(Timestamp::from_seconds(2));
        assert_eq!(known.generations.get("user ada"), Some(&3));
        known.forget(Timestamp::from_seconds(3));
        assert_eq!(known.generations.len(), 1);
        known.begin_anew(Timestamp::from_seconds(4));
        assert!(known.generations.is_empty() && known.order.is_empty());
        assert!(known.believed_from > Timestamp::from_seconds(4));
    }

    #[test]
    fn no_more_ends_are_remembered_than_there_is_room_for() {
        let (mut known, now) = (Known::default(), Timestamp::from_seconds(1));
        let (mut number, mut began_anew) = (0, 0);
        for _ in 0..50 {
            let new: Vec<_> = (0..MAX_READ - 1)
                .map(|_| {
                    number += 1;
                    let subject = number.to_string();
                    let mut end = revocation(number, CacheSubject::Session(&subject), 1);
                    end.revoked_at = now;
                    end
                })
                .collect();
            known.take_in(new, number, now);
            assert!(known.order.len() <= MAX_REMEMBERED);
            assert!(known.generations.len() <= known.order.len());
            began_anew += i32::from(known.order.is_empty());
        }
        assert_eq!(began_anew, 2, "room for 20 batches, then anew");
        assert!(known.is_current(number));
        // So many at once are not even read one by one.
        let new = (0..MAX_READ).map(|n| revocation(n, CacheSubject::User("ada"), 1));
        known.take_in(new.collect(), number, now);
        assert!(known.order.is_empty());
    }
}
