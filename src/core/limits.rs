//! Rate limits. Only failures are counted: wrong passwords, wrong client secrets, unknown tokens, and
//! registrations. A caller without failures is never limited, however many requests it makes.
//!
//! Each node counts in memory. Where there is Redis, a node shares its count there and gets those of
//! all nodes back. Each count is proven to be of a node, so that whoever can write to Redis cannot
//! make up failures of somebody else. A check reads only memory.

pub use crate::quotas::{Class, Limited, Quotas};
use crate::{Error, Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    secret::{Digest, random_id},
    time::Timestamp,
};
use doorward_storage::redis::{NodeCount, SessionCache};
use moka::sync::Cache;
use std::sync::Arc;

/// How many counters are kept; beyond it the least used ones are dropped first.
const MAX_COUNTERS: u64 = 100_000;

/// The counter of one caller.
#[derive(Clone, PartialEq, Eq, Hash)]
struct CounterKey {
    class: Class,
    /// The digest of the caller's address or client.
    caller: Digest,
}

/// The failures of one caller in one window.
#[derive(Clone, Copy)]
struct Count {
    window: i64,
    /// Those that this node saw.
    own: i64,
    /// Those that the other nodes saw, as this one knows it.
    others: i64,
}

impl Count {
    const fn failures(self) -> i64 {
        self.own.saturating_add(self.others)
    }
}

/// The number of the window that holds a time.
fn window(class: Class, now: Timestamp) -> i64 {
    now.seconds() / class.window()
}

/// What a failure changed: whether the limit was reached by it, on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The failures in this window, this one included.
    pub failures: i64,
    /// Whether the limit was not reached before and is now.
    pub reaches_limit: bool,
}

/// The counters of this process.
struct Counters(Cache<CounterKey, Count>);

impl Default for Counters {
    fn default() -> Self {
        Self(Cache::new(MAX_COUNTERS))
    }
}

impl Counters {
    /// What is counted of a caller in a window.
    fn in_window(&self, key: &CounterKey, window: i64) -> Option<Count> {
        self.0.get(key).filter(|known| known.window == window)
    }

    /// Changes a counter, and gives its new value.
    fn update(&self, key: &CounterKey, window: i64, change: impl Fn(&mut Count)) -> Count {
        let entry = self.0.entry_by_ref(key).and_upsert_with(|known| {
            let known = known
                .map(moka::Entry::into_value)
                .filter(|known| known.window == window);
            let mut count = known.unwrap_or(Count {
                window,
                own: 0,
                others: 0,
            });
            change(&mut count);
            count
        });
        entry.into_value()
    }
}

/// The rate limits of the provider.
pub struct RateLimits {
    kernel: Arc<Kernel>,
    shared: Option<SessionCache>,
    /// The identifier of this process among the nodes.
    node: String,
    counters: Counters,
}

impl RateLimits {
    pub(crate) fn new(kernel: Arc<Kernel>, shared: Option<SessionCache>) -> Self {
        let node = random_id(kernel.entropy.as_ref(), 12);
        Self {
            kernel,
            shared,
            node,
            counters: Counters::default(),
        }
    }

    /// Whether a caller may go on.
    ///
    /// # Errors
    /// `Limited` until the next window.
    pub fn check(&self, ctx: &OperationContext, class: Class, caller: &str) -> Result<()> {
        let (now, quota) = (ctx.now(), self.kernel.settings.quotas.of(class));
        if !self.is_reached(ctx, class, caller) {
            return Ok(());
        }
        Err(Error::Limited(Limited {
            class,
            quota,
            retry_after: class.window() - now.seconds() % class.window(),
        }))
    }

    /// Whether a caller has reached a limit.
    pub fn is_reached(&self, ctx: &OperationContext, class: Class, caller: &str) -> bool {
        let quota = self.kernel.settings.quotas.of(class);
        let key = CounterKey {
            class,
            caller: Digest::of(caller.as_bytes()),
        };
        let known = self.counters.in_window(&key, window(class, ctx.now()));
        quota > 0 && known.is_some_and(|known| known.failures() >= quota)
    }

    /// Counts a failure of a caller.
    pub async fn count(&self, ctx: &OperationContext, class: Class, caller: &str) -> Counted {
        let quota = self.kernel.settings.quotas.of(class);
        if quota == 0 {
            return Counted {
                failures: 0,
                reaches_limit: false,
            };
        }
        let (digest, window) = (Digest::of(caller.as_bytes()), window(class, ctx.now()));
        let shared_key = format!("{}:{}:{window}", class.name(), digest.as_str());
        let key = CounterKey {
            class,
            caller: digest,
        };
        let counted = self.counters.update(&key, window, |count| count.own += 1);
        let mut failures = counted.failures();
        let mut reaches_limit = failures == quota;
        let seconds = 2 * class.window();
        if let Some(others) = self.share(&shared_key, counted.own, seconds).await {
            let before = failures;
            // A count that is older than the last one never lowers it.
            let counted = self.counters.update(&key, window, |count| {
                count.others = count.others.max(others);
            });
            failures = counted.failures();
            reaches_limit |= (before..failures).contains(&(quota - 1));
        }
        Counted {
            failures,
            reaches_limit,
        }
    }

    /// Shares the count of this node, and returns the sum of those of the others; `None` where there
    /// is no Redis, or it is unavailable.
    async fn share(&self, name: &str, own: i64, seconds: i64) -> Option<i64> {
        let place = |node: &str| format!("count {name} {node}");
        let keys = &self.kernel.lasting_keys;
        let count = NodeCount {
            name,
            node: &self.node,
            text: &keys.prove(&place(&self.node), &own.to_string()),
            seconds,
        };
        let counts = self.shared.as_ref()?.share_count(count).await?;
        let others = counts.iter().filter(|(node, _)| **node != self.node);
        let proven = others.filter_map(|(node, text)| {
            let count = keys.proven(&place(node), text);
            count.and_then(|count| count.parse::<i64>().ok())
        });
        Some(proven.fold(0, i64::saturating_add))
    }
}

#[cfg(test)]
mod tests;
