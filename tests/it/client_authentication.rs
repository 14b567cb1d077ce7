//! Client authentication: the registered method, one at a time, and nothing in the query.

use crate::{
    on_both,
    world::{SECRET, World, basic},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    oauth::client_authentication::JWT_BEARER,
    time::{Clock, Lifetime},
};
use josekit::jws::{HS256, JwsSigner, RS256};
use serde_json::{Value, json};

on_both!(
    a_method_that_is_not_registered_is_refused,
    two_methods_at_once_are_refused,
    a_secret_in_the_query_is_refused,
    an_assertion_is_used_once,
    an_assertion_is_for_this_issuer_and_in_time,
    an_assertion_under_the_wrong_key_or_algorithm_is_refused,
    client_secret_jwt_works
);

fn compact(header: &Value, claims: &Value, signer: &dyn JwsSigner) -> String {
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(input.as_bytes()).unwrap());
    format!("{input}.{signature}")
}

struct Robot {
    private: Vec<u8>,
    public: Value,
}

impl Robot {
    async fn register(world: &World) -> Self {
        let private = doorward_adapters::keys::generate(SigningAlgorithm::RS256).unwrap();
        let key =
            doorward_adapters::keys::SigningKey::parse("r1", SigningAlgorithm::RS256, &private)
                .unwrap();
        let public = key.public_jwk().clone();
        let extra = json!({"grant_types": ["client_credentials"], "scope": "notes:read", "token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [public]}});
        world.client("robot", &json!({}), &extra).await;
        Self { private, public }
    }

    fn sign(&self, claims: &Value) -> String {
        let jwk = josekit::jwk::Jwk::from_bytes(&self.private).unwrap();
        compact(
            &json!({"alg": "RS256", "kid": "r1"}),
            claims,
            &RS256.signer_from_jwk(&jwk).unwrap(),
        )
    }
}

fn claims(world: &World, changes: &[(&str, Value)]) -> Value {
    let now = world.clock.now().seconds();
    let mut claims = json!({"iss": "robot", "sub": "robot", "aud": world.issuer, "jti": format!("j{:x}", rand_u64()), "exp": now + 60, "iat": now});
    for (name, value) in changes {
        claims[*name] = value.clone();
    }
    claims
}

fn rand_u64() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
}

async fn assert_with(world: &World, assertion: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion),
    ];
    world.post("/token", None, &form).await
}

async fn a_method_that_is_not_registered_is_refused(world: World) {
    Robot::register(&world).await;
    let grant = ("grant_type", "client_credentials");
    let post = [grant, ("client_id", "notes"), ("client_secret", SECRET)];
    for (authorization, form) in [
        (None, vec![grant, ("client_id", "notes")]),
        (None, post.to_vec()),
        (Some(basic("robot", SECRET)), vec![grant]),
        (None, vec![grant, ("client_id", "robot")]),
        (
            None,
            vec![grant, ("client_id", "robot"), ("client_secret", SECRET)],
        ),
        (
            None,
            vec![grant, ("client_id", "spa"), ("client_secret", SECRET)],
        ),
        (Some(basic("spa", "")), vec![grant]),
        (Some(basic("notes", "wrong")), vec![grant]),
        (Some(basic("nobody", SECRET)), vec![grant]),
        (Some("Basic ???".into()), vec![grant]),
        (Some("Bearer x".into()), vec![grant]),
        (None, vec![grant]),
    ] {
        let (status, body) = world.post("/token", authorization.clone(), &form).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (401, Some("invalid_client")),
            "{authorization:?} {form:?}"
        );
    }
    let (status, headers, _) = world
        .post_raw(
            "/token",
            Some(basic("notes", "wrong")),
            "grant_type=client_credentials".into(),
        )
        .await;
    assert!(
        status == 401
            && headers["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Basic ")
    );
}

async fn two_methods_at_once_are_refused(world: World) {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "notes"),
        ("client_secret", SECRET),
    ];
    let (status, body) = world
        .post("/token", Some(basic("notes", SECRET)), &form)
        .await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_request"))
    );
    let other = [
        ("grant_type", "client_credentials"),
        ("client_id", "photos"),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("notes", SECRET)), &other)
            .await
            .1["error"],
        "invalid_request"
    );
}

async fn a_secret_in_the_query_is_refused(world: World) {
    for path in ["/token", "/introspect", "/revoke"] {
        let target = format!(
            "{path}?client_id=notes&client_secret={}",
            SECRET.replace(' ', "+")
        );
        let (status, body) = world
            .post(
                &target,
                None,
                &[("grant_type", "client_credentials"), ("token", "x")],
            )
            .await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some("invalid_request")),
            "{path}"
        );
    }
}

async fn an_assertion_is_used_once(world: World) {
    let robot = Robot::register(&world).await;
    let assertion = robot.sign(&claims(&world, &[]));
    assert_eq!(assert_with(&world, &assertion).await.0, 200);
    assert_eq!(
        assert_with(&world, &assertion).await.1["error"],
        "invalid_client"
    );
    for _ in 0..5 {
        let assertion = robot.sign(&claims(&world, &[]));
        let answers =
            futures_util::future::join_all((0..20).map(|_| assert_with(&world, &assertion))).await;
        assert_eq!(
            answers.iter().filter(|(status, _)| *status == 200).count(),
            1
        );
        assert!(
            answers
                .iter()
                .all(|(status, _)| *status == 200 || *status == 401)
        );
    }
}

