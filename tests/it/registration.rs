//! Dynamic registration and its management: who may, what is refused, what is never believed, and
//! what is never called.

use crate::{
    on_both_wide,
    world::{ADA, Backend, Page, Site, World, authorize_query, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};
use std::time::Duration;

on_both_wide!(
    a_client_registers_reads_changes_and_deletes_itself,
    nobody_registers_as_somebody_trusted,
    what_contradicts_itself_is_refused_and_nothing_is_stored,
    a_sector_document_must_list_every_redirect_uri,
    what_is_fetched_has_limits,
    a_token_shown_at_another_client_is_dead,
    deleting_a_client_ends_everything_of_it,
    a_registered_client_always_asks_for_consent,
    an_app_that_says_where_a_sign_in_begins_can_be_opened_from_the_account
);

impl World {
    async fn send(
        &self,
        method: reqwest::Method,
        url: &str,
        token: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, url)
            .header("content-type", "application/json")
            .body(body.to_string());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null),
        )
    }

    pub async fn register(&self, metadata: &Value) -> (u16, Value) {
        self.send(reqwest::Method::POST, &self.at("/register"), None, metadata)
            .await
    }

    async fn clients(&self) -> usize {
        self.provider.store().clients().await.unwrap().len()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

const CALLBACK: &str = "https://app.example/cb";

async fn a_client_registers_reads_changes_and_deletes_itself(world: World) {
    let (status, registered) = world
        .register(&json!({"redirect_uris": [CALLBACK], "client_name": "App", "unknown": [1, 2]}))
        .await;
    assert_eq!(status, 201, "{registered}");
    let (uri, token) = (
        text(&registered["registration_client_uri"]),
        text(&registered["registration_access_token"]),
    );
    assert!(
        uri.ends_with(&text(&registered["client_id"]))
            && registered["client_secret_expires_at"] == 0
            && registered["client_id_issued_at"].is_i64()
    );
    assert!(registered.get("unknown").is_none() && registered.get("first_party").is_none());
    let (status, read) = world
        .send(reqwest::Method::GET, &uri, Some(&token), &Value::Null)
        .await;
    assert_eq!(
        (status, &read["client_name"], read.get("client_secret")),
        (200, &json!("App"), None)
    );
    let mut changed = json!({"client_id": registered["client_id"], "client_secret": registered["client_secret"], "redirect_uris": [CALLBACK], "client_name": "New"});
    let (status, answer) = world
        .send(reqwest::Method::PUT, &uri, Some(&token), &changed)
        .await;
    assert_eq!(
        (status, &answer["client_name"]),
        (200, &json!("New")),
        "{answer}"
    );
    for (name, value) in [
        ("client_id", json!("admin")),
        ("client_secret", json!("another")),
        ("registration_access_token", json!("x")),
        ("redirect_uris", json!([])),
    ] {
        let before = changed[name].clone();
        changed[name] = value;
        assert_eq!(
            world
                .send(reqwest::Method::PUT, &uri, Some(&token), &changed)
                .await
                .0,
            400,
            "{name}"
        );
        if before.is_null() {
            changed.as_object_mut().unwrap().remove(name);
        } else {
            changed[name] = before;
        }
    }
    assert_eq!(
        world
            .send(reqwest::Method::PUT, &uri, Some(&token), &Value::Null)
            .await
            .0,
        400,
        "null is no object"
    );
    for token in [None, Some("x")] {
        assert_eq!(
            world
                .send(reqwest::Method::GET, &uri, token, &Value::Null)
                .await
                .0,
            401
        );
        assert_eq!(
            world
                .send(reqwest::Method::DELETE, &uri, token, &Value::Null)
                .await
                .0,
            401
        );
    }
    assert_eq!(
        world
            .send(reqwest::Method::DELETE, &uri, Some(&token), &Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        world
            .send(reqwest::Method::GET, &uri, Some(&token), &Value::Null)
            .await
            .0,
        401
    );
    // A client that an administrator declared has no such token at all.
    assert_eq!(
        world
            .send(
                reqwest::Method::GET,
                &world.at("/register/notes"),
                Some(&token),
                &Value::Null
            )
            .await
            .0,
        401
    );
}

async fn nobody_registers_as_somebody_trusted(world: World) {
    let wish = json!({
        "redirect_uris": [CALLBACK], "first_party": true, "trusted": true, "skip_consent": true, "roles": ["admin"], "owner": "ada", "client_id": "notes",
        "client_secret": "chosen by the caller, long enough", "created_at": 1, "audience": ["https://api.example"], "require_pkce": false, "scope": "openid admin",
    });
    let (status, registered) = world.register(&wish).await;
    assert_eq!(status, 201);
    assert_ne!(registered["client_id"], "notes");
    assert_ne!(registered["client_secret"], wish["client_secret"]);
    let configuration = world.provider.configuration().await.unwrap();
    let client = &configuration
        .client(&text(&registered["client_id"]))
        .await
        .unwrap()
        .unwrap()
        .client;
    assert!(
        !client.first_party
            && client.require_pkce
            && client.audience.is_empty()
            && client.scope.to_string() == "openid"
    );
}

async fn what_contradicts_itself_is_refused_and_nothing_is_stored(world: World) {
    let before = world.clients().await;
    for (change, code) in [
        (
            json!({"redirect_uris": ["https://app.example/cb#fragment"]}),
            "invalid_redirect_uri",
        ),
        (
            json!({"redirect_uris": ["http://app.example/cb"]}),
            "invalid_redirect_uri",
        ),
        (
            json!({"redirect_uris": ["https://*.example/cb"]}),
            "invalid_redirect_uri",
        ),
        (
            json!({"redirect_uris": ["https://app.example/cb?code=1"]}),
            "invalid_redirect_uri",
        ),
        (json!({"redirect_uris": [1]}), "invalid_redirect_uri"),
        (json!({"redirect_uris": []}), "invalid_redirect_uri"),
        (
            json!({"response_types": ["id_token"], "grant_types": ["implicit"], "redirect_uris": ["https://localhost/cb"]}),
            "invalid_redirect_uri",
        ),
        (
            json!({"jwks": {"keys": [{"kty": "RSA"}]}, "jwks_uri": "https://app.example/jwks"}),
            "invalid_client_metadata",
        ),
        (
            json!({"jwks": {"keys": [{"kty": "RSA", "d": "x"}]}}),
            "invalid_client_metadata",
        ),
        (
            json!({"response_types": ["code"], "grant_types": ["implicit"]}),
            "invalid_client_metadata",
        ),
        (
            json!({"response_types": ["token"]}),
            "invalid_client_metadata",
        ),
        (
            json!({"grant_types": ["password"]}),
            "invalid_client_metadata",
        ),
        (
            json!({"id_token_signed_response_alg": "none"}),
            "invalid_client_metadata",
        ),
        (
            json!({"userinfo_signed_response_alg": "HS1"}),
            "invalid_client_metadata",
        ),
        (
            json!({"id_token_encrypted_response_alg": "RSA1_5"}),
            "invalid_client_metadata",
        ),
        (
            json!({"token_endpoint_auth_method": "tls_client_auth"}),
            "invalid_client_metadata",
        ),
        (
            json!({"initiate_login_uri": "http://app.example/login"}),
            "invalid_client_metadata",
        ),
        (
            json!({"logo_uri": "javascript:alert(1)"}),
            "invalid_client_metadata",
        ),
        (
            json!({"client_name": "x".repeat(200)}),
            "invalid_client_metadata",
        ),
    ] {
        let mut metadata = json!({"redirect_uris": [CALLBACK]});
        metadata
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let (status, answer) = world.register(&metadata).await;
        assert_eq!(
            (status, answer["error"].as_str()),
            (400, Some(code)),
            "{change} {answer}"
        );
        assert!(
            !answer["error_description"]
                .as_str()
                .unwrap_or_default()
                .is_empty()
        );
    }
    for body in [
        "",
        "null",
        "[]",
        "{",
        "\"x\"",
        "{\"redirect_uris\":[\"https://a.example/\\u0000\"]}",
    ] {
        let response = world
            .http
            .post(world.at("/register"))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 400, "{body}");
    }
    assert_eq!(
        world
            .http
            .post(world.at("/register"))
            .body("{}")
            .send()
            .await
            .unwrap()
            .status(),
        400,
        "not JSON by its type"
    );
    let large = format!(
        "{{\"redirect_uris\":[\"{CALLBACK}\"],\"client_name\":\"{}\"}}",
        "x".repeat(200_000)
    );
    let response = world
        .http
        .post(world.at("/register"))
        .header("content-type", "application/json")
        .body(large)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 413);
    assert_eq!(world.clients().await, before);
}

