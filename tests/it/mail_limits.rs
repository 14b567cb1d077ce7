//! Whoever asks for mails about somebody else, or guesses their codes, keeps nobody from their own.

use crate::{
    sign_in_limits::known_browser,
    world::{ADA, Backend, Browser, World},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;

/// A form that anybody may ask for a mail by: its page, the field of the name, and the other fields.
type MailForm = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const FORMS: [MailForm; 3] = [
    ("/sign-in", "username", &[("by", "mail")]),
    ("/forgot-password", "username", &[]),
    ("/sign-up", "email", &[]),
];

async fn open(backend: Backend) -> World {
    World::open_with(backend, |settings| {
        let methods = ["password", "code"].map(str::to_owned);
        settings.sign_in.methods = methods.into();
        settings.sign_up.mode = "open".into();
        settings.http.trusted_proxies = vec!["127.0.0.0/8".into()];
        settings.rate_limits.mails = 1000;
        settings.rate_limits.mails_without_proof = 1000;
    })
    .await
}

/// Asks for a mail in a browser, from an address: the status.
async fn ask_in(browser: &mut Browser, from: &str, form: MailForm, name: &str) -> u16 {
    let (path, field, others) = form;
    browser.extra_headers = vec![("x-forwarded-for", from.to_owned())];
    let page = browser.get(path).await;
    let fields = [&[(field, name)], others].concat();
    browser.submit_at(&page, path, &fields).await.status
}

/// As [`ask_in`], in a new browser: whether it is answered.
async fn asks(world: &World, from: &str, form: MailForm, name: &str) -> bool {
    let status = ask_in(&mut world.browser(), from, form, name).await;
    assert!([200, 303, 429].contains(&status), "{status}");
    status != 429
}

/// How many mails went to Ada since they were counted last.
async fn new_mails(world: &World, before: &mut usize) -> usize {
    world.deliver_all().await;
    let now = world.subjects_to(ADA.0).await.len();
    let new = now - *before;
    *before = now;
    new
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_uses_up_the_mails_of_another_user() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = open(backend).await;
        let mut ours = known_browser(&world, ADA).await;
        let mut mails = 0;
        new_mails(&world, &mut mails).await;
        for form in FORMS {
            let page = form.0;
            for _ in 0..6 {
                asks(&world, "198.51.100.1", form, ADA.0).await;
            }
            assert!(!asks(&world, "198.51.100.1", form, ADA.0).await, "{page}");
            assert_eq!(new_mails(&world, &mut mails).await, 3, "{page}");
            // From elsewhere the user goes on, also in a browser that nobody knows.
            assert!(asks(&world, "203.0.113.1", form, ADA.0).await, "{page}");
            assert_eq!(new_mails(&world, &mut mails).await, 1, "{page}");
            // However many networks ask, the mails in all are few.
            for network in 2..9 {
                for _ in 0..3 {
                    asks(&world, &format!("198.51.100.{network}"), form, ADA.0).await;
                }
            }
            assert_eq!(new_mails(&world, &mut mails).await, 8, "{page}");
            assert!(!asks(&world, "203.0.113.2", form, ADA.0).await, "{page}");
        }
        // In a browser of their own the user goes on all the same, and has a budget there.
        for form in [FORMS[0], FORMS[1]] {
            for number in 0..5 {
                let status = ask_in(&mut ours, "198.51.100.1", form, ADA.0).await;
                assert_eq!(status == 429, number >= 3, "{} {number}", form.0);
            }
            assert_eq!(new_mails(&world, &mut mails).await, 3, "{}", form.0);
        }
        world.advance(Lifetime::hours(1)).await;
        assert!(asks(&world, "198.51.100.1", FORMS[0], ADA.0).await);
    }
}

