//! Several accounts in one browser: each app has the one that it used, and only the user can say
//! where nobody knows.

use crate::{
    on_both,
    world::{
        ADA, Answer, Backend, Browser, CALLBACK, GRACE, Tokens, World, authorize_query, claims_of,
    },
};
use doorward_protocol::time::Lifetime;

on_both!(
    a_second_account_stands_beside_the_first,
    an_app_remembers_which_account_it_used,
    hints_choose_among_the_accounts_of_the_browser,
    only_the_user_can_say_and_silence_is_refused,
    signing_out_of_one_account_leaves_the_other,
    signing_out_of_all_leaves_nobody,
    a_planted_accounts_cookie_opens_nothing,
    nobody_chooses_an_account_of_another_browser,
    the_state_that_scripts_compare_changes_with_the_accounts_alone,
    signing_in_again_as_somebody_who_is_there_makes_no_second_session,
    what_is_asked_of_one_account_is_not_answered_by_another,
    what_one_account_allowed_another_has_not,
    the_cookie_stays_where_every_account_does,
);

/// The second one signs in beside the first.
async fn add(browser: &mut Browser, who: (&str, &str)) -> Answer {
    let page = browser.get("/sign-in?way=another").await;
    let answer = browser
        .submit(&page, &[("username", who.0), ("password", who.1)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer
}

async fn both(world: &World) -> Browser {
    let mut browser = world.signed_in(ADA).await;
    add(&mut browser, GRACE).await;
    browser
}

/// Who a code of Notes is about.
async fn subject(world: &World, answer: &Answer) -> String {
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body));
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 200, "{body}");
    claims_of(&Tokens::from(&body).id)["sub"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The value of the button of an account.
fn button(page: &Answer, name: &str) -> String {
    let buttons = page.body.split("name=\"account\" value=\"").skip(1);
    let found = buttons.into_iter().find(|rest| {
        rest.split("</button>")
            .next()
            .is_some_and(|button| button.contains(name))
    });
    found
        .unwrap_or_else(|| panic!("no button of {name}: {}", page.body))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

async fn a_second_account_stands_beside_the_first(world: World) {
    let mut browser = both(&world).await;
    let account = browser.get("/account").await;
    assert!(account.body.contains("grace@example.com") && account.body.contains("Switch account"));
    let page = browser.get("/select-account").await;
    let before = (
        browser.session(),
        browser.cookies["doorward_accounts"].clone(),
    );
    let switched = browser
        .submit(&page, &[("account", &button(&page, "Ada Lovelace"))])
        .await;
    assert_eq!(
        (switched.status, switched.location.as_deref()),
        (303, Some("/account"))
    );
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("ada@example.com")
    );
    // What was known before opens nothing any more.
    assert!(browser.session() != before.0 && browser.cookies["doorward_accounts"] != before.1);
    let mut old = world.browser();
    old.cookies.insert("doorward_accounts".into(), before.1);
    assert_eq!(
        old.get("/account").await.location.as_deref(),
        Some("/sign-in")
    );
}

async fn an_app_remembers_which_account_it_used(world: World) {
    let mut browser = both(&world).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let page = browser.authorize(&authorize_query(&[])).await;
    assert!(
        page.body.contains("Choose an account") && page.body.contains("Notes"),
        "{}",
        page.body
    );
    let chosen = browser
        .submit(&page, &[("account", &button(&page, "Ada Lovelace"))])
        .await;
    let answer = browser.follow(chosen).await;
    assert_eq!(subject(&world, &answer).await, ada);
    // From now on silently, though Grace is the one in use.
    for _ in 0..3 {
        let answer = browser.silent(&[]).await;
        assert_eq!(subject(&world, &answer).await, ada);
    }
    // Another app asks for itself.
    let spa = [("client_id", "spa"), ("redirect_uri", CALLBACK)];
    assert_eq!(
        browser.silent(&spa).await.parameter("error").as_deref(),
        Some("account_selection_required")
    );
    // And the first one changes its account where the user does.
    let page = browser
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    let chosen = browser
        .submit(&page, &[("account", &button(&page, "Grace Hopper"))])
        .await;
    let answer = browser.follow(chosen).await;
    assert_eq!(subject(&world, &answer).await, grace);
    let answer = browser.silent(&[]).await;
    assert_eq!(subject(&world, &answer).await, grace);
}

async fn hints_choose_among_the_accounts_of_the_browser(world: World) {
    let mut browser = both(&world).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    for (hint, who) in [
        ("ada@example.com", &ada),
        ("ADA@example.com", &ada),
        ("grace", &grace),
        ("ada", &ada),
    ] {
        let answer = browser.silent(&[("login_hint", hint)]).await;
        assert_eq!(&subject(&world, &answer).await, who, "{hint}");
    }
    let tokens = async |browser: &mut Browser, hint| {
        Tokens::from(
            &world
                .redeem(
                    &browser
                        .silent(&[("login_hint", hint)])
                        .await
                        .parameter("code")
                        .unwrap(),
                )
                .await
                .1,
        )
    };
    let of_ada = tokens(&mut browser, "ada").await;
    tokens(&mut browser, "grace").await;
    let answer = browser.silent(&[("id_token_hint", &of_ada.id)]).await;
    assert_eq!(
        subject(&world, &answer).await,
        ada,
        "the hint counts for more than what was used last"
    );
    let named = format!(r#"{{"id_token":{{"sub":{{"value":"{ada}"}}}}}}"#);
    let answer = browser.silent(&[("claims", &named)]).await;
    assert_eq!(subject(&world, &answer).await, ada);
    let nobody = r#"{"id_token":{"sub":{"value":"nobody"}}}"#;
    assert_eq!(
        browser
            .silent(&[("claims", nobody)])
            .await
            .parameter("error")
            .as_deref(),
        Some("login_required")
    );
}

async fn only_the_user_can_say_and_silence_is_refused(world: World) {
    let mut browser = both(&world).await;
    let refused = browser.silent(&[]).await;
    assert_eq!(
        refused.parameter("error").as_deref(),
        Some("account_selection_required")
    );
    // An address that is not signed in here is no account of this browser.
    let refused = browser
        .silent(&[("login_hint", "nobody@example.com")])
        .await;
    assert_eq!(
        refused.parameter("error").as_deref(),
        Some("account_selection_required")
    );
    // Another one, on the way to the app: the one who signs in is the one who is meant.
    let page = browser.authorize(&authorize_query(&[])).await;
    let form = browser.submit(&page, &[("account", "other")]).await;
    let form = browser.follow(form).await;
    assert!(form.body.contains("Use another account"), "{}", form.body);
    let wrong = browser
        .submit(&form, &[("username", ADA.0), ("password", "not that one")])
        .await;
    assert!(wrong.body.contains("Use another account") && wrong.body.contains("match"));
    let answer = browser.sign_in_on(&wrong, ADA).await;
    assert_eq!(subject(&world, &answer).await, world.sub(ADA.0).await);
}

async fn signing_out_of_one_account_leaves_the_other(world: World) {
    let mut browser = both(&world).await;
    let ada = Tokens::from(
        &world
            .redeem(
                &browser
                    .silent(&[("login_hint", "ada")])
                    .await
                    .parameter("code")
                    .unwrap(),
            )
            .await
            .1,
    );
    // An app signs out whom it signed in, though somebody else is in use.
    let answer = browser
        .get(&format!("/end_session?id_token_hint={}", ada.id))
        .await;
    assert_eq!(answer.location.as_deref(), Some("/signed-out"));
    assert!(!world.is_active(&ada.access).await);
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("grace@example.com")
    );
    // One account is no choice.
    let answer = browser.silent(&[]).await;
    assert_eq!(subject(&world, &answer).await, world.sub(GRACE.0).await);
    add(&mut browser, ADA).await;
    let page = browser.get("/end_session").await;
    assert!(
        page.body.contains("Sign out of ada@example.com")
            && page.body.contains("Sign out of all 2 accounts"),
        "{}",
        page.body
    );
    let answer = browser.submit(&page, &[]).await;
    let answer = browser.follow(answer).await;
    assert!(
        answer
            .body
            .contains("Still signed in in this browser: grace@example.com"),
        "{}",
        answer.body
    );
    assert_eq!(
        browser.get("/account").await.location.as_deref(),
        Some("/select-account"),
        "nobody is in use"
    );
    assert_eq!(
        browser.get("/sign-in").await.location.as_deref(),
        Some("/select-account")
    );
    let answer = browser.silent(&[]).await;
    assert_eq!(subject(&world, &answer).await, world.sub(GRACE.0).await);
    let page = browser.get("/select-account").await;
    browser
        .submit(&page, &[("account", &button(&page, "Grace Hopper"))])
        .await;
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains("grace@example.com")
    );
}

