//! The authorization endpoint and its redirect URIs.

use crate::{
    on_both,
    world::{
        ADA, CALLBACK, CHALLENGE, GRACE, SECRET, Tokens, VERIFIER, World, authorize_query, basic,
        claims_of,
    },
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    an_unregistered_redirect_uri_never_gets_a_redirect_whatever_else_is_wrong,
    the_redirect_uri_is_compared_byte_for_byte,
    only_the_port_of_a_loopback_uri_varies,
    every_refusal_reaches_the_client_with_state_and_iss,
    prompt_none_never_shows_a_page,
    prompt_login_and_max_age_want_fresh_credentials,
    the_stored_request_is_the_only_request,
    a_flow_belongs_to_the_browser_that_began_it,
    crossed_flows_keep_their_own_clients,
    consent_is_asked_once_and_for_more_again,
    denied_consent_is_access_denied_and_keeps_nothing,
    a_consent_form_counts_once,
    a_withdrawn_consent_does_not_come_back_with_an_older_request,
    requests_of_one_client_that_are_allowed_at_once_are_all_answered,
    a_hint_of_somebody_else_is_login_required,
    response_modes_carry_the_same_answer,
    select_account_asks_which_account,
    post_to_authorize_works_as_get_does,
    hostile_state_comes_back_unchanged,
    a_redirect_uri_removed_meanwhile_gets_no_code,
    a_disabled_client_gets_nothing,
    text_that_no_database_holds_is_refused_politely
);

