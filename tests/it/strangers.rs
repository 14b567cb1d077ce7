//! Whoever only looks writes nothing: requests that wait for a user travel sealed through the
//! browser, until somebody acts.

use crate::{
    on_both_wide,
    storage::raw::Raw,
    world::{
        ADA, Answer, Browser, CALLBACK, GRACE, Shape, StandIn, Way, World, authorize_query, filled,
        mounted,
    },
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both_wide!(
    no_get_of_a_stranger_writes_anything,
    a_sealed_request_is_answered_once_however_often_it_is_brought,
    a_sealed_request_is_of_one_browser_and_expires,
    a_request_is_no_longer_sealed_than_it_was,
    a_login_that_no_form_began_is_used_once,
    a_button_that_strangers_press_writes_nothing,
    a_login_that_is_too_long_for_a_provider_asks_by_a_form,
    two_tabs_and_the_way_back_work_without_rows
);

/// What a stranger asks for at a path, beside the path itself.
fn queries_of(path: &str) -> Option<Vec<String>> {
    let text = |queries: &[&str]| Some(queries.iter().map(|query| (*query).to_owned()).collect());
    match path {
        "/authorize" => Some(
            [
                &[][..],
                &[("prompt", "none")],
                &[("prompt", "login")],
                &[("prompt", "select_account")],
                &[("prompt", "consent")],
                &[("max_age", "0")],
                &[("acr_values", "urn:doorward:acr:2fa")],
                &[("login_hint", "ada@example.com")],
                &[("idp_hint", "up")],
                &[
                    ("idp_hint", "strong"),
                    ("acr_values", "urn:doorward:acr:2fa"),
                ],
                &[("ui_locales", "de en")],
                &[
                    ("client_id", "photos"),
                    ("redirect_uri", "https://photos.example/callback"),
                ],
                &[("client_id", "sole")],
                &[
                    ("client_id", "sole"),
                    ("acr_values", "urn:doorward:acr:2fa"),
                ],
                &[("client_id", "nobody")],
                &[("redirect_uri", "https://evil.example/")],
                &[("response_type", "code id_token")],
                &[("response_mode", "form_post")],
                &[("request", "x")],
                &[("request_uri", "https://notes.example/object")],
                &[("id_token_hint", "x")],
            ]
            .iter()
            .map(|changes| authorize_query(changes))
            .chain([
                // As long as a query may be, and longer.
                authorize_query(&[("extra", &"s".repeat(7000))]),
                authorize_query(&[("extra", &random_text(7000))]),
                authorize_query(&[
                    ("extra", &random_text(8000)),
                    ("another", &random_text(8000)),
                ]),
                authorize_query(&[("client_id", "sole"), ("extra", &random_text(6000))]),
            ])
            .collect(),
        ),
        "/authorize/resume"
        | "/consent"
        | "/missing-fields"
        | "/no-access"
        | "/select-organization" => text(&["flow=x", "flow="]),
        "/sign-in" => text(&[
            "flow=x",
            "way=another",
            "way=again",
            "way=choose",
            "way=step-up",
        ]),
        "/select-account" | "/sign-up" | "/forgot-password" | "/sign-in/second-factor" => {
            text(&["flow=x"])
        }
        "/federation/{id}/callback" => {
            text(&["state=x&code=y", "error=access_denied", "state=x&error=y"])
        }
        "/federation/{id}/signed-out" => text(&["state=x"]),
        "/link-account" => text(&["offer=x"]),
        "/sign-up/code"
        | "/sign-up/state"
        | "/sign-up/complete"
        | "/sign-in/code"
        | "/account/address"
        | "/sign-in/second-factor/recovery" => text(&["ticket=x"]),
        "/sign-up/confirm"
        | "/sign-in/link"
        | "/setup"
        | "/invitation"
        | "/reset-password"
        | "/account-address"
        | "/account-address/undo"
        | "/account-deletion/undo"
        | "/recovery"
        | "/recovery/refuse" => text(&["token=x"]),
        "/end_session" => text(&[
            "client_id=notes",
            "id_token_hint=x",
            "client_id=notes&post_logout_redirect_uri=https%3A%2F%2Fnotes.example%2Fbye&state=1",
        ]),
        "/check_session"
        | "/signed-out"
        | "/me"
        | "/account"
        | "/dev/mail"
        | "/dev/mail.json"
        | "/dev/mail/{number}"
        | "/not-me"
        | "/account/security"
        | "/account/security/authenticator"
        | "/account/security/authenticator/remove"
        | "/account/security/recovery-codes"
        | "/account/security/passkeys/new"
        | "/account/security/passkeys/offer"
        | "/account/security/passkeys"
        | "/account/security/passkeys/rename"
        | "/account/security/passkeys/remove"
        | "/account/security/trusted-browsers"
        | "/account/recovery/refuse"
        | "/sign-in/second-factor/set-up"
        | "/sign-in/passkey"
        | "/.well-known/webauthn"
        | "/.well-known/passkey-endpoints"
        | "/.well-known/change-password"
        | "/account/profile"
        | "/account/picture"
        | "/account/access"
        | "/account/access/ask"
        | "/account/activity"
        | "/account/data"
        | "/pictures/{id}"
        | "/brand/images/{digest}"
        | "/brand/accents/{file}"
        | "/brand/accents/{scheme}/{file}"
        | "/brand/styles/{file}"
        | "/account/password"
        | "/"
        | "/userinfo"
        | "/register/{client_id}"
        | "/ssf/stream"
        | "/ssf/status"
        | "/forward-auth"
        | "/forward-auth/{client_id}"
        | "/livez"
        | "/readyz"
        | "/assets/{name}"
        | "/.well-known/openid-configuration"
        | "/.well-known/oauth-authorization-server"
        | "/.well-known/jwks.json"
        | "/.well-known/ssf-configuration"
        | "/.well-known/authzen-configuration" => Some(Vec::new()),
        // The pages of administrators, and what only a token opens.
        path if ["/admin", "/api/v1", "/scim/v2", "/docs"]
            .iter()
            .any(|prefix| path.starts_with(prefix)) =>
        {
            text(&["q=ada", "filter=userName%20eq%20%22ada%22"])
        }
        "/.well-known/oauth-protected-resource/api/v1"
        | "/forward-auth/"
        | "/forward-auth/{client_id}/" => Some(Vec::new()),
        // A path of somebody else's making: nothing is known of it yet.
        _ => None,
    }
}

/// Text that no compression shortens, the same each time.
fn random_text(length: usize) -> String {
    let mut number = 7_u64;
    let mut next = || {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = usize::try_from(number >> 58).unwrap();
        char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[index])
    };
    (0..length).map(|_| next()).collect()
}

