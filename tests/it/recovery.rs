//! A second factor that was lost: the request waits, is told, can be refused, and is carried out by a
//! mailed link.

use crate::{
    on_both,
    second_factors::{Kept, asked, is_in, with_app},
    world::{ADA, Answer, Backend, Browser, GRACE, World},
};
use doorward_core::recovery::RecoveryRequest;
use doorward_protocol::{
    credentials::one_time_token::TokenRefusal, oidc::claims::StandardClaims, secret::Secret,
    sessions::sso_session::EndReason, time::Lifetime,
};
use futures_util::future::join_all;

on_both!(
    a_lost_factor_is_removed_after_a_day_and_the_password_signs_in,
    it_is_refused_by_the_link_of_the_mail_and_from_a_session,
    a_sign_in_with_the_second_factor_and_each_change_cancels_it,
    one_request_waits_at_a_time_and_a_few_in_a_month,
    of_a_hundred_who_bring_the_link_one_removes_the_factor,
    nobody_asks_without_the_first_factor,
);

const DAY: Lifetime = Lifetime::days(1);

/// The page that asks, for who has just brought the password.
async fn lost(browser: &mut Browser, page: &Answer) -> Answer {
    let ticket = page.field("ticket").unwrap();
    let address = format!("/sign-in/second-factor/recovery?ticket={ticket}");
    assert!(page.body.contains(&address), "{}", page.body);
    browser.get(&address).await
}

/// Every form about recovery, by its path: that of Grace, between the steps of a sign-in, and that of who
/// is signed in.
pub async fn forms(
    world: &World,
    browser: &mut Browser,
    between: &Answer,
) -> Vec<(&'static str, Answer)> {
    let ask = "/sign-in/second-factor/recovery";
    let asking = lost(browser, between).await;
    browser.submit_at(&asking, ask, &[]).await;
    world
        .execute("UPDATE recoveries SET effective_at = 0")
        .await;
    mail_due(world).await;
    let mut forms = vec![(ask, asking)];
    let ready = world.link_to(GRACE.0, "/recovery?").await;
    forms.push(("/recovery", browser.get(&ready).await));
    // Of another user, since what is carried out cannot be refused.
    let rita = ("rita@example.com", "a password for nobody else");
    world.user(rita.0, rita.1).await;
    world
        .execute(&format!(
            "INSERT INTO authenticator_apps (user_id, sealed_secret, last_step, created_at)
             SELECT id, 'sealed', 0, 0 FROM users WHERE email = '{}'",
            rita.0
        ))
        .await;
    let (mut theirs, page) = asked(world, rita).await;
    let page = lost(&mut theirs, &page).await;
    theirs.submit_at(&page, ask, &[]).await;
    let refuse = world.link_to(rita.0, "/recovery/refuse").await;
    forms.push(("/recovery/refuse", browser.get(&refuse).await));
    world
        .execute(&format!(
            "INSERT INTO recoveries (id, user_id, generation, user_agent, requested_at, effective_at,
             expires_at) SELECT 'r', id, generation, '', 0, 0, {} FROM users WHERE email = '{}'",
            i64::MAX,
            ADA.0
        ))
        .await;
    let account = browser.get("/account").await;
    forms.push(("/account/recovery/refuse", account));
    forms
}

/// Ada asks in a browser that is new.
async fn request(world: &World) -> (Browser, Answer) {
    let (mut browser, page) = asked(world, ADA).await;
    let page = lost(&mut browser, &page).await;
    assert_eq!(page.status, 200, "{:?}", page.location);
    let path = "/sign-in/second-factor/recovery";
    let answer = browser.submit_at(&page, path, &[]).await;
    (browser, answer)
}

async fn mail_due(world: &World) {
    let recovery = world.provider.recovery();
    recovery.mail_due(&world.context()).await.unwrap();
}

/// The path with the token of the newest mail.
async fn link(world: &World, path: &str) -> String {
    let link = world.link_to(ADA.0, path).await;
    link.strip_prefix(&world.issuer).unwrap().to_owned()
}

async fn subjects(world: &World) -> Vec<String> {
    world.subjects_to(ADA.0).await
}

const READY: &str = "You can get back into your account at Doorward";

/// Whether a request is carried out by the link that is mailed after a day.
async fn comes_to_a_link(world: &World) -> bool {
    world.advance(DAY).await;
    mail_due(world).await;
    subjects(world).await.iter().any(|subject| subject == READY)
}

