//! The data of an account: taken along, or deleted with it after some days.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use doorward_protocol::{
    secret::{Secret, form_token},
    time::Lifetime,
};
use doorward_storage::Store;
use futures_util::future::join_all;
use serde_json::Value;

on_both!(
    the_data_of_an_account_is_a_file_without_secrets,
    both_ask_for_a_fresh_sign_in,
    a_deletion_signs_out_everywhere_and_is_done_after_two_weeks,
    whoever_signs_in_meanwhile_is_asked_and_keeps_the_account,
    the_link_of_the_mail_keeps_the_account_once,
    of_a_hundred_who_keep_an_account_one_does,
    an_account_that_is_kept_in_the_last_moment_is_not_deleted,
    where_users_may_not_delete_their_accounts_the_form_is_refused
);

async fn press(browser: &mut Browser, path: &str) -> Answer {
    let page = browser.get("/account/data").await;
    browser.submit_at(&page, path, &[]).await
}

async fn exists(world: &World) -> bool {
    let store = world.provider.store();
    store.user_by_email(ADA.0).await.unwrap().is_some()
}

async fn delete_due(world: &World) -> usize {
    let users = world.provider.users();
    users.delete_due_accounts(&world.context()).await.unwrap()
}

async fn the_data_of_an_account_is_a_file_without_secrets(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.tokens(&mut browser, &[]).await;
    let answer = press(&mut browser, "/account/data/download").await;
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(header("content-type"), "application/json");
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("cache-control"), "no-store");
    let data: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(data["email"], ADA.0);
    assert_eq!(data["apps"]["given"][0]["client_id"], "notes");
    for part in ["sessions", "events", "passkeys", "terms", "credentials"] {
        assert!(data[part].is_array(), "{part}: {data}");
    }
    assert!(!answer.body.contains("$argon2"), "{}", answer.body);
}

async fn both_ask_for_a_fresh_sign_in(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.advance(Lifetime::minutes(11)).await;
    for path in ["/account/data/download", "/account/data/delete"] {
        let answer = press(&mut browser, path).await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (303, Some("/sign-in?way=again")),
            "{path}"
        );
    }
    assert_eq!(delete_due(&world).await, 0);
    let page = browser.get("/sign-in?way=again").await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(answer.location.as_deref(), Some("/account/data"));
}

async fn a_deletion_signs_out_everywhere_and_is_done_after_two_weeks(world: World) {
    let mut elsewhere = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut elsewhere, &[]).await;
    let mut browser = world.signed_in(ADA).await;
    let page = press(&mut browser, "/account/data/delete").await;
    assert!(page.body.contains("will be deleted"), "{}", page.body);
    for browser in [&mut browser, &mut elsewhere] {
        assert_eq!(browser.get("/account").await.status, 303);
    }
    assert_eq!(world.userinfo(&tokens.access).await.0, 401);
    let mail = world.mail_to(ADA.0).await;
    assert!(
        mail["subject"]
            .as_str()
            .unwrap()
            .contains("will be deleted"),
        "{mail}"
    );
    world.advance(Lifetime(Lifetime::days(14).0 - 1000)).await;
    assert_eq!(delete_due(&world).await, 0);
    assert!(exists(&world).await);
    world.advance(Lifetime::seconds(2)).await;
    assert_eq!(delete_due(&world).await, 1);
    assert!(!exists(&world).await);
    let mail = world.mail_to(ADA.0).await;
    assert!(
        mail["subject"].as_str().unwrap().contains("is deleted"),
        "{mail}"
    );
    assert_eq!(delete_due(&world).await, 0);
}

async fn whoever_signs_in_meanwhile_is_asked_and_keeps_the_account(world: World) {
    let mut browser = world.signed_in(ADA).await;
    press(&mut browser, "/account/data/delete").await;
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/account/data"),
        "{}",
        answer.body
    );
    let page = browser.follow(answer).await;
    assert!(page.body.contains("Keep my account"), "{}", page.body);
    assert!(!page.body.contains("Delete my account"), "{}", page.body);
    let answer = browser.submit_at(&page, "/account/data/keep", &[]).await;
    assert_eq!(answer.location.as_deref(), Some("/account"));
    world.advance(Lifetime::days(15)).await;
    assert_eq!(delete_due(&world).await, 0);
    assert!(exists(&world).await);
    // The link of the mail is over with it.
    let link = world.link_to(ADA.0, "/account-deletion/undo").await;
    assert_eq!(world.browser().get(&link).await.status, 400);
}

