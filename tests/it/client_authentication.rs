//! Client authentication: the registered method, one at a time, and nothing in the query.

use crate::{
    on_both,
    world::{SECRET, World, basic},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    oauth::client_authentication::JWT_BEARER,
    time::{Clock, Lifetime},
};
use josekit::jws::{HS256, JwsSigner, RS256};
use serde_json::{Value, json};

on_both!(
    a_method_that_is_not_registered_is_refused,
    a_secret_may_be_in_either_place_unless_the_client_is_strict,
    a_basic_secret_is_form_decoded_or_taken_as_it_came,
    a_public_client_may_send_an_empty_secret,
    only_guesses_of_a_secret_are_counted,
    an_assertion_is_refused_by_name,
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
    for (authorization, form) in [
        (None, vec![grant, ("client_id", "notes")]),
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
        (Some(basic("notes", "")), vec![grant]),
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

const METHODS: [&str; 2] = ["client_secret_basic", "client_secret_post"];

/// The secret in the place of a method, with an introspection request.
async fn introspect_by(world: &World, client_id: &str, secret: &str, method: &str) -> (u16, Value) {
    let mut form = vec![("token", "x")];
    if method == METHODS[0] {
        return world
            .post("/introspect", Some(basic(client_id, secret)), &form)
            .await;
    }
    form.extend([("client_id", client_id), ("client_secret", secret)]);
    world.post("/introspect", None, &form).await
}

async fn a_secret_may_be_in_either_place_unless_the_client_is_strict(world: World) {
    for registered in METHODS {
        for strict in [false, true] {
            let extra = json!({
                "grant_types": ["client_credentials"], "scope": "notes:read",
                "token_endpoint_auth_method": registered, "strict_client_authentication": strict,
            });
            world.client("either", &json!({}), &extra).await;
            for used in METHODS {
                let in_header = (used == METHODS[0]).then(|| basic("either", SECRET));
                let in_body = [("client_id", "either"), ("client_secret", SECRET)];
                let mut form = vec![("grant_type", "client_credentials"), ("token", "x")];
                form.extend(in_body.iter().filter(|_| in_header.is_none()));
                let expected = if strict && used != registered {
                    401
                } else {
                    200
                };
                for path in ["/token", "/introspect", "/revoke"] {
                    let (status, body) = world.post(path, in_header.clone(), &form).await;
                    let case = format!("{path} {registered} {used} {strict} {body}");
                    assert_eq!(status, expected, "{case}");
                    let description = body["error_description"].as_str().unwrap_or_default();
                    assert_eq!(
                        description.starts_with("the secret is right"),
                        status == 401,
                        "{case}"
                    );
                }
                let (status, body) = introspect_by(&world, "either", "wrong", used).await;
                assert_eq!(status, 401);
                let description = body["error_description"].as_str().unwrap();
                assert!(description.starts_with("client authentication failed"));
            }
        }
    }
}

async fn a_basic_secret_is_form_decoded_or_taken_as_it_came(world: World) {
    for secret in [
        "a+secret%2Bwith/every&sign=that+is=escaped",
        "100%-sure-that-this-secret-is-long-enough",
        "a secret with spaces and a colon: here it is",
        "%41%FF%zz+a-secret-that-is-no-form-at-all",
    ] {
        let client = json!({"client_id": "odd+id%41", "grant_types": ["client_credentials"], "scope": "notes:read"});
        let declaration = doorward_core::clients::Declaration {
            client: serde_json::from_value(client).unwrap(),
            client_secret: Some(secret.to_owned()),
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let clients = world.provider.clients();
        let ctx = world.context();
        let declared = clients.declare(&ctx, declaration, "client.added");
        declared.await.unwrap();
        world.expire_versions();
        let raw =
            |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        let encoded =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let form = [("token", "x")];
        for (authorization, expected) in [
            (basic("odd+id%41", secret), 200),
            (raw("odd+id%41", secret), 200),
            (raw(&encoded("odd+id%41"), secret), 200),
            (raw("odd+id%41", &encoded(secret)), 200),
            (raw("odd+id%41", &encoded(&encoded(secret))), 401),
            (raw("odd+id%41", "another secret that is long enough"), 401),
        ] {
            let answer = world.post("/introspect", Some(authorization.clone()), &form);
            assert_eq!(answer.await.0, expected, "{secret} {authorization}");
            let named = [("token", "x"), ("client_id", "odd+id%41")];
            let answer = world.post("/introspect", Some(authorization), &named);
            assert_eq!(answer.await.0, expected, "{secret}");
        }
    }
}

async fn a_public_client_may_send_an_empty_secret(world: World) {
    let grant = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let id = ("client_id", "spa");
    for (authorization, more) in [
        (Some(basic("spa", "")), vec![]),
        (Some(basic("spa", "")), vec![id]),
        (Some(basic("spa", "")), vec![id, ("client_secret", "")]),
        (None, vec![id, ("client_secret", "")]),
    ] {
        let form = [&grant[..], &more].concat();
        let (status, body) = world.post("/token", authorization, &form).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some("invalid_grant")),
            "{more:?}"
        );
    }
    // Who has a secret must send it, and a header names no other client than the body does.
    for (authorization, more, error) in [
        (basic("notes", ""), vec![], "invalid_client"),
        (basic("notes", ""), vec![id], "invalid_request"),
    ] {
        let form = [&grant[..], &more].concat();
        let (_, body) = world.post("/token", Some(authorization), &form).await;
        assert_eq!(body["error"], error);
    }
    let form = [
        ("token", "x"),
        ("client_id", "notes"),
        ("client_secret", SECRET),
    ];
    let named = world.post("/introspect", Some(basic("notes", "")), &form);
    assert_eq!(named.await.0, 200, "the header only names the client");
}

async fn only_guesses_of_a_secret_are_counted(world: World) {
    let extra = json!({"token_endpoint_auth_method": "client_secret_post", "strict_client_authentication": true, "grant_types": ["client_credentials"]});
    world.client("strict", &json!({}), &extra).await;
    let robot = Robot::register(&world).await;
    let expired = robot.sign(&claims(&world, &[("exp", json!(1))]));
    for _ in 0..120 {
        let (status, _) = introspect_by(&world, "strict", SECRET, METHODS[0]).await;
        assert_eq!(status, 401, "the right secret in the wrong place");
        let nothing = [("token", "x"), ("client_id", "strict")];
        assert_eq!(world.post("/introspect", None, &nothing).await.0, 401);
        assert_eq!(assert_with(&world, &expired).await.0, 401);
        let spa = introspect_by(&world, "spa", SECRET, METHODS[0]).await;
        assert_eq!(spa.0, 401, "it has no secret");
    }
    let right = introspect_by(&world, "strict", SECRET, METHODS[1]).await;
    assert_eq!(right.0, 200);
    assert_eq!(
        assert_with(&world, &robot.sign(&claims(&world, &[])))
            .await
            .0,
        200
    );
    // A guess is one wherever it stands.
    for n in 0..100 {
        let guess = format!("a guess of the secret, number {n}");
        let status = introspect_by(&world, "strict", &guess, METHODS[n % 2])
            .await
            .0;
        assert_eq!(status, 401);
    }
    for method in METHODS {
        let (status, _) = introspect_by(&world, "strict", SECRET, method).await;
        assert_eq!(status, 429);
    }
}

async fn an_assertion_is_refused_by_name(world: World) {
    let robot = Robot::register(&world).await;
    let now = world.clock.now().seconds();
    let with = |name: &'static str, value: Value| robot.sign(&claims(&world, &[(name, value)]));
    let used = robot.sign(&claims(&world, &[]));
    assert_eq!(assert_with(&world, &used).await.0, 200);
    let good = claims(&world, &[]);
    let private = josekit::jwk::Jwk::from_bytes(&robot.private).unwrap();
    let under = |header: Value, signer: &dyn JwsSigner| compact(&header, &good, signer);
    let rs256 = RS256.signer_from_jwk(&private).unwrap();
    let hs256 = HS256.signer_from_bytes(SECRET.as_bytes()).unwrap();
    let other = doorward_adapters::keys::generate(SigningAlgorithm::RS256).unwrap();
    let other = josekit::jwk::Jwk::from_bytes(&other).unwrap();
    let other = RS256.signer_from_jwk(&other).unwrap();
    for (assertion, told) in [
        (with("aud", json!("https://other.example")), "aud must be"),
        (
            with("aud", json!([world.issuer, "https://other.example"])),
            "aud must be",
        ),
        (with("exp", json!(now - 60)), "expired"),
        (with("exp", json!(now + 3600)), "at most 5 minutes"),
        (with("exp", Value::Null), "exp must be"),
        (with("iat", json!(now + 60)), "in the future"),
        (with("iss", json!("notes")), "iss and sub"),
        (with("jti", Value::Null), "jti must have"),
        (used, "jti was used before"),
        (
            under(json!({"alg": "RS256", "kid": "r2"}), &rs256),
            "has this kid",
        ),
        (
            under(json!({"alg": "HS256", "kid": "r1"}), &hs256),
            "alg does not go",
        ),
        (
            under(json!({"alg": "RS256", "kid": "r1"}), &other),
            "the signature is not",
        ),
    ] {
        let (status, body) = assert_with(&world, &assertion).await;
        assert_eq!(
            (status, body["error"].as_str()),
            (401, Some("invalid_client"))
        );
        let description = body["error_description"].as_str().unwrap();
        assert!(description.contains(told), "{told}: {description}");
    }
    for path in ["/token", "/introspect", "/revoke"] {
        for aud in [
            json!([world.issuer]),
            json!(world.at(path)),
            json!([world.at(path)]),
        ] {
            let assertion = with("aud", aud);
            let form = [
                ("grant_type", "client_credentials"),
                ("token", "x"),
                ("client_assertion_type", JWT_BEARER),
                ("client_assertion", &assertion),
            ];
            assert_eq!(world.post(path, None, &form).await.0, 200, "{path}");
        }
    }
    let nobody = robot.sign(&json!({"iss": "nobody", "sub": "nobody", "aud": world.issuer, "jti": "1", "exp": now + 60}));
    let (_, body) = assert_with(&world, &nobody).await;
    let description = body["error_description"].as_str().unwrap();
    assert!(
        description.starts_with("client authentication failed"),
        "{description}"
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
