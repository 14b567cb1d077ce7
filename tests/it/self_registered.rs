//! Clients that register themselves: what they may not look like, what they may not widen, and when
//! they go.

use crate::{
    on_both_wide,
    world::{ADA, Answer, Backend, Browser, World, authorize_query, encode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_core::{Error, clients::Declaration};
use doorward_protocol::{
    branding::Colour, clients::client::Client, credentials::second_factor::ClientSecondFactor,
    secret::Secret, time::Lifetime,
};
use josekit::jwk::{Jwk, alg::ec::EcCurve};
use serde_json::{Value, json};

on_both_wide!(
    they_are_on_nobodys_launchpad,
    they_do_not_carry_the_name_of_another_app,
    consent_says_who_asks_and_where_the_answer_goes,
    a_consent_is_good_for_the_host_that_was_shown,
    what_an_administrator_set_is_not_widened,
    one_that_an_administrator_changed_stays_what_it_is,
    an_update_does_not_undo_what_happened_meanwhile,
    those_that_nobody_uses_expire,
    weak_and_malformed_keys_are_refused_by_name,
    hosts_that_mean_something_in_a_header_are_refused,
    addresses_that_are_read_differently_and_control_characters_are_refused,
    a_sign_out_link_of_one_sends_no_stranger_on,
    the_page_after_a_sign_out_leads_to_none,
    a_secret_that_somebody_chose_is_long,
    what_nobody_reads_of_a_client_is_not_kept,
    a_deletion_that_takes_long_leaves_nothing_that_can_be_used
);

const CALLBACK: &str = "https://app.example/cb";
/// The metadata that holds one address each.
const LINKS: [&str; 9] = [
    "client_uri",
    "logo_uri",
    "policy_uri",
    "tos_uri",
    "initiate_login_uri",
    "jwks_uri",
    "sector_identifier_uri",
    "backchannel_logout_uri",
    "frontchannel_logout_uri",
];

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

async fn register(world: &World, extra: &Value) -> Value {
    let mut metadata = json!({"redirect_uris": [CALLBACK]});
    metadata
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    let (status, registered) = world.register(&metadata).await;
    assert_eq!(status, 201, "{registered}");
    registered
}

/// An update of a registration by its own token.
async fn update(world: &World, registered: &Value, metadata: &Value) -> (u16, Value) {
    let mut body = json!({"client_id": registered["client_id"], "redirect_uris": [CALLBACK]});
    body.as_object_mut()
        .unwrap()
        .extend(metadata.as_object().unwrap().clone());
    let response = world
        .http
        .put(text(&registered["registration_client_uri"]))
        .bearer_auth(text(&registered["registration_access_token"]))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

async fn stored(world: &World, registered: &Value) -> Client {
    let store = world.provider.store();
    let client_id = text(&registered["client_id"]);
    store.client(&client_id).await.unwrap().unwrap().client
}

/// Declares a client as an administrator does.
async fn administer(world: &World, client: Client) {
    let declaration = Declaration {
        client,
        client_secret: None,
        client_secret_hash: None,
        client_secrets: Vec::new(),
    };
    let clients = world.provider.clients();
    let ctx = world.context();
    clients
        .declare(&ctx, declaration, "client.changed")
        .await
        .unwrap();
    world.expire_versions();
}

async fn they_are_on_nobodys_launchpad(world: World) {
    let login = "https://app.example/login";
    let registered = register(
        &world,
        &json!({"client_name": "Payroll", "initiate_login_uri": login}),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    assert!(!browser.get("/").await.body.contains("Payroll"));
    // Also where an administrator changed it since.
    administer(&world, stored(&world, &registered).await).await;
    assert!(!browser.get("/").await.body.contains("Payroll"));
    world
        .client(
            "wages",
            &json!({"client_name": "Wages", "redirect_uris": [CALLBACK], "initiate_login_uri": login}),
            &json!({}),
        )
        .await;
    assert!(browser.get("/").await.body.contains("Wages"));
}

async fn they_do_not_carry_the_name_of_another_app(world: World) {
    let own = register(&world, &json!({"client_name": "Ada’s own app"})).await;
    let provider = world.provider.settings().name.clone();
    for name in [
        "Notes",
        "notes",
        " NOTES ",
        "N o t e s",
        "\u{ff2e}otes",
        "spa",
        provider.as_str(),
        "Not\u{200b}es",
        "\u{202e}setoN",
        "Pay\u{2066}roll",
        "Pay\u{ad}roll",
        "Pay\u{3164}roll",
        "Payroll\u{a0}",
        "\u{e0041}Payroll",
        "Pay\nroll",
        // Letters that look alike (UTS #39), and what has no look at all.
        "N\u{43e}tes",
        "Not\u{435}s",
        "N0tes",
        "\u{39d}otes",
        "Not\u{e9}s",
        "Notes\u{e000}",
        "Notes\u{13430}",
        "Notes\u{fffd}",
        "\u{601}Notes",
        " ",
        "\u{332}",
        ".",
    ] {
        let metadata = json!({"redirect_uris": [CALLBACK], "client_name": name});
        let before = world.provider.store().clients().await.unwrap().len();
        let (status, answer) = world.register(&metadata).await;
        assert_eq!(
            (status, answer["error"].as_str()),
            (400, Some("invalid_client_metadata")),
            "{name:?}"
        );
        assert!(text(&answer["error_description"]).contains("client_name"));
        let after = world.provider.store().clients().await.unwrap().len();
        assert_eq!(before, after);
        let (status, _) = update(&world, &own, &json!({"client_name": name})).await;
        assert_eq!(status, 400, "{name:?} by an update");
    }
    // Two that registered themselves may be called alike, and letters of every script are fine.
    for name in ["Ada’s own app", "ملاحظات", "注释", "Notes of Ada"] {
        register(&world, &json!({"client_name": name})).await;
    }
}

async fn consent_says_who_asks_and_where_the_answer_goes(world: World) {
    let registered = register(&world, &json!({"client_name": "Calendar"})).await;
    let client_id = text(&registered["client_id"]);
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", &client_id),
            ("redirect_uri", CALLBACK),
        ]))
        .await;
    assert!(
        page.body.contains("app.example") && page.body.contains("registered by itself"),
        "{}",
        page.body
    );
    let photos = "https://photos.example/callback";
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", "photos"),
            ("redirect_uri", photos),
        ]))
        .await;
    assert!(
        page.body.contains("photos.example") && !page.body.contains("registered by itself"),
        "{}",
        page.body
    );
}

