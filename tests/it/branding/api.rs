//! The management API decides how pages look.

use super::{logo, painter, upload};
use crate::{
    management::Caller,
    on_both,
    world::{World, authorize_query},
};
use serde_json::json;

on_both!(
    the_look_of_the_server_is_read_changed_and_taken_back,
    a_colour_that_cannot_be_seen_is_refused_with_the_nearest_that_can,
    a_logo_is_written_anew_and_served_by_its_digest,
    a_file_that_is_no_picture_changes_nothing,
    whoever_changes_apps_does_not_change_the_server,
    the_audit_log_has_the_look_before_and_after,
    of_two_changes_at_once_none_is_lost_unseen,
);

async fn the_look_of_the_server_is_read_changed_and_taken_back(world: World) {
    let painter = painter(&world).await;
    let at_first = painter.get("/branding").await.body;
    assert_eq!(at_first["accent"], json!(null), "{at_first}");
    let wanted = json!({"name": "Acme", "accent": "#B3261E", "accent_dark": "#ffb4ab"});
    let told = painter.put("/branding", &wanted).await;
    assert_eq!(told.status, 200, "{}", told.body);
    assert_eq!(told.body["name"], "Acme");
    assert_eq!(told.body["accent"], "#b3261e");
    world.expire_versions();
    let page = world.browser().get("/sign-in").await.body;
    assert!(page.contains("/brand/accents/b3261e-ffb4ab.css"), "{page}");
    assert!(page.contains("Acme"), "{page}");
    let sheet = world
        .browser()
        .get("/brand/accents/b3261e-ffb4ab.css")
        .await;
    assert_eq!(sheet.status, 200);
    assert!(sheet.body.contains("--accent: #b3261e"), "{}", sheet.body);
    assert_eq!(
        world
            .browser()
            .get("/brand/accents/ffffff-000000.css")
            .await
            .status,
        404
    );
    // What is not named is that of the settings again; the name stays.
    let told = painter.put("/branding", &json!({})).await;
    assert_eq!(told.body["accent"], json!(null), "{}", told.body);
    assert_eq!(told.body["name"], "Acme");
    world.expire_versions();
    let page = world.browser().get("/sign-in").await.body;
    assert!(!page.contains("/brand/accents/"), "{page}");
}

async fn a_colour_that_cannot_be_seen_is_refused_with_the_nearest_that_can(world: World) {
    let painter = painter(&world).await;
    for (body, told) in [
        (json!({"accent": "#ffe000"}), "3:1 is needed"),
        (
            json!({"accent": "#0f5c4d", "accent_dark": "#0f5c4d"}),
            "dark pages",
        ),
        (json!({"accent_dark": "#63d2b5"}), "needs accent"),
        (json!({"accent": "chartreuse"}), "is no colour"),
        (json!({"accent": "#0f5c4d", "colour": 1}), "unknown field"),
        (
            json!({"name": "x".repeat(61), "accent": "#0f5c4d"}),
            "60 characters",
        ),
    ] {
        let answer = painter.put("/branding", &body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        assert!(
            answer.body.to_string().contains(told),
            "{body}: {}",
            answer.body
        );
    }
    let present = painter.get("/branding").await.body;
    assert_eq!(
        present["accent"],
        json!(null),
        "nothing was written: {present}"
    );
    let refused = painter
        .put("/branding", &json!({"accent": "#ffe000"}))
        .await
        .body;
    let text = refused["detail"].as_str().unwrap();
    let nearest = text.rsplit(' ').next().unwrap().trim_end_matches('.');
    let taken = painter.put("/branding", &json!({"accent": nearest})).await;
    assert_eq!(taken.status, 200, "{nearest}: {}", taken.body);
    // An app keeps to the same rule.
    let patch = json!({"settings": {"accent": "#ffe000"}});
    let refused = painter.patch("/apps/notes", &patch).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(
        refused.body.to_string().contains("nearest"),
        "{}",
        refused.body
    );
}

async fn a_logo_is_written_anew_and_served_by_its_digest(world: World) {
    let painter = painter(&world).await;
    let told = painter.put("/branding/logo", &upload(&logo())).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let first = told.body["logo"].as_str().unwrap().to_owned();
    let served = world.http.get(&first).send().await.unwrap();
    assert_eq!(served.status(), 200);
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("cache-control"), "public, max-age=86400, immutable");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    let bytes = served.bytes().await.unwrap();
    let shown = image::load_from_memory(&bytes).unwrap();
    assert_eq!(
        (shown.width(), shown.height()),
        (90, 30),
        "nothing is cut off"
    );
    world.expire_versions();
    let path = first.strip_prefix(&world.issuer).unwrap();
    let page = world.browser().get("/sign-in").await.body;
    assert_eq!(page.matches(path).count(), 2, "as logo and as icon: {page}");
    let icon = painter.put("/branding/icon", &upload(&logo())).await;
    assert_ne!(icon.body["icon"], told.body["logo"], "an icon is a square");
    let told = painter.delete("/branding/logo").await;
    assert_eq!(told.body["logo"], json!(null), "{}", told.body);
    assert_eq!(world.http.get(&first).send().await.unwrap().status(), 404);
    // An app and an organization have theirs.
    crate::organizations::organization(&world, "acme", "Acme").await;
    for path in ["/apps/notes", "/organizations/acme"] {
        let told = painter.put(&format!("{path}/logo"), &upload(&logo())).await;
        assert_eq!(told.status, 200, "{path}: {}", told.body);
        let settings = told.body.get("settings").unwrap_or(&told.body);
        let address = settings["logo_uri"].as_str().unwrap().to_owned();
        assert_eq!(world.http.get(&address).send().await.unwrap().status(), 200);
        let told = painter.delete(&format!("{path}/logo")).await;
        assert_eq!(told.status, 200, "{path}: {}", told.body);
        assert_eq!(world.http.get(&address).send().await.unwrap().status(), 404);
    }
}