async fn signing_out_of_all_leaves_nobody(world: World) {
    let mut browser = both(&world).await;
    let page = browser.get("/end_session").await;
    let answer = browser.submit(&page, &[("accounts", "all")]).await;
    let answer = browser.follow(answer).await;
    assert!(answer.body.contains("Sign in again"));
    assert_eq!(
        browser.get("/account").await.location.as_deref(),
        Some("/sign-in")
    );
    assert_eq!(
        browser.silent(&[]).await.parameter("error").as_deref(),
        Some("login_required")
    );
}

async fn a_planted_accounts_cookie_opens_nothing(world: World) {
    let attacker = both(&world).await;
    // The attacker's cookies in the victim's browser, before she signs in.
    let mut victim = world.browser();
    for name in ["doorward_accounts", "doorward_browser"] {
        victim
            .cookies
            .insert(name.into(), attacker.cookies[name].clone());
    }
    world
        .user("mary@example.com", "the mechanism of the heavens")
        .await;
    add(
        &mut victim,
        ("mary@example.com", "the mechanism of the heavens"),
    )
    .await;
    assert_ne!(
        victim.cookies["doorward_accounts"],
        attacker.cookies["doorward_accounts"]
    );
    let mut again = world.browser();
    again.cookies.clone_from(&attacker.cookies);
    assert!(
        !again
            .get("/select-account")
            .await
            .body
            .contains("mary@example.com"),
        "the planted cookie does not lead to her"
    );
}

