//! Resource indicators (RFC 8707): where a token may be used is said at the authorization endpoint,
//! narrowed at the token endpoint, and never widened.

use crate::{
    on_both, on_both_wide,
    world::{
        ADA, Answer, Browser, CALLBACK, SECRET, VERIFIER, World, authorize_query, basic, claims_of,
        encode,
    },
};
use doorward_protocol::time::Lifetime;
use josekit::{
    jwk::{Jwk, alg::ec::EcCurve},
    jws::{ES256, JwsHeader, serialize_compact},
};
use serde_json::{Map, Value, json};

const API: &str = "https://api.example";
const FILES: &str = "https://files.example/v1";
const FOREIGN: [&str; 4] = [
    "https://other.example",
    "https://api.example/",
    "api",
    "https://api.example#x",
];

mod token_endpoint {
    use super::*;
    on_both!(a_token_request_narrows_the_audience);
}

mod authorization_endpoint {
    use super::*;
    on_both_wide!(
        what_the_authorization_request_names_binds_every_token_of_its_code,
        a_foreign_resource_is_refused_at_the_client,
        a_request_that_waits_for_its_user_keeps_its_resources,
        a_request_object_names_resources_too,
        a_token_from_the_authorization_endpoint_is_for_its_resources,
        a_resource_that_is_not_registered_any_more_leaves_the_audience,
        what_is_allowed_at_one_resource_is_asked_for_at_another
    );
}

/// Registers a client that may address both APIs.
async fn caller(world: &World, extra: &Value) {
    let metadata = json!({
        "redirect_uris": [CALLBACK], "first_party": true, "audience": [API, FILES],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scope": "openid offline_access files:read",
    });
    world.client("caller", &metadata, extra).await;
}

/// The query of an authorization request that names resources.
fn query(resources: &[&str], changes: &[(&str, &str)]) -> String {
    let mut all = vec![("client_id", "caller"), ("scope", "openid offline_access")];
    all.extend(changes);
    let named: Vec<_> = resources.iter().map(|named| ("resource", *named)).collect();
    format!("{}&{}", authorize_query(&all), encode(&named))
}

async fn code(browser: &mut Browser, resources: &[&str]) -> String {
    let answer = browser.authorize(&query(resources, &[])).await;
    code_of(&answer)
}

fn code_of(answer: &Answer) -> String {
    let code = answer.parameter("code");
    code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body))
}

/// A token request of the caller that names resources.
async fn ask(world: &World, form: &[(&str, &str)], resources: &[&str]) -> (u16, Value) {
    let mut form = form.to_vec();
    form.extend(resources.iter().map(|named| ("resource", *named)));
    let authorization = Some(basic("caller", SECRET));
    world.post("/token", authorization, &form).await
}

async fn redeem(world: &World, code: &str, resources: &[&str]) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    ask(world, &form, resources).await
}

async fn refresh(world: &World, tokens: &Value, resources: &[&str]) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
    ];
    ask(world, &form, resources).await
}

async fn for_itself(world: &World, resources: &[&str]) -> (u16, Value) {
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "files:read"),
    ];
    ask(world, &form, resources).await
}

/// The audience of the access token of a successful response.
fn audience((status, body): &(u16, Value)) -> Value {
    assert_eq!(*status, 200, "{body}");
    claims_of(body["access_token"].as_str().unwrap())["aud"].clone()
}

fn assert_invalid_target((status, body): &(u16, Value), context: &str) {
    assert_eq!(
        (*status, &body["error"]),
        (400, &json!("invalid_target")),
        "{context}"
    );
}

