//! Access tokens at the API of a site behind a proxy, and the sign-out of such a site.

use crate::{
    forward_auth::ask,
    on_both,
    world::{
        ADA, Answer, Browser, CALLBACK, GRACE, SECRET, Tokens, VERIFIER, World, authorize_query,
        basic,
    },
};
use serde_json::{Value, json};

on_both!(
    a_token_for_the_site_opens_its_api_and_nothing_else,
    the_rules_of_a_site_hold_for_tokens_too,
    a_client_that_acts_for_itself_is_no_user,
    a_token_that_does_not_open_the_site_leaves_the_cookie_its_place,
    no_request_for_an_api_is_redirected,
    a_site_has_a_way_to_sign_out,
    a_header_that_cannot_be_read_is_not_absent,
    codes_of_a_site_give_no_tokens
);

const WIKI: &str = "https://wiki.example";

/// The site, with further settings of it, and Notes, whose tokens are meant for it.
async fn site(world: &World, settings: Value, client: Value) {
    let mut forward_auth = json!({"origins": [WIKI], "api_paths": ["/api"]});
    for (name, value) in settings.as_object().unwrap() {
        forward_auth[name] = value.clone();
    }
    let document = json!({"client_name": "Wiki", "forward_auth": forward_auth, "grant_types": ["authorization_code"]});
    world.client("wiki", &document, &client).await;
    notes(world, &json!([WIKI])).await;
}

