//! Request objects and the keys of clients: signed, for us, now, by the client that sends them,
//! from an address that is registered.

use crate::{
    on_both_wide,
    world::{ADA, CALLBACK, Site, World, authorize_query, encode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{oauth::client_authentication::JWT_BEARER, time::Lifetime};
use josekit::{
    jwk::Jwk,
    jws::{HS256, JwsHeader, JwsSigner, RS256, serialize_compact},
    jwt::{self, JwtPayload},
};
use serde_json::{Value, json};

on_both_wide!(
    a_signed_object_stands_alone,
    an_object_that_is_not_the_clients_is_refused,
    an_object_that_expired_while_its_user_was_asked_is_not_used_again,
    an_object_by_reference_comes_from_a_registered_address_alone,
    rotated_client_keys_are_fetched_when_they_are_used,
    a_weak_key_that_a_client_publishes_later_signs_nothing
);

fn key(kid: &str) -> Jwk {
    let mut key = Jwk::generate_rsa_key(2048).unwrap();
    key.set_key_id(kid);
    key
}

fn jwks(key: &Jwk) -> Value {
    json!({"keys": [key.to_public_key().unwrap().as_ref()]})
}

fn signed(key: &Jwk, typ: &str, claims: &Value) -> String {
    let mut header = JwsHeader::new();
    header.set_token_type(typ);
    header.set_key_id(key.key_id().unwrap());
    // As bytes: a library that checks its own claims would not sign what must be refused.
    serialize_compact(
        claims.to_string().as_bytes(),
        &header,
        &RS256.signer_from_jwk(key).unwrap(),
    )
    .unwrap()
}

/// The parameters of a good request as claims.
fn request(world: &World) -> Value {
    let mut claims: Value =
        url::form_urlencoded::parse(authorize_query(&[("client_id", "objects")]).as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect::<serde_json::Map<_, _>>()
            .into();
    (claims["aud"], claims["iss"]) = (world.issuer.clone().into(), "objects".into());
    (claims["state"], claims["nonce"]) = ("inner".into(), "inner nonce".into());
    claims
}

async fn client(world: &World, extra: Value) {
    let common = json!({"redirect_uris": [CALLBACK], "grant_types": ["authorization_code"], "first_party": true});
    world.client("objects", &common, &extra).await;
}

async fn a_signed_object_stands_alone(world: World) {
    let key = key("k");
    client(&world, json!({"jwks": jwks(&key)})).await;
    let mut browser = world.signed_in(ADA).await;
    let mut claims = request(&world);
    let object = signed(&key, "oauth-authz-req+jwt", &claims);
    let answer = browser
        .authorize(&encode(&[("client_id", "objects"), ("request", &object)]))
        .await;
    assert!(
        answer.parameter("code").is_some() && answer.parameter("state").as_deref() == Some("inner"),
        "{:?} {}",
        answer.location,
        answer.body
    );
    // What stands beside it is not used.
    claims.as_object_mut().unwrap().remove("state");
    let object = signed(&key, "JWT", &claims);
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "objects"),
            ("state", "outer"),
            ("request", &object),
        ]))
        .await;
    assert!(
        answer.parameter("code").is_some() && answer.parameter("state").is_none(),
        "{:?}",
        answer.location
    );
    // A user who has to sign in first finds the same request afterwards.
    let mut stranger = world.browser();
    let object = signed(&key, "JWT", &request(&world));
    let page = stranger
        .authorize(&encode(&[("client_id", "objects"), ("request", &object)]))
        .await;
    let answer = stranger.sign_in_on(&page, ADA).await;
    assert_eq!(answer.parameter("state").as_deref(), Some("inner"));
}