async fn sole_provider(world: &World, shape: &serde_json::Value) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, "up", shape).await;
    up.is(json!({"sub": "new", "email": "new@up.example", "email_verified": true}));
    let sole = json!({"redirect_uris": [CALLBACK], "first_party": true, "client_name": "Sole", "providers": ["up"]});
    world.client("sole", &sole, &json!({})).await;
    up
}

/// Follows an answer as far as it stays here, and tries everything that a page or a provider could
/// have sent the browser to.
async fn explore(browser: &mut Browser, answer: Answer) {
    let mut here = answer;
    for _ in 0..8 {
        if let Some(flow) = here
            .parameter("flow")
            .or_else(|| here.field("flow"))
            .or_else(|| {
                let location = here.location.as_deref()?;
                let (_, query) = location.split_once('?')?;
                url::form_urlencoded::parse(query.as_bytes())
                    .find(|(name, _)| name == "flow")
                    .map(|(_, value)| value.into_owned())
            })
        {
            for path in [
                "/authorize/resume",
                "/select-account",
                "/consent",
                "/missing-fields",
                "/no-access",
                "/select-organization",
                "/sign-in",
            ] {
                browser.get(&format!("{path}?flow={flow}")).await;
            }
            for way in ["another", "again", "choose", "step-up"] {
                let page = browser
                    .get(&format!("/sign-in?flow={flow}&way={way}"))
                    .await;
                come_back_with_nothing(browser, &page).await;
            }
        }
        come_back_with_nothing(browser, &here).await;
        match here.location.clone() {
            Some(location) if location.starts_with('/') => here = browser.get(&location).await,
            _ => return,
        }
    }
}