/// The answer to a request for `openid email` of a client that registered itself.
async fn asked(browser: &mut Browser, client: &Value, redirect_uri: &str) -> Answer {
    let query = authorize_query(&[
        ("client_id", client["client_id"].as_str().unwrap()),
        ("redirect_uri", redirect_uri),
        ("scope", "openid email"),
    ]);
    browser.authorize(&query).await
}

/// Allows what a page asks for, and goes back to the app.
async fn allow(browser: &mut Browser, page: &Answer) -> Answer {
    let answer = browser.submit(page, &[("answer", "allow")]).await;
    browser.follow(answer).await
}

async fn a_consent_is_good_for_the_host_that_was_shown(world: World) {
    let elsewhere = "https://elsewhere.example/cb";
    let registered = register(&world, &json!({"redirect_uris": [CALLBACK, elsewhere]})).await;
    let mut browser = world.signed_in(ADA).await;
    let page = asked(&mut browser, &registered, CALLBACK).await;
    assert!(page.body.contains("app.example"), "{}", page.body);
    assert!(allow(&mut browser, &page).await.parameter("code").is_some());
    let again = asked(&mut browser, &registered, CALLBACK).await;
    assert!(again.parameter("code").is_some(), "allowed already");
    // The other address, also in silence, is another question.
    let page = asked(&mut browser, &registered, elsewhere).await;
    assert!(page.body.contains("elsewhere.example"), "{}", page.body);
    let silent = browser
        .authorize(&authorize_query(&[
            ("client_id", registered["client_id"].as_str().unwrap()),
            ("redirect_uri", elsewhere),
            ("prompt", "none"),
        ]))
        .await;
    assert_eq!(
        silent.parameter("error").as_deref(),
        Some("consent_required")
    );
    // So is one that comes by an update, and one on another port.
    for uri in ["https://third.example/cb", "https://app.example:8443/cb"] {
        let (status, _) = update(&world, &registered, &json!({"redirect_uris": [uri]})).await;
        assert_eq!(status, 200);
        let page = asked(&mut browser, &registered, uri).await;
        assert_eq!(page.parameter("code"), None, "{uri}");
        assert!(page.body.contains("registered by itself"), "{}", page.body);
    }
    let page = asked(&mut browser, &registered, "https://app.example:8443/cb").await;
    assert!(allow(&mut browser, &page).await.parameter("code").is_some());
    // The user sees one app with everything, and takes everything back at once.
    let (ctx, sub) = (world.context(), world.sub(ADA.0).await);
    let consents = world.provider.consents();
    let listed = consents.of_user(&ctx, &sub).await.unwrap();
    assert_eq!(listed.len(), 1);
    let client_id = text(&registered["client_id"]);
    consents.withdraw(&ctx, &sub, &client_id).await.unwrap();
    let left = world.provider.store().consents_of_user(&sub).await.unwrap();
    assert!(left.is_empty());
}