async fn an_object_that_is_not_the_clients_is_refused(world: World) {
    let (key, stranger) = (key("k"), key("k"));
    client(&world, json!({"jwks": jwks(&key)})).await;
    let mut browser = world.signed_in(ADA).await;
    let good = request(&world);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    let now = world.clock_seconds();
    let unsigned = |alg: &str| {
        format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(json!({"alg": alg}).to_string()),
            URL_SAFE_NO_PAD.encode(good.to_string())
        )
    };
    let hmac = |secret: &[u8]| {
        let payload = JwtPayload::from_map(good.as_object().unwrap().clone()).unwrap();
        jwt::encode_with_signer(
            &payload,
            &JwsHeader::new(),
            &HS256.signer_from_bytes(secret).unwrap(),
        )
        .unwrap()
    };
    let public = key.to_public_key().unwrap().to_string();
    let whole = signed(&key, "JWT", &good);
    let mut wrong = vec![
        "x".to_owned(),
        unsigned("none"),
        unsigned("None"),
        unsigned("RS256"),
        hmac(public.as_bytes()),
        hmac(crate::world::SECRET.as_bytes()),
        signed(&stranger, "JWT", &good),
        whole[..whole.len() - 6].to_owned(),
        format!("{whole}="),
        // Other kinds of tokens are no request objects, whoever signed them.
        signed(&key, "at+jwt", &good),
        signed(&key, "logout+jwt", &good),
    ];
    for claims in [
        with("client_id", json!("notes")),
        with("iss", json!("notes")),
        with("sub", json!("objects")),
        with("aud", json!("https://other.example")),
        with("exp", json!(now - 60)),
        with("exp", json!("soon")),
        with("exp", json!(1.5)),
        with("nbf", json!(now + 600)),
        with("request_uri", json!("https://app.example/")),
    ] {
        wrong.push(signed(&key, "JWT", &claims));
    }
    for object in wrong {
        let answer = browser
            .authorize(&authorize_query(&[
                ("client_id", "objects"),
                ("request", &object),
            ]))
            .await;
        assert_eq!(
            answer.parameter("error").as_deref(),
            Some("invalid_request_object"),
            "{object} {:?}",
            answer.location
        );
        assert_eq!(answer.parameter("state").as_deref(), Some("s-1"));
        // Without an address that is proven there is a page.
        let answer = browser
            .authorize(&encode(&[("client_id", "objects"), ("request", &object)]))
            .await;
        assert_eq!((answer.status, answer.location), (400, None));
    }
    let another = signed(&key, "JWT", &with("response_type", json!("id_token")));
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "objects"),
            ("request", &another),
        ]))
        .await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("invalid_request_object"),
        "it says one thing inside and another beside it"
    );
    let elsewhere = signed(
        &key,
        "JWT",
        &with("redirect_uri", json!("https://evil.example/")),
    );
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "objects"),
            ("request", &elsewhere),
        ]))
        .await;
    assert_eq!(
        (answer.status, answer.location),
        (400, None),
        "an address in an object is proven like any other"
    );
}

