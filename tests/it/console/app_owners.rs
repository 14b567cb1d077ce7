//! Who owned an app before: said to administrators, not to its owners.

use super::administrator;
use crate::{
    app_owners::{disown, own},
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::json;

on_both!(earlier_owners_are_named_to_administrators);

async fn earlier_owners_are_named_to_administrators(world: World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    let page = "/admin/apps/shop?tab=owners";
    let mut auditor = administrator(&world, "auditor").await;
    own(&world, ADA.0, "shop").await;
    assert!(!auditor.get(page).await.body.contains("id=\"earlier\""));
    own(&world, GRACE.0, "shop").await;
    disown(&world, GRACE.0, "shop").await;
    let shown = auditor.get(page).await.body;
    let (present, earlier) = shown.split_once("id=\"earlier\"").expect(&shown);
    assert!(present.contains(ADA.0) && !present.contains(GRACE.0));
    assert!(earlier.contains(GRACE.0) && !earlier.contains(ADA.0));
    assert_eq!(earlier.matches("command line").count(), 2, "{earlier}");
    let mut ada = world.signed_in(ADA).await;
    let theirs = ada.get(page).await;
    assert_eq!(theirs.status, 200);
    assert!(!theirs.body.contains("id=\"earlier\""), "{}", theirs.body);
}
