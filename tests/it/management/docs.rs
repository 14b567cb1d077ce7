//! The document of the API as pages.

use crate::{
    browser::chromium,
    world::{Backend, World},
};
use fantoccini::Locator;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_is_shown_under_the_policy_of_every_page() {
    let world = World::open(Backend::Sqlite).await;
    let plain = reqwest::get(format!("{}/docs/", world.issuer))
        .await
        .unwrap();
    assert_eq!(plain.status(), 200);
    let policy = plain.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self';") && policy.contains("style-src 'self';"),
        "{policy}"
    );
    let missing = reqwest::get(format!("{}/docs/nothing.js", world.issuer)).await;
    assert_eq!(missing.unwrap().status(), 404);

    let (client, profile) = chromium(1280, 900, false).await;
    client
        .goto(&format!("{}/docs", world.issuer))
        .await
        .unwrap();
    client
        .wait()
        .at_most(Duration::from_mins(1))
        .for_element(Locator::Css(".opblock"))
        .await
        .unwrap();
    let script = "return [document.querySelectorAll('.opblock').length, \
                  getComputedStyle(document.querySelector('.opblock')).borderTopLeftRadius, location.pathname]";
    let seen = client.execute(script, Vec::new()).await.unwrap();
    assert!(seen[0].as_u64().unwrap() > 50, "{seen}");
    assert_eq!(seen[1], "4px", "the styles apply");
    assert_eq!(seen[2], "/docs/");
    if let Ok(folder) = std::env::var("SCREENSHOTS") {
        let picture = client.screenshot().await.unwrap();
        std::fs::write(format!("{folder}/docs.png"), picture).unwrap();
    }
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
