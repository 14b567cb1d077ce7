//! What leaves about a user leaves through one function, to whom it was granted.

use crate::{
    on_both_wide,
    world::{
        ADA, Answer, Browser, CHALLENGE, GRACE, SECRET, VERIFIER, World, basic, claims_of, filled,
        mounted,
    },
};
use serde_json::{Value, json};

on_both_wide!(
    no_endpoint_says_more_than_was_granted,
    what_a_client_may_no_longer_have_is_not_released_by_older_tokens,
    a_page_learns_who_is_signed_in_where_its_client_was_allowed_to,
    a_page_of_an_app_that_the_user_may_not_use_learns_nothing,
    introspection_names_the_user_where_the_scope_does,
    a_site_knows_the_user_by_the_subject_of_its_client
);

const ORIGIN: &str = "https://stranger.example";

/// Everything that tells who Ada is.
async fn facts(world: &World) -> Vec<String> {
    let mut facts: Vec<String> = [ADA.0, "Ada Lovelace", "\"ada\"", "7946"]
        .map(str::to_owned)
        .into();
    facts.push(world.sub(ADA.0).await);
    facts
}

/// A client that knows users by pairwise subjects, and that nobody allowed anything yet.
async fn stranger(world: &World) {
    let client = json!({
        "client_name": "Stranger",
        "redirect_uris": ["https://stranger.example/callback"],
        "subject_type": "pairwise",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "scope": "openid profile email address phone offline_access ssf.read ssf.manage",
    });
    world.client("stranger", &client, &json!({})).await;
}

