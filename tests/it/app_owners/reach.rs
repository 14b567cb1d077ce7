//! What an owner of an app does to it by the management API.

use super::{declare, own};
use crate::{
    access_requests::{ada_asks, request},
    management::{Caller, make},
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::{Value, json};

on_both!(
    administrators_name_the_owners_of_an_app_and_owners_name_nobody,
    an_owner_sees_their_app_alone,
    an_owner_changes_how_an_app_looks_and_where_it_is,
    an_owner_makes_and_revokes_secrets_after_a_fresh_sign_in,
    an_owner_gives_and_takes_the_roles_of_their_app,
    an_owner_decides_who_gets_a_role_and_is_told_of_requests,
    an_owner_reads_what_was_done_to_their_app_and_not_from_where,
);

/// Ada owns the wiki; she has no role of administrators.
async fn owner(world: &World) -> Caller<'_> {
    declare(world).await;
    own(world, ADA.0, "wiki").await;
    Caller::browser(world, ADA).await
}

/// The identifiers of the entries of a list.
fn listed(body: &Value, name: &str) -> Vec<String> {
    let items = body["items"].as_array().expect("a list").iter();
    items
        .map(|item| item[name].as_str().unwrap().to_owned())
        .collect()
}

async fn administrators_name_the_owners_of_an_app_and_owners_name_nobody(world: World) {
    declare(&world).await;
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let path = format!("/apps/wiki/owners/{ada}");
    for _ in 0..2 {
        let named = admin.send("PUT", &path, None).await;
        assert_eq!(named.status, 204, "{}", named.body);
    }
    let owners = admin.get("/apps/wiki/owners").await;
    assert_eq!(listed(&owners.body, "user_id"), [ada.as_str()]);
    assert_eq!(owners.body["items"][0]["email"], ADA.0);
    assert_eq!(owners.body["items"][0]["given_by"], grace.as_str());
    for missing in [
        "/apps/wiki/owners/nobody".to_owned(),
        format!("/apps/none/owners/{ada}"),
    ] {
        let told = admin.send("PUT", &missing, None).await;
        assert_eq!(told.status, 404, "{missing}: {}", told.body);
    }
    // The app of the administrators has roles, and no owners.
    let built_in = format!("/apps/doorward/owners/{ada}");
    assert_eq!(admin.send("PUT", &built_in, None).await.status, 422);

    let owner = Caller::browser(&world, ADA).await;
    assert_eq!(
        listed(&owner.get("/apps/wiki/owners").await.body, "user_id"),
        [ada.as_str()]
    );
    for (method, id) in [("PUT", &grace), ("PUT", &ada), ("DELETE", &ada)] {
        let told = owner
            .send(method, &format!("/apps/wiki/owners/{id}"), None)
            .await;
        assert_eq!(told.problem(), "insufficient-scope", "{method}");
    }
    let told = owner.get("/apps/wiki/owners/history").await;
    assert_eq!(told.status, 403, "{}", told.body);
    // Whoever may do less than an owner names none.
    let robot = Caller::service(&world, "robot", "doorward.apps:write").await;
    let named = robot
        .send("PUT", &format!("/apps/wiki/owners/{grace}"), None)
        .await;
    assert_eq!(named.problem(), "beyond-own-permissions", "{}", named.body);

    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.delete(&path).await.status, 404);
    assert_eq!(owner.get("/apps").await.status, 403, "an owner no more");
    let history = admin.get("/apps/wiki/owners/history").await.body;
    let row = &history["owners"][0];
    assert_eq!(
        (&row["user_id"], &row["ended_by"]),
        (&json!(ada), &json!(grace))
    );
    let record =
        "SELECT action FROM audit_events WHERE action LIKE 'client.owner_%' ORDER BY action";
    let expected = ["client.owner_added", "client.owner_removed"];
    assert_eq!(world.texts(record).await, expected);
}