async fn an_unregistered_redirect_uri_never_gets_a_redirect_whatever_else_is_wrong(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for fault in [
        ("prompt", "none"),
        ("scope", "bogus"),
        ("response_type", "bogus"),
        ("code_challenge", ""),
        ("response_mode", "bogus"),
        ("state", "s"),
    ] {
        let answer = browser
            .authorize(&authorize_query(&[
                ("redirect_uri", "https://evil.example/"),
                fault,
            ]))
            .await;
        assert_eq!((answer.status, &answer.location), (400, &None), "{fault:?}");
        assert!(answer.body.contains("not registered"), "{}", answer.body);
        assert!(
            !answer.body.contains(CALLBACK),
            "no registered URI is shown"
        );
    }
    for unknown in [
        [("client_id", "nobody")],
        [("client_id", "")],
        [("redirect_uri", "")],
    ] {
        let answer = browser.authorize(&authorize_query(&unknown)).await;
        assert_eq!(
            (answer.status, &answer.location),
            (400, &None),
            "{unknown:?}"
        );
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

async fn the_redirect_uri_is_compared_byte_for_byte(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for other in [
        "https://notes.example/callback/../x",
        "https://notes.example/callback/..;/x",
        "https://notes.example/callback%2f..%2fx",
        "https://notes.example/callback/",
        "https://notes.example/CALLBACK",
        "https://notes.example/callback?x=1",
        "https://notes.example/callback#f",
        "https://notes.example:443/callback",
        "https://NOTES.example/callback",
        "https://notes.example./callback",
        "https://notes.example/%63allback",
        "https://notes.example/%2563allback",
        "https://notes.example@evil/callback",
        "https://notes.example%2F@evil/",
        "https://a@b@evil/callback",
        "https://notes.example:x@evil/callback",
        "https://notes.example.evil.com/callback",
        "https://evilnotes.example/callback",
        "https:/\\evil",
        "https:///evil",
        " https://notes.example/callback",
        "https://notes.example/callback\r\nx: y",
        "http://notes.example/callback",
        "https://photos.example/callback",
        "HTTPS://notes.example/callback",
    ] {
        let answer = browser
            .authorize(&authorize_query(&[("redirect_uri", other)]))
            .await;
        assert_eq!((answer.status, &answer.location), (400, &None), "{other:?}");
    }
}

async fn only_the_port_of_a_loopback_uri_varies(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let good = browser
        .authorize(&authorize_query(&[(
            "redirect_uri",
            "http://127.0.0.1:51004/cb",
        )]))
        .await;
    assert!(
        good.location
            .unwrap()
            .starts_with("http://127.0.0.1:51004/cb?code=")
    );
    for other in [
        "http://127.0.0.1:51004/cb?x=1",
        "http://127.0.0.1:51004/cb2",
        "http://localhost:51004/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.1@evil/cb",
        "http://127.0.0.1.evil/cb",
        "http://[::1]/cb",
        "http://127.0.0.1:99999/cb",
    ] {
        assert_eq!(
            browser
                .authorize(&authorize_query(&[("redirect_uri", other)]))
                .await
                .status,
            400,
            "{other}"
        );
    }
}

async fn every_refusal_reaches_the_client_with_state_and_iss(world: World) {
    let mut browser = world.browser();
    for (change, code) in [
        (("response_type", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", "id_token"), "unsupported_response_type"),
        (("response_type", "code token"), "unsupported_response_type"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("code_challenge_method", "S512"), "invalid_request"),
        (("prompt", "none login"), "invalid_request"),
        (("prompt", "bogus"), "invalid_request"),
        (("max_age", "-1"), "invalid_request"),
        (("max_age", "99999999999999999999"), "invalid_request"),
        (("max_age", "1e3"), "invalid_request"),
        (("scope", "admin"), "invalid_scope"),
        (("request", "x"), "invalid_request_object"),
        (
            ("request_uri", "http://169.254.169.254/x"),
            "invalid_request_uri",
        ),
        (("response_mode", "bogus"), "invalid_request"),
        (("resource", "https://other.example"), "invalid_target"),
        (("prompt", "none"), "login_required"),
    ] {
        let answer = browser.authorize(&authorize_query(&[change])).await;
        assert_eq!(answer.status, 303, "{change:?}");
        assert!(
            answer.location.as_ref().unwrap().starts_with(CALLBACK),
            "{change:?}"
        );
        let parameter = |name| answer.parameter(name);
        assert_eq!(parameter("error").as_deref(), Some(code), "{change:?}");
        assert_eq!(
            (parameter("state").as_deref(), parameter("iss")),
            (Some("s-1"), Some(world.issuer.clone())),
            "{change:?}"
        );
        assert_eq!(parameter("code"), None);
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

async fn prompt_none_never_shows_a_page(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let photos = [
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
        ("prompt", "none"),
    ];
    assert_eq!(
        browser
            .authorize(&authorize_query(&photos))
            .await
            .parameter("error")
            .as_deref(),
        Some("consent_required")
    );
    assert!(
        browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("code")
            .is_some()
    );
    world.advance(Lifetime::seconds(5)).await;
    assert_eq!(
        browser
            .authorize(&authorize_query(&[("prompt", "none"), ("max_age", "3")]))
            .await
            .parameter("error")
            .as_deref(),
        Some("login_required")
    );
}

async fn prompt_login_and_max_age_want_fresh_credentials(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = claims_of(&world.tokens(&mut browser, &[]).await.id)["auth_time"]
        .as_i64()
        .unwrap();
    world.advance(Lifetime::seconds(10)).await;
    for change in [("prompt", "login"), ("max_age", "1"), ("max_age", "0")] {
        let page = browser.authorize(&authorize_query(&[change])).await;
        assert!(
            page.body.contains("Sign in again"),
            "{change:?}: {}",
            page.body
        );
        // Stripping the parameter from the form, going Back or opening the resume address earns
        // nothing.
        let flow = page.field("flow").unwrap();
        let resumed = browser.get(&format!("/authorize/resume?flow={flow}")).await;
        assert!(
            resumed.location.unwrap().starts_with("/sign-in"),
            "{change:?}"
        );
        let answer = browser.sign_in_on(&page, ADA).await;
        let (status, body) = world.redeem(&answer.parameter("code").unwrap()).await;
        assert_eq!(status, 200);
        let again = claims_of(&Tokens::from(&body).id)["auth_time"]
            .as_i64()
            .unwrap();
        assert!(again >= first + 10, "{change:?}");
        world.advance(Lifetime::seconds(10)).await;
    }
}

async fn the_stored_request_is_the_only_request(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let forged = [
        ("username", ADA.0),
        ("password", ADA.1),
        ("scope", "openid notes:read"),
        ("redirect_uri", "https://evil.example/"),
        ("client_id", "photos"),
        ("nonce", "forged"),
    ];
    let answer = browser.submit(&page, &forged).await;
    let answer = browser.follow(answer).await;
    assert!(answer.location.as_ref().unwrap().starts_with(CALLBACK));
    let (_, body) = world.redeem(&answer.parameter("code").unwrap()).await;
    let tokens = Tokens::from(&body);
    assert_eq!(
        (
            claims_of(&tokens.id)["nonce"].as_str(),
            tokens.scope.as_str()
        ),
        (Some("n-1"), "openid profile email")
    );
}

async fn a_flow_belongs_to_the_browser_that_began_it(world: World) {
    let mut attacker = world.browser();
    let page = attacker.authorize(&authorize_query(&[])).await;
    let flow = page.field("flow").unwrap();
    let mut victim = world.signed_in(ADA).await;
    let before = victim.session();
    for path in [
        "/authorize/resume",
        "/sign-in",
        "/consent",
        "/missing-fields",
        "/select-account",
        "/select-organization",
    ] {
        let answer = victim.get(&format!("{path}?flow={flow}")).await;
        let answer = victim.follow(answer).await;
        assert_eq!((answer.status, &answer.location), (400, &None), "{path}");
    }
    assert_eq!(victim.session(), before);
    // The reverse: the victim's flow in the attacker's browser.
    let theirs = victim
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await
        .field("flow")
        .unwrap();
    let answer = attacker.get(&format!("/sign-in?flow={theirs}")).await;
    assert_eq!(attacker.follow(answer).await.status, 400);
}

async fn crossed_flows_keep_their_own_clients(world: World) {
    let mut browser = world.browser();
    let notes = browser
        .authorize(&authorize_query(&[("state", "of-notes")]))
        .await;
    let photos_query = authorize_query(&[
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
        ("state", "of-photos"),
    ]);
    let photos = browser.authorize(&photos_query).await;
    let consent = browser.sign_in_on(&photos, ADA).await;
    assert!(consent.body.contains("Photos wants to:"));
    let photos_answer = browser.submit(&consent, &[("answer", "allow")]).await;
    let photos_answer = browser.follow(photos_answer).await;
    let notes_answer = browser
        .get(&format!(
            "/authorize/resume?flow={}",
            notes.field("flow").unwrap()
        ))
        .await;
    assert_eq!(
        photos_answer.parameter("state").as_deref(),
        Some("of-photos")
    );
    assert_eq!(notes_answer.parameter("state").as_deref(), Some("of-notes"));
    assert!(
        photos_answer
            .location
            .as_ref()
            .unwrap()
            .starts_with("https://photos.example/callback")
    );
    // A code is its own client's alone.
    let code = photos_answer.parameter("code").unwrap();
    assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
    // And an answered question is answered: the request is started again.
    let again = browser.submit(&consent, &[("answer", "allow")]).await;
    assert!(again.location.unwrap().starts_with("/authorize/resume?"));
}

async fn consent_is_asked_once_and_for_more_again(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let photos = |scope: &'static str| {
        authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
            ("scope", scope),
        ])
    };
    let page = browser.authorize(&photos("openid email")).await;
    assert!(
        page.body.contains("See your email address") && !page.body.contains("phone"),
        "{}",
        page.body
    );
    let answer = browser.submit(&page, &[("answer", "allow")]).await;
    assert!(browser.follow(answer).await.parameter("code").is_some());
    assert!(
        browser
            .authorize(&photos("openid email"))
            .await
            .parameter("code")
            .is_some()
    );
    let more = browser.authorize(&photos("openid email phone")).await;
    assert!(more.body.contains("See your phone number"));
    // Taken back on the account page, it is asked for again.
    let account = browser.get("/account").await;
    assert!(account.body.contains("Photos"));
    let form = [
        ("form_token", account.token_of("/account/apps").unwrap()),
        ("client_id", "photos".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(browser.post("/account/apps", &form).await.status, 303);
    assert!(
        browser
            .authorize(&photos("openid email"))
            .await
            .body
            .contains("wants to")
    );
}

async fn denied_consent_is_access_denied_and_keeps_nothing(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
        ]))
        .await;
    let answer = browser.submit(&page, &[("answer", "deny")]).await;
    assert_eq!(
        (
            answer.status,
            answer.parameter("error").as_deref(),
            answer.parameter("state").as_deref()
        ),
        (303, Some("access_denied"), Some("s-1"))
    );
    assert!(
        world
            .provider
            .store()
            .consents_of_user(&world.sub(ADA.0).await)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_consent_form_counts_once(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
        ]))
        .await;
    let fields = [
        ("flow", page.field("flow").unwrap()),
        ("answer", "allow".to_owned()),
    ];
    let without_token: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(browser.post("/consent", &without_token).await.status, 403);
    for _ in 0..2 {
        let answer = browser.submit(&page, &[("answer", "allow")]).await;
        assert!(answer.location.unwrap().starts_with("/authorize/resume?"));
    }
}

async fn a_withdrawn_consent_does_not_come_back_with_an_older_request(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let query = |scope| {
        authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
            ("scope", scope),
        ])
    };
    let wide = browser.authorize(&query("openid profile email")).await;
    let allowed = browser.submit(&wide, &[("answer", "allow")]).await;
    assert_eq!(allowed.status, 303);
    let sub = world.sub(ADA.0).await;
    let consents = world.provider.consents();
    consents
        .withdraw(&world.context(), &sub, "photos")
        .await
        .unwrap();
    let narrow = browser.authorize(&query("openid")).await;
    let answer = browser.submit(&narrow, &[("answer", "allow")]).await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    // The first request goes on: its user is asked again, and may allow it again, once.
    let question = browser.follow(allowed).await;
    assert_eq!(question.parameter("code"), None);
    assert_eq!(question.status, 200, "{}", question.body);
    let answer = browser.submit(&question, &[("answer", "allow")]).await;
    let twice = browser.submit(&question, &[("answer", "allow")]).await;
    assert_eq!(twice.status, 303);
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
}

