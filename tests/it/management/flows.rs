//! What callers of the management API do with each resource.

use super::{Caller, EVERYTHING, make};
use crate::{
    on_both,
    world::{ADA, GRACE, SECRET, World, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    a_service_account_adds_changes_and_deletes_a_user,
    groups_roles_and_grants_are_managed,
    a_request_with_a_key_is_carried_out_once,
    who_calls_decides_what_is_answered,
    an_administrator_in_a_browser_changes_things_from_our_pages_alone,
    apps_sessions_and_the_provider_are_managed,
    lists_are_filtered,
);

async fn a_service_account_adds_changes_and_deletes_a_user(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    robot.post("/groups", &json!({"name": "staff"})).await;
    let role = json!({"permissions": ["notes.write"], "description": "Writes"});
    let put = robot.put("/apps/notes/roles/editor", &role).await;
    assert_eq!((put.status, &put.body["name"]), (200, &json!("editor")));
    let new = json!({
        "email": "new@example.com", "name": "New Person", "claims": {"locale": "de"},
        "groups": ["staff"], "roles": {"notes": ["editor"]},
    });
    let added = robot.post("/users", &new).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.body["id"].as_str().unwrap().to_owned();
    let place = world.at(&format!("/api/v1/users/{id}"));
    assert_eq!(added.header("location"), place);
    assert_eq!(added.body["claims"]["locale"], "de");
    let access = robot.get(&format!("/users/{id}/access/notes")).await;
    assert_eq!(
        access.body["permissions"],
        json!({"notes.write": ["editor"]})
    );
    assert!(
        access.body["groups"].get("staff").is_some(),
        "{}",
        access.body
    );

    // Nothing of what is refused is kept.
    let twice = robot.post("/users", &new).await;
    assert_eq!((twice.status, twice.problem()), (409, "conflict"));
    let mut other = new.clone();
    other["email"] = json!("other@example.com");
    other["roles"] = json!({"notes": ["editor", "nothing"]});
    assert_eq!(robot.post("/users", &other).await.status, 404);
    let all = robot.get("/users?limit=200").await;
    assert_eq!(
        all.body["items"].as_array().unwrap().len(),
        3,
        "{}",
        all.body
    );
    for (body, pointer) in [
        (
            json!({"email": "x@example.com", "role_names": {}}),
            "/role_names",
        ),
        (json!({"email": 7}), "/email"),
    ] {
        let wrong = robot.post("/users", &body).await;
        assert_eq!((wrong.status, wrong.problem()), (422, "invalid"));
        assert_eq!(
            wrong.body["errors"][0]["pointer"], pointer,
            "{}",
            wrong.body
        );
    }

    // A change names what it is based on.
    let path = format!("/users/{id}");
    let read = robot.get(&path).await;
    let based = robot.clone().and("if-match", read.header("etag"));
    let changed = based.patch(&path, &json!({"name": "Another"})).await;
    assert_eq!(
        (changed.status, &changed.body["name"]),
        (200, &json!("Another"))
    );
    assert_eq!(changed.body["claims"]["locale"], "de");
    let stale = based.patch(&path, &json!({"name": "Lost"})).await;
    assert_eq!((stale.status, stale.problem()), (412, "stale"));
    let gone = robot
        .patch(&path, &json!({"claims": {"locale": null}}))
        .await;
    assert!(gone.body["claims"].get("locale").is_none());
    let part = robot.get(&format!("{path}?fields=id,name")).await;
    assert_eq!(part.body, json!({"id": id, "name": "Another"}));

    let disabled = robot.post(&format!("{path}/disable"), &json!({})).await;
    assert_eq!(disabled.body["disabled"], true, "{}", disabled.body);
    robot.post(&format!("{path}/enable"), &json!({})).await;
    assert_eq!(robot.get(&path).await.body["disabled"], false);
    assert_eq!(robot.delete(&path).await.status, 204);
    assert_eq!(robot.get(&path).await.problem(), "not-found");

    // Page by page, each once.
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = robot.get(&format!("/users?limit=1{next}")).await;
        let items = page.body["items"].as_array().unwrap();
        seen.extend(items.iter().map(|user| user["email"].clone()));
        match page.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    seen.sort_by_key(ToString::to_string);
    assert_eq!(seen, [json!(ADA.0), json!(GRACE.0)]);
    for query in ["limit=0", "limit=x", "cursor=%25"] {
        assert_eq!(robot.get(&format!("/users?{query}")).await.status, 422);
    }
}

async fn groups_roles_and_grants_are_managed(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let added = robot
        .post("/groups", &json!({"name": "Staff", "description": "All"}))
        .await;
    assert_eq!(added.status, 201);
    let id = added.body["id"].as_str().unwrap().to_owned();
    assert_eq!(
        robot
            .post("/groups", &json!({"name": "staff"}))
            .await
            .status,
        409
    );
    let member = json!({"user": ADA.0});
    let members = format!("/groups/{id}/members");
    assert_eq!(robot.post(&members, &member).await.status, 204);
    assert_eq!(robot.post(&members, &member).await.status, 204, "already");
    let listed = robot.get(&members).await;
    assert_eq!(listed.body["items"][0]["email"], ADA.0);
    robot.put("/apps/notes/roles/reader", &json!({})).await;
    let grants = "/apps/notes/roles/reader/grants";
    let granted = robot.post(grants, &json!({"group": "staff"})).await;
    assert_eq!(granted.status, 204, "{}", granted.body);
    let end = json!({"user": GRACE.0, "expires_at": "2099-01-01T00:00:00Z"});
    assert_eq!(robot.post(grants, &end).await.status, 204);
    let holders = robot.get("/apps/notes/roles/reader/holders").await;
    assert_eq!(holders.body["user_ids"].as_array().unwrap().len(), 2);
    let history = robot.get("/apps/notes/roles/reader/history").await;
    assert_eq!(history.body["grants"][0]["given_by"], "robot");
    let grace = world.sub(GRACE.0).await;
    let revoked = robot.delete(&format!("{grants}/users/{grace}")).await;
    assert_eq!(revoked.status, 204);
    let changed = robot
        .patch(
            &format!("/groups/{id}"),
            &json!({"name": "People", "description": null}),
        )
        .await;
    assert_eq!(
        (&changed.body["name"], changed.status),
        (&json!("People"), 200)
    );
    let ada = world.sub(ADA.0).await;
    assert_eq!(robot.delete(&format!("{members}/{ada}")).await.status, 204);
    assert_eq!(robot.delete(&format!("/groups/{id}")).await.status, 204);
    let holders = robot.get("/apps/notes/roles/reader/holders").await;
    assert_eq!(holders.body["user_ids"], json!([]));
    assert_eq!(robot.delete("/apps/notes/roles/reader").await.status, 204);
    assert_eq!(robot.get("/apps/notes/roles/reader").await.status, 404);
    for body in [
        json!({}),
        json!({"user": ADA.0, "group": "x"}),
        json!({"user": "nobody"}),
    ] {
        let refused = robot
            .post("/apps/doorward/roles/auditor/grants", &body)
            .await;
        assert_eq!(refused.status, 422, "{body}");
    }
    let circle = json!({"includes": ["a"]});
    assert_eq!(robot.put("/apps/notes/roles/a", &circle).await.status, 422);
    let owner = robot.put("/apps/doorward/roles/owner", &json!({})).await;
    assert_eq!(owner.status, 422, "a role that is built in");
}

async fn a_request_with_a_key_is_carried_out_once(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let keyed = robot.clone().and("idempotency-key", "first");
    let body = json!({"name": "staff"});
    let first = keyed.post("/groups", &body).await;
    let again = keyed.post("/groups", &body).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body, again.body);
    let other = keyed.post("/groups", &json!({"name": "other"})).await;
    assert_eq!((other.status, other.problem()), (422, "invalid"));
    let another = Caller::service(&world, "another", EVERYTHING).await;
    let another = another.and("idempotency-key", "first");
    assert_eq!(
        another.post("/groups", &body).await.status,
        409,
        "its own key"
    );
    // What was refused may be sent again.
    let refused = robot.clone().and("idempotency-key", "second");
    assert_eq!(
        refused.post("/groups", &json!({"name": ""})).await.status,
        422
    );
    assert_eq!(
        refused.post("/groups", &json!({"name": "b"})).await.status,
        201
    );
    world.advance(Lifetime::days(2)).await;
    let late = Caller::service(&world, "robot", EVERYTHING).await;
    let late = late.and("idempotency-key", "first");
    assert_eq!(
        late.post("/groups", &json!({"name": "c"})).await.status,
        201
    );
}