async fn nobody_chooses_an_account_of_another_browser(world: World) {
    let (mut one, mut two) = (both(&world).await, world.signed_in(ADA).await);
    let theirs = one.get("/select-account").await;
    let theirs = button(&theirs, "Grace Hopper");
    let page = two.get("/select-account").await;
    assert_eq!(two.submit(&page, &[("account", &theirs)]).await.status, 400);
    assert!(two.get("/account").await.body.contains("ada@example.com"));
    // On the way to an app as well.
    let page = two
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    assert_eq!(two.submit(&page, &[("account", &theirs)]).await.status, 400);
}

async fn the_state_that_scripts_compare_changes_with_the_accounts_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = browser.silent(&[]).await;
    assert!(first.parameter("session_state").is_some());
    let alone = browser.cookies["doorward_browser_state"].clone();
    add(&mut browser, GRACE).await;
    let both = browser.cookies["doorward_browser_state"].clone();
    assert_ne!(both, alone, "an app is told to ask again");
    for hint in ["ada", "grace", "ada"] {
        browser.silent(&[("login_hint", hint)]).await;
        assert_eq!(
            browser.cookies["doorward_browser_state"], both,
            "two apps with two accounts do not chase each other"
        );
    }
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    assert_eq!(
        browser.cookies["doorward_browser_state"], alone,
        "who is left is who was there"
    );
}

async fn signing_in_again_as_somebody_who_is_there_makes_no_second_session(world: World) {
    let mut browser = both(&world).await;
    world.advance(Lifetime::minutes(2)).await;
    add(&mut browser, ADA).await;
    let page = browser.get("/select-account").await;
    assert_eq!(
        page.body.matches("name=\"account\" value=\"s").count(),
        2,
        "{}",
        page.body
    );
    let ada = world
        .provider
        .store()
        .sessions_of_user(&world.sub(ADA.0).await, world.provider.now())
        .await
        .unwrap();
    assert_eq!(ada.len(), 1);
    assert_eq!(ada[0].session.auth_time, world.provider.now());
}

async fn what_is_asked_of_one_account_is_not_answered_by_another(world: World) {
    let mut browser = both(&world).await;
    let photos = [
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
    ];
    let page = browser.authorize(&authorize_query(&photos)).await;
    let chosen = browser
        .submit(&page, &[("account", &button(&page, "Ada Lovelace"))])
        .await;
    let consent = browser.follow(chosen).await;
    assert!(
        consent.body.contains("Photos wants to")
            && consent.body.contains("signed in as ada@example.com"),
        "{}",
        consent.body
    );
    // The same flow, chosen again for somebody else while the question stands open in another tab.
    let grace = browser.get("/select-account").await;
    let flow = consent.field("flow").unwrap();
    let other = browser.get(&format!("/select-account?flow={flow}")).await;
    browser
        .submit(&other, &[("account", &button(&grace, "Grace Hopper"))])
        .await;
    assert_eq!(
        browser
            .submit(&consent, &[("answer", "allow")])
            .await
            .status,
        403
    );
    let consents = world
        .provider
        .store()
        .consents_of_user(&world.sub(GRACE.0).await)
        .await
        .unwrap();
    assert!(consents.is_empty());
}

