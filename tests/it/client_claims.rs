//! Claims as a client wants them: in its ID tokens, under other names, with constants, and never more
//! than was granted.

use crate::{
    on_both_wide,
    world::{ADA, CALLBACK, SECRET, Tokens, VERIFIER, World, authorize_query, basic, claims_of},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

on_both_wide!(
    an_id_token_holds_what_the_client_is_registered_for_and_was_granted,
    claims_leave_under_other_names_at_every_endpoint,
    preferred_username_always_has_a_value,
    an_access_token_of_the_type_jwt_is_no_id_token,
    the_refusal_of_a_port_of_localhost_says_what_may_vary
);

async fn app(world: &World, extra: &Value) {
    let common = json!({
        "redirect_uris": [CALLBACK],
        "first_party": true,
        "scope": "openid profile email phone offline_access notes:read",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials", "implicit"],
        "response_types": ["code", "code id_token"],
    });
    world.client("app", &common, extra).await;
}

/// The tokens that the app gets for a scope.
async fn tokens(world: &World, who: (&str, &str), changes: &[(&str, &str)]) -> Tokens {
    let mut browser = world.signed_in(who).await;
    let query = authorize_query(&[&[("client_id", "app")], changes].concat());
    let answer = browser.authorize(&query).await;
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = world
        .post("/token", Some(basic("app", SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{body}");
    Tokens::from(&body)
}

async fn refreshed(world: &World, tokens: &Tokens) -> Tokens {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    let (status, body) = world
        .post("/token", Some(basic("app", SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{body}");
    Tokens::from(&body)
}

/// The names of the claims about the user.
fn about_the_user(claims: &Map<String, Value>) -> Vec<&str> {
    let names = [
        "email",
        "email_verified",
        "name",
        "preferred_username",
        "phone_number",
        "updated_at",
    ];
    names
        .into_iter()
        .filter(|name| claims.contains_key(*name))
        .collect()
}

async fn an_id_token_holds_what_the_client_is_registered_for_and_was_granted(world: World) {
    let openid = [("scope", "openid email profile")];
    app(&world, &json!({})).await;
    let claims = claims_of(&tokens(&world, ADA, &openid).await.id);
    assert!(about_the_user(&claims).is_empty(), "{claims:?}");

    app(
        &world,
        &json!({"id_token_claims": ["email", "phone_number", "name"]}),
    )
    .await;
    let listed = tokens(&world, ADA, &openid).await;
    let claims = claims_of(&listed.id);
    assert_eq!(
        about_the_user(&claims),
        ["email", "name"],
        "the phone was not granted"
    );
    assert_eq!(claims["email"], ADA.0);
    let again = claims_of(&refreshed(&world, &listed).await.id);
    assert_eq!(about_the_user(&again), ["email", "name"], "on refresh too");

    app(&world, &json!({"id_token_claims": true})).await;
    let claims = claims_of(&tokens(&world, ADA, &openid).await.id);
    let all = [
        "email",
        "email_verified",
        "name",
        "preferred_username",
        "updated_at",
    ];
    assert_eq!(about_the_user(&claims), all);
    let claims = claims_of(&tokens(&world, ADA, &[("scope", "openid")]).await.id);
    assert!(
        about_the_user(&claims).is_empty(),
        "nothing was granted: {claims:?}"
    );
    // What the request names comes in addition.
    let named = [
        ("scope", "openid"),
        ("claims", r#"{"id_token":{"phone_number":null}}"#),
    ];
    let claims = claims_of(&tokens(&world, ADA, &named).await.id);
    assert_eq!(about_the_user(&claims), ["phone_number"]);
}

async fn claims_leave_under_other_names_at_every_endpoint(world: World) {
    let map = json!({
        "email": ["upn", "email"],
        "name": "display_name",
        "tenant": {"value": {"id": "example"}},
    });
    app(&world, &json!({"id_token_claims": true, "claim_map": map})).await;
    let tokens = tokens(&world, ADA, &[]).await;
    let (status, userinfo) = world.userinfo(&tokens.access).await;
    assert_eq!(status, 200);
    let id_token = Value::Object(claims_of(&tokens.id));
    for claims in [&id_token, &userinfo] {
        assert_eq!(claims["upn"], ADA.0);
        assert_eq!(claims["email"], ADA.0);
        assert_eq!(claims["display_name"], "Ada Lovelace");
        assert_eq!(claims.get("name"), None);
        assert_eq!(claims["tenant"]["id"], "example");
        assert_eq!(claims["sub"], world.sub(ADA.0).await);
    }
    let form = [("token", tokens.access.as_str())];
    let (_, described) = world
        .post("/introspect", Some(basic("app", SECRET)), &form)
        .await;
    for claims in [Value::Object(claims_of(&tokens.access)), described] {
        assert_eq!(claims["tenant"]["id"], "example");
        assert_eq!((claims.get("upn"), claims.get("email")), (None, None));
    }
    // A program that acts for itself gets the constant too.
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "notes:read"),
    ];
    let (_, own) = world
        .post("/token", Some(basic("app", SECRET)), &form)
        .await;
    let own = claims_of(own["access_token"].as_str().unwrap());
    assert_eq!(
        (&own["tenant"]["id"], &own["sub"]),
        (&json!("example"), &json!("app"))
    );
    // What was not granted stays out under any name.
    let bare = self::tokens(&world, ADA, &[("scope", "openid")]).await;
    let (_, userinfo) = world.userinfo(&bare.access).await;
    let text = format!("{:?} {userinfo}", claims_of(&bare.id));
    assert!(
        !text.contains(ADA.0) && !text.contains("Lovelace"),
        "{text}"
    );
}

async fn preferred_username_always_has_a_value(world: World) {
    let password = "quite a long password";
    for email in ["lin@one.example", "lin@two.example"] {
        world.user(email, password).await;
    }
    app(&world, &json!({"id_token_claims": ["preferred_username"]})).await;
    let name = async |who| {
        let tokens = tokens(&world, who, &[("scope", "openid profile")]).await;
        let (_, userinfo) = world.userinfo(&tokens.access).await;
        assert_eq!(
            claims_of(&tokens.id)["preferred_username"],
            userinfo["preferred_username"]
        );
        userinfo["preferred_username"].as_str().unwrap().to_owned()
    };
    assert_eq!(name(ADA).await, "ada");
    let one = name(("lin@one.example", password)).await;
    let two = name(("lin@two.example", password)).await;
    assert!(
        one.starts_with("lin-") && two.starts_with("lin-") && one != two,
        "{one} {two}"
    );
    assert_eq!(name(("lin@one.example", password)).await, one, "it stays");
    // The mark tells nobody which users two clients have in common.
    app(
        &world,
        &json!({"id_token_claims": ["preferred_username"], "subject_type": "pairwise"}),
    )
    .await;
    assert_ne!(name(("lin@one.example", password)).await, one);
}

async fn an_access_token_of_the_type_jwt_is_no_id_token(world: World) {
    let header = |token: &str| -> Value {
        let part = token.split('.').next().unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    app(&world, &json!({})).await;
    assert_eq!(
        header(&tokens(&world, ADA, &[]).await.access)["typ"],
        "at+jwt"
    );
    app(&world, &json!({"access_token_typ": "JWT"})).await;
    let tokens = tokens(&world, ADA, &[]).await;
    assert_eq!(header(&tokens.access)["typ"], "JWT");
    assert_eq!(world.userinfo(&tokens.access).await.0, 200);
    assert_eq!(
        world.userinfo(&tokens.id).await.0,
        401,
        "an ID token opens nothing"
    );
    // And an access token says nobody's name as a hint.
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[
        ("client_id", "app"),
        ("prompt", "none"),
        ("id_token_hint", &tokens.access),
    ]);
    let answer = browser.authorize(&query).await;
    assert_eq!(answer.parameter("code"), None, "{:?}", answer.location);
}

async fn the_refusal_of_a_port_of_localhost_says_what_may_vary(world: World) {
    app(
        &world,
        &json!({
            "redirect_uris": ["http://localhost:3000/cb", "http://127.0.0.1/cb"],
            "application_type": "native",
        }),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    let mut ask = async |uri: &str| {
        let query = authorize_query(&[("client_id", "app"), ("redirect_uri", uri)]);
        browser.authorize(&query).await
    };
    let refused = ask("http://localhost:4000/cb").await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.body.contains("http://127.0.0.1"),
        "{}",
        refused.body
    );
    assert!(
        ask("http://127.0.0.1:4000/cb")
            .await
            .parameter("code")
            .is_some()
    );
    let other = ask("https://evil.example/cb").await;
    assert!(!other.body.contains("127.0.0.1"), "{}", other.body);
}