async fn an_owner_sees_their_app_alone(world: World) {
    let owner = owner(&world).await;
    assert_eq!(
        listed(&owner.get("/apps").await.body, "client_id"),
        ["wiki"]
    );
    let wiki = owner.get("/apps/wiki").await;
    assert_eq!(wiki.body["settings"]["client_name"], "Wiki");
    assert_eq!(
        listed(&owner.get("/apps/wiki/roles").await.body, "name"),
        ["editor", "reader"]
    );
    let grace = world.sub(GRACE.0).await;
    let ada = world.sub(ADA.0).await;
    // Another app answers as one that does not exist, in every way.
    for (method, rest, body) in [
        ("GET", "", None),
        ("PATCH", "", Some(json!({"settings": {"client_name": "x"}}))),
        ("GET", "/owners", None),
        ("GET", "/secrets", None),
        ("POST", "/secrets", Some(json!({}))),
        ("DELETE", "/secrets/1", None),
        ("POST", "/secret", Some(json!({}))),
        ("PUT", "/logo", Some(json!({"content": ""}))),
        ("DELETE", "/logo", None),
        ("GET", "/roles", None),
        ("GET", "/roles/buyer", None),
        ("GET", "/roles/buyer/history", None),
        ("GET", "/roles/buyer/holders", None),
        ("POST", "/roles/buyer/grants", Some(json!({"user": ADA.0}))),
        (
            "DELETE",
            &format!("/roles/buyer/grants/users/{grace}"),
            None,
        ),
        ("DELETE", "/roles/buyer/grants/groups/all", None),
    ] {
        let told = async |app: &str| {
            let path = format!("/apps/{app}{rest}");
            let told = owner.send(method, &path, body.as_ref()).await;
            (told.status, told.body.to_string().replace(app, "APP"))
        };
        let (there, nowhere) = (told("depot").await, told("xxxxx").await);
        assert_eq!(there.0, 404, "{method} {rest}: {}", there.1);
        assert_eq!(there, nowhere, "{method} {rest}");
        let built_in = told("doorward").await;
        assert_eq!(built_in, nowhere, "{method} {rest} of doorward");
    }
    let told = owner.get(&format!("/users/{ada}/access/depot")).await;
    assert_eq!(told.status, 404, "{}", told.body);
    assert_eq!(owner.get("/audit?app=depot").await.status, 404);
    // Nothing else of the API is open.
    for path in [
        "/users",
        "/groups",
        "/organizations",
        "/audit",
        "/audit/heads",
        "/webhooks",
        "/scim-targets",
        "/branding",
        "/settings",
    ] {
        assert_eq!(owner.get(path).await.status, 403, "{path}");
    }
    for (method, path) in [
        ("GET", format!("/users/{grace}")),
        ("PATCH", format!("/users/{grace}")),
        ("POST", "/apps".to_owned()),
        ("POST", "/apps/wiki/disable".to_owned()),
        ("PUT", "/apps/wiki/roles/editor".to_owned()),
        ("DELETE", "/apps/wiki/roles/editor".to_owned()),
    ] {
        let told = owner.send(method, &path, Some(&json!({}))).await;
        assert_eq!(told.status, 403, "{method} {path}: {}", told.body);
    }
}

async fn an_owner_changes_how_an_app_looks_and_where_it_is(world: World) {
    let owner = owner(&world).await;
    world.execute("DELETE FROM declared_entries").await;
    let change = json!({"settings": {
        "client_name": "Handbook", "client_uri": "https://wiki.example", "accent": "#0f5c4d",
        "redirect_uris": ["https://wiki.example/cb"],
        "post_logout_redirect_uris": ["https://wiki.example/bye"],
        "initiate_login_uri": "https://wiki.example/login",
        "backchannel_logout_uri": "https://wiki.example/logout",
    }});
    let changed = owner.patch("/apps/wiki", &change).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.body["settings"]["client_name"], "Handbook");
    for (setting, value) in [
        ("scope", json!("openid profile roles email")),
        ("first_party", json!(null)),
        ("allowed_roles", json!(["editor"])),
        (
            "grant_types",
            json!(["authorization_code", "refresh_token", "client_credentials"]),
        ),
        ("token_endpoint_auth_method", json!("client_secret_post")),
        ("jwks_uri", json!("https://wiki.example/jwks.json")),
        ("claim_map", json!({"mail": "email"})),
        ("subject_type", json!("pairwise")),
        ("require_pkce", json!(false)),
    ] {
        let body = json!({"settings": {"client_name": "Stolen", setting: value}});
        let told = owner.patch("/apps/wiki", &body).await;
        assert_eq!(
            (told.status, told.problem()),
            (403, "beyond-owner"),
            "{setting}: {}",
            told.body
        );
        let detail = told.body["detail"].as_str().unwrap();
        assert!(detail.contains(setting), "{detail}");
    }
    let wiki = owner.get("/apps/wiki").await;
    assert_eq!(wiki.body, changed.body);
    // What cannot be is refused as it is for administrators.
    let bad = json!({"settings": {"redirect_uris": ["javascript:alert(1)"]}});
    assert_eq!(owner.patch("/apps/wiki", &bad).await.status, 422);
}

async fn an_owner_makes_and_revokes_secrets_after_a_fresh_sign_in(world: World) {
    let owner = owner(&world).await;
    let added = owner
        .post("/apps/wiki/secrets", &json!({"description": "new"}))
        .await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert!(added.body["client_secret"].is_string());
    let secrets = owner.get("/apps/wiki/secrets").await;
    assert_eq!(secrets.body["secrets"].as_array().unwrap().len(), 2);
    let number = added.body["secret_id"].to_string();
    let revoked = owner.delete(&format!("/apps/wiki/secrets/{number}")).await;
    assert_eq!(revoked.status, 204, "{}", revoked.body);
    let rotated = owner.post("/apps/wiki/secret", &json!({})).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
    world
        .advance(doorward_protocol::time::Lifetime::minutes(11))
        .await;
    for (method, path) in [
        ("POST", "/apps/wiki/secrets"),
        ("DELETE", "/apps/wiki/secrets/1"),
        ("POST", "/apps/wiki/secret"),
    ] {
        let told = owner.send(method, path, Some(&json!({}))).await;
        assert_eq!(told.problem(), "sign-in-again", "{method} {path}");
    }
    assert_eq!(owner.get("/apps/wiki/secrets").await.status, 200);
}