async fn a_sector_document_must_list_every_redirect_uri(world: World) {
    let site = Site::open();
    let good = site.put(
        "/good",
        json!([CALLBACK, "https://app.example/2"]).to_string(),
    );
    let bad = site.put("/bad", json!(["https://app.example/2"]).to_string());
    let html = site.put("/html", "<html>");
    let register = async |sector: &str| {
        world.register(&json!({"redirect_uris": [CALLBACK], "subject_type": "pairwise", "sector_identifier_uri": sector})).await
    };
    assert_eq!(register(&good).await.0, 201);
    for uri in [bad, html, site.at("/x")] {
        let (status, answer) = register(&uri).await;
        assert_eq!(
            (status, answer["error"].as_str()),
            (400, Some("invalid_client_metadata")),
            "{uri}"
        );
    }
}

async fn what_is_fetched_has_limits(world: World) {
    let site = Site::open();
    let keys = json!({"keys": []}).to_string();
    let page = |status, body: Vec<u8>, location: Option<String>, seconds| Page {
        status,
        body,
        location,
        after: Duration::from_secs(seconds),
    };
    site.put("/fine", keys.clone());
    site.put("/html", "<html>");
    site.put_page("/large", page(200, vec![b' '; 10 * 1024 * 1024], None, 0));
    site.put_page(
        "/elsewhere",
        page(302, keys.clone().into(), Some(site.at("/fine")), 0),
    );
    site.put_page("/missing", page(404, keys.clone().into(), None, 0));
    site.put_page("/slow", page(200, keys.into(), None, 8));
    let before = world.clients().await;
    for path in ["/html", "/large", "/elsewhere", "/missing", "/slow"] {
        let started = std::time::Instant::now();
        let (status, answer) = world
            .register(&json!({"redirect_uris": [CALLBACK], "jwks_uri": site.at(path)}))
            .await;
        assert_eq!(
            (status, answer["error"].as_str()),
            (400, Some("invalid_client_metadata")),
            "{path}"
        );
        assert!(started.elapsed() < Duration::from_secs(7), "{path}");
    }
    assert!(
        site.received("/fine").is_empty(),
        "no redirect was followed"
    );
    assert_eq!(world.clients().await, before);
    assert_eq!(
        world
            .register(&json!({"redirect_uris": [CALLBACK], "jwks_uri": site.at("/fine")}))
            .await
            .0,
        201
    );
}

