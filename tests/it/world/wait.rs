//! Waiting in tests: for a condition, never for time to pass. No other file of the tests sleeps
//! (`architecture::tests_wait_for_conditions_alone`).

use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long a condition may take; longer on a busy machine than anything that works needs.
const DEADLINE: Duration = Duration::from_secs(20);
/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(5);

/// Whether a condition holds before the deadline.
pub async fn comes_true(mut holds: impl AsyncFnMut() -> bool) -> bool {
    timeout(DEADLINE, async {
        while !holds().await {
            sleep(INTERVAL).await;
        }
    })
    .await
    .is_ok()
}

/// Waits until a condition holds in another task or process.
pub async fn eventually(what: &str, holds: impl AsyncFnMut() -> bool) {
    assert!(comes_true(holds).await, "never came: {what}");
}

/// Waits until a server listens.
pub async fn listens(host: &str, port: u16) {
    eventually(&format!("a server at {host}:{port}"), async || {
        tokio::net::TcpStream::connect((host, port)).await.is_ok()
    })
    .await;
}

/// What a user of a load does between two requests, so that the machine is not only busy with the
/// load.
pub async fn think() {
    sleep(4 * INTERVAL).await;
}

/// What a server needs to take what was sent to it of a request that is not whole: nothing is seen of that
/// from outside. A test that waits too short for it holds less, and fails no sooner.
pub async fn arrives() {
    sleep(100 * INTERVAL).await;
}