/// The tokens that the stranger gets for this scope; Ada allows it.
async fn allowed(world: &World, browser: &mut Browser, scope: &str) -> Value {
    let redirect_uri = "https://stranger.example/callback";
    let query = crate::world::authorize_query(&[
        ("client_id", "stranger"),
        ("redirect_uri", redirect_uri),
        ("scope", scope),
        ("code_challenge", CHALLENGE),
    ]);
    let mut answer = browser.authorize(&query).await;
    if answer.location.is_none() {
        let allow = browser.submit(&answer, &[("answer", "allow")]).await;
        answer = browser.follow(allow).await;
    }
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("{}", answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    let (status, tokens) = world
        .post("/token", Some(basic("stranger", SECRET)), &form)
        .await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// Every path, with a name and with the identifier of Ada in the place of each parameter, and what she
/// is known by that the path does not say already.
async fn every_path(world: &World) -> Vec<(String, Vec<String>)> {
    let facts = facts(world).await;
    let sub = world.sub(ADA.0).await;
    let unsaid: Vec<String> = facts.iter().filter(|fact| **fact != sub).cloned().collect();
    let mut paths = Vec::new();
    for path in mounted(world).await.into_keys() {
        if path.contains('{') {
            paths.push((filled(&path, &sub), unsaid.clone()));
        }
        paths.push((filled(&path, "stranger"), facts.clone()));
    }
    paths
}

/// Whether a page of the stranger can read an answer (Fetch, "CORS protocol").
fn is_readable(answer: &Answer) -> bool {
    let allowed = answer.headers.get("access-control-allow-origin");
    allowed.is_some_and(|origin| origin == "*" || origin == ORIGIN)
}

async fn no_endpoint_says_more_than_was_granted(world: World) {
    stranger(&world).await;
    let facts = facts(&world).await;
    let says_none = |what: &str, text: &str, facts: &[String]| {
        for fact in facts {
            assert!(!text.contains(fact.as_str()), "{what} says {fact}: {text}");
        }
    };
    let silent = |what: &str, text: &str| says_none(what, text, &facts);
    let paths = every_path(&world).await;
    let mut ada = world.signed_in(ADA).await;
    // Before she allowed anything, then with `openid` alone.
    for round in ["nothing", "openid"] {
        let tokens = match round {
            "nothing" => json!({"access_token": "none", "refresh_token": "none"}),
            _ => allowed(&world, &mut ada, "openid").await,
        };
        silent(round, &tokens.to_string());
        if let Some(id_token) = tokens["id_token"].as_str() {
            silent(
                "the ID token",
                &Value::Object(claims_of(id_token)).to_string(),
            );
        }
        let access = tokens["access_token"].as_str().unwrap();
        if access.matches('.').count() == 2 {
            silent(
                "the access token",
                &Value::Object(claims_of(access)).to_string(),
            );
        }
        if round == "openid" {
            let refresh = tokens["refresh_token"].as_str().unwrap();
            for token in [access, refresh] {
                let client = Some(basic("stranger", SECRET));
                let (_, said) = world.post("/introspect", client, &[("token", token)]).await;
                assert_eq!(said["active"], true);
                silent("introspection", &said.to_string());
            }
        }
        for (path, facts) in &paths {
            // A page of the client, in Ada's browser.
            ada.extra_headers = vec![("origin", ORIGIN.into()), ("accept", "*/*".into())];
            let answer = ada.get(path).await;
            if is_readable(&answer) {
                says_none(&format!("GET {path} to a page"), &answer.body, facts);
            }
            let posted = ada.post(path, &[("token", access)]).await;
            if is_readable(&posted) {
                says_none(&format!("POST {path} to a page"), &posted.body, facts);
            }
            ada.extra_headers.clear();
            // The client itself, with its secret and with its token.
            for authorization in [basic("stranger", SECRET), format!("Bearer {access}")] {
                let mut client = world.browser();
                client.extra_headers = vec![("authorization", authorization)];
                let form = [("token", access), ("email", ADA.0), ("sub", "x")];
                for answer in [client.get(path).await, client.post(path, &form).await] {
                    let headers = format!("{:?}", answer.headers);
                    says_none(
                        &format!("{path} to the client"),
                        &(headers + &answer.body),
                        facts,
                    );
                }
            }
        }
        // She is still signed in: silence was not for want of a session.
        assert_eq!(ada.get("/account").await.status, 200);
    }
}

async fn me(browser: &mut Browser, headers: &[(&'static str, &str)]) -> (u16, Value) {
    browser.extra_headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let answer = browser.get("/me").await;
    browser.extra_headers.clear();
    let body = serde_json::from_str(&answer.body).unwrap();
    (answer.status, body)
}

async fn what_a_client_may_no_longer_have_is_not_released_by_older_tokens(world: World) {
    stranger(&world).await;
    let mut ada = world.signed_in(ADA).await;
    let tokens = allowed(&world, &mut ada, "openid profile email offline_access").await;
    let access = tokens["access_token"].as_str().unwrap();
    let described = async |token: &str| {
        let form = [("token", token)];
        world
            .post("/introspect", Some(basic("stranger", SECRET)), &form)
            .await
            .1
    };
    let userinfo = async || {
        let answer = world
            .http
            .get(world.at("/userinfo"))
            .bearer_auth(access)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(described(access).await["username"], "ada");
    assert!(userinfo().await.1.contains(ADA.0));
    // An administrator narrows what the client may have.
    let narrow = async |scope: &str| {
        let store = world.provider.store();
        let mut client = store.client("stranger").await.unwrap().unwrap().client;
        client.scope = doorward_protocol::oauth::scope::Scope::parse(scope).unwrap();
        let declaration = doorward_core::clients::Declaration {
            client,
            client_secret: None,
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let clients = world.provider.clients();
        clients
            .declare(&world.context(), declaration, "client.changed")
            .await
            .unwrap();
        world.expire_versions();
    };
    narrow("openid offline_access").await;
    let about = described(access).await;
    assert_eq!(about["active"], true);
    assert_eq!(about.get("username"), None, "{about}");
    assert_eq!(about["scope"], "openid offline_access");
    let (status, claims) = userinfo().await;
    assert_eq!(status, 200, "{claims}");
    for fact in [ADA.0, "Ada Lovelace", "\"ada\""] {
        assert!(!claims.contains(fact), "{claims}");
    }
    let refreshed = world
        .post(
            "/token",
            Some(basic("stranger", SECRET)),
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
            ],
        )
        .await;
    assert_eq!(refreshed.0, 200, "{}", refreshed.1);
    let id_token = claims_of(refreshed.1["id_token"].as_str().unwrap());
    assert!(id_token.get("email").is_none() && id_token.get("name").is_none());
    // Without `openid`, userinfo is closed to it.
    narrow("profile email").await;
    assert_eq!(userinfo().await.0, 403);
}

/// What `/authorize` and userinfo do not tell, `/me` does not either.
async fn a_page_of_an_app_that_the_user_may_not_use_learns_nothing(world: World) {
    let app = json!({
        "client_name": "Stranger", "redirect_uris": ["https://stranger.example/callback"],
        "scope": "openid profile email", "first_party": true,
    });
    let origin = [("origin", ORIGIN)];
    let mut ada = world.signed_in(ADA).await;
    for (setting, expected) in [
        (json!({}), 200),
        (json!({"allowed_groups": ["staff"]}), 401),
        (json!({"allowed_roles": ["reader"]}), 401),
        (json!({"second_factor": "required"}), 401),
        (json!({"organizations": "required"}), 401),
        (json!({"sign_in_methods": ["passkey"]}), 401),
        (json!({"organizations": "optional"}), 200),
    ] {
        world.client("stranger", &app, &setting).await;
        let (status, told) = me(&mut ada, &origin).await;
        assert_eq!(status, expected, "{setting}: {told}");
        assert_eq!(told.get("sub").is_some(), expected == 200, "{told}");
    }
    // Whom the user allowed something learns nothing any more either, once the user may not use it.
    world
        .client("stranger", &app, &json!({"first_party": false}))
        .await;
    allowed(&world, &mut ada, "openid email").await;
    assert_eq!(me(&mut ada, &origin).await.0, 200);
    let closed = json!({"first_party": false, "allowed_groups": ["staff"]});
    world.client("stranger", &app, &closed).await;
    assert_eq!(me(&mut ada, &origin).await.0, 401);
}

async fn a_page_learns_who_is_signed_in_where_its_client_was_allowed_to(world: World) {
    stranger(&world).await;
    let mut ada = world.signed_in(ADA).await;
    let origin = [("origin", ORIGIN)];
    assert_eq!(me(&mut ada, &origin).await.0, 401, "nothing was allowed");
    let tokens = allowed(&world, &mut ada, "openid").await;
    let sub = claims_of(tokens["id_token"].as_str().unwrap())["sub"].clone();
    let (status, claims) = me(&mut ada, &origin).await;
    assert_eq!((status, &claims["sub"]), (200, &sub));
    assert!(
        claims.get("email").is_none() && claims.get("name").is_none(),
        "{claims}"
    );
    allowed(&world, &mut ada, "openid email phone").await;
    let (_, claims) = me(&mut ada, &origin).await;
    assert_eq!(claims["email"], ADA.0);
    assert!(claims.get("name").is_none() && claims.get("phone_number").is_none());
    // Grace allowed nothing, and a first-party app needs no consent.
    let mut grace = world.signed_in(GRACE).await;
    assert_eq!(me(&mut grace, &origin).await.0, 401);
    let (status, claims) = me(&mut grace, &[("origin", "https://notes.example")]).await;
    assert_eq!((status, claims["email"].as_str()), (200, Some(GRACE.0)));
    // Whose page it is must be told.
    let own = world.issuer.clone();
    for (headers, status) in [
        (vec![], 200),
        (vec![("sec-fetch-site", "same-origin")], 200),
        (vec![("origin", own.as_str())], 200),
        (vec![("sec-fetch-site", "cross-site")], 401),
        (vec![("sec-fetch-site", "same-site")], 401),
        (vec![("origin", "null")], 401),
        (vec![("origin", "https://evil.example")], 401),
        (vec![("origin", ORIGIN), ("origin", own.as_str())], 401),
    ] {
        assert_eq!(me(&mut grace, &headers).await.0, status, "{headers:?}");
    }
    // A consent that was taken back is none, nor is a scope that the client lost.
    let id = world.sub(ADA.0).await;
    let delete = doorward_storage::Store::delete_consent(&id, "stranger");
    assert!(world.provider.store().commit(delete).await.unwrap());
    assert_eq!(me(&mut ada, &origin).await.0, 401);
}

async fn introspection_names_the_user_where_the_scope_does(world: World) {
    stranger(&world).await;
    let mut ada = world.signed_in(ADA).await;
    for (scope, username) in [
        ("openid", Value::Null),
        ("openid phone", Value::Null),
        ("openid email", json!(ADA.0)),
        ("openid profile", json!("ada")),
    ] {
        let tokens = allowed(&world, &mut ada, scope).await;
        let token = tokens["access_token"].as_str().unwrap();
        let client = Some(basic("stranger", SECRET));
        let (_, said) = world.post("/introspect", client, &[("token", token)]).await;
        assert_eq!(
            (&said["active"], &said["username"]),
            (&json!(true), &username),
            "{scope}"
        );
    }
}

async fn a_site_knows_the_user_by_the_subject_of_its_client(world: World) {
    let site = json!({"forward_auth": {"origins": ["https://wiki.example"]}, "subject_type": "pairwise", "grant_types": ["authorization_code"]});
    world.client("wiki", &site, &json!({})).await;
    let (mut site, mut at_provider) = (world.browser(), world.signed_in(ADA).await);
    let ask = async |site: &mut Browser, url: &str| {
        site.extra_headers = vec![("x-original-url", url.to_owned())];
        site.get("/forward-auth/wiki").await
    };
    let away = ask(&mut site, "https://wiki.example/").await;
    let back = at_provider
        .get(&away.location.unwrap())
        .await
        .location
        .unwrap();
    ask(&mut site, &back).await;
    let seen = ask(&mut site, "https://wiki.example/").await;
    assert_eq!(
        (seen.status, seen.headers["remote-user"].as_bytes()),
        (200, &b"ada"[..])
    );
    let subject = seen.headers["remote-subject"].to_str().unwrap();
    assert_ne!(subject, world.sub(ADA.0).await);
    assert_eq!(subject.len(), 43, "{subject}");
}