/// In one flow Ada allows what Photos asks for, then the browser goes on as Grace: who is asked too.
async fn what_one_account_allowed_another_has_not(world: World) {
    let mut browser = both(&world).await;
    for prompt in ["select_account", "select_account consent"] {
        let query = authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
            ("prompt", prompt),
        ]);
        let choice = browser.authorize(&query).await;
        let chosen = browser
            .submit(&choice, &[("account", &button(&choice, "Ada Lovelace"))])
            .await;
        let question = browser.follow(chosen).await;
        assert!(question.body.contains(ADA.0), "{}", question.body);
        let allowed = browser.submit(&question, &[("answer", "allow")]).await;
        assert_eq!(allowed.status, 303, "{}", allowed.body);
        // The page with the accounts still stands open in another tab.
        let chosen = browser
            .submit(&choice, &[("account", &button(&choice, "Grace Hopper"))])
            .await;
        let answer = browser.follow(chosen).await;
        assert_eq!(answer.parameter("code"), None, "Grace was not asked");
        assert!(answer.body.contains(GRACE.0), "{}", answer.body);
        let sub = world.sub(GRACE.0).await;
        let key = doorward_storage::ConsentKey {
            user_id: &sub,
            client_id: "photos",
        };
        let consent = world.provider.store().consent(key).await;
        assert_eq!(consent.unwrap(), None);
        // Ada has said yes, and is not asked again.
        let chosen = browser
            .submit(&choice, &[("account", &button(&choice, "Ada Lovelace"))])
            .await;
        let answer = browser.follow(chosen).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
        let withdraw = world.provider.consents();
        let ada = world.sub(ADA.0).await;
        withdraw
            .withdraw(&world.context(), &ada, "photos")
            .await
            .unwrap();
    }
}

async fn the_cookie_stays_where_every_account_does(world: World) {
    let kept = |answer: &Answer| {
        answer
            .set_cookies
            .iter()
            .any(|cookie| cookie.starts_with("doorward_accounts=") && cookie.contains("Max-Age="))
    };
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    browser
        .submit(
            &page,
            &[
                ("username", ADA.0),
                ("password", ADA.1),
                ("remember", "yes"),
            ],
        )
        .await;
    let page = browser.get("/sign-in?way=another").await;
    assert!(kept(
        &browser
            .submit(
                &page,
                &[
                    ("username", GRACE.0),
                    ("password", GRACE.1),
                    ("remember", "yes")
                ]
            )
            .await
    ));
    let mut browser = world.signed_in(ADA).await;
    let page = browser.get("/sign-in?way=another").await;
    let answer = browser
        .submit(
            &page,
            &[
                ("username", GRACE.0),
                ("password", GRACE.1),
                ("remember", "yes"),
            ],
        )
        .await;
    assert!(!kept(&answer), "Ada did not ask to be kept signed in");
    let cookie = answer
        .set_cookies
        .iter()
        .find(|cookie| cookie.starts_with("doorward_accounts="))
        .unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/")
    );
}

mod limits {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn with_one_account_a_browser_the_second_takes_the_place_of_the_first() {
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.sessions.accounts_per_browser = 1;
        })
        .await;
        let mut browser = world.signed_in(ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        add(&mut browser, GRACE).await;
        assert!(!browser.cookies.contains_key("doorward_accounts"));
        assert_eq!(world.userinfo(&tokens.access).await.0, 401);
        assert!(
            world
                .provider
                .store()
                .sessions_of_user(&world.sub(ADA.0).await, world.provider.now())
                .await
                .unwrap()
                .is_empty()
        );
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_account_that_came_first_makes_room() {
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.sessions.accounts_per_browser = 2;
        })
        .await;
        let mut browser = world.signed_in(ADA).await;
        world.advance(Lifetime::seconds(1)).await;
        add(&mut browser, GRACE).await;
        world
            .user("mary@example.com", "the mechanism of the heavens")
            .await;
        world.advance(Lifetime::seconds(1)).await;
        add(
            &mut browser,
            ("mary@example.com", "the mechanism of the heavens"),
        )
        .await;
        let page = browser.get("/select-account").await;
        assert!(
            page.body.contains("mary@example.com")
                && page.body.contains("grace@example.com")
                && !page.body.contains("ada@example.com")
        );
        let events = world
            .provider
            .store()
            .audit_events_about(&world.sub(ADA.0).await)
            .await
            .unwrap();
        assert!(
            events
                .iter()
                .any(|event| event.action == "session.ended" && event.detail == "replaced")
        );
    }
}