/// However many networks ask at once, at whichever node: twelve mails an hour.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_networks_at_once_as_many_mails_go_as_one_after_another() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = open(backend).await;
        let other = world.another_node_with(|settings| {
            settings.sign_in = world.settings.sign_in.clone();
            settings.sign_up = world.settings.sign_up.clone();
            settings.http = world.settings.http.clone();
            settings.rate_limits = world.settings.rate_limits.clone();
        });
        let other = other.await;
        let asked = (0..24).map(|number| {
            let node = if number % 2 == 0 { &world } else { &other };
            let from = format!("198.51.100.{}", number / 3);
            async move { asks(node, &from, FORMS[1], ADA.0).await }
        });
        let answered = join_all(asked).await;
        assert_eq!(answered.iter().filter(|is| **is).count(), 12);
        // Each node delivers what it finds in the outbox.
        let sent = new_mails(&world, &mut 0).await + new_mails(&other, &mut 0).await;
        assert_eq!(sent, 12);
        // The networks of one customer are one.
        for number in 0..6 {
            let from = format!("2001:db8:1:{number:x}::1");
            let is_one_of_three = asks(&world, &from, FORMS[1], "nobody").await;
            assert_eq!(is_one_of_three, number < 3, "{number}");
        }
    }
}

/// The code of the newest mail to Ada.
async fn newest_code(world: &World) -> String {
    code_of(world, ADA.0).await
}

async fn code_of(world: &World, email: &str) -> String {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let is_code = |line: &&str| {
        let digits = line.trim().replace('-', "");
        digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let line = text.lines().find(is_code);
    let line = line.unwrap_or_else(|| panic!("no code in {text}"));
    line.trim().to_owned()
}

/// Guesses the codes of Ada's mails five at a time, each mail from another network.
async fn guess(world: &World, mails: u8) {
    for network in 0..mails {
        let mut stranger = world.browser();
        stranger.extra_headers = vec![("x-forwarded-for", format!("198.51.100.{network}"))];
        let page = stranger.get("/sign-in").await;
        let asked = [("username", ADA.0), ("by", "mail")];
        let answer = stranger.submit_at(&page, "/sign-in", &asked).await;
        let waiting = stranger.follow(answer).await;
        for _ in 0..5 {
            let wrong = [("code", "00000000")];
            stranger.submit_at(&waiting, "/sign-in/code", &wrong).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_wrong_codes_make_codes_long_and_nobody_wait() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = open(backend).await;
        guess(&world, 4).await;
        world.deliver_all().await;
        assert_eq!(newest_code(&world).await.len(), 8);
        guess(&world, 1).await;
        let mut ada = world.browser();
        ada.extra_headers = vec![("x-forwarded-for", "203.0.113.1".to_owned())];
        let page = ada.get("/sign-in").await;
        // By another name of the same user, too.
        let asked = [("username", "ada"), ("by", "mail")];
        let answer = ada.submit_at(&page, "/sign-in", &asked).await;
        let waiting = ada.follow(answer).await;
        assert_eq!(waiting.status, 200);
        world.deliver_all().await;
        let code = newest_code(&world).await;
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        let typed = [("code", code.as_str())];
        let answer = ada.submit_at(&waiting, "/sign-in/code", &typed).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        // A day later codes are short again.
        world.advance(Lifetime::days(1)).await;
        guess(&world, 1).await;
        world.deliver_all().await;
        assert_eq!(newest_code(&world).await.len(), 8);
    }
}

/// Whoever collects codes without trying them has no more tries by that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_may_still_be_tried_count_as_tried() {
    const NEW: &str = "eve@example.org";
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = open(backend).await;
        for (form, name, usual) in [(FORMS[2], NEW, 6), (FORMS[0], ADA.0, 8)] {
            for number in 0..6 {
                let from = format!("198.51.100.{number}");
                assert!(asks(&world, &from, form, name).await);
                world.deliver_all().await;
                let digits = code_of(&world, name).await.replace('-', "").len();
                assert_eq!(
                    digits,
                    if number < 5 { usual } else { 16 },
                    "{name} {number}"
                );
            }
        }
        // Codes that have expired are worth nothing.
        world.advance(Lifetime::minutes(20)).await;
        assert!(asks(&world, "203.0.113.1", FORMS[0], ADA.0).await);
        world.deliver_all().await;
        assert_eq!(code_of(&world, ADA.0).await.len(), 8);
    }
}
