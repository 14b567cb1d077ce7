//! Users whose address belongs to an identity provider sign in there, by whatever name they are known
//! here: no password and no mail lets them in, and nobody learns that there is such a user.

use crate::{
    own_account::ask,
    refusal_log::Logged,
    world::{ADA, Answer, Backend, Browser, Shape, StandIn, Way, World, authorize_query},
};
use doorward_core::invitations::NewInvitation;
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
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
    nobody_creates_an_account_for_such_an_address,
    an_account_that_was_begun_before_goes_to_the_provider,
    an_invitation_to_such_an_address_leads_to_the_provider,
    nobody_takes_such_an_address_who_does_not_sign_in_there,
    another_provider_brings_no_such_address,
    administrators_may_prepare_such_a_user,
);

async fn open(backend: Backend) -> (World, StandIn) {
    let world = World::open_with(backend, |settings| {
        settings.sign_in.methods = ["password", "code"].map(str::to_owned).to_vec();
        settings.sign_up.mode = "open".into();
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

const NEW: &str = "new@corp.example";

/// Whether an answer leads to the provider, with the address as its hint.
fn leads_there(answer: &Answer, address: &str) {
    let to = answer.location.as_deref().unwrap_or_default();
    assert!(
        answer.status == 303 && to.contains("/authorize?"),
        "{to} {}",
        answer.body
    );
    let hint = format!("login_hint={}", address.replace('@', "%40"));
    assert!(to.contains(&hint), "{to}");
}

/// How many one-time tokens of a purpose there are.
async fn tokens(world: &World, purpose: &str) -> i64 {
    let count = format!("SELECT COUNT(*) FROM one_time_tokens WHERE purpose = '{purpose}'");
    world.numbers(&count).await[0]
}

async fn nobody_creates_an_account_for_such_an_address(world: World) {
    for address in [EVE.0, NEW, "New@CORP.example"] {
        let mut browser = world.browser();
        let page = browser
            .authorize(&authorize_query(&[("prompt", "create")]))
            .await;
        let fields = [("email", address)];
        leads_there(
            &browser.submit_at(&page, "/sign-up", &fields).await,
            address,
        );
        let mut browser = world.browser();
        let page = browser.get("/sign-up").await;
        leads_there(
            &browser.submit_at(&page, "/sign-up", &fields).await,
            address,
        );
    }
    assert_eq!(tokens(&world, "sign_up").await, 0);
    // Another domain is nobody's.
    let mut browser = world.browser();
    let page = browser.get("/sign-up").await;
    let other = [("email", "new@mail.corp.example")];
    let answer = browser.submit_at(&page, "/sign-up", &other).await;
    assert!(answer.location.unwrap().starts_with("/sign-up/code?"));
}

async fn an_account_that_was_begun_before_goes_to_the_provider(world: World) {
    const LATER: &str = "new@later.example";
    let mut browser = world.browser();
    let page = browser.get("/sign-up").await;
    let answer = browser
        .submit_at(&page, "/sign-up", &[("email", LATER)])
        .await;
    let page = browser.follow(answer).await;
    let mail = world.mail_to(LATER).await;
    let text = mail["text"].as_str().unwrap();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|digits| digits.len() == 6).unwrap();
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", code)])
        .await;
    let page = browser.follow(answer).await;
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "later", &json!({"home_realms": ["later.example"]}))
        .await;
    world.expire_versions();
    let fields = [("name", "Eve"), ("new_password", EVE.1)];
    let answer = browser.submit_at(&page, "/sign-up/complete", &fields).await;
    leads_there(&answer, LATER);
    assert!(
        world
            .provider
            .store()
            .user_by_email(LATER)
            .await
            .unwrap()
            .is_none()
    );
}

async fn an_invitation_to_such_an_address_leads_to_the_provider(world: World) {
    let new = NewInvitation {
        email: NEW,
        client_ids: &[],
        language: None,
        inviter: None,
        lifetime: Lifetime::days(3),
        roles: &std::collections::BTreeMap::new(),
        into: None,
    };
    let invitations = world.provider.invitations();
    let invited = invitations.invite(&world.context(), &new).await.unwrap();
    let link = world.link_to(NEW, "/invitation").await;
    let mut browser = world.browser();
    let page = browser.get(link.strip_prefix(&world.issuer).unwrap()).await;
    let away = browser.submit(&page, &[("as", "new")]).await;
    leads_there(&away, NEW);
    assert_eq!(tokens(&world, "sign_up").await, 0);
    let open = world
        .provider
        .store()
        .invitation(&invited.id)
        .await
        .unwrap();
    assert!(open.unwrap().accepted_at.is_none());
}

/// An address of a domain that gets its provider late.
const LATER: &str = "ada@later.example";

async fn nobody_takes_such_an_address_who_does_not_sign_in_there(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let told = ask(&mut browser, NEW).await;
    assert!(
        told.body.contains("addresses of this domain belong to"),
        "{}",
        told.body
    );
    assert_eq!(tokens(&world, "change_address").await, 0);
    // A domain that gets its provider after the mail was sent.
    let page = ask(&mut browser, LATER).await;
    let mail = world.mail_to(LATER).await;
    let text = mail["text"].as_str().unwrap();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|digits| digits.len() == 6).unwrap();
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "later", &json!({"home_realms": ["later.example"]}))
        .await;
    world.expire_versions();
    browser
        .submit_at(&page, "/account/address/code", &[("code", code)])
        .await;
    let store = world.provider.store();
    assert!(store.user_by_email(LATER).await.unwrap().is_none());
    assert!(store.user_by_email(ADA.0).await.unwrap().is_some());
    // Who signs in there may have it.
    let sub = world.sub(ADA.0).await;
    let link = format!(
        "INSERT INTO identities (provider_id, issuer, subject, user_id, label, linked_at)
         VALUES ('corp', 'https://corp.example', 'ada', '{sub}', 'Ada', 1)"
    );
    world.execute(&link).await;
    let page = ask(&mut browser, NEW).await;
    assert!(page.body.contains("name=\"code\""), "{}", page.body);
    world.mail_to(NEW).await;
}