async fn an_owner_gives_and_takes_the_roles_of_their_app(world: World) {
    let owner = owner(&world).await;
    let grants = "/apps/wiki/roles/editor/grants";
    let given = owner.post(grants, &json!({"user": GRACE.0})).await;
    assert_eq!(given.status, 204, "{}", given.body);
    let grace = world.sub(GRACE.0).await;
    let holders = owner.get("/apps/wiki/roles/editor/holders").await;
    assert_eq!(holders.body["user_ids"], json!([grace]));
    let history = owner.get("/apps/wiki/roles/editor/history").await;
    let ada = world.sub(ADA.0).await;
    assert_eq!(history.body["grants"][0]["given_by"], ada.as_str());
    // Why somebody may open the app, without what else they are in.
    let why = owner.get(&format!("/users/{grace}/access/wiki")).await;
    assert_eq!(why.body["allowed"], true, "{}", why.body);
    assert!(why.body["roles"]["editor"].is_array(), "{}", why.body);
    assert_eq!(why.body["groups"], json!({}));
    assert_eq!(why.body["claims"], json!({}));
    let taken = owner.delete(&format!("{grants}/users/{grace}")).await;
    assert_eq!(taken.status, 204, "{}", taken.body);
    let unknown = owner
        .post(grants, &json!({"user": "nobody@x.example"}))
        .await;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    let other = owner
        .post("/apps/wiki/roles/buyer/grants", &json!({"user": GRACE.0}))
        .await;
    assert_eq!(other.status, 404, "a role of another app: {}", other.body);
}

async fn an_owner_decides_who_gets_a_role_and_is_told_of_requests(world: World) {
    declare(&world).await;
    own(&world, GRACE.0, "wiki").await;
    let owner = Caller::browser(&world, GRACE).await;
    ada_asks(&world).await;
    let mail = world.mail_to(GRACE.0).await;
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("/admin/access-requests/"), "{text}");
    let asked = request(&world).await;
    let listed_ids = listed(&owner.get("/access-requests").await.body, "id");
    assert_eq!(listed_ids, [asked.id.as_str()]);
    let path = format!("/access-requests/{}", asked.id);
    assert_eq!(owner.get(&path).await.status, 200);
    let end = json!({"expires_at": crate::access_requests::in_days(&world, 5)});
    let approved = owner.post(&format!("{path}/approve"), &end).await;
    assert_eq!(approved.status, 204, "{}", approved.body);
    let shown = owner.get(&path).await.body;
    let grace = world.sub(GRACE.0).await;
    assert_eq!(
        (&shown["state"], &shown["ended_by"]),
        (&json!("approved"), &json!(grace))
    );
    // The owner of another app learns of none of this.
    crate::app_owners::own(&world, ADA.0, "depot").await;
    let other = Caller::browser(&world, ADA).await;
    assert_eq!(other.get("/access-requests").await.body["items"], json!([]));
    let there = other.get(&path).await;
    let nowhere = other.get("/access-requests/nothing").await;
    assert_eq!((there.status, nowhere.status), (404, 404));
    assert_eq!(
        there.body.to_string().replace(&asked.id, "nothing"),
        nowhere.body.to_string()
    );
}

async fn an_owner_reads_what_was_done_to_their_app_and_not_from_where(world: World) {
    let owner = owner(&world).await;
    world.execute("DELETE FROM declared_entries").await;
    let body = json!({"settings": {"client_name": "Handbook"}});
    assert_eq!(owner.patch("/apps/wiki", &body).await.status, 200);
    let grants = "/apps/wiki/roles/editor/grants";
    owner.post(grants, &json!({"user": GRACE.0})).await;
    let read = owner.get("/audit?app=wiki").await;
    assert_eq!(read.status, 200, "{}", read.body);
    let events = read.body["events"].as_array().unwrap();
    let names: Vec<&str> = events
        .iter()
        .filter_map(|one| one["event"].as_str())
        .collect();
    assert!(names.contains(&"client.changed"), "{names:?}");
    assert!(names.contains(&"role.granted"), "{names:?}");
    assert!(names.contains(&"client.owner_added"), "{names:?}");
    for event in events {
        assert_eq!(event["client_id"], "wiki", "{event}");
        for hidden in ["address", "user_agent", "request_id"] {
            assert!(event[hidden].is_null(), "{event}");
        }
        let name = event["event"].as_str().unwrap();
        let noun = name.split('.').next().unwrap();
        assert!(
            ["client", "role", "access_request"].contains(&noun),
            "{name}"
        );
    }
    let one = owner.get("/audit?app=wiki&event=role.granted").await;
    assert_eq!(one.body["events"].as_array().unwrap().len(), 1);
    for other in ["event=sign_in", "event=session", "event=roles"] {
        let told = owner.get(&format!("/audit?app=wiki&{other}")).await;
        assert_eq!(told.body["events"], json!([]), "{other}");
    }
    // What an address did is nobody's guess.
    let told = owner.get("/audit?app=wiki&address=127.0.0.1").await;
    assert_eq!(told.status, 403, "{}", told.body);
}
