//! Tokens that are not what they say, at every endpoint that takes one.

use crate::{
    on_both,
    world::{ADA, World, authorize_query, claims_of},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_core::keys::Activation;
use doorward_protocol::{clients::client::SigningAlgorithm, time::Lifetime};
use josekit::jws::{HS256, JwsSigner};
use serde_json::{Value, json};

on_both!(
    no_forged_token_is_taken_anywhere,
    instants_that_are_no_integers_are_refused,
    each_kind_of_token_is_taken_in_its_place_alone,
    rotation_fails_no_issued_token,
    every_algorithm_signs_for_a_client_that_wants_it,
    one_key_rotates_once_however_many_ask
);

/// Whether any endpoint takes the token for an access token or for a hint.
async fn taken(world: &World, token: &str) -> bool {
    let mut browser = world.signed_in(ADA).await;
    let hint = browser
        .authorize(&authorize_query(&[
            ("prompt", "none"),
            ("id_token_hint", token),
        ]))
        .await
        .parameter("code")
        .is_some();
    let page = browser
        .get(&format!(
            "/end_session?{}",
            crate::world::encode(&[("id_token_hint", token)])
        ))
        .await;
    let logout = page.status != 200 || !page.body.contains("This sign-out link does not work");
    hint || logout || world.userinfo(token).await.0 == 200 || world.is_active(token).await
}

async fn no_forged_token_is_taken_anywhere(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let keys: Value =
        serde_json::from_slice(&world.provider.configuration().await.unwrap().jwks).unwrap();
    let key = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["alg"] == "RS256")
        .unwrap()
        .clone();
    let (kid, jwk) = (key["kid"].clone(), key.to_string());
    let modulus = key["n"].as_str().unwrap().to_owned();
    for token in [&tokens.access, &tokens.id] {
        let mut parts = token.split('.');
        let (header, payload, signature) = (
            parts.next().unwrap(),
            parts.next().unwrap(),
            parts.next().unwrap(),
        );
        let typ: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
        let typ = typ["typ"].clone();
        let mut forged = vec![
            format!("{header}.{payload}."),
            format!("{header}.{payload}"),
            format!("{header}.{payload}.{}", &signature[..signature.len() - 4]),
            format!("{token}="),
            format!(" {token}"),
        ];
        for alg in ["none", "None", "nOnE", "ES256", "PS256", "HS512"] {
            let header =
                URL_SAFE_NO_PAD.encode(json!({"alg": alg, "kid": kid, "typ": typ}).to_string());
            forged.extend([
                format!("{header}.{payload}."),
                format!("{header}.{payload}.{signature}"),
            ]);
        }
        for secret in [
            jwk.as_bytes(),
            modulus.as_bytes(),
            &URL_SAFE_NO_PAD.decode(&modulus).unwrap(),
        ] {
            let signed = format!(
                "{}.{payload}",
                URL_SAFE_NO_PAD.encode(json!({"alg": "HS256", "kid": kid, "typ": typ}).to_string())
            );
            let signature = HS256
                .signer_from_bytes(secret)
                .unwrap()
                .sign(signed.as_bytes())
                .unwrap();
            forged.push(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)));
        }
        for kid in [
            json!("../../dev/null"),
            json!("' OR 1=1"),
            json!("k".repeat(10_000)),
            json!(7),
            Value::Null,
        ] {
            let header = URL_SAFE_NO_PAD.encode(
                json!({"alg": "RS256", "kid": kid, "typ": typ, "jku": "http://127.0.0.1:1/"})
                    .to_string(),
            );
            forged.push(format!("{header}.{payload}.{signature}"));
        }
        for token in forged {
            assert!(!taken(&world, &token).await, "{token:.60}");
        }
    }
}

/// A token under our own current key, with claims of our choice.
async fn signed(world: &World, typ: &'static str, claims: &Value) -> String {
    let configuration = world.provider.configuration().await.unwrap();
    configuration
        .keyring
        .sign(
            SigningAlgorithm::RS256,
            typ,
            claims.as_object().unwrap(),
            world.provider.now(),
        )
        .unwrap()
}

async fn instants_that_are_no_integers_are_refused(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let good = Value::Object(claims_of(&tokens.access));
    assert_eq!(
        world
            .userinfo(&signed(&world, "at+jwt", &good).await)
            .await
            .0,
        200,
        "the oracle works"
    );
    for wrong in [
        json!("9999999999"),
        json!(9_999_999_999.5),
        json!([9_999_999_999_i64]),
        Value::Null,
        json!(-1),
        json!(1e300),
    ] {
        for name in ["exp", "iat"] {
            let mut claims = good.clone();
            claims[name] = wrong.clone();
            assert_eq!(
                world
                    .userinfo(&signed(&world, "at+jwt", &claims).await)
                    .await
                    .0,
                401,
                "{name} {wrong}"
            );
        }
    }
    for (name, value) in [
        ("iss", json!(format!("{}/", world.issuer))),
        ("iss", json!("https://other.example")),
        ("aud", json!(["https://other.example"])),
        ("exp", json!(1)),
    ] {
        let mut claims = good.clone();
        claims[name] = value.clone();
        assert_eq!(
            world
                .userinfo(&signed(&world, "at+jwt", &claims).await)
                .await
                .0,
            401,
            "{name} {value}"
        );
    }
}