async fn requests_of_one_client_that_are_allowed_at_once_are_all_answered(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let mut allowed = Vec::new();
    for scope in ["openid", "openid email", "openid profile", "openid email"] {
        let query = authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", "https://photos.example/callback"),
            ("scope", scope),
            ("prompt", "consent"),
        ]);
        allowed.push(browser.authorize(&query).await);
    }
    for page in &mut allowed {
        *page = browser.submit(page, &[("answer", "allow")]).await;
        assert_eq!(page.status, 303, "{}", page.body);
    }
    for answer in allowed {
        let answer = browser.follow(answer).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
    }
}

async fn a_hint_of_somebody_else_is_login_required(world: World) {
    let mut grace = world.signed_in(GRACE).await;
    let hint = world.tokens(&mut grace, &[]).await.id;
    let mut ada = world.signed_in(ADA).await;
    let answer = ada
        .authorize(&authorize_query(&[
            ("prompt", "none"),
            ("id_token_hint", &hint),
        ]))
        .await;
    assert_eq!(
        (
            answer.parameter("error").as_deref(),
            answer.parameter("code")
        ),
        (Some("login_required"), None)
    );
    let own = world.tokens(&mut ada, &[]).await.id;
    assert!(
        ada.authorize(&authorize_query(&[
            ("prompt", "none"),
            ("id_token_hint", &own)
        ]))
        .await
        .parameter("code")
        .is_some()
    );
    let broken = format!("{}x", &own[..own.len() - 1]);
    assert_eq!(
        ada.authorize(&authorize_query(&[
            ("prompt", "none"),
            ("id_token_hint", &broken)
        ]))
        .await
        .parameter("error")
        .as_deref(),
        Some("invalid_request")
    );
}

