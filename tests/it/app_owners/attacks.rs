//! Ways by which an owner of an app could get more than the app: each is refused, and nothing changed.

use super::{declare, disown, own};
use crate::{
    access_requests::{ada_asks, request},
    management::{Caller, make},
    on_both,
    world::{ADA, CALLBACK, GRACE, SECRET, VERIFIER, World, authorize_query, basic},
};
use serde_json::{Value, json};

on_both!(
    a_batch_goes_no_further_than_each_of_its_changes,
    an_app_that_may_call_this_api_is_out_of_the_reach_of_its_owner,
    a_group_is_nothing_to_an_owner,
    a_token_of_an_owner_reaches_no_further_than_its_scope,
    nobody_forces_what_a_file_manages_as_an_owner,
    whoever_is_an_owner_no_more_or_disabled_does_nothing,
    an_owner_decides_no_request_of_their_own,
    a_role_of_administrators_beside_an_app_reaches_both_and_no_further,
);

async fn owner(world: &World) -> Caller<'_> {
    declare(world).await;
    own(world, ADA.0, "wiki").await;
    Caller::browser(world, ADA).await
}

async fn granted(world: &World) -> Vec<String> {
    let rows = "SELECT client_id || ' ' || role FROM role_grants WHERE ended_at IS NULL
         ORDER BY client_id, role";
    world.texts(rows).await
}

async fn a_batch_goes_no_further_than_each_of_its_changes(world: World) {
    let owner = owner(&world).await;
    let grant = |app: &str, role: &str, user: &str| {
        let path = format!("/apps/{app}/roles/{role}/grants");
        json!({"method": "POST", "path": path, "body": {"user": user}})
    };
    let own = grant("wiki", "editor", GRACE.0);
    let ada = world.sub(ADA.0).await;
    for (bad, status) in [
        (grant("depot", "buyer", GRACE.0), 404),
        (grant("doorward", "owner", ADA.0), 404),
        (grant("wiki", "owner", ADA.0), 404),
        (
            json!({"method": "PATCH", "path": "/apps/depot", "body": {"settings": {}}}),
            404,
        ),
        (
            json!({"method": "PATCH", "path": "/apps/wiki", "body": {"settings": {"scope": "openid email"}}}),
            403,
        ),
        (
            json!({"method": "PATCH", "path": "/apps/wiki",
                "body": {"settings": {}, "first_party": true}}),
            422,
        ),
        (
            json!({"method": "PATCH", "path": "/apps/wiki",
                "body": {"settings": {"client_id": "depot"}}}),
            422,
        ),
        (
            json!({"method": "PUT", "path": format!("/apps/depot/owners/{ada}")}),
            403,
        ),
        (
            json!({"method": "PUT", "path": "/apps/wiki/roles/editor",
                "body": {"includes": ["buyer"], "default": true}}),
            403,
        ),
        (
            json!({"method": "POST", "path": "/users",
                "body": {"email": "x@example.com", "roles": {"wiki": ["editor"]}}}),
            403,
        ),
        (
            json!({"method": "POST", "path": "/groups", "body": {"name": "x"}}),
            403,
        ),
    ] {
        let batch = json!({"operations": [own, bad]});
        let told = owner.post("/batch", &batch).await;
        assert_eq!(told.status, status, "{bad}: {}", told.body);
        assert_eq!(told.body["operation"], 1, "{bad}");
        assert!(granted(&world).await.is_empty(), "{bad}");
    }
    let batch = json!({"operations": [own, grant("wiki", "reader", GRACE.0)]});
    assert_eq!(owner.post("/batch", &batch).await.status, 200);
    assert_eq!(granted(&world).await.len(), 2);
}

/// A secret of such an app, or an address of its codes, would be as much as its scope.
async fn an_app_that_may_call_this_api_is_out_of_the_reach_of_its_owner(world: World) {
    let owner = owner(&world).await;
    Caller::service(&world, "robot", "doorward.users:write").await;
    own(&world, ADA.0, "robot").await;
    assert_eq!(owner.get("/apps/robot").await.status, 200);
    for (method, path, body) in [
        ("POST", "/apps/robot/secrets", json!({})),
        ("DELETE", "/apps/robot/secrets/1", json!({})),
        ("POST", "/apps/robot/secret", json!({})),
        (
            "PATCH",
            "/apps/robot",
            json!({"settings": {"redirect_uris": ["https://evil.example/cb"]}}),
        ),
        ("DELETE", "/apps/robot/logo", json!({})),
    ] {
        let told = owner.send(method, path, Some(&body)).await;
        assert_eq!(
            (told.status, told.problem()),
            (403, "beyond-own-permissions"),
            "{method} {path}: {}",
            told.body
        );
    }
}

