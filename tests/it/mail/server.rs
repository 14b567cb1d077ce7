//! Delivery to a real mail server that is slow, refuses, and goes away.

use super::{by, notice, world_with};
use crate::world::{ADA, Backend, Encrypts, SmtpSink, Taken, World, eventually};
use doorward_core::mail::{Mail, MailContent};
use doorward_protocol::time::Lifetime;
use serde_json::json;
use std::collections::BTreeSet;

/// Each test once on SQLite and once on PostgreSQL, in a world that opens itself.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(crate::world::Backend::Sqlite).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(crate::world::Backend::Postgres).await; } )* }
    };
}

on_each!(
    a_mail_is_one_envelope_with_one_receiver,
    mails_about_an_app_come_from_its_own_sender,
    tls_is_asked_for_and_nothing_is_said_without_it,
    a_server_that_is_away_for_a_day_gets_everything_in_order_and_once,
    a_mail_that_was_sent_and_not_recorded_is_sent_again_as_the_same_mail,
    what_the_server_refuses_is_given_up_and_what_it_delays_is_sent_later,
    a_wrong_password_of_the_server_loses_no_mail,
    a_server_that_answers_nothing_delays_nobody_else,
    what_waits_is_sealed_and_of_one_length,
);

async fn a_mail_is_one_envelope_with_one_receiver(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    world.post_mail("Ada@Example.com", notice(&world, 1)).await;
    let taken = sink.wait_for(1).await;
    let mail = &taken[0];
    assert_eq!(mail.from, "no-reply@example.com");
    assert_eq!(mail.to, ["Ada@example.com"]);
    assert_eq!(mail.credentials.as_deref(), Some("doorward p@ssword"));
    let header = |name: &str| mail.header(name).unwrap_or_default();
    assert_eq!(header("To"), "Ada@example.com");
    assert!(header("From").contains("<no-reply@example.com>"));
    assert_eq!(header("Subject"), "Your password for Doorward was changed");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("Message-ID").ends_with("@example.com>"));
    assert!(header("Content-Type").starts_with("multipart/alternative"));
    assert!(mail.text.is_ascii());
    eventually("an empty queue", async || world.waiting_mails().await == 0).await;
    assert_eq!(sink.taken().len(), 1);
}

async fn mails_about_an_app_come_from_its_own_sender(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    let common = json!({"redirect_uris": ["https://shop.example/cb"], "client_name": "Shop"});
    let sender = json!({"mail_from": "The Shop <shop@shop.example>"});
    world.client("shop", &common, &sender).await;
    for client_id in ["shop", "notes", "no-such-client"] {
        let mail = Mail {
            to: ADA.0,
            language: None,
            client_id: Some(client_id),
            content: notice(&world, 1),
        };
        let mailer = world.provider.mailer();
        mailer.post(&world.context(), &mail).await.unwrap();
    }
    let taken = sink.wait_for(3).await;
    let says = |mail: &Taken| {
        let header = |name: &str| mail.header(name).unwrap().replace('"', "");
        (mail.from.clone(), header("From"), header("Subject"))
    };
    let expected = [
        ("shop@shop.example", "The Shop <shop@shop.example>", "Shop"),
        (
            "no-reply@example.com",
            "Example <no-reply@example.com>",
            "Notes",
        ),
        (
            "no-reply@example.com",
            "Example <no-reply@example.com>",
            "Doorward",
        ),
    ];
    for (mail, (from, shown, name)) in taken.iter().zip(expected) {
        let subject = format!("Your password for {name} was changed");
        assert_eq!(says(mail), (from.to_owned(), shown.to_owned(), subject));
    }
}