async fn each_kind_of_token_is_taken_in_its_place_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let access = Value::Object(claims_of(&tokens.access));
    for (kind, token) in [
        ("ID token", tokens.id.clone()),
        ("access claims as JWT", signed(&world, "JWT", &access).await),
        ("logout token", signed(&world, "logout+jwt", &access).await),
        ("refresh token", tokens.refresh.clone()),
    ] {
        assert_eq!(world.userinfo(&token).await.0, 401, "{kind} at userinfo");
        assert_eq!(
            world.refresh(&token).await.0 == 200,
            kind == "refresh token",
            "{kind} at token"
        );
    }
    for (kind, token) in [
        ("access token", tokens.access.clone()),
        (
            "logout token",
            signed(&world, "logout+jwt", &Value::Object(claims_of(&tokens.id))).await,
        ),
        ("refresh token", tokens.refresh.clone()),
    ] {
        let mut browser = world.signed_in(ADA).await;
        let hint = browser
            .authorize(&authorize_query(&[
                ("prompt", "none"),
                ("id_token_hint", &token),
            ]))
            .await;
        assert_eq!(
            hint.parameter("error").as_deref(),
            Some("invalid_request"),
            "{kind} as hint"
        );
        let logout = browser
            .get(&format!(
                "/end_session?{}",
                crate::world::encode(&[("id_token_hint", &token)])
            ))
            .await;
        assert!(
            logout.status == 200 && logout.body.contains("no ID token of this issuer"),
            "{kind} at end_session"
        );
        assert!(!logout.body.contains(&token), "{kind} is not shown");
    }
}

async fn kids(world: &World) -> Vec<String> {
    world.expire_versions();
    let keys: Value = serde_json::from_str(&world.text_at("/.well-known/jwks.json").await).unwrap();
    keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["alg"] == "RS256")
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

fn kid_of(token: &str) -> String {
    let header: Value = serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(token.split('.').next().unwrap())
            .unwrap(),
    )
    .unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

async fn rotation_fails_no_issued_token(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let before = world.tokens(&mut browser, &[]).await;
    let first = kids(&world).await;
    let published = world
        .provider
        .signing_keys()
        .publish(
            &world.context(),
            SigningAlgorithm::RS256,
            Activation::WhenKnown,
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kids(&world).await.len(), 2, "published before it signs");
    let during = world.tokens(&mut browser, &[]).await;
    assert_eq!(kid_of(&during.id), first[0]);
    world.advance(Lifetime::minutes(5)).await;
    let after = world.tokens(&mut browser, &[]).await;
    assert_eq!(kid_of(&after.id), published.kid);
    for token in [&before.access, &during.access, &after.access] {
        assert_eq!(world.userinfo(token).await.0, 200);
    }
    world.advance(Lifetime::minutes(9)).await;
    assert!(
        kids(&world).await.contains(&first[0]),
        "the last token of the old key may still live"
    );
    world.advance(Lifetime::minutes(3)).await;
    assert_eq!(kids(&world).await, [published.kid]);
}

async fn every_algorithm_signs_for_a_client_that_wants_it(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let document: Value =
        serde_json::from_slice(&world.provider.configuration().await.unwrap().discovery).unwrap();
    for alg in ["RS256", "ES256", "EdDSA", "PS256"] {
        assert!(
            document["id_token_signing_alg_values_supported"]
                .as_array()
                .unwrap()
                .contains(&json!(alg))
        );
        world
            .client(
                "notes",
                &json!({"redirect_uris": [crate::world::CALLBACK]}),
                &json!({"first_party": true, "id_token_signed_response_alg": alg}),
            )
            .await;
        let id = world.tokens(&mut browser, &[]).await.id;
        let header: Value = serde_json::from_slice(
            &URL_SAFE_NO_PAD
                .decode(id.split('.').next().unwrap())
                .unwrap(),
        )
        .unwrap();
        assert_eq!(header["alg"], alg);
        assert!(
            world
                .provider
                .configuration()
                .await
                .unwrap()
                .keyring
                .verify(&id, world.provider.now())
                .is_some()
        );
    }
}

/// Keys that are due are rotated by whichever worker is first, at whichever node.
async fn one_key_rotates_once_however_many_ask(world: World) {
    let other = world.another_node().await;
    let before = world.provider.signing_keys().list().await.unwrap();
    let interval = world.provider.settings().lifetimes.signing_key;
    world.advance(interval).await;
    other.advance(interval).await;
    let ctx = world.context();
    let asked = (0..6).map(|n| {
        let node = if n % 2 == 0 { &world } else { &other };
        node.provider.signing_keys().rotate_due(&ctx)
    });
    for answer in futures_util::future::join_all(asked).await {
        answer.unwrap();
    }
    let after = world.provider.signing_keys().list().await.unwrap();
    assert_eq!(after.len(), 2 * before.len(), "one new key an algorithm");
    for old in before {
        let generations: Vec<i64> = after
            .iter()
            .filter(|key| key.algorithm == old.algorithm)
            .map(|key| key.generation)
            .collect();
        assert_eq!(generations, [old.generation, old.generation + 1]);
    }
}