async fn who_calls_decides_what_is_answered(world: World) {
    let nobody = Caller::nobody(&world).get("/users").await;
    assert_eq!((nobody.status, nobody.problem()), (401, "unauthenticated"));
    let place = world.at("/.well-known/oauth-protected-resource/api/v1");
    let challenge = format!("Bearer resource_metadata=\"{place}\"");
    assert_eq!(nobody.header("www-authenticate"), challenge);
    let metadata: serde_json::Value = serde_json::from_str(
        &world
            .http
            .get(&place)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap(),
    )
    .unwrap();
    assert_eq!(metadata["resource"], world.at("/api/v1"));
    assert_eq!(metadata["authorization_servers"], json!([world.issuer]));

    let reader = Caller::service(&world, "reader", "doorward.users:read").await;
    assert_eq!(reader.get("/users").await.status, 200);
    let refused = reader
        .post("/users", &json!({"email": "x@example.com"}))
        .await;
    assert_eq!(
        (refused.status, refused.problem()),
        (403, "insufficient-scope")
    );
    let needed = "scope=\"doorward.users:write\"";
    assert!(refused.header("www-authenticate").contains(needed));

    // A token of the same client for another audience.
    let form = [
        ("grant_type", "client_credentials"),
        ("resource", world.issuer.as_str()),
    ];
    let app = basic("reader", SECRET);
    let (_, body) = world.post("/token", Some(app), &form).await;
    let elsewhere = Caller::with_token(&world, body["access_token"].as_str().unwrap());
    assert_eq!(elsewhere.get("/users").await.status, 401);
    let unknown = Caller::with_token(&world, "nonsense").get("/users").await;
    assert_eq!(unknown.status, 401);
    for path in ["", "/", "/nothing", "/users/", "/users/x/y/z"] {
        let told = reader.send("POST", path, Some(&json!({}))).await;
        let told = (told.status, told.problem().to_owned());
        assert_eq!(told, (404, "not-found".to_owned()), "{path}");
    }
    let batch = reader.get("/batch").await;
    let told = (batch.status, batch.header("allow"), batch.problem());
    assert_eq!(told, (405, "POST", "not-found"));
    let method = reader.send("PUT", "/users", Some(&json!({}))).await;
    assert_eq!((method.status, method.header("allow")), (405, "GET, POST"));
}

