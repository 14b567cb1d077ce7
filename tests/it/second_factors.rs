//! Second factors: set up, asked for, used once, and what they say of a sign-in.

use crate::{
    on_both,
    world::{ADA, Answer, Backend, Browser, CALLBACK, GRACE, World, authorize_query, claims_of},
};
use doorward_adapters::authenticator_app::AppKey;
use doorward_core::credentials::second_factors::RemovedFactors;
use doorward_protocol::{
    secret::Digest,
    sessions::sso_session::EndReason,
    time::{Lifetime, Timestamp},
};
use doorward_storage::Store;
use futures_util::future::join_all;
use serde_json::{Map, Value, json};

on_both!(
    an_app_is_set_up_asked_for_and_told,
    half_a_sign_in_is_none,
    of_a_hundred_guesses_five_are_looked_at,
    a_code_of_an_app_is_used_once_however_many_bring_it,
    a_recovery_code_is_used_once_however_many_bring_it,
    a_ticket_is_for_its_browser_its_time_and_its_generation,
    recovery_codes_stand_in_and_are_renewed,
    a_change_of_factors_ends_what_began_before_and_needs_a_fresh_sign_in,
    an_app_that_wants_more_gets_the_second_factor_alone,
    who_has_no_second_factor_sets_one_up_for_an_app_that_wants_more,
    an_administrator_gives_a_code_and_takes_factors_away,
    an_app_whose_users_need_a_second_factor_lets_nobody_in_without,
);

const TWO: &str = "urn:doorward:acr:2fa";

/// What a user keeps: the key in their app, and their recovery codes.
pub struct Kept {
    pub app: AppKey,
    pub codes: Vec<String>,
}

impl Kept {
    /// The code that the app shows now.
    pub fn code(&self, world: &World) -> String {
        self.app.code_at(world.provider.now())
    }
}

/// A key as a page shows it.
fn key_on(page: &Answer) -> AppKey {
    let text = page
        .body
        .split("<code class=\"key\">")
        .nth(1)
        .unwrap_or_else(|| panic!("no key: {}", page.body))
        .split('<')
        .next()
        .unwrap();
    key_of_text(text)
}

/// A key as an app reads it.
pub fn key_of_text(text: &str) -> AppKey {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter(|byte| *byte != b' ') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 255).unwrap());
            bits &= (1 << held) - 1;
        }
    }
    AppKey::from_bytes(bytes)
}

/// The recovery codes on a page.
fn codes_on(page: &Answer) -> Vec<String> {
    let list = page.body.split("id=\"codes\"").nth(1).unwrap_or_default();
    list.split("<code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

/// Sets an app up on a page that shows a key.
pub async fn set_up_on(world: &World, browser: &mut Browser, page: &Answer) -> (Kept, Answer) {
    let app = key_on(page);
    let code = app.code_at(world.provider.now());
    let done = browser.submit(page, &[("code", &code)]).await;
    assert_eq!(done.status, 200, "{:?} {}", done.location, done.body);
    let codes = codes_on(&done);
    (Kept { app, codes }, done)
}

/// A user with an authenticator app, and the browser in which they set it up.
pub async fn with_app(world: &World, who: (&str, &str)) -> (Kept, Browser) {
    let mut browser = world.signed_in(who).await;
    let page = browser.get("/account/security/authenticator").await;
    let (kept, _) = set_up_on(world, &mut browser, &page).await;
    assert_eq!(kept.codes.len(), 10);
    // The code that confirmed it was used. The mail about it leaves first: a worker that has looked at
    // the clock already would take a lease of 30 s later for one of a clock that was ahead, and send
    // the mail a second time.
    world.deliver_all().await;
    world.advance(Lifetime::seconds(30)).await;
    (kept, browser)
}

/// Brings the password, up to the page that asks for the second factor.
pub async fn first_step(browser: &mut Browser, page: &Answer, who: (&str, &str)) -> Answer {
    let fields = [("username", who.0), ("password", who.1)];
    let asked = browser.submit(page, &fields).await;
    let to = asked.location.clone().unwrap_or_default();
    assert!(
        to.starts_with("/sign-in/second-factor?ticket="),
        "{to} {}",
        asked.body
    );
    assert_eq!(browser.session(), None);
    browser.follow(asked).await
}

pub async fn asked(world: &World, who: (&str, &str)) -> (Browser, Answer) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let page = first_step(&mut browser, &page, who).await;
    (browser, page)
}

pub fn is_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.location.as_deref() == Some("/account")
}

