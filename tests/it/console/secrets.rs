//! The secrets of an app in the console: a list with the last use of each, one that is added, one that is
//! revoked, and those that expire soon on the first page.

use super::{
    administrator,
    edit::{EditForm, open},
};
use crate::{
    on_both,
    world::{Answer, Browser, SECRET, World, basic},
};
use doorward_protocol::time::{Clock, Lifetime};
use serde_json::json;

on_both!(
    a_secret_is_added_used_and_the_first_one_revoked,
    what_cannot_be_is_said_in_words,
    a_secret_that_expires_soon_needs_attention,
    an_app_without_a_secret_has_none_to_show,
);

const TAB: &str = "/admin/apps/shop?tab=secrets";

async fn shop(world: &World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
}

fn secret(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("<code id=\"secret\">")
        .expect(&page.body);
    rest.split_once('<').unwrap().0.to_owned()
}

/// The day that is so far away, as a field takes it.
fn day(world: &World, away: Lifetime) -> String {
    let at = world.clock.now().plus(away).seconds();
    let at = time::OffsetDateTime::from_unix_timestamp(at).unwrap();
    at.date().to_string()
}

async fn status(world: &World, secret: &str) -> u16 {
    let app = Some(basic("shop", secret));
    world.post("/introspect", app, &[("token", "x")]).await.0
}

async fn form(owner: &mut Browser, action: &str, more: &str) -> EditForm {
    let page = format!("/admin/edit?action={action}&app=shop{more}");
    EditForm::of(&owner.get(&page).await)
}

async fn a_secret_is_added_used_and_the_first_one_revoked(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get(TAB).await.body;
    assert!(
        page.contains("id=\"secret-1\"") && page.contains("No use recorded"),
        "{page}"
    );
    assert!(
        page.contains("/admin/audit?event=client&#38;app=shop"),
        "{page}"
    );
    let added = open(&mut owner, TAB, "add-secret").await;
    let end = day(&world, Lifetime::days(90));
    let added = added
        .with("description", "the <new> server")
        .with("expires", &end)
        .send(&mut owner)
        .await;
    let second = secret(&added);
    world.expire_versions();
    assert_eq!(status(&world, SECRET).await, 200);
    assert_eq!(status(&world, &second).await, 200);
    let clients = world.provider.clients();
    clients.secret_uses().write().await.unwrap();
    let known = clients.secrets("shop").await.unwrap();
    let expires = known[0].expires_at.unwrap();
    let whole_day = expires.since(world.clock.now());
    assert!(whole_day > 90 * 86_400_000 - 1 && whole_day <= 91 * 86_400_000);
    let page = owner.get(TAB).await.body;
    assert!(page.contains("the &#60;new&#62; server"), "{page}");
    assert!(!page.contains("No use recorded") && !page.contains(&second));
    let revoked = open(&mut owner, TAB, "revoke-1").await;
    let answer = revoked.send(&mut owner).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    world.expire_versions();
    assert_eq!(status(&world, SECRET).await, 401);
    assert_eq!(status(&world, &second).await, 200);
    let page = owner.get(TAB).await.body;
    assert!(!page.contains("id=\"secret-1\""), "{page}");
    // Whoever signed in a while ago signs in again first.
    world.advance(Lifetime::minutes(11)).await;
    let late = form(&mut owner, "add-secret", "").await;
    let late = late.send(&mut owner).await;
    assert_eq!(late.status, 303, "{}", late.body);
    assert_eq!(clients.secrets("shop").await.unwrap().len(), 1);
}

async fn what_cannot_be_is_said_in_words(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let last = form(&mut owner, "revoke-secret", "&secret=1").await;
    let last = last.send(&mut owner).await;
    assert!(
        last.body
            .contains("This is the last secret of the app that works."),
        "{}",
        last.body
    );
    let yesterday = day(&world, Lifetime::days(-2));
    for (name, value, says) in [
        ("expires", yesterday.as_str(), "Choose a day in the future."),
        ("expires", "soon", "Choose a day in the future."),
        (
            "description",
            &"x".repeat(201),
            "Use 200 characters at most.",
        ),
    ] {
        let wrong = form(&mut owner, "add-secret", "").await.with(name, value);
        let wrong = wrong.send(&mut owner).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert!(wrong.body.contains(says), "{}", wrong.body);
    }
    let second = form(&mut owner, "add-secret", "").await;
    second.send(&mut owner).await;
    let third = form(&mut owner, "add-secret", "").await;
    let third = third.send(&mut owner).await;
    assert!(
        third.body.contains("This app has two secrets already."),
        "{}",
        third.body
    );
    let unknown = owner
        .get("/admin/edit?action=revoke-secret&app=shop&secret=9")
        .await;
    assert_eq!(unknown.status, 404);
}

async fn a_secret_that_expires_soon_needs_attention(world: World) {
    shop(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let end = day(&world, Lifetime::days(20));
    let added = form(&mut owner, "add-secret", "")
        .await
        .with("expires", &end);
    added.send(&mut owner).await;
    let says = "A secret of <bdi>shop</bdi> expires on";
    let plain = "A secret of \u{2068}shop\u{2069} expires on";
    let said = |page: &str| {
        let page = page.replace(['\u{2068}', '\u{2069}'], "");
        page.contains("A secret of shop expires on") || page.contains(says) || page.contains(plain)
    };
    let page = owner.get("/admin").await.body;
    assert!(!said(&page), "three weeks are far away");
    world.advance(Lifetime::days(8)).await;
    let mut owner = administrator(&world, "admin").await;
    let page = owner.get("/admin").await.body;
    assert!(said(&page), "{page}");
    assert!(page.contains("/admin/apps/shop?tab=secrets"), "{page}");
    let form = form(&mut owner, "revoke-secret", "&secret=2").await;
    form.send(&mut owner).await;
    let page = owner.get("/admin").await.body;
    assert!(!said(&page), "{page}");
}

async fn an_app_without_a_secret_has_none_to_show(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin/apps/spa?tab=secrets").await.body;
    assert!(
        page.contains("id=\"no-secrets\"") && !page.contains("id=\"add-secret\""),
        "{page}"
    );
}
