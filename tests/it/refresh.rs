//! Refresh tokens: rotation, replay, limits, and everything that ends them.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, CALLBACK, SECRET, Tokens, VERIFIER, World, basic, claims_of},
};
use doorward_core::users as accounts;
use doorward_protocol::time::Lifetime;
use serde_json::Value;

on_both!(
    a_refresh_rotates_and_says_who_as_before,
    a_replayed_refresh_token_ends_its_family,
    a_repeat_within_the_grace_gives_a_sibling,
    a_repeat_ends_with_its_family_and_its_session,
    of_fifty_at_once_every_one_gets_a_successor,
    without_a_grace_of_fifty_at_once_at_most_one_rotates,
    a_public_client_repeats_once_and_has_one_live_token,
    a_refresh_token_is_its_clients_alone,
    the_scope_narrows_and_never_grows,
    families_have_idle_and_absolute_limits,
    sign_out_ends_families_without_offline_access,
    a_disabled_user_a_new_password_or_withdrawn_consent_ends_every_family,
    once_revoked_nothing_of_the_family_lives,
    tokens_of_other_kinds_are_no_refresh_tokens
);

const OFFLINE: [(&str, &str); 1] = [("scope", "openid email offline_access")];

async fn a_refresh_rotates_and_says_who_as_before(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = world.tokens(&mut browser, &OFFLINE).await;
    world.advance(Lifetime::minutes(5)).await;
    let (status, body) = world.refresh(&first.refresh).await;
    assert_eq!(status, 200, "{body}");
    let second = Tokens::from(&body);
    assert_ne!(first.refresh, second.refresh);
    let (before, after) = (claims_of(&first.id), claims_of(&second.id));
    for name in ["iss", "sub", "aud", "auth_time", "sid"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert!(!after.contains_key("nonce"));
    assert_eq!(world.userinfo(&second.access).await.0, 200);
}

async fn a_replayed_refresh_token_ends_its_family(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = world.tokens(&mut browser, &OFFLINE).await;
    let second = Tokens::from(&world.refresh(&first.refresh).await.1);
    world.advance(Lifetime::seconds(31)).await;
    let (status, body) = world.refresh(&first.refresh).await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    assert_eq!(
        world.refresh(&second.refresh).await.1["error"],
        "invalid_grant"
    );
    for token in [&first.access, &second.access, &second.refresh] {
        assert!(!world.is_active(token).await);
    }
    assert_eq!(world.userinfo(&second.access).await.0, 401);
    let events = world
        .provider
        .store()
        .audit_events_about(&world.sub(ADA.0).await)
        .await
        .unwrap();
    assert!(
        events
            .iter()
            .any(|event| event.action == "refresh_token.replayed")
    );
}

async fn a_repeat_within_the_grace_gives_a_sibling(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for parameters in [&OFFLINE[..], &[]] {
        let first = world.tokens(&mut browser, parameters).await;
        let mut siblings = vec![Tokens::from(&world.refresh(&first.refresh).await.1)];
        for seconds in [0, 15, 15] {
            world.advance(Lifetime::seconds(seconds)).await;
            let (status, body) = world.refresh(&first.refresh).await;
            assert_eq!(status, 200, "{body}");
            siblings.push(Tokens::from(&body));
        }
        assert!(!world.is_active(&first.refresh).await, "it is used");
        for sibling in &siblings {
            assert!(world.is_active(&sibling.access).await);
            assert_eq!(world.refresh(&sibling.refresh).await.0, 200);
        }
        // A scope that was not granted is none in a repeat either.
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &first.refresh),
            ("scope", "openid phone"),
        ];
        let wider = world.post("/token", Some(basic("notes", SECRET)), &form);
        assert_eq!(wider.await.1["error"], "invalid_scope");
        // One real replay ends them all.
        world.advance(Lifetime::seconds(1)).await;
        assert_eq!(world.refresh(&first.refresh).await.0, 400);
        for sibling in &siblings {
            assert!(!world.is_active(&sibling.access).await);
            assert_eq!(world.refresh(&sibling.refresh).await.0, 400);
        }
    }
    assert_eq!(browser.get("/account").await.status, 200);
}

