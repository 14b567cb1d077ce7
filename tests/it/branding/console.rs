//! The page of the console.

use super::logo;
use crate::{
    console::{PASSWORD, administrator},
    on_both,
    world::{Answer, Browser, CALLBACK, World},
};
use serde_json::json;

on_both!(
    an_administrator_sees_the_page_before_it_is_saved,
    what_is_wrong_is_said_and_nothing_that_was_filled_in_is_lost,
    a_logo_is_uploaded_and_removed,
    an_app_and_an_organization_have_a_page,
    of_two_administrators_the_second_sees_what_the_first_saved,
    whoever_reads_alone_changes_nothing,
    the_preview_alone_may_be_framed_and_sends_nothing,
);

const PAGE: &str = "/admin/branding";

async fn send(browser: &mut Browser, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let token = page.field("form_token").unwrap();
    let version = page.field("version").unwrap_or_default();
    let own = [
        ("form_token", token.as_str()),
        ("version", version.as_str()),
    ];
    browser.post(PAGE, &[&own[..], fields].concat()).await
}

async fn an_administrator_sees_the_page_before_it_is_saved(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.body.matches("<iframe").count(), 3, "{}", page.body);
    let values = [("name", "Acme"), ("accent", "#b3261e"), ("accent_dark", "")];
    let wanted = [&values[..], &[("do", "preview")]].concat();
    let shown = send(&mut owner, &page, &wanted).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("accent=%23b3261e"), "{}", shown.body);
    assert!(!world.browser().get("/sign-in").await.body.contains("Acme"));
    let dark = format!("{PAGE}/preview?scheme=dark&name=Acme&accent=%23b3261e&accent_dark=");
    let preview = owner.get(&dark).await.body;
    assert!(preview.contains("doorward-dark.css"), "{preview}");
    assert!(preview.contains("/brand/accents/dark/b3261e-"), "{preview}");
    assert!(
        preview.contains("Acme") && preview.contains(" inert"),
        "{preview}"
    );
    let wanted = [&values[..], &[("do", "save")]].concat();
    let saved = send(&mut owner, &shown, &wanted).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let saved = owner.follow(saved).await;
    assert!(saved.body.contains("id=\"saved\""), "{}", saved.body);
    world.expire_versions();
    let sign_in = world.browser().get("/sign-in").await.body;
    assert!(sign_in.contains("/brand/accents/b3261e-"), "{sign_in}");
    assert!(sign_in.contains("Acme"), "{sign_in}");
}

async fn what_is_wrong_is_said_and_nothing_that_was_filled_in_is_lost(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    for (accent, accent_dark, told) in [
        ("#ffe000", "", "its contrast is"),
        ("#0f5c4d", "#0f5c4d", "dark pages"),
        ("", "#63d2b5", "accent colour too"),
        ("mauve", "", "a colour"),
    ] {
        let fields = [
            ("name", "Typed name"),
            ("accent", accent),
            ("accent_dark", accent_dark),
            ("do", "save"),
        ];
        let refused = send(&mut owner, &page, &fields).await;
        assert_eq!(refused.status, 422, "{accent}: {}", refused.body);
        for text in [told, "value=\"Typed name\"", "aria-invalid"] {
            assert!(
                refused.body.contains(text),
                "{accent}: {text}: {}",
                refused.body
            );
        }
        for value in [accent, accent_dark] {
            let kept = format!("value=\"{value}\"");
            assert!(refused.body.contains(&kept), "{kept}: {}", refused.body);
        }
    }
    let sign_in = world.browser().get("/sign-in").await.body;
    assert!(!sign_in.contains("Typed name"), "{sign_in}");
}

