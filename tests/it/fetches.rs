//! Documents at addresses that clients chose: strangers do not make this server call them over and
//! over.

use crate::{
    on_both_wide,
    world::{CALLBACK, Page, Site, World, authorize_query, eventually},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;
use josekit::jwk::Jwk;
use serde_json::{Value, json};
use std::time::Duration;

on_both_wide!(
    a_hundred_and_fifty_requests_with_one_request_uri_are_one_fetch,
    assertions_that_come_at_once_share_a_fetch,
    registrations_that_name_one_document_share_a_fetch,
    fetches_from_one_host_are_few_at_a_time,
    a_host_whose_places_are_taken_is_asked_as_soon_as_there_is_one
);

async fn client(world: &World, extra: Value) {
    let common = json!({"redirect_uris": [CALLBACK], "grant_types": ["authorization_code"], "first_party": true});
    world.client("objects", &common, &extra).await;
}

fn broken(site: &Site, path: &str) -> String {
    site.put_page(
        path,
        Page {
            status: 500,
            body: Vec::new(),
            location: None,
            after: Duration::from_millis(50),
        },
    )
}

async fn a_hundred_and_fifty_requests_with_one_request_uri_are_one_fetch(world: World) {
    let site = Site::open();
    let (uri, broken) = (
        site.put("/object", "no request object"),
        broken(&site, "/broken"),
    );
    client(
        &world,
        json!({"request_uris": [uri.as_str(), broken.as_str()]}),
    )
    .await;
    for (path, uri) in [("/object", &uri), ("/broken", &broken)] {
        let ask = |n: usize| {
            let version = format!("{uri}#version-{n}");
            let query = authorize_query(&[("client_id", "objects"), ("request_uri", &version)]);
            let mut browser = world.browser();
            async move {
                let answer = browser.get(&format!("/authorize?{query}")).await;
                answer.parameter("error").unwrap()
            }
        };
        let refused = join_all((0..150).map(ask)).await;
        assert!(
            refused
                .iter()
                .all(|error| error.starts_with("invalid_request_"))
        );
        assert_eq!(site.received(path).len(), 1, "{path}");
        world.advance(Lifetime::seconds(6)).await;
        ask(0).await;
        assert_eq!(site.received(path).len(), 2, "{path}: asked again later");
    }
    // The digest of an object that is not the remembered one asks early, and not again.
    let digest = "A".repeat(43);
    for _ in 0..20 {
        let version = format!("{uri}#{digest}");
        let query = authorize_query(&[("client_id", "objects"), ("request_uri", &version)]);
        world.browser().get(&format!("/authorize?{query}")).await;
    }
    assert!(
        site.received("/object").len() <= 4,
        "{}",
        site.received("/object").len()
    );
}

async fn assertions_that_come_at_once_share_a_fetch(world: World) {
    let site = Site::open();
    let uri = broken(&site, "/keys");
    client(
        &world,
        json!({"jwks_uri": uri, "token_endpoint_auth_method": "private_key_jwt"}),
    )
    .await;
    let assertion = assertion(&world);
    let ask = || async {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", "guessed"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion.as_str()),
        ];
        world.post("/token", None, &form).await.0
    };
    let refused = join_all((0..90).map(|_| ask())).await;
    assert!(
        refused
            .iter()
            .all(|status| *status == 401 || *status == 429),
        "{refused:?}"
    );
    // Once for what is remembered, and once early because nothing verified.
    assert!(
        site.received("/keys").len() <= 2,
        "{}",
        site.received("/keys").len()
    );
}

/// An assertion that no key of the client made.
fn assertion(world: &World) -> String {
    use josekit::jws::{JwsHeader, RS256, serialize_compact};
    let key = Jwk::generate_rsa_key(2048).unwrap();
    let now = world.clock_seconds();
    let claims = json!({"iss": "objects", "sub": "objects", "aud": world.issuer, "jti": "j", "exp": now + 60, "iat": now});
    let signer = RS256.signer_from_jwk(&key).unwrap();
    let mut header = JwsHeader::new();
    header.set_token_type("JWT");
    serialize_compact(claims.to_string().as_bytes(), &header, &signer).unwrap()
}

async fn registrations_that_name_one_document_share_a_fetch(world: World) {
    let site = Site::open();
    let (keys, sector) = (broken(&site, "/keys"), broken(&site, "/sector"));
    let register = |member: &str, uri: &str| {
        let mut metadata = json!({"redirect_uris": ["https://app.example/callback"]});
        metadata[member] = uri.into();
        let request = world.http.post(world.at("/register"));
        let request = request
            .header("content-type", "application/json")
            .body(metadata.to_string());
        async move { request.send().await.unwrap().status().as_u16() }
    };
    for (member, uri, path) in [
        ("jwks_uri", &keys, "/keys"),
        ("sector_identifier_uri", &sector, "/sector"),
    ] {
        let refused = join_all((0..30).map(|_| register(member, uri))).await;
        assert_eq!(refused, [400; 30], "{member}");
        assert_eq!(site.received(path).len(), 1, "{member}");
    }
    // A list that was changed for one more client is looked at again.
    let sector = site.put("/list", json!(["https://old.example/callback"]).to_string());
    assert_eq!(register("sector_identifier_uri", &sector).await, 400);
    site.put("/list", json!(["https://app.example/callback"]).to_string());
    world.advance(Lifetime::seconds(6)).await;
    assert_eq!(register("sector_identifier_uri", &sector).await, 201);
}

async fn fetches_from_one_host_are_few_at_a_time(world: World) {
    let site = Site::open();
    let uris: Vec<String> = (0..40)
        .map(|n| broken(&site, &format!("/object-{n}")))
        .collect();
    client(&world, json!({"request_uris": uris})).await;
    let ask = |uri: &String| {
        let query = authorize_query(&[("client_id", "objects"), ("request_uri", uri)]);
        let mut browser = world.browser();
        async move { browser.get(&format!("/authorize?{query}")).await.status }
    };
    let answers = join_all(uris.iter().map(ask)).await;
    assert_eq!(answers, [303; 40]);
    assert!(site.most_under_way() <= 8, "{}", site.most_under_way());
}

async fn a_host_whose_places_are_taken_is_asked_as_soon_as_there_is_one(world: World) {
    let site = Site::open();
    let slow: Vec<String> = (0..8)
        .map(|n| {
            let page = Page {
                status: 500,
                body: Vec::new(),
                location: None,
                after: Duration::from_secs(3),
            };
            site.put_page(&format!("/slow-{n}"), page)
        })
        .collect();
    let object = site.put("/object", "no request object");
    let uris: Vec<&String> = slow.iter().chain([&object]).collect();
    client(&world, json!({"request_uris": uris})).await;
    let ask = |uri: &String| {
        let query = authorize_query(&[("client_id", "objects"), ("request_uri", uri)]);
        let mut browser = world.browser();
        async move { browser.get(&format!("/authorize?{query}")).await.status }
    };
    // A stranger takes every place at the host, and somebody else finds none.
    let somebody_else = async {
        eventually("every place is taken", async || site.most_under_way() == 8).await;
        ask(&object).await
    };
    tokio::join!(join_all(slow.iter().map(ask)), somebody_else);
    assert_eq!(site.received("/object").len(), 0);
    ask(&object).await;
    assert_eq!(
        site.received("/object").len(),
        1,
        "it is not remembered as gone"
    );
}