async fn claims(world: &World, answer: &Answer) -> Map<String, Value> {
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body));
    claims_of(world.redeem(&code).await.1["id_token"].as_str().unwrap())
}

async fn actions(world: &World, user: &str) -> Vec<String> {
    let user = world.sub(user).await;
    let events = world.provider.store().audit_events_about(&user).await;
    let actions = events.unwrap().into_iter().map(|event| event.action);
    actions.collect()
}

async fn count(world: &World, user: &str, action: &str) -> usize {
    let actions = actions(world, user).await;
    actions.iter().filter(|known| *known == action).count()
}

async fn an_app_is_set_up_asked_for_and_told(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let before = browser.session();
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("Set up") && !page.body.contains("Recovery codes"));
    let page = browser.get("/account/security/authenticator").await;
    assert!(page.body.contains("<svg ") && page.body.contains("otpauth://totp/"));
    let wrong = browser.submit(&page, &[("code", "000000")]).await;
    assert!(wrong.body.contains("isn’t right"), "{}", wrong.body);
    let (kept, done) = set_up_on(&world, &mut browser, &wrong).await;
    assert_eq!(kept.codes.len(), 10);
    assert!(done.headers["cache-control"] == "no-store");
    assert_ne!(browser.session(), before, "a new identifier");
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("10 of 10 are left"), "{}", page.body);
    // What is stored is neither the key nor a code.
    let stored = world
        .texts("SELECT sealed_secret FROM authenticator_apps UNION ALL SELECT digest FROM recovery_codes")
        .await;
    assert_eq!(stored.len(), 11);
    for code in &kept.codes {
        assert!(
            stored
                .iter()
                .all(|value| !value.contains(&code.replace('-', "")))
        );
    }

    world.advance(Lifetime::seconds(30)).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let page = first_step(&mut browser, &page, ADA).await;
    assert!(page.body.contains("autocomplete=\"one-time-code\""));
    assert!(page.body.contains("inputmode=\"numeric\"") && page.body.contains("Notes"));
    let wrong = browser.submit(&page, &[("code", "123456")]).await;
    assert!(
        wrong.body.contains("That code isn’t right"),
        "{}",
        wrong.body
    );
    let empty = browser.submit(&wrong, &[("code", " ")]).await;
    assert!(empty.body.contains("Enter the code"));
    let code = kept.code(&world);
    let typed = format!("{} {}", &code[..3], &code[3..]);
    let answer = browser.submit(&empty, &[("code", &typed)]).await;
    let answer = browser.follow(answer).await;
    let told = claims(&world, &answer).await;
    assert_eq!(told["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(told["acr"], TWO);
    assert_eq!(told["auth_time"], world.clock_seconds());
    // The same code again signs nobody in.
    let (mut other, page) = asked(&world, ADA).await;
    let again = other.submit(&page, &[("code", &code)]).await;
    assert!(again.status == 200 && other.session().is_none());
    // Nobody else is asked.
    world.signed_in(GRACE).await;
}

async fn half_a_sign_in_is_none(world: World) {
    with_app(&world, ADA).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    first_step(&mut browser, &page, ADA).await;
    for path in [
        "/account",
        "/account/security",
        "/account/security/authenticator",
        "/account/security/passkeys/new",
        "/account/profile",
        "/account/access",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (303, Some("/sign-in")),
            "{path}"
        );
    }
    for path in ["/me", "/api/v1/users", "/api/v1/apps"] {
        assert_eq!(browser.get(path).await.status, 401, "{path}");
    }
    for path in ["/admin", "/admin/users", "/admin/apps"] {
        let answer = browser.get(path).await;
        let to = answer.location.unwrap_or_default();
        assert!(to.starts_with("/sign-in"), "{path}: {} {to}", answer.status);
    }
    let silent = browser.silent(&[]).await;
    assert_eq!(silent.parameter("error").as_deref(), Some("login_required"));
    let flow = page.field("flow").unwrap();
    for path in ["/consent", "/select-account"] {
        let answer = browser.get(&format!("{path}?flow={flow}")).await;
        assert!(!answer.body.contains(ADA.0), "{path}: {}", answer.body);
        let answer = browser.post(path, &[("flow", &flow)]).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    assert_eq!(
        world
            .texts("SELECT sid FROM sso_sessions WHERE ended_at IS NULL")
            .await
            .len(),
        1
    );
}

async fn of_a_hundred_guesses_five_are_looked_at(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let (browser, page) = asked(&world, ADA).await;
    let right = kept.code(&world);
    let guesses = (0..100)
        .map(|guess| format!("{guess:06}"))
        .filter(|guess| *guess != right);
    let tries = guesses.map(|guess| {
        let mut browser = browser.again();
        let page = page.clone();
        async move { browser.submit(&page, &[("code", &guess)]).await.status }
    });
    let statuses = join_all(tries).await;
    let looked_at = statuses.iter().filter(|status| **status == 200).count();
    assert!((1..=5).contains(&looked_at), "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 429].contains(status)));
    assert_eq!(
        count(&world, ADA.0, "second_factor.failed").await,
        looked_at
    );
    let mut browser = browser.again();
    let paused = browser.submit(&page, &[("code", &right)]).await;
    assert!(paused.status == 429 && paused.headers.contains_key("retry-after"));
    // A new ticket begins no new count.
    let (mut other, page) = asked(&world, ADA).await;
    assert_eq!(other.submit(&page, &[("code", &right)]).await.status, 429);
    // In a browser in which the user signed in before nobody makes them wait.
    world.advance(Lifetime::minutes(5)).await;
    let (mut other, page) = asked(&world, ADA).await;
    let answer = other.submit(&page, &[("code", &kept.code(&world))]).await;
    assert!(is_in(&answer), "{}", answer.body);
}

/// So many browsers, each with a ticket, which all bring one code.
async fn all_bring(world: &World, code: &str) -> usize {
    let mut holders = Vec::new();
    for _ in 0..5 {
        holders.push(asked(world, ADA).await);
    }
    let tries = (0..100).map(|number| {
        let (browser, page) = &holders[number % holders.len()];
        let mut browser = browser.again();
        let page = page.clone();
        async move { browser.submit(&page, &[("code", code)]).await }
    });
    let answers = join_all(tries).await;
    answers.iter().filter(|answer| is_in(answer)).count()
}

async fn a_code_of_an_app_is_used_once_however_many_bring_it(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    assert_eq!(all_bring(&world, &kept.code(&world)).await, 1);
    // The statement alone decides, also without the count of the attempts.
    let (user, now) = (world.sub(ADA.0).await, world.provider.now());
    let store = world.provider.store();
    let tries = (0..100).map(|_| store.commit(Store::use_authenticator_app(&user, i64::MAX, now)));
    let outcomes = join_all(tries).await;
    assert_eq!(
        outcomes
            .into_iter()
            .filter(|outcome| *outcome.as_ref().unwrap())
            .count(),
        1
    );
}

async fn a_recovery_code_is_used_once_however_many_bring_it(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    assert_eq!(all_bring(&world, &kept.codes[3]).await, 1);
    let user = world.sub(ADA.0).await;
    let digests = world
        .texts("SELECT digest FROM recovery_codes WHERE used_at IS NULL ORDER BY digest")
        .await;
    assert_eq!(digests.len(), 9);
    let digest = Digest::from_encoded(digests[0].clone());
    let store = world.provider.store();
    let now = Timestamp(1);
    let tries = (0..100).map(|_| store.commit(Store::use_recovery_code(&user, &digest, now)));
    let outcomes = join_all(tries).await;
    assert_eq!(
        outcomes
            .into_iter()
            .filter(|outcome| *outcome.as_ref().unwrap())
            .count(),
        1
    );
}

async fn a_ticket_is_for_its_browser_its_time_and_its_generation(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let over = |answer: &Answer| {
        answer.status == 303
            && answer
                .location
                .as_deref()
                .is_some_and(|to| to.starts_with("/sign-in?") && to.contains("way=over"))
    };
    // Another browser.
    let (_, page) = asked(&world, ADA).await;
    let ticket = page.field("ticket").unwrap();
    let mut other = world.browser();
    other.get("/sign-in").await;
    let address = format!("/sign-in/second-factor?ticket={ticket}");
    assert!(over(&other.get(&address).await));
    let form = [("ticket", ticket.as_str()), ("code", &kept.code(&world))];
    assert_eq!(
        other.post("/sign-in/second-factor", &form).await.status,
        403
    );
    // Ten minutes.
    let (mut browser, page) = asked(&world, ADA).await;
    world.advance(Lifetime::minutes(10)).await;
    let late = browser.submit(&page, &[("code", &kept.code(&world))]).await;
    assert!(over(&late), "{:?}", late.location);
    let page = browser.follow(late).await;
    assert!(page.body.contains("took too long"));
    // An end of everything.
    let (mut browser, page) = asked(&world, ADA).await;
    let user = world.sub(ADA.0).await;
    world
        .provider
        .sessions()
        .end_all(&world.context(), &user, None, EndReason::Administrator)
        .await
        .unwrap();
    let late = browser.submit(&page, &[("code", &kept.code(&world))]).await;
    assert!(over(&late) && browser.session().is_none());
    // A user who was disabled.
    let (mut browser, page) = asked(&world, ADA).await;
    world.disable(ADA.0).await;
    let late = browser.submit(&page, &[("code", &kept.code(&world))]).await;
    assert!(over(&late) && browser.session().is_none());
}

async fn recovery_codes_stand_in_and_are_renewed(world: World) {
    let (kept, mut at_home) = with_app(&world, ADA).await;
    let (mut browser, page) = asked(&world, ADA).await;
    let address = format!(
        "/sign-in/second-factor?ticket={}&method=recovery",
        page.field("ticket").unwrap()
    );
    let page = browser.get(&address).await;
    assert!(page.body.contains("Recovery code") && !page.body.contains("numeric"));
    let wrong = browser
        .submit(&page, &[("code", "0000-0000-0000-0000")])
        .await;
    assert!(
        wrong.body.contains("That recovery code isn’t right"),
        "{}",
        wrong.body
    );
    let spelled = kept.codes[0].to_uppercase().replace('-', " ");
    let answer = browser.submit(&page, &[("code", &spelled)]).await;
    assert!(is_in(&answer), "{}", answer.body);
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("9 of 10 are left"));
    // New codes are good, the others are not.
    let page = at_home.get("/account/security").await;
    let renewed = at_home
        .submit_at(&page, "/account/security/recovery-codes", &[])
        .await;
    let codes = codes_on(&renewed);
    assert!(codes.len() == 10 && !codes.contains(&kept.codes[1]));
    let (mut browser, page) = asked(&world, ADA).await;
    let old = browser.submit(&page, &[("code", &kept.codes[1])]).await;
    assert_eq!(old.status, 200);
    assert!(is_in(&browser.submit(&page, &[("code", &codes[1])]).await));
    // Without a factor there is nothing that they stand in for.
    let page = browser.get("/account/security").await;
    browser
        .submit_at(&page, "/account/security/authenticator/remove", &[])
        .await;
    assert!(
        world
            .texts("SELECT digest FROM recovery_codes")
            .await
            .is_empty()
    );
    world.signed_in(ADA).await;
}

async fn a_change_of_factors_ends_what_began_before_and_needs_a_fresh_sign_in(world: World) {
    let mut other = world.signed_in(ADA).await;
    let tokens = world
        .tokens(&mut other, &[("scope", "openid offline_access")])
        .await;
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/account/security/authenticator").await;
    world.advance(Lifetime::minutes(11)).await;
    for path in ["/account/security/authenticator"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in?way=again"));
        let answer = browser.submit(&page, &[("code", "123456")]).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in?way=again"));
    }
    let again = browser.get("/sign-in?way=again").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let back = browser.submit(&again, &fields).await;
    assert_eq!(back.location.as_deref(), Some("/account/security"));
    let page = browser.get("/account/security/authenticator").await;
    set_up_on(&world, &mut browser, &page).await;
    assert_eq!(
        other.get("/account").await.status,
        303,
        "the other session ended"
    );
    assert_eq!(world.refresh(&tokens.refresh).await.0, 400);
    assert_eq!(browser.get("/account").await.status, 200);
    // The session in which it was set up is as strong as what was just proven.
    let answer = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    assert_eq!(claims(&world, &answer).await["acr"], TWO);
    // A form of another user's session, or of none, changes nothing.
    let page = browser.get("/account/security").await;
    let mut grace = world.signed_in(GRACE).await;
    let token = page
        .token_of("/account/security/authenticator/remove")
        .unwrap();
    let form = [("form_token", token.as_str())];
    let refused = grace
        .post("/account/security/authenticator/remove", &form)
        .await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        world
            .texts("SELECT user_id FROM authenticator_apps")
            .await
            .len(),
        1
    );
}

