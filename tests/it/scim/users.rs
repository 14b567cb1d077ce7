//! Users: added, read, listed, replaced, deleted.

use super::{BOTH, Client, ENTERPRISE, USER, error};
use crate::{
    management::{Caller, EVERYTHING},
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_core::users::User;
use doorward_protocol::users::attributes::Party;
use serde_json::{Value, json};

on_both!(
    a_user_is_added_read_replaced_and_deleted,
    what_cannot_be_is_refused_and_nothing_is_kept,
    users_are_listed_filtered_sorted_and_shown_in_part,
    what_is_inactive_is_signed_out_at_once,
);

pub async fn stored(world: &World, id: &str) -> User {
    world.provider.users().get(id).await.unwrap().unwrap()
}

fn margaret() -> Value {
    json!({
        "schemas": [USER, ENTERPRISE], "userName": "margaret", "externalId": "hr-7",
        "name": {"givenName": "Margaret", "familyName": "Hamilton"}, "title": "Director",
        "emails": [
            {"value": "home@example.com", "type": "home"},
            {"value": "margaret@example.com", "type": "work", "primary": "True"},
        ],
        "phoneNumbers": [{"value": "+15550100", "type": "work"}],
        "password": "a password that nobody guesses",
        ENTERPRISE: {"department": "Software", "manager": "somebody"},
    })
}

async fn a_user_is_added_read_replaced_and_deleted(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let added = hr.post("/Users", &margaret()).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.body["id"].as_str().unwrap().to_owned();
    let path = format!("/Users/{id}");
    let place = world.at(&format!("/scim/v2{path}"));
    assert_eq!(added.header("location"), place);
    assert_eq!(added.body["meta"]["location"], place);
    assert_eq!(added.header("etag"), added.body["meta"]["version"]);
    assert_eq!(added.body["schemas"], json!([USER, ENTERPRISE]));
    assert_eq!(added.body.get("password"), None);
    assert_eq!(added.body["active"], true);
    assert_eq!(added.body["emails"].as_array().unwrap().len(), 2);
    assert_eq!(added.body[ENTERPRISE]["manager"]["value"], "somebody");
    let user = stored(&world, &id).await;
    assert_eq!(user.email.as_deref(), Some("margaret@example.com"));
    assert_eq!(user.username.as_deref(), Some("margaret"));
    assert_eq!(user.claims.name.as_deref(), Some("Margaret Hamilton"));
    assert_eq!(user.claims.phone_number.as_deref(), Some("+15550100"));
    assert!(world.provider.users().has_password(&id).await.unwrap());
    let users = world.provider.users();
    let ctx = world.context();
    let known = users.personal_data(&ctx, &user, Party::Admin);
    assert_eq!(known.await.unwrap()["provisioned"]["title"], "Director");

    let read = hr.get(&path).await;
    assert_eq!(read.body, added.body);
    let tag = read.header("etag").to_owned();
    assert_eq!(hr.with("if-none-match", &tag).get(&path).await.status, 304);
    // What is sent again changes nothing.
    let same = hr.with("if-match", &tag).put(&path, &read.body).await;
    assert_eq!((same.status, same.header("etag")), (200, tag.as_str()));

    // Another client knows the user by an identifier of its own, and of none.
    let other = Client::open(&world, "other", BOTH).await;
    assert_eq!(other.get(&path).await.body.get("externalId"), None);
    let mut whole = read.body.clone();
    whole["externalId"] = json!("hr-7");
    whole["displayName"] = json!("Maggie");
    let replaced = other.with("if-match", &tag).put(&path, &whole).await;
    assert_eq!(replaced.status, 412, "the tag of what another client reads");
    let replaced = other.put(&path, &whole).await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    assert_eq!(replaced.body["displayName"], "Maggie");
    let stale = hr.with("if-match", &tag).put(&path, &margaret()).await;
    assert_eq!(error(&stale).0, 412);
    assert_eq!(error(&hr.with("if-match", &tag).delete(&path).await).0, 412);
    assert_eq!(
        stored(&world, &id).await.claims.name.as_deref(),
        Some("Maggie")
    );

    // What is not said any more is gone.
    let least = json!({"schemas": [USER], "userName": "mh@example.com"});
    let replaced = hr.put(&path, &least).await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    let user = stored(&world, &id).await;
    assert_eq!(user.email.as_deref(), Some("mh@example.com"));
    assert_eq!((user.username, user.claims.name), (None, None));
    assert_eq!(replaced.body["schemas"], json!([USER]));
    assert_eq!(replaced.body.get("externalId"), None);
    let of_other = other.get(&path).await;
    assert_eq!(of_other.body["externalId"], "hr-7");

    assert_eq!(hr.delete(&path).await.status, 204);
    assert_eq!(error(&hr.get(&path).await).0, 404);
    assert_eq!(error(&hr.delete(&path).await).0, 404);
    let auditor = Caller::service(&world, "auditor", EVERYTHING).await;
    let written = auditor.get("/audit?event=user.provisioned").await;
    assert!(!written.body["events"].as_array().unwrap().is_empty());
}

async fn what_cannot_be_is_refused_and_nothing_is_kept(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let known = hr.add("/Users", &margaret()).await;
    let user = |changes: &Value| {
        let mut user = json!({"schemas": [USER], "userName": "x@example.com"});
        let members = user.as_object_mut().unwrap();
        members.extend(changes.as_object().unwrap().clone());
        user
    };
    for (changes, wanted) in [
        (json!({"userName": ""}), (400, "invalidValue")),
        (json!({"userName": "x"}), (400, "invalidValue")),
        (json!({"userName": "two words"}), (400, "invalidValue")),
        (
            json!({"userName": "j\u{f6}rg@example.org"}),
            (400, "invalidValue"),
        ),
        (
            json!({"userName": "joerg", "emails": [{"value": "j\u{f6}rg@example.org"}]}),
            (400, "invalidValue"),
        ),
        (json!({"active": "perhaps"}), (400, "invalidValue")),
        (json!({"password": "short"}), (400, "invalidValue")),
        (
            json!({"externalId": "x".repeat(256)}),
            (400, "invalidValue"),
        ),
        (json!({"title": "x".repeat(70_000)}), (400, "invalidValue")),
        (json!({"externalId": "hr-7"}), (409, "uniqueness")),
        (
            json!({"userName": "MARGARET@example.com"}),
            (409, "uniqueness"),
        ),
        (
            json!({"userName": "Margaret", "emails": [{"value": "x@example.com"}]}),
            (409, "uniqueness"),
        ),
    ] {
        let told = hr.post("/Users", &user(&changes)).await;
        assert_eq!(error(&told), wanted, "{}", told.body);
    }
    assert_eq!(hr.names("/Users").await.len(), 3);
    // The names of somebody else, by a change.
    let path = format!("/Users/{known}");
    let told = hr
        .put(&path, &json!({"schemas": [USER], "userName": ADA.0}))
        .await;
    assert_eq!(error(&told), (409, "uniqueness"));
    let mut unknown = hr.0.clone();
    unknown = unknown.and("content-type", "application/scim+json");
    let told = Client(unknown).send("PUT", &path, None).await;
    assert_eq!(error(&told), (400, "invalidSyntax"));
    for (method, path) in [
        ("POST", path.as_str()),
        ("PUT", "/Users"),
        ("GET", "/Nothing"),
        ("GET", ""),
        ("PATCH", "/Users/nobody"),
    ] {
        let body =
            (method != "GET").then(|| json!({"schemas": [USER], "userName": "y@example.com"}));
        let told = hr.send(method, path, body.as_ref()).await;
        assert_eq!(error(&told).0, 404, "{method} {path}");
    }
    assert_eq!(hr.get(&path).await.body["userName"], "margaret");
}

async fn users_are_listed_filtered_sorted_and_shown_in_part(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let id = hr.add("/Users", &margaret()).await;
    let all = hr.names("/Users?sortBy=userName").await;
    assert_eq!(all, ["ada", "grace", "margaret"]);
    let back = hr
        .names("/Users?sortBy=userName&sortOrder=descending")
        .await;
    assert_eq!(back, ["margaret", "grace", "ada"]);
    let titled = hr.names("/Users?sortBy=title").await;
    assert_eq!(titled[0], "margaret", "who has no title comes last");
    for (filter, wanted) in [
        (format!("id eq \"{id}\""), 1),
        ("externalId eq \"hr-7\"".into(), 1),
        ("externalId eq \"HR-8\"".into(), 0),
        ("userName eq \"MARGARET\"".into(), 1),
        ("userName eq \"margaret@example.com\"".into(), 0),
        (format!("{USER}:userName sw \"marg\""), 1),
        (
            "emails[type eq \"work\" and value ew \"example.com\"]".into(),
            1,
        ),
        ("emails.value eq \"home@example.com\"".into(), 1),
        (format!("{ENTERPRISE}:department eq \"software\""), 1),
        ("active eq true".into(), 3),
        ("active eq \"False\"".into(), 0),
        ("meta.lastModified gt \"2000-01-01T00:00:00Z\"".into(), 3),
        ("userName eq \"margaret\" and active eq false".into(), 0),
        ("not (title pr) or name.familyName co \"milt\"".into(), 3),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let found = hr.names(&format!("/Users?filter={query}")).await;
        assert_eq!(found.len(), wanted, "{filter}");
    }
    for (query, wanted) in [
        ("filter=userName%20is%20x", (400, "invalidFilter")),
        ("sortBy=a..b", (400, "invalidPath")),
        ("attributes=a%20b", (400, "invalidPath")),
        ("count=many", (400, "invalidValue")),
    ] {
        let told = hr.get(&format!("/Users?{query}")).await;
        assert_eq!(error(&told), wanted, "{query}");
    }
    // Page by page, and the number alone.
    let mut seen = Vec::new();
    for start in 1..=4 {
        let query = format!("/Users?startIndex={start}&count=1");
        let page = hr.get(&query).await.body;
        let length = usize::from(start < 4);
        assert_eq!(
            (&page["totalResults"], &page["startIndex"]),
            (&json!(3), &json!(start))
        );
        assert_eq!(page["itemsPerPage"], length);
        seen.extend(hr.names(&query).await);
    }
    seen.sort();
    assert_eq!(seen, all);
    for query in ["count=0", "count=-3", "startIndex=-1&count=0"] {
        let page = hr.get(&format!("/Users?{query}")).await.body;
        assert_eq!(
            (&page["totalResults"], &page["Resources"]),
            (&json!(3), &json!([]))
        );
        assert_eq!(page["startIndex"], 1);
    }
    // Some attributes alone.
    let path = format!("/Users/{id}");
    let part = hr
        .get(&format!("{path}?attributes=username,name.familyName"))
        .await;
    let wanted = json!({
        "schemas": [USER, ENTERPRISE], "id": id, "userName": "margaret",
        "name": {"familyName": "Hamilton"},
    });
    assert_eq!(part.body, wanted);
    assert!(!part.header("etag").is_empty());
    let less = hr
        .get("/Users?excludedAttributes=emails,meta&filter=title%20pr")
        .await
        .body;
    let one = &less["Resources"][0];
    assert_eq!((one.get("emails"), one.get("meta")), (None, None));
    assert_eq!(one["userName"], "margaret");
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "attributes": ["title"], "filter": "title pr", "startIndex": 1, "count": 5,
    });
    let found = hr.post("/Users/.search", &search).await;
    assert_eq!(
        found.body["Resources"][0]["title"], "Director",
        "{}",
        found.body
    );
    assert_eq!(found.body["Resources"][0].get("userName"), None);
    // Users and groups together.
    hr.add("/Groups", &json!({"displayName": "Staff"})).await;
    let search = json!({"startIndex": 3, "count": 5});
    let found = hr.post("/.search", &search).await.body;
    assert_eq!(found["totalResults"], 4, "{found}");
    assert_eq!(found["Resources"].as_array().unwrap().len(), 2, "{found}");
    assert_eq!(found["Resources"][1]["displayName"], "Staff");
}

async fn what_is_inactive_is_signed_out_at_once(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let grace = world.sub(GRACE.0).await;
    let path = format!("/Users/{grace}");
    let browser = Caller::browser(&world, GRACE).await;
    assert_eq!(browser.get("/users").await.status, 403);
    let off = json!([{"op": "Replace", "value": {"active": "False"}}]);
    let told = hr.patch(&path, &off).await;
    assert_eq!((told.status, &told.body["active"]), (200, &json!(false)));
    assert_eq!(browser.get("/users").await.status, 401);
    assert!(stored(&world, &grace).await.disabled_at.is_some());
    let on = json!([{"op": "replace", "path": "active", "value": true}]);
    assert_eq!(hr.patch(&path, &on).await.body["active"], true);
    assert_eq!(
        browser.get("/users").await.status,
        401,
        "that session is over"
    );
    // Also from the beginning.
    let new = json!({"schemas": [USER], "userName": "late@example.com", "active": false});
    let id = hr.add("/Users", &new).await;
    assert!(stored(&world, &id).await.disabled_at.is_some());
}