/// Where a page sent the browser to a provider: comes back with a `state` that is good, and nothing
/// that the provider confirms.
async fn come_back_with_nothing(browser: &mut Browser, away: &Answer) {
    let Some(state) = away
        .parameter("state")
        .filter(|_| away.parameter("nonce").is_some())
    else {
        return;
    };
    for rest in [
        "error=access_denied",
        "error=server_error",
        "code=guessed",
        "nothing=1",
    ] {
        for provider in ["up", "strong", "nobody"] {
            browser
                .get(&format!(
                    "/federation/{provider}/callback?state={state}&{rest}"
                ))
                .await;
        }
    }
}

/// Everything in the database but the one row that readiness overwrites, once a second at most, to
/// find out whether the database takes writes.
async fn written(raw: &Raw) -> Vec<String> {
    let mut rows = raw.dump().await;
    rows.retain(|row| !row.starts_with("write_probe: "));
    rows
}

async fn no_get_of_a_stranger_writes_anything(world: World) {
    let _up = sole_provider(&world, &json!({"sign_up": true, "trust_amr": true})).await;
    let strong = StandIn::open(&world, Shape::Oidc);
    let more = json!({"sign_up": true, "trust_amr": true, "step_up_acr_values": "mfa"});
    strong.declare(&world, "strong", &more).await;
    let site = json!({"client_name": "Wiki", "forward_auth": {"origins": ["https://wiki.example"], "roles": []}, "grant_types": ["authorization_code"]});
    world.client("wiki", &site, &json!({})).await;
    let raw = Raw::of(&world).await;
    world.signed_in(GRACE).await;
    // The worker writes the place of each entry in the chain.
    crate::audit::chained(&world).await;
    let before = written(&raw).await;
    assert!(before.len() > 10, "{before:?}");
    let mounted = mounted(&world).await;
    for path in mounted
        .into_iter()
        .filter_map(|(path, get)| get.then_some(path))
    {
        let queries = queries_of(&path)
            .unwrap_or_else(|| panic!("say in queries_of how a stranger asks for {path}"));
        for query in queries.iter().map(String::as_str).chain([""]) {
            for id in ["up", "wiki", "doorward.css"] {
                let target = filled(&path, id);
                let mut browser = world.browser();
                browser.extra_headers = vec![
                    ("x-forwarded-host", "wiki.example".to_owned()),
                    ("x-forwarded-uri", format!("/page?{query}")),
                    ("x-forwarded-method", "GET".to_owned()),
                    ("x-forwarded-proto", "https".to_owned()),
                    ("accept", "text/html".to_owned()),
                ];
                let answer = browser.get(&format!("{target}?{query}")).await;
                explore(&mut browser, answer).await;
                if !target.contains(id) {
                    break;
                }
            }
        }
        assert_eq!(written(&raw).await, before, "{path}");
    }
    // A site sends strangers to the authorization endpoint: nothing there either.
    let (mut proxy, mut browser) = (world.browser(), world.browser());
    let away = crate::forward_auth::ask(&mut proxy, "wiki.example", "/page", &[]).await;
    let answer = browser.get(away.location.as_deref().unwrap()).await;
    explore(&mut browser, answer).await;
    assert_eq!(written(&raw).await, before, "a site");
    // Whoever acts is written down.
    world.signed_in(ADA).await;
    assert_ne!(written(&raw).await, before);
}

async fn a_sealed_request_is_answered_once_however_often_it_is_brought(world: World) {
    let raw = Raw::of(&world).await;
    let mut browser = world.browser();
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    let flow = page.field("flow").unwrap();
    assert_eq!(raw.count("interactions").await, 0);
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let resume = answer.location.unwrap();
    assert_eq!(resume, format!("/authorize/resume?flow={flow}"));
    let cookies = browser.cookies.clone();
    let answers = futures_util::future::join_all((0..10).map(|_| {
        let (mut tab, resume) = (world.browser(), resume.clone());
        tab.cookies = cookies.clone();
        async move { tab.get(&resume).await }
    }))
    .await;
    let codes = answers
        .iter()
        .filter(|answer| answer.parameter("code").is_some());
    assert_eq!(codes.count(), 1);
    // The others are requests of their own, for which nobody signed in yet.
    let asks_again = |answer: &Answer| {
        let location = answer.location.as_deref().unwrap_or_default();
        location.starts_with("/sign-in?flow=") && !location.contains(&flow)
    };
    assert_eq!(
        answers.iter().filter(|answer| asks_again(answer)).count(),
        9
    );
    assert_eq!(raw.count("interactions").await, 1);
    // Another spelling of the same text is the same request.
    for spelling in [
        format!("{flow}="),
        format!("{flow}A"),
        flow.replace('.', "%2E"),
    ] {
        let again = browser
            .get(&format!("/authorize/resume?flow={spelling}"))
            .await;
        assert!(again.status == 400 || asks_again(&again), "{spelling}");
    }
    // Also while the row is purged: it is kept for longer than the request is valid.
    world.advance(Lifetime::minutes(14)).await;
    world.provider.purge().run(&world.context(), || true).await;
    assert!(asks_again(&browser.get(&resume).await));
    world.advance(Lifetime::minutes(10)).await;
    world.provider.purge().run(&world.context(), || true).await;
    assert!(asks_again(&browser.get(&resume).await));
}

