//! Several accounts and step-up in headless Chromium, as users see them.

use crate::{
    browser::{chromium, click, picture, sign_in, text},
    world::{ADA, Backend, CHALLENGE, GRACE, Shape, Site, StandIn, World, encode},
};
use fantoccini::Locator;
use serde_json::json;

async fn walk(width: u32, height: u32, dark: bool, label: &str) {
    let (world, site) = (World::open_now(Backend::Sqlite).await, Site::open());
    let callback = site.put(
        "/cb",
        "<!doctype html><title>Shop</title><h1 id=\"shop\">Shop</h1>",
    );
    world
        .client(
            "shop",
            &json!({"client_name": "Shop", "first_party": true, "redirect_uris": [callback]}),
            &json!({}),
        )
        .await;
    let authorize = |more: &[(&str, &str)]| {
        let mut query = vec![
            ("client_id", "shop"),
            ("redirect_uri", callback.as_str()),
            ("response_type", "code"),
            ("scope", "openid"),
        ];
        query.extend([
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        query.extend(more);
        world.at(&format!("/authorize?{}", encode(&query)))
    };
    let (client, profile) = chromium(width, height, dark).await;
    let seen = async |name: &str| picture(&client, &format!("{label}-{name}")).await;

    client.goto(&world.at("/sign-in")).await.unwrap();
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    assert_eq!(text(&client, "#accounts").await, "Add account");
    seen("0-alone").await;
    click(&client, "#accounts").await;
    assert!(text(&client, "#continue").await.contains("Ada Lovelace"));
    seen("1-one-account").await;
    click(&client, "#other").await;
    client
        .wait()
        .for_element(Locator::Id("password"))
        .await
        .unwrap();
    assert_eq!(text(&client, "h1").await, "Use another account");
    sign_in(&client, &json!({"email": GRACE.0, "password": GRACE.1})).await;
    assert_eq!(text(&client, "#accounts").await, "Switch account");
    seen("2-account").await;

    // An app that nobody used here yet asks which one; the next time it does not.
    client.goto(&authorize(&[])).await.unwrap();
    assert_eq!(text(&client, "h1").await, "Choose an account");
    seen("3-choice").await;
    click(&client, "button.account:not(#continue)").await;
    assert_eq!(text(&client, "#shop").await, "Shop");
    client.goto(&authorize(&[])).await.unwrap();
    assert_eq!(text(&client, "#shop").await, "Shop");

    // More is wanted than anybody has.
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(
        &world,
        "corp",
        &json!({"name": "Corporate login", "trust_amr": true}),
    )
    .await;
    up.declare(
        &world,
        "partner",
        &json!({"name": "Partner login", "trust_amr": true}),
    )
    .await;
    client
        .goto(&authorize(&[("acr_values", "urn:doorward:acr:2fa")]))
        .await
        .unwrap();
    assert_eq!(text(&client, "h1").await, "One more step");
    seen("4-one-more-step").await;

    client.goto(&world.at("/end_session")).await.unwrap();
    assert_eq!(
        text(&client, "#sign-out-all").await,
        "Sign out of all 2 accounts"
    );
    seen("5-sign-out").await;
    click(&client, "#sign-out").await;
    client
        .wait()
        .for_element(Locator::Css(".button"))
        .await
        .unwrap();
    assert!(
        text(&client, ".card")
            .await
            .contains("Still signed in in this browser: ada@example.com")
    );
    seen("6-signed-out").await;
    click(&client, ".button").await;
    click(&client, "#continue").await;
    assert!(text(&client, "dl").await.contains(ADA.0));
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_users_share_a_desktop_by_day() {
    walk(1280, 900, false, "accounts-day").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_users_share_a_phone_by_night() {
    walk(360, 740, true, "accounts-night").await;
}