async fn tls_is_asked_for_and_nothing_is_said_without_it(backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    for encrypts in [Encrypts::WhenAsked, Encrypts::Always] {
        let sink = SmtpSink::open(encrypts).await;
        let file = folder.path().join(format!("{encrypts:?}.pem"));
        std::fs::write(&file, &sink.certificate).unwrap();
        let world = World::open_with(backend, |settings| {
            let query = if encrypts == Encrypts::WhenAsked {
                "?tls=starttls"
            } else {
                ""
            };
            settings.mail.url = Some(format!("{}{query}", sink.url()).into());
            settings.mail.from = Some("no-reply@example.com".into());
            settings.mail.ca_file = Some(file);
        })
        .await;
        world.post_mail(ADA.0, notice(&world, 1)).await;
        let taken = sink.wait_for(1).await;
        assert!(taken[0].is_encrypted && taken[0].credentials.is_some());
    }
    // A server without TLS, and one whose certificate nobody vouches for.
    for encrypts in [Encrypts::Never, Encrypts::WhenAsked] {
        let sink = SmtpSink::open(encrypts).await;
        let world = World::open_with(backend, |settings| {
            settings.mail.url = Some(format!("{}?tls=starttls", sink.url()).into());
            settings.mail.from = Some("no-reply@example.com".into());
        })
        .await;
        world.post_mail(ADA.0, notice(&world, 1)).await;
        eventually("an attempt", async || sink.connections() > 0).await;
        eventually("a mail that waits", async || {
            let attempted =
                "SELECT COUNT(*) FROM outbox_messages WHERE attempts > 0 AND lease_id IS NULL";
            world.numbers(attempted).await[0] == 1
        })
        .await;
        for line in sink.lines() {
            let command = line.split(' ').next().unwrap_or_default();
            assert!(
                !["AUTH", "MAIL", "RCPT", "DATA"].contains(&command),
                "{line}"
            );
        }
    }
}

/// Lets minutes pass until nothing waits: the server is asked once a minute at least.
async fn deliver_in_time(world: &World) {
    eventually("an empty queue", async || {
        world.deliver_all().await;
        let waits = world.waiting_mails().await > 0;
        if waits {
            world.advance(Lifetime::minutes(1)).await;
        }
        !waits
    })
    .await;
}

async fn a_server_that_is_away_for_a_day_gets_everything_in_order_and_once(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    sink.stop();
    let receivers = ["ada@example.com", "grace@example.com", "joan@example.com"];
    // One mail an hour to each, and a code that is of no use later.
    let code = MailContent::SignInCode {
        code: "27182818".into(),
        link: None,
    };
    world.post_mail(ADA.0, code).await;
    for hour in 0..24 {
        for receiver in receivers {
            world.post_mail(receiver, notice(&world, hour)).await;
        }
        world.deliver_all().await;
        world.advance(Lifetime::hours(1)).await;
    }
    // What began before the clock moved ends before there is a server.
    world.deliver_all().await;
    assert!(sink.taken().is_empty());
    sink.start().await;
    deliver_in_time(&world).await;
    let taken = sink.taken();
    assert_eq!(taken.len(), 24 * receivers.len());
    let ids: BTreeSet<_> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), taken.len(), "each once");
    for receiver in receivers {
        let mails = taken.iter().filter(|mail| mail.to == [receiver]);
        let numbers: Vec<usize> = mails
            .map(|mail| {
                let text = mail.text.replace("=\r\n", "");
                let (_, rest) = text.split_once("secret-of-link-").unwrap();
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                digits.parse().unwrap()
            })
            .collect();
        assert_eq!(numbers, (0..24).collect::<Vec<_>>(), "{receiver}");
    }
    assert!(!taken.iter().any(|mail| mail.text.contains("27182818")));
    let given_up = world.given_up_mails().await;
    assert_eq!(given_up.len(), 1);
    assert!(given_up[0].starts_with("sign_in_code: "), "{given_up:?}");
}

async fn a_mail_that_was_sent_and_not_recorded_is_sent_again_as_the_same_mail(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    // The server has the mail, and the node that sent it loses its lease before it writes that down,
    // as one that is killed there does.
    sink.hold(true);
    world.post_mail(ADA.0, notice(&world, 1)).await;
    sink.wait_for(1).await;
    world
        .execute("UPDATE outbox_messages SET lease_id = 'another', leased_until = 0")
        .await;
    sink.hold(false);
    let taken = sink.wait_for(2).await;
    eventually("an empty queue", async || world.waiting_mails().await == 0).await;
    assert_eq!(sink.taken().len(), 2);
    for name in ["Message-ID", "Date", "Subject", "To"] {
        assert!(taken[0].header(name).is_some());
        assert_eq!(taken[0].header(name), taken[1].header(name), "{name}");
    }
    // A connection that ends after the mail and before the answer: nobody knows, so it is sent again.
    sink.answer("DATA.", "");
    world.post_mail(ADA.0, notice(&world, 2)).await;
    sink.wait_for(3).await;
    sink.behave();
    world.deliver_all().await;
    world.advance(Lifetime::minutes(1)).await;
    let taken = sink.wait_for(4).await;
    assert_eq!(taken[2].header("Message-ID"), taken[3].header("Message-ID"));
}

