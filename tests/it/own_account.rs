//! What users change about their own accounts.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;

const NEW: &str = "another dozen words of difference";
pub const ELSEWHERE: &str = "ada@analytical.example";

on_both!(
    a_profile_is_saved_and_what_is_wrong_is_said,
    a_user_name_belongs_to_one_user_however_many_take_it,
    a_password_changes_by_the_present_one_and_others_are_signed_out,
    wrong_present_passwords_wait_as_those_of_a_sign_in,
    an_address_changes_when_the_new_one_confirms_and_the_old_one_can_take_it_back,
    an_address_changes_by_the_link_in_another_browser,
    an_address_of_somebody_else_is_told_in_its_mail_alone,
    a_change_of_the_address_needs_a_fresh_sign_in_and_comes_back,
    whoever_is_signed_out_comes_back_to_the_page
);

async fn profile(browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get("/account/profile").await;
    let answer = browser.submit_at(&page, "/account/profile", fields).await;
    browser.follow(answer).await
}

/// The newest code and link that were mailed to an address.
pub async fn mailed(world: &World, email: &str) -> (String, String) {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap().to_owned();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6)
        .unwrap_or_default();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("token="))
        .unwrap_or_default();
    let path = link.strip_prefix(&world.issuer).unwrap_or_default();
    (code.to_owned(), path.to_owned())
}

async fn a_profile_is_saved_and_what_is_wrong_is_said(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let fields = [
        ("name", "Ada King"),
        ("username", "countess"),
        ("given_name", "Ada"),
        ("website", "https://ada.example"),
        ("zoneinfo", "Europe/London"),
        ("email", "root@example.com"),
        ("email_verified", "true"),
    ];
    let page = profile(&mut browser, &fields).await;
    assert!(page.body.contains("profile is saved"), "{}", page.body);
    let store = world.provider.store();
    let ada = store.user_by_email(ADA.0).await.unwrap().unwrap();
    assert_eq!(ada.claims.name.as_deref(), Some("Ada King"));
    assert_eq!(ada.username.as_deref(), Some("countess"));
    assert_eq!(ada.claims.zoneinfo.as_deref(), Some("Europe/London"));
    assert_eq!(ada.claims.email_verified, None);
    // What the form does not show stays.
    assert!(ada.claims.phone_number.is_some());
    let long = "x".repeat(201);
    for (field, value, told) in [
        ("username", "a b", "without spaces"),
        ("username", GRACE.0, "without spaces"),
        ("username", "grace", "Somebody else"),
        ("username", "gra\u{200b}ce", "without spaces"),
        ("name", "Ada\u{202e}gnik", "characters"),
        ("name", "", "Enter your name"),
        ("nickname", &long, "too long"),
        ("website", "javascript:alert(1)", "https://"),
        ("zoneinfo", "Berlin time", "Europe/Berlin"),
        ("locale", "<b>", "characters"),
    ] {
        let mut fields = vec![("name", "Ada King")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = profile(&mut browser, &fields).await;
        assert!(page.body.contains(told), "{field}={value}: {}", page.body);
    }
    let same = store.user_by_email(ADA.0).await.unwrap().unwrap();
    assert_eq!(same.username.as_deref(), Some("countess"));
}

async fn a_user_name_belongs_to_one_user_however_many_take_it(world: World) {
    for n in 0..6 {
        world
            .user(
                &format!("u{n}@example.com"),
                "a password for everybody here",
            )
            .await;
    }
    let mut browsers = Vec::new();
    for n in 0..6 {
        let email = format!("u{n}@example.com");
        browsers.push(
            world
                .signed_in((&email, "a password for everybody here"))
                .await,
        );
    }
    let fields = [("name", "Somebody"), ("username", "Taken")];
    let pages = join_all(browsers.iter_mut().map(|browser| profile(browser, &fields))).await;
    let saved = pages
        .iter()
        .filter(|page| page.body.contains("profile is saved"));
    assert_eq!(saved.count(), 1);
}

async fn change(browser: &mut Browser, present: &str, new: &str) -> Answer {
    let page = browser.get("/account/password").await;
    let fields = [("password", present), ("new_password", new)];
    browser.submit_at(&page, "/account/password", &fields).await
}

async fn a_password_changes_by_the_present_one_and_others_are_signed_out(world: World) {
    let mut elsewhere = world.signed_in(ADA).await;
    let mut browser = world.signed_in(ADA).await;
    let wrong = change(&mut browser, "not my password at all", NEW).await;
    assert!(wrong.body.contains("present password"), "{}", wrong.body);
    let short = change(&mut browser, ADA.1, "short").await;
    assert!(short.body.contains("15 characters"), "{}", short.body);
    let before = browser.session();
    let answer = change(&mut browser, ADA.1, NEW).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/account/password?saved=password")
    );
    let page = browser.follow(answer).await;
    assert!(page.body.contains("password is changed"), "{}", page.body);
    // This session goes on under a new identifier; the others end.
    assert_ne!(browser.session(), before);
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.status, 303);
    world.signed_in((ADA.0, NEW)).await;
}