async fn a_lost_factor_is_removed_after_a_day_and_the_password_signs_in(world: World) {
    let (_, mut at_home) = with_app(&world, ADA).await;
    let (mut browser, answer) = request(&world).await;
    assert!(
        answer.body.contains("Your request is waiting"),
        "{}",
        answer.body
    );
    let mail = world.mail_to(ADA.0).await;
    assert_eq!(
        mail["subject"],
        "Someone asked to get back into your account at Doorward"
    );
    let page = at_home.get("/account").await;
    assert!(
        page.body.contains("id=\"refuse-recovery\""),
        "{}",
        page.body
    );
    // Not a minute too early.
    world.advance(Lifetime(DAY.0 - 60_000)).await;
    mail_due(&world).await;
    assert!(!subjects(&world).await.contains(&READY.to_owned()));
    world.advance(Lifetime::minutes(1)).await;
    for _ in 0..3 {
        mail_due(&world).await;
    }
    let ready = subjects(&world).await;
    assert_eq!(ready.iter().filter(|subject| *subject == READY).count(), 1);
    // Opening the link changes nothing, and the button works once.
    let link = link(&world, "/recovery?").await;
    let page = browser.get(&link).await;
    assert!(page.body.contains(ADA.0), "{}", page.body);
    assert_eq!(
        world
            .texts("SELECT user_id FROM authenticator_apps")
            .await
            .len(),
        1
    );
    let done = browser.submit(&page, &[]).await;
    assert!(
        done.body.contains("Two-step verification is off"),
        "{}",
        done.body
    );
    assert_eq!(browser.session(), None, "it signs nobody in");
    assert_eq!(at_home.get("/account").await.status, 303, "signed out");
    for table in ["authenticator_apps", "recovery_codes"] {
        let left = world.texts(&format!("SELECT user_id FROM {table}")).await;
        assert!(left.is_empty(), "{table}");
    }
    let again = browser.submit(&page, &[]).await;
    assert!(
        again.status == 400 && again.body.contains("was used"),
        "{}",
        again.body
    );
    let told = subjects(&world).await;
    let changed = "The ways to sign in to your account at Doorward have changed";
    assert_eq!(told.iter().filter(|subject| *subject == changed).count(), 2);
    // The password alone signs in, and the token says so.
    world.signed_in(ADA).await;
    let amr = world
        .texts("SELECT amr FROM sso_sessions WHERE ended_at IS NULL")
        .await;
    assert_eq!(amr, ["[\"pwd\"]"]);
}

async fn it_is_refused_by_the_link_of_the_mail_and_from_a_session(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    request(&world).await;
    let mut anybody = world.browser();
    let refuse = link(&world, "/recovery/refuse").await;
    let page = anybody.get(&refuse).await;
    assert!(page.body.contains("Refuse the request"), "{}", page.body);
    let done = anybody.submit(&page, &[]).await;
    assert!(
        done.body.contains("The request was refused"),
        "{}",
        done.body
    );
    let again = anybody.submit(&page, &[]).await;
    assert_eq!(again.status, 400, "once");
    assert!(
        again.body.contains("The request was refused already")
            && again.body.contains("href=\"/sign-in\"")
            && !again.body.contains("send you a new one"),
        "{}",
        again.body
    );
    assert!(!comes_to_a_link(&world).await);

    // The session of the day before is over: she signs in with her app, and somebody asks again.
    let (mut at_home, page) = asked(&world, ADA).await;
    let code = kept.app.code_at(world.provider.now());
    let answer = at_home.submit(&page, &[("code", &code)]).await;
    assert!(is_in(&answer), "{}", answer.body);
    let (mut browser, page) = asked(&world, ADA).await;
    let page = lost(&mut browser, &page).await;
    let path = "/sign-in/second-factor/recovery";
    browser.submit_at(&page, path, &[]).await;
    let page = at_home.get("/account").await;
    let path = "/account/recovery/refuse";
    assert_eq!(at_home.submit_at(&page, path, &[]).await.status, 303);
    let page = at_home.get("/account").await;
    assert!(!page.body.contains("refuse-recovery"));
    assert!(!comes_to_a_link(&world).await);
    let records = "SELECT action FROM audit_events WHERE action = 'recovery.refused'";
    assert_eq!(world.texts(records).await.len(), 2);
}

async fn a_sign_in_with_the_second_factor_and_each_change_cancels_it(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let code = |kept: &Kept| kept.app.code_at(world.provider.now());
    for way in ["app", "recovery code", "password", "everywhere"] {
        // The code before was used, and requests of a month ago are not counted.
        world.advance(Lifetime::days(31)).await;
        request(&world).await;
        match way {
            "app" | "recovery code" => {
                let typed = if way == "app" {
                    code(&kept)
                } else {
                    kept.codes[0].clone()
                };
                let (mut browser, page) = asked(&world, ADA).await;
                let answer = browser.submit(&page, &[("code", &typed)]).await;
                assert!(is_in(&answer), "{way}: {}", answer.body);
            }
            "password" => {
                for password in ["a new password of hers", ADA.1] {
                    let claims = StandardClaims::default();
                    world.put_user(ADA.0, Some("ada"), password, claims).await;
                }
            }
            _ => {
                let (ctx, user) = (world.context(), world.sub(ADA.0).await);
                let reason = EndReason::Administrator;
                let sessions = world.provider.sessions();
                sessions.end_all(&ctx, &user, None, reason).await.unwrap();
            }
        }
        assert!(!comes_to_a_link(&world).await, "{way}");
    }
    // Also between the mail and the button.
    world.advance(Lifetime::days(31)).await;
    request(&world).await;
    assert!(comes_to_a_link(&world).await);
    let link = link(&world, "/recovery?").await;
    let mut anybody = world.browser();
    let page = anybody.get(&link).await;
    let (mut browser, asking) = asked(&world, ADA).await;
    let answer = browser.submit(&asking, &[("code", &code(&kept))]).await;
    assert!(is_in(&answer), "{}", answer.body);
    assert_eq!(anybody.submit(&page, &[]).await.status, 400);
    assert_eq!(
        world
            .texts("SELECT user_id FROM authenticator_apps")
            .await
            .len(),
        1
    );
}