async fn what_the_server_refuses_is_given_up_and_what_it_delays_is_sent_later(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    sink.answer("RCPT", "550 5.1.1 <ada@example.com>: no such user");
    world.post_mail(ADA.0, notice(&world, 1)).await;
    eventually("a mail given up", async || {
        world.given_up_mails().await.len() == 1
    })
    .await;
    let given_up = world.given_up_mails().await;
    assert_eq!(given_up, ["password_changed: the mail server answered 550"]);
    assert_eq!(world.waiting_mails().await, 0);
    // Greylisting.
    sink.answer("RCPT", "451 4.7.1 try again later");
    world.post_mail(ADA.0, notice(&world, 2)).await;
    eventually("an attempt", async || {
        let attempted =
            "SELECT COUNT(*) FROM outbox_messages WHERE attempts > 0 AND lease_id IS NULL";
        world.numbers(attempted).await[0] == 1
    })
    .await;
    sink.behave();
    world.advance(Lifetime::minutes(1)).await;
    sink.wait_for(1).await;
    // A refusal of the whole mail.
    sink.answer("DATA.", "554 5.7.1 looks like spam");
    world.post_mail(ADA.0, notice(&world, 3)).await;
    eventually("a mail given up", async || {
        world.given_up_mails().await.len() == 2
    })
    .await;
    assert_eq!(sink.taken().len(), 1);
}

async fn a_wrong_password_of_the_server_loses_no_mail(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(backend, &sink).await;
    for (command, answer) in [("AUTH", "535 5.7.8 no"), ("CONNECT", "554 no service here")] {
        sink.answer(command, answer);
        world.post_mail(ADA.0, notice(&world, 1)).await;
        world
            .post_mail("grace@example.com", notice(&world, 1))
            .await;
        let before = sink.connections();
        eventually("an attempt", async || sink.connections() > before).await;
        for _ in 0..10 {
            world.deliver_all().await;
            world.advance(Lifetime::minutes(1)).await;
        }
        assert_eq!(world.waiting_mails().await, 2, "{command}");
        sink.behave();
        deliver_in_time(&world).await;
    }
    assert_eq!(sink.taken().len(), 4);
    assert!(world.given_up_mails().await.is_empty());
}

async fn a_server_that_answers_nothing_delays_nobody_else(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = World::open_with(backend, |settings| {
        by(&sink)(settings);
        settings.outbound.allow_private_addresses = true;
    })
    .await;
    sink.hold(true);
    for n in 0..40 {
        let address = format!("user{n}@example.com");
        world.post_mail(&address, notice(&world, n)).await;
    }
    sink.wait_for(4).await;
    // Logout notices leave meanwhile.
    let site = crate::world::Site::open();
    site.put("/one", "");
    let common = json!({"redirect_uris": ["https://one.example/cb"], "first_party": true});
    let extra = json!({"backchannel_logout_uri": site.at("/one")});
    world.client("one", &common, &extra).await;
    let mut browser = world.signed_in(ADA).await;
    let query = [
        ("client_id", "one"),
        ("redirect_uri", "https://one.example/cb"),
    ];
    let answer = browser
        .authorize(&crate::world::authorize_query(&query))
        .await;
    assert!(answer.parameter("code").is_some());
    world.end_all(ADA).await;
    site.wait_for("/one", 1).await;
    assert_eq!(sink.taken().len(), 4, "no more connections than four");
    sink.hold(false);
    sink.wait_for(40).await;
}

async fn what_waits_is_sealed_and_of_one_length(backend: Backend) {
    let sink = SmtpSink::open(Encrypts::Never).await;
    sink.stop();
    let world = world_with(backend, &sink).await;
    world.post_mail(ADA.0, notice(&world, 1)).await;
    let code = MailContent::SignUpCode {
        code: "271828".into(),
        link: world.at("/sign-up/verify#secret-of-the-link"),
    };
    world.post_mail("grace@example.com", code).await;
    let mailer = world.provider.mailer();
    mailer.post_nothing(&world.context()).await.unwrap();
    let columns = "SELECT id || ' ' || target || ' ' || payload || ' ' || sealed_payload FROM outbox_messages WHERE kind = 'mail'";
    let rows = world.texts(columns).await;
    // The one that stands for no mail may have had its turn.
    assert!(rows.len() >= 2, "{}", rows.len());
    for row in &rows {
        // None that a sealed value may have by chance: a word of three letters is found in one of some
        // dozen rows.
        for secret in ["ada@", "grace@", "271828", "secret-of", "example.com"] {
            assert!(!row.contains(secret), "{row}");
        }
    }
    let lengths: BTreeSet<usize> = rows.iter().map(String::len).collect();
    assert_eq!(lengths.len(), 1, "{lengths:?}");
}
