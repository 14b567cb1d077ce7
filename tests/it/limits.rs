//! Rate limits: what goes wrong is counted, and only that.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, GRACE, SECRET, World, authorize_query, basic, encode},
};
use doorward_protocol::time::Lifetime;

on_both!(
    a_thousand_wrong_secrets_are_stopped_and_nobody_else_is,
    guessed_tokens_are_told_to_wait_and_real_ones_never,
    a_proxy_is_believed_where_it_is_trusted_and_nobody_else
);

/// A world whose peers on this machine are trusted proxies.
async fn behind_a_proxy(backend: Backend, quota: u32) -> World {
    World::open_with(backend, |settings| {
        settings.http.trusted_proxies = vec!["127.0.0.0/8".into()];
        settings.rate_limits.wrong_passwords = quota;
    })
    .await
}

async fn introspect(
    world: &World,
    secret: &str,
    client: &str,
    token: &str,
) -> (u16, reqwest::header::HeaderMap, String) {
    world
        .post_raw(
            "/introspect",
            Some(basic(client, secret)),
            encode(&[("token", token)]),
        )
        .await
}

async fn a_thousand_wrong_secrets_are_stopped_and_nobody_else_is(world: World) {
    let mut first_stop = None;
    for n in 0..300 {
        let (status, headers, body) =
            introspect(&world, &format!("a wrong secret number {n}"), "notes", "x").await;
        assert!([401, 429].contains(&status), "{status}");
        if status == 429 {
            assert!(
                (1..=60).contains(
                    &headers["retry-after"]
                        .to_str()
                        .unwrap()
                        .parse::<i64>()
                        .unwrap()
                )
            );
            assert_eq!(
                headers["ratelimit-policy"],
                "\"client-authentication\";q=100;w=60"
            );
            assert!(
                headers["ratelimit"]
                    .to_str()
                    .unwrap()
                    .starts_with("\"client-authentication\";r=0;t=")
            );
            assert!(
                !body.contains("notes") && body.contains("temporarily_unavailable"),
                "nothing about the client: {body}"
            );
            first_stop.get_or_insert(n);
        }
    }
    assert_eq!(first_stop, Some(100));
    assert_eq!(
        introspect(&world, SECRET, "notes", "x").await.0,
        429,
        "the right one waits as well: it might be a guess"
    );
    assert_eq!(
        introspect(&world, SECRET, "photos", "x").await.0,
        200,
        "another client of the same machine does not"
    );
    world.advance(Lifetime::seconds(61)).await;
    assert_eq!(introspect(&world, SECRET, "notes", "x").await.0, 200);
}

async fn guessed_tokens_are_told_to_wait_and_real_ones_never(world: World) {
    let world = {
        let backend = if world.provider.database_kind() == "SQLite" {
            Backend::Sqlite
        } else {
            Backend::Postgres
        };
        World::open_with(backend, |settings| settings.rate_limits.unknown_tokens = 50).await
    };
    let mut browser = world.signed_in(ADA).await;
    let (live, dead) = (
        world.tokens(&mut browser, &[]).await,
        world.tokens(&mut browser, &[]).await,
    );
    assert_eq!(world.revoke(&dead.access).await, 200);
    let mut stopped = 0;
    for n in 0..200 {
        // An API that is shown rubbish asks about rubbish, and about real tokens in between.
        stopped += usize::from(
            introspect(&world, SECRET, "notes", &format!("guess-{n}"))
                .await
                .0
                == 429,
        );
        assert!(world.is_active(&live.access).await, "{n}");
        assert_eq!(
            introspect(&world, SECRET, "notes", &dead.access).await.0,
            200,
            "a dead token of ours is no guess"
        );
    }
    assert!(stopped >= 150, "{stopped}");
    assert_eq!(
        introspect(&world, SECRET, "photos", "guess").await.0,
        200,
        "by client"
    );
    // However busy: nothing that goes right is counted.
    for _ in 0..300 {
        assert_eq!(world.userinfo(&live.access).await.0, 200);
    }
    for _ in 0..150 {
        assert!(
            browser
                .authorize(&authorize_query(&[("prompt", "none")]))
                .await
                .parameter("code")
                .is_some()
        );
    }
}

