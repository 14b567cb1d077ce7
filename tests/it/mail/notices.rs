//! Users hear of what happens to their accounts, and put out whoever it was.

use crate::{
    on_both,
    world::{ADA, Answer, Backend, Browser, GRACE, Shape, StandIn, Way, World},
};
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use serde_json::json;

on_both!(
    a_sign_in_in_a_new_browser_is_told_and_in_a_known_one_is_not,
    whoever_it_was_not_ends_everything_and_the_password,
    of_many_who_press_the_button_one_does_it,
    a_connected_account_is_told_and_so_is_a_disconnected_one,
    a_link_that_was_changed_is_too_old_or_was_read_by_a_program_does_nothing,
);

impl World {
    /// The subjects of the mails to an address, the newest first.
    pub async fn subjects_to(&self, address: &str) -> Vec<String> {
        let mails = self.mails().await;
        let to = mails.iter().filter(|mail| mail["to"] == address);
        to.map(|mail| mail["subject"].as_str().unwrap().to_owned())
            .collect()
    }
}

const NEW_DEVICE: &str = "New sign-in to your account at Doorward";
const PASSWORD_CHANGED: &str = "Your password for Doorward was changed";

/// Presses the button behind a link.
async fn press(browser: &mut Browser, page: &Answer) -> Answer {
    assert!(page.field("token").is_some(), "the page has a button");
    browser.submit(page, &[]).await
}

async fn sign_in(browser: &mut Browser, who: (&str, &str)) -> Answer {
    let page = browser.get("/sign-in?way=again").await;
    let credentials = [("username", who.0), ("password", who.1)];
    browser.submit(&page, &credentials).await
}

async fn a_sign_in_in_a_new_browser_is_told_and_in_a_known_one_is_not(world: World) {
    // The first one of an account that was just made.
    let mut known = world.signed_in(ADA).await;
    assert_eq!(world.subjects_to(ADA.0).await, Vec::<String>::new());
    // In the same browser again.
    sign_in(&mut known, ADA).await;
    world.advance(Lifetime::days(40)).await;
    assert_eq!(sign_in(&mut known, ADA).await.status, 303);
    assert_eq!(world.subjects_to(ADA.0).await, Vec::<String>::new());
    let mut new = world.browser();
    let agent =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";
    new.extra_headers.push(("user-agent", agent.into()));
    assert_eq!(sign_in(&mut new, ADA).await.status, 303);
    assert_eq!(world.subjects_to(ADA.0).await, [NEW_DEVICE]);
    let mail = world.mail_to(ADA.0).await;
    let text = mail["text"].as_str().unwrap();
    for fact in ["Safari on iPhone", "127.0.0.1", "24 Feb 2027, 08:00 UTC"] {
        assert!(text.contains(fact), "{fact}: {text}");
    }
    assert_eq!(sign_in(&mut new, ADA).await.status, 303);
    assert_eq!(world.subjects_to(ADA.0).await, [NEW_DEVICE]);
    // An account that is older than an hour hears of its first one, too.
    world.signed_in(GRACE).await;
    assert_eq!(world.subjects_to(GRACE.0).await, [NEW_DEVICE]);
}

async fn whoever_it_was_not_ends_everything_and_the_password(world: World) {
    let mut hers = world.signed_in(ADA).await;
    let mut theirs = world.signed_in(ADA).await;
    let link = world.link_to(ADA.0, "/not-me").await;
    // A browser that never was here.
    let mut anybody = world.browser();
    let page = anybody.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Secure my account"), "{}", page.body);
    assert_eq!(theirs.get("/account").await.status, 200);
    let done = press(&mut anybody, &page).await;
    assert_eq!(done.status, 200);
    assert!(
        done.body.contains("Your account is secured"),
        "{}",
        done.body
    );
    assert!(done.body.contains("/forgot-password"), "{}", done.body);
    for browser in [&mut hers, &mut theirs] {
        assert_eq!(browser.get("/account").await.status, 303, "signed out");
        let answer = sign_in(browser, ADA).await;
        assert_eq!(answer.status, 200, "the password signs nobody in");
    }
    let actions = "SELECT action FROM audit_events WHERE action = 'account.disowned'";
    assert_eq!(world.texts(actions).await.len(), 1);
    // Nor where it is declared once more, as at every start. Another password does.
    world
        .put_user(ADA.0, Some("ada"), ADA.1, StandardClaims::default())
        .await;
    assert_eq!(sign_in(&mut hers, ADA).await.status, 200);
    world
        .put_user(
            ADA.0,
            Some("ada"),
            "a new password of her own",
            StandardClaims::default(),
        )
        .await;
    let mut new = world.browser();
    assert_eq!(sign_in(&mut new, ADA).await.status, 200);
    let answer = sign_in(&mut new, (ADA.0, "a new password of her own")).await;
    assert_eq!(answer.status, 303);
    // The link says that it was used, and changes nothing.
    let page = anybody.get(&link).await;
    let again = press(&mut anybody, &page).await;
    assert_eq!(again.status, 409);
    assert!(
        again.body.contains("This was done already"),
        "{}",
        again.body
    );
    assert_eq!(new.get("/account").await.status, 200);
    // Nobody else was touched.
    assert_eq!(
        world.signed_in(GRACE).await.get("/account").await.status,
        200
    );
}

