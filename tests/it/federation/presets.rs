//! Each preset against a stand-in made from the provider's public documentation.

use super::{into_notes, sign_up};
use crate::{
    on_both,
    world::{Shape, StandIn, TENANT, World, twist},
};
use serde_json::{Value, json};

on_both!(
    google,
    microsoft,
    github,
    facebook,
    gitlab,
    apple,
    discord,
    any_openid_provider_from_its_issuer_alone,
    any_oauth_provider_with_a_mapping
);

/// Somebody new comes in by the provider, comes again, and is the same user; what userinfo says of
/// them then.
async fn comes_in(
    world: &World,
    shape: Shape,
    user: Value,
    extra: &Value,
) -> (serde_json::Map<String, Value>, Value) {
    let up = StandIn::open(world, shape);
    up.declare(world, "up", extra).await;
    up.is(user);
    let mut browser = world.browser();
    let first = into_notes(world, &mut browser, &up, "up").await;
    let second = into_notes(world, &mut world.browser(), &up, "up").await;
    assert_eq!(first["sub"], second["sub"], "the same user");
    assert_eq!(
        world.provider.store().users().await.unwrap().len(),
        3,
        "and one user more, not two"
    );
    assert_eq!(
        (first["idp"].as_str(), &first["amr"]),
        (Some("up"), &json!(["fed"]))
    );
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    (first, world.userinfo(&tokens.access).await.1)
}

async fn google(world: World) {
    let user = json!({"sub": "110169484474386276334", "email": "someone@gmail.com", "email_verified": true, "name": "Some One", "picture": "https://lh3.example/p.jpg",
        "given_name": "Some", "family_name": "One"});
    let (_, userinfo) = comes_in(&world, Shape::Google, user, &sign_up()).await;
    assert_eq!(
        (
            userinfo["email"].as_str(),
            &userinfo["email_verified"],
            userinfo["name"].as_str()
        ),
        (Some("someone@gmail.com"), &json!(true), Some("Some One"))
    );
}

async fn microsoft(world: World) {
    // The mail of Entra is what its administrator wrote: without xms_edov nobody vouches for it.
    let user = json!({"sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", "preferred_username": "someone@corp.example", "email": "someone@corp.example", "name": "Some One"});
    let (_, userinfo) = comes_in(&world, Shape::Microsoft, user.clone(), &sign_up()).await;
    assert_eq!(
        (userinfo.get("email"), userinfo["name"].as_str()),
        (None, Some("Some One"))
    );
    let up = StandIn::open(&world, Shape::Microsoft);
    up.declare(
        &world,
        "ours",
        &json!({"sign_up": true, "tenants": [TENANT]}),
    )
    .await;
    let mut vouched = user;
    vouched["xms_edov"] = true.into();
    up.is(vouched);
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "ours").await;
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    assert_eq!(
        world.userinfo(&tokens.access).await.1["email"],
        "someone@corp.example"
    );
}

async fn github(world: World) {
    let user = json!({"id": 583_231, "login": "octocat", "name": "Octo Cat", "avatar_url": "https://avatars.example/u/583231", "html_url": "https://github.example/octocat",
        "email": null, "emails": [{"email": "octo@work.example", "primary": true, "verified": true, "visibility": "private"}, {"email": "old@home.example", "primary": false, "verified": true, "visibility": null}]});
    let (_, userinfo) = comes_in(&world, Shape::Github, user, &sign_up()).await;
    assert_eq!(
        (userinfo["email"].as_str(), &userinfo["email_verified"]),
        (Some("octo@work.example"), &json!(true))
    );
    assert_eq!(
        (
            userinfo["preferred_username"].as_str(),
            userinfo["picture"].as_str()
        ),
        (Some("octocat"), Some("https://avatars.example/u/583231"))
    );
}

