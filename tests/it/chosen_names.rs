//! User names that users give themselves, and those that others give them.

use crate::{
    management::{Caller, EVERYTHING},
    on_both,
    world::{ADA, Answer, Backend, Browser, World},
};
use doorward_core::{RefusedChange, users::Declaration};
use doorward_protocol::oidc::claims::StandardClaims;
use serde_json::json;

on_both!(
    a_reserved_or_disguised_user_name_is_not_taken_by_its_user,
    nobody_gives_a_user_a_name_that_is_not_seen_as_it_is
);

const RESERVED: &str = "username is reserved";
const DISGUISED: &str = "letters of different alphabets";

/// Saves the profile of Ada with a user name.
async fn named(browser: &mut Browser, username: &str) -> Answer {
    let page = browser.get("/account/profile").await;
    let fields = [("name", "Ada King"), ("username", username)];
    let answer = browser.submit_at(&page, "/account/profile", &fields).await;
    browser.follow(answer).await
}

async fn username(world: &World) -> Option<String> {
    let store = world.provider.store();
    store.user_by_email(ADA.0).await.unwrap().unwrap().username
}

async fn a_reserved_or_disguised_user_name_is_not_taken_by_its_user(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for (name, told) in [
        ("admin", RESERVED),
        ("Root", RESERVED),
        ("adm1n", RESERVED),
        ("\u{430}dmin", RESERVED),
        ("no-reply", RESERVED),
        ("gr\u{430}ce", DISGUISED),
        ("\u{441}\u{43e}\u{440}\u{430}", DISGUISED),
    ] {
        let page = named(&mut browser, name).await;
        assert!(page.body.contains(told), "{name}: {}", page.body);
        assert_eq!(username(&world).await.as_deref(), Some("ada"), "{name}");
    }
    let page = named(&mut browser, "нина").await;
    assert!(page.body.contains("profile is saved"), "{}", page.body);
    // An administrator gives any name, and its user keeps it.
    let claims = StandardClaims::default();
    world.put_user(ADA.0, Some("admin"), ADA.1, claims).await;
    let mut browser = world.signed_in(ADA).await;
    let page = named(&mut browser, "Admin").await;
    assert!(page.body.contains("profile is saved"), "{}", page.body);
    assert_eq!(username(&world).await.as_deref(), Some("Admin"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_settings_reserve_user_names() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.sign_up.reserved_usernames = vec!["Board".into()];
        })
        .await;
        let mut browser = world.signed_in(ADA).await;
        let page = named(&mut browser, "b0ard").await;
        assert!(page.body.contains(RESERVED), "{}", page.body);
        let page = named(&mut browser, "boarder").await;
        assert!(page.body.contains("profile is saved"), "{}", page.body);
    }
}

async fn nobody_gives_a_user_a_name_that_is_not_seen_as_it_is(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let id = world.sub(ADA.0).await;
    let path = format!("/users/{id}");
    for body in [
        json!({"name": "Ada\u{202e}gnik"}),
        json!({"name": "Ada\u{200b}"}),
        json!({"claims": {"family_name": "\u{2066}King"}}),
    ] {
        let told = robot.patch(&path, &body).await;
        assert_eq!(told.status, 422, "{body}: {}", told.body);
        let mut new = body.clone();
        new["email"] = "new@example.org".into();
        let told = robot.post("/users", &new).await;
        assert_eq!(told.status, 422, "{body}: {}", told.body);
    }
    // As the command line and files declare it.
    let claims = StandardClaims {
        nickname: Some("a\u{202e}da".to_owned()),
        ..StandardClaims::default()
    };
    let declaration = Declaration {
        email: ADA.0.to_owned(),
        username: Some("ada".to_owned()),
        password: None,
        claims: claims.clone(),
    };
    let (users, ctx) = (world.provider.users(), world.context());
    let refused = users.put(&ctx, declaration, None).await.err().unwrap();
    assert_eq!(
        refused.to_string(),
        RefusedChange::UnseenCharacter.to_string()
    );
    // Whoever has one keeps it, and gets no other one.
    world
        .execute("UPDATE users SET claims = '{\"name\": \"A\u{202e}da\"}' WHERE username = 'ada'")
        .await;
    let told = robot.patch(&path, &json!({"username": "countess"})).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let told = robot.patch(&path, &json!({"name": "Ad\u{202e}a"})).await;
    assert_eq!(told.status, 422, "{}", told.body);
}
