//! Why a user may open an app, and what would be different: asked, never changed.

use super::administrator;
use crate::{
    management::{Caller, EVERYTHING},
    on_both,
    world::{GRACE, World, encode},
};
use serde_json::json;

on_both!(
    what_would_be_different_is_shown_beside_what_is,
    a_question_that_cannot_be_read_is_answered_on_the_page,
    what_access_comes_from_is_drawn_as_a_tree,
);

/// An app that is for editors, a group that gives the role, and a rule about the network.
async fn closed_app(world: &World) {
    let document = json!({
        "client_name": "Wiki", "redirect_uris": ["https://wiki.example/cb"],
        "allowed_roles": ["editor"],
    });
    world.client("wiki", &document, &json!({})).await;
    let robot = Caller::service(world, "robot", EVERYTHING).await;
    let role = json!({"permissions": ["page.write"]});
    assert!(robot.put("/apps/wiki/roles/editor", &role).await.status < 300);
    let added = robot.post("/groups", &json!({"name": "writers"})).await;
    assert!(added.status < 300, "{}", added.body);
    let grants = "/apps/wiki/roles/editor/grants";
    let end = json!({"group": "writers", "expires_at": "2099-01-01T00:00:00Z"});
    assert_eq!(robot.post(grants, &end).await.status, 204);
    world.expire_versions();
}

/// An app with a group in a group, roles in roles, and rules about them: what access comes from is a tree.
pub const CHAIN: &str = r#"
[[clients]]
client_id = "store"
client_name = "Store"
client_secret = "a secret of the store, which is long enough"
redirect_uris = ["https://store.example/cb"]
allowed_groups = ["company"]

[[roles]]
app = "store"
name = "clerk"
permissions = ["order.read"]

[[roles]]
app = "store"
name = "manager"
includes = ["clerk"]
permissions = ["order.cancel"]

[[groups]]
name = "company"

[[groups]]
name = "counter"
groups = ["company"]
roles = { store = ["manager"] }

[[users]]
email = "linus@example.com"
groups = ["counter"]

[[access_rules]]
app = "store"
name = "closed at night"
effect = "deny"
actions = ["order.cancel"]
resource_type = "order"
roles = ["manager"]

[[access_rules]]
app = "store"
name = "own orders"
actions = ["order.print"]
resource_type = "order"
groups = ["company"]
"#;

async fn what_access_comes_from_is_drawn_as_a_tree(world: World) {
    crate::access_requests::apply(&world, CHAIN).await;
    let body = ask(&world, &[("app", "store"), ("user", "linus@example.com")]).await;
    let (_, tree) = body.split_once("id=\"chain\">").expect(&body);
    // The names, each as deep as the lists that it stands in.
    let (mut depth, mut drawn) = (0, Vec::new());
    for tag in tree.split('<').skip(1) {
        if tag.starts_with("ul>") {
            depth += 1;
        } else if tag.starts_with("/ul>") {
            depth -= 1;
        } else if tag.starts_with("/section") {
            break;
        } else if let Some(name) = tag.strip_prefix("bdi>") {
            drawn.push((depth, name.to_owned()));
        }
    }
    let (who, below) = drawn.split_first().expect(&body);
    assert_eq!(who.0, 0, "{drawn:?}");
    let below: Vec<(i32, &str)> = below
        .iter()
        .map(|(at, name)| (*at, name.as_str()))
        .collect();
    let expected = [
        (1, "counter"),
        (2, "company"),
        (3, "own orders"),
        (2, "manager"),
        (3, "clerk"),
        (3, "closed at night"),
    ];
    assert_eq!(below, expected);
    assert!(tree.contains("given to the group counter"), "{tree}");
}

async fn ask(world: &World, fields: &[(&str, &str)]) -> String {
    let mut owner = administrator(world, "owner").await;
    let mut all = vec![("user", GRACE.0), ("app", "wiki")];
    for (name, value) in fields {
        all.retain(|(known, _)| known != name);
        all.push((name, value));
    }
    let answer = owner.get(&format!("/admin/explain?{}", encode(&all))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// The cells of a row of the decision, by its heading.
fn row(body: &str, heading: &str) -> Vec<String> {
    let (_, rest) = body.split_once("id=\"decision\"").expect(body);
    let (_, row) = rest
        .split_once(&format!("<th scope=\"row\">{heading}</th>"))
        .expect(body);
    let (row, _) = row.split_once("</tr>").unwrap();
    let cells = row.split("<td>").skip(1);
    cells.map(|cell| cell.replace("</td>", "")).collect()
}

async fn what_would_be_different_is_shown_beside_what_is(world: World) {
    closed_app(&world).await;
    let access = "Whether the user can open the app";
    let now = ask(&world, &[]).await;
    let cells = row(&now, access);
    assert_eq!(cells.len(), 1, "{cells:?}");
    assert!(
        cells[0].contains("none of its allowed_roles (editor)"),
        "{cells:?}"
    );
    for supposed in [("role", "editor"), ("group", "writers")] {
        let body = ask(&world, &[supposed]).await;
        let cells = row(&body, access);
        assert!(
            cells[0].contains("tag off") && !cells[1].contains("tag off"),
            "{cells:?}"
        );
        assert_eq!(
            row(&body, "Permissions"),
            ["", "page.write"],
            "{supposed:?}"
        );
    }
    let later = ask(&world, &[("group", "writers"), ("at", "2099-06-01T12:00")]).await;
    let cells = row(&later, access);
    assert!(
        cells[1].contains("tag off"),
        "the role of the group has ended: {cells:?}"
    );
    let question = [
        ("action", "page.write"),
        ("type", "page"),
        ("role", "editor"),
    ];
    let answer = row(&ask(&world, &question).await, "Answer of the rules");
    assert!(
        answer[0].contains("none of its allowed_roles"),
        "{answer:?}"
    );
    assert!(
        answer[1].contains("has the permission page.write"),
        "{answer:?}"
    );
    let after = row(&ask(&world, &[]).await, access);
    assert!(
        after[0].contains("tag off"),
        "nothing was changed: {after:?}"
    );
}

async fn a_question_that_cannot_be_read_is_answered_on_the_page(world: World) {
    closed_app(&world).await;
    for (field, problem) in [
        (("role", "ghost"), "wiki has no role ghost"),
        (("group", "ghost"), "there is no group ghost"),
        (("at", "soon"), "The time must be written like"),
        (("context", "{"), "The circumstances must be a JSON object"),
        (("user", "ghost"), "there is no user ghost"),
        (("app", "ghost"), "there is no app ghost"),
    ] {
        let body = ask(&world, &[field]).await;
        assert!(body.contains(problem), "{field:?}: {body}");
    }
}