async fn what_an_administrator_set_is_not_widened(world: World) {
    let registered = register(
        &world,
        &json!({"scope": "openid email profile offline_access", "grant_types": ["authorization_code", "refresh_token"]}),
    )
    .await;
    let narrow = Client {
        scope: doorward_protocol::oauth::scope::Scope::parse("openid").unwrap(),
        grant_types: vec![doorward_protocol::clients::client::GrantType::AuthorizationCode],
        require_pkce: true,
        first_party: false,
        audience: vec!["https://api.example".into()],
        second_factor: Some(ClientSecondFactor::Required),
        mail_from: Some("App <app@example.com>".into()),
        accent: Colour::parse("#0f5c4d").ok(),
        ..stored(&world, &registered).await
    };
    administer(&world, narrow).await;
    let wide = json!({
        "scope": "openid email profile phone address offline_access", "first_party": true, "require_pkce": false,
        "grant_types": ["authorization_code", "refresh_token", "implicit"], "response_types": ["code", "id_token"],
        "audience": ["https://other.example"],
    });
    for _ in 0..2 {
        let (status, answer) = update(&world, &registered, &wide).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["scope"], "openid");
        let now = stored(&world, &registered).await;
        assert_eq!(now.scope.to_string(), "openid");
        assert!(now.require_pkce && !now.first_party);
        assert_eq!(now.grant_types.len(), 1);
        assert_eq!(now.audience, ["https://api.example"]);
        assert_eq!(now.second_factor, Some(ClientSecondFactor::Required));
        assert_eq!(now.mail_from.as_deref(), Some("App <app@example.com>"));
        assert!(now.accent.is_some());
    }
    let (status, answer) = update(
        &world,
        &registered,
        &json!({"token_endpoint_auth_method": "none"}),
    )
    .await;
    assert_eq!(status, 400, "{answer}");
    // An administrator trusts it, at the addresses that it has.
    let trusted = Client {
        first_party: true,
        ..stored(&world, &registered).await
    };
    administer(&world, trusted).await;
    update(&world, &registered, &json!({"client_name": "Renamed"})).await;
    assert!(stored(&world, &registered).await.first_party);
    let elsewhere = json!({"redirect_uris": [CALLBACK, "https://elsewhere.example/cb"]});
    let (status, _) = update(&world, &registered, &elsewhere).await;
    assert_eq!(status, 200);
    assert!(!stored(&world, &registered).await.first_party);
    // Without an administrator's word, it changes itself within what is offered.
    let own = register(&world, &json!({"scope": "openid"})).await;
    let (_, answer) = update(&world, &own, &json!({"scope": "openid email"})).await;
    assert_eq!(answer["scope"], "openid email");
}

