//! What pages weigh and hold.

use crate::world::{ADA, Backend, World, authorize_query};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_sign_in_page_weighs_less_than_fifty_kilobytes_and_comes_from_here() {
    let world = World::open(Backend::Sqlite).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let mut weight = page.body.len();
    for address in page
        .body
        .split(['"', '\''])
        .filter(|text| text.starts_with("/assets/"))
    {
        let asset = browser.get(address).await;
        assert_eq!(asset.status, 200, "{address}");
        weight += asset.body.len();
    }
    assert!(weight < 50_000, "{weight}");
    let scripts = page.body.matches("<script").count();
    let of_ours = page.body.matches("<script src=\"/assets/").count();
    assert!(
        !page.body.contains("https://") && scripts == of_ours,
        "nothing comes from elsewhere"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_client_says_of_itself_is_text_and_nothing_else() {
    let world = World::open(Backend::Sqlite).await;
    let hostile = json!({"client_name": "<script>alert(1)</script>\"'&", "policy_uri": "https://photos.example/?a=\"><script>", "redirect_uris": ["https://photos.example/callback"]});
    world.client("photos", &hostile, &json!({})).await;
    let mut browser = world.browser();
    let query = authorize_query(&[
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
        ("login_hint", "\"><script>alert(2)</script>"),
    ]);
    let page = browser.authorize(&query).await;
    assert!(
        !page.body.contains("<script>") && page.body.contains("&#60;script&#62;"),
        "{}",
        page.body
    );
    let consent = browser.sign_in_on(&page, ADA).await;
    assert!(!consent.body.contains("<script>") && consent.body.contains("wants to"));
    assert!(consent.body.contains("rel=\"noopener noreferrer\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_page_has_its_parts_and_no_secret() {
    let world = World::open(Backend::Sqlite).await;
    let mut browser = world.browser();
    let page = browser
        .authorize(&authorize_query(&[(
            "redirect_uri",
            "https://evil.example/",
        )]))
        .await;
    for part in [
        "Sign-in request rejected",
        "developer can fix",
        "<details>",
        "Reference ",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let gone = browser.get("/nowhere").await;
    assert!(gone.status == 404 && gone.body.contains("Page not found"));
}
