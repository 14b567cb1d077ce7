//! From nothing to an app of one's own that users sign in to.

use super::{
    PASSWORD, administrator,
    edit::{EditForm, address, open},
};
use crate::{
    browser::{chromium, click, fill, is_at, sign_in, text},
    first_owner, on_both,
    world::{
        ADA, Answer, Backend, Browser, CHALLENGE, VERIFIER, World, authorize_query, basic,
        eventually,
    },
};
use doorward_core::app_presets::all;
use doorward_protocol::management::Powers;
use doorward_storage::{ProviderValue, Store};
use fantoccini::Locator;
use futures_util::future::join_all;
use serde_json::Value;

on_both!(
    an_app_is_added_by_a_preset_with_what_is_written_into_it,
    what_is_wrong_with_a_preset_is_said_at_its_field,
    the_first_exchange_of_a_code_is_noted_once,
    the_first_steps_are_offered_until_there_is_an_app_or_they_are_hidden,
    a_name_that_was_decided_in_the_console_holds_on_every_node,
    of_two_who_name_the_server_at_once_one_is_told,
);

const GALLERY: &str = "/admin/add-app";

fn form_of(preset: &str) -> String {
    format!("/admin/edit?action=add-app-by-preset&preset={preset}")
}

/// The secret on the page that shows it this once.
fn secret(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("<code id=\"secret\">")
        .expect(&page.body);
    rest.split_once('<').unwrap().0.to_owned()
}

