//! Limits while Redis is away or hangs: each node counts by itself, and nobody tries without end.

use crate::{
    nodes::Redis,
    world::{Backend, SECRET, World, basic, encode, free_port},
};
use serde_json::json;
use std::time::{Duration, Instant};

const QUOTA: u32 = 8;

async fn two_nodes(redis: &Redis) -> (World, World) {
    let url = redis.url();
    let first = World::open_with(Backend::Postgres, |settings| {
        settings.redis.url = Some(url.into());
        settings.registration.mode = "open".into();
        settings.registration.maximum = 10_000;
        let limits = &mut settings.rate_limits;
        limits.wrong_passwords = QUOTA;
        limits.failed_clients = QUOTA;
        limits.unknown_tokens = QUOTA;
        limits.registrations = QUOTA;
        limits.mails = QUOTA;
        limits.mails_without_proof = 0;
    })
    .await;
    let second = first.another_node().await;
    (first, second)
}

/// Something that is counted where it goes wrong.
#[derive(Clone, Copy, Debug)]
enum Guess {
    Password,
    Secret,
    Token,
    Registration,
    Mail,
}

impl Guess {
    async fn make(self, node: &World, n: usize) -> u16 {
        let mut browser = node.browser();
        browser.issuer = format!("http://{}", node.settings.listen);
        match self {
            Self::Password => {
                let page = browser.get("/sign-in").await;
                let name = format!("nobody-{n}");
                let fields = [("username", name.as_str()), ("password", "a guess")];
                browser.submit(&page, &fields).await.status
            }
            Self::Secret => {
                let guess = format!("a wrong secret, number {n}");
                let form = encode(&[("token", "x")]);
                let app = Some(basic("notes", &guess));
                node.post_raw("/introspect", app, form).await.0
            }
            Self::Token => {
                let guess = format!("guess-{n}");
                let form = encode(&[("token", &guess)]);
                let app = Some(basic("photos", SECRET));
                node.post_raw("/introspect", app, form).await.0
            }
            Self::Registration => {
                let request = node.http.post(node.here("/register"));
                let body = json!({"redirect_uris": ["https://app.example/cb"]});
                let request = request.header("content-type", "application/json");
                let answer = request.body(body.to_string()).send().await.unwrap();
                answer.status().as_u16()
            }
            Self::Mail => {
                let page = browser.get("/forgot-password").await;
                let name = format!("nobody-{n}@example.com");
                let fields = [("username", name.as_str())];
                browser.submit(&page, &fields).await.status
            }
        }
    }
}

/// Of many guesses at a node, as many are looked at as its own limit says, and none takes long.
async fn is_limited(node: &World, guess: Guess, from: usize) -> usize {
    let mut looked_at = 0;
    for n in 0..3 * QUOTA as usize {
        let started = Instant::now();
        let status = guess.make(node, from + n).await;
        assert!(started.elapsed() < Duration::from_secs(3), "{guess:?}");
        assert!(status < 500, "{guess:?}: {status}");
        if status != 429 {
            looked_at += 1;
        }
    }
    looked_at
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_limit_ends_while_redis_is_away_or_hangs() {
    let redis = Redis::start(free_port()).await;
    let (first, second) = two_nodes(&redis).await;
    let mut redis = Some(redis);
    for state in ["gone", "hanging"] {
        if state == "hanging" {
            let again = Redis::start(redis_port(&first)).await;
            again.signal("-STOP");
            redis = Some(again);
        } else {
            drop(redis.take());
        }
        // Each window begins anew.
        let hour = doorward_protocol::time::Lifetime::hours(1);
        first.advance(hour).await;
        second.advance(hour).await;
        for (place, guess) in [
            Guess::Password,
            Guess::Secret,
            Guess::Token,
            Guess::Registration,
            Guess::Mail,
        ]
        .into_iter()
        .enumerate()
        {
            for (at, node) in [&first, &second].into_iter().enumerate() {
                let from = 1000 * (place + 1) + 100 * at;
                let looked_at = is_limited(node, guess, from).await;
                assert!(
                    (1..=QUOTA as usize).contains(&looked_at),
                    "{state}: {guess:?} at node {at}: {looked_at}"
                );
            }
        }
    }
    if let Some(redis) = redis {
        redis.signal("-CONT");
    }
}

fn redis_port(world: &World) -> u16 {
    use secrecy::ExposeSecret;
    let url = world.settings.redis.url.as_ref().unwrap();
    let url = url::Url::parse(url.expose_secret()).unwrap();
    url.port().unwrap()
}