async fn a_logo_is_uploaded_and_removed(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(PAGE).await;
    let token = page.field("form_token").unwrap();
    let fields = |what| [("form_token", token.as_str()), ("do", what)];
    for (file, told) in [
        (&b""[..], "Choose a file first"),
        (b"<svg/>", "no PNG, JPEG"),
    ] {
        let refused = owner.upload(PAGE, &fields("logo"), file).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    let large = owner
        .upload(PAGE, &fields("logo"), &vec![0_u8; 5 * 1024 * 1024 + 1])
        .await;
    assert!(large.body.contains("more than 5 MB"), "{}", large.body);
    let saved = owner.upload(PAGE, &fields("logo"), &logo()).await;
    let saved = owner.follow(saved).await;
    assert!(saved.body.contains("class=\"logo\""), "{}", saved.body);
    world.expire_versions();
    assert!(
        world
            .browser()
            .get("/sign-in")
            .await
            .body
            .contains("/brand/images/")
    );
    let removed = owner.post(PAGE, &fields("remove-logo")).await;
    let removed = owner.follow(removed).await;
    assert!(!removed.body.contains("class=\"logo\""), "{}", removed.body);
}

async fn an_app_and_an_organization_have_a_page(world: World) {
    let shop = json!({"client_name": "Shop", "redirect_uris": [CALLBACK]});
    world.client("shop", &shop, &json!({})).await;
    let acme = crate::organizations::organization(&world, "acme", "Acme Corporation").await;
    let mut owner = administrator(&world, "owner").await;
    assert!(
        owner
            .get("/admin/apps/shop")
            .await
            .body
            .contains("id=\"look\"")
    );
    let of_acme = format!("/admin/organizations/{}", acme.id);
    assert!(owner.get(&of_acme).await.body.contains("id=\"look\""));
    for (parameter, name) in [("app", "shop"), ("organization", acme.id.as_str())] {
        let page = owner.get(&format!("{PAGE}?{parameter}={name}")).await;
        assert_eq!(page.status, 200, "{name}: {}", page.body);
        let fields = [
            (parameter, name),
            ("accent", "#b3261e"),
            ("accent_dark", ""),
            ("policy_uri", "https://shop.example/privacy"),
            ("do", "save"),
        ];
        let saved = send(&mut owner, &page, &fields).await;
        let saved = owner.follow(saved).await;
        assert!(
            saved.body.contains("id=\"saved\""),
            "{name}: {}",
            saved.body
        );
        assert!(
            saved.body.contains("value=\"#b3261e\""),
            "{name}: {}",
            saved.body
        );
    }
    world.expire_versions();
    let client = world
        .provider
        .configuration()
        .await
        .unwrap()
        .client("shop")
        .await
        .unwrap();
    let client = client.unwrap();
    assert_eq!(
        client.client.policy_uri.as_deref(),
        Some("https://shop.example/privacy")
    );
    assert_eq!(owner.get(&format!("{PAGE}?app=nobody")).await.status, 404);
}

async fn of_two_administrators_the_second_sees_what_the_first_saved(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut admin = world.signed_in(("owner@example.com", PASSWORD)).await;
    let (first, second) = (owner.get(PAGE).await, admin.get(PAGE).await);
    let of_first = [("name", "First"), ("accent", "#b3261e"), ("do", "save")];
    assert_eq!(send(&mut owner, &first, &of_first).await.status, 303);
    world.expire_versions();
    let of_second = [("name", "Second"), ("accent", "#1f4fa3"), ("do", "save")];
    let refused = send(&mut admin, &second, &of_second).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    for text in ["value=\"Second\"", "<pre>First</pre>", "<pre>#b3261e</pre>"] {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    // The second decides, and sends it again.
    let saved = send(&mut admin, &refused, &of_second).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
}

async fn whoever_reads_alone_changes_nothing(world: World) {
    let mut auditor = administrator(&world, "auditor").await;
    let page = auditor.get(PAGE).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains("id=\"save\""), "{}", page.body);
    for fields in [
        &[("name", "Mine"), ("do", "save")][..],
        &[("do", "remove-logo")],
        &[("do", "logo")],
    ] {
        let refused = send(&mut auditor, &page, fields).await;
        assert_eq!(refused.status, 403, "{fields:?}: {}", refused.body);
    }
    let mut support = administrator(&world, "support").await;
    assert_eq!(support.get(PAGE).await.status, 403);
    assert_eq!(support.get(&format!("{PAGE}/preview")).await.status, 403);
}

async fn the_preview_alone_may_be_framed_and_sends_nothing(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let preview = owner.get(&format!("{PAGE}/preview?scheme=light")).await;
    let policy = preview.headers["content-security-policy"].to_str().unwrap();
    for part in ["frame-ancestors 'self'", "form-action 'none'", "sandbox"] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(
        !policy.contains("script-src") && !policy.contains("allow-scripts"),
        "{policy}"
    );
    assert_eq!(
        preview.headers["x-frame-options"].to_str().unwrap(),
        "SAMEORIGIN"
    );
    assert!(
        preview.body.contains("name=\"form_token\" value=\"\""),
        "{}",
        preview.body
    );
    let page = owner.get(PAGE).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-src 'self'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}