async fn notes(world: &World, audience: &Value) {
    let notes = json!({"client_name": "Notes", "redirect_uris": [CALLBACK], "first_party": true, "audience": audience, "scope": "openid profile email offline_access",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"]});
    world.client("notes", &notes, &json!({})).await;
}

async fn tokens(world: &World, who: (&str, &str)) -> Tokens {
    let mut browser = world.signed_in(who).await;
    world.tokens(&mut browser, &[]).await
}

async fn call(browser: &mut Browser, path: &str, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("accept", "application/json"),
    ];
    ask(browser, "wiki.example", path, &headers).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

async fn a_token_for_the_site_opens_its_api_and_nothing_else(world: World) {
    site(&world, json!({}), json!({})).await;
    let token = tokens(&world, ADA).await.access;
    let mut program = world.browser();
    for path in ["/api", "/api/pages?x=1"] {
        let answer = call(&mut program, path, &token).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let told =
            ["remote-user", "remote-email", "remote-client"].map(|name| header(&answer, name));
        assert_eq!(told, ["ada", ADA.0, "notes"]);
    }
    assert!(program.cookies.is_empty(), "a program keeps no session");
    // As nginx says it: the path that the site gets counts, not the one that a parser makes of it.
    for (path, status) in [
        ("/api/x", 200),
        ("/admin/../api/x", 401),
        ("/admin/%2e%2e/api/x", 401),
        ("/admin\\..\\api/x", 401),
        ("/api/../admin", 401),
    ] {
        program.extra_headers = vec![
            ("x-original-url", format!("{WIKI}{path}")),
            ("authorization", format!("Bearer {token}")),
            ("accept", "application/json".to_owned()),
        ];
        let answer = program.get("/forward-auth/wiki").await;
        assert_eq!(answer.status, status, "{path}");
    }
    program.extra_headers.clear();
    for path in [
        "/",
        "/admin",
        "/apis",
        "/api/../admin",
        "/api/%2e%2e/admin",
        "/api//x",
    ] {
        let answer = call(&mut program, path, &token).await;
        assert_eq!(answer.status, 401, "{path}");
        assert_eq!(header(&answer, "www-authenticate"), "", "{path}");
    }
    // Revoked, the session ended, the user disabled: the next request is refused.
    let other = tokens(&world, ADA).await.access;
    assert_eq!(world.revoke(&token).await, 200);
    assert_eq!(call(&mut program, "/api", &token).await.status, 401);
    assert_eq!(call(&mut program, "/api", &other).await.status, 200);
    world.disable(ADA.0).await;
    assert_eq!(call(&mut program, "/api", &other).await.status, 401);
}

async fn the_rules_of_a_site_hold_for_tokens_too(world: World) {
    let cases = [
        (json!({"roles": ["editor"]}), json!({}), 403, ""),
        (
            json!({"acr_values": ["urn:doorward:acr:2fa"]}),
            json!({}),
            401,
            "insufficient_user_authentication",
        ),
        (json!({"max_age": 3600}), json!({}), 200, ""),
        (
            json!({}),
            json!({"providers": ["corp"]}),
            401,
            "by a method",
        ),
        (json!({}), json!({"providers": ["password"]}), 200, ""),
    ];
    let mut program = world.browser();
    for (settings, client, status, challenge) in cases {
        site(&world, settings.clone(), client).await;
        let token = tokens(&world, ADA).await.access;
        let answer = call(&mut program, "/api", &token).await;
        assert_eq!(answer.status, status, "{settings}: {}", answer.body);
        assert!(
            header(&answer, "www-authenticate").contains(challenge),
            "{settings}"
        );
    }
    // Meant for another site, for the provider alone, or for nobody that is known.
    site(&world, json!({}), json!({})).await;
    for (audience, status) in [
        (json!([]), 401),
        (json!(["https://wiki.example.evil.example"]), 401),
        (json!(["http://wiki.example"]), 401),
        (json!(["https://wiki.example/"]), 200),
        (json!(["wiki"]), 200),
    ] {
        notes(&world, &audience).await;
        let token = tokens(&world, ADA).await.access;
        let answer = call(&mut program, "/api", &token).await;
        assert_eq!(answer.status, status, "{audience}");
        let is_told = header(&answer, "www-authenticate").contains("error=\"invalid_token\"");
        assert_eq!(is_told, status == 401, "{audience}");
    }
    // No other token of this provider is one.
    let tokens = tokens(&world, ADA).await;
    for wrong in [
        &tokens.id,
        &tokens.refresh,
        &format!("{}x", tokens.access),
        &String::new(),
    ] {
        assert_eq!(
            call(&mut program, "/api", wrong).await.status,
            401,
            "{wrong}"
        );
    }
}

async fn a_client_that_acts_for_itself_is_no_user(world: World) {
    site(&world, json!({}), json!({})).await;
    // Its name is that of a user.
    let ada = json!({"grant_types": ["client_credentials"], "scope": "wiki", "audience": ["wiki"]});
    world.client("ada", &ada, &json!({})).await;
    let form = [("grant_type", "client_credentials"), ("scope", "wiki")];
    let (status, body) = world
        .post("/token", Some(basic("ada", SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{body}");
    let token = body["access_token"].as_str().unwrap();
    let mut program = world.browser();
    let answer = call(&mut program, "/api", token).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    for name in [
        "remote-user",
        "remote-email",
        "remote-name",
        "remote-groups",
        "remote-subject",
    ] {
        assert!(
            answer.headers.contains_key(name) && header(&answer, name).is_empty(),
            "{name}"
        );
    }
    assert_eq!(header(&answer, "remote-client"), "ada");
    // It has no role, and no user authenticated.
    for (settings, status) in [
        (json!({"roles": ["editor"]}), 403),
        (json!({"max_age": 5}), 401),
    ] {
        site(&world, settings, json!({})).await;
        assert_eq!(call(&mut program, "/api", token).await.status, status);
    }
}

/// A browser that is signed in at the site.
async fn entered(world: &World, who: (&str, &str)) -> Browser {
    let (mut at_site, mut at_provider) = (world.browser(), world.signed_in(who).await);
    let away = ask(&mut at_site, "wiki.example", "/", &[]).await;
    let back = at_provider
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    assert_eq!(
        ask(&mut at_site, "wiki.example", &callback, &[])
            .await
            .status,
        302
    );
    at_site
}

async fn a_token_that_does_not_open_the_site_leaves_the_cookie_its_place(world: World) {
    site(&world, json!({}), json!({})).await;
    let mut browser = entered(&world, ADA).await;
    // A token of the site's own, in the same header.
    let answer = call(&mut browser, "/api", "wiki_0123456789abcdef").await;
    assert_eq!(
        (answer.status, header(&answer, "remote-user")),
        (200, "ada")
    );
    assert_eq!(header(&answer, "remote-client"), "");
    for other in ["Basic YTpi", "Bearer", "Token x", "Bearer a b"] {
        let answer = ask(
            &mut browser,
            "wiki.example",
            "/api",
            &[("authorization", other)],
        )
        .await;
        assert_eq!(answer.status, 200, "{other}");
    }
    // One that opens it is the one who asks.
    let token = tokens(&world, GRACE).await.access;
    let answer = call(&mut browser, "/api", &token).await;
    assert_eq!(
        (answer.status, header(&answer, "remote-email")),
        (200, GRACE.0)
    );
    // At a page it counts for nothing.
    let answer = call(&mut browser, "/page", &token).await;
    assert_eq!(
        (answer.status, header(&answer, "remote-user")),
        (200, "ada")
    );
}

async fn no_request_for_an_api_is_redirected(world: World) {
    site(&world, json!({}), json!({})).await;
    let mut program = world.browser();
    for accept in ["text/html", "*/*", "application/json"] {
        let answer = ask(
            &mut program,
            "wiki.example",
            "/api/pages",
            &[("accept", accept)],
        )
        .await;
        assert_eq!(answer.status, 401, "{accept}");
        assert_eq!(
            header(&answer, "www-authenticate"),
            "Bearer realm=\"doorward\""
        );
        assert!(answer.location.is_none() && answer.set_cookies.is_empty());
    }
    // As nginx asks.
    program.extra_headers = vec![
        ("x-original-url", format!("{WIKI}/api/pages")),
        ("authorization", "Bearer x.y.z".to_owned()),
    ];
    let answer = program.get("/forward-auth/wiki").await;
    assert_eq!(answer.status, 401);
    assert!(header(&answer, "www-authenticate").contains("error=\"invalid_token\""));
    assert!(answer.location.is_none());
}

async fn a_site_has_a_way_to_sign_out(world: World) {
    site(&world, json!({"sign_out_path": "/logout"}), json!({})).await;
    let mut browser = entered(&world, ADA).await;
    let end_session = format!("{}/end_session?client_id=wiki", world.issuer);
    for path in [
        "/.doorward/sign-out",
        "/logout",
        "/logout?next=https://evil.example",
    ] {
        for method in ["GET", "POST"] {
            let headers = [("x-forwarded-method", method)];
            let answer = ask(&mut browser, "wiki.example", path, &headers).await;
            assert_eq!(answer.status, 302, "{path}");
            assert_eq!(
                answer.location.as_deref(),
                Some(end_session.as_str()),
                "{path}"
            );
        }
    }
    for path in ["/logout/", "/logout/x", "/logouts", "/.doorward/sign-out/x"] {
        assert_eq!(
            ask(&mut browser, "wiki.example", path, &[]).await.status,
            200,
            "{path}"
        );
    }
    // nginx reads the address from the header of a 401.
    let mut nginx = world.browser();
    nginx.extra_headers = vec![("x-original-url", format!("{WIKI}/logout"))];
    let answer = nginx.get("/forward-auth/wiki").await;
    assert_eq!(
        (answer.status, answer.location),
        (401, Some(end_session.clone()))
    );

    // The user is asked, and then out of everything.
    let mut at_provider = world.signed_in(GRACE).await;
    let mut at_site = world.browser();
    let away = ask(&mut at_site, "wiki.example", "/", &[]).await;
    let back = at_provider
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix(WIKI).unwrap().to_owned();
    ask(&mut at_site, "wiki.example", &callback, &[]).await;
    let page = at_provider.get(&end_session).await;
    assert!(
        page.status == 200 && page.body.contains("Wiki"),
        "{}",
        page.body
    );
    assert_eq!(
        ask(&mut at_site, "wiki.example", "/", &[]).await.status,
        200,
        "asked first"
    );
    let out = at_provider.submit(&page, &[]).await;
    let out = at_provider.follow(out).await;
    assert!(out.body.contains("Wiki"), "{}", out.body);
    assert_eq!(
        ask(&mut at_site, "wiki.example", "/", &[]).await.status,
        302
    );

    // With a registered way back.
    let back = json!({"post_logout_redirect_uris": ["https://wiki.example/bye"]});
    site(&world, json!({}), back).await;
    let answer = ask(&mut browser, "wiki.example", "/.doorward/sign-out", &[]).await;
    let location = answer.location.unwrap();
    assert_eq!(
        location,
        format!("{end_session}&post_logout_redirect_uri=https%3A%2F%2Fwiki.example%2Fbye")
    );
    let mut at_provider = world.signed_in(ADA).await;
    let page = at_provider.get(&location).await;
    let gone = at_provider.submit(&page, &[]).await;
    assert!(
        gone.location.as_deref() == Some("https://wiki.example/bye")
            || gone.body.contains("https://wiki.example/bye"),
        "{}",
        gone.body
    );
}

async fn a_header_that_cannot_be_read_is_not_absent(world: World) {
    site(&world, json!({"pass_options": true}), json!({})).await;
    let token = tokens(&world, ADA).await.access;
    let bearer = format!("Bearer {token}");
    // What a client sends beside the headers of its proxy, to speak in the place of it.
    let by_client = [
        ("x-original-url", "https://wiki.example/api/x"),
        ("x-original-method", "OPTIONS"),
        ("authorization", bearer.as_str()),
    ];
    let by_proxy: [&[(&'static str, &str)]; 3] = [
        &[("x-forwarded-uri", "/admin?\u{e9}")],
        &[("x-forwarded-uri", "/admin"), ("x-forwarded-uri", "/admin")],
        &[("x-forwarded-uri", "/admin")],
    ];
    let mut program = world.browser();
    for path in ["/forward-auth/wiki", "/forward-auth"] {
        for proxy in by_proxy {
            let host = [("x-forwarded-host", "wiki.example")];
            let all = by_client.iter().chain(proxy).chain(&host);
            program.extra_headers = all
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect();
            assert_eq!(program.get(path).await.status, 400, "{path} {proxy:?}");
        }
    }
    // And where the other one is unreadable.
    for name in [
        "x-forwarded-host",
        "x-forwarded-method",
        "x-original-method",
    ] {
        program.extra_headers = vec![
            ("x-forwarded-uri", "/api".to_owned()),
            ("authorization", bearer.clone()),
            (name, "\u{e9}".to_owned()),
        ];
        let answer = program.get("/forward-auth/wiki").await;
        assert_eq!(answer.status, 400, "{name}");
    }
}

/// A script of a site may begin a sign-in at its own callback, and read the address that comes back.
async fn codes_of_a_site_give_no_tokens(world: World) {
    site(&world, json!({}), json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let callback = format!("{WIKI}/.doorward/callback");
    let request = [
        ("client_id", "wiki"),
        ("redirect_uri", callback.as_str()),
        ("scope", "openid"),
    ];
    let answer = browser.authorize(&authorize_query(&request)).await;
    let code = answer.parameter("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "wiki"),
        ("code", code.as_str()),
        ("redirect_uri", callback.as_str()),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = world.post("/token", None, &form).await;
    assert_eq!(
        (status, &body["error"]),
        (400, &json!("unauthorized_client"))
    );
}