async fn one_that_an_administrator_changed_stays_what_it_is(world: World) {
    let registered = register(
        &world,
        &json!({"client_name": "Payroll", "scope": "openid", "subject_type": "pairwise", "default_max_age": 60}),
    )
    .await;
    let trusted = Client {
        first_party: true,
        ..stored(&world, &registered).await
    };
    administer(&world, trusted).await;
    // Others do not take its name, in any look of it; it may send its own.
    for name in ["Payroll", "PAYROLL", "P\u{430}yroll", "Payro11"] {
        let metadata = json!({"redirect_uris": [CALLBACK], "client_name": name});
        let (status, answer) = world.register(&metadata).await;
        assert_eq!(status, 400, "{name} {answer}");
    }
    let sent = json!({
        "client_name": "Payroll", "scope": "openid email", "subject_type": "public", "default_max_age": 3600,
    });
    let (status, answer) = update(&world, &registered, &sent).await;
    assert_eq!(status, 200, "{answer}");
    for metadata in [
        json!({}),
        json!({"client_name": "Your bank account", "subject_type": "public"}),
    ] {
        let (status, answer) = update(&world, &registered, &metadata).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["client_name"], "Payroll");
        assert_eq!(answer["subject_type"], "pairwise");
        assert_eq!(answer["default_max_age"], 60);
        assert_eq!(answer["scope"], "openid");
    }
    // A stronger method of authentication is not replaced by a weaker one.
    let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
    let jwks = json!({"keys": [key.to_public_key().unwrap().as_ref()]});
    let strong = json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks});
    assert_eq!(update(&world, &registered, &strong).await.0, 200);
    administer(&world, stored(&world, &registered).await).await;
    let weak = json!({"token_endpoint_auth_method": "client_secret_basic"});
    assert_eq!(update(&world, &registered, &weak).await.0, 400);
    // Nobody consents to a first-party app, and it is in use nevertheless.
    world.advance(Lifetime::days(31)).await;
    let registration = world.provider.registration();
    registration.delete_unused(&world.context()).await.unwrap();
    assert!(stored(&world, &registered).await.first_party);
}

async fn an_update_does_not_undo_what_happened_meanwhile(world: World) {
    // While the update waits for the client's key set, an administrator disables the client.
    let site = crate::world::Site::open();
    site.put_page(
        "/keys",
        crate::world::Page {
            status: 200,
            body: json!({"keys": []}).to_string().into(),
            location: None,
            after: std::time::Duration::from_secs(1),
        },
    );
    let registered = register(&world, &json!({})).await;
    let client_id = text(&registered["client_id"]);
    let keys = json!({"jwks_uri": site.at("/keys")});
    let disable = async {
        site.wait_for("/keys", 1).await;
        let ctx = world.context();
        let clients = world.provider.clients();
        clients.set_disabled(&ctx, &client_id, true).await.unwrap();
    };
    let ((status, answer), ()) = tokio::join!(update(&world, &registered, &keys), disable);
    assert_eq!(status, 503, "{answer}");
    let store = world.provider.store();
    let now = store.client(&client_id).await.unwrap().unwrap();
    assert!(now.disabled && now.client.jwks_uri.is_none());
}

async fn those_that_nobody_uses_expire(world: World) {
    let used = register(&world, &json!({})).await;
    let unused = register(&world, &json!({})).await;
    let client_id = text(&used["client_id"]);
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[
            ("client_id", &client_id),
            ("redirect_uri", CALLBACK),
        ]))
        .await;
    browser.submit(&page, &[("answer", "allow")]).await;
    world.advance(Lifetime::days(29)).await;
    let young = register(&world, &json!({})).await;
    let registration = world.provider.registration();
    registration.delete_unused(&world.context()).await.unwrap();
    assert_eq!(
        world.provider.store().registered_clients().await.unwrap(),
        3
    );
    world.advance(Lifetime::days(2)).await;
    registration.delete_unused(&world.context()).await.unwrap();
    assert_eq!(
        world.provider.store().registered_clients().await.unwrap(),
        2
    );
    let store = world.provider.store();
    for (client, is_there) in [(&used, true), (&young, true), (&unused, false)] {
        let found = store.client(&text(&client["client_id"])).await.unwrap();
        assert_eq!(found.is_some(), is_there);
    }
    assert!(store.client("notes").await.unwrap().is_some(), "declared");
}