async fn an_app_that_wants_more_gets_the_second_factor_alone(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    // A session by the password alone, as one of before.
    let (mut browser, page) = asked(&world, ADA).await;
    browser.submit(&page, &[("code", &kept.code(&world))]).await;
    world
        .execute("UPDATE sso_sessions SET amr = '[\"pwd\"]'")
        .await;
    let since = world.clock_seconds();
    world.advance(Lifetime::minutes(3)).await;
    let plain = browser.authorize(&authorize_query(&[])).await;
    assert_eq!(claims(&world, &plain).await["acr"], "urn:doorward:acr:1fa");
    let silent = browser.silent(&[("acr_values", TWO)]).await;
    assert_eq!(
        silent.parameter("error").as_deref(),
        Some("interaction_required")
    );
    let before = browser.session();
    let page = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    assert!(page.body.contains("one-time-code") && !page.body.contains("type=\"password\""));
    let wrong = browser.submit(&page, &[("code", "000000")]).await;
    assert_eq!(wrong.status, 200);
    let answer = browser.submit(&page, &[("code", &kept.code(&world))]).await;
    let answer = browser.follow(answer).await;
    let told = claims(&world, &answer).await;
    assert_eq!(
        (&told["acr"], &told["amr"]),
        (&json!(TWO), &json!(["pwd", "otp", "mfa"]))
    );
    assert_eq!(told["auth_time"], since, "the password was typed before");
    assert_ne!(browser.session(), before);
    // A demand too, and then silently.
    let demand = json!({"id_token": {"acr": {"essential": true, "values": [TWO]}}}).to_string();
    let silent = browser.silent(&[("claims", &demand)]).await;
    assert_eq!(claims(&world, &silent).await["acr"], TWO);
}