async fn a_file_that_is_no_picture_changes_nothing(world: World) {
    let painter = painter(&world).await;
    painter.put("/branding/logo", &upload(&logo())).await;
    let before = painter.get("/branding").await.body;
    let both = [&logo()[..], b"<script>alert(1)</script>"].concat();
    for (body, told) in [
        (
            upload(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            "no PNG",
        ),
        (upload(b""), "no PNG"),
        (upload(&logo()[..50]), "damaged"),
        (upload(&both), "besides the picture"),
        (json!({"content": "?"}), "no base64"),
        (json!({}), "missing field"),
    ] {
        let answer = painter.put("/branding/logo", &body).await;
        assert_eq!(answer.status, 422, "{told}: {}", answer.body);
        assert!(
            answer.body.to_string().contains(told),
            "{told}: {}",
            answer.body
        );
    }
    let large = upload(&vec![0_u8; 1024 * 1024]);
    assert_eq!(painter.put("/branding/logo", &large).await.status, 413);
    assert_eq!(painter.get("/branding").await.body, before);
}

async fn whoever_changes_apps_does_not_change_the_server(world: World) {
    crate::organizations::organization(&world, "acme", "Acme").await;
    let of_apps = Caller::service(&world, "of-apps", "doorward.apps:write").await;
    let accent = json!({"accent": "#b3261e"});
    for path in ["/branding", "/branding/logo", "/organizations/acme/logo"] {
        let refused = of_apps.put(path, &upload(&logo())).await;
        assert_eq!(refused.problem(), "insufficient-scope", "{path}");
    }
    let patch = json!({"settings": accent});
    assert_eq!(of_apps.patch("/apps/notes", &patch).await.status, 200);
    // Nobody decides how Doorward itself looks as an app.
    let own = of_apps.put("/apps/doorward/logo", &upload(&logo())).await;
    assert_eq!(own.status, 422, "{}", own.body);
}

async fn the_audit_log_has_the_look_before_and_after(world: World) {
    let painter = painter(&world).await;
    for accent in ["#b3261e", "#0f5c4d"] {
        painter.put("/branding", &json!({"accent": accent})).await;
    }
    let log = Caller::service(&world, "auditor", "doorward.audit:read").await;
    let events = log.get("/audit?event=provider.branding_changed").await.body;
    let events = events["events"].as_array().unwrap();
    let mut details: Vec<&str> = events
        .iter()
        .map(|event| event["detail"].as_str().unwrap())
        .collect();
    details.sort_unstable();
    let expected = [
        r##"{"accent":"#b3261e"} -> {"accent":"#0f5c4d"}"##,
        r##"{} -> {"accent":"#b3261e"}"##,
    ];
    assert_eq!(details, expected);
}

async fn of_two_changes_at_once_none_is_lost_unseen(world: World) {
    let painter = painter(&world).await;
    let logo = upload(&logo());
    let accent = json!({"accent": "#b3261e"});
    let (one, other) = tokio::join!(
        painter.put("/branding", &accent),
        painter.put("/branding/logo", &logo)
    );
    for told in [&one, &other] {
        assert!(matches!(told.status, 200 | 409), "{}", told.body);
    }
    let present = painter.get("/branding").await.body;
    assert_eq!(
        present["accent"] != json!(null),
        one.status == 200,
        "{present}"
    );
    assert_eq!(
        present["logo"] != json!(null),
        other.status == 200,
        "{present}"
    );
    // A change of what somebody else changed meanwhile is refused, where its sender wants that.
    let stale = painter.clone().and("if-match", "\"other\"");
    assert_eq!(stale.put("/branding", &accent).await.status, 412);
    let page = world.browser().authorize(&authorize_query(&[])).await;
    assert_eq!(page.status, 200);
}
