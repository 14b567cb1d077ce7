//! What is refused for what it does not prove: codes without what belongs to them, and headers that
//! change how a token is read.

use crate::{
    on_both,
    world::{ADA, CALLBACK, SECRET, VERIFIER, World, basic},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use josekit::{
    jwk::{Jwk, alg::ec::EcCurve},
    jws::ES256,
};
use serde_json::{Value, json};

on_both!(
    a_code_that_is_shown_without_its_proof_is_worthless_and_that_is_written_down,
    a_header_that_changes_how_a_token_is_read_is_refused
);

async fn a_code_that_is_shown_without_its_proof_is_worthless_and_that_is_written_down(
    world: World,
) {
    let mut browser = world.signed_in(ADA).await;
    let sub = world.sub(ADA.0).await;
    let other = world.another_node().await;
    for (round, (redirect_uri, verifier)) in [
        (CALLBACK, "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong"),
        (CALLBACK, ""),
        (CALLBACK, crate::world::CHALLENGE),
        ("https://notes.example/other", VERIFIER),
        ("", VERIFIER),
    ]
    .into_iter()
    .enumerate()
    {
        let code = world.code(&mut browser, &[]).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        // Somebody else's client burns nothing.
        let stranger = Some(basic("photos", SECRET));
        assert_eq!(other.post("/token", stranger, &form).await.0, 400);
        let (status, body) = other
            .post("/token", Some(basic("notes", SECRET)), &form)
            .await;
        assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
        let (status, body) = world.redeem(&code).await;
        assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
        let events = world
            .provider
            .store()
            .audit_events_about(&sub)
            .await
            .unwrap();
        let refused = events.iter().filter(|event| event.action == "code.refused");
        assert_eq!(refused.count(), round + 1, "{redirect_uri} {verifier}");
    }
    // Where it is the right one, it is taken.
    let code = world.code(&mut browser, &[]).await;
    assert_eq!(world.redeem(&code).await.0, 200);
}

async fn a_header_that_changes_how_a_token_is_read_is_refused(world: World) {
    let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
    let public = json!({"keys": [key.to_public_key().unwrap().as_ref()]});
    let metadata = json!({
        "grant_types": ["client_credentials"], "scope": "x", "token_endpoint_auth_method": "private_key_jwt",
        "jwks": public,
    });
    world.client("robot", &metadata, &json!({})).await;
    let signer = ES256.signer_from_jwk(&key).unwrap();
    let now = world.clock_seconds();
    let ask = async |number: usize, header: Value| {
        let claims = json!({"iss": "robot", "sub": "robot", "aud": world.issuer, "exp": now + 60, "jti": number.to_string()});
        let covered = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = josekit::jws::JwsSigner::sign(&signer, covered.as_bytes()).unwrap();
        let assertion = format!("{covered}.{}", URL_SAFE_NO_PAD.encode(signature));
        let form = [
            ("grant_type", "client_credentials"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion.as_str()),
        ];
        world.post("/token", None, &form).await.0
    };
    assert_eq!(ask(0, json!({"alg": "ES256"})).await, 200);
    for (number, header) in [
        json!({"alg": "ES256", "b64": false}),
        json!({"alg": "ES256", "b64": true}),
        json!({"alg": "ES256", "b64": false, "crit": ["b64"]}),
        json!({"alg": "ES256", "crit": []}),
        json!({"alg": "ES256", "zip": "DEF"}),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(ask(number + 1, header.clone()).await, 401, "{header}");
    }
}