async fn who_has_no_second_factor_sets_one_up_for_an_app_that_wants_more(world: World) {
    // A wish can be put off.
    let mut browser = world.browser();
    let page = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    let page = browser.sign_in_on(&page, ADA).await;
    assert!(page.body.contains("Set up two-step verification") && page.body.contains("Not now"));
    let answer = browser.submit(&page, &[("later", "yes")]).await;
    let answer = browser.follow(answer).await;
    assert_eq!(claims(&world, &answer).await["acr"], "urn:doorward:acr:1fa");
    // A demand cannot.
    let demand = json!({"id_token": {"acr": {"essential": true, "values": [TWO]}}}).to_string();
    let page = browser
        .authorize(&authorize_query(&[("claims", &demand)]))
        .await;
    assert!(!page.body.contains("Not now"), "{}", page.body);
    let (_, done) = set_up_on(&world, &mut browser, &page).await;
    let next = done
        .body
        .split("id=\"next\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .replace("&#38;", "&");
    assert!(next.starts_with("/authorize/resume"), "{next}");
    let answer = browser.get(&next).await;
    let answer = browser.follow(answer).await;
    assert!(answer.location.as_deref().unwrap().starts_with(CALLBACK));
    assert_eq!(claims(&world, &answer).await["acr"], TWO);
    // A session of long ago signs in again before it adds a factor.
    let mut browser = world.signed_in(GRACE).await;
    world.advance(Lifetime::minutes(11)).await;
    let page = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    assert!(page.body.contains("type=\"password\""), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_is_trusted_is_asked_no_more_until_something_changes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let days = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.trusted_browser_days = 30;
        };
        let world = World::open_with(backend, days).await;
        let (kept, mut at_home) = with_app(&world, ADA).await;
        let (mut browser, page) = asked(&world, ADA).await;
        assert!(page.body.contains("for 30 days"));
        let code = kept.code(&world);
        let trust = [("code", code.as_str()), ("trust", "yes")];
        assert!(is_in(&browser.submit(&page, &trust).await));
        let sign_in_again = async |browser: &mut Browser| {
            browser.cookies.remove("doorward_session");
            let page = browser.get("/sign-in").await;
            let fields = [("username", ADA.0), ("password", ADA.1)];
            browser.submit(&page, &fields).await
        };
        assert!(is_in(&sign_in_again(&mut browser).await));
        // The token says what there was, and an app that wants more gets it.
        let answer = browser.authorize(&authorize_query(&[])).await;
        assert_eq!(claims(&world, &answer).await["amr"], json!(["pwd"]));
        let page = browser
            .authorize(&authorize_query(&[("acr_values", TWO)]))
            .await;
        assert!(page.body.contains("one-time-code"));
        // It is nobody else's.
        let mut other = world.browser();
        let page = other.get("/sign-in").await;
        first_step(&mut other, &page, ADA).await;
        // Its user ends it from the list.
        let page = at_home.get("/account/security").await;
        assert!(page.body.contains("Trusted browsers"), "{}", page.body);
        let id = page.field("browser").unwrap();
        at_home
            .submit_at(
                &page,
                "/account/security/trusted-browsers",
                &[("browser", &id)],
            )
            .await;
        let asked_again = sign_in_again(&mut browser).await;
        assert!(asked_again.location.unwrap().contains("/second-factor"));
        // A change of the account ends it too, and so do thirty days.
        for change in ["generation", "time"] {
            world.advance(Lifetime::seconds(60)).await;
            let (mut browser, page) = asked(&world, ADA).await;
            let code = kept.code(&world);
            let trust = [("code", code.as_str()), ("trust", "yes")];
            assert!(is_in(&browser.submit(&page, &trust).await));
            assert!(is_in(&sign_in_again(&mut browser).await));
            if change == "time" {
                world.advance(Lifetime::days(30)).await;
            } else {
                let user = world.sub(ADA.0).await;
                let sessions = world.provider.sessions();
                let reason = EndReason::PasswordChanged;
                let ctx = world.context();
                sessions.end_all(&ctx, &user, None, reason).await.unwrap();
            }
            let asked_again = sign_in_again(&mut browser).await;
            assert!(
                asked_again.location.unwrap().contains("/second-factor"),
                "{change}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_it_is_required_it_is_set_up_within_the_sign_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let required = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.mode = "required".into();
        };
        let world = World::open_with(backend, required).await;
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let page = first_step(&mut browser, &page, ADA).await;
        assert!(page.body.contains("Set up two-step verification"));
        assert!(!page.body.contains("Not now"));
        // Nobody goes on without it, whatever is posted.
        let later = browser.submit(&page, &[("later", "yes")]).await;
        assert!(later.location.unwrap().contains("way=over") && browser.session().is_none());
        let (kept, done) = set_up_on(&world, &mut browser, &page).await;
        assert!(kept.codes.len() == 10 && done.body.contains("/authorize/resume"));
        let answer = browser.silent(&[]).await;
        let told = claims(&world, &answer).await;
        assert_eq!(
            (&told["acr"], &told["amr"]),
            (&json!(TWO), &json!(["pwd", "otp", "mfa"]))
        );
        // The page that set it up sets nothing up twice.
        let again = browser.submit(&page, &[("code", &kept.code(&world))]).await;
        assert!(again.location.unwrap().contains("way=over"));
        assert_eq!(
            world
                .texts("SELECT user_id FROM authenticator_apps")
                .await
                .len(),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_can_be_put_off_for_as_many_days_as_the_operator_says() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let within = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.mode = "required".into();
            settings.second_factor.within_days = 14;
        };
        let world = World::open_with(backend, within).await;
        for (days, can_be_put_off) in [(0, true), (13, true), (2, false)] {
            world.advance(Lifetime::days(days)).await;
            let (mut browser, page) = asked(&world, ADA).await;
            assert_eq!(page.body.contains("Not now"), can_be_put_off, "{days}");
            let later = browser.submit(&page, &[("later", "yes")]).await;
            assert_eq!(is_in(&later), can_be_put_off, "{days}");
        }
    }
}

async fn an_administrator_gives_a_code_and_takes_factors_away(world: World) {
    let (_, mut browser) = with_app(&world, ADA).await;
    let (ctx, user) = (world.context(), world.sub(ADA.0).await);
    let factors = world.provider.second_factors();
    assert!(
        factors
            .give_code(&ctx, &world.sub(GRACE.0).await)
            .await
            .is_err()
    );
    let late = factors.give_code(&ctx, &user).await.unwrap();
    world.advance(Lifetime::minutes(15)).await;
    let code = factors.give_code(&world.context(), &user).await.unwrap();
    let (mut other, page) = asked(&world, ADA).await;
    assert_eq!(other.submit(&page, &[("code", &late)]).await.status, 200);
    assert!(is_in(&other.submit(&page, &[("code", &code)]).await));
    let (mut again, page) = asked(&world, ADA).await;
    assert_eq!(again.submit(&page, &[("code", &code)]).await.status, 200);
    assert_eq!(count(&world, ADA.0, "second_factor.code_given").await, 2);
    factors
        .remove_for(&ctx, &user, RemovedFactors::All)
        .await
        .unwrap();
    assert_eq!(browser.get("/account").await.status, 303);
    assert!(
        world
            .texts("SELECT digest FROM recovery_codes")
            .await
            .is_empty()
    );
    world.signed_in(ADA).await;
}

async fn an_app_whose_users_need_a_second_factor_lets_nobody_in_without(world: World) {
    let registered = world.provider.configuration().await.unwrap();
    let registered = registered.client("notes").await.unwrap().unwrap();
    let document = serde_json::to_value(&registered.client).unwrap();
    world
        .client("notes", &document, &json!({"second_factor": "required"}))
        .await;
    let mut browser = world.signed_in(ADA).await;
    let silent = browser.silent(&[]).await;
    assert_eq!(
        silent.parameter("error").as_deref(),
        Some("interaction_required")
    );
    let weak = json!({"id_token": {"acr": {"essential": true, "value": "urn:doorward:acr:1fa"}}});
    for changes in [&[][..], &[("claims", weak.to_string().as_str())]] {
        let page = browser.authorize(&authorize_query(changes)).await;
        assert!(
            page.body.contains("Set up two-step verification"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("Not now"));
        let later = browser.submit(&page, &[("later", "yes")]).await;
        assert!(later.location.unwrap().contains("/sign-in"));
    }
    let page = browser.authorize(&authorize_query(&[])).await;
    set_up_on(&world, &mut browser, &page).await;
    let answer = browser.silent(&[]).await;
    assert_eq!(claims(&world, &answer).await["acr"], TWO);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_it_is_off_nobody_is_asked() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        with_app(&world, ADA).await;
        let off = |settings: &mut doorward_cli::settings::Settings| {
            settings.issuer = format!("http://{}", settings.listen);
            settings.second_factor.mode = "off".into();
        };
        let other = world.another_node_with(off).await;
        other.signed_in(ADA).await;
    }
}

/// Who is in a named group, through another group, or has a named role, through a role that includes it,
/// sets one up at the next sign-in; everybody else is let in as before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_and_roles_have_to_have_one_where_not_everybody_has_to() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let required = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.required_groups = vec!["staff".into()];
            let roles = ("notes".to_owned(), vec!["reader".to_owned()]);
            settings.second_factor.required_roles = [roles].into();
        };
        let world = World::open_with(backend, required).await;
        let factors = world.provider.second_factors();
        let unknown = factors.unknown_requirements().await.unwrap();
        assert_eq!(
            unknown,
            [
                "second_factor.required_groups: there is no group staff",
                "second_factor.required_roles: there is no role reader of notes"
            ]
        );
        let apply = async |text: &str| {
            doorward_cli::apply_text(&world.provider, "declared.toml", text)
                .await
                .unwrap();
            world.expire_versions();
        };
        let declared = "[[groups]]\nname = \"staff\"\n[[groups]]\nname = \"finance\"\ngroups = [\"staff\"]\n\
                 [[roles]]\napp = \"notes\"\nname = \"reader\"\n\
                 [[roles]]\napp = \"notes\"\nname = \"editor\"\nincludes = [\"reader\"]\n\
                 [[users]]\nemail = \"eve@example.com\"\npassword = \"correct horse battery 5\"\n";
        apply(declared).await;
        let unknown = factors.unknown_requirements().await.unwrap();
        assert!(unknown.is_empty(), "{unknown:?}");
        let asks = async |who: (&str, &str)| {
            let mut browser = world.browser();
            let page = browser.authorize(&authorize_query(&[])).await;
            let fields = [("username", who.0), ("password", who.1)];
            let answer = browser.submit(&page, &fields).await;
            let is_in = browser.session().is_some();
            let page = browser.follow(answer).await;
            let asks = page.body.contains("Set up two-step verification");
            assert!(asks != is_in && !page.body.contains("Not now"));
            asks
        };
        assert!(!asks(ADA).await && !asks(GRACE).await);
        apply(&format!(
            "[[users]]\nemail = \"{}\"\ngroups = [\"finance\"]\n\
             [[users]]\nemail = \"{}\"\nroles = {{ notes = [\"editor\"] }}\n",
            ADA.0, GRACE.0
        ))
        .await;
        assert!(asks(ADA).await && asks(GRACE).await);
        assert!(!asks(("eve@example.com", "correct horse battery 5")).await);
    }
}

