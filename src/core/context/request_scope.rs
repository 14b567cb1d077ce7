//! What one request sees: the version of the configuration that was read since it arrived holds until
//! it is answered, so that a request reads it once.

use std::{cell::Cell, time::Duration};
use tokio::task_local;

/// How often the version is read at most: a busy server reads it 500 times a second, and a change is
/// seen before the command that made it has returned (docs/decisions/0001-configuration-version.md).
pub(crate) const VERSION_TTL: Duration = Duration::from_millis(2);

task_local! {
    /// When the request arrived that this task answers, as a monotonic reading; `None` once it has
    /// changed something.
    static ARRIVED: Cell<Option<Duration>>;
}

/// Answers a request that arrived at this moment, a monotonic reading.
pub(crate) async fn scope<T>(arrived: Duration, answer: impl Future<Output = T>) -> T {
    ARRIVED.scope(Cell::new(Some(arrived)), answer).await
}

/// When the request arrived that this task answers. `None` outside of [`scope`], and for a request that
/// has changed something.
pub(crate) fn arrived() -> Option<Duration> {
    ARRIVED.try_with(Cell::get).ok().flatten()
}

/// Lets the request that this task answers see what it has changed itself.
pub(crate) fn forget() {
    let _ = ARRIVED.try_with(|arrived| arrived.set(None));
}

/// Waits until no node works with what was true before a change that is committed now: for changes whose
/// caller goes on at once.
pub(crate) async fn wait_until_seen() {
    tokio::time::sleep(VERSION_TTL).await;
}
