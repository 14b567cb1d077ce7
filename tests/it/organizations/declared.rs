//! Organizations in a file of declarations, and in an export of one.

use super::{declare, join, organization, user};
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_core::export::Selection;
use doorward_core::organizations::Organization;
use serde_json::{Value, json};

on_both!(
    a_file_makes_an_organization_with_users_that_it_adds,
    what_a_file_drops_ends_and_what_was_given_by_hand_stays,
    what_cannot_be_is_refused_with_its_line_and_changes_nothing,
    an_export_says_what_a_file_would,
);

const FILE: &str = r#"
managed_by = "organizations"

[[users]]
email = "new@example.com"

[[organizations]]
slug = "acme"
name = "Acme, Inc."
domains = ["acme.example"]
roles = { app = ["editor"] }
members = { "new@example.com" = { owner = true, roles = { app = ["admin"] } }, "ada@example.com" = {} }
"#;

async fn apply(world: &World, text: &str) -> Result<(), String> {
    let applied = doorward_cli::apply_text(&world.provider, "organizations.toml", text).await;
    world.expire_versions();
    applied.map_err(|error| error.to_string())
}

async fn acme(world: &World) -> Organization {
    world
        .provider
        .organizations()
        .require("acme")
        .await
        .unwrap()
}

async fn members(world: &World) -> Vec<(String, bool)> {
    let organizations = world.provider.organizations();
    let acme = acme(world).await;
    let found = organizations.members_after(&acme, "", 100);
    let mut found: Vec<(String, bool)> = found
        .await
        .unwrap()
        .into_iter()
        .map(|member| (member.user.email.unwrap(), member.owner))
        .collect();
    found.sort();
    found
}

/// The roles that count: the role, and the user who has it.
async fn roles(world: &World) -> Vec<(String, Option<String>)> {
    let organizations = world.provider.organizations();
    let given = organizations.roles(&acme(world).await).await.unwrap();
    let live = given.into_iter().filter(|role| role.ended_at.is_none());
    let mut live: Vec<_> = live.map(|role| (role.role, role.user_id)).collect();
    live.sort();
    live
}

async fn a_file_makes_an_organization_with_users_that_it_adds(world: World) {
    declare(&world).await;
    apply(&world, FILE).await.unwrap();
    let new = user(&world, "new@example.com").await.id;
    let expected = [
        (ADA.0.to_owned(), false),
        ("new@example.com".to_owned(), true),
    ];
    assert_eq!(members(&world).await, expected);
    assert_eq!(
        roles(&world).await,
        [("admin".to_owned(), Some(new)), ("editor".to_owned(), None)]
    );
    let organizations = world.provider.organizations();
    let domains = organizations.domains(&acme(&world).await).await.unwrap();
    assert_eq!(domains[0].verified_by.as_deref(), Some("administrator"));
    let before = acme(&world).await;
    apply(&world, FILE).await.unwrap();
    assert_eq!(
        acme(&world).await,
        before,
        "the second time changes nothing"
    );
    let history = organizations.history(&before).await.unwrap();
    assert_eq!(history.len(), 2);
}

async fn what_a_file_drops_ends_and_what_was_given_by_hand_stays(world: World) {
    declare(&world).await;
    apply(&world, FILE).await.unwrap();
    join(&world, &acme(&world).await, GRACE.0, true).await;
    let less = FILE
        .replace(", \"ada@example.com\" = {}", "")
        .replace("roles = { app = [\"admin\"] }", "roles = {}")
        .replace("\"acme.example\"", "\"other.example\"")
        .replace("owner = true", "owner = false");
    apply(&world, &less).await.unwrap();
    let expected = [
        (GRACE.0.to_owned(), true),
        ("new@example.com".to_owned(), false),
    ];
    assert_eq!(members(&world).await, expected);
    assert_eq!(roles(&world).await, [("editor".to_owned(), None)]);
    let organizations = world.provider.organizations();
    let domains = organizations.domains(&acme(&world).await).await.unwrap();
    let domains: Vec<&str> = domains.iter().map(|known| known.domain.as_str()).collect();
    assert_eq!(domains, ["other.example"]);
    // An entry that says nothing of them leaves them.
    let least =
        "managed_by = \"organizations\"\n[[organizations]]\nslug = \"acme\"\nname = \"Acme\"\n";
    apply(&world, least).await.unwrap();
    assert_eq!(members(&world).await, expected);
    assert_eq!(roles(&world).await, [("editor".to_owned(), None)]);
    assert_eq!(acme(&world).await.name, "Acme");
}

async fn what_cannot_be_is_refused_with_its_line_and_changes_nothing(world: World) {
    declare(&world).await;
    let globex = organization(&world, "globex", "Globex").await;
    let ctx = world.context();
    let organizations = world.provider.organizations();
    let mut changes = world.provider.change_set(&ctx);
    let claimed = organizations.add_domain(&mut changes, &globex, "globex.example");
    claimed.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    let mut changes = world.provider.change_set(&ctx);
    let by = doorward_protocol::organizations::VerifiedBy::Administrator;
    let verified = organizations.verify_domain(&mut changes, &globex, "globex.example", by);
    verified.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    for (keys, reason) in [
        ("name = \"\"", "1 to 100 visible characters"),
        ("name = \"x\"\ndomains = [\"com\"]", "is no domain"),
        (
            "name = \"x\"\ndomains = [\"globex.example\"]",
            "another organization",
        ),
        (
            "name = \"x\"\nroles = { app = [\"nothing\"] }",
            "has no role",
        ),
        (
            "name = \"x\"\nroles = { doorward = [\"owner\"] }",
            "whole provider",
        ),
        (
            "name = \"x\"\nmembers = { \"nobody@example.com\" = {} }",
            "no user is called nobody@example.com",
        ),
    ] {
        let file = format!("\n[[organizations]]\nslug = \"new\"\n{keys}\n");
        let refused = apply(&world, &file).await.unwrap_err();
        assert!(refused.contains(reason), "{keys}: {refused}");
        assert!(refused.contains("organizations.toml:2:"), "{refused}");
        assert!(organizations.find("new").await.unwrap().is_none());
    }
    let twice = "[[organizations]]\nslug = \"a\"\nname = \"A\"\n".repeat(2);
    let refused = apply(&world, &twice).await.unwrap_err();
    assert!(refused.contains("declared twice"), "{refused}");
}

async fn an_export_says_what_a_file_would(world: World) {
    declare(&world).await;
    apply(&world, FILE).await.unwrap();
    let acme = acme(&world).await;
    let ctx = world.context();
    let organizations = world.provider.organizations();
    let mut changes = world.provider.change_set(&ctx);
    let claimed = organizations.add_domain(&mut changes, &acme, "claimed.example");
    claimed.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    let (export, everything) = (world.provider.export(), Selection::default());
    let exported = export.export(&everything).await.unwrap();
    let entry = exported
        .entries
        .iter()
        .find(|entry| entry.kind.name() == "organizations")
        .unwrap();
    let expected = json!({
        "slug": "acme", "name": "Acme, Inc.", "domains": ["acme.example"],
        "roles": {"app": ["editor"]},
        "members": {"new@example.com": {"owner": true, "roles": {"app": ["admin"]}},
            "ada@example.com": {}},
    });
    assert_eq!(Value::Object(entry.fields.clone()), expected);
    let left_out = exported.left_out.join("\n");
    assert!(left_out.contains("claimed.example"), "{left_out}");
}
