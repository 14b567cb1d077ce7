//! Hundreds of sign-ins at once, of which many do not wait for the answer: a process that has its own memory.

use crate::{
    refusal_log::Logged,
    world::{ADA, Browser, encode, eventually},
};
use futures_util::future::join_all;
use std::time::{Duration, Instant};

/// What one hash fills, in KiB, and how many there are at once.
const HASH: u64 = 64 * 1024;
const PERMITS: u64 = 2;
/// What so many connections and requests may take, in KiB: less than one hash more.
const OTHERS: u64 = 56 * 1024;

/// A sign-in that is sent; the status and how long to wait, unless its sender left.
async fn attempt(
    http: &reqwest::Client,
    request: (String, String, String),
    leaves: bool,
) -> Option<(u16, Option<String>)> {
    let (url, cookies, body) = request;
    let request = http.post(url).header("cookie", cookies);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = if leaves {
        request.timeout(Duration::from_millis(300))
    } else {
        request
    };
    let answer = request.body(body).send().await.ok()?;
    let retry = answer.headers().get("retry-after");
    let retry = retry.map(|value| value.to_str().unwrap().to_owned());
    Some((answer.status().as_u16(), retry))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_takes_the_memory_of_its_permits_and_everything_else_goes_on() {
    let server = Logged::start_with(&[
        ("DOORWARD_LOG__FORMAT", "json"),
        ("DOORWARD_PASSWORDS__MEMORY_KIB", "65536"),
        ("DOORWARD_PASSWORDS__ITERATIONS", "1"),
        ("DOORWARD_PASSWORDS__CONCURRENCY", "2"),
        ("DOORWARD_RATE_LIMITS__WRONG_PASSWORDS", "0"),
        ("DOORWARD_HTTP__CONNECTIONS_PER_ADDRESS", "2000"),
    ])
    .await;
    let mut browser = Browser::at(&server.base);
    let page = browser.get("/sign-in").await;
    let token = page.field("form_token").unwrap();
    let cookies: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookies = cookies.join("; ");
    let before = server.memory("VmRSS");
    let flood = join_all((0..500).map(|n| {
        let name = format!("nobody{n}@example.com");
        let form = [
            ("form_token", token.as_str()),
            ("username", &name),
            ("password", "a wrong password here"),
        ];
        let url = format!("{}/sign-in", server.base);
        let request = (url, cookies.clone(), encode(&form));
        attempt(&server.http, request, n % 2 == 0)
    }));
    let meanwhile = async {
        let mut times = Vec::new();
        for n in 0..100 {
            let path = [
                "/.well-known/jwks.json",
                "/.well-known/openid-configuration",
            ][n % 2];
            let started = Instant::now();
            let answer = server.http.get(format!("{}{path}", server.base));
            assert_eq!(answer.send().await.unwrap().status().as_u16(), 200);
            times.push(started.elapsed());
        }
        times.sort();
        times[98]
    };
    let (answers, slowest) = tokio::join!(flood, meanwhile);
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    let answers: Vec<_> = answers.into_iter().flatten().collect();
    let busy: Vec<_> = answers
        .iter()
        .filter(|(status, _)| *status == 503)
        .collect();
    assert!(
        !busy.is_empty() && busy.len() < answers.len(),
        "{answers:?}"
    );
    assert!(busy.iter().all(|(_, retry)| retry.as_deref() == Some("1")));
    assert!(
        answers
            .iter()
            .all(|(status, _)| [200, 503].contains(status))
    );
    let most = server.memory("VmHWM");
    assert!(
        most < before + PERMITS * HASH + OTHERS,
        "{before} KiB before, {most} KiB at most"
    );
    // The permits of those who left are back.
    eventually("a sign-in", async || {
        let mut browser = Browser::at(&server.base);
        let page = browser.get("/sign-in").await;
        let fields = [("username", ADA.0), ("password", "a few words of ada")];
        browser.submit(&page, &fields).await.status == 303
    })
    .await;
}