async fn weak_and_malformed_keys_are_refused_by_name(world: World) {
    let rsa = |n: &[u8], e: &[u8]| json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": URL_SAFE_NO_PAD.encode(e)});
    let public = |key: Jwk| Value::Object(key.to_public_key().unwrap().as_ref().clone());
    let good = public(Jwk::generate_rsa_key(2048).unwrap());
    let weak = rsa(&[0xff; 128], &[1, 0, 1]);
    let point = public(Jwk::generate_ec_key(EcCurve::P256).unwrap());
    let mut off_curve = point.clone();
    off_curve["y"] = point["x"].clone();
    let mut private = good.clone();
    private["dp"] = "AQAB".into();
    let mut without = good.clone();
    without.as_object_mut().unwrap().remove("e");
    let modulus = URL_SAFE_NO_PAD.decode(good["n"].as_str().unwrap()).unwrap();
    let mut even = good.clone();
    let small_factor = {
        // A multiple of 3: the modulus times three, byte by byte from the last.
        let mut carry = 0;
        let times = |byte: &u8| {
            carry += u16::from(*byte) * 3;
            let low = carry.to_le_bytes()[0];
            carry >>= 8;
            low
        };
        let mut bytes: Vec<u8> = modulus.iter().rev().map(times).collect();
        bytes.push(u8::try_from(carry).unwrap());
        bytes.reverse();
        bytes
    };
    let okp = |crv: &str, first: u8| {
        let mut x = [0; 32];
        x[0] = first;
        json!({"kty": "OKP", "crv": crv, "x": URL_SAFE_NO_PAD.encode(x)})
    };
    even["e"] = "AQAA".into();
    let before = world.provider.store().clients().await.unwrap().len();
    for (keys, name) in [
        (vec![weak], "modulus"),
        (vec![rsa(&[0xff; 1100], &[1, 0, 1])], "modulus"),
        (vec![even], "exponent"),
        (vec![rsa(&modulus, &[3])], "exponent"),
        (vec![rsa(&modulus, &[1, 0, 0, 0, 0, 0, 0, 1])], "exponent"),
        (vec![rsa(&small_factor, &[1, 0, 1])], "small prime factor"),
        // (2^1024 - 1)^2: a 2^1025 and one less than it.
        (
            vec![rsa(
                &[&[0xff; 127][..], &[0xfe], &[0; 127][..], &[1]].concat(),
                &[1, 0, 1],
            )],
            "a square",
        ),
        (vec![okp("Ed25519", 0)], "small order"),
        (vec![okp("Ed25519", 1)], "small order"),
        (vec![okp("X25519", 0)], "small order"),
        (vec![okp("X25519", 1)], "small order"),
        (vec![off_curve], "no point of P-256"),
        (vec![without], "e is missing"),
        (vec![private], "private"),
        (vec![json!({"kty": "oct", "k": "c2VjcmV0"})], "private"),
        (vec![good.clone(); 120], "50 keys"),
        (
            vec![good.clone(), json!({"kty": "EC", "crv": "P-256"})],
            "key 2",
        ),
    ] {
        let jwks = json!({"keys": keys});
        let site = crate::world::Site::open();
        let uri = site.put("/jwks", jwks.to_string());
        for metadata in [json!({"jwks": jwks}), json!({"jwks_uri": uri})] {
            let mut metadata = metadata;
            metadata["redirect_uris"] = json!([CALLBACK]);
            let (status, answer) = world.register(&metadata).await;
            assert_eq!(
                (status, answer["error"].as_str()),
                (400, Some("invalid_client_metadata")),
                "{name}"
            );
            let description = text(&answer["error_description"]);
            assert!(description.contains(name), "{name}: {description}");
        }
        // An administrator's word is no other.
        let declared = json!({"client_id": "keys", "redirect_uris": [CALLBACK], "jwks": jwks});
        let declaration = Declaration {
            client: serde_json::from_value(declared).unwrap(),
            client_secret: Some(crate::world::SECRET.into()),
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let ctx = world.context();
        let refused = world.provider.clients().add(&ctx, declaration).await;
        assert!(
            matches!(&refused, Err(Error::Protocol(error)) if error.hint.contains(name))
                || matches!(&refused, Err(Error::Input(hint)) if hint.contains(name)),
            "{name}"
        );
    }
    assert_eq!(
        world.provider.store().clients().await.unwrap().len(),
        before
    );
    register(&world, &json!({"jwks": {"keys": [good, point]}})).await;
}

async fn hosts_that_mean_something_in_a_header_are_refused(world: World) {
    let before = world.provider.store().clients().await.unwrap().len();
    for host in [
        "a;sandbox",
        "a%3Bsandbox",
        "a,b",
        "*",
        "*.example",
        "a'b",
        "a!b",
        "a$b",
    ] {
        for name in LINKS {
            let metadata = json!({"redirect_uris": [CALLBACK], name: format!("https://{host}/")});
            let (status, answer) = world.register(&metadata).await;
            assert_eq!(status, 400, "{name} {host} {answer}");
        }
        for name in ["redirect_uris", "post_logout_redirect_uris", "request_uris"] {
            let mut metadata = json!({"redirect_uris": [CALLBACK]});
            metadata[name] = json!([format!("https://{host}/")]);
            let (status, answer) = world.register(&metadata).await;
            assert_eq!(status, 400, "{name} {host} {answer}");
        }
    }
    assert_eq!(
        world.provider.store().clients().await.unwrap().len(),
        before
    );
}

async fn addresses_that_are_read_differently_and_control_characters_are_refused(world: World) {
    let own = register(&world, &json!({})).await;
    let before = world.provider.store().clients().await.unwrap().len();
    let mut refused = Vec::new();
    for uri in [
        "https:a.example",
        "https:a.example/cb",
        "https:/a.example/cb",
        "https:///a.example/cb",
        "HTTPS:a.example/cb",
        "https://a.example/%0d%0aX:1",
        "https://a.example/%00",
        "https://a.example/\u{7f}",
        "https://a.example/\n",
    ] {
        refused.extend(LINKS.map(|name| (name, json!(uri))));
        let lists = ["redirect_uris", "post_logout_redirect_uris", "request_uris"];
        refused.extend(lists.map(|name| (name, json!([uri]))));
    }
    for control in ["\0", "\r\n", "\u{1b}", "\u{7f}", "\u{85}", "\u{9b}"] {
        let text = format!("a{control}b");
        let named = ["client_name", "software_id", "software_version"];
        refused.extend(named.map(|name| (name, json!(text))));
        let lists = ["contacts", "default_acr_values"];
        refused.extend(lists.map(|name| (name, json!(["fine", text]))));
        let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
        let mut key = Value::Object(key.to_public_key().unwrap().as_ref().clone());
        key["kid"] = text.into();
        refused.push(("jwks", json!({"keys": [key]})));
    }
    for (name, value) in refused {
        let mut metadata = json!({"redirect_uris": [CALLBACK]});
        metadata[name] = value.clone();
        let (status, answer) = world.register(&metadata).await;
        assert_eq!(status, 400, "{name} {value} {answer}");
        let code = answer["error"].as_str();
        assert!(
            matches!(
                code,
                Some("invalid_redirect_uri" | "invalid_client_metadata")
            ),
            "{name} {value} {answer}"
        );
        let (status, _) = update(&world, &own, &metadata).await;
        assert_eq!(status, 400, "{name} {value} by an update");
    }
    let store = world.provider.store();
    assert_eq!(store.clients().await.unwrap().len(), before);
    let now = serde_json::to_string(&stored(&world, &own).await).unwrap();
    assert!(!now.contains("a.example"), "{now}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_and_deletions_have_limits() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.registration.mode = "open".into();
            settings.rate_limits.registration_changes = 120;
        })
        .await;
        let registered = register(&world, &json!({})).await;
        let mut statuses = Vec::new();
        for n in 0..130 {
            let name = json!({"client_name": format!("App {n}")});
            statuses.push(update(&world, &registered, &name).await.0);
        }
        assert_eq!(
            statuses.iter().filter(|status| **status == 200).count(),
            120
        );
        assert_eq!(statuses.last(), Some(&429));
        let deletion = world
            .http
            .delete(text(&registered["registration_client_uri"]))
            .bearer_auth(text(&registered["registration_access_token"]));
        let answer = deletion.send().await.unwrap();
        assert_eq!(answer.status(), 429);
        assert!(answer.headers().contains_key("retry-after"));
        world.advance(Lifetime::minutes(2)).await;
        assert_eq!(update(&world, &registered, &json!({})).await.0, 200);
    }
}

