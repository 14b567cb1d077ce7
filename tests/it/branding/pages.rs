//! Which pages look how: an app before an organization before the server, and no stranger.

use super::{logo, painter, upload};
use crate::{
    on_both,
    world::{ADA, CALLBACK, World, authorize_query},
};
use serde_json::json;

on_both!(
    the_pages_of_an_app_have_its_look_and_those_of_another_app_have_not,
    an_app_goes_before_an_organization_and_that_before_the_server,
    an_organization_without_a_look_is_not_named,
    no_page_to_sign_in_on_may_be_framed,
);

const OF_APP: &str = "/brand/accents/b3261e-ffb4ab.css";
const OF_ORGANIZATION: &str = "/brand/accents/1f4fa3-9fc0ff.css";
const OF_SERVER: &str = "/brand/accents/5b2a86-d9b8ff.css";

async fn app(world: &World, client_id: &str, more: &serde_json::Value) {
    let mut document = json!({"client_name": client_id, "redirect_uris": [CALLBACK]});
    let members = document.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    world.client(client_id, &document, &json!({})).await;
}

pub async fn page(world: &World, client_id: &str, more: &[(&str, &str)]) -> String {
    let query = [&[("client_id", client_id)][..], more].concat();
    let page = world.browser().authorize(&authorize_query(&query)).await;
    assert_eq!(page.status, 200, "{client_id}: {}", page.body);
    page.body
}

async fn the_pages_of_an_app_have_its_look_and_those_of_another_app_have_not(world: World) {
    let look = json!({"accent": "#b3261e", "accent_dark": "#ffb4ab", "tos_uri": "https://shop.example/terms"});
    app(&world, "shop", &look).await;
    let painter = painter(&world).await;
    let told = painter.put("/apps/shop/logo", &upload(&logo())).await;
    let logo = told.body["settings"]["logo_uri"].as_str().unwrap();
    world.expire_versions();
    let mut browser = world.browser();
    let query = authorize_query(&[("client_id", "shop"), ("prompt", "consent")]);
    let sign_in = browser.authorize(&query).await;
    let consent = browser.sign_in_on(&sign_in, ADA).await;
    for page in [&sign_in.body, &consent.body] {
        assert!(page.contains(OF_APP) && page.contains(logo), "{page}");
        assert!(page.contains("https://shop.example/terms"), "{page}");
    }
    let sign_out = browser.get("/end_session?client_id=shop").await;
    assert!(sign_out.body.contains(OF_APP), "{}", sign_out.body);
    let after = world.browser().get("/signed-out?client_id=shop").await;
    assert!(after.body.contains(OF_APP), "{}", after.body);
    let other = page(&world, "notes", &[]).await;
    assert!(!other.contains("/brand/"), "{other}");
    // Nor does it change the pages of the server.
    assert!(
        !world
            .browser()
            .get("/sign-in")
            .await
            .body
            .contains("/brand/")
    );
}

async fn an_app_goes_before_an_organization_and_that_before_the_server(world: World) {
    let knows = json!({"organizations": "optional"});
    let look = json!({"organizations": "optional", "accent": "#b3261e", "accent_dark": "#ffb4ab"});
    app(&world, "plain", &knows).await;
    app(&world, "shop", &look).await;
    crate::organizations::organization(&world, "acme", "Acme Corporation").await;
    let painter = painter(&world).await;
    let accents = json!({"accent": "#5b2a86", "accent_dark": "#d9b8ff"});
    painter.put("/branding", &accents).await;
    let accents = json!({"accent": "#1f4fa3", "accent_dark": "#9fc0ff"});
    let told = painter.patch("/organizations/acme", &accents).await;
    assert_eq!(told.status, 200, "{}", told.body);
    world.expire_versions();
    let acme = [("organization", "acme")];
    for (client_id, more, expected) in [
        ("shop", &acme[..], OF_APP),
        ("plain", &acme, OF_ORGANIZATION),
        ("plain", &[], OF_SERVER),
        ("notes", &[], OF_SERVER),
    ] {
        let page = page(&world, client_id, more).await;
        assert!(page.contains(expected), "{client_id} {more:?}: {page}");
        assert_eq!(
            page.matches("/brand/accents/").count(),
            1,
            "{client_id} {more:?}"
        );
        let named = page.contains("Acme Corporation");
        assert_eq!(
            named,
            !more.is_empty() && client_id != "notes",
            "{client_id}"
        );
    }
    // An empty text takes a colour back, and the server decides again.
    let nothing = json!({"accent": "", "accent_dark": ""});
    let told = painter.patch("/organizations/acme", &nothing).await;
    assert_eq!(told.body["accent"], json!(null), "{}", told.body);
    world.expire_versions();
    let page = page(&world, "plain", &acme).await;
    assert!(page.contains(OF_SERVER), "{page}");
}

async fn an_organization_without_a_look_is_not_named(world: World) {
    app(&world, "plain", &json!({"organizations": "optional"})).await;
    crate::organizations::organization(&world, "acme", "Acme Corporation").await;
    let real = page(&world, "plain", &[("organization", "acme")]).await;
    let none = page(&world, "plain", &[("organization", "nobody")]).await;
    for page in [&real, &none] {
        assert!(!page.contains("Acme"), "{page}");
        assert!(!page.contains("id=\"organization\""), "{page}");
    }
}

async fn no_page_to_sign_in_on_may_be_framed(world: World) {
    for target in ["/sign-in", "/admin/branding/preview", "/admin/branding"] {
        let answer = world.http.get(world.at(target)).send().await.unwrap();
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{target}: {policy}"
        );
        assert_eq!(header("x-frame-options"), "DENY", "{target}");
    }
}