/// Somebody comes into such a group or gets such a role while they are signed in: the next app asks, and the
/// console does. Who trusts the browser, and who comes by a provider, is let in as at a sign-in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_and_roles_have_to_have_one_in_running_sessions_too() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let required = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.required_groups = vec!["staff".into()];
            let roles = ("doorward".to_owned(), vec!["owner".to_owned()]);
            settings.second_factor.required_roles = [roles].into();
        };
        let world = World::open_with(backend, required).await;
        let apply = async |text: &str| {
            doorward_cli::apply_text(&world.provider, "declared.toml", text)
                .await
                .unwrap();
            world.expire_versions();
        };
        apply("[[groups]]\nname = \"staff\"\n").await;
        let mut ada = world.signed_in(ADA).await;
        let mut grace = world.signed_in(GRACE).await;
        assert!(ada.silent(&[]).await.parameter("code").is_some());
        apply(&format!(
            "[[users]]\nemail = \"{}\"\ngroups = [\"staff\"]\n",
            ADA.0
        ))
        .await;
        crate::management::make(&world, GRACE.0, "owner").await;
        let silent = ada.silent(&[]).await;
        assert_eq!(
            silent.parameter("error").as_deref(),
            Some("interaction_required")
        );
        let page = ada.authorize(&authorize_query(&[])).await;
        assert!(
            page.body.contains("Set up two-step verification"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("Not now"));
        let later = ada.submit(&page, &[("later", "yes")]).await;
        assert!(later.location.unwrap().contains("/sign-in"));
        let page = ada.authorize(&authorize_query(&[])).await;
        set_up_on(&world, &mut ada, &page).await;
        assert_eq!(claims(&world, &ada.silent(&[]).await).await["acr"], TWO);
        // The console: a sign-in with the second factor, and back.
        let again = grace.get("/admin").await;
        let location = again.location.clone().unwrap_or_default();
        assert!(location.ends_with("/sign-in?way=again"), "{location}");
        // And by the API, which the same session may not use either.
        let cookies: Vec<String> = grace
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let caller = crate::management::Caller::nobody(&world)
            .and("cookie", &cookies.join("; "))
            .and("doorward-csrf", "1")
            .and("sec-fetch-site", "same-origin");
        let refused = caller.get("/users").await;
        assert_eq!(refused.problem(), "sign-in-again", "{}", refused.body);
        let page = grace.follow(again).await;
        let fields = [("username", GRACE.0), ("password", GRACE.1)];
        let answer = grace.submit(&page, &fields).await;
        let page = grace.follow(answer).await;
        set_up_on(&world, &mut grace, &page).await;
        let console = grace.get("/admin").await;
        assert_eq!(
            console.status, 200,
            "{:?} {}",
            console.location, console.body
        );
    }
}