async fn facebook(world: World) {
    let user = json!({"id": "10226", "name": "Some One", "first_name": "Some", "last_name": "One", "email": "someone@fb.example", "picture": {"data": {"url": "https://fb.example/p.jpg"}}});
    let (_, userinfo) = comes_in(&world, Shape::Facebook, user, &sign_up()).await;
    assert_eq!(
        (
            userinfo["given_name"].as_str(),
            userinfo["picture"].as_str()
        ),
        (Some("Some"), Some("https://fb.example/p.jpg"))
    );
    assert_eq!(
        userinfo.get("email"),
        None,
        "Facebook says of no address that it is verified"
    );
}

async fn gitlab(world: World) {
    let user = json!({"sub": "17", "name": "Some One", "nickname": "someone", "preferred_username": "someone", "email": "someone@lab.example", "email_verified": true,
        "groups_direct": ["platform", "admins"]});
    let roles = json!({"sign_up": true, "roles": [{"claim": "groups_direct", "value": "admins", "client_id": "notes", "role": "editor"}]});
    let (claims, userinfo) = comes_in(&world, Shape::Gitlab, user, &roles).await;
    assert_eq!(claims["roles"], json!(["editor"]));
    assert_eq!(
        (&userinfo["roles"], userinfo["email"].as_str()),
        (&json!(["editor"]), Some("someone@lab.example"))
    );
}

async fn apple(world: World) {
    let user = json!({"sub": "001234.abcd.0123", "email": "x7a@privaterelay.appleid.com", "email_verified": "true", "is_private_email": "true"});
    let (_, userinfo) = comes_in(&world, Shape::Apple, user, &sign_up()).await;
    assert_eq!(
        (userinfo["name"].as_str(), userinfo["email"].as_str()),
        (Some("Ada Lovelace"), Some("x7a@privaterelay.appleid.com"))
    );
    assert_eq!(userinfo["email_verified"], true);
}

async fn discord(world: World) {
    let user = json!({"id": "80351110224678912", "username": "nelly", "global_name": null, "avatar": "8342729096ea3675442027381ff50dfe", "email": "nelly@discord.example", "verified": true});
    let (_, userinfo) = comes_in(&world, Shape::Discord, user, &sign_up()).await;
    assert_eq!(
        (
            userinfo["name"].as_str(),
            userinfo["email_verified"].as_bool()
        ),
        (Some("nelly"), Some(true))
    );
    assert_eq!(
        userinfo["picture"],
        "https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png"
    );
}

async fn any_openid_provider_from_its_issuer_alone(world: World) {
    // The ID token holds the subject alone: the rest is in userinfo.
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({"sign_up": true, "name": "Acme"}))
        .await;
    up.is(json!({"sub": "u-1", "email": "someone@acme.example", "email_verified": true, "name": "Some One", "locale": "en"}));
    let strip = twist(|claims| {
        for name in ["email", "email_verified", "name", "locale"] {
            claims.as_object_mut().unwrap().remove(name);
        }
    });
    up.lie(crate::world::Lies {
        id_token: Some(strip),
        ..Default::default()
    });
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("Continue with Acme"), "{}", page.body);
    into_notes(&world, &mut browser, &up, "up").await;
    let tokens = world.tokens(&mut browser, &[("prompt", "none")]).await;
    let userinfo = world.userinfo(&tokens.access).await.1;
    assert_eq!(
        (userinfo["email"].as_str(), userinfo["locale"].as_str()),
        (Some("someone@acme.example"), Some("en"))
    );
}

async fn any_oauth_provider_with_a_mapping(world: World) {
    let user = json!({"uid": 7, "mail": "someone@any.example", "mail_confirmed": true, "profile": {"title": "Some One"}});
    let (_, userinfo) = comes_in(&world, Shape::OAuth2, user, &sign_up()).await;
    assert_eq!(
        (userinfo["name"].as_str(), userinfo["email"].as_str()),
        (Some("Some One"), Some("someone@any.example"))
    );
}
