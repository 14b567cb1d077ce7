//! Of changes that rest on the same reading, one counts.

use super::{Caller, EVERYTHING};
use crate::{on_both, world::World};
use futures_util::future::join_all;
use serde_json::json;

on_both!(
    of_many_who_add_one_name_the_others_are_told_of_a_conflict,
    of_many_who_change_the_addresses_of_an_app_at_once_one_does,
    without_a_tag_nobody_takes_back_what_they_do_not_name,
);

async fn of_many_who_change_the_addresses_of_an_app_at_once_one_does(world: World) {
    let robot = Caller::service(&world, "robot", "doorward.apps:write").await;
    let read = robot.get("/apps/photos").await;
    let tag = read.header("etag").to_owned();
    let based = robot.and("if-match", &tag);
    let told = join_all((0..10).map(|number| {
        let uri = format!("https://photos.example/{number}");
        let based = based.clone();
        async move {
            let body = json!({"settings": {"redirect_uris": [uri]}});
            (uri, based.patch("/apps/photos", &body).await)
        }
    }))
    .await;
    let (done, refused): (Vec<_>, Vec<_>) = told.iter().partition(|(_, told)| told.status == 200);
    assert_eq!(done.len(), 1);
    for (_, told) in refused {
        assert!(
            [409, 412].contains(&told.status),
            "{} {}",
            told.status,
            told.body
        );
    }
    let now = based.get("/apps/photos").await;
    let settings = &now.body["settings"];
    assert_eq!(settings["redirect_uris"], json!([done[0].0]));
    // Whoever comes later with what they read before learns so, too.
    let late = json!({"settings": {"redirect_uris": ["https://photos.example/late"]}});
    assert_eq!(based.patch("/apps/photos", &late).await.status, 412);
}

/// What the guide promises of changes without `If-Match`.
async fn without_a_tag_nobody_takes_back_what_they_do_not_name(world: World) {
    let robot = Caller::service(&world, "robot", "doorward.apps:write").await;
    let uris = json!(["https://photos.example/new"]);
    let addresses = json!({"settings": {"redirect_uris": uris}});
    let name = json!({"settings": {"client_name": "Pictures"}});
    let told = join_all([&addresses, &name].map(|body| robot.patch("/apps/photos", body))).await;
    for (told, body) in told.iter().zip([&addresses, &name]) {
        assert!([200, 409].contains(&told.status), "{}", told.body);
        if told.status == 409 {
            assert_eq!(robot.patch("/apps/photos", body).await.status, 200);
        }
    }
    let now = robot.get("/apps/photos").await.body;
    assert_eq!(now["settings"]["client_name"], "Pictures");
    assert_eq!(now["settings"]["redirect_uris"], uris);
}

/// Whoever looked before, and was overtaken, is told the same as whoever came later.
async fn of_many_who_add_one_name_the_others_are_told_of_a_conflict(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    for (path, body) in [
        ("/groups", json!({"name": "staff"})),
        ("/users", json!({"email": "new@example.com"})),
        (
            "/apps",
            json!({"client_id": "wiki", "settings": {"redirect_uris": ["https://w.example/cb"]}}),
        ),
        ("/organizations", json!({"slug": "acme", "name": "Acme"})),
        (
            "/webhooks",
            json!({"name": "crm", "url": "https://crm.example/hook"}),
        ),
        (
            "/scim-targets",
            json!({"name": "crm", "app": "notes", "url": "https://crm.example/scim", "token": "a-token-of-the-app"}),
        ),
    ] {
        let sent = (0..12).map(|_| robot.post(path, &body));
        let told = join_all(sent).await;
        let made = told.iter().filter(|told| told.status == 201).count();
        let refusal = told
            .iter()
            .find(|told| told.status != 409)
            .map(|told| &told.body);
        assert_eq!(made, 1, "{path}: {refusal:?}");
        for told in told.iter().filter(|told| told.status != 201) {
            assert_eq!(
                (told.status, told.problem()),
                (409, "conflict"),
                "{path}: {}",
                told.body
            );
        }
    }
}