/// A browser that a user trusts is asked no more in a running session than at a sign-in, and days that are left
/// are left to running sessions too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_sessions_are_asked_for_no_more_than_a_sign_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let required = |settings: &mut doorward_cli::settings::Settings| {
            settings.second_factor.required_groups = vec!["staff".into()];
            settings.second_factor.within_days = 2;
            settings.second_factor.trusted_browser_days = 30;
        };
        let world = World::open_with(backend, required).await;
        let (kept, _) = with_app(&world, ADA).await;
        let (mut trusting, page) = asked(&world, ADA).await;
        let code = kept.code(&world);
        let trust = [("code", code.as_str()), ("trust", "yes")];
        assert!(is_in(&trusting.submit(&page, &trust).await));
        trusting.cookies.remove("doorward_session");
        let page = trusting.get("/sign-in").await;
        let fields = [("username", ADA.0), ("password", ADA.1)];
        assert!(is_in(&trusting.submit(&page, &fields).await));
        let mut grace = world.signed_in(GRACE).await;
        let text = format!(
            "[[groups]]\nname = \"staff\"\n[[users]]\nemail = \"{}\"\ngroups = [\"staff\"]\n[[users]]\nemail = \"{}\"\ngroups = [\"staff\"]\n",
            ADA.0, GRACE.0
        );
        doorward_cli::apply_text(&world.provider, "declared.toml", &text)
            .await
            .unwrap();
        world.expire_versions();
        assert_eq!(
            claims(&world, &trusting.silent(&[]).await).await["amr"],
            json!(["pwd"])
        );
        assert_eq!(
            claims(&world, &grace.silent(&[]).await).await["amr"],
            json!(["pwd"])
        );
        trusting.cookies.retain(|name, _| !name.contains("trust"));
        let asks = trusting.silent(&[]).await;
        assert_eq!(
            asks.parameter("error").as_deref(),
            Some("interaction_required")
        );
    }
}
