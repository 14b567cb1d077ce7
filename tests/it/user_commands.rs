//! `doorward user verify`, `unlock`, `export`, `delete` and `merge`.

use crate::{
    command_line::{Folder, output_of},
    on_both,
    world::{ADA, GRACE, World, authorize_query},
};
use serde_json::{Value, json};

on_both!(
    a_user_who_is_deleted_leaves_nothing_but_what_happened,
    everything_of_a_user_is_exported_without_secrets,
    a_user_is_merged_into_another_one,
    an_address_is_verified_and_a_pause_is_forgotten
);

/// Runs `doorward user`, and gives whether it succeeded, and what it printed.
async fn user(world: &World, arguments: &[&str]) -> (bool, Value, String) {
    let folder = Folder::new("user");
    let mut all = vec!["user", "--json"];
    all.extend(arguments);
    let mut command = folder.command_over(world, &all);
    let ran = tokio::task::spawn_blocking(move || output_of(&mut command));
    let (ok, out, err) = ran.await.unwrap();
    (ok, serde_json::from_str(&out).unwrap_or_default(), err)
}

/// How many rows of every table hold a text.
async fn rows_with(world: &World, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in [
        ("users", "id || coalesce(email, '')"),
        ("credentials", "user_id"),
        ("identities", "user_id"),
        ("consents", "user_id"),
        ("grants", "user_id"),
        ("sso_sessions", "user_id"),
        ("user_roles", "user_id"),
        (
            "audit_events",
            "detail || coalesce(address, '') || coalesce(user_agent, '')",
        ),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%{text}%'");
        let count = world.numbers(&sql).await[0];
        if count > 0 {
            found.push(format!("{count} in {table}"));
        }
    }
    found
}

async fn a_user_who_is_deleted_leaves_nothing_but_what_happened(world: World) {
    let sub = world.sub(ADA.0).await;
    let mut browser = world.signed_in(ADA).await;
    let answer = browser.authorize(&authorize_query(&[])).await;
    let code = answer.parameter("code").unwrap();
    let (_, tokens) = world.redeem(&code).await;
    let (ok, _, err) = user(&world, &["delete", ADA.0]).await;
    assert!(!ok && err.contains("--yes"), "{err}");
    let (ok, out, err) = user(&world, &["delete", ADA.0, "--yes"]).await;
    assert!(
        ok && out == json!({"sub": sub, "deleted": true}),
        "{out} {err}"
    );
    assert_eq!(rows_with(&world, &sub).await, [""; 0]);
    assert_eq!(rows_with(&world, "ada@example.com").await, [""; 0]);
    let kept = format!(
        "SELECT action FROM audit_events WHERE subject = '{sub}' AND address IS NULL ORDER BY at, id"
    );
    let kept = world.texts(&kept).await;
    for action in ["sign_in.succeeded", "user.deleted"] {
        assert!(
            kept.iter().any(|known| known == action),
            "{action}: {kept:?}"
        );
    }
    // Nobody gets in any more, by session, token or password.
    assert_eq!(browser.get("/account").await.status, 303);
    let refresh = tokens["refresh_token"].as_str().unwrap_or("none");
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let client = Some(crate::world::basic("notes", crate::world::SECRET));
    assert_eq!(world.post("/token", client, &form).await.0, 400);
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(browser.submit(&page, &fields).await.status, 200);
    let (ok, _, err) = user(&world, &["delete", ADA.0, "--yes"]).await;
    assert!(!ok && err.contains("there is no user"), "{err}");
    // Grace is who she was.
    world.signed_in(GRACE).await;
}

