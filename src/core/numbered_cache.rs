//! What a process keeps of rows, each with the number that says whether the row may have changed since.

use moka::future::Cache;
use std::hash::Hash;

/// Values by key, each good for the number that it was read with. The least used ones go first.
pub(crate) struct NumberedCache<K, N, V> {
    kept: Cache<K, Numbered<N, V>>,
}

#[derive(Clone)]
struct Numbered<N, V> {
    number: N,
    value: V,
}

impl<K, N, V> NumberedCache<K, N, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    N: Clone + PartialEq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Room for so many values.
    pub(crate) fn new(max: u64) -> Self {
        Self {
            kept: Cache::new(max),
        }
    }

    /// A value that was read with this number.
    pub(crate) async fn get(&self, key: &K, number: &N) -> Option<V> {
        let kept = self.kept.get(key).await?;
        (kept.number == *number).then_some(kept.value)
    }

    /// Keeps a value with a number that was read before it: whatever changes meanwhile has another one.
    pub(crate) async fn insert(&self, key: K, number: N, value: V) {
        self.kept.insert(key, Numbered { number, value }).await;
    }

    /// How many values are kept, once nothing is under way.
    #[cfg(test)]
    pub(crate) async fn count(&self) -> u64 {
        self.kept.run_pending_tasks().await;
        self.kept.entry_count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_value_is_good_for_its_number_alone() {
        let cache = NumberedCache::new(10);
        assert_eq!(cache.get(&"key", &1).await, None);
        cache.insert("key", 1, "first").await;
        assert_eq!(cache.get(&"key", &1).await, Some("first"));
        assert_eq!(cache.get(&"key", &2).await, None);
        cache.insert("key", 2, "second").await;
        assert_eq!(cache.get(&"key", &2).await, Some("second"));
        assert_eq!(cache.get(&"key", &1).await, None);
        assert_eq!(cache.get(&"other", &2).await, None);
    }
}
