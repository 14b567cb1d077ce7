//! Pages that were open for too long, that were opened twice, that the Back button shows again or that
//! somebody bookmarked: each ends where the user wanted to go.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, CALLBACK, GRACE, Shape, StandIn, Way, World, authorize_query},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    a_sign_in_page_that_was_open_for_too_long_signs_in,
    a_reload_after_too_long_shows_the_page_again,
    a_second_tab_goes_on_by_the_sign_in_of_the_first,
    the_back_button_leads_to_the_app_and_repeats_no_sign_in,
    a_question_that_was_open_for_too_long_is_asked_again,
    whoever_refuses_late_has_refused,
    an_account_that_is_chosen_late_is_chosen,
    a_form_without_the_cookie_of_its_page_is_shown_again_and_signs_nobody_in,
    a_browser_without_cookies_does_not_go_round,
    a_client_that_changed_meanwhile_is_checked_again,
    a_return_from_a_provider_that_comes_late_goes_on,
    a_prompt_to_link_that_is_answered_late_begins_again
);

const LATE: Lifetime = Lifetime::minutes(20);

async fn is_at_the_app(world: &World, answer: &Answer, state: &str) {
    let location = answer.location.as_deref().unwrap_or_default();
    assert!(location.starts_with(CALLBACK), "{location} {}", answer.body);
    assert_eq!(answer.parameter("state").as_deref(), Some(state));
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("no code: {location}"));
    assert_eq!(world.redeem(&code).await.0, 200);
}

/// The address of the sign-in page that shows this form.
fn address(page: &Answer) -> String {
    format!("/sign-in?flow={}", page.field("flow").unwrap())
}

async fn reload(browser: &mut Browser, address: &str) -> Answer {
    let answer = browser.get(address).await;
    browser.follow(answer).await
}