async fn an_object_by_reference_comes_from_a_registered_address_alone(world: World) {
    let (site, key) = (Site::open(), key("k"));
    let uri = site.put("/object", signed(&key, "JWT", &request(&world)));
    let other = site.put("/other", signed(&key, "JWT", &request(&world)));
    let large = site.put("/large", vec![b'a'; 2 * 1024 * 1024]);
    client(
        &world,
        json!({"jwks": jwks(&key), "request_uris": [uri.as_str(), large.as_str()]}),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    let ask = async |browser: &mut crate::world::Browser, uri: &str| {
        browser
            .authorize(&authorize_query(&[
                ("client_id", "objects"),
                ("request_uri", uri),
            ]))
            .await
    };
    assert_eq!(
        ask(&mut browser, &uri).await.parameter("state").as_deref(),
        Some("inner")
    );
    assert_eq!(
        ask(&mut browser, &format!("{uri}#version-2"))
            .await
            .parameter("state")
            .as_deref(),
        Some("inner")
    );
    for refused in [
        other.as_str(),
        large.as_str(),
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://localhost:6379/",
    ] {
        assert_eq!(
            ask(&mut browser, refused)
                .await
                .parameter("error")
                .as_deref(),
            Some("invalid_request_uri"),
            "{refused}"
        );
    }
    assert!(
        site.received("/other").is_empty(),
        "an address that is not registered is not called"
    );
    let both = browser
        .authorize(&authorize_query(&[
            ("client_id", "objects"),
            ("request_uri", &uri),
            ("request", "x"),
        ]))
        .await;
    assert_eq!(both.parameter("error").as_deref(), Some("invalid_request"));
}

async fn rotated_client_keys_are_fetched_when_they_are_used(world: World) {
    let (site, first, second) = (Site::open(), key("first"), key("second"));
    let uri = site.put("/jwks", jwks(&first).to_string());
    client(&world, json!({"jwks_uri": uri})).await;
    let mut browser = world.signed_in(ADA).await;
    let mut ask = async |key: &Jwk| {
        let object = signed(key, "JWT", &request(&world));
        browser
            .authorize(&encode(&[("client_id", "objects"), ("request", &object)]))
            .await
            .parameter("code")
            .is_some()
    };
    assert!(ask(&first).await && ask(&first).await);
    assert_eq!(site.received("/jwks").len(), 1, "kept");
    site.put("/jwks", jwks(&second).to_string());
    assert!(ask(&second).await, "a new key is looked for at once");
    assert!(!ask(&first).await, "the old key left");
    let third = key("third");
    site.put("/jwks", jwks(&third).to_string());
    assert!(
        !ask(&third).await,
        "and asked for again no sooner than after five seconds"
    );
    assert!(!ask(&key("unknown")).await && !ask(&key("unknown too")).await);
    assert_eq!(
        site.received("/jwks").len(),
        2,
        "strangers do not make us call"
    );
    world.advance(Lifetime::seconds(6)).await;
    assert!(ask(&third).await);
}

/// The registration saw other keys: a client may publish weak ones at its `jwks_uri` afterwards.
async fn a_weak_key_that_a_client_publishes_later_signs_nothing(world: World) {
    let public = |key: &Jwk| Value::Object(key.to_public_key().unwrap().as_ref().clone());
    let strong = Jwk::generate_rsa_key(2048).unwrap();
    let mut private = public(&strong);
    private["d"] = "AQAB".into();
    let input = |alg: &str, jti: &str| {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg}).to_string());
        let claims = json!({
            "iss": "robot", "sub": "robot", "aud": world.issuer, "jti": jti,
            "exp": world.clock_seconds() + 60, "iat": world.clock_seconds(),
        });
        format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()))
    };
    let by = |jti: &str| {
        let input = input("RS256", jti);
        let signer = RS256.signer_from_jwk(&strong).unwrap();
        let signature = signer.sign(input.as_bytes()).unwrap();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    };
    // Under the neutral point, this signature fits every message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let small_order = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(neutral)});
    let signature = [neutral, [0; 32]].concat();
    let forged = format!(
        "{}.{}",
        input("EdDSA", "e"),
        URL_SAFE_NO_PAD.encode(signature)
    );
    let site = Site::open();
    // One kept key set is in use for ten minutes: every case has an address of its own.
    for (name, keys, assertion, status) in [
        ("strong", vec![public(&strong)], by("0"), 200),
        (
            "one of them weak",
            vec![small_order.clone(), public(&strong)],
            by("1"),
            200,
        ),
        ("private", vec![private], by("2"), 401),
        ("too many", vec![public(&strong); 51], by("3"), 401),
        ("of small order", vec![small_order], forged, 401),
    ] {
        let uri = site.put(
            &format!("/{status}/{}", name.replace(' ', "-")),
            json!({"keys": keys}).to_string(),
        );
        let extra = json!({"grant_types": ["client_credentials"], "scope": "notes:read", "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": uri});
        world.client("robot", &json!({}), &extra).await;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", &assertion),
        ];
        let (answered, body) = world.post("/token", None, &form).await;
        assert_eq!(answered, status, "{name}: {body}");
    }
}

async fn an_object_that_expired_while_its_user_was_asked_is_not_used_again(world: World) {
    let key = key("k");
    client(&world, json!({"jwks": jwks(&key)})).await;
    let mut browser = world.browser();
    let mut ask = async |seconds: i64| {
        let mut claims = request(&world);
        claims["exp"] = (world.clock_seconds() + seconds).into();
        let object = signed(&key, "JWT", &claims);
        let query = encode(&[("client_id", "objects"), ("request", &object)]);
        let page = browser.authorize(&query).await;
        assert_eq!(page.status, 200, "{:?}", page.location);
        page
    };
    let (short, long) = (ask(120).await, ask(3 * 3600).await);
    world.advance(Lifetime::minutes(20)).await;
    let flow = short.field("flow").unwrap();
    let reloaded = browser.get(&format!("/sign-in?flow={flow}")).await;
    let reloaded = browser.follow(reloaded).await;
    let posted = browser.sign_in_on(&short, ADA).await;
    for refused in [reloaded, posted] {
        assert_eq!(
            refused.parameter("error").as_deref(),
            Some("invalid_request_object")
        );
        assert_eq!(refused.parameter("state").as_deref(), Some("inner"));
    }
    assert_eq!(browser.session(), None);
    let answer = browser.sign_in_on(&long, ADA).await;
    assert!(answer.parameter("code").is_some(), "{:?}", answer.location);
    assert_eq!(answer.parameter("state").as_deref(), Some("inner"));
}
