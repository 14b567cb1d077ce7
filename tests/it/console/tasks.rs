//! What administrators do on most days, in Chromium, each with its number of clicks: nobody needs more
//! than five, nor the documentation.

use super::{PASSWORD, administrator};
use crate::{
    browser::{chromium, click, fill, is_at, shows, sign_in, text},
    world::{Backend, GRACE, World, basic},
};
use fantoccini::{Client, Locator};
use serde_json::json;

/// The most clicks that a task takes.
const MAX_CLICKS: usize = 5;

/// An administrator at work.
struct Desk {
    world: World,
    client: Client,
    clicks: usize,
    tasks: Vec<(&'static str, usize)>,
}

impl Desk {
    /// Begins a task where every task begins.
    async fn begin(&mut self) {
        self.clicks = 0;
        self.client.goto(&self.world.at("/admin")).await.unwrap();
        text(&self.client, "main h1").await;
    }

    /// Ends a task.
    fn end(&mut self, task: &'static str) {
        assert!(
            self.clicks <= MAX_CLICKS,
            "{task} takes {} clicks",
            self.clicks
        );
        self.tasks.push((task, self.clicks));
    }

    async fn click(&mut self, css: &str) {
        self.clicks += 1;
        click(&self.client, css).await;
    }

    /// Follows the link to a page, and waits for it.
    async fn follow(&mut self, path: &str) {
        self.click(&format!("a[href=\"{path}\"]")).await;
        assert!(is_at(&self.client, &self.world.at(path)).await, "{path}");
    }

    /// Opens the form of an action by its link.
    async fn open(&mut self, action: &str) {
        self.click(&format!("#{action}")).await;
        assert!(
            is_at(&self.client, &self.world.at("/admin/edit")).await,
            "{action}"
        );
    }

    async fn fill(&mut self, name: &str, value: &str) {
        let css = format!("#edit [name={name}]");
        text(&self.client, "#edit button").await;
        fill(&self.client, &css, value).await;
    }

    async fn submit(&mut self) {
        self.click("#edit button[type=submit]").await;
    }

    /// Searches for a user by the key `/`, and opens their page.
    async fn find(&mut self, words: &str, user: &str) {
        let page = self.client.find(Locator::Css("body")).await.unwrap();
        page.send_keys("/").await.unwrap();
        let field = self.client.active_element().await.unwrap();
        field.send_keys(words).await.unwrap();
        field.send_keys("\u{e007}").await.unwrap();
        assert!(is_at(&self.client, &self.world.at("/admin/search?q=")).await);
        self.follow(&format!("/admin/users/{user}")).await;
    }

