//! What is refused for what it does not prove: codes without what belongs to them, tokens for
//! resources of others, headers that change how a token is read, an address that nobody verified.

use crate::{
    on_both,
    world::{ADA, CALLBACK, SECRET, VERIFIER, World, authorize_query, basic, claims_of},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_core::users::Declaration;
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use josekit::{
    jwk::{Jwk, alg::ec::EcCurve},
    jws::ES256,
};
use serde_json::{Value, json};

on_both!(
    a_code_that_is_shown_without_its_proof_is_worthless_and_that_is_written_down,
    a_token_is_for_the_resources_that_were_asked_for,
    a_header_that_changes_how_a_token_is_read_is_refused,
    a_new_address_is_not_verified_by_the_old_one
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

fn audience(token: &Value) -> Value {
    claims_of(token["access_token"].as_str().unwrap())["aud"].clone()
}

async fn a_token_is_for_the_resources_that_were_asked_for(world: World) {
    let (api, files) = ("https://api.example", "https://files.example/v1");
    let metadata = json!({
        "redirect_uris": [CALLBACK], "first_party": true, "audience": [api, files],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scope": "openid offline_access files:read",
    });
    world.client("caller", &metadata, &json!({})).await;
    let authorization = || Some(basic("caller", SECRET));
    let mut browser = world.signed_in(ADA).await;
    let code = async |browser: &mut crate::world::Browser| {
        let query = authorize_query(&[("client_id", "caller"), ("scope", "openid offline_access")]);
        browser.authorize(&query).await.parameter("code").unwrap()
    };
    let redemption = |code: &str, resources: &[&str]| {
        let mut form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", CALLBACK.to_owned()),
            ("code_verifier", VERIFIER.to_owned()),
        ];
        form.extend(
            resources
                .iter()
                .map(|resource| ("resource", (*resource).to_owned())),
        );
        form
    };
    let send = async |form: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        world.post("/token", authorization(), &form).await
    };
    let (_, everything) = send(&redemption(&code(&mut browser).await, &[])).await;
    assert_eq!(audience(&everything), json!([world.issuer, api, files]));
    let (status, narrow) = send(&redemption(&code(&mut browser).await, &[api])).await;
    assert_eq!((status, audience(&narrow)), (200, json!(api)));
    // It is not for userinfo, and a refresh may ask for something else.
    let access = narrow["access_token"].as_str().unwrap();
    assert_eq!(world.userinfo(access).await.0, 401);
    let refresh = |token: &Value, resources: &[&str]| {
        let mut form = vec![
            ("grant_type", "refresh_token".to_owned()),
            (
                "refresh_token",
                token["refresh_token"].as_str().unwrap().to_owned(),
            ),
        ];
        form.extend(
            resources
                .iter()
                .map(|resource| ("resource", (*resource).to_owned())),
        );
        form
    };
    let (status, both) = send(&refresh(&narrow, &[files, api])).await;
    assert_eq!((status, audience(&both)), (200, json!([files, api])));
    let machine = |resource: &str| {
        vec![
            ("grant_type", "client_credentials".to_owned()),
            ("scope", "files:read".to_owned()),
            ("resource", resource.to_owned()),
        ]
    };
    assert_eq!(audience(&send(&machine(files)).await.1), json!(files));
    for foreign in [
        "https://other.example",
        "https://api.example/",
        "api",
        "https://api.example#x",
    ] {
        for form in [
            machine(foreign),
            refresh(&both, &[api, foreign]),
            redemption(&code(&mut browser).await, &[foreign]),
        ] {
            let (status, answer) = send(&form).await;
            assert_eq!(
                (status, &answer["error"]),
                (400, &json!("invalid_target")),
                "{foreign}"
            );
        }
    }
    // What was refused for its resource alone used nothing up.
    assert_eq!(send(&refresh(&both, &[])).await.0, 200);
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

async fn a_new_address_is_not_verified_by_the_old_one(world: World) {
    let users = world.provider.users();
    let change = async |email: &str, verified: Option<bool>| {
        let user = users.find("ada").await.unwrap().unwrap();
        let declaration = Declaration {
            email: email.into(),
            username: user.username.clone(),
            password: None,
            claims: StandardClaims {
                email_verified: verified.or(user.claims.email_verified),
                ..user.claims.clone()
            },
        };
        let ctx = world.context();
        let changed = users.put(&ctx, declaration, Some(user)).await;
        changed.unwrap().user.claims.email_verified
    };
    assert_eq!(change(ADA.0, Some(true)).await, Some(true));
    assert_eq!(
        change("ADA@example.com", None).await,
        Some(true),
        "the same address"
    );
    assert_eq!(change("countess@example.com", None).await, None);
    let stored = users.find("countess@example.com").await.unwrap().unwrap();
    assert_eq!(stored.claims.email_verified, None);
    // An administrator who says so says it of the new one.
    assert_eq!(change("lovelace@example.com", Some(true)).await, Some(true));
    world.advance(Lifetime::seconds(1)).await;
}