async fn wrong_present_passwords_wait_as_those_of_a_sign_in(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let mut paused = 0;
    for _ in 0..12 {
        let answer = change(&mut browser, "not my password at all", NEW).await;
        paused += u32::from(answer.status == 429);
    }
    assert!(paused > 0);
    world.advance(Lifetime::minutes(1)).await;
    assert_eq!(change(&mut browser, ADA.1, NEW).await.status, 303);
}

pub async fn ask(browser: &mut Browser, email: &str) -> Answer {
    let page = browser.get("/account/profile").await;
    let answer = browser
        .submit_at(&page, "/account/address", &[("email", email)])
        .await;
    browser.follow(answer).await
}

async fn an_address_changes_when_the_new_one_confirms_and_the_old_one_can_take_it_back(
    world: World,
) {
    let mut elsewhere = world.signed_in(ADA).await;
    let mut browser = world.signed_in(ADA).await;
    let page = ask(&mut browser, ELSEWHERE).await;
    let (code, _) = mailed(&world, ELSEWHERE).await;
    assert_eq!(world.sub(ADA.0).await.len(), 36);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let again = browser
        .submit_at(&page, "/account/address/code", &[("code", wrong)])
        .await;
    assert!(again.body.contains("4 more times"), "{}", again.body);
    let answer = browser
        .submit_at(&again, "/account/address/code", &[("code", &code)])
        .await;
    let page = browser.follow(answer).await;
    assert!(
        page.body.contains("email address is changed"),
        "{}",
        page.body
    );
    assert_eq!(elsewhere.get("/account").await.status, 303);
    let store = world.provider.store();
    let ada = store.user_by_email(ELSEWHERE).await.unwrap().unwrap();
    assert_eq!(ada.claims.email_verified, Some(true));
    assert!(store.user_by_email(ADA.0).await.unwrap().is_none());
    // The old address takes it back, also after whoever changed it has changed the password too.
    let (_, undo) = mailed(&world, ADA.0).await;
    assert_eq!(change(&mut browser, ADA.1, NEW).await.status, 303);
    world.advance(Lifetime::days(6)).await;
    let mut owner = world.browser();
    let shown = owner.get(&undo).await;
    assert!(shown.body.contains(ADA.0), "{}", shown.body);
    let done = owner.submit(&shown, &[]).await;
    assert!(done.body.contains("old address again"), "{}", done.body);
    let ada = store.user_by_email(ADA.0).await.unwrap().unwrap();
    let password = store.password_of_user(&ada.id).await.unwrap();
    assert!(password.is_none(), "whoever it was knows the password");
    assert_eq!(browser.get("/account").await.status, 303);
    let again = owner.get(&undo).await;
    assert_eq!(again.status, 400);
    for said in [
        "was used",
        "The change was taken back already",
        "choose a new one there",
        "href=\"/sign-in\"",
    ] {
        assert!(again.body.contains(said), "{said}: {}", again.body);
    }
    assert!(!again.body.contains("send you a new one"), "{}", again.body);
}

async fn an_address_changes_by_the_link_in_another_browser(world: World) {
    let mut browser = world.signed_in(ADA).await;
    ask(&mut browser, ELSEWHERE).await;
    let (_, path) = mailed(&world, ELSEWHERE).await;
    let mut phone = world.browser();
    let shown = phone.get(&path).await;
    assert!(shown.body.contains(ELSEWHERE), "{}", shown.body);
    let store = world.provider.store();
    assert!(store.user_by_email(ELSEWHERE).await.unwrap().is_none());
    let done = phone.submit(&shown, &[]).await;
    assert!(done.body.contains("email is changed"), "{}", done.body);
    assert!(store.user_by_email(ELSEWHERE).await.unwrap().is_some());
    // The session that asked goes on.
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(phone.session(), None);
}

async fn an_address_of_somebody_else_is_told_in_its_mail_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let known = ask(&mut browser, GRACE.0).await;
    let unknown = ask(&mut browser, ELSEWHERE).await;
    assert_eq!(known.status, unknown.status);
    assert!(known.body.contains("six-digit code") && unknown.body.contains("six-digit code"));
    let (code, path) = mailed(&world, GRACE.0).await;
    assert_eq!(
        (code.as_str(), path.contains("account-address")),
        ("", false)
    );
    let own = ask(&mut browser, "ADA@example.com").await;
    assert!(own.body.contains("another email address"), "{}", own.body);
}

async fn a_change_of_the_address_needs_a_fresh_sign_in_and_comes_back(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.advance(Lifetime::minutes(11)).await;
    let page = ask(&mut browser, ELSEWHERE).await;
    assert!(page.body.contains("sign in again first"), "{}", page.body);
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(answer.location.as_deref(), Some("/account/profile"));
    let page = ask(&mut browser, ELSEWHERE).await;
    assert!(page.body.contains("six-digit code"), "{}", page.body);
}

async fn whoever_is_signed_out_comes_back_to_the_page(world: World) {
    let mut browser = world.browser();
    let first = browser.get("/account/profile").await;
    let page = browser.follow(first).await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(answer.location.as_deref(), Some("/account/profile"));
    assert!(!browser.cookies.contains_key("doorward_return"));
}
