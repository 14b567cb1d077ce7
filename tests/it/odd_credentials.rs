//! Names and passwords that are longer or other than they may be are refused before any work is done, and
//! what is as long as it may be counts to its last character.

use crate::{
    mailed_sign_in, on_both_wide, password_reset,
    secrets::dump,
    sign_up,
    world::{ADA, Answer, Backend, Browser, GRACE, World},
};
use doorward_core::users::Declaration;
use doorward_protocol::{oidc::claims::StandardClaims, secret::Digest};
use secrecy::ExposeSecret;

on_both_wide!(
    a_password_that_is_too_long_is_refused_before_any_work,
    the_last_character_of_the_longest_password_counts,
    an_address_that_no_mail_is_sent_to_makes_no_account
);

/// The longest password, in characters.
const LONGEST: usize = 256;

/// A password of so many characters that nobody guesses.
fn long(characters: usize) -> String {
    "seven quiet lamps on a hill, and "
        .chars()
        .cycle()
        .take(characters)
        .collect()
}

async fn sign_in(world: &World, who: (&str, &str)) -> Answer {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let fields = [("username", who.0), ("password", who.1)];
    browser.submit(&page, &fields).await
}

async fn change(browser: &mut Browser, present: &str, new: &str) -> Answer {
    let page = browser.get("/account/password").await;
    let fields = [("password", present), ("new_password", new)];
    browser.submit_at(&page, "/account/password", &fields).await
}

async fn a_password_that_is_too_long_is_refused_before_any_work(world: World) {
    let mut ada = world.signed_in(ADA).await;
    let mut new = world.browser();
    let page = sign_up::confirmed(&world, &mut new, "eve@example.org").await;
    let mut forgot = world.browser();
    password_reset::ask(&mut forgot, GRACE.0).await;
    let link = password_reset::link(&world, GRACE.0).await;
    let reset = forgot.get(&link).await;
    let before = world.provider.passwords().work_done();
    // One character more, more bytes than a password has, what a form may hold, and more than that.
    let bytes = "\u{20ac}".repeat(LONGEST) + &"\u{1f600}".repeat(100);
    for (password, expected) in [
        (long(LONGEST + 1), 400),
        (long(1025), 400),
        (bytes, 400),
        (long(15_000), 400),
        (long(64 * 1024), 413),
        (long(100 * 1024), 413),
    ] {
        let length = password.len();
        let named = [("name", "Eve"), ("new_password", password.as_str())];
        let chosen = [("new_password", password.as_str())];
        let answers = [
            sign_in(&world, (ADA.0, &password)).await,
            sign_in(&world, ("nobody", &password)).await,
            change(&mut ada, &password, "another dozen words of difference").await,
            change(&mut ada, ADA.1, &password).await,
            new.submit_at(&page, "/sign-up/complete", &named).await,
            forgot.submit_at(&reset, "/reset-password", &chosen).await,
        ];
        for (n, answer) in answers.iter().enumerate() {
            assert_eq!(answer.status, expected, "{length} {n}: {}", answer.body);
        }
        // Of these the one that brings the present password has it verified.
        world.execute("DELETE FROM sign_in_attempts").await;
    }
    let verified = world.provider.passwords().work_done() - before;
    let one = {
        let before = world.provider.passwords().work_done();
        assert_eq!(
            sign_in(&world, (ADA.0, "a wrong password here"))
                .await
                .status,
            200
        );
        world.provider.passwords().work_done() - before
    };
    assert!(
        verified <= 4 * one,
        "no more than the present password, four times: {verified}"
    );
    assert_eq!(sign_in(&world, ADA).await.status, 303);
    assert_eq!(sign_in(&world, GRACE).await.status, 303);
}

async fn the_last_character_of_the_longest_password_counts(world: World) {
    let mut present = ADA.1.to_owned();
    for length in [64, 72, 73, 128, LONGEST] {
        let mut ada = world.signed_in((ADA.0, &present)).await;
        let password = long(length - 1) + "x";
        let answer = change(&mut ada, &present, &password).await;
        assert_eq!(answer.status, 303, "{length}: {}", answer.body);
        for wrong in [long(length - 1) + "y", long(length - 1)] {
            let answer = sign_in(&world, (ADA.0, &wrong)).await;
            assert_eq!(answer.status, 200, "{length}: {wrong}");
        }
        assert_eq!(sign_in(&world, (ADA.0, &password)).await.status, 303);
        present = password;
    }
}

