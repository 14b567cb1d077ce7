//! Which credentials open the management API: those that are made for it, as long as they are live and
//! their user may. Any other one changes nothing, at any route.

use super::{Caller, EVERYTHING, Told, make, matrix, unmake};
use crate::{
    on_both,
    storage::raw::Raw,
    world::{ADA, CALLBACK, GRACE, SECRET, VERIFIER, World, authorize_query, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    no_other_credential_opens_any_route_or_changes_anything,
    a_role_that_is_taken_away_counts_at_the_next_request_on_every_node,
    a_role_by_a_group_ends_with_the_membership,
);

/// A token of Ada for an app that may call the API with everything.
async fn token_of_ada(world: &World, app: &str) -> String {
    let document = json!({"client_name": app, "redirect_uris": [CALLBACK], "first_party": true});
    let scope = format!("openid {EVERYTHING}");
    world.client(app, &document, &json!({"scope": scope})).await;
    let resource = world.at("/api/v1");
    let query = [
        ("client_id", app),
        ("scope", scope.as_str()),
        ("resource", resource.as_str()),
    ];
    let mut browser = world.signed_in(ADA).await;
    let answer = browser.authorize(&authorize_query(&query)).await;
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{:?} {}", answer.location, answer.body));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("resource", &*resource),
    ];
    let (status, body) = world.post("/token", Some(basic(app, SECRET)), &form).await;
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

/// Callers with something that is no credential for the API, each by a name.
async fn others(world: &World) -> Vec<(&'static str, Caller<'_>)> {
    let bearer = |token: &str| Caller::with_token(world, token);
    let service = async |app: &str| Caller::service(world, app, EVERYTHING).await;
    // Ada is an owner: what she has for other apps is worth nothing here all the same.
    make(world, ADA.0, "owner").await;
    let expired = service("expired").await;
    let expired_of_user = bearer(&token_of_ada(world, "late").await);
    world.advance(Lifetime::minutes(11)).await;
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let form = [("grant_type", "client_credentials")];
    let app = basic("notes", SECRET);
    let (_, of_notes) = world.post("/token", Some(app.clone()), &form).await;
    let of_notes = of_notes["access_token"].as_str().unwrap().to_owned();
    let revoked = service("revoked").await;
    let (_, token) = revoked.headers[0].1.split_once(' ').unwrap();
    let credential = Some(basic("revoked", SECRET));
    let (status, _) = world.post("/revoke", credential, &[("token", token)]).await;
    assert_eq!(status, 200);
    let disabled = service("disabled").await;
    let ctx = world.context();
    let clients = world.provider.clients();
    clients.set_disabled(&ctx, "disabled", true).await.unwrap();
    world.expire_versions();
    let ended = Caller::browser(world, ADA).await;
    world.end_all(ADA).await;
    let good = service("good").await;
    let good_token = good.headers[0].1.clone();
    let ordinary = Caller::browser(world, GRACE).await;
    vec![
        ("nothing", Caller::nobody(world)),
        (
            "an access token of a user for an app",
            bearer(&tokens.access),
        ),
        ("an ID token", bearer(&tokens.id)),
        ("a refresh token", bearer(&tokens.refresh)),
        ("a token of an app of its own", bearer(&of_notes)),
        ("an expired token", expired),
        ("an expired token of an owner", expired_of_user),
        ("a revoked token", revoked),
        ("a token of a disabled app", disabled),
        ("an ended session", ended),
        ("a secret", Caller::nobody(world).and("authorization", &app)),
        (
            "a token by another scheme",
            Caller::nobody(world).and("authorization", &good_token.replace("Bearer", "DPoP")),
        ),
        (
            "half a token",
            bearer(&good_token["Bearer ".len()..good_token.len() - 1]),
        ),
        ("a user without a role", ordinary),
    ]
}

async fn no_other_credential_opens_any_route_or_changes_anything(world: World) {
    let routes = matrix::routes(&world).await;
    assert!(routes.len() > 100, "{}", routes.len());
    let others = others(&world).await;
    let raw = Raw::of(&world).await;
    let before = raw.kept().await;
    assert!(before.len() > 20);
    for (what, caller) in &others {
        for route in &routes {
            let body = (route.method != "GET").then(|| json!({"name": "somebody"}));
            let told = caller.send(&route.method, &route.path, body.as_ref()).await;
            let name = format!("{what}: {} {}", route.method, route.path);
            is_refused(&told, &name);
        }
        let batch =
            json!({"operations": [{"method": "POST", "path": "/groups", "body": {"name": "x"}}]});
        let told = caller.post("/batch", &batch).await;
        is_refused(&told, &format!("{what}: a batch"));
        assert_eq!(raw.kept().await, before, "{what} changed something");
    }
    // The same requests are taken with a token that is for the API.
    let good = Caller::service(&world, "robot", EVERYTHING).await;
    assert_eq!(
        good.post("/groups", &json!({"name": "x"})).await.status,
        201
    );
    assert_ne!(raw.kept().await, before);
}

/// The answer is a refusal that says nothing of anybody.
fn is_refused(told: &Told, name: &str) {
    assert!(
        matches!(told.status, 401 | 403),
        "{name}: {} {}",
        told.status,
        told.body
    );
    if told.status == 401 {
        let challenge = told.header("www-authenticate");
        assert!(challenge.starts_with("Bearer "), "{name}: {challenge}");
    }
    let text = told.body.to_string();
    assert!(!told.problem().is_empty(), "{name}: {text}");
    assert!(!text.contains("@example.com"), "{name}: {text}");
}

/// What a caller is told at two nodes, where each route needs what only the role gave.
async fn at_both(here: &World, there: &World, caller: &Caller<'_>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for node in [here, there] {
        for (method, body) in [("GET", Value::Null), ("POST", json!({"name": "made"}))] {
            let path = if method == "GET" { "/users" } else { "/groups" };
            let url = format!("http://{}/api/v1{path}", node.settings.listen);
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let mut request = node.http.request(method, url);
            for (name, value) in &caller.headers {
                request = request.header(name, value);
            }
            if !body.is_null() {
                request = request
                    .header("content-type", "application/json")
                    .body(body.to_string());
            }
            statuses.push(request.send().await.unwrap().status().as_u16());
        }
    }
    statuses
}

