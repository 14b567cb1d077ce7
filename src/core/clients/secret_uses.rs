//! When each secret of a client was last used: whoever changes an app over to a new secret sees by it that
//! the old one is used no more. Uses are gathered in memory and written together by a worker, each secret
//! once an hour at most: no request waits for it.

use crate::{Result, kernel::Kernel};
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{Store, UsedSecret};
use moka::sync::Cache;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Secrets whose last note is remembered; beyond it the least used ones are dropped first, and noted
/// once more.
const MAX_NOTED: u64 = 10_000;

/// Uses that wait to be written; beyond it further ones wait for the next use after the next round.
const MAX_WAITING: usize = 10_000;

/// How many uses are written in one transaction.
const BATCH: usize = 100;

/// How long a use of a secret stands for those after it.
const PERIOD: Lifetime = Lifetime::hours(1);

/// The uses of the secrets of clients.
pub struct SecretUses {
    kernel: Arc<Kernel>,
    /// When a use of each secret was noted last.
    noted: Cache<UsedSecret, Timestamp>,
    /// What the worker writes next.
    waiting: Mutex<BTreeMap<UsedSecret, Timestamp>>,
}

impl SecretUses {
    pub(super) fn new(kernel: Arc<Kernel>) -> Self {
        Self {
            kernel,
            noted: Cache::new(MAX_NOTED),
            waiting: Mutex::default(),
        }
    }

    /// Notes that a client authenticated by a secret. Nothing is written yet.
    pub(crate) fn note(&self, client_id: &str, number: i64, now: Timestamp) {
        let secret = UsedSecret {
            client_id: client_id.to_owned(),
            number,
        };
        let noted = self.noted.get(&secret);
        if noted.is_some_and(|at| now < at.plus(PERIOD)) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if add(&mut waiting, secret.clone(), now) {
            self.noted.insert(secret, now);
        }
    }

    /// Writes what was noted.
    ///
    /// # Errors
    /// Where the database is unavailable; then it is written the next time.
    pub async fn write(&self) -> Result<()> {
        loop {
            let batch = {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                take(&mut waiting)
            };
            if batch.is_empty() {
                return Ok(());
            }
            let unit = Store::note_used_secrets(&batch);
            if let Err(error) = self.kernel.database.commit_unaudited(unit).await {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                for (secret, at) in batch {
                    add(&mut waiting, secret, at);
                }
                return Err(error);
            }
        }
    }
}

/// Adds a use, where there is room for it.
fn add(waiting: &mut BTreeMap<UsedSecret, Timestamp>, secret: UsedSecret, at: Timestamp) -> bool {
    let has_room = waiting.len() < MAX_WAITING || waiting.contains_key(&secret);
    if has_room {
        let known = waiting.entry(secret).or_insert(at);
        *known = (*known).max(at);
    }
    has_room
}

/// Takes what is written in one transaction.
fn take(waiting: &mut BTreeMap<UsedSecret, Timestamp>) -> BTreeMap<UsedSecret, Timestamp> {
    let rest = match waiting.keys().nth(BATCH).cloned() {
        Some(first) => waiting.split_off(&first),
        None => BTreeMap::new(),
    };
    std::mem::replace(waiting, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(number: u64) -> UsedSecret {
        UsedSecret {
            client_id: number.to_string(),
            number: 1,
        }
    }

    #[test]
    fn no_more_secrets_are_remembered_than_there_is_room_for() {
        let noted = Cache::new(MAX_NOTED);
        for number in 0..MAX_NOTED + 2_000 {
            noted.insert(secret(number), Timestamp(0));
        }
        noted.run_pending_tasks();
        assert!(noted.entry_count() <= MAX_NOTED);
    }

    #[test]
    fn no_more_uses_wait_than_there_is_room_for() {
        let mut waiting = BTreeMap::new();
        for number in 0..12_000 {
            add(&mut waiting, secret(number), Timestamp(1));
        }
        assert_eq!(waiting.len(), MAX_WAITING);
        assert!(!add(&mut waiting, secret(11_999), Timestamp(2)));
        assert!(add(&mut waiting, secret(0), Timestamp(2)));
    }

    #[test]
    fn what_waits_is_taken_in_parts_and_the_latest_time_stands() {
        let mut waiting = BTreeMap::new();
        for number in 0..250 {
            add(&mut waiting, secret(number), Timestamp(5));
        }
        add(&mut waiting, secret(7), Timestamp(9));
        add(&mut waiting, secret(7), Timestamp(3));
        assert_eq!(waiting.get(&secret(7)), Some(&Timestamp(9)));
        let mut taken = Vec::new();
        while !waiting.is_empty() {
            taken.push(take(&mut waiting).len());
        }
        assert_eq!(taken, [100, 100, 50]);
    }
}
