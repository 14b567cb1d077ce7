//! A user asks for a role in Chromium, and an administrator gives it, from the app to the app.

use super::{REASON, declare, grants};
use crate::{
    browser::{chromium, click, fill, is_at, picture, shows, sign_in, text},
    console::{PASSWORD, administrator},
    world::{ADA, Backend, World, authorize_query},
};
use fantoccini::Client;
use serde_json::json;

async fn open(client: &Client, world: &World, path: &str) {
    client.goto(&world.at(path)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_who_is_not_let_in_asks_and_an_administrator_approves() {
    let world = World::open_now(Backend::Sqlite).await;
    declare(&world).await;
    administrator(&world, "owner").await;
    let (client, profile) = chromium(1024, 900, false).await;
    let query = authorize_query(&[("client_id", "wiki"), ("scope", "openid")]);
    open(&client, &world, &format!("/authorize?{query}")).await;
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    assert!(shows(&client, "h1", "You can’t open Wiki yet").await);
    picture(&client, "access-1-no-access").await;
    click(&client, "#ask").await;
    assert!(is_at(&client, &world.at("/account/access")).await);
    picture(&client, "access-2-offered").await;
    click(&client, ".offered a.second").await;
    assert!(shows(&client, "h1", "Ask for editor in Wiki").await);
    fill(&client, "#reason", REASON).await;
    // The browser keeps to the days that the role allows.
    let script = "const field = document.querySelector('#until'); field.value = field.max;";
    client.execute(script, vec![]).await.unwrap();
    picture(&client, "access-3-form").await;
    click(&client, "#send").await;
    assert!(shows(&client, "#told", "Your request is sent").await);
    assert!(shows(&client, "#requests", "Waiting for an answer").await);
    picture(&client, "access-4-asked").await;
    open(&client, &world, &format!("/authorize?{query}")).await;
    assert!(shows(&client, "#waits", "waits for an answer").await);
    picture(&client, "access-4-waits").await;

    client.delete_all_cookies().await.unwrap();
    open(&client, &world, "/sign-in").await;
    let owner = json!({"email": "owner@example.com", "password": PASSWORD});
    sign_in(&client, &owner).await;
    text(&client, "#sign-out").await;
    open(&client, &world, "/admin").await;
    click(&client, "#attention a.second").await;
    assert!(is_at(&client, &world.at("/admin/access-requests")).await);
    picture(&client, "access-5-list").await;
    click(&client, "#requests th a").await;
    assert!(shows(&client, "#reason", REASON).await);
    assert!(shows(&client, "#permissions", "page.write").await);
    picture(&client, "access-6-request").await;
    click(&client, "#approve-access-request").await;
    assert!(is_at(&client, &world.at("/admin/edit")).await);
    picture(&client, "access-7-approve").await;
    click(&client, "#edit button[type=submit]").await;
    assert!(shows(&client, "#state", "Approved").await);
    picture(&client, "access-8-approved").await;
    assert_eq!(grants(&world).await.len(), 1);
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