    /// Comes to a tab of the page of a user.
    async fn tab(&mut self, tab: &str) {
        self.click(&format!("nav.tabs a[href$=\"tab={tab}\"]"))
            .await;
        text(
            &self.client,
            &format!("nav.tabs a[href$=\"tab={tab}\"][aria-current]"),
        )
        .await;
    }
}

async fn desk() -> (Desk, std::path::PathBuf) {
    let world = World::open_now(Backend::Sqlite).await;
    let wiki = json!({
        "client_name": "Wiki", "redirect_uris": ["https://wiki.example/callback"], "first_party": true,
    });
    world.client("wiki", &wiki, &json!({})).await;
    administrator(&world, "owner").await;
    world.expire_versions();
    let (client, profile) = chromium(1280, 900, false).await;
    client.goto(&world.at("/sign-in")).await.unwrap();
    sign_in(
        &client,
        &json!({"email": "owner@example.com", "password": PASSWORD}),
    )
    .await;
    text(&client, "#sign-out").await;
    let (clicks, tasks) = (0, Vec::new());
    (
        Desk {
            world,
            client,
            clicks,
            tasks,
        },
        profile,
    )
}

async fn make_an_app_and_rotate_its_secret(desk: &mut Desk) {
    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/add-app").await;
    desk.open("add-app").await;
    desk.fill("client_name", "Shop").await;
    desk.fill("redirect_uris", "https://shop.example/callback")
        .await;
    desk.submit().await;
    let first = text(&desk.client, "#secret").await;
    desk.end("make an app");

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/add-app").await;
    desk.open("preset-express").await;
    desk.fill("url", "http://localhost:3000").await;
    desk.submit().await;
    let snippet = text(&desk.client, "#snippet-1").await;
    assert!(snippet.contains("http://localhost:3000"), "{snippet}");
    desk.end("make an app by a preset");

    rotate_its_secret(desk, &first).await;

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/shop").await;
    desk.tab("sign-in").await;
    desk.open("change-app").await;
    desk.fill("redirect_uris", "\nhttps://shop.example/other")
        .await;
    desk.submit().await;
    assert!(shows(&desk.client, "#settings", "shop.example/other").await);
    desk.end("add a redirect URI");

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/shop").await;
    desk.open("disable-app").await;
    desk.submit().await;
    assert!(shows(&desk.client, "h1", "Disabled").await);
    desk.end("switch an app off");
}

/// Without downtime: the second secret is added, the app uses it, and the first one is revoked when the
/// page shows which of them is used.
async fn rotate_its_secret(desk: &mut Desk, first: &str) {
    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/shop").await;
    desk.tab("secrets").await;
    desk.open("add-secret").await;
    desk.submit().await;
    let second = text(&desk.client, "#secret").await;
    assert_ne!(second, first);
    desk.end("add the second secret of an app");

    desk.world.expire_versions();
    let used = [("token", "x")];
    for secret in [first, second.as_str()] {
        let app = Some(basic("shop", secret));
        assert_eq!(desk.world.post("/introspect", app, &used).await.0, 200);
    }
    let clients = desk.world.provider.clients();
    clients.secret_uses().write().await.unwrap();

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/shop").await;
    desk.tab("secrets").await;
    let shown = text(&desk.client, "#secrets").await;
    assert!(!shown.contains("No use recorded"), "{shown}");
    desk.open("revoke-1").await;
    desk.submit().await;
    assert!(is_at(&desk.client, &desk.world.at("/admin/apps/shop?tab=secrets")).await);
    assert!(!shows_now(&desk.client, "#secret-1").await);
    desk.end("rotate a secret without downtime");

    desk.world.expire_versions();
    for (secret, expected) in [(first, 401), (second.as_str(), 200)] {
        let app = Some(basic("shop", secret));
        assert_eq!(desk.world.post("/introspect", app, &used).await.0, expected);
    }
}

/// Whether an element is on the page, without waiting for it.
async fn shows_now(client: &Client, css: &str) -> bool {
    let found = client.find_all(Locator::Css(css)).await.unwrap();
    !found.is_empty()
}

async fn say_who_may_what(desk: &mut Desk) {
    let grace = desk.world.sub(GRACE.0).await;
    desk.begin().await;
    desk.follow("/admin/groups").await;
    desk.open("add-group").await;
    desk.fill("name", "editors").await;
    desk.submit().await;
    text(&desk.client, "#add-member").await;
    desk.end("make a group");

    desk.begin().await;
    desk.follow("/admin/groups").await;
    desk.click("#groups a").await;
    desk.open("add-member").await;
    desk.fill("user", GRACE.0).await;
    desk.submit().await;
    assert!(shows(&desk.client, "#members", GRACE.0).await);
    desk.end("put somebody into a group");

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/wiki").await;
    desk.open("add-role").await;
    desk.fill("name", "editor").await;
    desk.submit().await;
    text(&desk.client, "#grant-role").await;
    desk.end("make a role");

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/wiki").await;
    desk.follow("/admin/apps/wiki/roles/editor").await;
    desk.open("grant-role").await;
    desk.fill("to", GRACE.0).await;
    desk.submit().await;
    text(&desk.client, "#holders").await;
    desk.end("give a role");

    desk.begin().await;
    desk.follow("/admin/apps").await;
    desk.follow("/admin/apps/wiki").await;
    desk.follow("/admin/apps/wiki/roles/editor").await;
    let holders = text(&desk.client, "#holders").await;
    assert!(holders.contains("owner@example.com"), "{holders}");
    desk.end("find who gave a role");

    desk.begin().await;
    desk.find("grace", &grace).await;
    desk.tab("apps").await;
    let access = text(&desk.client, "#access").await;
    assert!(
        access.contains("Wiki") && access.contains("editor"),
        "{access}"
    );
    desk.end("find why somebody can open an app");
}

async fn help_somebody_and_end_a_leaver(desk: &mut Desk) {
    let grace = desk.world.sub(GRACE.0).await;
    desk.begin().await;
    desk.find("grace", &grace).await;
    desk.tab("factors").await;
    desk.click("#send-link").await;
    text(&desk.client, "#done").await;
    assert!(
        desk.world
            .mails()
            .await
            .iter()
            .any(|mail| mail["to"].to_string().contains(GRACE.0))
    );
    desk.end("send a link for a new password");

    desk.begin().await;
    desk.find("grace", &grace).await;
    desk.tab("factors").await;
    desk.click("#remove-factors").await;
    text(&desk.client, "#done").await;
    desk.end("remove lost factors");

    let mut theirs = desk.world.signed_in(GRACE).await;
    desk.begin().await;
    desk.find("grace", &grace).await;
    desk.click("#disable").await;
    text(&desk.client, "#done").await;
    desk.world.expire_versions();
    assert_eq!(theirs.get("/account").await.status, 303);
    desk.tab("sessions").await;
    text(&desk.client, "#no-sessions").await;
    desk.end("end a leaver everywhere and prove it");

    desk.begin().await;
    desk.find("grace", &grace).await;
    desk.tab("history").await;
    assert!(shows(&desk.client, "main", "user.disabled").await);
    desk.end("find what happened to somebody");
}

async fn import_users(desk: &mut Desk) {
    desk.begin().await;
    desk.follow("/admin/users").await;
    desk.open("invite").await;
    let ten: Vec<String> = (0..10)
        .map(|number| format!("new{number}@example.com"))
        .collect();
    desk.fill("emails", &ten.join("\n")).await;
    desk.fill("apps", "wiki").await;
    desk.submit().await;
    assert!(is_at(&desk.client, &desk.world.at("/admin/invitations")).await);
    let invitations = desk.world.provider.invitations().list().await.unwrap();
    assert_eq!(invitations.len(), 10);
    desk.end("invite ten people to an app");
}

#[tokio::test(flavor = "multi_thread")]
async fn seventeen_tasks_take_five_clicks_each_at_most() {
    let (mut desk, profile) = desk().await;
    make_an_app_and_rotate_its_secret(&mut desk).await;
    say_who_may_what(&mut desk).await;
    import_users(&mut desk).await;
    help_somebody_and_end_a_leaver(&mut desk).await;
    for (task, clicks) in &desk.tasks {
        println!("{clicks} clicks: {task}");
    }
    assert_eq!(desk.tasks.len(), 17);
    desk.client.clone().close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