async fn a_role_that_is_taken_away_counts_at_the_next_request_on_every_node(world: World) {
    let other = world.another_node().await;
    make(&world, ADA.0, "admin").await;
    let token = Caller::with_token(&world, &token_of_ada(&world, "tool").await);
    let session = Caller::browser(&world, ADA).await;
    let mut console = world.signed_in(ADA).await;
    assert_eq!(console.get("/admin/users").await.status, 200);
    // The second of the groups has a name that is taken.
    assert_eq!(at_both(&world, &other, &token).await, [200, 201, 200, 409]);
    assert_eq!(
        at_both(&world, &other, &session).await,
        [200, 409, 200, 409]
    );
    let raw = Raw::of(&world).await;
    unmake(&world, ADA.0, "admin").await;
    let before = raw.kept().await;
    for caller in [&token, &session] {
        assert_eq!(at_both(&world, &other, caller).await, [403; 4]);
    }
    assert_ne!(console.get("/admin/users").await.status, 200);
    assert_eq!(raw.kept().await, before);
    // The role comes back, and the token is as good as before.
    make(&world, ADA.0, "admin").await;
    assert_eq!(token.get("/users").await.status, 200);
    world.disable(ADA.0).await;
    assert_eq!(at_both(&world, &other, &token).await, [401; 4]);
}

async fn a_role_by_a_group_ends_with_the_membership(world: World) {
    let other = world.another_node().await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let ada = world.sub(ADA.0).await;
    let group = json!({"name": "chiefs"});
    assert_eq!(robot.post("/groups", &group).await.status, 201);
    let grants = "/apps/doorward/roles/admin/grants";
    let granted = robot.post(grants, &json!({"group": "chiefs"})).await;
    assert_eq!(granted.status, 204, "{}", granted.body);
    let member = json!({"user": ADA.0});
    let joined = robot.post("/groups/chiefs/members", &member).await;
    assert_eq!(joined.status, 204, "{}", joined.body);
    let token = Caller::with_token(&world, &token_of_ada(&world, "tool").await);
    assert_eq!(at_both(&world, &other, &token).await, [200, 201, 200, 409]);
    let left = robot.delete(&format!("/groups/chiefs/members/{ada}")).await;
    assert_eq!(left.status, 204, "{}", left.body);
    assert_eq!(at_both(&world, &other, &token).await, [403; 4]);
}