async fn a_sign_out_link_of_one_sends_no_stranger_on(world: World) {
    let bye = "https://app.example/bye";
    let registered = register(&world, &json!({"post_logout_redirect_uris": [bye]})).await;
    let client_id = text(&registered["client_id"]);
    let link = format!(
        "/end_session?{}",
        encode(&[("client_id", &client_id), ("post_logout_redirect_uri", bye)])
    );
    // Nobody is signed in, and nothing proves that the link is of an app of the user.
    let answer = world.browser().get(&link).await;
    assert_eq!(answer.location.as_deref(), Some("/signed-out"));
    // Who is signed in confirms first.
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get(&link).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let answer = ada.submit(&page, &[]).await;
    assert_eq!(answer.location.as_deref(), Some(bye));
    // An administrator vouches for declared apps.
    world
        .client(
            "declared",
            &json!({"redirect_uris": [CALLBACK], "post_logout_redirect_uris": [bye]}),
            &json!({}),
        )
        .await;
    let link = link.replace(&client_id, "declared");
    let answer = world.browser().get(&link).await;
    assert_eq!(answer.location.as_deref(), Some(bye));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_neither_use_up_the_changes_of_a_client_nor_every_place() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.registration.mode = "open".into();
            settings.registration.maximum = 40;
            settings.rate_limits.registrations = 0;
            settings.rate_limits.registration_changes = 5;
            settings.http.trusted_proxies = vec!["127.0.0.1/32".into()];
        })
        .await;
        let registered = register(&world, &json!({})).await;
        let uri = text(&registered["registration_client_uri"]);
        let put = async |from: &str, token: &str| {
            let body = json!({"client_id": registered["client_id"], "redirect_uris": [CALLBACK]});
            let request = world.http.put(&uri).bearer_auth(token);
            let request = request
                .header("x-forwarded-for", from)
                .header("content-type", "application/json")
                .body(body.to_string());
            request.send().await.unwrap().status().as_u16()
        };
        for n in 0..12 {
            let from = format!("192.0.2.{n}");
            assert_eq!(put(&from, "of somebody else").await, 401);
        }
        let own = text(&registered["registration_access_token"]);
        assert_eq!(put("198.51.100.1", &own).await, 200);
        // Ten of forty places are for one address within a day.
        let place = async |from: &str| {
            let request = world.http.post(world.at("/register"));
            let request = request
                .header("x-forwarded-for", from)
                .header("content-type", "application/json")
                .body(json!({"redirect_uris": [CALLBACK]}).to_string());
            request.send().await.unwrap().status().as_u16()
        };
        let mut statuses = Vec::new();
        for _ in 0..12 {
            statuses.push(place("203.0.113.7").await);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 10);
        assert_eq!(statuses.last(), Some(&429));
        assert_eq!(place("203.0.113.8").await, 201);
        world.advance(Lifetime::days(1)).await;
        assert_eq!(place("203.0.113.7").await, 201);
    }
}

