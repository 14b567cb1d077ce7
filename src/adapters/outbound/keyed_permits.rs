//! Permits by key: so many hold one for a key at once, and no key waits for another one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Permits of each key. A key takes memory while somebody holds a permit of it, or waits for one.
pub struct KeyedPermits {
    of_each: usize,
    in_use: Arc<Mutex<HashMap<String, Key>>>,
}

/// The permits of a key, and how many callers hold one or wait for one. Callers are counted under
/// the lock of the map, so that the last one of several that leave at once knows that it is.
struct Key {
    permits: Arc<Semaphore>,
    callers: usize,
}

/// The place of a caller at a key, which is forgotten with the last caller.
struct Place {
    key: String,
    in_use: Arc<Mutex<HashMap<String, Key>>>,
}

/// A permit, for as long as it is held.
pub struct KeyedPermit {
    // Given back before the place.
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = in_use.get_mut(&self.key) {
            key.callers -= 1;
            if key.callers == 0 {
                in_use.remove(&self.key);
            }
        }
    }
}

impl KeyedPermits {
    /// Permits of which each key has so many.
    pub fn new(of_each: usize) -> Self {
        Self {
            of_each,
            in_use: Arc::default(),
        }
    }

    /// Waits for a permit of a key. `None` where permits are given no more, which does not happen.
    pub async fn acquire(&self, key: &str) -> Option<KeyedPermit> {
        let (place, permits) = self.place(key);
        let permit = permits.acquire_owned().await.ok()?;
        Some(KeyedPermit {
            _permit: permit,
            _place: place,
        })
    }

    fn place(&self, key: &str) -> (Place, Arc<Semaphore>) {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        let of_key = in_use.entry(key.to_owned()).or_insert_with(|| Key {
            permits: Arc::new(Semaphore::new(self.of_each)),
            callers: 0,
        });
        of_key.callers += 1;
        let place = Place {
            key: key.to_owned(),
            in_use: Arc::clone(&self.in_use),
        };
        (place, Arc::clone(&of_key.permits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::time::Duration;
    use tokio::time::timeout;

    fn keys(permits: &KeyedPermits) -> usize {
        permits.in_use.lock().unwrap().len()
    }

    #[tokio::test(start_paused = true)]
    async fn no_key_waits_for_another_one() {
        let permits = KeyedPermits::new(1);
        let mut held = Vec::new();
        for n in 0..5000 {
            let key = n.to_string();
            let permit = timeout(Duration::from_secs(1), permits.acquire(&key)).await;
            held.push(permit.unwrap().unwrap());
        }
    }

    #[tokio::test]
    async fn a_key_has_so_many_permits_and_is_forgotten_with_the_last_caller() {
        let permits = KeyedPermits::new(2);
        let (first, second) = (permits.acquire("k").await, permits.acquire("k").await);
        assert!(first.is_some() && second.is_some());
        let mut third = Box::pin(permits.acquire("k"));
        assert!((&mut third).now_or_never().is_none());
        // Somebody who waited is gone.
        drop(Box::pin(permits.acquire("k")).now_or_never());
        drop(first);
        let third = third.now_or_never().flatten();
        assert!(third.is_some());
        drop(second);
        assert_eq!(keys(&permits), 1);
        drop(third);
        assert_eq!(keys(&permits), 0);
        // Whoever waits for the last permit, and gives up, is forgotten too.
        let (first, second) = (permits.acquire("k").await, permits.acquire("k").await);
        let mut third = Box::pin(permits.acquire("k"));
        assert!((&mut third).now_or_never().is_none());
        drop((first, second));
        drop(third);
        assert_eq!(keys(&permits), 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn callers_that_leave_at_once_leave_nothing() {
        let permits = Arc::new(KeyedPermits::new(2));
        for n in 0..2000 {
            let key = n.to_string();
            let (first, second) = (permits.acquire(&key).await, permits.acquire(&key).await);
            let other = tokio::spawn(async move { drop(first) });
            drop(second);
            other.await.unwrap();
            assert_eq!(keys(&permits), 0, "after {n}");
        }
    }
}