async fn a_group_is_nothing_to_an_owner(world: World) {
    let owner = owner(&world).await;
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let group = admin.post("/groups", &json!({"name": "writers"})).await;
    let id = group.body["id"].as_str().unwrap();
    let grants = "/apps/wiki/roles/editor/grants";
    let told = async |name: &str| {
        let told = owner.post(grants, &json!({"group": name})).await;
        (told.status, told.body.to_string().replace(name, "GROUP"))
    };
    assert_eq!(told("writers").await, told("nobody").await);
    assert_eq!(told(id).await, told("nobody").await);
    assert_eq!(told("nobody").await.0, 404);
    assert_eq!(
        admin
            .post(grants, &json!({"group": "writers"}))
            .await
            .status,
        204
    );
    let taken = async |name: &str| {
        let path = format!("{grants}/groups/{name}");
        let told = owner.delete(&path).await;
        (told.status, told.body.to_string().replace(name, "GROUP"))
    };
    assert_eq!(taken("writers").await, taken("nobody").await);
    assert_eq!(taken(id).await.0, 404);
    assert_eq!(granted(&world).await, ["doorward admin", "wiki editor"]);
    // Who has the role is theirs to know, what else the group is is not.
    let user = world.sub(GRACE.0).await;
    let member = json!({"user": GRACE.0});
    assert_eq!(
        admin.post("/groups/writers/members", &member).await.status,
        204
    );
    let why = owner.get(&format!("/users/{user}/access/wiki")).await;
    assert_eq!(why.body["groups"], json!({}), "{}", why.body);
    let sources = why.body["roles"]["editor"].to_string();
    assert!(sources.contains("writers"), "{sources}");
}

/// Ada signs in to an app that may call the API, with a scope.
async fn token<'w>(world: &'w World, scope: &str) -> Caller<'w> {
    let document = json!({"client_name": "Tool", "redirect_uris": [CALLBACK], "first_party": true});
    let all = "openid doorward.apps:read doorward.apps:write doorward.roles:read \
         doorward.roles:write doorward.audit:read doorward.users:write";
    world
        .client("tool", &document, &json!({"scope": all}))
        .await;
    world.expire_versions();
    let mut browser = world.signed_in(ADA).await;
    let resource = world.at("/api/v1");
    let query = [
        ("client_id", "tool"),
        ("scope", scope),
        ("resource", resource.as_str()),
    ];
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
    let app = basic("tool", SECRET);
    let (status, body) = world.post("/token", Some(app), &form).await;
    assert_eq!(status, 200, "{body}");
    Caller::with_token(world, body["access_token"].as_str().unwrap())
}

async fn a_token_of_an_owner_reaches_no_further_than_its_scope(world: World) {
    declare(&world).await;
    own(&world, ADA.0, "wiki").await;
    let grants = "/apps/wiki/roles/editor/grants";
    let body = json!({"user": GRACE.0});
    let reader = token(&world, "openid doorward.roles:read").await;
    assert_eq!(reader.get("/apps/wiki/roles").await.status, 200);
    for (method, path) in [
        ("POST", grants),
        ("GET", "/apps"),
        ("GET", "/apps/wiki"),
        ("GET", "/audit?app=wiki"),
        ("POST", "/apps/wiki/secrets"),
        ("POST", "/access-requests/x/approve"),
    ] {
        let told = reader.send(method, path, Some(&body)).await;
        assert_eq!(told.problem(), "insufficient-scope", "{method} {path}");
    }
    let giver = token(&world, "openid doorward.roles:write").await;
    assert_eq!(giver.post(grants, &body).await.status, 204);
    assert_eq!(giver.get("/apps/wiki").await.status, 403);
    let told = giver.get("/apps/depot/roles").await;
    assert_eq!(told.status, 404, "{}", told.body);
    // A scope is no power over users.
    let wide = token(&world, "openid doorward.users:write doorward.apps:read").await;
    assert_eq!(wide.get("/users").await.status, 403);
    assert_eq!(wide.get("/apps/wiki").await.status, 200);
    let change = json!({"settings": {"client_name": "x"}});
    assert_eq!(wide.patch("/apps/wiki", &change).await.status, 403);
    // An app of its own accord owns nothing.
    let robot = Caller::service(&world, "robot", "doorward.groups:read").await;
    assert_eq!(robot.get("/apps/wiki").await.status, 403);
}