async fn a_token_shown_at_another_client_is_dead(world: World) {
    let (_, a) = world.register(&json!({"redirect_uris": [CALLBACK]})).await;
    let (_, b) = world.register(&json!({"redirect_uris": [CALLBACK]})).await;
    let token = text(&a["registration_access_token"]);
    assert_eq!(
        world
            .send(
                reqwest::Method::DELETE,
                &text(&b["registration_client_uri"]),
                Some(&token),
                &Value::Null
            )
            .await
            .0,
        401
    );
    assert_eq!(
        world
            .send(
                reqwest::Method::GET,
                &text(&a["registration_client_uri"]),
                Some(&token),
                &Value::Null
            )
            .await
            .0,
        401,
        "it leaked"
    );
    let other = text(&b["registration_access_token"]);
    assert_eq!(
        world
            .send(
                reqwest::Method::GET,
                &text(&b["registration_client_uri"]),
                Some(&other),
                &Value::Null
            )
            .await
            .0,
        200,
        "and b is as it was"
    );
}

async fn deleting_a_client_ends_everything_of_it(world: World) {
    let (_, registered) = world.register(&json!({"redirect_uris": [CALLBACK], "grant_types": ["authorization_code", "refresh_token"]})).await;
    let (id, secret) = (
        text(&registered["client_id"]),
        text(&registered["client_secret"]),
    );
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", &id),
            ("redirect_uri", CALLBACK),
        ]))
        .await;
    let answer = browser.submit(&page, &[("answer", "allow")]).await;
    let code = browser.follow(answer).await.parameter("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::world::VERIFIER),
    ];
    let (status, tokens) = world.post("/token", Some(basic(&id, &secret)), &form).await;
    assert_eq!(status, 200, "{tokens}");
    let (access, refresh) = (
        text(&tokens["access_token"]),
        text(&tokens["refresh_token"]),
    );
    assert_eq!(world.userinfo(&access).await.0, 200);
    let (uri, token) = (
        text(&registered["registration_client_uri"]),
        text(&registered["registration_access_token"]),
    );
    assert_eq!(
        world
            .send(reqwest::Method::DELETE, &uri, Some(&token), &Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(world.userinfo(&access).await.0, 401);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic(&id, &secret)), &form)
            .await
            .0,
        401
    );
    assert_eq!(
        browser
            .authorize(&authorize_query(&[
                ("client_id", &id),
                ("redirect_uri", CALLBACK)
            ]))
            .await
            .status,
        400
    );
}

