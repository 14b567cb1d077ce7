//! Who may call what: every route of the document, by every kind of caller.

use super::{Caller, EVERYTHING, make};
use crate::{
    app_owners::own,
    on_both,
    organizations::{join, organization},
    world::{ADA, GRACE, SECRET, World, basic},
};
use doorward_protocol::management::{Permission, Powers, Verb};
use serde_json::{Value, json};

on_both!(
    each_route_admits_who_may_call_it_alone,
    each_route_admits_the_owner_of_an_app_for_that_app_alone,
    each_route_admits_the_owner_of_an_organization_for_that_one_alone,
);

/// What the owner of an app may call, about that app alone; every other route is for administrators.
const OF_OWNERS: [&str; 23] = [
    "GET /apps",
    "GET /apps/app",
    "PATCH /apps/app",
    "PUT /apps/app/logo",
    "DELETE /apps/app/logo",
    "GET /apps/app/owners",
    "POST /apps/app/secret",
    "GET /apps/app/secrets",
    "POST /apps/app/secrets",
    "DELETE /apps/app/secrets/secret",
    "GET /apps/app/roles",
    "GET /apps/app/roles/role",
    "GET /apps/app/roles/role/history",
    "GET /apps/app/roles/role/holders",
    "POST /apps/app/roles/role/grants",
    "DELETE /apps/app/roles/role/grants/users/user",
    "DELETE /apps/app/roles/role/grants/groups/group",
    "GET /users/user/access/app",
    "GET /access-requests",
    "GET /access-requests/request",
    "POST /access-requests/request/approve",
    "POST /access-requests/request/refuse",
    // Where it names the app.
    "GET /audit",
];

/// What the owner of an organization may call, about that one alone.
const OF_ORGANIZATION_OWNERS: [&str; 21] = [
    "GET /organizations",
    "GET /organizations/organization",
    "PATCH /organizations/organization",
    "PUT /organizations/organization/logo",
    "DELETE /organizations/organization/logo",
    "GET /organizations/organization/members",
    "PUT /organizations/organization/members/user",
    "DELETE /organizations/organization/members/user",
    "GET /organizations/organization/history",
    "GET /organizations/organization/roles",
    "POST /organizations/organization/roles",
    "DELETE /organizations/organization/roles/app/role",
    "DELETE /organizations/organization/roles/app/role/members/user",
    "GET /organizations/organization/domains",
    "POST /organizations/organization/domains",
    "POST /organizations/organization/domains/domain/verification",
    "DELETE /organizations/organization/domains/domain",
    "GET /organizations/organization/invitations",
    "POST /organizations/organization/invitations",
    "POST /organizations/organization/invitations/invitation/resend",
    "DELETE /organizations/organization/invitations/invitation",
];

/// A route, as the document describes it.
pub struct Route {
    pub method: String,
    pub path: String,
    permission: Permission,
}

/// Every route, with names of nobody in its path: what is asked is who may, not what happens.
pub async fn routes(world: &World) -> Vec<Route> {
    let document = world.text_at("/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&document).unwrap();
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            // A batch needs what its changes need.
            let Some(scope) = operation["security"][0]["token"][0].as_str() else {
                assert_eq!(path, "/batch");
                continue;
            };
            routes.push(Route {
                method: method.to_uppercase(),
                path: path.replace(['{', '}'], ""),
                permission: Permission::parse(scope).unwrap(),
            });
        }
    }
    routes
}

async fn each_route_admits_who_may_call_it_alone(world: World) {
    let routes = routes(&world).await;
    assert!(routes.len() > 30, "{}", routes.len());
    let nobody = Caller::nobody(&world);
    let everything = Caller::service(&world, "robot", EVERYTHING).await;
    let nothing = Caller::service(&world, "other", "jobs").await;
    let form = [
        ("grant_type", "client_credentials"),
        ("resource", world.issuer.as_str()),
    ];
    let app = basic("robot", SECRET);
    let (_, body) = world.post("/token", Some(app), &form).await;
    let elsewhere = Caller::with_token(&world, body["access_token"].as_str().unwrap());
    let reading: Vec<String> = EVERYTHING
        .split_whitespace()
        .map(|scope| scope.replace(":write", ":read"))
        .collect();
    let reader = Caller::service(&world, "reader", &reading.join(" ")).await;
    let ordinary = Caller::browser(&world, GRACE).await;
    let mut administrators = Vec::new();
    for role in ["owner", "admin", "support", "auditor"] {
        let address = format!("{role}@example.com");
        let password = "a password of an administrator";
        world.user(&address, password).await;
        make(&world, &address, role).await;
        let browser = Caller::browser(&world, (&address, password)).await;
        administrators.push((role, browser));
    }
    let foreign = administrators[0]
        .1
        .clone()
        .and("sec-fetch-site", "cross-site");

    for route in &routes {
        let name = format!("{} {}", route.method, route.path);
        let told = async |caller: &Caller<'_>| {
            let body = (route.method != "GET").then(|| json!({"nothing": 1}));
            caller.send(&route.method, &route.path, body.as_ref()).await
        };
        let admits = |told: &super::Told| !matches!(told.status, 401 | 403);
        for caller in [&nobody, &elsewhere, &nothing] {
            assert_eq!(told(caller).await.status, 401, "{name}");
        }
        let refused = told(&ordinary).await;
        assert_eq!(refused.problem(), "insufficient-scope", "{name}");
        assert_eq!(told(&foreign).await.problem(), "foreign-origin", "{name}");
        let answer = told(&reader).await;
        let may_read = route.permission.verb == Verb::Read;
        assert_eq!(admits(&answer), may_read, "{name}: {}", answer.body);
        for (role, caller) in &administrators {
            let may = Powers::of_roles([*role]).allow(route.permission);
            // What changes the provider itself is not carried out here.
            if may && route.path == "/keys/rotate" {
                continue;
            }
            let answer = told(caller).await;
            assert_eq!(admits(&answer), may, "{role}: {name}: {}", answer.body);
            assert!(answer.status < 500, "{role}: {name}: {}", answer.body);
        }
        let answer = told(&everything).await;
        assert!(
            admits(&answer) && answer.status < 500,
            "{name}: {}",
            answer.body
        );
    }
    assert_eq!(
        everything
            .get(&format!("/users/{}", world.sub(ADA.0).await))
            .await
            .status,
        200
    );
}