async fn a_sign_in_page_that_was_open_for_too_long_signs_in(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    world.advance(LATE).await;
    // A wrong password is one, late or not, and the page that follows is a new one.
    let wrong = [("username", ADA.0), ("password", "wrong")];
    let again = browser.submit(&page, &wrong).await;
    assert_eq!((again.status, browser.session()), (200, None));
    assert_ne!(again.field("flow"), page.field("flow"));
    assert_eq!(again.field("username").as_deref(), Some(ADA.0));
    let answer = browser.sign_in_on(&page, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
    // Who proved themselves for a request that wants a new sign-in has done so.
    let fresh = authorize_query(&[("prompt", "login")]);
    let page = browser.authorize(&fresh).await;
    world.advance(LATE).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
}

async fn a_reload_after_too_long_shows_the_page_again(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    for later in [LATE, Lifetime::days(3)] {
        world.advance(later).await;
        let again = reload(&mut browser, &address(&page)).await;
        assert!(again.status == 200 && again.body.contains("Notes"));
        assert_ne!(again.field("flow"), page.field("flow"));
        let mut tab = world.browser();
        tab.cookies.clone_from(&browser.cookies);
        let answer = tab.sign_in_on(&again, ADA).await;
        is_at_the_app(&world, &answer, "s-1").await;
    }
}

async fn a_second_tab_goes_on_by_the_sign_in_of_the_first(world: World) {
    let mut browser = world.browser();
    browser.get("/sign-in").await;
    let first = browser
        .authorize(&authorize_query(&[("state", "first")]))
        .await;
    let second = browser
        .authorize(&authorize_query(&[("state", "second")]))
        .await;
    let careful = authorize_query(&[("state", "careful"), ("max_age", "0")]);
    let careful = browser.authorize(&careful).await;
    let answer = browser.sign_in_on(&first, ADA).await;
    is_at_the_app(&world, &answer, "first").await;
    world.advance(Lifetime::seconds(5)).await;
    let answer = reload(&mut browser, &address(&second)).await;
    is_at_the_app(&world, &answer, "second").await;
    // The same page in two tabs, now and later.
    for _ in 0..2 {
        let answer = reload(&mut browser, &address(&first)).await;
        is_at_the_app(&world, &answer, "first").await;
        world.advance(LATE).await;
    }
    // A sign-in that must be recent is asked for, and whoever wants another account is asked too.
    let asked = reload(&mut browser, &address(&careful)).await;
    assert_eq!(asked.status, 200, "{:?}", asked.location);
    let third = browser
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    let other = format!("{}&way=another", address(&third));
    assert_eq!(browser.get(&other).await.status, 200);
}

async fn the_back_button_leads_to_the_app_and_repeats_no_sign_in(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
    // The browser shows the form from its memory, and it is sent once more.
    let answer = browser.sign_in_on(&page, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
    let strict = authorize_query(&[("prompt", "login")]);
    let page = browser.authorize(&strict).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
    let again = reload(&mut browser, &address(&page)).await;
    assert_eq!(again.status, 200, "a sign-in counts for one request");
    // Signed out, the page is shown again.
    let out = browser.get("/end_session").await;
    browser.submit(&out, &[]).await;
    let again = reload(&mut browser, &address(&page)).await;
    let answer = browser.sign_in_on(&again, GRACE).await;
    is_at_the_app(&world, &answer, "s-1").await;
}

const PHOTOS: [(&str, &str); 2] = [
    ("client_id", "photos"),
    ("redirect_uri", "https://photos.example/callback"),
];

async fn a_question_that_was_open_for_too_long_is_asked_again(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = browser.authorize(&authorize_query(&PHOTOS)).await;
    world.advance(LATE).await;
    // Nothing is given by a page whose request may be another by now.
    let answer = browser.submit(&page, &[("answer", "allow")]).await;
    let again = browser.follow(answer).await;
    assert_eq!(again.status, 200, "{:?}", again.location);
    assert_ne!(again.field("flow"), page.field("flow"));
    let answer = browser.submit(&again, &[("answer", "allow")]).await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    // What was answered goes on to the app.
    for page in [&page, &again] {
        let flow = page.field("flow").unwrap();
        let answer = reload(&mut browser, &format!("/consent?flow={flow}")).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
    }
}

async fn whoever_refuses_late_has_refused(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = browser.authorize(&authorize_query(&PHOTOS)).await;
    world.advance(LATE).await;
    let answer = browser.submit(&page, &[("answer", "deny")]).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    let page = browser.authorize(&authorize_query(&PHOTOS)).await;
    let allowed = browser.submit(&page, &[("answer", "allow")]).await;
    assert!(browser.follow(allowed).await.parameter("code").is_some());
    let answer = browser.submit(&page, &[("answer", "deny")]).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
}

async fn an_account_that_is_chosen_late_is_chosen(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let select = authorize_query(&[("prompt", "select_account")]);
    let page = browser.authorize(&select).await;
    world.advance(LATE).await;
    let answer = browser
        .submit_at(&page, "/select-account", &[("account", "this")])
        .await;
    let answer = browser.follow(answer).await;
    is_at_the_app(&world, &answer, "s-1").await;
    let flow = page.field("flow").unwrap();
    let again = reload(&mut browser, &format!("/select-account?flow={flow}")).await;
    let gone = browser
        .submit_at(&again, "/select-account", &[("account", "gone")])
        .await;
    let link = gone
        .body
        .split("id=\"another-way\" href=\"")
        .nth(1)
        .unwrap();
    assert!(link.starts_with("/select-account?flow="), "{link}");
}

async fn a_form_without_the_cookie_of_its_page_is_shown_again_and_signs_nobody_in(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    browser.cookies.clear();
    let form = [("username", "<i>Ada"), ("password", ADA.1)];
    let again = browser.submit(&page, &form).await;
    assert_eq!((again.status, browser.session()), (403, None));
    assert_eq!(again.field("username").as_deref(), Some("&#60;i&#62;Ada"));
    assert!(!again.body.contains(ADA.1), "no password comes back");
    let form = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&again, &form).await;
    assert_eq!(answer.location.as_deref(), Some("/account"));
    assert!(browser.session().is_some());
    // An old token in the browser that the request is of: the request goes on.
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let flow = page.field("flow").unwrap();
    let old = [form[0], form[1], ("form_token", "old"), ("flow", &flow)];
    let again = browser.post("/sign-in", &old).await;
    assert_eq!((again.status, browser.session()), (403, None));
    let answer = browser.sign_in_on(&again, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
    // Nothing of another site is shown again.
    browser.extra_headers = vec![("sec-fetch-site", "cross-site".into())];
    let refused = browser.post("/sign-in", &old).await;
    assert!(refused.status == 403 && !refused.body.contains("password"));
    let link = refused
        .body
        .split("id=\"another-way\" href=\"")
        .nth(1)
        .unwrap();
    assert!(link.starts_with("/sign-in?flow="), "{link}");
}

async fn a_browser_without_cookies_does_not_go_round(world: World) {
    let mut browser = world.browser();
    let mut answer = browser
        .get(&format!("/authorize?{}", authorize_query(&[])))
        .await;
    for _ in 0..4 {
        let Some(location) = answer.location.clone() else {
            break;
        };
        browser.cookies.clear();
        answer = browser.get(&location).await;
    }
    assert_eq!(answer.status, 400, "{:?}", answer.location);
    let link = "id=\"another-way\" href=\"/\"";
    assert!(answer.body.contains(link), "{}", answer.body);
}

async fn a_client_that_changed_meanwhile_is_checked_again(world: World) {
    let client = async |redirect_uri: &str| {
        let common = json!({"redirect_uris": [redirect_uri], "grant_types": ["authorization_code"], "first_party": true});
        world.client("moved", &common, &json!({})).await;
    };
    client(CALLBACK).await;
    let mut browser = world.browser();
    let page = browser
        .authorize(&authorize_query(&[("client_id", "moved")]))
        .await;
    client("https://elsewhere.example/cb").await;
    world.advance(LATE).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert_eq!((answer.status, answer.location), (400, None));
    assert_eq!(browser.session(), None);
    let answer = reload(&mut browser, &address(&page)).await;
    assert_eq!((answer.status, answer.location), (400, None));
    assert!(answer.body.contains("isn’t registered"), "{}", answer.body);
    assert!(answer.body.contains("id=\"another-way\""));
}

async fn provider(world: &World, shape: &serde_json::Value) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", shape).await;
    up
}

async fn at_the_provider(up: &StandIn, away: &Answer) -> String {
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("the stand-in answers by a redirect");
    };
    location
}

