//! The SSO session and its cookie.

use crate::{
    on_both,
    world::{ADA, Backend, GRACE, World, authorize_query},
};
use doorward_protocol::time::Lifetime;

on_both!(
    one_sign_in_opens_every_app_silently,
    a_planted_identifier_is_dead_after_sign_in,
    cookies_are_for_this_site_alone,
    forms_from_elsewhere_are_refused,
    a_session_ends_when_idle_and_at_its_absolute_limit,
    an_old_cookie_is_dead_after_sign_out,
    another_user_in_the_same_browser_is_another_account,
    users_end_their_own_sessions_alone,
    a_password_change_ends_every_session,
    a_session_that_cannot_be_bound_to_the_browser_is_told_on_a_page,
    a_long_user_agent_is_cut_wherever_it_is_kept
);

async fn one_sign_in_opens_every_app_silently(world: World) {
    let mut browser = world.signed_in(ADA).await;
    assert!(
        browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("code")
            .is_some()
    );
    assert!(
        browser
            .authorize(&authorize_query(&[
                ("client_id", "spa"),
                ("redirect_uri", crate::world::CALLBACK),
                ("prompt", "none")
            ]))
            .await
            .parameter("code")
            .is_some()
    );
}

async fn a_planted_identifier_is_dead_after_sign_in(world: World) {
    let mut attacker = world.signed_in(GRACE).await;
    let planted = attacker.session().unwrap();
    let mut victim = world.browser();
    victim
        .cookies
        .insert("doorward_session".into(), planted.clone());
    let page = victim
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    victim.sign_in_on(&page, ADA).await;
    let own = victim.session().unwrap();
    assert_ne!(own, planted);
    assert_eq!(
        attacker.get("/account").await.location.as_deref(),
        Some("/sign-in"),
        "the planted identifier opens nothing"
    );
    // Each authentication gives a new identifier, and the old one is dead.
    let page = victim
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    victim.sign_in_on(&page, ADA).await;
    assert_ne!(victim.session().unwrap(), own);
    let mut old = world.browser();
    old.cookies.insert("doorward_session".into(), own);
    assert_eq!(
        old.get("/account").await.location.as_deref(),
        Some("/sign-in")
    );
    assert!(victim.get("/account").await.body.contains("Ada Lovelace"));
}

async fn cookies_are_for_this_site_alone(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    for cookie in page.set_cookies.iter().chain(&answer.set_cookies) {
        assert!(
            cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Lax")
                && cookie.contains("Path=/")
                && !cookie.contains("Domain"),
            "{cookie}"
        );
        assert!(!cookie.contains(ADA.0));
    }
    let https = World::open_with(crate::world::Backend::Sqlite, |settings| {
        settings.issuer = "https://id.example.com".into();
    })
    .await;
    let mut browser = crate::world::Browser::new(&https);
    browser.issuer = format!("http://{}", https.settings.listen);
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let cookies: Vec<&String> = page.set_cookies.iter().chain(&answer.set_cookies).collect();
    // The session, the browser, and that the user signed in here before.
    assert_eq!(cookies.len(), 3);
    assert!(
        cookies
            .iter()
            .all(|cookie| cookie.starts_with("__Host-") && cookie.contains("Secure")),
        "{cookies:?}"
    );
    assert!(
        answer.headers["strict-transport-security"]
            .to_str()
            .unwrap()
            .contains("max-age")
    );
}

/// Every address that takes a form of ours; `architecture` holds it to the routes.
pub const EVERY_FORM: [&str; 63] = [
    "/sign-in",
    "/federation",
    "/link-account",
    "/consent",
    "/missing-fields",
    "/select-organization",
    "/no-access",
    "/select-account",
    "/end_session/confirm",
    "/account/identities",
    "/account/identities/unlink",
    "/account/sessions",
    "/account/receipts",
    "/account/apps",
    "/account/profile",
    "/account/picture",
    "/account/data/download",
    "/account/data/delete",
    "/account/data/keep",
    "/account-deletion/undo",
    "/account/access/ask",
    "/account/access/withdraw",
    "/account/password",
    "/account/address",
    "/account/address/code",
    "/account-address",
    "/account-address/undo",
    "/sign-up",
    "/sign-up/code",
    "/sign-up/again",
    "/sign-up/confirm",
    "/sign-up/complete",
    "/invitation",
    "/setup",
    "/forgot-password",
    "/reset-password",
    "/not-me",
    "/password/strength",
    "/sign-in/second-factor",
    "/sign-in/second-factor/set-up",
    "/account/security/authenticator",
    "/account/security/authenticator/remove",
    "/account/security/recovery-codes",
    "/account/security/trusted-browsers",
    "/sign-in/passkey",
    "/sign-in/code",
    "/sign-in/code/again",
    "/sign-in/link",
    "/account/security/passkeys",
    "/account/security/passkeys/rename",
    "/account/security/passkeys/remove",
    "/account/security/passkeys/offer",
    "/sign-in/second-factor/recovery",
    "/recovery",
    "/recovery/refuse",
    "/account/recovery/refuse",
    "/admin/users/act",
    "/admin/users/bulk",
    "/admin/sessions/end",
    "/admin/edit",
    "/admin/inspect",
    "/admin/import",
    "/admin/branding",
];