async fn a_repeat_ends_with_its_family_and_its_session(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let revoked = world.tokens(&mut browser, &OFFLINE).await;
    let next = Tokens::from(&world.refresh(&revoked.refresh).await.1);
    assert_eq!(world.revoke(&next.refresh).await, 200);
    assert_eq!(world.refresh(&revoked.refresh).await.0, 400);
    let bound = world.tokens(&mut browser, &[]).await;
    assert_eq!(world.refresh(&bound.refresh).await.0, 200);
    let page = browser.get("/end_session").await;
    assert_eq!(browser.submit(&page, &[]).await.status, 303);
    assert_eq!(world.refresh(&bound.refresh).await.0, 400);
}

async fn of_fifty_at_once_every_one_gets_a_successor(world: World) {
    let other = world.another_node().await;
    let mut browser = world.signed_in(ADA).await;
    for parameters in [&OFFLINE[..], &[], &OFFLINE[..], &[]] {
        let tokens = world.tokens(&mut browser, parameters).await;
        // The use of the session is to be noted too.
        for node in [&world, &other] {
            node.advance(Lifetime::minutes(2)).await;
        }
        let calls = (0..50)
            .map(|n| if n % 2 == 0 { &world } else { &other })
            .map(|node| node.refresh(&tokens.refresh));
        let answers = futures_util::future::join_all(calls).await;
        let mut given = std::collections::BTreeSet::new();
        for (status, body) in &answers {
            assert_eq!(*status, 200, "{body}");
            given.insert(Tokens::from(body).refresh);
        }
        assert_eq!(given.len(), 50, "each has its own");
        for token in given {
            assert!(world.is_active(&token).await);
        }
    }
}

async fn without_a_grace_of_fifty_at_once_at_most_one_rotates(world: World) {
    let world = strict(&world).await;
    let other = world
        .another_node_with(|settings| settings.tokens.refresh_token_grace_seconds = 0)
        .await;
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..50 {
        let tokens = world.tokens(&mut browser, &OFFLINE).await;
        let calls = (0..50)
            .map(|n| if n % 2 == 0 { &world } else { &other })
            .map(|node| node.refresh(&tokens.refresh));
        let answers = futures_util::future::join_all(calls).await;
        let given: Vec<Tokens> = answers
            .iter()
            .filter(|(status, _)| *status == 200)
            .map(|(_, body)| Tokens::from(body))
            .collect();
        assert!(given.len() <= 1, "{}", given.len());
        assert!(
            answers
                .iter()
                .all(|(status, body)| *status == 200 || body["error"] == "invalid_grant"),
            "{answers:?}"
        );
        for token in given {
            assert!(
                !world.is_active(&token.refresh).await,
                "forty-nine replays leave no live descendant"
            );
        }
    }
}

/// A world of the same database kind without a grace.
async fn strict(world: &World) -> World {
    let backend = if world.provider.database_kind() == "SQLite" {
        Backend::Sqlite
    } else {
        Backend::Postgres
    };
    World::open_with(backend, |settings| {
        settings.tokens.refresh_token_grace_seconds = 0;
    })
    .await
}

/// A refresh by the public client.
async fn refresh_as_spa(world: &World, token: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", "spa"),
    ];
    world.post("/token", None, &form).await
}

/// Tokens of the public client.
async fn tokens_of_spa(world: &World, browser: &mut Browser) -> Tokens {
    let code = world.code(browser, &[("client_id", "spa")]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", "spa"),
    ];
    let (status, body) = world.post("/token", None, &form).await;
    assert_eq!(status, 200, "{body}");
    Tokens::from(&body)
}