async fn of_many_who_press_the_button_one_does_it(world: World) {
    world.signed_in(ADA).await;
    world.signed_in(ADA).await;
    let link = world.link_to(ADA.0, "/not-me").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let other = world.another_node().await;
    let presses = (0..100).map(|n| {
        let (node, token) = (if n % 2 == 0 { &world } else { &other }, token.clone());
        async move {
            let recovery = node.provider.recovery();
            recovery.not_me(&node.context(), &token).await.unwrap()
        }
    });
    let outcomes = futures_util::future::join_all(presses).await;
    let done = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, doorward_core::recovery::NotMe::Done { .. }));
    assert_eq!(done.count(), 1, "{outcomes:?}");
    assert!(
        outcomes
            .iter()
            .all(|outcome| *outcome != doorward_core::recovery::NotMe::Invalid)
    );
}

async fn a_link_that_was_changed_is_too_old_or_was_read_by_a_program_does_nothing(world: World) {
    let mut hers = world.signed_in(ADA).await;
    world.signed_in(ADA).await;
    let link = world.link_to(ADA.0, "/not-me").await;
    let token = link.split_once("token=").unwrap().1;
    let mut anybody = world.browser();
    for _ in 0..3 {
        anybody.get(&link).await;
        let head = world.http.head(link.as_str()).send().await.unwrap();
        assert!(head.status().is_client_error() || head.status().is_success());
    }
    for wrong in [
        String::new(),
        "x".into(),
        format!("{token}x"),
        token.replacen(|c: char| c.is_ascii_lowercase(), "_", 1),
    ] {
        let page = anybody.get(&format!("/not-me?token={wrong}")).await;
        assert_eq!(page.status, 400, "{wrong}");
        assert!(page.body.contains("This link doesn’t work"));
    }
    let page = anybody.get(&link).await;
    world.advance(Lifetime::days(7)).await;
    assert_eq!(press(&mut anybody, &page).await.status, 400);
    assert_eq!(anybody.get(&link).await.status, 400);
    assert_eq!(
        sign_in(&mut hers, ADA).await.status,
        303,
        "the password stands"
    );
}

async fn a_connected_account_is_told_and_so_is_a_disconnected_one(world: World) {
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({"link_only": true})).await;
    up.is(json!({"sub": "ada", "preferred_username": "ada-there"}));
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get("/account").await;
    let provider = [("provider", "up")];
    let away = ada.submit_at(&page, "/account/identities", &provider).await;
    let Way::Redirect(back) = up.visit(&away.location.unwrap()).await else {
        panic!("the stand-in answers by a redirect");
    };
    assert_eq!(ada.get(&back).await.status, 303);
    let told = async |what: &str| {
        let mail = world.mail_to(ADA.0).await;
        let subject = "The ways to sign in to your account at Doorward have changed";
        assert_eq!(mail["subject"], subject);
        let text = mail["text"].as_str().unwrap().to_owned();
        assert!(
            text.contains(what) && text.contains("/not-me?token="),
            "{text}"
        );
    };
    told("was connected to your account").await;
    let page = ada.get("/account").await;
    let form = ["provider", "issuer", "subject"].map(|name| {
        let start = page
            .body
            .find("action=\"/account/identities/unlink\"")
            .unwrap();
        let field = format!("name=\"{name}\" value=\"");
        let mut parts = page.body[start..].split(&field);
        let value = parts.nth(1).unwrap().split('"').next().unwrap();
        (name, value.to_owned())
    });
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let unlinked = ada
        .submit_at(&page, "/account/identities/unlink", &form)
        .await;
    assert_eq!(unlinked.status, 303);
    told("was disconnected from your account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_password_is_told_also_where_new_devices_are_not() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| settings.notices.new_device = false).await;
        world.signed_in(ADA).await;
        world.signed_in(ADA).await;
        let password = "another password of hers";
        world
            .put_user(ADA.0, Some("ada"), password, StandardClaims::default())
            .await;
        assert_eq!(world.subjects_to(ADA.0).await, [PASSWORD_CHANGED]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_mails_a_sign_in_works_as_before() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.mail.url = Some("smtp://localhost:1".into());
        settings.mail.from = Some("no-reply@example.com".into());
    })
    .await;
    world.signed_in(ADA).await;
    world.signed_in(ADA).await;
    assert_eq!(world.waiting_mails().await, 1);
}