async fn another_provider_brings_no_such_address(world: World) {
    for (id, own, has_email) in [
        ("other", json!({"sign_up": true}), false),
        (
            "trusted",
            json!({"sign_up": true, "authoritative_for": ["corp.example"]}),
            true,
        ),
    ] {
        let up = StandIn::open(&world, Shape::Oidc);
        up.declare(&world, id, &own).await;
        let address = format!("{id}@corp.example");
        up.is(json!({"sub": id, "email": address, "email_verified": true, "name": "Somebody"}));
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let away = browser.choose(&page, id).await;
        let Way::Redirect(back) = up.visit(away.location.as_deref().unwrap()).await else {
            panic!("by redirect")
        };
        let answer = browser.get(&back).await;
        browser.follow(answer).await;
        assert!(browser.session().is_some(), "{id}");
        let found = world
            .provider
            .store()
            .user_by_email(&address)
            .await
            .unwrap();
        assert_eq!(found.is_some(), has_email, "{id}");
        // Nor at the next sign-in.
        let mut again = world.browser();
        let page = again.get("/sign-in").await;
        let away = again.choose(&page, id).await;
        let Way::Redirect(back) = up.visit(away.location.as_deref().unwrap()).await else {
            panic!("by redirect")
        };
        again.get(&back).await;
        let found = world
            .provider
            .store()
            .user_by_email(&address)
            .await
            .unwrap();
        assert_eq!(found.is_some(), has_email, "{id}");
    }
}

/// A file, and with it the command line, the API and SCIM, which write users by the same services.
async fn administrators_may_prepare_such_a_user(world: World) {
    let text = format!("[[users]]\nemail = \"{NEW}\"\npassword = \"{}\"\n", EVE.1);
    doorward_cli::apply_text(&world.provider, "declared.toml", &text)
        .await
        .unwrap();
    assert!(
        world
            .provider
            .store()
            .user_by_email(NEW)
            .await
            .unwrap()
            .is_some()
    );
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
