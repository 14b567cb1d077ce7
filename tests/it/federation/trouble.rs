//! Providers that are slow, down, or wrongly declared: a page that says so, and nobody else is
//! slowed.

use super::{come_back, sign_up, there_and_back};
use crate::{
    on_both,
    world::{ADA, Lies, Shape, StandIn, World, authorize_query, eventually, twist},
};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

on_both!(
    a_slow_provider_is_given_up_and_slows_nobody,
    a_discovery_that_hangs_holds_up_nobody_else,
    a_provider_that_is_down_is_left_alone_for_a_while,
    what_discovery_may_not_say,
    a_wrong_secret_is_the_administrators_to_mend,
    a_dropped_mail_scope_is_no_trouble,
    addresses_inside_are_called_only_where_that_is_declared
);

/// How long a provider takes that does not answer in time. Requests to it are given up after five
/// seconds; what waited for its answer took longer than half of this, however slow the machine.
const HANGS: Duration = Duration::from_mins(1);

async fn oidc(world: &World, id: &str) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, id, &sign_up()).await;
    up
}

/// A sign-in with a provider, in the time that it took.
async fn sign_in_with(world: &World, up: &StandIn, id: &str) -> Duration {
    let started = Instant::now();
    let answer = there_and_back(&mut world.browser(), up, id).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    started.elapsed()
}

/// The longest that a sign-in may take beside a storm, by one in quiet on the same machine: less
/// than the five seconds after which a request is given up, unless the machine itself is slow.
fn unhindered(quiet: Duration) -> Duration {
    Duration::from_secs(3) + 10 * quiet
}

async fn a_slow_provider_is_given_up_and_slows_nobody(world: World) {
    let (slow, quick) = (oidc(&world, "slow").await, oidc(&world, "quick").await);
    let quiet = sign_in_with(&world, &quick, "quick").await;
    slow.lie(Lies {
        slow: [("/token".to_owned(), HANGS)].into(),
        ..Lies::default()
    });
    let given_up = AtomicUsize::new(0);
    let started = Instant::now();
    // More than may wait for one provider at a time come at once.
    let storm = futures_util::future::join_all((0..40).map(|_| {
        let (world, slow, given_up) = (&world, &slow, &given_up);
        async move {
            let mut browser = world.browser();
            let page = browser.authorize(&authorize_query(&[("prompt", "")])).await;
            let away = browser.choose(&page, "slow").await;
            // Whoever comes after the circuit breaker has opened is told at once.
            let answer = if away.status == 303 {
                come_back(&mut browser, slow, &away).await
            } else {
                away
            };
            given_up.fetch_add(1, Ordering::SeqCst);
            answer
        }
    }));
    let meanwhile = async {
        // On a machine that is slow itself, the first are given up before the last have come.
        eventually("as many as may wait", async || {
            slow.seen("/token").len() >= 32 || given_up.load(Ordering::SeqCst) > 0
        })
        .await;
        let took = sign_in_with(&world, &quick, "quick").await;
        assert!(took < unhindered(quiet), "{took:?}, in quiet {quiet:?}");
        let mut browser = world.signed_in(ADA).await;
        assert!(
            browser
                .authorize(&authorize_query(&[("prompt", "none")]))
                .await
                .parameter("code")
                .is_some()
        );
    };
    let (answers, ()) = tokio::join!(storm, meanwhile);
    assert!(
        started.elapsed() < HANGS / 2,
        "given up (F51): {:?}",
        started.elapsed()
    );
    for answer in answers {
        assert!(
            answer.status == 503 && answer.body.contains("another method"),
            "{}",
            answer.status
        );
        assert!(
            answer.body.contains("responding") || answer.body.contains("right now"),
            "{}",
            answer.body
        );
    }
    // Those that may wait at once, and those that take the places of the first four that fail: the
    // fifth failure opens the circuit breaker.
    let asked = slow.seen("/token").len();
    assert!(asked <= 32 + 4, "{asked}");
}

async fn a_discovery_that_hangs_holds_up_nobody_else(world: World) {
    let (slow, quick) = (oidc(&world, "slow").await, oidc(&world, "quick").await);
    slow.lie(Lies {
        slow: [("/.well-known/openid-configuration".to_owned(), HANGS)].into(),
        ..Lies::default()
    });
    let quiet = sign_in_with(&world, &quick, "quick").await;
    let before = slow.seen("/.well-known/openid-configuration").len();
    let chosen = AtomicUsize::new(0);
    let started = Instant::now();
    let storm = futures_util::future::join_all((0..60).map(|_| async {
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        chosen.fetch_add(1, Ordering::SeqCst);
        browser.choose(&page, "slow").await
    }));
    let meanwhile = async {
        eventually("everybody, and a discovery that hangs", async || {
            chosen.load(Ordering::SeqCst) == 60
                && slow.seen("/.well-known/openid-configuration").len() > before
        })
        .await;
        let took = sign_in_with(&world, &quick, "quick").await;
        assert!(took < unhindered(quiet), "{took:?}, in quiet {quiet:?}");
    };
    let (answers, ()) = tokio::join!(storm, meanwhile);
    assert!(started.elapsed() < HANGS / 2, "{:?}", started.elapsed());
    assert!(
        answers.iter().all(|answer| answer.status == 503),
        "{:?}",
        answers
            .iter()
            .map(|answer| answer.status)
            .collect::<Vec<_>>()
    );
    assert!(
        slow.seen("/.well-known/openid-configuration").len() <= 33,
        "{}",
        slow.seen("/.well-known/openid-configuration").len()
    );
}

