//! Owners of apps in a file of declarations, and in an export of one.

use super::{declare, own};
use crate::{
    management::{Caller, make},
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_cli::Mode;
use doorward_core::export::Selection;
use doorward_protocol::users::attributes::Party;
use serde_json::json;

on_both!(
    a_file_names_owners_also_users_that_it_adds,
    what_a_file_drops_ends_and_who_was_named_by_hand_stays,
    an_owner_whom_nobody_knows_is_refused_with_the_line,
    an_export_names_the_owners_and_a_dry_run_says_what_changes,
    what_is_known_of_a_user_says_which_apps_they_owned,
);

const FILE: &str = r#"
managed_by = "apps"

[[clients]]
client_id = "notebook"
token_endpoint_auth_method = "none"
redirect_uris = ["https://notes.example/cb"]
owners = ["new@example.com", "ada@example.com"]

[[users]]
email = "new@example.com"
"#;

async fn apply(world: &World, text: &str) -> Result<(), String> {
    let applied = doorward_cli::apply_text(&world.provider, "apps.toml", text).await;
    world.expire_versions();
    applied.map_err(|error| error.to_string())
}

/// The owners of the app, with whether a file says so.
async fn owners(world: &World) -> Vec<(String, bool)> {
    let access = world.provider.access();
    let found = access.owners_of_app("notebook", "", 100).await.unwrap();
    let mut found: Vec<(String, bool)> = found
        .into_iter()
        .map(|owner| (owner.user.email.unwrap(), owner.managed))
        .collect();
    found.sort();
    found
}

async fn a_file_names_owners_also_users_that_it_adds(world: World) {
    apply(&world, FILE).await.unwrap();
    let expected = [
        (ADA.0.to_owned(), true),
        ("new@example.com".to_owned(), true),
    ];
    assert_eq!(owners(&world).await, expected);
    // A file that is applied twice changes nothing.
    let entries = async || {
        let action = "SELECT id FROM audit_events WHERE action LIKE 'client.owner_%'";
        world.texts(action).await.len()
    };
    let before = entries().await;
    apply(&world, FILE).await.unwrap();
    assert_eq!((entries().await, before), (2, 2));
    assert_eq!(owners(&world).await, expected);
}

async fn what_a_file_drops_ends_and_who_was_named_by_hand_stays(world: World) {
    apply(&world, FILE).await.unwrap();
    own(&world, GRACE.0, "notebook").await;
    let file = FILE.replace("\"new@example.com\", ", "");
    apply(&world, &file).await.unwrap();
    let expected = [(ADA.0.to_owned(), true), (GRACE.0.to_owned(), false)];
    assert_eq!(owners(&world).await, expected);
    // Without the key, everybody stays.
    let owners_key = "owners = [\"ada@example.com\"]\n";
    let silent = file.replace(owners_key, "");
    assert_ne!(silent, file);
    apply(&world, &silent).await.unwrap();
    assert_eq!(owners(&world).await, expected);
    // Who a file names, nobody removes beside it, unless by force.
    make(&world, GRACE.0, "admin").await;
    let admin = Caller::browser(&world, GRACE).await;
    let path = format!("/apps/notebook/owners/{}", world.sub(ADA.0).await);
    let refused = admin.delete(&path).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let forced = admin.delete(&format!("{path}?force=true")).await;
    assert_eq!(forced.status, 204, "{}", forced.body);
    apply(&world, &file).await.unwrap();
    assert_eq!(owners(&world).await, expected, "as the file says again");
    apply(&world, &file.replace("\"ada@example.com\"", ""))
        .await
        .unwrap();
    assert_eq!(owners(&world).await, [(GRACE.0.to_owned(), false)]);
}

async fn an_owner_whom_nobody_knows_is_refused_with_the_line(world: World) {
    for (from, to, reason) in [
        (
            "ada@example.com\"]",
            "nobody@example.com\"]",
            "apps.toml:8: client notebook: owners: no user is called nobody@example.com",
        ),
        (
            "owners = [\"new@example.com\", \"ada@example.com\"]",
            "owners = \"ada@example.com\"",
            "apps.toml:8: owners must be a list",
        ),
        (
            "client_id = \"notebook\"",
            "client_id = \"doorward\"",
            "doorward",
        ),
    ] {
        let refused = apply(&world, &FILE.replace(from, to)).await.unwrap_err();
        assert!(refused.contains(reason), "{refused}");
        assert!(refused.contains("nothing was applied"), "{refused}");
    }
    let rows = "SELECT user_id FROM app_owners";
    assert_eq!(world.texts(rows).await, Vec::<String>::new());
}

async fn an_export_names_the_owners_and_a_dry_run_says_what_changes(world: World) {
    apply(&world, FILE).await.unwrap();
    let selection = Selection {
        client_id: Some("notebook".into()),
        ..Selection::default()
    };
    let exported = doorward_cli::export_text(&world.provider, &selection).await;
    let exported = exported.unwrap();
    assert!(exported.contains("owners = ["), "{exported}");
    for owner in [ADA.0, "new@example.com"] {
        assert!(exported.contains(owner), "{exported}");
    }
    let file = FILE.replace(", \"ada@example.com\"", "");
    let planned = async |file: &str| {
        let dry = Mode {
            dry_run: true,
            prune: false,
        };
        let plan = doorward_cli::apply_text_with(&world.provider, "apps.toml", file, dry);
        plan.await.unwrap()["changes"][0].clone()
    };
    let difference = &planned(&file).await["differences"][0];
    assert_eq!(difference["key"], "owners", "{difference}");
    assert_eq!(difference["before"], json!([ADA.0, "new@example.com"]));
    assert_eq!(difference["after"], json!(["new@example.com"]));
    assert_eq!(owners(&world).await.len(), 2, "nothing was applied");
    assert_eq!(planned(FILE).await["change"], "none");
}

async fn what_is_known_of_a_user_says_which_apps_they_owned(world: World) {
    declare(&world).await;
    own(&world, ADA.0, "wiki").await;
    super::disown(&world, ADA.0, "wiki").await;
    own(&world, ADA.0, "wiki").await;
    let user = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    let ctx = world.context();
    let users = world.provider.users();
    let data = users.personal_data(&ctx, &user, Party::Admin).await;
    let data = data.unwrap();
    let owned = data["owned_apps"].as_array().unwrap();
    assert_eq!(owned.len(), 2, "{owned:?}");
    assert_eq!(owned[0]["client_id"], "wiki");
    assert_eq!(
        owned.iter().filter(|one| one["ended_at"].is_null()).count(),
        1
    );
}