async fn a_sealed_request_is_of_one_browser_and_expires(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let flow = page.field("flow").unwrap();
    let mut other = world.signed_in(ADA).await;
    // Garbled anywhere, it is nothing; and nothing of another browser.
    let mut garbled = flow.clone().into_bytes();
    for position in (0..garbled.len()).step_by(31) {
        garbled[position] ^= 1;
        let text = String::from_utf8_lossy(&garbled).into_owned();
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let answer = browser.get(&format!("/sign-in?flow={encoded}")).await;
        let answer = browser.follow(answer).await;
        assert_eq!((answer.status, answer.location), (400, None), "{position}");
        garbled[position] ^= 1;
    }
    for path in [
        "/sign-in",
        "/authorize/resume",
        "/consent",
        "/missing-fields",
        "/no-access",
        "/select-account",
        "/select-organization",
    ] {
        let answer = other.get(&format!("{path}?flow={flow}")).await;
        let answer = other.follow(answer).await;
        assert_eq!((answer.status, answer.location), (400, None), "{path}");
    }
    assert_eq!(
        browser.get(&format!("/sign-in?flow={flow}")).await.status,
        200
    );
    world.advance(Lifetime::minutes(15)).await;
    let late = browser.get(&format!("/sign-in?flow={flow}")).await;
    assert_eq!(
        late.location,
        Some(format!("/authorize/resume?flow={flow}"))
    );
    let renewed = browser.follow(late).await;
    assert_eq!(renewed.status, 200, "{}", renewed.body);
    assert_ne!(renewed.field("flow"), Some(flow));
}

async fn a_request_is_no_longer_sealed_than_it_was(world: World) {
    let mut browser = world.browser();
    let mut sealed = async |text: &str| {
        let query = authorize_query(&[("extra", text)]);
        let answer = browser.get(&format!("/authorize?{query}")).await;
        (query.len(), answer)
    };
    for length in [10, 500, 2000, 7000] {
        let (before, answer) = sealed(&random_text(length)).await;
        let location = answer.location.unwrap();
        assert!(location.starts_with("/sign-in?flow="), "{location}");
        assert!(
            location.len() < before + before / 8 + 400,
            "{before}: {}",
            location.len()
        );
    }
    // What is too long to travel is refused, at the client.
    let long = random_text(8000);
    let query = authorize_query(&[("state", "short"), ("extra", &long), ("another", &long)]);
    let answer = browser.get(&format!("/authorize?{query}")).await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("invalid_request")
    );
    assert_eq!(answer.parameter("state").as_deref(), Some("short"));
}

async fn a_login_that_no_form_began_is_used_once(world: World) {
    let up = sole_provider(&world, &json!({"sign_up": true})).await;
    let raw = Raw::of(&world).await;
    let mut browser = world.browser();
    let away = browser
        .authorize(&authorize_query(&[("client_id", "sole")]))
        .await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    assert_eq!(raw.count("federation_flows").await, 0);
    let cookies = browser.cookies.clone();
    let stranger = world.browser().get(&location).await;
    assert_eq!(stranger.status, 400, "another browser's");
    let sessions = futures_util::future::join_all((0..10).map(|_| {
        let (mut tab, location) = (world.browser(), location.clone());
        tab.cookies = cookies.clone();
        async move {
            let answer = tab.get(&location).await;
            assert!(answer.location.unwrap().starts_with("/authorize/resume?"));
            tab.session()
        }
    }))
    .await;
    assert_eq!(sessions.iter().flatten().count(), 1, "{sessions:?}");
    // A login that comes back too late is none: the request goes on to the provider again.
    let mut late = world.browser();
    let away = late
        .authorize(&authorize_query(&[("client_id", "sole")]))
        .await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    world.advance(Lifetime::minutes(10)).await;
    let back = late.get(&location).await;
    assert_eq!(late.session(), None);
    let away = late.follow(back).await;
    assert!(away.location.unwrap().starts_with(&up.base));
}

