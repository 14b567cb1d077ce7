//! A clock that is set back: nothing lives longer for it, and a server goes on signing.

use crate::{
    on_both,
    world::{ADA, CALLBACK, SECRET, World, authorize_query, basic, claims_of},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_core::keys::Activation;
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{
    DueOutboxMessages, NewOutboxMessage, NewTrustedBrowser, OUTBOX_LEASE, OutboxBackoff,
    OutboxLease, Store, StoredRecovery, TrustedBrowser, outbox_backoff,
};
use serde_json::json;

on_both!(
    a_code_lives_no_longer_because_the_clock_went_back,
    a_waiting_request_of_the_future_is_started_again,
    an_access_token_of_the_future_is_none,
    a_sign_in_of_the_future_is_not_recent,
    what_was_used_or_revoked_is_not_forgotten_when_the_clock_goes_back,
    a_fresh_server_signs_although_its_keys_are_of_the_future,
    a_key_that_was_replaced_at_once_does_not_come_back_with_the_clock,
    nothing_waits_for_a_clock_that_was_set_back,
    nobody_waits_for_what_they_asked_for_while_the_clock_was_ahead,
    a_browser_is_trusted_no_longer_because_the_clock_went_back,
    a_session_is_used_and_proven_again_after_the_clock_went_back
);

const TEN_MINUTES: Lifetime = Lifetime::minutes(10);

async fn a_code_lives_no_longer_because_the_clock_went_back(world: World) {
    for back in [Lifetime::seconds(11), Lifetime::minutes(1), TEN_MINUTES] {
        let mut browser = world.signed_in(ADA).await;
        let code = world.code(&mut browser, &[]).await;
        world.clock.set_back(back);
        let (status, body) = world.redeem(&code).await;
        assert_eq!(
            (status, &body["error"]),
            (400, &json!("invalid_grant")),
            "{body}"
        );
    }
    // Clocks of nodes may differ by a few seconds.
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    world.clock.set_back(Lifetime::seconds(9));
    assert_eq!(world.redeem(&code).await.0, 200);
}

async fn a_waiting_request_of_the_future_is_started_again(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    world.clock.set_back(TEN_MINUTES);
    // As one that waited for too long: it is checked anew, and the sign-in is one of now.
    let answer = browser.sign_in_on(&page, ADA).await;
    let code = answer.parameter("code").expect("a code");
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 200, "{body}");
    let claims = claims_of(body["id_token"].as_str().unwrap());
    assert_eq!(claims["auth_time"], json!(world.clock_seconds()));
    // A new request is none the worse.
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
}

async fn an_access_token_of_the_future_is_none(world: World) {
    for format in ["opaque", "jwt"] {
        world
            .client(
                "notes",
                &json!({"redirect_uris": [CALLBACK], "first_party": true}),
                &json!({"access_token_format": format}),
            )
            .await;
        let mut browser = world.signed_in(ADA).await;
        let code = world.code(&mut browser, &[]).await;
        let (status, body) = world.redeem(&code).await;
        assert_eq!(status, 200, "{body}");
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(world.userinfo(token).await.0, 200, "{format}");
        world.clock.set_back(TEN_MINUTES);
        assert_eq!(world.userinfo(token).await.0, 401, "{format}");
    }
}

async fn a_sign_in_of_the_future_is_not_recent(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.clock.set_back(TEN_MINUTES);
    let answer = browser
        .authorize(&authorize_query(&[("max_age", "60"), ("prompt", "none")]))
        .await;
    assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
}

async fn what_was_used_or_revoked_is_not_forgotten_when_the_clock_goes_back(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let form = [("token", tokens.access.as_str())];
    let (status, _) = world
        .post("/revoke", Some(basic("notes", SECRET)), &form)
        .await;
    assert_eq!(status, 200);
    world.advance(Lifetime::minutes(15)).await;
    let context = world.context();
    world.provider.purge().run(&context, || true).await;
    world.clock.set_back(Lifetime::minutes(15));
    assert_eq!(world.userinfo(&tokens.access).await.0, 401);
}

