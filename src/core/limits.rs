//! Rate limits. Only failures are counted: wrong passwords, wrong client secrets, unknown tokens, and
//! registrations. A caller without failures is never limited, however many requests it makes.
//!
//! Each node counts in memory. Where there is Redis, a node reports each failure to it and gets the
//! sum of all nodes back. A check reads only memory.

pub use crate::quotas::{Class, Limited, Quotas};
use crate::{Error, Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{secret::Digest, time::Timestamp};
use doorward_storage::redis::SessionCache;
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
    failures: i64,
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

/// The rate limits of the provider.
pub struct RateLimits {
    kernel: Arc<Kernel>,
    shared: Option<SessionCache>,
    counters: Cache<CounterKey, Count>,
}

impl RateLimits {
    pub(crate) fn new(kernel: Arc<Kernel>, shared: Option<SessionCache>) -> Self {
        Self {
            kernel,
            shared,
            counters: Cache::new(MAX_COUNTERS),
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
        quota > 0
            && self.counters.get(&key).is_some_and(|known| {
                known.window == window(class, ctx.now()) && known.failures >= quota
            })
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
        let mut failures = self.update(key.clone(), window, |failures| failures + 1);
        let mut reaches_limit = failures == quota;
        if let Some(shared) = &self.shared
            && let Some(sum) = shared.count(&shared_key, 2 * class.window()).await
        {
            let before = failures;
            failures = self.update(key, window, |failures| failures.max(sum));
            reaches_limit |= (before..failures).contains(&(quota - 1));
        }
        Counted {
            failures,
            reaches_limit,
        }
    }

    /// Changes a counter, and gives its new value.
    fn update(&self, key: CounterKey, window: i64, change: impl Fn(i64) -> i64) -> i64 {
        let entry = self.counters.entry(key).and_upsert_with(|known| {
            let known = known
                .map(moka::Entry::into_value)
                .filter(|known| known.window == window);
            Count {
                window,
                failures: change(known.map_or(0, |known| known.failures)),
            }
        });
        entry.into_value().failures
    }
}