async fn a_provider_that_is_down_is_left_alone_for_a_while(world: World) {
    let up = oidc(&world, "up").await;
    up.lie(Lies {
        answers: [(
            "/token".to_owned(),
            (503, "{\"error\":\"temporarily_unavailable\"}".to_owned()),
        )]
        .into(),
        ..Lies::default()
    });
    // An answer that says no is an answer; silence is not.
    for _ in 0..7 {
        assert_eq!(
            there_and_back(&mut world.browser(), &up, "up").await.status,
            503
        );
    }
    assert_eq!(up.seen("/token").len(), 7);
    up.lie(Lies {
        discovery: Some(twist(|document| {
            document["token_endpoint"] = "http://127.0.0.1:9/token".into();
        })),
        ..Lies::default()
    });
    let down = oidc(&world, "down").await;
    down.lie(Lies {
        discovery: Some(twist(|document| {
            document["token_endpoint"] = "http://127.0.0.1:9/token".into();
        })),
        ..Lies::default()
    });
    for _ in 0..5 {
        assert_eq!(
            there_and_back(&mut world.browser(), &down, "down")
                .await
                .status,
            503
        );
    }
    let started = Instant::now();
    assert_eq!(
        there_and_back(&mut world.browser(), &down, "down")
            .await
            .status,
        503,
        "at once, without asking"
    );
    assert!(started.elapsed() < Duration::from_secs(2));
}

async fn what_discovery_may_not_say(world: World) {
    type Change = fn(&mut Value);
    let changes: [(&str, Change, u16); 4] = [
        (
            "another issuer",
            |document| document["issuer"] = "https://evil.example".into(),
            502,
        ),
        (
            "a slash more",
            |document| {
                document["issuer"] = format!("{}/", document["issuer"].as_str().unwrap()).into();
            },
            502,
        ),
        (
            "no keys",
            |document| document["jwks_uri"] = Value::Null,
            502,
        ),
        ("no document", |document| *document = json!("hello"), 503),
    ];
    for (index, (what, change, status)) in changes.into_iter().enumerate() {
        let id = format!("up{index}");
        let up = oidc(&world, &id).await;
        up.lie(Lies {
            discovery: Some(twist(change)),
            ..Lies::default()
        });
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let answer = browser.choose(&page, &id).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        assert!(
            answer.body.contains("another method") && !answer.body.contains("evil.example"),
            "{what}"
        );
        assert!(
            up.seen("/authorize").is_empty(),
            "{what}: nobody is sent there"
        );
    }
}

async fn a_wrong_secret_is_the_administrators_to_mend(world: World) {
    for shape in [Shape::Oidc, Shape::Github, Shape::Discord] {
        let up = StandIn::open(&world, shape);
        let secrets = doorward_protocol::federation::IdentityProviderSecrets {
            client_secret: Some("not the secret".into()),
            ..Default::default()
        };
        world
            .declare_provider(
                up.declaration("up", &sign_up())
                    .as_object()
                    .map(|document| {
                        let mut document = document.clone();
                        document["id"] = format!("{shape:?}").to_lowercase().into();
                        Value::Object(document)
                    })
                    .unwrap(),
                secrets,
            )
            .await;
        let answer = there_and_back(
            &mut world.browser(),
            &up,
            &format!("{shape:?}").to_lowercase(),
        )
        .await;
        assert!(
            answer.status == 502 && answer.body.contains("Tell your administrator"),
            "{shape:?}: {} {}",
            answer.status,
            answer.body
        );
        assert!(!answer.body.contains("invalid_client") && !answer.body.contains("not the secret"));
    }
}

async fn a_dropped_mail_scope_is_no_trouble(world: World) {
    let up = StandIn::open(&world, Shape::Github);
    up.declare(&world, "up", &sign_up()).await;
    up.is(json!({"id": 7, "login": "octocat", "name": null, "email": null}));
    // Without user:email GitHub answers 404.
    up.lie(Lies {
        answers: [(
            "/api/v3/user/emails".to_owned(),
            (404, "{\"message\":\"Not Found\"}".to_owned()),
        )]
        .into(),
        ..Lies::default()
    });
    let mut browser = world.browser();
    let back = there_and_back(&mut browser, &up, "up").await;
    let answer = browser.follow(back).await;
    let code = answer.parameter("code").unwrap();
    let token = world.redeem(&code).await.1["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let userinfo = world.userinfo(&token).await.1;
    assert_eq!(
        (
            userinfo.get("email"),
            userinfo["preferred_username"].as_str()
        ),
        (None, Some("octocat"))
    );
    let account = browser.get("/account").await;
    assert!(
        account.status == 200 && account.body.contains("octocat"),
        "a page for somebody without an address: {}",
        account.body
    );
    // An operator who wants addresses says so.
    up.declare(
        &world,
        "up",
        &json!({"sign_up": true, "email_domains": ["corp.example"]}),
    )
    .await;
    let refused = there_and_back(&mut world.browser(), &up, "up").await;
    assert!(
        refused.status == 403 && refused.body.contains("can’t be used here"),
        "{}",
        refused.body
    );
}

async fn addresses_inside_are_called_only_where_that_is_declared(world: World) {
    // The provider's discovery is where it may be; what it names is not.
    let up = StandIn::open(&world, Shape::Oidc);
    let document: Value = json!({"id": "up", "kind": "oidc", "client_id": "c", "issuer": format!("https://{}", up.base.trim_start_matches("http://"))});
    let secrets = doorward_protocol::federation::IdentityProviderSecrets {
        client_secret: Some("s".into()),
        ..Default::default()
    };
    world.declare_provider(document, secrets).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    assert_eq!(browser.choose(&page, "up").await.status, 503);
    assert!(
        up.seen("/.well-known/openid-configuration").is_empty(),
        "an address of this machine is not called"
    );
}