async fn a_secret_that_somebody_chose_is_long(world: World) {
    for (method, secret, is_fine) in [
        ("client_secret_basic", "x".repeat(31), false),
        ("client_secret_post", "correct horse".to_owned(), false),
        ("client_secret_jwt", "x".repeat(31), false),
        ("client_secret_basic", "x".repeat(256), false),
        ("client_secret_basic", "é".repeat(40), false),
        (
            "client_secret_basic",
            Secret::generate(world.provider.entropy())
                .reveal()
                .to_owned(),
            true,
        ),
    ] {
        let declaration = Declaration {
            client: serde_json::from_value(json!({
                "client_id": "chosen", "redirect_uris": [CALLBACK], "token_endpoint_auth_method": method,
            }))
            .unwrap(),
            client_secret: Some(secret),
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let ctx = world.context();
        let declared = world.provider.clients().add(&ctx, declaration).await;
        assert_eq!(declared.is_ok(), is_fine, "{method}");
        if let Err(error) = declared {
            assert!(error.to_string().contains("32 to 255"), "{error}");
        }
    }
}

async fn what_nobody_reads_of_a_client_is_not_kept(world: World) {
    let key = |more: Value| {
        let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
        let mut key = serde_json::to_value(key.to_public_key().unwrap()).unwrap();
        let members = key.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        key
    };
    let junk = "junk".repeat(1000);
    let jwks = json!({"keys": [key(json!({"kid": "1", "junk": junk}))], "junk": [junk]});
    let registered = register(&world, &json!({"jwks": jwks})).await;
    assert_eq!(registered["jwks"]["keys"][0]["kid"], "1");
    let stored = world.texts("SELECT document FROM clients").await;
    assert!(stored.iter().all(|document| !document.contains(&junk)));
    // What is read may be much, too.
    let many: Vec<String> = (0..100)
        .map(|n| format!("{CALLBACK}/{n}{}", "x".repeat(200)))
        .collect();
    let large = json!({"redirect_uris": many});
    let (status, refusal) = world.register(&large).await;
    assert_eq!(
        (status, &refusal["error"]),
        (400, &json!("invalid_client_metadata"))
    );
    let (status, refusal) = update(&world, &registered, &large).await;
    assert_eq!(
        (status, &refusal["error"]),
        (400, &json!("invalid_client_metadata"))
    );
}

async fn a_deletion_that_takes_long_leaves_nothing_that_can_be_used(world: World) {
    let registered = register(&world, &json!({})).await;
    let client_id = text(&registered["client_id"]);
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)";
    world
        .execute(&format!(
            "INSERT INTO users (id, claims, created_at, updated_at)
             {numbers} SELECT 'crowd-' || i, '{{}}', 1, 1 FROM n;
             INSERT INTO consents (user_id, client_id, scope, given_at)
             {numbers} SELECT 'crowd-' || i, '{client_id}', 'openid', 1 FROM n"
        ))
        .await;
    let refuse = if world.backend() == Backend::Sqlite {
        "CREATE TRIGGER refuse BEFORE DELETE ON consents WHEN old.user_id = 'crowd-1700'
         BEGIN SELECT RAISE(ABORT, 'refused'); END"
    } else {
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
         CREATE TRIGGER refuse BEFORE DELETE ON consents FOR EACH ROW
         WHEN (old.user_id = 'crowd-1700') EXECUTE FUNCTION refuse()"
    };
    world.execute(refuse).await;
    let uri = text(&registered["registration_client_uri"]);
    let token = text(&registered["registration_access_token"]);
    let status = async |request: reqwest::RequestBuilder| {
        let answer = request.bearer_auth(&token).send().await.unwrap();
        answer.status().as_u16()
    };
    let left = format!("SELECT count(*) FROM consents WHERE client_id = '{client_id}'");
    assert!(status(world.http.delete(&uri)).await >= 500);
    let after = world.numbers(&left).await;
    assert!((1..1700).contains(&after[0]), "{after:?}");
    assert_eq!(status(world.http.get(&uri)).await, 401, "it is disabled");
    let undo = if world.backend() == Backend::Sqlite {
        "DROP TRIGGER refuse"
    } else {
        "DROP TRIGGER refuse ON consents"
    };
    world.execute(undo).await;
    assert_eq!(status(world.http.delete(&uri)).await, 204);
    assert_eq!(world.numbers(&left).await, [0]);
    let row = format!("SELECT count(*) FROM clients WHERE client_id = '{client_id}'");
    assert_eq!(world.numbers(&row).await, [0]);
}

/// Nobody vouches for its name or its address.
async fn the_page_after_a_sign_out_leads_to_none(world: World) {
    let metadata = json!({"client_name": "Selfmade", "client_uri": "https://app.example/"});
    let client_id = text(&register(&world, &metadata).await["client_id"]);
    let mut browser = world.signed_in(ADA).await;
    let query = encode(&[
        ("client_id", client_id.as_str()),
        ("post_logout_redirect_uri", "https://app.example/bye"),
    ]);
    let page = browser.get(&format!("/end_session?{query}")).await;
    let done = browser.submit(&page, &[]).await;
    assert_eq!(done.location.as_deref(), Some("/signed-out"));
    for client_id in [client_id.as_str(), "nobody", "a\0b"] {
        let query = encode(&[("client_id", client_id)]);
        let page = browser.get(&format!("/signed-out?{query}")).await;
        let is_plain = !page.body.contains("id=\"app\"") && !page.body.contains("Selfmade");
        assert!(page.status == 200 && is_plain, "{}", page.body);
    }
}