async fn a_public_client_repeats_once_and_has_one_live_token(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = tokens_of_spa(&world, &mut browser).await;
    let superseded = Tokens::from(&refresh_as_spa(&world, &first.refresh).await.1);
    world.advance(Lifetime::seconds(10)).await;
    let (status, body) = refresh_as_spa(&world, &first.refresh).await;
    assert_eq!(status, 200, "its answer was lost: {body}");
    let kept = Tokens::from(&body);
    let (status, body) = refresh_as_spa(&world, &kept.refresh).await;
    assert_eq!(status, 200, "{body}");
    let last = Tokens::from(&body);
    // What was lost in the first answer is found: a thief or the app comes back with it.
    world.advance(Lifetime::seconds(11)).await;
    assert_eq!(refresh_as_spa(&world, &superseded.refresh).await.0, 400);
    assert_eq!(refresh_as_spa(&world, &last.refresh).await.0, 400);
    assert!(!world.is_active(&last.access).await);
    // Once the successor was used, or after the grace, a repeat is a replay.
    for (uses, seconds) in [(1, 0), (0, 11)] {
        let first = tokens_of_spa(&world, &mut browser).await;
        let mut last = Tokens::from(&refresh_as_spa(&world, &first.refresh).await.1);
        for _ in 0..uses {
            world.advance(Lifetime::seconds(1)).await;
            last = Tokens::from(&refresh_as_spa(&world, &last.refresh).await.1);
        }
        world.advance(Lifetime::seconds(seconds)).await;
        let (_, body) = refresh_as_spa(&world, &first.refresh).await;
        assert_eq!(body["error"], "invalid_grant");
        assert_eq!(refresh_as_spa(&world, &last.refresh).await.0, 400);
    }
    assert_eq!(
        browser.get("/account").await.status,
        200,
        "nobody is signed out"
    );
    let other = world.another_node().await;
    for _ in 0..20 {
        let first = tokens_of_spa(&world, &mut browser).await;
        let calls = (0..10)
            .map(|n| if n % 2 == 0 { &world } else { &other })
            .map(|node| refresh_as_spa(node, &first.refresh));
        let answers = futures_util::future::join_all(calls).await;
        // Later each of them is tried: one at most is live, and the others are replays.
        for node in [&world, &other] {
            node.advance(Lifetime::seconds(11)).await;
        }
        let mut live = 0;
        for (status, body) in &answers {
            assert!(*status == 200 || body["error"] == "invalid_grant", "{body}");
            let token = Tokens::from(body).refresh;
            live += usize::from(*status == 200 && refresh_as_spa(&world, &token).await.0 == 200);
        }
        assert!(live <= 1, "{live}");
    }
}

async fn a_refresh_token_is_its_clients_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("photos", SECRET)), &form)
            .await
            .1["error"],
        "invalid_grant"
    );
    assert_eq!(
        world.post("/token", None, &form).await.1["error"],
        "invalid_client"
    );
    let as_spa = [form[0], form[1], ("client_id", "spa")];
    assert_eq!(
        world.post("/token", None, &as_spa).await.1["error"],
        "invalid_grant"
    );
    let second = Tokens::from(&world.refresh(&tokens.refresh).await.1);
    // The used one in a stranger's hand is no replay.
    assert_eq!(
        world
            .post("/token", Some(basic("photos", SECRET)), &form)
            .await
            .1["error"],
        "invalid_grant"
    );
    assert!(world.is_active(&second.refresh).await);
}

async fn the_scope_narrows_and_never_grows(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    let ask = async |refresh: &str, scope: &str| {
        world
            .post(
                "/token",
                Some(basic("notes", SECRET)),
                &[
                    ("grant_type", "refresh_token"),
                    ("refresh_token", refresh),
                    ("scope", scope),
                ],
            )
            .await
    };
    assert_eq!(
        ask(&tokens.refresh, "openid phone").await.1["error"],
        "invalid_scope"
    );
    let (_, body) = ask(&tokens.refresh, "openid").await;
    let narrow = Tokens::from(&body);
    assert_eq!(narrow.scope, "openid");
    assert!(
        world
            .userinfo(&narrow.access)
            .await
            .1
            .get("email")
            .is_none()
    );
}

async fn families_have_idle_and_absolute_limits(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let idle = world.tokens(&mut browser, &OFFLINE).await;
    let mut kept = world.tokens(&mut browser, &OFFLINE).await;
    world.advance(Lifetime::days(6)).await;
    kept = Tokens::from(&world.refresh(&kept.refresh).await.1);
    world.advance(Lifetime::days(2)).await;
    assert_eq!(
        world.refresh(&idle.refresh).await.1["error"],
        "invalid_grant",
        "eight days unused"
    );
    for _ in 0..5 {
        let (status, body) = world.refresh(&kept.refresh).await;
        assert_eq!(status, 200);
        kept = Tokens::from(&body);
        world.advance(Lifetime::days(4)).await;
    }
    assert_eq!(world.refresh(&kept.refresh).await.0, 200, "28 days");
    world.advance(Lifetime::days(3)).await;
    assert_eq!(
        world.refresh(&kept.refresh).await.1["error"],
        "invalid_grant",
        "31 days"
    );
}

