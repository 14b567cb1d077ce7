//! The first owner: by the link that the server prints while nobody administers it.

use crate::{
    command_line::{Folder, Server, answers},
    on_both,
    refusal_log::written,
    storage::meanwhile,
    world::{ADA, Answer, Backend, Browser, GRACE, World, eventually, free_port},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;

const OWEN: &str = "owen@example.org";
const PASSWORD: &str = "seven quiet lamps on a hill";

on_both!(
    the_link_makes_the_owner_who_goes_on_in_the_console,
    of_all_who_have_the_link_one_becomes_the_owner,
    a_newer_link_takes_the_place_of_the_one_before_and_both_end,
    an_owner_whom_somebody_else_made_ends_the_link,
    what_is_wrong_is_said_and_the_link_still_works,
    a_user_who_is_signed_in_becomes_the_owner_after_confirming,
    of_all_users_who_have_the_link_one_becomes_the_owner,
    whoever_has_an_account_signs_in_and_comes_back_to_the_link,
);

/// The path of a link, where the server gives one.
pub async fn link(world: &World) -> Option<String> {
    let link = world
        .provider
        .sign_up()
        .first_owner_link(&world.context())
        .await
        .unwrap();
    link.map(|link| link.strip_prefix(&world.issuer).unwrap().to_owned())
}

async fn owners(world: &World) -> Vec<String> {
    let now = world.provider.now();
    world.provider.store().owners(now).await.unwrap()
}

/// From the link to the page that asks for the name and the password.
async fn begin(browser: &mut Browser, link: &str, email: &str) -> Answer {
    let page = browser.get(link).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let fields = [("email", email), ("wish", "new-account")];
    let answer = browser.submit(&page, &fields).await;
    browser.follow(answer).await
}

async fn complete(browser: &mut Browser, page: &Answer) -> Answer {
    let fields = [("name", "Owen"), ("new_password", PASSWORD)];
    browser.submit_at(page, "/sign-up/complete", &fields).await
}

async fn the_link_makes_the_owner_who_goes_on_in_the_console(world: World) {
    let link = link(&world).await.unwrap();
    let mut browser = world.browser();
    // Opening the link, and the steps before the last one, use nothing up.
    assert_eq!(browser.get(&link).await.status, 200);
    begin(&mut browser, &link, OWEN).await;
    let page = begin(&mut browser, &link, OWEN).await;
    let done = complete(&mut browser, &page).await;
    assert_eq!(
        done.location.as_deref(),
        Some("/admin/start"),
        "{}",
        done.body
    );
    let owen = world.sub(OWEN).await;
    assert_eq!(owners(&world).await, [owen.as_str()]);
    let user = world.provider.users().get(&owen).await.unwrap().unwrap();
    assert_eq!(user.claims.email_verified, Some(false), "nobody proved it");
    world.expire_versions();
    let console = browser.get("/admin").await;
    assert_eq!(console.status, 200, "{}", console.body);
    world.signed_in((OWEN, PASSWORD)).await;
    // The link worked once, and the server gives no other.
    let again = world.browser().get(&link).await;
    assert_eq!(again.status, 400, "{}", again.body);
    assert_eq!(self::link(&world).await, None);
    let events = world.provider.store().audit_events_about(&owen).await;
    let actions: Vec<String> = events.unwrap().into_iter().map(|e| e.action).collect();
    for action in ["user.registered", "role.granted"] {
        assert!(actions.iter().any(|one| one == action), "{actions:?}");
    }
}

async fn of_all_who_have_the_link_one_becomes_the_owner(world: World) {
    let link = link(&world).await.unwrap();
    let names: Vec<String> = (0..4).map(|n| format!("owen{n}@example.org")).collect();
    let mut begun = Vec::new();
    for name in &names {
        let mut browser = world.browser();
        let page = begin(&mut browser, &link, name).await;
        begun.push((browser, page));
    }
    let ended = begun.iter_mut();
    let ended = join_all(ended.map(|(browser, page)| complete(browser, page))).await;
    let made = ended.iter().filter(|answer| answer.status == 303).count();
    assert_eq!((made, owners(&world).await.len()), (1, 1));
    let mut users = 0;
    for name in &names {
        users += usize::from(world.provider.users().find(name).await.unwrap().is_some());
    }
    assert_eq!(users, 1, "who lost has no account either");
}

async fn a_newer_link_takes_the_place_of_the_one_before_and_both_end(world: World) {
    let first = link(&world).await.unwrap();
    let mut late = world.browser();
    let begun = begin(&mut late, &first, OWEN).await;
    let second = link(&world).await.unwrap();
    let refused = world.browser().get(&first).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    let refused = complete(&mut late, &begun).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert_eq!(world.browser().get(&second).await.status, 200);
    world.advance(Lifetime::days(1)).await;
    let refused = world.browser().get(&second).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    let unknown = world.browser().get("/setup?token=none").await;
    assert_eq!(unknown.status, 400, "{}", unknown.body);
    assert!(owners(&world).await.is_empty());
}

async fn an_owner_whom_somebody_else_made_ends_the_link(world: World) {
    let link = link(&world).await.unwrap();
    let mut browser = world.browser();
    let page = begin(&mut browser, &link, OWEN).await;
    crate::management::make(&world, ADA.0, "owner").await;
    let refused = complete(&mut browser, &page).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(world.provider.users().find(OWEN).await.unwrap().is_none());
    assert_eq!(browser.get(&link).await.status, 400);
    assert_eq!(owners(&world).await, [world.sub(ADA.0).await]);
}

/// The hidden fields of a form of the page, by its `id`.
fn form_of(page: &Answer, id: &str) -> Vec<(String, String)> {
    let (_, form) = page
        .body
        .split_once(&format!("id=\"{id}\">"))
        .expect(&page.body);
    let (form, _) = form.split_once("</form>").unwrap();
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split_once('"').unwrap().0.to_owned())
    };
    fields.map(field).collect()
}

