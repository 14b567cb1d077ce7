//! Whoever changes how somebody signs in, the user hears of it by mail, and can take it back.

use crate::{
    on_both,
    own_account::{ELSEWHERE, ask, mailed},
    passkeys::{Device, form_of_action, make},
    second_factors::{asked, set_up_on, with_app},
    world::{ADA, Answer, Backend, Browser, World, comes_true},
};
use doorward_core::credentials::second_factors::RemovedFactors;
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    every_change_of_a_factor_is_told_by_mail,
    what_was_added_signs_nobody_in_and_its_removal_waits,
    what_was_added_goes_at_once_beside_a_factor_from_before,
    what_was_added_about_a_change_of_the_address_goes_when_it_is_taken_back,
);

const SUBJECT: &str = "The ways to sign in to your account at Doorward have changed";

/// What the mails about factors tell, the oldest first.
async fn told(world: &World) -> Vec<String> {
    let mails = world.mails().await;
    let factors = mails
        .iter()
        .filter(|mail| mail["to"] == ADA.0 && mail["subject"] == SUBJECT);
    let mut titles: Vec<String> = factors
        .map(|mail| {
            let text = mail["text"].as_str().unwrap();
            assert!(text.contains("/not-me?token="), "{text}");
            text.lines()
                .find(|line| line.contains("account"))
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    titles.reverse();
    titles
}

/// The changes of factors in the audit log, but the recovery codes that came with a factor.
async fn changes(world: &World) -> usize {
    let user = world.sub(ADA.0).await;
    let events = world.provider.store().audit_events_about(&user).await;
    let changes = events.unwrap().into_iter().filter(|event| {
        matches!(
            event.action.as_str(),
            "second_factor.added" | "second_factor.removed" | "second_factor.code_given"
        )
    });
    changes.count()
}

async fn remove_passkey(browser: &mut Browser) -> Answer {
    let page = browser.get("/account/security").await;
    let id = form_of_action(&page, "/account/security/passkeys/remove");
    let to = "/account/security/passkeys/remove";
    browser.submit_at(&page, to, &[("passkey", &id)]).await
}

async fn every_change_of_a_factor_is_told_by_mail(world: World) {
    let mut expected: Vec<&str> = Vec::new();
    let user = world.sub(ADA.0).await;
    let factors = world.provider.second_factors();
    // Mails of one change are delivered at the same time, in any order.
    let check = async |expected: &[&str]| {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        let sorted = async || {
            let mut titles = told(&world).await;
            titles.sort_unstable();
            titles
        };
        if !comes_true(async || sorted().await == expected).await {
            let waiting =
                "SELECT target || ' ' || attempts || ' ' || COALESCE(lease_id, '') || ' ' ||
                leased_until || ' ' || next_attempt_at FROM outbox_messages";
            let (told, waiting) = (sorted().await, world.texts(waiting).await);
            panic!("told {told:?} and not {expected:?}; waiting: {waiting:?}");
        }
    };

    let (_, mut browser) = with_app(&world, ADA).await;
    expected.push("An authenticator app was added to your account");
    check(&expected).await;
    let page = browser.get("/account/security").await;
    let renew = "/account/security/recovery-codes";
    browser.submit_at(&page, renew, &[]).await;
    expected.push("New recovery codes were created for your account");
    check(&expected).await;
    let device = Device::at(&world).await;
    make(&device, &mut browser, "").await;
    expected.push("A passkey was added to your account");
    check(&expected).await;
    let removed = remove_passkey(&mut browser).await;
    assert_eq!(removed.status, 303, "{}", removed.body);
    expected.push("A passkey was removed from your account");
    check(&expected).await;
    device.close().await;
    let plain = json!({"transport": "usb", "hasResidentKey": false, "hasUserVerification": false, "isUserVerified": false});
    let device = Device::with(&world, plain).await;
    make(&device, &mut browser, "?kind=security-key").await;
    expected.push("A security key was added to your account");
    check(&expected).await;
    factors.give_code(&world.context(), &user).await.unwrap();
    expected.push("An administrator created a one-time code for your account");
    check(&expected).await;
    remove_passkey(&mut browser).await;
    expected.push("A security key was removed from your account");
    check(&expected).await;
    let page = browser.get("/account/security").await;
    let remove = "/account/security/authenticator/remove";
    browser.submit_at(&page, remove, &[]).await;
    expected.push("The authenticator app was removed from your account");
    check(&expected).await;

    // By an administrator: one mail for each kind that the user had.
    let page = browser.get("/account/security/authenticator").await;
    set_up_on(&world, &mut browser, &page).await;
    make(&device, &mut browser, "?kind=security-key").await;
    let ctx = world.context();
    let removed = RemovedFactors::All;
    factors.remove_for(&ctx, &user, removed).await.unwrap();
    expected.extend([
        "An authenticator app was added to your account",
        "A security key was added to your account",
        "The authenticator app was removed from your account",
        "A security key was removed from your account",
    ]);
    check(&expected).await;
    // Nothing that is in the audit log was not told. The codes that came with the first factor (twice)
    // are part of its mail; the last removal is one entry for two mails.
    assert_eq!(changes(&world).await, expected.len() + 2 - 1);
    device.close().await;
}

/// The mailbox alone removes no second factor: what was added stays as one, and a request waits that
/// outlives the new password.
async fn what_was_added_signs_nobody_in_and_its_removal_waits(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.advance(Lifetime::minutes(1)).await;
    let device = Device::at(&world).await;
    make(&device, &mut browser, "").await;
    let link = world.link_to(ADA.0, "/not-me").await;
    world.advance(Lifetime::minutes(1)).await;
    let page = browser.get("/account/security/authenticator").await;
    set_up_on(&world, &mut browser, &page).await;
    let mut anybody = world.browser();
    let page = anybody.get(&link).await;
    let done = anybody.submit(&page, &[]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("stays for now"), "{}", done.body);
    assert_eq!(browser.get("/account").await.status, 303, "signed out");
    let signs_in = "SELECT id FROM passkeys WHERE signs_in = 1";
    assert!(
        world.texts(signs_in).await.is_empty(),
        "no way in by itself"
    );
    let apps = "SELECT user_id FROM authenticator_apps";
    assert_eq!(world.texts(apps).await.len(), 1, "it is asked for still");
    let open = "SELECT id FROM recoveries WHERE ended_at IS NULL";
    assert_eq!(world.texts(open).await.len(), 1);
    // A new password by mail, and the second step is asked for.
    let page = anybody.get("/forgot-password").await;
    let name = [("username", ADA.0)];
    anybody.submit_at(&page, "/forgot-password", &name).await;
    let reset = world.link_to(ADA.0, "/reset-password").await;
    let page = anybody.get(&reset).await;
    let new = "another dozen words of difference";
    let chosen = [("new_password", new)];
    anybody.submit_at(&page, "/reset-password", &chosen).await;
    let page = anybody.get("/sign-in").await;
    let both = [("username", ADA.0), ("password", new)];
    let answer = anybody.submit(&page, &both).await;
    let at = answer.location.unwrap();
    assert!(at.starts_with("/sign-in/second-factor"), "{at}");
    // A day later the link is mailed that removes it.
    world.advance(Lifetime::days(1)).await;
    let recovery = world.provider.recovery();
    recovery.mail_due(&world.context()).await.unwrap();
    let link = world.link_to(ADA.0, "/recovery").await;
    let page = anybody.get(&link).await;
    let done = anybody.submit_at(&page, "/recovery", &[]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    for table in ["passkeys", "authenticator_apps", "recovery_codes"] {
        let left = world.texts(&format!("SELECT user_id FROM {table}")).await;
        assert!(left.is_empty(), "{table}");
    }
    world.signed_in((ADA.0, new)).await;
    device.close().await;
}

async fn what_was_added_goes_at_once_beside_a_factor_from_before(world: World) {
    let (_, mut browser) = with_app(&world, ADA).await;
    world.advance(Lifetime::minutes(1)).await;
    let device = Device::at(&world).await;
    make(&device, &mut browser, "").await;
    let link = world.link_to(ADA.0, "/not-me").await;
    let mut anybody = world.browser();
    let page = anybody.get(&link).await;
    let done = anybody.submit(&page, &[]).await;
    assert!(!done.body.contains("stays for now"), "{}", done.body);
    let passkeys = "SELECT id FROM passkeys";
    assert!(world.texts(passkeys).await.is_empty());
    let apps = "SELECT user_id FROM authenticator_apps";
    assert_eq!(world.texts(apps).await.len(), 1);
    let open = "SELECT id FROM recoveries";
    assert!(world.texts(open).await.is_empty());
    device.close().await;
}

/// The mails about it went to the address of whoever changed it.
async fn what_was_added_about_a_change_of_the_address_goes_when_it_is_taken_back(world: World) {
    world.vouch(ADA.0).await;
    let device = Device::at(&world).await;
    let (kept, _) = with_app(&world, ADA).await;
    world.advance(Lifetime::hours(2)).await;
    let (mut browser, page) = asked(&world, ADA).await;
    let code = kept.code(&world);
    browser.submit(&page, &[("code", code.as_str())]).await;
    make(&device, &mut browser, "").await;
    let page = ask(&mut browser, ELSEWHERE).await;
    let (code, _) = mailed(&world, ELSEWHERE).await;
    let code = [("code", code.as_str())];
    browser
        .submit_at(&page, "/account/address/code", &code)
        .await;
    let undo = world.link_to(ADA.0, "/account-address/undo").await;
    let passkeys = "SELECT id FROM passkeys";
    assert_eq!(world.texts(passkeys).await.len(), 1);
    let mut owner = world.browser();
    let page = owner.get(&undo).await;
    let done = owner.submit(&page, &[]).await;
    assert!(done.body.contains("old address again"), "{}", done.body);
    assert!(world.texts(passkeys).await.is_empty());
    let apps = "SELECT user_id FROM authenticator_apps";
    assert_eq!(world.texts(apps).await.len(), 1, "it was there before");
    device.close().await;
}

/// The factor that a sign-in asks to set up is told too, and no setting switches the mails off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_factor_that_is_set_up_within_a_sign_in_is_told() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.second_factor.mode = "required".into();
            settings.notices.new_device = false;
        })
        .await;
        let (mut browser, page) = asked(&world, ADA).await;
        set_up_on(&world, &mut browser, &page).await;
        let titles = told(&world).await;
        assert_eq!(titles, ["An authenticator app was added to your account"]);
    }
}