async fn a_fresh_server_signs_although_its_keys_are_of_the_future(world: World) {
    let provider = &world.provider;
    let keys = provider.signing_keys();
    // A key that was to sign in five minutes, whose predecessor is gone.
    keys.publish(
        &world.context(),
        SigningAlgorithm::ES256,
        Activation::WhenKnown,
    )
    .await
    .unwrap();
    world
        .execute("DELETE FROM signing_keys WHERE algorithm = 'ES256' AND generation = 1; UPDATE configuration_version SET version = version + 1")
        .await;
    world.clock.set_back(TEN_MINUTES);
    world.expire_versions();
    let node = world.another_node().await;
    for world in [&world, &node] {
        world
            .client(
                "notes",
                &json!({"redirect_uris": [CALLBACK], "first_party": true}),
                &json!({"id_token_signed_response_alg": "ES256"}),
            )
            .await;
        let mut browser = world.signed_in(ADA).await;
        let code = world.code(&mut browser, &[]).await;
        let (status, body) = world.redeem(&code).await;
        assert_eq!(status, 200, "{body}");
        assert!(claims_of(body["id_token"].as_str().unwrap()).contains_key("sub"));
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(world.userinfo(token).await.0, 200);
        assert_eq!(world.readiness().await.0, 200);
    }
}

async fn a_key_that_was_replaced_at_once_does_not_come_back_with_the_clock(world: World) {
    let keys = world.provider.signing_keys();
    let (algorithm, at_once) = (SigningAlgorithm::RS256, Activation::AtOnce);
    let new = keys.publish(&world.context(), algorithm, at_once).await;
    let kid = new.unwrap().unwrap().kid;
    world.clock.set_back(TEN_MINUTES);
    world.expire_versions();
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    let body = world.redeem(&code).await.1;
    let header = body["id_token"]
        .as_str()
        .unwrap()
        .split('.')
        .next()
        .unwrap();
    let header: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert_eq!(header["kid"], kid);
}

/// A kind that no handler delivers.
const KIND: &str = "test";

async fn nothing_waits_for_a_clock_that_was_set_back(world: World) {
    let store = world.provider.store();
    let new = |id| NewOutboxMessage {
        kind: KIND,
        id,
        target: id,
        payload: "",
        lifetime: Lifetime::hours(1),
    };
    let due = async |now| {
        let due = DueOutboxMessages {
            kind: KIND,
            max_per_target: 4,
            max: 32,
        };
        store.due_outbox_messages(due, now).await.unwrap()
    };
    let now = world.provider.now();
    for id in ["new", "leased", "postponed", "long"] {
        store.commit(Store::enqueue(&new(id), now)).await.unwrap();
    }
    for message in due(now).await {
        let lease = OutboxLease {
            id: "lease",
            until: now.plus(OUTBOX_LEASE),
        };
        if message.id == "new" {
            continue;
        }
        let taken = store
            .commit(Store::lease_outbox_message(&message, lease, now))
            .await;
        assert!(taken.unwrap());
        let attempts = match message.id.as_str() {
            "postponed" => 3,
            "long" => 12,
            _ => continue,
        };
        let pause = OutboxBackoff {
            attempts,
            is_longest: false,
            next_attempt_at: now.plus(outbox_backoff(attempts)),
        };
        let postpone = Store::postpone_outbox_message(&message, "lease", pause, "away");
        assert!(store.commit(postpone).await.unwrap());
    }
    assert_eq!(due(now).await.len(), 1);
    world.clock.set_back(TEN_MINUTES);
    let present = world.provider.now();
    let end = Store::end_outbox_backoffs_of_the_future(KIND, present);
    store.commit(end).await.unwrap();
    let mut found: Vec<_> = due(world.provider.now()).await;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let ids: Vec<&str> = found.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids, ["leased", "long", "new", "postponed"]);
    let again = OutboxLease {
        id: "another",
        until: world.provider.now().plus(OUTBOX_LEASE),
    };
    for message in &found {
        let lease = Store::lease_outbox_message(message, again, world.provider.now());
        assert!(store.commit(lease).await.unwrap(), "{}", message.id);
    }
    assert!(due(world.provider.now()).await.is_empty());
}