/// Adds the app of a preset at an address.
async fn add(owner: &mut Browser, preset: &str, url: &str) -> Answer {
    let form = EditForm::of(&owner.get(&form_of(preset)).await).with("url", url);
    let answer = form.send(owner).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

/// Exchanges a code of an app by its secret, as the app does.
async fn exchange(
    world: &World,
    user: &mut Browser,
    app: (&str, &str),
    redirect_uri: &str,
) -> (u16, Value) {
    let query = authorize_query(&[
        ("client_id", app.0),
        ("redirect_uri", redirect_uri),
        ("code_challenge", CHALLENGE),
    ]);
    let code = user.authorize(&query).await.parameter("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    world.post("/token", Some(basic(app.0, app.1)), &form).await
}

async fn an_app_is_added_by_a_preset_with_what_is_written_into_it(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let apps = owner.get("/admin/apps").await;
    assert_eq!(address(&apps, "add-app").as_deref(), Some(GALLERY));
    let gallery = owner.get(GALLERY).await;
    for preset in all().unwrap() {
        let link = address(&gallery, &format!("preset-{}", preset.slug));
        assert_eq!(link, Some(form_of(preset.slug)));
        let form = owner.get(&form_of(preset.slug)).await;
        assert_eq!(form.status, 200, "{}", preset.slug);
        let asks = EditForm::of(&form).0.contains_key("url");
        assert_eq!(asks, preset.needs_url, "{}", preset.slug);
    }
    open(&mut owner, GALLERY, "add-app").await;

    let page = add(&mut owner, "express", "http://localhost:3000/").await;
    let secret = secret(&page);
    let issuer = &world.issuer;
    for written in [
        format!("issuerBaseURL: &#34;{issuer}&#34;"),
        "baseURL: &#34;http://localhost:3000&#34;".to_owned(),
        "clientID: &#34;express&#34;".to_owned(),
        format!("clientSecret: &#34;{secret}&#34;"),
    ] {
        assert!(page.body.contains(&written), "{written}: {}", page.body);
    }
    let stored = world.provider.clients().get("express").await.unwrap();
    assert_eq!(
        stored.client.redirect_uris,
        ["http://localhost:3000/callback"]
    );
    assert_eq!(stored.client.client_name, "Express");
    assert!(stored.client.first_party);
    // The secret is nowhere else.
    for page in ["/admin/apps/express", "/admin/audit"] {
        assert!(!owner.get(page).await.body.contains(&secret), "{page}");
    }
    let again = EditForm::of(&owner.get(&form_of("express")).await);
    let again = again.with("url", "https://other.example");
    assert_eq!(again.send(&mut owner).await.status, 422, "it exists");

    // What has no secret says so, and another name of the app is in its addresses.
    let form = EditForm::of(&owner.get(&form_of("gitea")).await);
    assert_eq!(form.0["value"], "doorward");
    let form = form
        .with("url", "https://git.example")
        .with("value", "sso")
        .with("client_id", "forge")
        .with("client_name", "Forge")
        .with("consent", "yes");
    let page = form.send(&mut owner).await;
    assert!(page.body.contains("--name sso"), "{}", page.body);
    let stored = world.provider.clients().get("forge").await.unwrap();
    let callback = "https://git.example/user/oauth2/sso/callback";
    assert_eq!(stored.client.redirect_uris, [callback]);
    assert_eq!(stored.client.display_name(), "Forge");
    assert!(!stored.client.first_party);

    // Whoever may not add an app does not choose one.
    for role in ["support", "auditor"] {
        assert!(!Powers::of_roles([role]).is_empty());
        let mut other = administrator(&world, role).await;
        assert_eq!(other.get(GALLERY).await.status, 403, "{role}");
        assert_eq!(other.get(&form_of("express")).await.status, 403, "{role}");
    }
}

async fn what_is_wrong_with_a_preset_is_said_at_its_field(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let wikijs = "https://wiki.example";
    for (preset, filled, wrong) in [
        ("express", [("url", ""), ("client_id", "a")], "url"),
        (
            "express",
            [("url", "localhost:3000"), ("client_id", "a")],
            "url",
        ),
        (
            "express",
            [("url", "https://a.example?x=y"), ("client_id", "a")],
            "url",
        ),
        (
            "express",
            [("url", "https://a.example"), ("client_id", "")],
            "client_id",
        ),
        (
            "express",
            [("url", "https://a.example"), ("client_name", " ")],
            "client_name",
        ),
        ("wikijs", [("url", wikijs), ("value", "")], "value"),
        ("wikijs", [("url", wikijs), ("value", "a/b")], "value"),
        (
            "express",
            [("url", "http://a.example"), ("client_id", "a")],
            "",
        ),
    ] {
        let mut form = EditForm::of(&owner.get(&form_of(preset)).await);
        for (name, value) in filled {
            form = form.with(name, value);
        }
        let answer = form.send(&mut owner).await;
        assert_eq!(answer.status, 422, "{preset} {filled:?}: {}", answer.body);
        if !wrong.is_empty() {
            let (before, _) = answer.body.split_once("aria-invalid=\"true\"").unwrap();
            let start = before.rfind('<').unwrap();
            assert!(before[start..].contains(&format!("name=\"{wrong}\"")));
        }
        let kept = EditForm::of(&answer);
        for (name, value) in filled {
            assert_eq!(kept.0[name], value, "{preset} {name}");
        }
    }
    assert_eq!(owner.get(&form_of("nothing")).await.status, 404);
    let apps = world.provider.clients().list().await.unwrap();
    assert!(apps.iter().all(|app| app.client.client_id != "a"));
}

async fn the_first_exchange_of_a_code_is_noted_once(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let page = add(&mut owner, "express", "http://localhost:3000").await;
    let waits_at = "/admin/apps/express/first-sign-in";
    assert!(page.body.contains(&format!("data-waits-at=\"{waits_at}\"")));
    world.expire_versions();
    let came = async |browser: &mut Browser| {
        let answer = browser.get(waits_at).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        said["signed_in"].as_bool().unwrap()
    };
    assert!(!came(&mut owner).await);
    let none = owner.get("/admin/apps/express").await.body;
    assert!(none.contains("id=\"first-sign-in\">None"), "{none}");
    let app = ("express", secret(&page));
    let callback = "http://localhost:3000/callback";
    let mut ada = world.signed_in(ADA).await;
    // A code alone is no sign-in: the app has to exchange it.
    let (status, _) = exchange(&world, &mut ada, (app.0, "another secret"), callback).await;
    assert_eq!(status, 401);
    assert!(!came(&mut owner).await);
    let app = (app.0, app.1.as_str());
    let (status, said) = exchange(&world, &mut ada, app, callback).await;
    assert_eq!(status, 200, "{said}");
    assert!(came(&mut owner).await);
    let store = world.provider.store();
    let first = store.first_sign_in("express").await.unwrap();
    assert!(first.is_some());
    // Another node, which knows nothing of it, takes nothing back.
    let other = world.another_node().await;
    other.clock.pass(std::time::Duration::from_mins(1));
    let mut ada = other.signed_in(ADA).await;
    let (status, said) = exchange(&other, &mut ada, app, callback).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(store.first_sign_in("express").await.unwrap(), first);
    let shown = owner.get("/admin/apps/express").await.body;
    assert!(shown.contains("id=\"first-sign-in\"><time"), "{shown}");
    assert_eq!(
        owner.get("/admin/apps/none/first-sign-in").await.status,
        404
    );
}

/// The page of the new app notices the first sign-in by itself.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_waits_turns_green() {
    let world = World::open_now(Backend::Sqlite).await;
    administrator(&world, "owner").await;
    world.expire_versions();
    let (client, profile) = chromium(1024, 900, false).await;
    client.goto(&world.at("/sign-in")).await.unwrap();
    let owner = serde_json::json!({"email": "owner@example.com", "password": PASSWORD});
    sign_in(&client, &owner).await;
    text(&client, "#sign-out").await;
    client.goto(&world.at("/admin/apps")).await.unwrap();
    click(&client, "#add-app").await;
    click(&client, "#preset-express").await;
    assert!(is_at(&client, &world.at("/admin/edit")).await);
    fill(&client, "#f-url", "http://localhost:3000").await;
    click(&client, "#edit button[type=submit]").await;
    let waiting = text(&client, "#wait .waiting").await;
    assert!(waiting.starts_with("Waiting"), "{waiting}");
    click(&client, "details summary").await;
    let secret = text(&client, "#secret").await;
    let mut ada = world.signed_in(ADA).await;
    let app = ("express", secret.as_str());
    let (status, said) = exchange(&world, &mut ada, app, "http://localhost:3000/callback").await;
    assert_eq!(status, 200, "{said}");
    eventually("the page says so", async || {
        let page = client.source().await.unwrap();
        page.contains("waits good")
    })
    .await;
    let came = text(&client, "#wait .came").await;
    assert!(came.contains("Express"), "{came}");
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// From the link that the server prints to a user who is signed in to an app of one's own.
#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_the_first_sign_in_takes_six_pages() {
    let world = World::open_now(Backend::Sqlite).await;
    without_apps(&world).await;
    let began = std::time::Instant::now();
    let link = first_owner::link(&world).await.unwrap();
    let (client, profile) = chromium(1024, 900, false).await;
    let mut pages = Vec::new();
    client.goto(&world.at(&link)).await.unwrap();
    for (path, act) in [
        ("/setup", ("#email", "owen@example.org", "#continue")),
        ("/sign-up/complete", ("#name", "Owen", "#use-password")),
        ("/admin/start", ("", "", "#add")),
        (GALLERY, ("", "", "#preset-express")),
        (
            "/admin/edit",
            (
                "#f-url",
                "http://localhost:3000",
                "#edit button[type=submit]",
            ),
        ),
    ] {
        assert!(is_at(&client, &world.at(path)).await, "{path}");
        pages.push(path);
        let (field, value, button) = act;
        if !field.is_empty() {
            fill(&client, field, value).await;
        }
        let button = client.find(Locator::Css(button)).await.unwrap();
        // A browser without passkeys shows the field of the password at once.
        if button.is_displayed().await.unwrap() {
            button.click().await.unwrap();
        }
        if path == "/sign-up/complete" {
            fill(&client, "input[name=new_password]", PASSWORD).await;
            click(&client, "#create").await;
        }
    }
    text(&client, "#wait .waiting").await;
    pages.push("the page that shows the secret and waits");
    click(&client, "details summary").await;
    let secret = text(&client, "#secret").await;
    let mut ada = world.signed_in(ADA).await;
    let app = ("express", secret.as_str());
    let (status, said) = exchange(&world, &mut ada, app, "http://localhost:3000/callback").await;
    assert_eq!(status, 200, "{said}");
    text(&client, "#wait .came").await;
    assert!(pages.len() <= 6, "{pages:?}");
    println!(
        "{} pages, {:?} without reading",
        pages.len(),
        began.elapsed()
    );
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// A server without an app of its own.
async fn without_apps(world: &World) {
    let store = world.provider.store();
    for app in world.provider.clients().list().await.unwrap() {
        assert!(
            store
                .commit(Store::delete_client(&app, world.provider.now()))
                .await
                .unwrap()
        );
    }
    world.expire_versions();
}

async fn the_first_steps_are_offered_until_there_is_an_app_or_they_are_hidden(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let link = |page: &Answer| address(page, "start");
    assert_eq!(link(&owner.get("/admin").await), None, "there are apps");
    assert_eq!(owner.get("/admin/start").await.status, 200);
    without_apps(&world).await;
    let overview = owner.get("/admin").await;
    assert_eq!(link(&overview).as_deref(), Some("/admin/start"));
    let mut support = administrator(&world, "support").await;
    assert_eq!(link(&support.get("/admin").await), None);
    assert_eq!(support.get("/admin/start").await.status, 403);
    // An auditor reads it, and finds nothing to press.
    let mut auditor = administrator(&world, "auditor").await;
    let page = auditor.get("/admin/start").await;
    assert_eq!(page.status, 200);
    for id in ["rename-provider", "send-test-mail", "hide-guide", "add"] {
        assert_eq!(address(&page, id), None, "{id}");
        let form = format!("/admin/edit?action={id}");
        let expected = if id == "add" { 404 } else { 403 };
        assert_eq!(auditor.get(&form).await.status, expected, "{id}");
    }

    let page = owner.get("/admin/start").await;
    assert_eq!(address(&page, "add").as_deref(), Some(GALLERY));
    let written = add(&mut owner, "express", "http://localhost:3000").await;
    let app = ("express", secret(&written));
    world.expire_versions();
    assert_eq!(link(&owner.get("/admin").await), None);
    let waiting = owner.get("/admin/start").await.body;
    assert!(waiting.contains("data-waits-at=\"/admin/apps/express/first-sign-in\""));
    let mut ada = world.signed_in(ADA).await;
    let callback = "http://localhost:3000/callback";
    let (status, _) = exchange(&world, &mut ada, (app.0, &app.1), callback).await;
    assert_eq!(status, 200);
    let came = owner.get("/admin/start").await.body;
    assert!(!came.contains("data-waits-at"), "{came}");
    assert!(came.contains("First sign-in: <time"), "{came}");

    without_apps(&world).await;
    assert!(link(&owner.get("/admin").await).is_some());
    for _ in 0..2 {
        let form = open(&mut owner, "/admin/start", "hide-guide").await;
        assert_eq!(form.send(&mut owner).await.status, 303);
    }
    world.expire_versions();
    assert_eq!(link(&owner.get("/admin").await), None);
    assert_eq!(owner.get("/admin/start").await.status, 200);
}

async fn a_name_that_was_decided_in_the_console_holds_on_every_node(world: World) {
    let other = world.another_node().await;
    let before = world.provider.name();
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin/start").await.body;
    assert!(page.contains("This is the default"), "{page}");
    for wrong in ["x".repeat(61), "a\u{202e}b".to_owned()] {
        let form = open(&mut owner, "/admin/start", "rename-provider").await;
        assert_eq!(form.0["name"], *before);
        let refused = form.with("name", &wrong).send(&mut owner).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    let form = open(&mut owner, "/admin/start", "rename-provider").await;
    let name = "Müller & <b>Söhne</b>";
    let answer = form.with("name", name).send(&mut owner).await;
    assert_eq!(answer.location.as_deref(), Some("/admin/start"));
    world.expire_versions();
    let shown = "Müller &#38; &#60;b&#62;Söhne&#60;/b&#62;";
    for node in [&world, &other] {
        let page = node.browser().get("/sign-in").await.body;
        assert!(page.contains(shown), "{page}");
    }
    let page = owner.get("/admin/start").await.body;
    assert!(page.contains("It was set in the console"), "{page}");
    let settings = owner.get("/admin/settings").await.body;
    assert!(settings.contains("id=\"stored-name\""), "{settings}");
    // The command line knows it, and so do mails.
    assert_eq!(*other.provider.configuration().await.unwrap().name, *name);
    let form = open(&mut owner, "/admin/start", "send-test-mail").await;
    assert_eq!(form.send(&mut owner).await.status, 200);
    let mail = world.mail_to("owner@example.com").await;
    assert!(mail["text"].to_string().contains("Söhne"), "{mail}");
    let log = owner.get("/admin/audit?event=provider.renamed").await.body;
    assert!(log.contains("Söhne"), "{log}");

    let form = open(&mut owner, "/admin/settings", "rename-provider").await;
    let answer = form.with("name", "").send(&mut owner).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    world.expire_versions();
    let page = other.browser().get("/sign-in").await.body;
    assert!(!page.contains(shown), "{page}");
    assert_eq!(*other.provider.configuration().await.unwrap().name, *before);
}

async fn of_two_who_name_the_server_at_once_one_is_told(world: World) {
    let store = world.provider.store();
    let value = |name: &str, version| ProviderValue {
        name: "name".into(),
        value: name.into(),
        version,
    };
    let now = world.provider.now();
    for version in [0, 1] {
        let units = (0..8).map(|number| {
            let wanted = value(&format!("Name {number}"), version);
            store.commit(Store::put_provider_value(&wanted, now))
        });
        let ended = join_all(units).await;
        let made = ended.iter().filter(|made| matches!(made, Ok(true))).count();
        assert_eq!(made, 1, "{ended:?}");
    }
    let late = store.commit(Store::remove_provider_value(&value("", 1)));
    assert!(!late.await.unwrap());
    // The second of two administrators sees the name that the first gave.
    let mut owner = administrator(&world, "owner").await;
    let first = open(&mut owner, "/admin/start", "rename-provider").await;
    let second = open(&mut owner, "/admin/start", "rename-provider").await;
    let answer = first.with("name", "Alpha").send(&mut owner).await;
    assert_eq!(answer.status, 303);
    world.expire_versions();
    let refused = second.with("name", "Beta").send(&mut owner).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("id=\"now-name\""), "{}", refused.body);
}

/// Without a mail server, the page says what to paste.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_the_first_steps_say_what_to_paste() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = "https://id.example.com".into();
    })
    .await;
    let page = {
        let admin = crate::management::make(&world, ADA.0, "owner");
        admin.await;
        let mut browser = Browser::new(&world);
        browser.issuer = format!("http://{}", world.settings.listen);
        let page = browser.get("/sign-in").await;
        browser
            .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
            .await;
        browser.get("/admin/start").await
    };
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("id=\"no-mail\""), "{}", page.body);
    let from = "from = &#34;no-reply@id.example.com&#34;";
    assert!(page.body.contains(from), "{}", page.body);
    assert_eq!(address(&page, "send-test-mail"), None);
}