async fn forms_from_elsewhere_are_refused(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let token = page.field("form_token").unwrap();
    // Another browser's token, none at all, a browser without cookies, a cross-site post.
    let mut other = world.browser();
    other.get("/sign-in").await;
    let credentials = [("username", ADA.0), ("password", ADA.1)];
    for token in [token.as_str(), "", "x"] {
        let answer = other
            .post(
                "/sign-in",
                &[credentials[0], credentials[1], ("form_token", token)],
            )
            .await;
        assert_eq!((answer.status, other.session()), (403, None));
    }
    let mut bare = world.browser();
    assert_eq!(
        bare.post(
            "/sign-in",
            &[credentials[0], credentials[1], ("form_token", &token)]
        )
        .await
        .status,
        403
    );
    browser
        .extra_headers
        .push(("sec-fetch-site", "cross-site".into()));
    assert_eq!(
        browser
            .post(
                "/sign-in",
                &[credentials[0], credentials[1], ("form_token", &token)]
            )
            .await
            .status,
        403
    );
    browser.extra_headers.clear();
    // With the same token, from its own page, it is taken.
    let answer = browser
        .post(
            "/sign-in",
            &[credentials[0], credentials[1], ("form_token", &token)],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn a_session_ends_when_idle_and_at_its_absolute_limit(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..23 {
        world.advance(Lifetime::minutes(59)).await;
        assert_eq!(browser.get("/account").await.status, 200);
    }
    world.advance(Lifetime::minutes(62)).await;
    assert_eq!(browser.get("/account").await.status, 303, "idle");
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..24 {
        world.advance(Lifetime::minutes(59)).await;
        browser.get("/account").await;
    }
    assert_eq!(browser.get("/account").await.status, 200);
    world.advance(Lifetime::minutes(25)).await;
    assert_eq!(browser.get("/account").await.status, 303, "24 hours");
    assert_eq!(
        browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("error")
            .as_deref(),
        Some("login_required")
    );
}

async fn an_old_cookie_is_dead_after_sign_out(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let old = browser.session().unwrap();
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    assert_eq!(browser.session(), None);
    let mut thief = world.browser();
    thief.cookies.insert("doorward_session".into(), old);
    assert_eq!(
        thief.get("/account").await.location.as_deref(),
        Some("/sign-in")
    );
    assert_eq!(
        thief
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("error")
            .as_deref(),
        Some("login_required")
    );
}

async fn another_user_in_the_same_browser_is_another_account(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    browser.sign_in_on(&page, GRACE).await;
    assert!(browser.get("/account").await.body.contains("Grace Hopper"));
    assert_eq!(
        world.userinfo(&tokens.access).await.0,
        200,
        "the first one is still signed in"
    );
}

async fn users_end_their_own_sessions_alone(world: World) {
    let (mut here, mut there, mut grace) = (
        world.signed_in(ADA).await,
        world.signed_in(ADA).await,
        world.signed_in(GRACE).await,
    );
    let grace_sid = world
        .provider
        .store()
        .sessions_of_user(&world.sub(GRACE.0).await, world.provider.now())
        .await
        .unwrap()[0]
        .session
        .sid
        .clone();
    let page = here.get("/account").await;
    assert!(
        page.body.contains("this browser") && page.body.contains("Sign out of all other devices")
    );
    let token = page.token_of("/account/sessions").unwrap();
    assert_eq!(
        here.post(
            "/account/sessions",
            &[("form_token", &token), ("sid", &grace_sid)]
        )
        .await
        .status,
        303
    );
    assert_eq!(
        grace.get("/account").await.status,
        200,
        "another's session is out of reach"
    );
    assert_eq!(
        here.post("/account/sessions", &[("form_token", &token)])
            .await
            .status,
        303
    );
    assert_eq!(
        (
            here.get("/account").await.status,
            there.get("/account").await.status
        ),
        (200, 303)
    );
}

async fn a_password_change_ends_every_session(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let user = world
        .provider
        .store()
        .user_by_identifier(ADA.0)
        .await
        .unwrap()
        .unwrap();
    let declaration = doorward_core::users::Declaration {
        email: user.email.clone().unwrap(),
        username: user.username.clone(),
        password: Some("an entirely new password".into()),
        claims: user.claims.clone(),
    };
    world
        .provider
        .users()
        .put(&world.context(), declaration, Some(user))
        .await
        .unwrap();
    assert_eq!(browser.get("/account").await.status, 303);
}

/// The session began, and its key could not be written for the browser.
async fn a_session_that_cannot_be_bound_to_the_browser_is_told_on_a_page(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let refuse = if world.backend() == Backend::Sqlite {
        "CREATE TRIGGER refuse BEFORE INSERT ON browser_sessions
         BEGIN SELECT RAISE(ABORT, 'refused'); END"
    } else {
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON browser_sessions
         FOR EACH ROW EXECUTE FUNCTION refuse()"
    };
    world.execute(refuse).await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&page, &fields).await;
    assert!(answer.status >= 500, "{}", answer.status);
    assert!(answer.body.contains("Reference "), "{}", answer.body);
    assert!(!answer.headers.contains_key("set-cookie"), "no session");
    assert_eq!(browser.get("/account").await.status, 303);
}

/// What a browser calls itself is kept as far as anybody reads it.
async fn a_long_user_agent_is_cut_wherever_it_is_kept(world: World) {
    let mut browser = world.browser();
    browser.extra_headers = vec![("user-agent", "x".repeat(20_000))];
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(browser.submit(&page, &fields).await.status, 303);
    for table in ["audit_events", "sso_sessions"] {
        let lengths = format!("SELECT CAST(max(length(user_agent)) AS BIGINT) FROM {table}");
        let lengths = world.numbers(&lengths).await;
        assert!((100..=512).contains(&lengths[0]), "{table}: {lengths:?}");
    }
}