async fn a_token_request_narrows_the_audience(world: World) {
    caller(&world, &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let everything = redeem(&world, &code(&mut browser, &[]).await, &[]).await;
    assert_eq!(audience(&everything), json!([world.issuer, API, FILES]));
    let narrow = redeem(&world, &code(&mut browser, &[]).await, &[API]).await;
    assert_eq!(audience(&narrow), json!(API));
    // It is not for userinfo, and a refresh may ask for something else.
    let access = narrow.1["access_token"].as_str().unwrap();
    assert_eq!(world.userinfo(access).await.0, 401);
    let both = refresh(&world, &narrow.1, &[FILES, API]).await;
    assert_eq!(audience(&both), json!([FILES, API]));
    assert_eq!(audience(&for_itself(&world, &[FILES]).await), json!(FILES));
    for foreign in FOREIGN {
        assert_invalid_target(&for_itself(&world, &[foreign]).await, foreign);
        assert_invalid_target(&refresh(&world, &both.1, &[API, foreign]).await, foreign);
        let code = code(&mut browser, &[]).await;
        assert_invalid_target(&redeem(&world, &code, &[foreign]).await, foreign);
        // What was refused for its resource alone used nothing up.
        assert_eq!(redeem(&world, &code, &[]).await.0, 200);
    }
    assert_eq!(refresh(&world, &both.1, &[]).await.0, 200);
}

async fn what_the_authorization_request_names_binds_every_token_of_its_code(world: World) {
    caller(&world, &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    for (named, wider) in [
        (vec![API], vec![FILES]),
        (vec![API], vec![API, FILES]),
        (vec![API], vec![world.issuer.as_str()]),
        (vec![API, FILES], vec![API, world.issuer.as_str()]),
    ] {
        let code = code(&mut browser, &named).await;
        let context = format!("{wider:?} of {named:?}");
        assert_invalid_target(&redeem(&world, &code, &wider).await, &context);
        let tokens = redeem(&world, &code, &[]).await;
        let bound = if let [one] = named[..] {
            json!(one)
        } else {
            json!(named)
        };
        assert_eq!(audience(&tokens), bound);
        assert_invalid_target(&refresh(&world, &tokens.1, &wider).await, &context);
        let next = refresh(&world, &tokens.1, &[]).await;
        assert_eq!(audience(&next), bound);
        assert_invalid_target(&refresh(&world, &next.1, &wider).await, &context);
    }
    // A part of it can be asked for; the rest is there for the next refresh.
    let both = code(&mut browser, &[API, FILES]).await;
    let part = redeem(&world, &both, &[FILES]).await;
    assert_eq!(audience(&part), json!(FILES));
    let other = refresh(&world, &part.1, &[API]).await;
    assert_eq!(audience(&other), json!(API));
    let all = refresh(&world, &other.1, &[]).await;
    assert_eq!(audience(&all), json!([API, FILES]));
    // The issuer is a resource: its userinfo.
    let issuer = world.issuer.clone();
    let own = redeem(&world, &code(&mut browser, &[&issuer]).await, &[]).await;
    assert_eq!(audience(&own), json!(issuer));
    let access = own.1["access_token"].as_str().unwrap();
    assert_eq!(world.userinfo(access).await.0, 200);
    // A second use of a token after the grace is found whatever it asks for.
    world.advance(Lifetime::minutes(1)).await;
    assert_eq!(refresh(&world, &other.1, &[FILES]).await.0, 400);
    assert_eq!(refresh(&world, &all.1, &[]).await.0, 400);
}

async fn a_foreign_resource_is_refused_at_the_client(world: World) {
    caller(&world, &json!({})).await;
    let mut known = world.signed_in(ADA).await;
    let mut unknown = world.browser();
    for foreign in FOREIGN {
        for named in [vec![foreign], vec![API, foreign]] {
            for (is_known, prompt) in [(true, "none"), (true, ""), (false, "")] {
                let browser = if is_known { &mut known } else { &mut unknown };
                let answer = browser
                    .authorize(&query(&named, &[("prompt", prompt)]))
                    .await;
                let parameter = |name| answer.parameter(name);
                assert_eq!(
                    (parameter("error").as_deref(), parameter("state").as_deref()),
                    (Some("invalid_target"), Some("s-1")),
                    "{named:?} {:?}",
                    answer.location
                );
                assert_eq!(
                    (parameter("code"), parameter("iss")),
                    (None, Some(world.issuer.clone()))
                );
            }
        }
    }
    // No other parameter may be repeated beside it.
    let twice = format!("{}&nonce=other", query(&[API, FILES], &[]));
    let answer = known.authorize(&twice).await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("invalid_request")
    );
}

async fn a_request_that_waits_for_its_user_keeps_its_resources(world: World) {
    caller(&world, &json!({})).await;
    let mut browser = world.browser();
    let page = browser.authorize(&query(&[FILES, API], &[])).await;
    let code = code_of(&browser.sign_in_on(&page, ADA).await);
    let tokens = redeem(&world, &code, &[]).await;
    assert_eq!(audience(&tokens), json!([FILES, API]));
    // So does one that is answered without the user.
    let silent = browser
        .authorize(&query(&[API], &[("prompt", "none")]))
        .await;
    let code = code_of(&silent);
    assert_invalid_target(&redeem(&world, &code, &[FILES]).await, "silent");
    assert_eq!(audience(&redeem(&world, &code, &[]).await), json!(API));
    // And one that asks for consent.
    let third_party = json!({"first_party": false});
    caller(&world, &third_party).await;
    let page = browser.authorize(&query(&[API], &[])).await;
    let allowed = browser.submit(&page, &[("answer", "allow")]).await;
    let code = code_of(&browser.follow(allowed).await);
    assert_eq!(audience(&redeem(&world, &code, &[]).await), json!(API));
}

/// A request object of the caller, signed by this key.
fn request_object(world: &World, key: &Jwk, resource: &Value) -> String {
    let query = query(&[], &[]);
    let mut claims: Map<String, Value> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
        .collect();
    claims.insert("aud".into(), world.issuer.clone().into());
    claims.insert("resource".into(), resource.clone());
    let signer = ES256.signer_from_jwk(key).unwrap();
    let text = Value::Object(claims).to_string();
    serialize_compact(text.as_bytes(), &JwsHeader::new(), &signer).unwrap()
}

async fn a_request_object_names_resources_too(world: World) {
    let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
    let public = json!({"keys": [key.to_public_key().unwrap().as_ref()]});
    caller(&world, &json!({"jwks": public})).await;
    let mut browser = world.signed_in(ADA).await;
    for (resource, bound) in [
        (json!(API), json!(API)),
        (json!([FILES]), json!(FILES)),
        (json!([API, FILES]), json!([API, FILES])),
    ] {
        let object = request_object(&world, &key, &resource);
        // What stands beside a signed object is not used.
        let beside = query(&[world.issuer.as_str(), FILES], &[("request", &object)]);
        let code = code_of(&browser.authorize(&beside).await);
        assert_eq!(audience(&redeem(&world, &code, &[]).await), bound);
    }
    for (resource, error) in [
        (json!("https://other.example"), "invalid_target"),
        (json!([API, "https://other.example"]), "invalid_target"),
        (json!([API, 1]), "invalid_request_object"),
        (json!({"a": API}), "invalid_request_object"),
    ] {
        let object = request_object(&world, &key, &resource);
        let answer = browser
            .authorize(&query(&[], &[("request", &object)]))
            .await;
        assert_eq!(
            answer.parameter("error").as_deref(),
            Some(error),
            "{resource}"
        );
    }
}

async fn a_token_from_the_authorization_endpoint_is_for_its_resources(world: World) {
    let hybrid = json!({
        "grant_types": ["authorization_code", "implicit"],
        "response_types": ["code id_token token"],
    });
    caller(&world, &hybrid).await;
    let mut browser = world.signed_in(ADA).await;
    for (named, bound) in [
        (vec![], json!([world.issuer, API, FILES])),
        (vec![API], json!(API)),
        (vec![FILES, API], json!([FILES, API])),
    ] {
        let asked = query(&named, &[("response_type", "code id_token token")]);
        let answer = browser.authorize(&asked).await;
        let access = answer.parameter("access_token").unwrap();
        assert_eq!(claims_of(&access)["aud"], bound);
        let tokens = redeem(&world, &code_of(&answer), &[]).await;
        assert_eq!(audience(&tokens), bound);
    }
}

async fn a_resource_that_is_not_registered_any_more_leaves_the_audience(world: World) {
    caller(&world, &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let [one, both] = [&[API][..], &[API, FILES][..]];
    let (of_one, of_both) = (
        code(&mut browser, one).await,
        code(&mut browser, both).await,
    );
    let old = redeem(&world, &code(&mut browser, both).await, &[]).await;
    let waiting = query(one, &[("prompt", "login")]);
    let page = browser.authorize(&waiting).await;
    caller(&world, &json!({"audience": [FILES]})).await;
    assert_invalid_target(&redeem(&world, &of_one, &[]).await, "nothing is left");
    assert_eq!(audience(&redeem(&world, &of_both, &[]).await), json!(FILES));
    let next = refresh(&world, &old.1, &[]).await;
    assert_eq!(audience(&next), json!(FILES));
    let answer = browser.sign_in_on(&page, ADA).await;
    assert_eq!(answer.parameter("code"), None);
    // It comes back with the registration: the grant itself did not change.
    caller(&world, &json!({})).await;
    world.advance(Lifetime::seconds(1)).await;
    let again = refresh(&world, &next.1, &[]).await;
    assert_eq!(audience(&again), json!([API, FILES]));
}

/// A consent is for the resources that it was given for.
async fn what_is_allowed_at_one_resource_is_asked_for_at_another(world: World) {
    caller(&world, &json!({"first_party": false})).await;
    let mut browser = world.signed_in(ADA).await;
    let silent = async |browser: &mut Browser, resources: &[&str]| {
        let query = query(resources, &[("prompt", "none")]);
        let answer = browser.get(&format!("/authorize?{query}")).await;
        let error = answer.parameter("error").unwrap_or_default();
        (answer.parameter("code").is_some(), error)
    };
    let asked = (false, "consent_required".to_owned());
    let given = (true, String::new());
    for resource in [API, FILES] {
        assert_eq!(silent(&mut browser, &[resource]).await, asked, "{resource}");
        let page = browser.authorize(&query(&[resource], &[])).await;
        let list = page.body.split("id=\"resources\"").nth(1).unwrap();
        let list = list.split("</ul>").next().unwrap();
        for known in [API, FILES] {
            assert_eq!(list.contains(known), known == resource, "{list}");
        }
        let answer = browser.submit(&page, &[("answer", "allow")]).await;
        let answer = browser.follow(answer).await;
        assert!(answer.parameter("code").is_some(), "{:?}", answer.location);
        assert_eq!(silent(&mut browser, &[resource]).await, given, "{resource}");
    }
    // Both of them, and nothing named, which is both of them.
    assert_eq!(silent(&mut browser, &[API, FILES]).await, given);
    assert_eq!(silent(&mut browser, &[]).await, given);
    // An address that the operator registers since is one that nobody was asked about.
    let wider = json!({"first_party": false, "audience": [API, FILES, "urn:jobs"]});
    caller(&world, &wider).await;
    assert_eq!(silent(&mut browser, &[]).await, asked);
    assert_eq!(silent(&mut browser, &[API]).await, given);
}
