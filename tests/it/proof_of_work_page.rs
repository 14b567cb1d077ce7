//! The proof of work as a browser brings it: by the script of the page, on a phone.

use crate::{
    browser::{chromium, click, fill, is_at, shows, sign_in},
    world::{ADA, Backend, World},
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_brings_the_proof_by_itself() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.sign_in.methods = ["password", "code"].map(str::to_owned).to_vec();
        settings.passwords.proof_of_work = "always".into();
        settings.passwords.proof_of_work_bits = 14;
        settings.rate_limits.mails_without_proof = 1;
        settings.sign_up.mode = "open".into();
    })
    .await;
    let (client, profile) = chromium(360, 740, false).await;
    // A wrong password first: the page that is shown again asks for another proof.
    let page = |path: &str| world.at(path);
    client.goto(&page("/sign-in")).await.unwrap();
    let wrong = json!({"email": ADA.0, "password": "none of them at all"});
    sign_in(&client, &wrong).await;
    assert!(shows(&client, ".problem[role=alert]", "match").await);
    fill(&client, "input[name=password]", ADA.1).await;
    click(&client, "#sign-in").await;
    assert!(is_at(&client, &page("/account")).await);
    // A mail that signs in, and mails about accounts: the first needs no proof, the others do.
    client.delete_all_cookies().await.unwrap();
    for _ in 0..3 {
        client.goto(&page("/forgot-password")).await.unwrap();
        fill(&client, "#username", "grace").await;
        click(&client, "#send").await;
        assert!(shows(&client, "h1", "Check your email").await);
    }
    client.goto(&page("/sign-up")).await.unwrap();
    let asks = client.source().await.unwrap();
    assert!(asks.contains("name=\"proof\""), "{asks}");
    fill(&client, "#email", "eve@example.org").await;
    click(&client, "#continue").await;
    assert!(is_at(&client, &page("/sign-up/code")).await);
    world.mail_to("eve@example.org").await;
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
