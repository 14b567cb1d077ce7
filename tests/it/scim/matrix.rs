//! Who may call what: every kind of caller, each route.

use super::{BOTH, Client};
use crate::{
    management::{Caller, make},
    on_both,
    world::{GRACE, SECRET, World, basic},
};
use doorward_protocol::{
    management::{Permission, Powers},
    oauth::scope::Scope,
};
use serde_json::json;

on_both!(each_endpoint_admits_who_may_call_it_alone);

/// Method, path, and what it needs. The names in the paths are nobody's: what is asked is who may.
const ROUTES: [(&str, &str, &str); 14] = [
    ("GET", "/Users", "doorward.users:read"),
    ("GET", "/Users/nobody", "doorward.users:read"),
    ("POST", "/Users/.search", "doorward.users:read"),
    ("POST", "/Users", "doorward.users:write"),
    ("PUT", "/Users/nobody", "doorward.users:write"),
    ("PATCH", "/Users/nobody", "doorward.users:write"),
    ("DELETE", "/Users/nobody", "doorward.users:write"),
    ("GET", "/Groups", "doorward.groups:read"),
    ("GET", "/Groups/nobody", "doorward.groups:read"),
    ("POST", "/Groups/.search", "doorward.groups:read"),
    ("POST", "/Groups", "doorward.groups:write"),
    ("PUT", "/Groups/nobody", "doorward.groups:write"),
    ("PATCH", "/Groups/nobody", "doorward.groups:write"),
    ("DELETE", "/Groups/nobody", "doorward.groups:write"),
];

async fn each_endpoint_admits_who_may_call_it_alone(world: World) {
    let both = Client::open(&world, "both", BOTH).await;
    let nobody = Client(Caller::nobody(&world));
    let app = basic("both", SECRET);
    let form = [
        ("grant_type", "client_credentials"),
        ("resource", world.issuer.as_str()),
    ];
    let (_, body) = world.post("/token", Some(app), &form).await;
    let token = body["access_token"].as_str().unwrap();
    let elsewhere = Client(Caller::with_token(&world, token));
    let ordinary = Client(Caller::browser(&world, GRACE).await);
    let mut callers = Vec::new();
    for scope in [
        "doorward.users:read",
        "doorward.users:write",
        "doorward.groups:read",
        "doorward.groups:write",
        "doorward.audit:write",
    ] {
        let name = scope.replace(['.', ':'], "-");
        let powers = Powers::of_scope(&Scope::parse(scope).unwrap());
        callers.push((scope, powers, Client::open(&world, &name, scope).await));
    }
    for role in ["owner", "admin", "support", "auditor"] {
        let address = format!("{role}@example.com");
        let password = "a password of an administrator";
        world.user(&address, password).await;
        make(&world, &address, role).await;
        let browser = Caller::browser(&world, (&address, password)).await;
        callers.push((role, Powers::of_roles([role]), Client(browser)));
    }
    let owner = &callers[5].2;
    let foreign = owner.with("sec-fetch-site", "cross-site");
    for (method, path, needed) in ROUTES {
        let name = format!("{method} {path}");
        let told = async |caller: &Client<'_>| {
            let body = (method != "GET").then(|| json!({"nothing": 1}));
            caller.send(method, path, body.as_ref()).await
        };
        for caller in [&nobody, &elsewhere] {
            assert_eq!(told(caller).await.status, 401, "{name}");
        }
        assert_eq!(told(&foreign).await.status, 403, "{name}");
        let refused = told(&ordinary).await;
        assert_eq!(refused.status, 403, "{name}");
        assert!(
            refused.header("www-authenticate").contains(needed),
            "{name}"
        );
        let needed = Permission::parse(needed).unwrap();
        for (who, powers, caller) in &callers {
            let answer = told(caller).await;
            let is_admitted = !matches!(answer.status, 401 | 403);
            assert_eq!(
                is_admitted,
                powers.allow(needed),
                "{who}: {name}: {}",
                answer.body
            );
            assert!(answer.status < 500, "{who}: {name}: {}", answer.body);
        }
    }
    // A bulk request allows what its operations do.
    let operations = json!([{"method": "DELETE", "path": "/Groups/nobody"}]);
    let bulk = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations,
    });
    assert_eq!(nobody.post("/Bulk", &bulk).await.status, 401);
    for (caller, status) in [(&callers[1].2, "403"), (&both, "404")] {
        let told = caller.post("/Bulk", &bulk).await;
        assert_eq!(
            told.body["Operations"][0]["status"], status,
            "{}",
            told.body
        );
    }
}