async fn each_route_admits_the_owner_of_an_app_for_that_app_alone(world: World) {
    let document = json!({"client_name": "App", "redirect_uris": ["https://app.example/cb"]});
    for app in ["app", "other"] {
        world.client(app, &document, &json!({})).await;
    }
    own(&world, GRACE.0, "app").await;
    let owner = Caller::browser(&world, GRACE).await;
    let (routes, mut seen) = (routes(&world).await, 0);
    for route in &routes {
        let name = format!("{} {}", route.method, route.path);
        let told = async |path: &str| {
            let body = (route.method != "GET").then(|| json!({"nothing": 1}));
            owner.send(&route.method, path, body.as_ref()).await
        };
        let is_theirs = OF_OWNERS.contains(&name.as_str());
        seen += usize::from(is_theirs);
        let path = match route.path.as_str() {
            "/audit" => "/audit?app=app",
            path => path,
        };
        let answer = told(path).await;
        assert!(answer.status < 500, "{name}: {}", answer.body);
        let is_admitted = !matches!(answer.status, 401 | 403);
        assert_eq!(is_admitted, is_theirs, "{name}: {}", answer.body);
        if !is_theirs {
            assert_eq!(answer.problem(), "insufficient-scope", "{name}");
            continue;
        }
        // Another app is there for nobody but administrators.
        let at = |app: &str| {
            let parts = path.split('/').enumerate().map(|(place, part)| match part {
                "app" if place > 1 => app,
                part => part,
            });
            let path = parts.collect::<Vec<_>>().join("/");
            path.replace("?app=app", &format!("?app={app}"))
        };
        if at("other") == path {
            continue;
        }
        let (other, none) = (told(&at("other")).await, told(&at("noner")).await);
        assert_eq!(other.status, 404, "{name}: {}", other.body);
        assert_eq!(
            other.body.to_string().replace("other", "noner"),
            none.body.to_string(),
            "{name}"
        );
    }
    assert_eq!(seen, OF_OWNERS.len());
}

async fn each_route_admits_the_owner_of_an_organization_for_that_one_alone(world: World) {
    let mine = organization(&world, "organization", "Mine").await;
    organization(&world, "other", "Other").await;
    join(&world, &mine, GRACE.0, true).await;
    let owner = Caller::browser(&world, GRACE).await;
    let mut seen = 0;
    for route in &routes(&world).await {
        let name = format!("{} {}", route.method, route.path);
        let told = async |path: &str| {
            let body = (route.method != "GET").then(|| json!({"nothing": 1}));
            owner.send(&route.method, path, body.as_ref()).await
        };
        let is_theirs = OF_ORGANIZATION_OWNERS.contains(&name.as_str());
        seen += usize::from(is_theirs);
        let answer = told(&route.path).await;
        assert!(answer.status < 500, "{name}: {}", answer.body);
        // A role is not theirs to take that they do not have.
        let is_beyond = route.path.ends_with("/roles/app/role");
        let is_admitted = !matches!(answer.status, 401 | 403);
        let expected = is_theirs && !is_beyond;
        assert_eq!(is_admitted, expected, "{name}: {}", answer.body);
        if !is_theirs {
            assert_eq!(answer.problem(), "insufficient-scope", "{name}");
            continue;
        }
        let at = |slug: &str| {
            let there = route.path.strip_prefix("/organizations/organization");
            there.map(|rest| format!("/organizations/{slug}{rest}"))
        };
        let (Some(other), Some(none)) = (at("other"), at("noner")) else {
            continue;
        };
        let (other, none) = (told(&other).await, told(&none).await);
        assert_eq!(other.status, 404, "{name}: {}", other.body);
        let other = other.body.to_string().replace("other", "noner");
        assert_eq!(other, none.body.to_string(), "{name}");
    }
    assert_eq!(seen, OF_ORGANIZATION_OWNERS.len());
}
