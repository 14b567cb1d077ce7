//! Texts and rules of style that the operator writes for the pages.

use crate::{
    console::administrator,
    world::{ADA, Backend, World, authorize_query},
};
use doorward_core::mail::MailContent;
use std::fs;

const CSS: &str = "main { outline: 3px solid rebeccapurple }";

/// A world whose pages have texts of their own in German and English, and a stylesheet.
async fn world(backend: Backend) -> World {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    fs::create_dir_all(texts.join("de")).unwrap();
    fs::write(
        texts.join("en.ftl"),
        "sign_in_title = Welcome to the club\nmail_code_subject = Your key to the club\n",
    )
    .unwrap();
    let of_app = texts.join("apps/notes");
    fs::create_dir_all(&of_app).unwrap();
    let said = "mail_code_subject = Your key to Notes\n";
    fs::write(of_app.join("en.ftl"), said).unwrap();
    let german = "sign_in_title = Willkommen im Klub\n";
    fs::write(texts.join("de/own.ftl"), german).unwrap();
    let stylesheet = folder.path().join("own.css");
    fs::write(&stylesheet, CSS).unwrap();
    World::open_with(backend, |settings| {
        settings.branding.texts = Some(texts);
        settings.branding.stylesheet = Some(stylesheet);
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_say_the_texts_of_the_operator_in_their_languages() {
    let world = world(Backend::Sqlite).await;
    for (language, said) in [
        ("en", "Welcome to the club"),
        ("de", "Willkommen im Klub"),
        ("fr", "<h1>Se connecter</h1>"),
    ] {
        let query = authorize_query(&[("ui_locales", language)]);
        let page = world.browser().authorize(&query).await;
        assert!(page.body.contains(said), "{language}: {}", page.body);
    }
    let code = MailContent::SignInCode {
        code: "27182818".into(),
        link: None,
    };
    for (client_id, subject) in [
        (None, "Your key to the club"),
        (Some("notes"), "Your key to Notes"),
        (Some("wiki"), "Your key to the club"),
    ] {
        world.post_mail_about(client_id, ADA.0, code.clone()).await;
        assert_eq!(world.mails().await[0]["subject"], subject, "{client_id:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_users_have_the_stylesheet_of_the_operator_and_the_console_has_not() {
    let world = world(Backend::Sqlite).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let from = page.body.find("/brand/styles/").expect("the stylesheet");
    let path = &page.body[from..from + page.body[from..].find('"').unwrap()];
    let base = page.body.find("/assets/doorward.css").unwrap();
    assert!(base < from, "it comes after that of Doorward");
    let sheet = browser.get(path).await;
    assert_eq!((sheet.status, sheet.body.as_str()), (200, CSS));
    let header = |name: &str| sheet.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("content-type"), "text/css; charset=utf-8");
    assert!(header("cache-control").contains("immutable"));
    let unknown = browser.get("/brand/styles/another.css").await;
    assert_eq!(unknown.status, 404);

    let mut owner = administrator(&world, "owner").await;
    let console = owner.get("/admin").await;
    assert_eq!(console.status, 200);
    assert!(!console.body.contains("/brand/styles/"), "{}", console.body);
}
