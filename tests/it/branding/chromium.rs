//! The previews follow what an administrator types, in a browser, and show a logo before it is sent.

use super::logo;
use crate::{
    browser::{chromium, click, fill, is_at, picture, sign_in, text},
    console::{PASSWORD, administrator},
    world::{Backend, World, comes_true},
};
use doorward_protocol::branding::{Accent, Colour, Scheme};
use fantoccini::Client;
use serde_json::json;

/// The colour of the button in the preview of a name, and where its logo comes from, once it is loaded.
async fn previewed(client: &Client, name: &str) -> Option<(String, String)> {
    let script = "const page = document.querySelector(arguments[0]).contentDocument;
        const button = page && page.querySelector('#sign-in');
        if (!button) return null;
        const colour = page.defaultView.getComputedStyle(button).backgroundColor;
        return [colour, page.querySelector('.app img').src.slice(0, 60)];";
    let css = json!(format!(".preview.{name} iframe"));
    let found = client.execute(script, vec![css]).await.unwrap();
    let part = |number: usize| found[number].as_str().map(str::to_owned);
    Some((part(0)?, part(1)?))
}

/// Whether the preview of a name comes to have a button of a colour, and a logo that begins so.
async fn comes_to(client: &Client, name: &str, wanted: &str, logo: &str) -> bool {
    comes_true(async || {
        let shown = previewed(client, name).await;
        shown.is_some_and(|(colour, shown)| colour == wanted && shown.starts_with(logo))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_previews_follow_what_is_typed_and_two_clicks_give_the_server_a_colour() {
    let world = World::open_now(Backend::Sqlite).await;
    administrator(&world, "owner").await;
    world.expire_versions();
    let (client, profile) = chromium(1280, 900, false).await;
    client.goto(&world.at("/sign-in")).await.unwrap();
    let owner = json!({"email": "owner@example.com", "password": PASSWORD});
    sign_in(&client, &owner).await;
    text(&client, "#sign-out").await;
    client.goto(&world.at("/admin")).await.unwrap();
    click(&client, "a[href=\"/admin/branding\"]").await;
    assert!(is_at(&client, &world.at("/admin/branding")).await);
    let mark = format!("{}/assets/mark", world.issuer);
    assert!(comes_to(&client, "dark", "rgb(99, 210, 181)", &mark).await);
    fill(&client, "#f-accent", "#b3261e").await;
    let red = "rgb(179, 38, 30)";
    for name in ["light", "phone"] {
        assert!(comes_to(&client, name, red, &mark).await, "{name}");
    }
    // Dark pages have a shade that can be seen there.
    let derived = Accent::of_settings(Colour::parse("#b3261e").ok(), None).unwrap();
    let derived = derived.unwrap().colour(Scheme::Dark).digits();
    let part = |at: usize| u8::from_str_radix(&derived[at..at + 2], 16).unwrap();
    let dark = format!("rgb({}, {}, {})", part(0), part(2), part(4));
    assert_ne!(dark, red);
    assert!(comes_to(&client, "dark", &dark, &mark).await);
    let file = profile.join("logo.png");
    std::fs::write(&file, logo()).unwrap();
    fill(&client, "#file-logo", file.to_str().unwrap()).await;
    for (name, colour) in [("light", red), ("dark", &dark), ("phone", red)] {
        assert!(
            comes_to(&client, name, colour, "data:image/png").await,
            "{name}"
        );
    }
    picture(&client, "branding-typed").await;
    click(&client, "#save").await;
    text(&client, "#saved").await;
    world.expire_versions();
    let sign_in = world.browser().get("/sign-in").await.body;
    assert!(sign_in.contains("/brand/accents/b3261e-"), "{sign_in}");
    assert!(!sign_in.contains("/brand/images/"), "the file was not sent");
    client.clone().close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