async fn an_address_that_no_mail_is_sent_to_makes_no_account(world: World) {
    let domain = |labels: usize| vec!["a".repeat(60); labels].join(".") + ".example";
    let too_long = format!("{}@{}", "a".repeat(64), domain(3));
    assert_eq!(too_long.len(), 255);
    let longest = format!("{}@{}", "a".repeat(63), domain(3));
    for address in [
        &format!("{}@example.org", "a".repeat(65)),
        &too_long,
        "ada@[192.0.2.1]",
        "ada@[IPv6:2001:db8::1]",
        "ada@example.org.",
        "ada@.example.org",
        "ada@example..org",
        "ada(comment)@example.org",
        "ada@example.org(comment)",
        "ada@(comment)example.org",
        "\"ada\"@example.org",
        "ada@eve@example.org",
        "ada,eve@example.org",
        "<ada@example.org>",
        "ada@",
        "@example.org",
        "ada eve@example.org",
        "ada\u{a0}@example.org",
        "ada\n@example.org",
        "ada\0@example.org",
        // Mail is sent to none of these.
        "j\u{f6}rg@example.org",
        "jo\u{308}rg@example.org",
        "\u{1f600}@example.org",
        "ada..l@example.org",
    ] {
        let mut browser = world.browser();
        let page = browser.get("/sign-up").await;
        let fields = [("email", address)];
        let answer = browser.submit_at(&page, "/sign-up", &fields).await;
        assert_eq!(answer.status, 400, "{address}: {}", answer.body);
        let declaration = Declaration {
            email: address.into(),
            username: None,
            password: None,
            claims: StandardClaims::default(),
        };
        let put = world.provider.users();
        let put = put.put(&world.context(), declaration, None).await;
        assert!(put.is_err(), "{address}");
    }
    for address in [
        longest.as_str(),
        "o'hara+list@example.org",
        "j\u{fc}rgen@b\u{fc}cher.example",
    ] {
        world.user(address, "seven quiet lamps on a hill").await;
        let who = (address, "seven quiet lamps on a hill");
        assert_eq!(sign_in(&world, who).await.status, 303, "{address}");
    }
}

/// A code that signs in is in its mail, in its text alone: nothing that is answered or stored has it.
async fn a_mailed_code_is_in_its_mail_alone(backend: Backend) {
    let world = mailed_sign_in::open(backend, &mailed_sign_in::ALL).await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let waits = mailed_sign_in::ask(&mut browser, &page, ADA.0).await;
    let (code, link) = mailed_sign_in::mailed(&world, ADA.0).await;
    let (_, token) = link.split_once("token=").unwrap();
    let digests = [&code, token].map(|secret| Digest::of(secret.as_bytes()));
    let mail = world.mail_to(ADA.0).await;
    let subject = mail["subject"].as_str().unwrap();
    let wrong = [(
        "code",
        if code == "00000000" {
            "00000001"
        } else {
            "00000000"
        },
    )];
    let again = browser.submit_at(&waits, "/sign-in/code", &wrong).await;
    let answered = [&waits, &again].map(|answer| {
        let Answer {
            headers, location, ..
        } = answer;
        format!("{headers:?} {location:?} {}", answer.body)
    });
    for secret in [code.as_str(), token] {
        assert!(!subject.contains(secret), "{subject}");
        assert!(answered.iter().all(|answer| !answer.contains(secret)));
    }
    let kept = dump::database(world.settings.database.url.expose_secret()).await;
    assert!(kept.keys().any(|place| place.contains("one_time_tokens")));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for (place, bytes) in &kept {
        let kept = text(bytes);
        assert!(!kept.contains(&code) && !kept.contains(token), "{place}");
        // The code has few values: a digest of it alone would tell which one it is.
        assert!(!kept.contains(digests[0].as_str()), "{place}");
    }
    // It is stored, as a digest under a key.
    let typed = [("code", code.as_str())];
    let answer = browser.submit_at(&again, "/sign-in/code", &typed);
    assert_eq!(answer.await.location.as_deref(), Some("/account"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_is_in_its_mail_alone_on_sqlite() {
    a_mailed_code_is_in_its_mail_alone(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_is_in_its_mail_alone_on_postgresql() {
    a_mailed_code_is_in_its_mail_alone(Backend::Postgres).await;
}