async fn sign_out_ends_families_without_offline_access(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let bound = world.tokens(&mut browser, &[]).await;
    let offline = world.tokens(&mut browser, &OFFLINE).await;
    let page = browser.get("/end_session").await;
    assert_eq!(browser.submit(&page, &[]).await.status, 303);
    assert_eq!(
        world.refresh(&bound.refresh).await.1["error"],
        "invalid_grant"
    );
    assert_eq!(world.userinfo(&bound.access).await.0, 401);
    // An access token of the session is dead at once; the family goes on, without the session.
    assert_eq!(world.userinfo(&offline.access).await.0, 401);
    let (status, body) = world.refresh(&offline.refresh).await;
    assert_eq!(status, 200);
    let next = Tokens::from(&body);
    assert!(!claims_of(&next.id).contains_key("sid"));
    assert_eq!(world.userinfo(&next.access).await.0, 200);
}

async fn a_disabled_user_a_new_password_or_withdrawn_consent_ends_every_family(world: World) {
    let sub = world.sub(ADA.0).await;
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    let clients = world.provider.clients();
    let declaration = doorward_core::clients::Declaration {
        client: clients.get("notes").await.unwrap().client.clone(),
        client_secret: None,
        client_secret_hash: None,
        client_secrets: Vec::new(),
    };
    clients
        .declare(&world.context(), declaration, "client.changed")
        .await
        .unwrap();
    world
        .provider
        .store()
        .commit(doorward_storage::Store::put_consent(
            doorward_storage::ConsentKey {
                user_id: &sub,
                client_id: "notes",
            },
            None,
            &doorward_protocol::oauth::consent::Consent {
                scope: doorward_protocol::oauth::scope::Scope::parse("openid").unwrap(),
                ..Default::default()
            },
            world.provider.now(),
        ))
        .await
        .unwrap();
    world
        .provider
        .consents()
        .withdraw(&world.context(), &sub, "notes")
        .await
        .unwrap();
    assert_eq!(
        world.refresh(&tokens.refresh).await.1["error"],
        "invalid_grant"
    );

    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    let user = world.provider.store().user(&sub).await.unwrap().unwrap();
    let declaration = accounts::Declaration {
        email: user.email.clone().unwrap(),
        username: user.username.clone(),
        password: Some("an entirely new password".into()),
        claims: user.claims.clone(),
    };
    world
        .provider
        .users()
        .put(&world.context(), declaration, Some(user))
        .await
        .unwrap();
    assert_eq!(
        world.refresh(&tokens.refresh).await.1["error"],
        "invalid_grant"
    );
    assert_eq!(
        browser.get("/account").await.location.as_deref(),
        Some("/sign-in"),
        "the session ended too"
    );

    let mut browser = world.signed_in((ADA.0, "an entirely new password")).await;
    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    world.disable(ADA.0).await;
    assert_eq!(
        world.refresh(&tokens.refresh).await.1["error"],
        "invalid_grant"
    );
    assert_eq!(world.userinfo(&tokens.access).await.0, 401);
}

async fn once_revoked_nothing_of_the_family_lives(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..10 {
        let tokens = world.tokens(&mut browser, &OFFLINE).await;
        let form = [("token", tokens.refresh.as_str())];
        let (refreshed, revoked) = tokio::join!(
            world.refresh(&tokens.refresh),
            world.post("/revoke", Some(basic("notes", SECRET)), &form)
        );
        assert_eq!(revoked.0, 200);
        for token in [
            &tokens.access,
            &tokens.refresh,
            &Tokens::from(&refreshed.1).access,
            &Tokens::from(&refreshed.1).refresh,
        ] {
            assert!(!world.is_active(token).await);
        }
    }
}

async fn tokens_of_other_kinds_are_no_refresh_tokens(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &OFFLINE).await;
    for wrong in [&tokens.access, &tokens.id] {
        assert_eq!(world.refresh(wrong).await.1["error"], "invalid_grant");
    }
    assert_eq!(world.userinfo(&tokens.refresh).await.0, 401);
    assert_eq!(world.userinfo(&tokens.id).await.0, 401);
}
