//! New passwords: judged by the server, while they are typed and when they are set.

use crate::{
    on_both,
    world::{ADA, Backend, Browser, Site, World},
};
use doorward_core::credentials::{PasswordContext, PasswordProblem};
use doorward_protocol::secret::{Secret, form_token};
use serde_json::Value;

on_both!(the_strength_of_a_password_is_told_to_the_page_that_asks);

async fn strength(browser: &mut Browser, fields: &[(&str, &str)]) -> (u16, Value) {
    let secret = Secret::presented(browser.cookies["doorward_browser"].clone());
    let token = form_token(&secret, "password strength");
    let mut form = vec![("form_token", token.as_str())];
    form.extend(fields);
    let answer = browser.post("/password/strength", &form).await;
    let cached = answer.headers.get("cache-control");
    assert!(answer.status != 200 || cached.is_some_and(|value| value == "no-store"));
    (
        answer.status,
        serde_json::from_str(&answer.body).unwrap_or_default(),
    )
}

async fn the_strength_of_a_password_is_told_to_the_page_that_asks(world: World) {
    let mut stranger = world.browser();
    stranger.get("/sign-in").await;
    for (password, problem) in [
        ("short", "too_short"),
        ("passwordpassword", "common"),
        ("grace@example.com", "own_word"),
        ("abcdefghijklmnopq", "pattern"),
    ] {
        let fields = [("password", password), ("email", "grace@example.com")];
        let (status, answer) = strength(&mut stranger, &fields).await;
        assert_eq!(
            (status, answer["problem"].as_str()),
            (200, Some(problem)),
            "{password}"
        );
        assert!(answer["score"].as_i64().unwrap() < 3 && answer["reason"].is_string());
    }
    let good = [("password", "four unrelated words of mine")];
    let (_, answer) = strength(&mut stranger, &good).await;
    assert!(
        answer["problem"].is_null() && answer["reason"].is_null(),
        "{answer}"
    );
    assert!(answer["score"].as_i64().unwrap() >= 3 && answer["label"].is_string());
    // Whoever is signed in has their own names among the words, without saying them.
    let mut ada = world.signed_in(ADA).await;
    let (_, answer) = strength(&mut ada, &[("password", "ada@example.com")]).await;
    assert_eq!(answer["problem"], "own_word", "{answer}");
    // Whoever asks too often waits.
    let mut status = 200;
    for _ in 0..400 {
        status = strength(&mut stranger, &good).await.0;
        if status == 429 {
            break;
        }
    }
    assert_eq!(status, 429);
}

/// A list of stolen passwords, by a file and by a service: the service is told five digits, and one that
/// does not answer refuses nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stolen_passwords_are_refused_by_file_and_by_service() {
    const STOLEN: &str = "four unrelated words of mine";
    const OTHER: &str = "five unrelated words of nobody";
    let digest = "957E2794625ED7B94F280F228C19EEF99EC49F96";
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{digest}:12\r\n")).unwrap();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.passwords.breach_file = Some(file.path().into());
    })
    .await;
    let about = PasswordContext::default();
    let check = |world: &World, password: &str| {
        world
            .provider
            .passwords()
            .check_new(&password.into(), &about)
    };
    assert_eq!(check(&world, STOLEN), Err(PasswordProblem::Breached));
    assert_eq!(check(&world, OTHER), Ok(()));

    let site = Site::open();
    site.put("/range/957E2", format!("{}:3\r\n", &digest[5..]));
    let address = site.at("/range/");
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.passwords.breach_api = address;
    })
    .await;
    let passwords = world.provider.passwords();
    let known = passwords.check_new_everywhere(&STOLEN.into(), &about).await;
    assert_eq!(known, Err(PasswordProblem::Breached));
    // The service knows no such page: nobody has to wait for it.
    let unknown = passwords.check_new_everywhere(&OTHER.into(), &about).await;
    assert_eq!(unknown, Ok(()));
    // Nothing but five digits of each was told.
    let prefix = &digest[..5];
    assert_eq!(site.requests(&format!("/range/{prefix}")).len(), 1);
}
