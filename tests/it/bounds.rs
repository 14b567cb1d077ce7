//! What a stranger sends is bounded before anything is done with it, and what no database can store is
//! refused as the fault of who sent it.

use crate::{
    event_streams::Receiver,
    on_both_wide,
    world::{ADA, SECRET, World, authorize_query, basic, encode},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_wide!(
    a_hundred_parameters_are_the_most,
    lists_of_a_client_are_bounded,
    nul_is_the_fault_of_who_sent_it
);

/// So many parameters, beside those of a request.
fn padded(request: &str, count: usize) -> String {
    let more: Vec<String> = (0..count).map(|n| format!("&p{n}=v")).collect();
    format!("{request}{}", more.concat())
}

async fn a_hundred_parameters_are_the_most(world: World) {
    let token = encode(&[
        ("grant_type", "client_credentials"),
        ("scope", "notes:read"),
    ]);
    for (count, expected) in [(98, 200), (99, 400), (12_000, 400)] {
        let body = padded(&token, count);
        if body.len() > 64 * 1024 {
            continue;
        }
        let (status, _, answer) = world
            .post_raw("/token", Some(basic("notes", SECRET)), body)
            .await;
        assert_eq!(status, expected, "{count}: {answer}");
    }
    let most = padded("token=x", 8_000);
    assert!(
        most.len() > 60 * 1024 && most.len() < 64 * 1024,
        "{}",
        most.len()
    );
    for path in ["/token", "/introspect", "/revoke"] {
        let client = Some(basic("notes", SECRET));
        let (status, _, body) = world.post_raw(path, client, most.clone()).await;
        assert_eq!(status, 400, "{path} {body}");
        assert!(body.contains("invalid_request"), "{path} {body}");
    }
    // A repetition behind the hundredth does not go unseen.
    let hidden = padded("logout_token=a", 100) + "&logout_token=b";
    let path = "/federation/nobody/backchannel-logout";
    let (status, _, body) = world.post_raw(path, None, hidden).await;
    assert!(status == 400 || status == 404, "{status} {body}");
    let mut browser = world.browser();
    let query = padded(&authorize_query(&[]), 120);
    let page = browser.authorize(&query).await;
    assert_eq!(page.status, 400, "{:?}", page.location);
    let page = browser.get("/sign-in").await;
    let token = page.field("form_token").unwrap();
    let form = encode(&[
        ("form_token", &token),
        ("username", ADA.0),
        ("password", ADA.1),
    ]);
    let form = padded(&form, 100);
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(form.as_bytes())
        .into_owned()
        .collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(browser.post("/sign-in", &fields).await.status, 400);
}

async fn lists_of_a_client_are_bounded(world: World) {
    let uris = |count: usize| -> Vec<String> {
        (0..count)
            .map(|n| format!("https://app.example/{n}"))
            .collect()
    };
    for field in [
        "redirect_uris",
        "post_logout_redirect_uris",
        "request_uris",
        "contacts",
    ] {
        for (count, is_fine) in [(100, true), (101, false)] {
            let mut metadata = json!({"redirect_uris": ["https://app.example/cb"]});
            metadata[field] = json!(uris(count));
            let (status, body) = world.register(&metadata).await;
            assert_eq!(status == 201, is_fine, "{field} {count}: {body}");
            assert!(is_fine || body.to_string().contains(field), "{body}");
        }
    }
    let scope: Vec<String> = (0..9_000).map(|n| format!("s{n}")).collect();
    let metadata = json!({"redirect_uris": ["https://app.example/cb"], "scope": scope.join(" ")});
    assert!(metadata.to_string().len() < 64 * 1024);
    let (status, body) = world.register(&metadata).await;
    assert!([201, 400].contains(&status), "{body}");
}

async fn nul_is_the_fault_of_who_sent_it(world: World) {
    let nul = "a\0b";
    // Programs that send JSON.
    let hr = Receiver::of(&world, "hr", "global_token_revocation", json!({})).await;
    let receiver = Receiver::open(&world).await;
    let stream = receiver.stream(None).await;
    let subjects = [
        json!({"format": "email", "email": "a\0b@example.com"}),
        json!({"format": "opaque", "id": nul}),
        json!({"format": "iss_sub", "iss": world.issuer, "sub": nul}),
        json!({"format": "iss_sub", "iss": nul, "sub": nul}),
    ];
    let mut calls: Vec<(&Receiver<'_>, Method, String, Value)> = Vec::new();
    for subject in &subjects {
        let revoke = json!({"sub_id": subject});
        calls.push((&hr, Method::POST, "/global-token-revocation".into(), revoke));
        for path in ["/ssf/subjects/add", "/ssf/subjects/remove"] {
            let body = json!({"stream_id": stream, "subject": subject});
            calls.push((&receiver, Method::POST, path.into(), body));
        }
    }
    for (method, path, body) in [
        (
            Method::POST,
            "/ssf/status",
            json!({"stream_id": stream, "status": "paused", "reason": nul}),
        ),
        (
            Method::POST,
            "/ssf/status",
            json!({"stream_id": nul, "status": "paused"}),
        ),
        (
            Method::PATCH,
            "/ssf/stream",
            json!({"stream_id": stream, "description": nul}),
        ),
        (Method::PATCH, "/ssf/stream", json!({"stream_id": nul})),
        (
            Method::POST,
            "/ssf/verify",
            json!({"stream_id": stream, "state": nul}),
        ),
        (Method::POST, "/ssf/verify", json!({"stream_id": nul})),
        (
            Method::POST,
            "/ssf/stream",
            json!({"delivery": {"method": nul}}),
        ),
        (Method::DELETE, "/ssf/stream?stream_id=a%00b", Value::Null),
        (Method::GET, "/ssf/stream?stream_id=a%00b", Value::Null),
    ] {
        calls.push((&receiver, method, path.into(), body));
    }
    let poll = format!("/ssf/poll/{stream}");
    let errors = json!({nul: {"err": nul, "description": nul}});
    for body in [json!({"ack": [nul]}), json!({"setErrs": errors})] {
        let body = {
            let mut body = body;
            body["returnImmediately"] = true.into();
            body
        };
        calls.push((&receiver, Method::POST, poll.clone(), body));
    }
    calls.push((
        &receiver,
        Method::POST,
        "/ssf/poll/a%00b".into(),
        json!({"returnImmediately": true}),
    ));
    for (caller, method, path, body) in calls {
        let said = body.to_string();
        let (status, answer) = caller.call(method, &path, body).await;
        assert!(status < 500, "{path} {said}: {status} {answer}");
    }
    let revoke = json!({"sub_id": subjects[0]});
    let (status, answer) = hr
        .call(Method::POST, "/global-token-revocation", revoke)
        .await;
    assert_eq!(status, 400, "{answer}");

    // A client that registers itself, field by field.
    let good = json!({"redirect_uris": ["https://app.example/cb"]});
    for field in [
        "client_name",
        "client_uri",
        "logo_uri",
        "policy_uri",
        "tos_uri",
        "jwks_uri",
        "scope",
        "contacts",
        "software_id",
        "initiate_login_uri",
        "sector_identifier_uri",
        "token_endpoint_auth_method",
        "backchannel_logout_uri",
        "frontchannel_logout_uri",
        "id_token_signed_response_alg",
        "client_name#de",
    ] {
        let mut metadata = good.clone();
        metadata[field] = nul.into();
        let (status, body) = world.register(&metadata).await;
        assert!(status < 500, "{field}: {status} {body}");
    }
    for field in [
        "redirect_uris",
        "post_logout_redirect_uris",
        "request_uris",
        "grant_types",
        "contacts",
    ] {
        let mut metadata = good.clone();
        metadata[field] = json!([nul]);
        let (status, body) = world.register(&metadata).await;
        assert!(status < 500, "{field}: {status} {body}");
    }
    let jwks = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": nul, "kid": nul}]});
    let metadata = json!({"redirect_uris": ["https://app.example/cb"], "jwks": jwks});
    assert!(world.register(&metadata).await.0 < 500);

    // Forms, queries, paths and headers.
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    for fields in [
        [("username", nul), ("password", ADA.1)],
        [("username", ADA.0), ("password", nul)],
        [("username", ADA.0), ("a\0b", ADA.1)],
    ] {
        assert_eq!(browser.submit(&page, &fields).await.status, 400);
    }
    for path in [
        "/token",
        "/introspect",
        "/revoke",
        "/end_session",
        "/global-token-revocation",
    ] {
        for form in [
            [("token", nul)],
            [("client_id", nul)],
            [("code", nul)],
            [(nul, "x")],
        ] {
            let client = Some(basic("notes", SECRET));
            let (status, _, body) = world.post_raw(path, client, encode(&form)).await;
            assert!(status < 500, "{path} {form:?}: {status} {body}");
        }
        let client = Some(basic(nul, nul));
        let (status, _, body) = world
            .post_raw(path, client, encode(&[("token", "x")]))
            .await;
        assert!(status < 500, "{path}: {status} {body}");
    }
    for path in [
        "/authorize?client_id=a%00b",
        "/authorize/resume?flow=a%00b",
        "/sign-in?flow=a%00b",
        "/consent?flow=a%00b",
        "/select-account?flow=a%00b",
        "/link-account?offer=a%00b",
        "/federation/a%00b/callback?state=a%00b&code=a%00b",
        "/federation/a%00b/signed-out?state=a%00b",
        "/end_session?id_token_hint=a%00b&client_id=a%00b",
        "/register/a%00b",
        "/assets/a%00b",
        "/forward-auth/a%00b",
        "/signed-out?state=a%00b",
        "/a%00b",
    ] {
        let answer = browser.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
    for query in [
        authorize_query(&[("state", nul)]),
        authorize_query(&[("login_hint", nul)]),
        authorize_query(&[("claims", "{\"userinfo\":{\"a\\u0000b\":null}}")]),
        authorize_query(&[("ui_locales", nul)]),
        authorize_query(&[("acr_values", nul)]),
    ] {
        let answer = browser.authorize(&query).await;
        assert!(answer.status < 500, "{query}: {}", answer.status);
    }
}