async fn an_assertion_is_for_this_issuer_and_in_time(world: World) {
    let robot = Robot::register(&world).await;
    let now = world.clock.now().seconds();
    let endpoint = world.at("/token");
    assert_eq!(
        assert_with(
            &world,
            &robot.sign(&claims(&world, &[("aud", json!(endpoint))]))
        )
        .await
        .0,
        200
    );
    for change in [
        ("aud", json!("https://other.example")),
        ("aud", json!([world.issuer, "https://other.example"])),
        ("aud", json!([world.issuer])),
        ("iss", json!("notes")),
        ("exp", json!(now - 60)),
        ("exp", json!(now + 3600)),
        ("exp", json!((now + 60).to_string())),
        ("exp", json!(1e300)),
        ("exp", Value::Null),
        ("nbf", json!(now + 60)),
        ("nbf", json!("soon")),
        ("iat", json!(now + 60)),
        ("jti", json!("")),
        ("jti", Value::Null),
        ("sub", json!("notes")),
    ] {
        let (status, body) = assert_with(
            &world,
            &robot.sign(&claims(&world, std::slice::from_ref(&change))),
        )
        .await;
        assert_eq!(
            (status, body["error"].as_str()),
            (401, Some("invalid_client")),
            "{change:?}"
        );
    }
    let assertion = robot.sign(&claims(&world, &[]));
    world.advance(Lifetime::minutes(2)).await;
    assert_eq!(assert_with(&world, &assertion).await.0, 401);
}

async fn an_assertion_under_the_wrong_key_or_algorithm_is_refused(world: World) {
    let robot = Robot::register(&world).await;
    // HS256 under every text that the public key could be taken for (RFC 8725 §2.1).
    let jwk = robot.public.to_string();
    let modulus = robot.public["n"].as_str().unwrap().to_owned();
    let modulus_bytes = URL_SAFE_NO_PAD.decode(&modulus).unwrap();
    let pem = josekit::jws::alg::rsassa::RsassaJwsAlgorithm::Rs256;
    let public_pem = josekit::jwk::alg::rsa::RsaKeyPair::from_jwk(
        &josekit::jwk::Jwk::from_bytes(&robot.private).unwrap(),
    );
    let _ = pem;
    let mut secrets: Vec<Vec<u8>> = vec![jwk.into_bytes(), modulus.into_bytes(), modulus_bytes];
    if let Ok(pair) = public_pem {
        use josekit::jwk::KeyPair;
        secrets.extend([
            pair.to_pem_public_key(),
            pair.to_der_public_key(),
            String::from_utf8(pair.to_pem_public_key())
                .unwrap()
                .trim_end()
                .as_bytes()
                .to_vec(),
        ]);
    }
    assert_eq!(secrets.len(), 6);
    for secret in secrets {
        let forged = compact(
            &json!({"alg": "HS256", "kid": "r1"}),
            &claims(&world, &[]),
            &HS256.signer_from_bytes(&secret).unwrap(),
        );
        assert_eq!(
            assert_with(&world, &forged).await.1["error"],
            "invalid_client"
        );
    }
    let good = robot.sign(&claims(&world, &[]));
    let (_, rest) = good.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"nOnE"}"#,
        r#"{"alg":"RS256","jku":"http://127.0.0.1:1/"}"#,
        r#"{"alg":"ES256","kid":"r1"}"#,
        r#"{"alg":"RS256","kid":7}"#,
    ] {
        for signature in [signature, ""] {
            let forged = format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode(header));
            assert_eq!(
                assert_with(&world, &forged).await.1["error"],
                "invalid_client",
                "{header}"
            );
        }
    }
    let other = Robot {
        private: doorward_adapters::keys::generate(SigningAlgorithm::RS256).unwrap(),
        public: Value::Null,
    };
    assert_eq!(
        assert_with(&world, &other.sign(&claims(&world, &[])))
            .await
            .1["error"],
        "invalid_client"
    );
}

async fn client_secret_jwt_works(world: World) {
    let extra = json!({"grant_types": ["client_credentials"], "scope": "notes:read", "token_endpoint_auth_method": "client_secret_jwt"});
    world.client("robot", &json!({}), &extra).await;
    let signer = HS256.signer_from_bytes(SECRET.as_bytes()).unwrap();
    let assertion = compact(&json!({"alg": "HS256"}), &claims(&world, &[]), &signer);
    assert_eq!(assert_with(&world, &assertion).await.0, 200);
    let wrong = HS256
        .signer_from_bytes(b"another secret of 32 bytes or more.")
        .unwrap();
    assert_eq!(
        assert_with(
            &world,
            &compact(&json!({"alg": "HS256"}), &claims(&world, &[]), &wrong)
        )
        .await
        .0,
        401
    );
    assert_eq!(
        world
            .post(
                "/token",
                Some(basic("robot", SECRET)),
                &[("grant_type", "client_credentials")]
            )
            .await
            .0,
        401
    );
}