async fn everything_of_a_user_is_exported_without_secrets(world: World) {
    let mut browser = world.signed_in(ADA).await;
    browser.authorize(&authorize_query(&[])).await;
    let (ok, data, err) = user(&world, &["export", "ada"]).await;
    assert!(ok, "{err}");
    assert_eq!(data["email"], ADA.0);
    assert_eq!(data["claims"]["name"], "Ada Lovelace");
    assert_eq!(data["credentials"][0]["kind"], "password");
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    let events = data["events"].as_array().unwrap();
    assert!(
        events
            .iter()
            .any(|event| event["action"] == "sign_in.succeeded"),
        "{data}"
    );
    assert!(!data.to_string().contains("argon2"), "{data}");
    let (_, grace, _) = user(&world, &["export", "grace"]).await;
    assert!(!grace.to_string().contains("ada@example.com"), "{grace}");
}

async fn a_user_is_merged_into_another_one(world: World) {
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let mut browser = world.signed_in(GRACE).await;
    world
        .execute(&format!(
            "INSERT INTO identities (provider_id, issuer, subject, user_id, label, linked_at)
             VALUES ('up', 'https://up.example', 'g-1', '{grace}', 'grace', 1);
             INSERT INTO user_roles (user_id, client_id, role, provider_id)
             VALUES ('{grace}', 'notes', 'editor', 'up'), ('{grace}', 'notes', 'reader', 'up'),
             ('{ada}', 'notes', 'reader', 'up');
             INSERT INTO consents (user_id, client_id, scope, given_at)
             VALUES ('{grace}', 'photos', 'openid email', 1), ('{grace}', 'spa', 'openid', 1),
             ('{ada}', 'photos', 'openid', 2)"
        ))
        .await;
    let (ok, _, err) = user(&world, &["merge", "grace", "ada"]).await;
    assert!(!ok && err.contains("--drop-password"), "{err}");
    let (ok, _, err) = user(&world, &["merge", "ada", ADA.0]).await;
    assert!(!ok && err.contains("the same user"), "{err}");
    assert_eq!(
        browser.get("/account").await.status,
        200,
        "nothing happened so far"
    );
    let (ok, out, err) = user(&world, &["merge", "grace", "ada", "--drop-password"]).await;
    assert!(
        ok && out == json!({"sub": ada, "merged": grace}),
        "{out} {err}"
    );
    assert_eq!(
        world.texts("SELECT user_id FROM identities").await,
        std::slice::from_ref(&ada)
    );
    let roles = world
        .texts("SELECT user_id || role FROM user_roles ORDER BY role")
        .await;
    assert_eq!(roles, [format!("{ada}editor"), format!("{ada}reader")]);
    let consents = "SELECT client_id || ' ' || scope FROM consents ORDER BY client_id";
    assert_eq!(
        world.texts(consents).await,
        ["photos openid", "spa openid"],
        "Ada's own stays"
    );
    assert_eq!(world.numbers("SELECT COUNT(*) FROM users").await, [1]);
    assert_eq!(
        browser.get("/account").await.status,
        303,
        "Grace is signed out"
    );
    world.signed_in(ADA).await;
    let audit = "SELECT subject || detail FROM audit_events WHERE action = 'user.merged'";
    assert_eq!(world.texts(audit).await, [format!("{ada}{grace}")]);
}

async fn an_address_is_verified_and_a_pause_is_forgotten(world: World) {
    let (ok, out, err) = user(&world, &["verify", "ada"]).await;
    assert!(ok && out["email_verified"] == true, "{out} {err}");
    let mut browser = world.browser();
    for _ in 0..6 {
        let page = browser.get("/sign-in").await;
        let fields = [("username", "ada"), ("password", "a wrong password here")];
        browser.submit(&page, &fields).await;
    }
    let right = async || {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let fields = [("username", "ada"), ("password", ADA.1)];
        browser.submit(&page, &fields).await.status
    };
    assert_ne!(right().await, 303, "she has to wait");
    let (ok, _, err) = user(&world, &["unlock", "ada"]).await;
    assert!(ok, "{err}");
    assert_eq!(right().await, 303);
    let audit = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.unlocked'";
    assert_eq!(world.numbers(audit).await, [1]);
}
