//! Passwords that users choose: not of their own words alone, and not the one that they have or had.

use crate::{
    on_both_wide,
    password_reset::{asked_link, choose},
    sign_up::confirmed,
    world::{ADA, Answer, Browser, CALLBACK, World},
};
use doorward_core::users::{Declaration, GivenPassword};
use doorward_protocol::oidc::claims::StandardClaims;

const NEW: &str = "another dozen words of difference";
const OWN: &str = "too close to your name";
const PRESENT: &str = "password that you have now";
const REVOKED: &str = "password that your account had before";

on_both_wide!(
    a_password_of_own_words_is_chosen_nowhere,
    the_present_password_is_no_new_one,
    a_revoked_password_is_not_chosen_again,
    a_hash_of_another_program_is_of_the_present_password_too
);

async fn change(browser: &mut Browser, present: &str, new: &str) -> Answer {
    let page = browser.get("/account/password").await;
    let fields = [("password", present), ("new_password", new)];
    browser.submit_at(&page, "/account/password", &fields).await
}

/// What a page answers that refuses a password and can be sent again.
fn refused(answer: &Answer, reason: &str) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains(reason), "{}", answer.body);
}

async fn a_password_of_own_words_is_chosen_nowhere(world: World) {
    let mut browser = world.browser();
    let page = confirmed(&world, &mut browser, "nina.hoffmann@example.org").await;
    // The app in which it began is called Notes.
    for own in [
        "Nina Hoffmann Nina Hoffmann",
        "nina.hoffmann-1987-NINA",
        "Notes/notes/Notes/notes",
    ] {
        let fields = [("name", "Nina Hoffmann"), ("new_password", own)];
        let answer = browser.submit_at(&page, "/sign-up/complete", &fields).await;
        refused(&answer, OWN);
    }
    let fields = [("name", "Nina Hoffmann"), ("new_password", NEW)];
    let answer = browser.submit_at(&page, "/sign-up/complete", &fields).await;
    let answer = browser.follow(answer).await;
    assert!(answer.location.unwrap().starts_with(CALLBACK));

    let own = "Ada Lovelace Ada Lovelace!";
    let mut ada = world.signed_in(ADA).await;
    refused(&change(&mut ada, ADA.1, own).await, OWN);
    let link = asked_link(&world, ADA.0).await;
    refused(&choose(&mut world.browser(), &link, own).await, OWN);
    world.signed_in(ADA).await;
}

async fn the_present_password_is_no_new_one(world: World) {
    let mut ada = world.signed_in(ADA).await;
    let before = world
        .texts("SELECT secret FROM credentials ORDER BY id")
        .await;
    refused(&change(&mut ada, ADA.1, ADA.1).await, PRESENT);
    let link = asked_link(&world, ADA.0).await;
    let mut browser = world.browser();
    refused(&choose(&mut browser, &link, ADA.1).await, PRESENT);
    let after = world
        .texts("SELECT secret FROM credentials ORDER BY id")
        .await;
    assert_eq!(before, after);
    assert_eq!(ada.get("/account").await.status, 200, "nothing ended");
    // The link is worth something still.
    let done = choose(&mut browser, &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    world.signed_in((ADA.0, NEW)).await;
}

async fn a_revoked_password_is_not_chosen_again(world: World) {
    // The mail about the new browser has the link.
    world.signed_in(ADA).await;
    world.signed_in(ADA).await;
    let link = world.link_to(ADA.0, "/not-me").await;
    let mut anybody = world.browser();
    let page = anybody.get(&link).await;
    let done = anybody.submit(&page, &[]).await;
    assert!(done.body.contains("account is secured"), "{}", done.body);
    let link = asked_link(&world, ADA.0).await;
    refused(&choose(&mut anybody, &link, ADA.1).await, REVOKED);
    let done = choose(&mut anybody, &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    world.signed_in((ADA.0, NEW)).await;
}

async fn a_hash_of_another_program_is_of_the_present_password_too(world: World) {
    const MOVED: &str = "moved@example.org";
    const IMPORTED: &str = "correct horse battery";
    let declaration = Declaration {
        email: MOVED.to_owned(),
        username: None,
        password: Some(GivenPassword::Hashed(
            "$2y$05$cx4.qkasnjgCPzja76/Xi.ZBA9H0BcF.p3bCGV3ECtzyINRDKzLiq".to_owned(),
        )),
        claims: StandardClaims::default(),
    };
    let (users, ctx) = (world.provider.users(), world.context());
    users.put(&ctx, declaration, None).await.unwrap();
    let link = asked_link(&world, MOVED).await;
    let mut browser = world.browser();
    refused(&choose(&mut browser, &link, IMPORTED).await, PRESENT);
    let done = choose(&mut browser, &link, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    world.signed_in((MOVED, NEW)).await;
}
