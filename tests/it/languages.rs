//! The languages of the pages: how one is chosen, and that the choice leads nowhere else.

use crate::world::{ADA, Answer, Backend, Browser, World, authorize_query};

/// Tag and direction of each language, and a word of its sign-in page.
const LANGUAGES: [(&str, &str, &str); 12] = [
    ("en", "ltr", "Password"),
    ("de", "ltr", "Passwort"),
    ("fr", "ltr", "Mot de passe"),
    ("es", "ltr", "Contraseña"),
    ("pt-BR", "ltr", "Senha"),
    ("it", "ltr", "Accedi"),
    ("nl", "ltr", "Wachtwoord"),
    ("pl", "ltr", "Hasło"),
    ("ja", "ltr", "パスワード"),
    ("ko", "ltr", "비밀번호"),
    ("zh-Hans", "ltr", "密码"),
    ("ar", "rtl", "كلمة المرور"),
];

async fn world() -> World {
    World::open(Backend::Sqlite).await
}

fn language(page: &Answer) -> &str {
    let start = page.body.split("<html lang=\"").nth(1).unwrap_or_default();
    start.split('"').next().unwrap_or_default()
}

async fn choose(browser: &mut Browser, tag: &str, back: &str) -> Answer {
    let form = [("language", tag), ("return", back)];
    browser.post("/language", &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_in_the_language_that_the_browser_prefers() {
    let world = world().await;
    for (tag, direction, word) in LANGUAGES {
        let mut browser = world.browser();
        browser.extra_headers = vec![("accept-language", format!("{tag}, en;q=0.5"))];
        let page = browser.get("/sign-in").await;
        let html = format!("<html lang=\"{tag}\" dir=\"{direction}\">");
        assert!(page.body.contains(&html), "{tag}: {}", page.body);
        assert!(page.body.contains(word), "{tag}: {word}");
        let cache = page.headers["cache-control"].to_str().unwrap();
        assert_eq!(cache, "no-store", "no cache mixes languages up");
    }
    let found: serde_json::Value =
        serde_json::from_str(&world.text_at("/.well-known/openid-configuration").await).unwrap();
    let supported = found["ui_locales_supported"].as_array().unwrap();
    let mut supported: Vec<&str> = supported.iter().map(|tag| tag.as_str().unwrap()).collect();
    assert_eq!(supported[0], "en", "the first one is the reference");
    supported.sort_unstable();
    let mut expected = LANGUAGES.map(|(tag, ..)| tag);
    expected.sort_unstable();
    assert_eq!(supported, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_names_each_language_in_itself_and_leads_back_to_its_page() {
    let world = world().await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    for (tag, ..) in LANGUAGES {
        let button = format!("name=\"language\" value=\"{tag}\" lang=\"{tag}\"");
        assert!(page.body.contains(&button), "{tag}: {}", page.body);
    }
    assert_eq!(page.body.matches("aria-current=\"true\"").count(), 1);
    let flow = page.field("flow").unwrap();
    let back = page.field("return").unwrap();
    assert_eq!(back, format!("/sign-in?flow={flow}"));
    let answer = choose(&mut browser, "de", &back).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.location.as_deref(), Some(back.as_str()));
    let cookie = &answer.set_cookies[0];
    for part in [
        "doorward_language=de;",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Max-Age=31536000",
    ] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    let page = browser.get(&back).await;
    assert!(
        page.body
            .contains("lang=\"de\" dir=\"auto\" aria-current=\"true\"")
    );
    // A page that answers a form leads back to the page that shows the form.
    let wrong = browser
        .submit(&page, &[("username", ADA.0), ("password", "wrong")])
        .await;
    assert!(
        wrong.body.contains("passen nicht zusammen"),
        "{}",
        wrong.body
    );
    assert_eq!(wrong.field("return").as_deref(), Some(back.as_str()));
    choose(&mut browser, "ar", &back).await;
    let page = browser.get(&back).await;
    assert_eq!(language(&page), "ar");
    let done = browser.sign_in_on(&page, ADA).await;
    assert!(done.parameter("code").is_some(), "the flow goes on");
    assert_eq!(language(&browser.get("/account").await), "ar");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_s_wish_counts_until_the_reader_chooses_otherwise() {
    let world = world().await;
    let mut browser = world.browser();
    let wants = |wish: &str| authorize_query(&[("ui_locales", wish)]);
    let page = browser.authorize(&wants("fr")).await;
    assert_eq!(language(&page), "fr");
    assert_eq!(language(&browser.get("/nowhere").await), "fr");
    choose(&mut browser, "de", &page.field("return").unwrap()).await;
    let back = page.field("return").unwrap();
    assert_eq!(language(&browser.get(&back).await), "de");
    assert_eq!(language(&browser.get("/nowhere").await), "de");
    assert_eq!(language(&browser.authorize(&wants("fr")).await), "de");
    // Another wish was not decided about.
    assert_eq!(language(&browser.authorize(&wants("es")).await), "es");
    let silent = browser.authorize(&authorize_query(&[])).await;
    assert_eq!(language(&silent), "de");
    // A wish in the address of a page does not come back after a choice.
    let page = browser.get("/sign-in?ui_locales=it&way=choose").await;
    assert_eq!(language(&page), "it");
    assert_eq!(page.field("return").as_deref(), Some("/sign-in?way=choose"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_choice_of_a_language_leads_to_no_other_site() {
    let world = world().await;
    let mut browser = world.browser();
    for elsewhere in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/%2f%2fevil.example",
        "/%2F%2Fevil.example",
        "/%5cevil.example",
        "/.//evil.example",
        "/\t/evil.example",
        "/\r\nlocation: https://evil.example/",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "@evil.example",
        "",
    ] {
        let answer = choose(&mut browser, "de", elsewhere).await;
        assert_eq!(answer.status, 303, "{elsewhere:?}");
        assert_eq!(answer.location.as_deref(), Some("/"), "{elsewhere:?}");
    }
    // The menu of a page whose own address looks like another site.
    let page = browser
        .get(&format!("{}//evil.example/x", world.issuer))
        .await;
    let back = page.field("return").unwrap_or_default();
    let answer = choose(&mut browser, "de", &back).await;
    assert_eq!(answer.location.as_deref(), Some("/"), "{back}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_choice_changes_nothing() {
    let world = world().await;
    let mut browser = world.browser();
    for tag in ["", "xx", "de.fr", "DE", "de; Path=/x", "__proto__"] {
        let answer = choose(&mut browser, tag, "/sign-in").await;
        assert_eq!(answer.status, 400, "{tag}");
        assert!(!browser.cookies.contains_key("doorward_language"), "{tag}");
    }
    assert_eq!(browser.get("/language").await.status, 405);
    browser.extra_headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let answer = choose(&mut browser, "de", "/sign-in").await;
    assert_eq!(answer.status, 400, "a page of another site");
    assert!(!browser.cookies.contains_key("doorward_language"));
    // A cookie that somebody else wrote.
    let mut browser = world.browser();
    for value in ["xx", "de.xx", "..", "de.fr.es", "%00"] {
        browser
            .cookies
            .insert("doorward_language".into(), value.into());
        let page = browser.get("/sign-in").await;
        assert_eq!((page.status, language(&page)), (200, "en"), "{value}");
    }
}