async fn nobody_forces_what_a_file_manages_as_an_owner(world: World) {
    let owner = owner(&world).await;
    let change = json!({"settings": {"client_name": "x"}});
    let told = owner.patch("/apps/wiki?force=true", &change).await;
    assert_eq!(told.status, 404, "{}", told.body);
    let told = owner
        .post("/apps/wiki/secrets?force=true", &json!({}))
        .await;
    assert_eq!(told.status, 404, "{}", told.body);
}

async fn whoever_is_an_owner_no_more_or_disabled_does_nothing(world: World) {
    let owner = owner(&world).await;
    let body = json!({"user": GRACE.0});
    let grants = "/apps/wiki/roles/editor/grants";
    disown(&world, ADA.0, "wiki").await;
    for (method, path) in [
        ("GET", "/apps"),
        ("GET", "/apps/wiki"),
        ("POST", grants),
        ("POST", "/apps/wiki/secrets"),
        ("GET", "/access-requests"),
    ] {
        let told = owner.send(method, path, Some(&body)).await;
        assert_eq!(told.status, 403, "{method} {path}: {}", told.body);
    }
    assert!(granted(&world).await.is_empty());
    own(&world, ADA.0, "wiki").await;
    assert_eq!(owner.post(grants, &body).await.status, 204);
    world.disable(ADA.0).await;
    assert_eq!(owner.post(grants, &body).await.status, 401);
    // Whoever is deleted, and an app that is deleted, takes the rows along.
    let users = world.provider.users();
    let user = users.find(ADA.0).await.unwrap().unwrap();
    users.delete(&world.context(), &user).await.unwrap();
    let rows = "SELECT client_id FROM app_owners";
    assert_eq!(world.texts(rows).await, Vec::<String>::new());
}

async fn an_owner_decides_no_request_of_their_own(world: World) {
    declare(&world).await;
    own(&world, ADA.0, "wiki").await;
    ada_asks(&world).await;
    let owner = Caller::browser(&world, ADA).await;
    let path = format!("/access-requests/{}/approve", request(&world).await.id);
    let told = owner.post(&path, &json!({})).await;
    assert_eq!(told.problem(), "own-request", "{}", told.body);
    assert!(granted(&world).await.is_empty());
}

async fn a_role_of_administrators_beside_an_app_reaches_both_and_no_further(world: World) {
    let owner = owner(&world).await;
    make(&world, ADA.0, "auditor").await;
    // What an auditor reads, and what an owner changes.
    for path in ["/apps/depot", "/users", "/audit", "/access-requests"] {
        assert_eq!(owner.get(path).await.status, 200, "{path}");
    }
    let change = |name: &str| json!({"settings": {"client_name": name}});
    let told = owner.patch("/apps/depot", &change("x")).await;
    assert_eq!(told.problem(), "insufficient-scope", "{}", told.body);
    let body = json!({"user": GRACE.0});
    let there = owner.post("/apps/depot/roles/buyer/grants", &body).await;
    assert_eq!(there.status, 403, "{}", there.body);
    let own = owner.post("/apps/wiki/roles/editor/grants", &body).await;
    assert_eq!(own.status, 204, "{}", own.body);
    let scope: Value = json!({"settings": {"scope": "openid email"}});
    let told = owner.patch("/apps/wiki", &scope).await;
    assert_eq!(told.problem(), "beyond-owner", "{}", told.body);
    let admin = owner
        .post("/apps/doorward/roles/auditor/grants", &body)
        .await;
    assert_eq!(admin.status, 403, "{}", admin.body);
}