async fn an_administrator_in_a_browser_changes_things_from_our_pages_alone(world: World) {
    let ada = Caller::browser(&world, ADA).await;
    let ordinary = ada.get("/users").await;
    assert_eq!(
        (ordinary.status, ordinary.problem()),
        (403, "insufficient-scope")
    );
    make(&world, ADA.0, "admin").await;
    let users = ada.get("/users").await;
    assert_eq!(users.status, 200, "{}", users.body);
    let body = json!({"name": "staff"});
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let foreign = ada.clone().and(name, value).post("/groups", &body).await;
        assert_eq!(
            (foreign.status, foreign.problem()),
            (403, "foreign-origin"),
            "{value}"
        );
    }
    let mut form = ada.clone();
    form.headers.retain(|(name, _)| name != "doorward-csrf");
    assert_eq!(
        form.post("/groups", &body).await.problem(),
        "foreign-origin"
    );
    let ours = ada.clone().and("origin", &world.issuer);
    assert_eq!(ours.post("/groups", &body).await.status, 201);

    let grace = format!("/users/{}", world.sub(GRACE.0).await);
    world.advance(Lifetime::minutes(11)).await;
    let late = ada.delete(&grace).await;
    assert_eq!((late.status, late.problem()), (403, "sign-in-again"));
    let challenge = late.header("www-authenticate");
    assert!(
        challenge.contains("insufficient_user_authentication"),
        "{challenge}"
    );
    let again = Caller::browser(&world, ADA).await;
    assert_eq!(again.delete(&grace).await.status, 204);
}