async fn a_button_that_strangers_press_writes_nothing(world: World) {
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({"sign_up": true})).await;
    let raw = Raw::of(&world).await;
    let before = written(&raw).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    for _ in 0..3 {
        let mut stranger = world.browser();
        stranger.cookies.clone_from(&browser.cookies);
        let away = stranger.choose(&page, "up").await;
        assert_eq!(away.status, 303, "{}", away.body);
    }
    let away = browser.choose(&page, "up").await;
    assert_eq!(written(&raw).await, before);
    // Who comes back is signed in, once.
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let mut again = world.browser();
    again.cookies.clone_from(&browser.cookies);
    let back = browser.get(&location).await;
    let answer = browser.follow(back).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    again.get(&location).await;
    assert_eq!(again.session(), None);
}

async fn a_login_that_is_too_long_for_a_provider_asks_by_a_form(world: World) {
    let up = sole_provider(&world, &json!({"sign_up": true})).await;
    let mut browser = world.browser();
    let state = random_text(4000);
    let query = authorize_query(&[("client_id", "sole"), ("state", &state)]);
    let page = browser.authorize(&query).await;
    assert_eq!(page.status, 200, "{:?}", page.location);
    let away = browser.choose(&page, "up").await;
    assert!(
        away.location
            .as_deref()
            .is_some_and(|url| url.starts_with(&up.base) && url.len() < 1000)
    );
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let back = browser.get(&location).await;
    let answer = browser.follow(back).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    assert_eq!(answer.parameter("state"), Some(state));
}

/// A browser that is set to these languages.
fn speaking(world: &World, languages: &str) -> crate::world::Browser {
    let mut browser = world.browser();
    browser.extra_headers = vec![("accept-language", languages.to_owned())];
    browser
}

async fn two_tabs_and_the_way_back_work_without_rows(world: World) {
    // One tab asks for a language, the other leaves it to the browser.
    let mut browser = speaking(&world, "de-AT, de;q=0.9");
    browser.get("/sign-in").await;
    let first = browser
        .authorize(&authorize_query(&[
            ("state", "first"),
            ("ui_locales", "fr en"),
        ]))
        .await;
    let second = browser
        .authorize(&authorize_query(&[("state", "second")]))
        .await;
    // A wrong password, the way back, another language, the form again.
    let wrong = browser
        .submit(&second, &[("username", ADA.0), ("password", "wrong")])
        .await;
    assert_eq!(wrong.status, 200);
    let flow = first.field("flow").unwrap();
    browser.get(&format!("/sign-in?flow={flow}")).await;
    let mut pages = Vec::new();
    // The app asked for French first, whatever the browser prefers.
    for languages in ["pt-BR", "en-GB, de;q=0.5", "*"] {
        browser.extra_headers = speaking(&world, languages).extra_headers;
        let page = browser
            .get(&format!("/sign-in?flow={flow}&way=choose"))
            .await;
        let is_french = page.body.contains("<html lang=\"fr\" dir=\"ltr\">");
        assert!(page.status == 200 && is_french, "{languages}");
        assert_eq!(page.field("flow").as_deref(), Some(flow.as_str()));
        pages.push(page);
    }
    // The form as it was before the language was switched is as good as the last one.
    let answer = browser.sign_in_on(&pages[0], ADA).await;
    assert_eq!(answer.parameter("state").as_deref(), Some("first"));
    let flow = second.field("flow").unwrap();
    let answer = browser.get(&format!("/authorize/resume?flow={flow}")).await;
    assert_eq!(answer.parameter("state").as_deref(), Some("second"));
}