async fn the_link_of_the_mail_keeps_the_account_once(world: World) {
    let mut browser = world.signed_in(ADA).await;
    press(&mut browser, "/account/data/delete").await;
    let link = world.link_to(ADA.0, "/account-deletion/undo").await;
    let mut anywhere = world.browser();
    let page = anywhere.get(&link).await;
    assert!(page.body.contains("Keep your account?"), "{}", page.body);
    // Whoever only opens it, such as a scanner of mails, keeps nothing.
    let user = world.sub(ADA.0).await;
    let own_account = world.provider.own_account();
    assert!(own_account.pending_deletion(&user).await.unwrap().is_some());
    let done = anywhere.submit(&page, &[]).await;
    assert!(done.body.contains("Your account stays"), "{}", done.body);
    assert!(own_account.pending_deletion(&user).await.unwrap().is_none());
    let again = anywhere.submit(&page, &[]).await;
    assert!(
        again.status == 400
            && again.body.contains("The deletion was taken back already")
            && again.body.contains("href=\"/sign-in\"")
            && !again.body.contains("send you a new one"),
        "{}",
        again.body
    );
}

async fn of_a_hundred_who_keep_an_account_one_does(world: World) {
    let mut browser = world.signed_in(ADA).await;
    press(&mut browser, "/account/data/delete").await;
    let link = world.link_to(ADA.0, "/account-deletion/undo").await;
    let token = Secret::presented(link.split_once("token=").unwrap().1);
    let (own_account, ctx) = (world.provider.own_account(), world.context());
    let all = (0..100).map(|_| own_account.keep_account_by_link(&ctx, &token));
    let kept = join_all(all).await;
    assert_eq!(
        kept.iter().filter(|one| matches!(one, Ok(Ok(())))).count(),
        1
    );
}

async fn an_account_that_is_kept_in_the_last_moment_is_not_deleted(world: World) {
    let mut browser = world.signed_in(GRACE).await;
    press(&mut browser, "/account/data/delete").await;
    world.advance(Lifetime::days(14)).await;
    let user = world.sub(GRACE.0).await;
    let (store, own_account) = (world.provider.store(), world.provider.own_account());
    let (kept, begun) = (
        own_account
            .keep_account(&world.context(), &user)
            .await
            .unwrap(),
        Store::begin_account_deletion(&user, world.provider.now()),
    );
    assert!(
        kept && !store.commit(begun).await.unwrap(),
        "the row is gone"
    );
    // And the other way round: what has begun is not taken back.
    let mut browser = world.signed_in(GRACE).await;
    press(&mut browser, "/account/data/delete").await;
    world.advance(Lifetime::days(14)).await;
    let started = Store::begin_account_deletion(&user, world.provider.now());
    assert!(store.commit(started).await.unwrap());
    assert!(
        !own_account
            .keep_account(&world.context(), &user)
            .await
            .unwrap()
    );
    // A process that ended in between leaves it to the next round.
    assert_eq!(delete_due(&world).await, 1);
    assert!(store.user(&user).await.unwrap().is_none());
}

async fn where_users_may_not_delete_their_accounts_the_form_is_refused(world: World) {
    let world = World::open_with(world.backend(), |settings| {
        settings.accounts.deletion = false;
    })
    .await;
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/account/data").await;
    assert!(!page.body.contains("/account/data/delete"), "{}", page.body);
    // Whoever makes the form themself is refused too.
    let secret = Secret::presented(browser.cookies["doorward_browser"].clone());
    let purpose = format!("account delete {}", world.sub(ADA.0).await);
    let fields = [("form_token", form_token(&secret, &purpose))];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = browser.post("/account/data/delete", &fields).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    world.advance(Lifetime::days(15)).await;
    assert_eq!(delete_due(&world).await, 0);
}
