//! Users whose address belongs to an identity provider sign in there, by whatever name they are known
//! here: no password and no mail lets them in, and nobody learns that there is such a user.

use crate::{
    refusal_log::Logged,
    world::{ADA, Answer, Backend, Browser, Shape, StandIn, World, authorize_query},
};
use doorward_protocol::oidc::claims::StandardClaims;
use serde_json::json;

const EVE: (&str, &str) = ("eve@corp.example", "eleven words of a woman who left");
/// How a name of nobody is written.
const NOBODY: &str = "nobody";

macro_rules! on_both_with_a_realm {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let (world, up) = super::open(super::Backend::Sqlite).await; super::$name(world).await; drop(up); } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let (world, up) = super::open(super::Backend::Postgres).await; super::$name(world).await; drop(up); } )* }
    };
}

on_both_with_a_realm!(
    no_name_of_such_a_user_goes_with_a_password,
    no_name_of_such_a_user_gets_a_mail_that_signs_in_or_a_new_password,
    an_app_that_takes_passwords_alone_takes_theirs,
);

async fn open(backend: Backend) -> (World, StandIn) {
    let world = World::open_with(backend, |settings| {
        settings.sign_in.methods = ["password", "code"].map(str::to_owned).to_vec();
    })
    .await;
    let up = StandIn::open(&world, Shape::Oidc);
    let realm = json!({"home_realms": ["corp.example"]});
    up.declare(&world, "corp", &realm).await;
    let claims = StandardClaims::default();
    world.put_user(EVE.0, Some("eve"), EVE.1, claims).await;
    (world, up)
}

/// The names of Eve that are no address, and one of nobody.
async fn names(world: &World) -> [String; 3] {
    let sub = world.sub(EVE.0).await;
    ["eve".to_owned(), sub, NOBODY.to_owned()]
}

async fn types(browser: &mut Browser, name: &str, password: &str) -> Answer {
    let page = browser.authorize(&authorize_query(&[])).await;
    let first = [("username", name), ("step", "identifier")];
    let page = browser.submit_at(&page, "/sign-in", &first).await;
    let both = [("username", name), ("password", password)];
    browser.submit_at(&page, "/sign-in", &both).await
}

async fn no_name_of_such_a_user_goes_with_a_password(world: World) {
    for name in names(&world).await {
        let mut browser = world.browser();
        let answer = types(&mut browser, &name, EVE.1).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        assert!(answer.body.contains("role=\"alert\""), "{}", answer.body);
        assert_eq!(browser.session(), None, "{name}");
    }
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let both = [("username", EVE.0), ("password", EVE.1)];
    let address = browser.submit_at(&page, "/sign-in", &both).await;
    assert!(address.location.is_some(), "the address leads there");
    let ada = types(&mut world.browser(), "ada", ADA.1).await;
    assert_eq!(ada.status, 303, "{}", ada.body);
    let failed = "SELECT detail FROM audit_events WHERE action = 'sign_in.failed' ORDER BY detail";
    assert_eq!(
        world.texts(failed).await,
        ["", "home realm", "home realm"],
        "the audit log says why"
    );
}

async fn no_name_of_such_a_user_gets_a_mail_that_signs_in_or_a_new_password(world: World) {
    let mut pages = Vec::new();
    for name in names(&world).await {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let asked = [("username", name.as_str()), ("by", "mail")];
        let answer = browser.submit_at(&page, "/sign-in", &asked).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.body);
        assert!(answer.location.unwrap().starts_with("/sign-in/code?"));
        let page = browser.get("/forgot-password").await;
        let forgot = [("username", name.as_str())];
        let told = browser.submit_at(&page, "/forgot-password", &forgot).await;
        assert!(told.body.contains("on its way"), "{}", told.body);
        let token = told.field("form_token").unwrap_or_default();
        pages.push(told.body.replace(&name, "NAME").replace(&token, "TOKEN"));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
    world.deliver_all().await;
    let mails = world.mails().await;
    assert!(mails.iter().all(|mail| mail["to"] != EVE.0), "{mails:?}");
    // Everybody else gets theirs.
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await;
    let ada = [("username", "ada")];
    browser.submit_at(&page, "/forgot-password", &ada).await;
    world.mail_to(ADA.0).await;
}

async fn an_app_that_takes_passwords_alone_takes_theirs(world: World) {
    let callback = crate::world::CALLBACK;
    let app = json!({"redirect_uris": [callback], "first_party": true, "client_name": "Notes"});
    let methods = json!({"sign_in_methods": ["password"]});
    world.client("notes", &app, &methods).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let answer = browser.sign_in_on(&page, ("eve", EVE.1)).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
}

const APPLY: &str = r#"
[[providers]]
id = "corp"
kind = "oidc"
issuer = "http://localhost:9"
client_id = "doorward"
client_secret = "a secret of the upstream provider"
allow_private_addresses = true
home_realms = ["corp.example"]

[[users]]
email = "eve@corp.example"
username = "eve"
password = "eleven words of a woman who left"
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_of_such_a_user_is_one_line() {
    let json = ("DOORWARD_LOG__FORMAT", "json");
    let methods = ("DOORWARD_SIGN_IN__METHODS", r#"["password", "code"]"#);
    let server = Logged::start_after(APPLY, |_| (), &[json, methods]).await;
    let mut read = 0;
    server.lines(&mut read).await;
    let mut browser = Browser::at(&server.base);
    let page = browser.get("/sign-in").await;
    for (fields, event) in [
        (
            [("username", "eve"), ("password", EVE.1)],
            "sign_in.refused",
        ),
        ([("username", "eve"), ("by", "mail")], "sign_in.refused"),
    ] {
        browser.submit_at(&page, "/sign-in", &fields).await;
        let lines = server.lines(&mut read).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0]["fields"]["event"], event);
        assert_eq!(lines[0]["fields"]["reason"], "home_realm");
    }
    let page = browser.get("/forgot-password").await;
    let forgot = [("username", "eve")];
    browser.submit_at(&page, "/forgot-password", &forgot).await;
    let lines = server.lines(&mut read).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["fields"]["event"], "password_reset.refused");
    assert_eq!(lines[0]["fields"]["reason"], "home_realm");
}
