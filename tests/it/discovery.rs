//! Discovery, key set, health, headers and limits.

use crate::{
    on_both,
    world::{ADA, World, authorize_query},
};
use serde_json::Value;

on_both!(
    metadata_names_what_is_there,
    the_key_set_is_public_and_cacheable,
    health_is_plain_text,
    every_page_carries_the_security_headers,
    no_page_of_the_flow_leaves_the_app_that_opened_it,
    requests_have_limits
);

async fn metadata_names_what_is_there(world: World) {
    for path in [
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
    ] {
        // A spoofed host changes nothing: the documents show the configured issuer.
        let response = world
            .http
            .get(world.at(path))
            .header("host", "evil.example")
            .header("x-forwarded-host", "evil.example")
            .send()
            .await
            .unwrap();
        assert!(
            response.headers()["cache-control"]
                .to_str()
                .unwrap()
                .contains("max-age")
        );
        let document: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(document["issuer"], world.issuer);
        for name in [
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "introspection_endpoint",
            "revocation_endpoint",
            "end_session_endpoint",
        ] {
            let url = document[name].as_str().unwrap();
            assert!(url.starts_with(&world.issuer));
            assert_ne!(
                world.http.get(url).send().await.unwrap().status().as_u16(),
                404,
                "{name}"
            );
        }
        assert_eq!(
            document["response_types_supported"],
            serde_json::json!(["code"]),
            "OAuth 2.1 by default"
        );
        assert_eq!(
            document["code_challenge_methods_supported"],
            serde_json::json!(["S256"])
        );
        assert_eq!(
            document["authorization_response_iss_parameter_supported"],
            true
        );
    }
}

async fn the_key_set_is_public_and_cacheable(world: World) {
    let response = world
        .http
        .get(world.at("/.well-known/jwks.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["cache-control"], "public, max-age=300");
    let keys: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    let keys = keys["keys"].as_array().unwrap();
    let mut kids: Vec<&str> = keys
        .iter()
        .map(|key| key["kid"].as_str().unwrap())
        .collect();
    kids.sort_unstable();
    kids.dedup();
    assert_eq!((keys.len(), kids.len()), (4, 4));
    for key in keys {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none());
        }
        assert!(key["use"] == "sig" && key["alg"].is_string());
    }
}

async fn health_is_plain_text(world: World) {
    for (path, text) in [("/livez", "live\n"), ("/readyz", "ready\n")] {
        let head = world.http.head(world.at(path)).send().await.unwrap();
        assert!(head.status().is_success() && head.text().await.unwrap().is_empty());
        let response = world.http.get(world.at(path)).send().await.unwrap();
        assert_eq!(
            response.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        assert_eq!(response.text().await.unwrap(), text);
    }
    assert_eq!(
        world
            .http
            .get(world.at("/metrics"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        404,
        "figures have a listener of their own"
    );
}

async fn every_page_carries_the_security_headers(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for path in [
        "/account",
        "/sign-in?flow=x",
        "/end_session",
        "/signed-out",
        "/nowhere",
        "/authorize",
        "/assets/doorward.css",
        "/token",
    ] {
        let answer = browser.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(
                answer
                    .headers
                    .get(name)
                    .map(|value| value.to_str().unwrap()),
                Some(value),
                "{path} {name}"
            );
        }
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe")
        );
        assert!(
            path.starts_with("/assets") || answer.headers["cache-control"] == "no-store",
            "{path}"
        );
        assert!(
            !answer.body.contains("<script>") && !answer.body.contains("style="),
            "{path}"
        );
    }
}

/// `Cross-Origin-Opener-Policy` on one answer of a sign-in, a redirect or an error page too, takes
/// `window.opener` from the page of the app at the end.
async fn no_page_of_the_flow_leaves_the_app_that_opened_it(world: World) {
    const POLICY: &str = "cross-origin-opener-policy";
    let mut browser = world.browser();
    let query = authorize_query(&[("prompt", "consent")]);
    let asked = browser.get(&format!("/authorize?{query}")).await;
    let page = browser.follow(asked.clone()).await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let wrong = [("username", ADA.0), ("password", "wrong")];
    let refused = browser.submit(&page, &wrong).await;
    let signed_in = browser.submit(&page, &fields).await;
    let resumed = browser.get(signed_in.location.as_deref().unwrap()).await;
    let consent = browser.follow(resumed.clone()).await;
    assert!(consent.body.contains("/consent"), "{}", consent.body);
    let mut answers = vec![
        ("authorize", asked),
        ("sign-in", page),
        ("a wrong password", refused),
        ("signed in", signed_in),
        ("resume", resumed),
        ("consent", consent),
    ];
    let long = format!("/authorize?state={}", "x".repeat(30_000));
    for target in [
        "/authorize",
        "/authorize?client_id=nobody",
        "/authorize/resume?flow=x",
        "/sign-in?flow=x",
        "/consent?flow=x",
        "/select-account",
        "/select-account?flow=x",
        "/link-account?flow=x",
        "/federation/nobody/callback?state=x",
        "/federation/nobody/signed-out",
        "/end_session",
        "/end_session?client_id=nobody",
        "/signed-out",
        "/nowhere",
        long.as_str(),
    ] {
        answers.push((target, browser.get(target).await));
    }
    for (what, answer) in answers {
        assert!(!answer.headers.contains_key(POLICY), "{what:.60}");
    }
    for target in ["/", "/account", "/account?x=1", "/account/nowhere"] {
        assert_eq!(browser.get(target).await.headers[POLICY], "same-origin");
    }
}

async fn requests_have_limits(world: World) {
    let get = |path: String| world.http.get(world.at(&path)).send();
    assert_eq!(
        get(format!("/authorize?state={}", "x".repeat(30_000)))
            .await
            .unwrap()
            .status()
            .as_u16(),
        414
    );
    let large = world
        .http
        .get(world.at("/sign-in"))
        .header("x-large", "x".repeat(40_000))
        .send()
        .await
        .unwrap();
    assert_eq!(large.status().as_u16(), 431);
    for path in [
        "/token",
        "/introspect",
        "/revoke",
        "/userinfo",
        "/authorize",
        "/sign-in",
        "/consent",
        "/missing-fields",
        "/select-organization",
        "/end_session",
    ] {
        assert_eq!(
            world.post_raw(path, None, "x".repeat(10_000_000)).await.0,
            413,
            "{path}"
        );
    }
    assert_eq!(
        world
            .http
            .get(world.at("/token"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        405
    );
    let json = world
        .http
        .post(world.at("/token"))
        .header("content-type", "application/json")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(json.status().as_u16(), 400);
}