/// The third mail of an hour is the last one, and a request to get back in is the only one: those of a
/// year that is not there yet count no more.
async fn nobody_waits_for_what_they_asked_for_while_the_clock_was_ahead(world: World) {
    let store = world.provider.store();
    let name = Digest::of(b"somebody");
    let mail = async |now: Timestamp| {
        let count = Store::count_mailed_request(&name, now, now.minus(Lifetime::hours(1)));
        store.commit(count).await.unwrap()
    };
    let user = store.user(&world.sub(ADA.0).await).await.unwrap().unwrap();
    let recovery = async |id: &str, now: Timestamp| {
        let new = StoredRecovery {
            id: id.into(),
            user_id: user.id.clone(),
            generation: user.generation,
            user_agent: String::new(),
            address: None,
            requested_at: now,
            effective_at: now.plus(Lifetime::days(1)),
            expires_at: now.plus(Lifetime::days(2)),
        };
        let begin = Store::begin_recovery(&new, 1, now.minus(Lifetime::days(30)));
        store.commit(begin).await.unwrap()
    };
    let ahead = world.provider.now().plus(Lifetime::days(365));
    for (round, now) in [ahead, world.provider.now()].into_iter().enumerate() {
        for number in 0..5 {
            assert_eq!(
                mail(now).await,
                number < 3,
                "mail {number} of round {round}"
            );
        }
        assert!(recovery(&format!("r{round}"), now).await, "round {round}");
        let open = store.open_recovery(&user.id, now).await.unwrap();
        assert_eq!(open.unwrap().id, format!("r{round}"));
        assert!(!recovery(&format!("another-{round}"), now).await, "{round}");
    }
}

async fn a_browser_is_trusted_no_longer_because_the_clock_went_back(world: World) {
    let store = world.provider.store();
    let user = store.user(&world.sub(ADA.0).await).await.unwrap().unwrap();
    let now = world.provider.now();
    for (id, ahead) in [("now", Lifetime(0)), ("ahead", TEN_MINUTES)] {
        let (digest, began) = (Digest::of(id.as_bytes()), now.plus(ahead));
        let new = NewTrustedBrowser {
            digest: &digest,
            user_id: &user.id,
            generation: user.generation,
        };
        let browser = TrustedBrowser {
            id: id.into(),
            user_agent: String::new(),
            address: None,
            created_at: began,
            last_used_at: began,
            expires_at: began.plus(Lifetime::days(30)),
        };
        let trust = Store::trust_browser(new, &browser);
        assert!(store.commit(trust).await.unwrap());
        let trusts = async |now| store.is_trusted_browser(&digest, &user.id, now).await;
        assert!(trusts(began).await.unwrap(), "{id}");
        assert_eq!(trusts(now).await.unwrap(), ahead == Lifetime(0), "{id}");
    }
    let listed = store.trusted_browsers(&user.id, now).await.unwrap();
    let ids: Vec<&str> = listed.iter().map(|browser| browser.id.as_str()).collect();
    assert_eq!(ids, ["now"]);
}

async fn a_session_is_used_and_proven_again_after_the_clock_went_back(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let sub = world.sub(ADA.0).await;
    // A long time later, in which it is used and proven by a clock that is ahead.
    world.advance(Lifetime::minutes(30)).await;
    browser.get("/account").await;
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    world.clock.set_back(TEN_MINUTES);
    world.expire_versions();
    assert_eq!(browser.get("/account").await.status, 200);
    let now = world.provider.now();
    let seen = async || {
        let store = world.provider.store();
        let mut sessions = store.sessions_of_user(&sub, now).await.unwrap();
        sessions.remove(0).session
    };
    assert_eq!(seen().await.last_seen_at, now);
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    assert_eq!(seen().await.auth_time, now);
}