async fn response_modes_carry_the_same_answer(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let fragment = browser
        .authorize(&authorize_query(&[("response_mode", "fragment")]))
        .await;
    assert!(fragment.location.as_ref().unwrap().contains("#code="));
    let page = browser
        .authorize(&authorize_query(&[
            ("response_mode", "form_post"),
            ("state", "\"><script>alert(1)</script>"),
        ]))
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(page.action(), CALLBACK);
    assert!(
        page.field("code").is_some()
            && page.field("iss").is_some()
            && !page.body.contains("<script>alert")
    );
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(
        page.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
}

async fn select_account_asks_which_account(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    assert!(page.body.contains("Ada Lovelace") && page.body.contains("Use another account"));
    let answer = browser.submit(&page, &[("account", "this")]).await;
    assert!(browser.follow(answer).await.parameter("code").is_some());
    let page = browser
        .authorize(&authorize_query(&[("prompt", "select_account")]))
        .await;
    let other = browser.submit(&page, &[("account", "other")]).await;
    let form = browser.follow(other).await;
    let answer = browser.sign_in_on(&form, GRACE).await;
    let (_, body) = world.redeem(&answer.parameter("code").unwrap()).await;
    assert_eq!(
        claims_of(&Tokens::from(&body).id)["sub"],
        world.sub(GRACE.0).await
    );
}

async fn post_to_authorize_works_as_get_does(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let form = [
        ("client_id", "notes"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let answer = browser.post("/authorize", &form).await;
    assert_eq!(answer.status, 303);
    assert!(browser.follow(answer).await.parameter("code").is_some());
    let (status, _, _) = world
        .post_raw("/authorize", None, "x".repeat(100_000))
        .await;
    assert_eq!(status, 413);
}

async fn hostile_state_comes_back_unchanged(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for state in [
        "\"><script>alert(1)</script>",
        "a\r\nSet-Cookie: x=y",
        "ünïcödé ✓",
        &"x".repeat(4096),
        "a&b=c#d%25",
    ] {
        let answer = browser
            .authorize(&authorize_query(&[("state", state)]))
            .await;
        assert_eq!(answer.parameter("state").as_deref(), Some(state));
        assert!(answer.location.unwrap().is_ascii());
    }
    assert_eq!(
        browser
            .authorize(&authorize_query(&[("state", &"x".repeat(5000))]))
            .await
            .parameter("error")
            .as_deref(),
        Some("invalid_request")
    );
}

async fn a_redirect_uri_removed_meanwhile_gets_no_code(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    world
        .client(
            "notes",
            &json!({"redirect_uris": ["https://notes.example/other"]}),
            &json!({"first_party": true}),
        )
        .await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert_eq!((answer.status, answer.location), (400, None));
}

async fn a_disabled_client_gets_nothing(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let clients = world.provider.clients();
    clients
        .set_disabled(&world.context(), "notes", true)
        .await
        .unwrap();
    world.expire_versions();
    assert_eq!(browser.authorize(&authorize_query(&[])).await.status, 400);
    for path in ["/token", "/introspect", "/revoke"] {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
            ("token", tokens.refresh.as_str()),
            ("code_verifier", VERIFIER),
        ];
        let (status, body) = world.post(path, Some(basic("notes", SECRET)), &form).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (401, Some("invalid_client")),
            "{path}"
        );
    }
    assert_eq!(world.userinfo(&tokens.access).await.0, 401);
}

async fn text_that_no_database_holds_is_refused_politely(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for encoded in ["%00", "%ff%fe", "%c0%af", "%ed%a0%80"] {
        for name in [
            "state",
            "nonce",
            "login_hint",
            "scope",
            "code_challenge",
            "acr_values",
        ] {
            let query = format!("{}&{name}=a{encoded}", authorize_query(&[(name, "")]));
            let answer = browser.authorize(&query).await;
            assert_eq!(answer.status, 400, "{name} {encoded}");
        }
        for name in ["client_id", "redirect_uri"] {
            assert_eq!(
                browser
                    .authorize(&format!(
                        "{}&{name}=a{encoded}",
                        authorize_query(&[(name, "")])
                    ))
                    .await
                    .status,
                400,
                "{name}"
            );
        }
        for body in [
            "grant_type=authorization_code&code=a",
            "grant_type=refresh_token&refresh_token=a",
            "grant_type=a",
            "grant_type=client_credentials&scope=a",
        ] {
            let (status, _, text) = world
                .post_raw(
                    "/token",
                    Some(basic("notes", SECRET)),
                    format!("{body}{encoded}"),
                )
                .await;
            assert!(
                status == 400 && text.contains("\"error\":\"invalid_request\""),
                "{body}{encoded}: {status} {text}"
            );
        }
        let (status, _, text) = world
            .post_raw(
                "/introspect",
                Some(basic("notes", SECRET)),
                format!("token=a{encoded}"),
            )
            .await;
        assert!(status == 400 && text.contains("invalid_request"), "{text}");
    }
}