async fn post(browser: &mut Browser, form: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post("/setup", &fields).await
}

async fn a_user_who_is_signed_in_becomes_the_owner_after_confirming(world: World) {
    let link = link(&world).await.unwrap();
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get(&link).await;
    assert!(page.body.contains(ADA.0), "{}", page.body);
    assert!(owners(&world).await.is_empty(), "looking changes nothing");
    let form = form_of(&page, "become");
    // The form is about this user, in this browser.
    let mut grace = world.signed_in(GRACE).await;
    assert_eq!(post(&mut grace, &form).await.status, 403);
    let mut nobody = world.browser();
    assert_eq!(post(&mut nobody, &form).await.status, 403);
    let done = post(&mut ada, &form).await;
    assert_eq!(
        done.location.as_deref(),
        Some("/admin/start"),
        "{}",
        done.body
    );
    let id = world.sub(ADA.0).await;
    assert_eq!(owners(&world).await, [id.as_str()]);
    world.expire_versions();
    assert_eq!(ada.get("/admin/start").await.status, 200);
    let granted = world
        .provider
        .store()
        .audit_events_about(&id)
        .await
        .unwrap();
    let granted = granted.iter().find(|event| event.action == "role.granted");
    assert_eq!(granted.unwrap().detail, "owner");
    assert_eq!(post(&mut ada, &form).await.status, 400, "it worked once");
    assert_eq!(self::link(&world).await, None);
}

async fn of_all_users_who_have_the_link_one_becomes_the_owner(world: World) {
    let link = link(&world).await.unwrap();
    let mut begun = Vec::new();
    for who in [ADA, GRACE, ADA, GRACE] {
        let mut browser = world.signed_in(who).await;
        let page = browser.get(&link).await;
        let form = form_of(&page, "become");
        begun.push((browser, form));
    }
    let ended = begun.iter_mut().map(|(browser, form)| post(browser, form));
    let ended = join_all(ended).await;
    let made = ended.iter().filter(|answer| answer.status == 303).count();
    assert_eq!((made, owners(&world).await.len()), (1, 1));

    // A session that ended meanwhile makes nobody the owner.
    let world = World::open(Backend::Sqlite).await;
    let link = self::link(&world).await.unwrap();
    let mut ada = world.signed_in(ADA).await;
    let form = form_of(&ada.get(&link).await, "become");
    world.end_all(ADA).await;
    assert_ne!(post(&mut ada, &form).await.status, 200);
    assert!(owners(&world).await.is_empty());
}