async fn one_request_waits_at_a_time_and_a_few_in_a_month(world: World) {
    with_app(&world, ADA).await;
    let (browser, page) = asked(&world, ADA).await;
    let ticket = Secret::presented(page.field("ticket").unwrap());
    let secret = Secret::presented(browser.cookies["doorward_browser"].clone());
    let other = world.another_node().await;
    let tries = (0..50).map(|number| {
        let node = if number % 2 == 0 { &world } else { &other };
        let (ticket, secret) = (ticket.clone(), secret.clone());
        async move {
            let ctx = node.context();
            let recovery = node.provider.recovery();
            let device = doorward_core::sessions::Device::default();
            recovery.request(&ctx, &ticket, &secret, device).await
        }
    });
    let outcomes = join_all(tries).await;
    let waits = |outcome: &RecoveryRequest| matches!(outcome, RecoveryRequest::Waits { .. });
    assert!(outcomes.iter().flatten().all(waits));
    assert_eq!(world.texts("SELECT id FROM recoveries").await.len(), 1);
    // Each node has its own mailbox: the links are counted.
    let links = "SELECT id FROM one_time_tokens WHERE purpose = 'refuse_recovery'";
    assert_eq!(world.texts(links).await.len(), 1);
    // Two more, each after the one before was refused; then an administrator helps.
    for left in [true, true, false] {
        world.advance(Lifetime::hours(1)).await;
        let (ctx, user) = (world.context(), world.sub(ADA.0).await);
        let recovery = world.provider.recovery();
        recovery.refuse_by_user(&ctx, &user).await.unwrap();
        let (_, answer) = request(&world).await;
        let is_waiting = answer.body.contains("Your request is waiting");
        assert_eq!(is_waiting, left, "{}", answer.body);
        assert_eq!(answer.body.contains("too often"), !left);
    }
}

async fn of_a_hundred_who_bring_the_link_one_removes_the_factor(world: World) {
    with_app(&world, ADA).await;
    request(&world).await;
    assert!(comes_to_a_link(&world).await);
    let link = link(&world, "/recovery?").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let other = world.another_node().await;
    let tries = (0..100).map(|number| {
        let node = if number % 2 == 0 { &world } else { &other };
        let token = Secret::presented(token.as_str());
        async move {
            let ctx = node.context();
            node.provider
                .recovery()
                .complete(&ctx, &token)
                .await
                .unwrap()
        }
    });
    let outcomes = join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(!outcomes.contains(&Err(TokenRefusal::Unknown)));
}

async fn nobody_asks_without_the_first_factor(world: World) {
    with_app(&world, ADA).await;
    let (_, page) = asked(&world, ADA).await;
    let ticket = page.field("ticket").unwrap();
    let mut other = world.browser();
    other.get("/sign-in").await;
    let address = format!("/sign-in/second-factor/recovery?ticket={ticket}");
    let answer = other.get(&address).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location.unwrap().starts_with("/sign-in?"));
    let form = [("ticket", ticket.as_str())];
    let answer = other.post("/sign-in/second-factor/recovery", &form).await;
    assert_eq!(answer.status, 403);
    for path in ["/recovery", "/recovery/refuse"] {
        let answer = other.get(&format!("{path}?token=nonsense")).await;
        assert_eq!(answer.status, 400, "{path}");
    }
    assert!(world.texts("SELECT id FROM recoveries").await.is_empty());
}

/// Where it is switched off, an administrator helps.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_it_is_off_the_page_sends_to_an_administrator_whose_code_works() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.second_factor.recovery_delay_hours = 0;
        })
        .await;
        with_app(&world, ADA).await;
        let (mut browser, page) = asked(&world, ADA).await;
        let told = lost(&mut browser, &page).await;
        assert!(told.body.contains("one-time code"), "{}", told.body);
        assert!(!told.body.contains("id=\"confirm\""));
        let user = world.sub(ADA.0).await;
        let factors = world.provider.second_factors();
        let code = factors.give_code(&world.context(), &user).await.unwrap();
        let tries = (0..100).map(|_| {
            let (mut browser, page, code) = (browser.again(), page.clone(), code.clone());
            async move { browser.submit(&page, &[("code", &code)]).await }
        });
        let answers = join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| is_in(answer)).count(), 1);
        let amr = world
            .texts(
                "SELECT amr FROM sso_sessions WHERE ended_at IS NULL ORDER BY number DESC LIMIT 1",
            )
            .await;
        assert_eq!(amr, ["[\"pwd\",\"otp\",\"mfa\"]"]);
    }
}
