//! Apps that registered themselves.

use super::{logo, pages::page, painter, upload};
use crate::{
    on_both_wide,
    world::{CALLBACK, World},
};
use serde_json::json;

on_both_wide!(
    an_app_that_registered_itself_looks_as_the_server_does,
    the_look_goes_with_its_app,
);

async fn an_app_that_registered_itself_looks_as_the_server_does(world: World) {
    let metadata = json!({
        "client_name": "Stranger", "redirect_uris": [CALLBACK],
        "accent": "#b3261e", "accent_dark": "#ffb4ab", "organizations": "optional",
    });
    let (status, registered) = world.register(&metadata).await;
    assert_eq!(status, 201, "{registered}");
    assert!(registered.get("accent").is_none(), "{registered}");
    let client_id = registered["client_id"].as_str().unwrap().to_owned();
    let plain = page(&world, &client_id, &[]).await;
    assert!(!plain.contains("/brand/"), "{plain}");
    // Neither does an accent count that an administrator gave it.
    let painter = painter(&world).await;
    let patch = json!({"settings": {"accent": "#b3261e"}});
    let told = painter.patch(&format!("/apps/{client_id}"), &patch).await;
    assert_eq!(told.status, 200, "{}", told.body);
    world.expire_versions();
    let plain = page(&world, &client_id, &[]).await;
    assert!(!plain.contains("/brand/"), "{plain}");
}

async fn the_look_goes_with_its_app(world: World) {
    let (status, registered) = world.register(&json!({"redirect_uris": [CALLBACK]})).await;
    assert_eq!(status, 201, "{registered}");
    let text = |name: &str| registered[name].as_str().unwrap().to_owned();
    let painter = painter(&world).await;
    let path = format!("/apps/{}/logo", text("client_id"));
    let told = painter.put(&path, &upload(&logo())).await;
    let logo = told.body["settings"]["logo_uri"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(world.http.get(&logo).send().await.unwrap().status(), 200);
    let delete = world.http.delete(text("registration_client_uri"));
    let gone = delete.bearer_auth(text("registration_access_token")).send();
    assert_eq!(gone.await.unwrap().status(), 204);
    assert_eq!(world.http.get(&logo).send().await.unwrap().status(), 404);
}
