//! Apps ask who may do what (OpenID AuthZEN Authorization API 1.0).

mod circumstances;
mod hostile;
mod nodes;

use crate::{
    on_both,
    world::{CALLBACK, SECRET, World, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    questions_are_answered_from_roles_and_rules,
    searches_find_what_is_allowed_page_by_page,
    whoever_may_not_ask_learns_nothing,
    a_rule_that_cannot_be_is_refused_with_its_line,
    what_is_kept_is_dropped_by_any_change
);

const FILE: &str = r#"
[[roles]]
app = "inventory"
name = "clerk"
permissions = ["shelf.move", "inventory.read"]

[[groups]]
name = "staff"

[[users]]
email = "ada@example.com"
email_verified = true
groups = ["staff"]
roles = { inventory = ["clerk"] }

[[access_rules]]
app = "inventory"
name = "own records"
actions = ["write", "delete"]
resource_type = "record"
resource_ids = ["1", "2", "3"]
groups = ["Staff"]
when = [{ attribute = "resource.properties.status", operator = "not_equals", value = "archived" }]

[[access_rules]]
app = "inventory"
name = "closed shelf"
effect = "deny"
actions = ["*"]
resource_type = "shelf"
resource_ids = ["9"]
reason = "This shelf is closed."

[[access_rules]]
app = "inventory"
name = "own profile"
actions = ["edit"]
resource_type = "profile"
when = [{ attribute = "resource.id", operator = "equals", value_of = "user.email" }]
"#;

fn client(id: &str, scope: &str) -> String {
    format!(
        "[[clients]]\nclient_id = \"{id}\"\nclient_secret = \"{SECRET}\"\nredirect_uris = \
         [\"{CALLBACK}\"]\ngrant_types = [\"authorization_code\", \"client_credentials\"]\nscope = \
         \"openid {scope}\"\n"
    )
}

fn file() -> String {
    let clients = [
        client("inventory", "doorward.access:evaluate"),
        client("every", "doorward.access:evaluate-all"),
        client("none", ""),
    ];
    clients.concat() + FILE
}

async fn apply(world: &World, text: &str) -> Result<(), String> {
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
    world.expire_versions();
    applied.map_err(|error| error.to_string())
}

async fn ask(world: &World, authorization: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = world
        .http
        .post(world.at(&format!("/access/v1/{path}")))
        .header("authorization", authorization)
        .header("content-type", "application/json; charset=utf-8")
        .header("x-request-id", "one two");
    let response = request.body(body.to_string()).send().await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "one two");
    let status = response.status().as_u16();
    if status == 401 {
        assert!(response.headers().contains_key("www-authenticate"));
    }
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

fn question(subject: &str, action: &str, resource: (&str, &str)) -> Value {
    json!({
        "subject": {"type": "user", "id": subject},
        "action": {"name": action},
        "resource": {"type": resource.0, "id": resource.1, "properties": {"status": "active"}},
    })
}

async fn decides(world: &World, body: &Value) -> bool {
    let own = basic("inventory", SECRET);
    let (status, body) = ask(world, &own, "evaluation", body).await;
    assert_eq!(status, 200, "{body}");
    body["decision"].as_bool().unwrap()
}

async fn questions_are_answered_from_roles_and_rules(world: World) {
    apply(&world, &file()).await.unwrap();
    let sub = world.sub("ada@example.com").await;
    // Her address is not proven to be hers.
    let grace = world.sub("grace@example.com").await;
    for (allowed, who, action, resource) in [
        (true, "ada@example.com", "move", ("shelf", "1")),
        (true, sub.as_str(), "move", ("shelf", "1")),
        (true, "ADA@example.com", "shelf.move", ("anything", "1")),
        (true, "ada@example.com", "read", ("inventory", "7")),
        (false, grace.as_str(), "move", ("shelf", "1")),
        (false, "nobody@example.com", "move", ("shelf", "1")),
        (false, "ada@example.com", "move", ("shelf", "9")),
        (true, "ada@example.com", "write", ("record", "1")),
        (false, "ada@example.com", "write", ("record", "4")),
        (false, "ada@example.com", "read", ("record", "1")),
        (true, "ada@example.com", "use", ("app", "inventory")),
        (true, grace.as_str(), "use", ("app", "inventory")),
        (false, "grace@example.com", "use", ("app", "inventory")),
        (false, "nobody@example.com", "use", ("app", "inventory")),
        (false, "ada@example.com", "use", ("app", "every")),
        (
            true,
            "ada@example.com",
            "edit",
            ("profile", "ada@example.com"),
        ),
        (
            false,
            grace.as_str(),
            "edit",
            ("profile", "ada@example.com"),
        ),
    ] {
        let found = decides(&world, &question(who, action, resource)).await;
        assert_eq!(found, allowed, "{who} {action} {resource:?}");
    }
    let mut archived = question("ada@example.com", "write", ("record", "1"));
    archived["resource"]["properties"]["status"] = json!("archived");
    assert!(!decides(&world, &archived).await);
    let own = basic("inventory", SECRET);
    let closed = question("ada@example.com", "move", ("shelf", "9"));
    let (_, answer) = ask(&world, &own, "evaluation", &closed).await;
    assert_eq!(
        answer["context"]["reason_user"]["en"],
        "This shelf is closed."
    );
    // Of several, each takes what it lacks from the request.
    let mut several = question("ada@example.com", "move", ("shelf", "1"));
    several["evaluations"] = json!([{}, {"resource": {"id": "9"}}, {"subject": 7}, {}]);
    for (semantic, decisions) in [
        ("execute_all", vec![true, false, false, true]),
        ("deny_on_first_deny", vec![true, false]),
        ("permit_on_first_permit", vec![true]),
    ] {
        several["options"] = json!({"evaluations_semantic": semantic});
        let (status, answer) = ask(&world, &own, "evaluations", &several).await;
        let each = answer["evaluations"].as_array().unwrap().iter();
        let found: Vec<bool> = each.map(|one| one["decision"].as_bool().unwrap()).collect();
        assert_eq!((status, found), (200, decisions), "{semantic}");
    }
    several["evaluations"] = json!([]);
    let (_, answer) = ask(&world, &own, "evaluations", &several).await;
    assert_eq!(answer["decision"], true);
    let metadata = world.text_at("/.well-known/authzen-configuration").await;
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    assert_eq!(metadata["policy_decision_point"], world.issuer.as_str());
    assert!(
        metadata["search_action_endpoint"]
            .as_str()
            .unwrap()
            .ends_with("/access/v1/search/action")
    );
}

async fn searches_find_what_is_allowed_page_by_page(world: World) {
    apply(&world, &file()).await.unwrap();
    let own = basic("inventory", SECRET);
    let sub = world.sub("ada@example.com").await;
    let (_, answer) = ask(
        &world,
        &own,
        "search/subject",
        &question("", "move", ("shelf", "1")),
    )
    .await;
    assert_eq!(answer["results"], json!([{"type": "user", "id": sub}]));
    let (_, answer) = ask(
        &world,
        &own,
        "search/action",
        &question(&sub, "", ("record", "1")),
    )
    .await;
    assert_eq!(
        answer["results"],
        json!([{"name": "delete"}, {"name": "write"}])
    );
    let (_, answer) = ask(
        &world,
        &own,
        "search/action",
        &question("who", "", ("record", "1")),
    )
    .await;
    assert_eq!(answer["results"], json!([]));
    let mut request = question(&sub, "write", ("record", ""));
    request["page"] = json!({"limit": 2});
    let (_, answer) = ask(&world, &own, "search/resource", &request).await;
    assert_eq!(answer["page"]["count"], 2);
    request["page"] = json!({"token": answer["page"]["next_token"]});
    let (_, answer) = ask(&world, &own, "search/resource", &request).await;
    assert_eq!(answer["results"], json!([{"type": "record", "id": "3"}]));
    assert_eq!(answer["page"]["next_token"], "");
    request["action"]["name"] = json!("delete");
    let (status, _) = ask(&world, &own, "search/resource", &request).await;
    assert_eq!(status, 400, "a token is of one request");
}

async fn whoever_may_not_ask_learns_nothing(world: World) {
    apply(&world, &file()).await.unwrap();
    let about_ada = question("ada@example.com", "move", ("shelf", "1"));
    let mut about_other = about_ada.clone();
    about_other["context"] = json!({"app": "inventory"});
    for (status, authorization, body) in [
        (401, "Bearer wrong".to_owned(), &about_ada),
        (401, basic("inventory", "wrong"), &about_ada),
        (401, "Nothing".to_owned(), &about_ada),
        (403, basic("none", SECRET), &about_ada),
        (200, basic("every", SECRET), &about_other),
        (400, basic("inventory", SECRET), &json!({"subject": "ada"})),
    ] {
        for path in ["evaluation", "search/action"] {
            let (found, answer) = ask(&world, &authorization, path, body).await;
            assert_eq!(found, status, "{path} {authorization} {answer}");
        }
    }
    let mut foreign = about_ada.clone();
    foreign["context"] = json!({"app": "every"});
    let own = basic("inventory", SECRET);
    let (status, _) = ask(&world, &own, "evaluation", &foreign).await;
    assert_eq!(status, 403);
    let form = [("grant_type", "client_credentials")];
    let (_, token) = world.post("/token", Some(own.clone()), &form).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let (status, answer) = ask(&world, &bearer, "evaluation", &about_ada).await;
    assert_eq!(
        (status, &answer["decision"]),
        (200, &json!(true)),
        "{answer}"
    );
    // One who is unknown and one without rights get the same answer, also where a rule denies it.
    let mut answers = Vec::new();
    let grace = world.sub("grace@example.com").await;
    for who in ["nobody@example.com", grace.as_str()] {
        answers.push(
            ask(
                &world,
                &own,
                "evaluation",
                &question(who, "move", ("shelf", "9")),
            )
            .await,
        );
    }
    assert_eq!(answers[0], answers[1]);
}

async fn a_rule_that_cannot_be_is_refused_with_its_line(world: World) {
    let before = client("inventory", "doorward.access:evaluate");
    let line = before.lines().count() + 1;
    for (rule, reason) in [
        ("app = \"inventory\"", "name is missing"),
        (
            "app = \"inventory\"\nname = \"x\"\nresource_type = \"record\"\nactions = []",
            "actions must name",
        ),
        (
            "app = \"unknown\"\nname = \"x\"\nresource_type = \"record\"\nactions = [\"a\"]",
            "no client is called",
        ),
        (
            "app = \"inventory\"\nname = \"x\"\nresource_type = \"record\"\nactions = [\"a\"]\neffect = \"maybe\"",
            "unknown variant `maybe`",
        ),
        (
            "app = \"inventory\"\nname = \"x\"\nresource_type = \"record\"\nactions = [\"a\"]\nwhen = [{ attribute = \"user.x\", operator = \"like\", value = 1 }]",
            "like",
        ),
        (
            "app = \"inventory\"\nname = \"x\"\nresource_type = \"record\"\nactions = [\"a\"]\nwhen = [{ attribute = \"mood\", operator = \"equals\", value = 1 }]",
            "mood is no attribute",
        ),
    ] {
        let text = format!("{before}[[access_rules]]\n{rule}\n");
        let refused = apply(&world, &text).await.unwrap_err();
        assert!(refused.contains(reason), "{refused}");
        assert!(refused.starts_with("declared.toml:"), "{refused}");
        assert!(
            !refused.starts_with("declared.toml:1:") && line > 1,
            "{refused}"
        );
    }
}

async fn what_is_kept_is_dropped_by_any_change(world: World) {
    apply(&world, &file()).await.unwrap();
    let moves = question("ada@example.com", "move", ("shelf", "1"));
    let writes = question("ada@example.com", "write", ("record", "1"));
    assert!(decides(&world, &moves).await && decides(&world, &writes).await);
    // A role that ends, a group that is left, a rule that is gone, a user who is disabled.
    let without_role = file().replace(
        "roles = { inventory = [\"clerk\"] }",
        "roles = { inventory = [] }",
    );
    apply(&world, &without_role).await.unwrap();
    assert!(!decides(&world, &moves).await && decides(&world, &writes).await);
    apply(
        &world,
        &without_role.replace("groups = [\"staff\"]", "groups = []"),
    )
    .await
    .unwrap();
    assert!(!decides(&world, &writes).await);
    apply(&world, &file()).await.unwrap();
    assert!(decides(&world, &moves).await && decides(&world, &writes).await);
    apply(
        &world,
        &file().replace("\"write\", \"delete\"", "\"delete\""),
    )
    .await
    .unwrap();
    assert!(!decides(&world, &writes).await);
    let ctx = world.context();
    let user = world
        .provider
        .users()
        .find("ada@example.com")
        .await
        .unwrap()
        .unwrap();
    world
        .provider
        .users()
        .set_disabled(&ctx, &user, true)
        .await
        .unwrap();
    world.expire_versions();
    assert!(!decides(&world, &moves).await);
    world
        .provider
        .users()
        .set_disabled(&ctx, &user, false)
        .await
        .unwrap();
    world.expire_versions();
    assert!(decides(&world, &moves).await);
    // A role with an end counts until then and not a moment longer.
    apply(&world, &without_role).await.unwrap();
    let until = world.provider.now().plus(Lifetime::minutes(5));
    let access = world.provider.access();
    let mut changes = world.provider.change_set(&ctx);
    let to = doorward_core::access::Assignee::User(&user);
    let clerk = doorward_storage::RoleOfApp {
        client_id: "inventory",
        name: "clerk",
    };
    access
        .grant_role(&mut changes, to, clerk, Some(until))
        .await
        .unwrap();
    assert!(changes.commit().await.unwrap());
    world.expire_versions();
    assert!(decides(&world, &moves).await && decides(&world, &moves).await);
    world.advance(Lifetime::minutes(5)).await;
    assert!(!decides(&world, &moves).await);
}
