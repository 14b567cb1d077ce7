//! An HR system says that somebody is to be out of everything.

use crate::{
    on_both,
    world::{ADA, GRACE, SECRET, Shape, StandIn, World, basic},
};
use serde_json::{Value, json};

on_both!(
    whoever_is_meant_is_out_of_everything,
    only_a_client_with_the_scope_may_say_so,
    an_upstream_speaks_of_its_own_subjects,
    everybody_whom_a_subject_names_is_out
);

async fn hr(world: &World) -> String {
    world
        .client(
            "hr",
            &json!({"grant_types": ["client_credentials"], "scope": "global_token_revocation"}),
            &json!({}),
        )
        .await;
    let (status, body) = world
        .post(
            "/token",
            Some(basic("hr", SECRET)),
            &[("grant_type", "client_credentials")],
        )
        .await;
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

async fn say(world: &World, token: &str, sub_id: &Value) -> u16 {
    let request = world
        .http
        .post(world.at("/global-token-revocation"))
        .bearer_auth(token)
        .header("content-type", "application/json");
    request
        .body(json!({"sub_id": sub_id}).to_string())
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

async fn whoever_is_meant_is_out_of_everything(world: World) {
    let token = hr(&world).await;
    let metadata = world.text_at("/.well-known/openid-configuration").await;
    assert!(metadata.contains(&format!("{}/global-token-revocation", world.issuer)));
    let sub = world.sub(ADA.0).await;
    for sub_id in [
        json!({"format": "email", "email": "ADA@example.com"}),
        json!({"format": "opaque", "id": sub}),
        json!({"format": "iss_sub", "iss": world.issuer, "sub": sub}),
    ] {
        let (mut one, mut two, mut grace) = (
            world.signed_in(ADA).await,
            world.signed_in(ADA).await,
            world.signed_in(GRACE).await,
        );
        let tokens = world
            .tokens(&mut one, &[("scope", "openid offline_access")])
            .await;
        assert_eq!(say(&world, &token, &sub_id).await, 204, "{sub_id}");
        assert_eq!(
            (
                one.get("/account").await.status,
                two.get("/account").await.status,
                grace.get("/account").await.status
            ),
            (303, 303, 200)
        );
        assert!(
            !world.is_active(&tokens.access).await && world.refresh(&tokens.refresh).await.0 == 400,
            "offline access as well"
        );
    }
    let ended = world
        .provider
        .store()
        .audit_events_about(&sub)
        .await
        .unwrap();
    assert!(
        ended
            .iter()
            .any(|event| event.action == "session.ended" && event.detail == "global_revocation")
    );
    // She is not disabled: that is for an administrator to say.
    world.signed_in(ADA).await;
    for sub_id in [
        json!({"format": "email", "email": "nobody@example.com"}),
        json!({"format": "email", "email": "ada"}),
        json!({"format": "iss_sub", "iss": "https://elsewhere.example", "sub": sub}),
    ] {
        assert_eq!(say(&world, &token, &sub_id).await, 404, "{sub_id}");
    }
    for wrong in [
        json!({"format": "email"}),
        json!({"format": "phone", "phone": "1"}),
        json!("ada"),
        Value::Null,
    ] {
        assert_eq!(say(&world, &token, &wrong).await, 400, "{wrong}");
    }
}

async fn only_a_client_with_the_scope_may_say_so(world: World) {
    let metadata = world.text_at("/.well-known/openid-configuration").await;
    assert!(
        !metadata.contains("global_token_revocation"),
        "not offered while nobody may"
    );
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let (_, body) = world
        .post(
            "/token",
            Some(basic("notes", SECRET)),
            &[("grant_type", "client_credentials")],
        )
        .await;
    let who = json!({"format": "email", "email": GRACE.0});
    for (token, status) in [
        (tokens.access.as_str(), 403),
        (body["access_token"].as_str().unwrap(), 403),
        (tokens.id.as_str(), 401),
        ("nonsense", 401),
    ] {
        assert_eq!(say(&world, token, &who).await, status, "{token}");
    }
    let nobody = world
        .http
        .post(world.at("/global-token-revocation"))
        .body(json!({"sub_id": who}).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(nobody.status().as_u16(), 401);
    assert_eq!(browser.get("/account").await.status, 200);
}

async fn an_upstream_speaks_of_its_own_subjects(world: World) {
    let token = hr(&world).await;
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({"sign_up": true})).await;
    up.is(json!({"sub": "u-1"}));
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let away = browser.choose(&page, "up").await;
    let crate::world::Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await
    else {
        panic!("by redirect")
    };
    browser.get(&location).await;
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(
        say(
            &world,
            &token,
            &json!({"format": "iss_sub", "iss": up.base, "sub": "u-2"})
        )
        .await,
        404
    );
    assert_eq!(
        say(
            &world,
            &token,
            &json!({"format": "iss_sub", "iss": up.base, "sub": "u-1"})
        )
        .await,
        204
    );
    assert_eq!(browser.get("/account").await.status, 303);
}

/// Two providers are declared for one issuer, and each knows the subject as another user.
async fn everybody_whom_a_subject_names_is_out(world: World) {
    let token = hr(&world).await;
    for (id, who) in [("one", ADA), ("two", GRACE)] {
        let sub = world.sub(who.0).await;
        let link = format!(
            "INSERT INTO identities (provider_id, issuer, subject, user_id, label, linked_at)
             VALUES ('{id}', 'https://up.example', 'same', '{sub}', '', 0)"
        );
        world.execute(&link).await;
    }
    let (mut ada, mut grace) = (world.signed_in(ADA).await, world.signed_in(GRACE).await);
    let same = json!({"format": "iss_sub", "iss": "https://up.example", "sub": "same"});
    assert_eq!(say(&world, &token, &same).await, 204);
    let statuses = (
        ada.get("/account").await.status,
        grace.get("/account").await.status,
    );
    assert_eq!(statuses, (303, 303));
    // An address is found also where it is the name of somebody else.
    world
        .execute("UPDATE users SET username = 'ada@example.com', username_folded = 'ada@example.com' WHERE email = 'grace@example.com'")
        .await;
    let email = json!({"format": "email", "email": ADA.0});
    assert_eq!(say(&world, &token, &email).await, 204);
}