async fn a_return_from_a_provider_that_comes_late_goes_on(world: World) {
    let up = provider(&world, &json!({"sign_up": true})).await;
    up.is(json!({"sub": "new", "email": "new@up.example", "email_verified": true}));
    // The request waited for longer than it may; the login at the provider did not.
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    world.advance(Lifetime::minutes(9)).await;
    let away = browser.choose(&page, "up").await;
    let back = at_the_provider(&up, &away).await;
    world.advance(Lifetime::minutes(8)).await;
    let answer = reload(&mut browser, &back).await;
    is_at_the_app(&world, &answer, "s-1").await;
    // The address of a return, by the Back button: nothing is used twice.
    let answer = reload(&mut browser, &back).await;
    is_at_the_app(&world, &answer, "s-1").await;
    // The login took too long: it begins again.
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let back = at_the_provider(&up, &away).await;
    world.advance(LATE).await;
    let again = reload(&mut browser, &back).await;
    assert_eq!((again.status, browser.session()), (200, None));
    // And so does the choice of a button that was open for too long.
    world.advance(LATE).await;
    let away = browser.choose(&again, "up").await;
    let back = at_the_provider(&up, &away).await;
    let answer = reload(&mut browser, &back).await;
    is_at_the_app(&world, &answer, "s-1").await;
}

async fn a_prompt_to_link_that_is_answered_late_begins_again(world: World) {
    let up = provider(&world, &json!({"authoritative_for": ["*"]})).await;
    up.is(json!({"sub": "other", "email": ADA.0, "email_verified": true}));
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let back = at_the_provider(&up, &away).await;
    let prompt = reload(&mut browser, &back).await;
    assert!(prompt.body.contains("/link-account"), "{}", prompt.body);
    world.advance(LATE).await;
    let offer = prompt.field("offer").unwrap();
    let form = [("offer", offer.as_str()), ("password", ADA.1)];
    let answer = browser.submit_at(&prompt, "/link-account", &form).await;
    let again = browser.follow(answer).await;
    assert_eq!(
        (again.status, browser.session()),
        (200, None),
        "{}",
        again.body
    );
    let answer = browser.sign_in_on(&again, ADA).await;
    is_at_the_app(&world, &answer, "s-1").await;
}