async fn whoever_has_an_account_signs_in_and_comes_back_to_the_link(world: World) {
    let link = link(&world).await.unwrap();
    let mut browser = world.browser();
    let page = browser.get(&link).await;
    let answer = post(&mut browser, &form_of(&page, "sign-in-first")).await;
    assert_eq!(answer.location.as_deref(), Some("/sign-in"));
    let sign_in = browser.follow(answer).await;
    let page = browser.sign_in_on(&sign_in, ADA).await;
    let done = post(&mut browser, &form_of(&page, "become")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(owners(&world).await, [world.sub(ADA.0).await]);
}

/// `role grant` has looked whether the role is there, and has not committed: of the two, one makes the
/// first owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_that_is_not_committed_yet_ends_the_link() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        let link = link(&world).await.unwrap();
        let mut browser = world.browser();
        let page = begin(&mut browser, &link, OWEN).await;
        let ada = world.sub(ADA.0).await;
        let statements = [
            "SELECT 1 FROM clients WHERE client_id = 'doorward' FOR SHARE".to_owned(),
            format!(
                "INSERT INTO role_grants (id, user_id, client_id, role, managed, since, actor_kind)
                 VALUES ('g', '{ada}', 'doorward', 'owner', 0, 0, 'cli')"
            ),
        ];
        let done = complete(&mut browser, &page);
        let done = meanwhile(&world, &statements, is_committed, done).await;
        let (status, owner) = if is_committed {
            (400, ADA.0)
        } else {
            (303, OWEN)
        };
        assert_eq!(done.status, status, "{}", done.body);
        assert_eq!(owners(&world).await, [world.sub(owner).await]);
    }
}

async fn what_is_wrong_is_said_and_the_link_still_works(world: World) {
    let link = link(&world).await.unwrap();
    let mut browser = world.browser();
    let page = browser.get(&link).await;
    for (email, said) in [
        ("owen", "such as ada@example.com"),
        (ADA.0, "has an account already"),
    ] {
        let fields = [("email", email), ("wish", "new-account")];
        let again = browser.submit(&page, &fields).await;
        assert_eq!(again.status, 200);
        assert!(again.body.contains(said), "{}", again.body);
        assert!(again.body.contains(&format!("value=\"{email}\"")), "kept");
    }
    let page = begin(&mut browser, &link, OWEN).await;
    assert_eq!(complete(&mut browser, &page).await.status, 303);
}

/// The server prints the link where it can be read, never in its log, and not where there is an owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_prints_the_link_until_there_is_an_owner() {
    let folder = Folder::new("first-owner");
    let port = free_port();
    let serve = async |said: &str, json: bool| {
        let mut command = folder.command(&["serve"]);
        if json {
            command.arg("--json");
        }
        let child = command
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOORWARD_ISSUER", format!("http://localhost:{port}"))
            .env("DOORWARD_LOG__LEVEL", "trace")
            .stdout(std::fs::File::create(folder.path(said)).unwrap())
            .stderr(std::fs::File::create(folder.path("log")).unwrap())
            .spawn()
            .unwrap();
        let server = Server(child);
        answers(&format!("http://localhost:{port}/readyz")).await;
        eventually("the start in the log", async || {
            folder.read("log").contains("Doorward is running")
        })
        .await;
        server
    };
    let start = format!("http://localhost:{port}/setup?token=");
    let server = serve("said", false).await;
    eventually("the link", async || folder.read("said").contains(&start)).await;
    let said = folder.read("said");
    let link = said.lines().find(|line| line.starts_with(&start)).unwrap();
    let mut browser = Browser::at(&format!("http://localhost:{port}"));
    assert_eq!(
        browser
            .get(&link[start.find("/setup").unwrap()..])
            .await
            .status,
        200
    );
    let token = link.strip_prefix(&start).unwrap();
    let base = format!("http://localhost:{port}");
    let log = written(&reqwest::Client::new(), &base, &folder.path("log")).await;
    assert!(!log.contains(token));
    drop(server);

    let server = serve("json", true).await;
    eventually("the document", async || folder.read("json").contains('}')).await;
    let document: serde_json::Value = serde_json::from_str(&folder.read("json")).unwrap();
    assert!(document["setup_link"].as_str().unwrap().starts_with(&start));
    drop(server);

    folder.json(&["user", "add", "--email", OWEN, "--json"]);
    folder.run(&["role", "grant", "doorward", "owner", "--user", OWEN]);
    let server = serve("owned", true).await;
    eventually("the document", async || folder.read("owned").contains('}')).await;
    let document: serde_json::Value = serde_json::from_str(&folder.read("owned")).unwrap();
    assert!(document["setup_link"].is_null(), "{document}");
    drop(server);
}