async fn apps_sessions_and_the_provider_are_managed(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let new = json!({"client_id": "shop", "settings": {
        "client_name": "Shop", "redirect_uris": ["https://shop.example/callback"],
    }});
    let added = robot.post("/apps", &new).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let secret = added.body["client_secret"].as_str().unwrap().to_owned();
    assert!(secret.len() > 32 && robot.post("/apps", &new).await.status == 409);
    let shown = robot.get("/apps/shop").await;
    assert_eq!(shown.body["has_secret"], true);
    assert!(!shown.body.to_string().contains(&secret));
    let patch = json!({"settings": {"client_name": "Store"}});
    let changed = robot.patch("/apps/shop", &patch).await;
    assert_eq!(
        changed.body["settings"]["client_name"], "Store",
        "{}",
        changed.body
    );
    let renewed = robot.post("/apps/shop/secret", &json!({})).await;
    assert_ne!(renewed.body["client_secret"], secret.as_str());
    assert_eq!(
        robot.post("/apps/shop/disable", &json!({})).await.status,
        204
    );
    assert_eq!(robot.get("/apps/shop").await.body["disabled"], true);
    let listed = robot.get("/apps?filter=client_id%20sw%20%22sh%22").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(robot.patch("/apps/doorward", &patch).await.status, 422);

    // Nobody makes an app that may do more than they.
    let apps = Caller::service(&world, "apps", "doorward.apps:write").await;
    let settings = json!({"grant_types": ["client_credentials"], "response_types": [],
        "scope": "doorward.users:write"});
    let strong = json!({"client_id": "strong", "settings": settings});
    for (method, path, body) in [
        ("POST", "/apps", &strong),
        (
            "PATCH",
            "/apps/shop",
            &json!({"settings": {"scope": "doorward.keys:read"}}),
        ),
        (
            "PATCH",
            "/apps/robot",
            &json!({"settings": {"client_name": "x"}}),
        ),
        ("POST", "/apps/robot/secret", &json!({})),
        ("POST", "/apps/robot/disable", &json!({})),
    ] {
        let told = apps.send(method, path, Some(body)).await;
        assert_eq!(
            told.problem(),
            "beyond-own-permissions",
            "{method} {path}: {}",
            told.body
        );
    }

    world.signed_in(ADA).await;
    let ada = format!("/users/{}", world.sub(ADA.0).await);
    let sessions = robot.get(&format!("{ada}/sessions")).await;
    let sid = sessions.body["sessions"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let of_other = format!("/users/{}/sessions/{sid}", world.sub(GRACE.0).await);
    assert_eq!(robot.delete(&of_other).await.status, 404);
    let ended = robot.delete(&format!("{ada}/sessions/{sid}")).await;
    assert_eq!(ended.status, 204, "{}", ended.body);
    assert_eq!(robot.delete(&format!("{ada}/sessions")).await.status, 204);
    let sessions = robot.get(&format!("{ada}/sessions")).await;
    assert_eq!(sessions.body["sessions"], json!([]));
    let factors = robot.get(&format!("{ada}/factors")).await;
    assert_eq!(factors.body["authenticator_app"], false);
    assert_eq!(
        robot.delete(&format!("{ada}/factors/all")).await.status,
        204
    );

    let keys = robot.get("/keys").await.body["keys"]
        .as_array()
        .unwrap()
        .len();
    let rotated = robot.post("/keys/rotate", &json!({})).await;
    assert!(rotated.body["keys"].as_array().unwrap().len() > keys);
    assert!(!rotated.body.to_string().contains("sealed"));
    assert_eq!(robot.get("/providers").await.body["providers"], json!([]));
    assert_eq!(robot.get("/settings").await.body["issuer"], world.issuer);
    let events = robot.get("/audit?event=client&app=shop").await;
    let events = events.body["events"].as_array().unwrap();
    let disabled = events
        .iter()
        .find(|event| event["event"] == "client.disabled");
    assert_eq!(disabled.unwrap()["actor_id"], "robot");
}

async fn lists_are_filtered(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    for (filter, count) in [
        ("email eq \"ADA@example.com\"", 1),
        ("email eq \"ada@example.com\" and disabled eq true", 0),
        ("username sw \"gr\" or name co \"lovelace\"", 2),
        ("not (username eq \"ada\")", 1),
        ("claims.phone_number pr", 2),
        ("id eq \"nobody\"", 0),
    ] {
        let encoded = crate::world::encode(&[("filter", filter)]);
        let listed = robot.get(&format!("/users?{encoded}")).await;
        let found = listed.body["items"].as_array().unwrap().len();
        assert_eq!(found, count, "{filter}: {}", listed.body);
    }
    let wrong = robot.get("/users?filter=email").await;
    assert_eq!(
        (wrong.status, wrong.body["errors"][0]["pointer"].as_str()),
        (422, Some("filter"))
    );
}