async fn attempt(
    world: &World,
    from: &[(&'static str, &str)],
    who: (&str, &str),
) -> (u16, Option<String>) {
    let mut browser: Browser = world.browser();
    browser.extra_headers = from
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", who.0), ("password", who.1)])
        .await;
    (
        answer.status,
        answer
            .headers
            .get("ratelimit-policy")
            .map(|value| value.to_str().unwrap().to_owned()),
    )
}

async fn a_proxy_is_believed_where_it_is_trusted_and_nobody_else(world: World) {
    let backend = if world.provider.database_kind() == "SQLite" {
        Backend::Sqlite
    } else {
        Backend::Postgres
    };
    let proxied = behind_a_proxy(backend, 3).await;
    let from = |address: &'static str| [("x-forwarded-for", address)];
    for n in 0..4 {
        attempt(
            &proxied,
            &from("198.51.100.1"),
            (&format!("nobody{n}"), "a wrong password here"),
        )
        .await;
    }
    let stopped = attempt(&proxied, &from("198.51.100.1"), ADA).await;
    assert_eq!(
        (stopped.0, stopped.1.as_deref()),
        (429, Some("\"sign-in\";q=3;w=60"))
    );
    assert_eq!(
        attempt(&proxied, &from("198.51.100.2"), ADA).await.0,
        303,
        "from elsewhere she comes in"
    );
    // Whoever writes a chain of their own is who the proxy saw last.
    assert_eq!(
        attempt(&proxied, &from("203.0.113.1, 198.51.100.1"), ADA)
            .await
            .0,
        429
    );
    assert_eq!(
        attempt(
            &proxied,
            &[
                ("x-forwarded-for", "198.51.100.1"),
                ("x-real-ip", "203.0.113.1"),
                ("forwarded", "for=203.0.113.1"),
                ("cf-connecting-ip", "203.0.113.1")
            ],
            ADA
        )
        .await
        .0,
        429
    );
    // Another address of the same /64 is the same household.
    for n in 0..4 {
        attempt(
            &proxied,
            &from("2001:db8:1:2::1"),
            (&format!("nobody{n}"), "a wrong password here"),
        )
        .await;
    }
    assert_eq!(
        attempt(&proxied, &from("2001:db8:1:2:ffff::9"), GRACE)
            .await
            .0,
        429
    );
    assert_eq!(
        attempt(&proxied, &from("2001:db8:1:3::1"), GRACE).await.0,
        303
    );
    // Where nobody is trusted the header is nothing.
    let direct =
        World::open_with(backend, |settings| settings.rate_limits.wrong_passwords = 3).await;
    for n in 0..4 {
        let spoofed = format!("198.51.100.{n}");
        attempt(
            &direct,
            &[("x-forwarded-for", &spoofed)],
            (&format!("nobody{n}"), "a wrong password here"),
        )
        .await;
    }
    assert_eq!(attempt(&direct, &from("203.0.113.77"), ADA).await.0, 429);
    let off = World::open_with(backend, |settings| settings.rate_limits.wrong_passwords = 0).await;
    for n in 0..10 {
        assert_eq!(
            attempt(&off, &[], (&format!("nobody{n}"), "a wrong password here"))
                .await
                .0,
            200
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_count_together_and_each_alone_when_redis_is_gone() {
    let redis = crate::nodes::Redis::start(crate::world::free_port()).await;
    let url = redis.url();
    let first = World::open_with(Backend::Postgres, |settings| {
        settings.redis.url = Some(url.into());
        settings.rate_limits.wrong_passwords = 6;
    })
    .await;
    let second = first.another_node().await;
    let at = async |world: &World, n: usize| {
        attempt(world, &[], (&format!("nobody{n}"), "a wrong password here"))
            .await
            .0
    };
    for n in 0..3 {
        assert_eq!(at(&first, n).await, 200);
    }
    let mut browser = second.browser();
    browser.issuer = format!("http://{}", second.settings.listen);
    let wrong = async |browser: &mut Browser, n: usize| {
        let page = browser.get("/sign-in").await;
        browser
            .submit(
                &page,
                &[
                    ("username", &format!("other{n}")),
                    ("password", "a wrong password here"),
                ],
            )
            .await
            .status
    };
    for n in 0..3 {
        assert_eq!(wrong(&mut browser, n).await, 200);
    }
    assert_eq!(
        wrong(&mut browser, 9).await,
        429,
        "three there and three here are six"
    );
    drop(redis);
    first.advance(Lifetime::seconds(61)).await;
    for n in 0..6 {
        assert_eq!(at(&first, 10 + n).await, 200, "counted in memory");
    }
    assert_eq!(at(&first, 20).await, 429);
}