async fn a_registered_client_always_asks_for_consent(world: World) {
    let (_, registered) =
        world.register(&json!({"redirect_uris": [CALLBACK], "client_name": "<b>Bold</b>", "logo_uri": "https://app.example/logo.png"})).await;
    let id = text(&registered["client_id"]);
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", &id),
            ("redirect_uri", CALLBACK),
        ]))
        .await;
    assert!(
        page.status == 200
            && page.body.contains("id=\"allow\"")
            && page.body.contains("https://app.example/logo.png")
    );
    assert!(!page.body.contains("<b>Bold"), "escaped");
}

async fn an_app_that_says_where_a_sign_in_begins_can_be_opened_from_the_account(world: World) {
    let (_, registered) = world.register(&json!({"redirect_uris": [CALLBACK], "initiate_login_uri": "https://app.example/login?a=1"})).await;
    let id = text(&registered["client_id"]);
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", &id),
            ("redirect_uri", CALLBACK),
        ]))
        .await;
    browser.submit(&page, &[("answer", "allow")]).await;
    let iss = url::form_urlencoded::byte_serialize(world.issuer.as_bytes()).collect::<String>();
    assert!(
        browser
            .get("/account")
            .await
            .body
            .contains(&format!("https://app.example/login?a=1&#38;iss={iss}"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registration_is_off_or_guarded_as_the_operator_says() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let off = World::open(backend).await;
        assert_eq!(
            off.register(&json!({"redirect_uris": [CALLBACK]})).await.0,
            403
        );
        let guarded = World::open_with(backend, |settings| {
            settings.registration.mode = "initial_access_token".into();
        })
        .await;
        let before = guarded.clients().await;
        let register = async |token: Option<&str>| {
            guarded
                .send(
                    reqwest::Method::POST,
                    &guarded.at("/register"),
                    token,
                    &json!({"redirect_uris": [CALLBACK]}),
                )
                .await
                .0
        };
        let (token, _) = guarded
            .provider
            .registration()
            .new_initial_access_token(&guarded.context(), 2, Lifetime::days(1))
            .await
            .unwrap();
        let (expired, _) = guarded
            .provider
            .registration()
            .new_initial_access_token(&guarded.context(), 9, Lifetime::days(1))
            .await
            .unwrap();
        assert_eq!(
            (register(None).await, register(Some("wrong")).await),
            (401, 401)
        );
        let codes = [
            register(Some(token.reveal())).await,
            register(Some(token.reveal())).await,
            register(Some(token.reveal())).await,
        ];
        assert_eq!(codes, [201, 201, 401], "good for two");
        guarded.advance(Lifetime::days(2)).await;
        assert_eq!(register(Some(expired.reveal())).await, 401);
        assert_eq!(guarded.clients().await, before + 2);
    }
}

/// Nothing of this machine or network is called, whatever it is written as; the error tells nothing
/// of what is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn private_addresses_are_neither_called_nor_told_apart() {
    let site = Site::open();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.registration.mode = "open".into();
    })
    .await;
    let before = world.clients().await;
    let port = site.base.rsplit(':').next().unwrap().to_owned();
    let mut seen = Vec::new();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0x7f.1",
        "2130706433",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "suite.localhost",
    ] {
        for scheme in ["http", "https"] {
            let uri = format!("{scheme}://{host}:{port}/jwks");
            for field in [
                "jwks_uri",
                "sector_identifier_uri",
                "backchannel_logout_uri",
                "logo_uri",
                "initiate_login_uri",
            ] {
                let (status, answer) = world
                    .register(&json!({"redirect_uris": [CALLBACK], field: uri}))
                    .await;
                assert_eq!(
                    (status, answer["error"].as_str()),
                    (400, Some("invalid_client_metadata")),
                    "{field} {uri}"
                );
                // The member is the client's own word; nothing else differs.
                let said = text(&answer["error_description"]);
                seen.push(said.replace(field, "URI"));
            }
            let (status, _) = world
                .register(&json!({"redirect_uris": [CALLBACK], "request_uris": [uri]}))
                .await;
            assert_eq!(status, 400, "{uri}");
        }
    }
    for uri in [
        "gopher://app.example/",
        "file:///etc/passwd",
        "https://u:p@app.example/",
    ] {
        assert_eq!(
            world
                .register(&json!({"redirect_uris": [CALLBACK], "jwks_uri": uri}))
                .await
                .0,
            400,
            "{uri}"
        );
    }
    assert!(site.received("/jwks").is_empty(), "nobody was called");
    assert_eq!(world.clients().await, before);
    seen.sort();
    seen.dedup();
    assert!(seen.len() <= 2, "{seen:?}");
}
