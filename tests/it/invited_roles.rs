//! Invitations to apps with roles there, outside of any organization, and where they lead.

use crate::{
    command_line::output_of,
    management::{Caller, EVERYTHING, make},
    on_both,
    world::{ADA, Answer, GRACE, World},
};
use serde_json::{Value, json};

const EVE: &str = "eve@example.org";
const HOME: &str = "https://ledger.example/home";

on_both!(
    whoever_accepts_has_the_roles_and_lands_at_the_app,
    roles_of_an_invitation_end_with_the_powers_of_whoever_gave_them,
    nobody_invites_with_roles_that_they_may_not_give,
);

/// An app that its role opens, and that says where it begins.
async fn ledger(world: &World, robot: &Caller<'_>) {
    let client = json!({
        "client_name": "Ledger", "redirect_uris": ["https://ledger.example/cb"], "client_uri": HOME,
        "allowed_roles": ["reader"],
    });
    world.client("ledger", &client, &json!({})).await;
    for role in ["reader", "auditor"] {
        let path = format!("/apps/ledger/roles/{role}");
        assert_eq!(robot.put(&path, &json!({})).await.status, 200);
    }
}

fn invitation(email: &str, roles: &Value) -> Value {
    json!({"email": email, "apps": ["ledger"], "roles": {"ledger": roles}})
}

async fn opened(world: &World, email: &str) -> String {
    let link = world.link_to(email, "/invitation").await;
    link.strip_prefix(&world.issuer).unwrap_or(&link).to_owned()
}

async fn roles_of(world: &World, email: &str) -> Vec<String> {
    let id = world.sub(email).await;
    let given = format!(
        "SELECT role FROM role_grants WHERE user_id = '{id}' AND client_id = 'ledger'
         AND ended_at IS NULL ORDER BY role"
    );
    world.texts(&given).await
}

/// Accepts by a new account.
async fn created(world: &World, email: &str) -> Answer {
    let mut browser = world.browser();
    let page = browser.get(&opened(world, email).await).await;
    let answer = browser.submit(&page, &[("as", "new")]).await;
    let page = browser.follow(answer).await;
    let fields = [
        ("name", "Eve"),
        ("new_password", "seven quiet lamps on a hill"),
    ];
    browser.submit_at(&page, "/sign-up/complete", &fields).await
}

async fn whoever_accepts_has_the_roles_and_lands_at_the_app(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    ledger(&world, &robot).await;
    let both = json!(["reader", "auditor"]);
    for email in [EVE, ADA.0] {
        let sent = robot.post("/invitations", &invitation(email, &both)).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        assert_eq!(sent.body["roles"]["ledger"].as_array().unwrap().len(), 2);
    }
    let made = created(&world, EVE).await;
    assert_eq!(made.location.as_deref(), Some(HOME), "{}", made.body);
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get(&opened(&world, ADA.0).await).await;
    let accepted = ada.submit(&page, &[("as", "user")]).await;
    assert_eq!(
        accepted.location.as_deref(),
        Some(HOME),
        "{}",
        accepted.body
    );
    for email in [EVE, ADA.0] {
        assert_eq!(
            roles_of(&world, email).await,
            ["auditor", "reader"],
            "{email}"
        );
        let id = world.sub(email).await;
        let access = robot.get(&format!("/users/{id}/access/ledger")).await;
        assert_eq!(access.body["allowed"], true, "{}", access.body);
    }
    // Both the invitation and the record say who gave them.
    let given_by = "SELECT DISTINCT actor_id FROM role_grants WHERE client_id = 'ledger'";
    assert_eq!(world.texts(given_by).await, ["robot"]);
    // Whoever has one already keeps it, and gets no second one.
    robot
        .post("/invitations", &invitation(ADA.0, &json!(["reader"])))
        .await;
    let page = ada.get(&opened(&world, ADA.0).await).await;
    ada.submit(&page, &[("as", "user")]).await;
    assert_eq!(roles_of(&world, ADA.0).await, ["auditor", "reader"]);
}

async fn roles_of_an_invitation_end_with_the_powers_of_whoever_gave_them(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    ledger(&world, &robot).await;
    make(&world, GRACE.0, "admin").await;
    let grace = Caller::browser(&world, GRACE).await;
    let sent = grace
        .post("/invitations", &invitation(EVE, &json!(["reader"])))
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let link = opened(&world, EVE).await;
    assert_eq!(world.browser().get(&link).await.status, 200);
    let id = world.sub(GRACE.0).await;
    let end = format!("UPDATE role_grants SET ended_at = 1 WHERE user_id = '{id}'");
    world.execute(&end).await;
    let refused = world.browser().get(&link).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert_eq!(
        world
            .texts("SELECT id FROM users WHERE email = 'eve@example.org'")
            .await,
        [""; 0]
    );
}

async fn nobody_invites_with_roles_that_they_may_not_give(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    ledger(&world, &robot).await;
    let users = Caller::service(&world, "hr", "doorward.users:write").await;
    let told = users
        .post("/invitations", &invitation(EVE, &json!(["reader"])))
        .await;
    assert_eq!(told.status, 403, "{}", told.body);
    let plain = json!({"email": EVE, "apps": ["ledger"]});
    assert_eq!(users.post("/invitations", &plain).await.status, 201);
    for (client_id, role) in [
        ("doorward", "owner"),
        ("ledger", "none"),
        ("nothing", "reader"),
    ] {
        let wrong = json!({"email": EVE, "roles": {client_id: [role]}});
        let told = robot.post("/invitations", &wrong).await;
        assert_eq!(told.status, 422, "{client_id} {role}: {}", told.body);
    }
    let owner = json!({"email": EVE, "owner": true});
    assert_eq!(robot.post("/invitations", &owner).await.status, 422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_invites_with_roles() {
    let folder = crate::command_line::Folder::new("invited-roles");
    let apply = "[[clients]]\nclient_id = \"ledger\"\nredirect_uris = [\"https://ledger.example/cb\"]\ntoken_endpoint_auth_method = \"none\"\n[[roles]]\napp = \"ledger\"\nname = \"reader\"\n";
    folder.write("apply.toml", apply);
    folder.json(&["apply", "apply.toml", "--json"]);
    let line = format!(
        "DOORWARD_MAIL__URL=smtp://127.0.0.1:9 DOORWARD_MAIL__FROM=a@example.org {} \
         user invite eve@example.org --app ledger --role ledger reader --json",
        env!("CARGO_BIN_EXE_doorward")
    );
    let (ok, out, err) = output_of(&mut folder.shell(&line));
    assert!(ok, "{err}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["roles"], json!({"ledger": ["reader"]}), "{told}");
}
