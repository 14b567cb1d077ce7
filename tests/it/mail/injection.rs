//! Whatever is put into a mail by others, it stays one mail to one receiver.

use super::{notice, world_with};
use crate::world::{Backend, Encrypts, SmtpSink, eventually};
use doorward_core::mail::{Mail, MailContent};
use serde_json::json;

/// Addresses that some program on the way may read as another one, or as more than one.
const ADDRESSES: [&str; 18] = [
    "ada@example.com\r\nRCPT TO:<eve@evil.example>",
    "ada@example.com\nBcc: eve@evil.example",
    "ada@example.com>\r\nDATA",
    "ada\u{560a}\u{560d}@example.com",
    "ada@example.com\u{560d}\u{560a}RCPT TO:<eve@evil.example>",
    "\"ada\r\nRCPT TO:<eve@evil.example>\"@example.com",
    "\"ada@example.com> ORCPT=rfc822;eve\"@evil.example",
    "\"ada eve\"@example.com",
    "ada@example.com,eve@evil.example",
    "ada@example.com eve@evil.example",
    "<ada@example.com>",
    "ada@example.com(eve@evil.example)",
    "ada@[127.0.0.1]",
    "ada@ｅxample.com",
    "ﬁ@example.com",
    "mıke@example.com",
    "ada@example.com.",
    "ada",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_can_be_read_in_two_ways_gets_no_mail() {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let world = world_with(Backend::Sqlite, &sink).await;
    for address in ADDRESSES {
        world.post_mail(address, notice(&world, 1)).await;
    }
    eventually("every mail given up", async || {
        world.deliver_all().await;
        world.waiting_mails().await == 0
    })
    .await;
    assert!(sink.taken().is_empty() && sink.lines().is_empty());
    let given_up = world.given_up_mails().await;
    assert_eq!(given_up.len(), ADDRESSES.len());
    for detail in given_up {
        assert_eq!(
            detail,
            "password_changed: mail cannot be sent to such an address"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_apps_and_users_add_no_header_and_no_receiver() {
    let sink = SmtpSink::open(Encrypts::Never).await;
    let evil = "Notes\r\nBcc: eve@evil.example\r\n\r\n<b>\u{560a}\u{560d}RCPT TO:<eve@evil.example>\u{2028}x";
    let world = crate::world::World::open_with(Backend::Sqlite, |settings| {
        super::by(&sink)(settings);
        settings.name = evil.into();
    })
    .await;
    let common = json!({"redirect_uris": ["https://one.example/cb"]});
    // What the rules of names let pass.
    let name = "Notes\u{560a}\u{560d}RCPT TO:<eve@evil.example>, <b>x";
    world
        .client("evil", &common, &json!({"client_name": name}))
        .await;
    for client_id in [None, Some("evil"), Some("no such client")] {
        let mail = Mail {
            to: "ada@example.com",
            language: Some("x\r\ny"),
            client_id,
            content: MailContent::Invitation {
                link: world.at("/invitation#x"),
                inviter: Some(evil.into()),
                apps: vec![evil.into()],
                organization: None,
                expires_at: world
                    .provider
                    .now()
                    .plus(doorward_protocol::time::Lifetime::days(3)),
            },
        };
        let mailer = world.provider.mailer();
        mailer.post(&world.context(), &mail).await.unwrap();
    }
    let taken = sink.wait_for(3).await;
    for mail in taken {
        assert_eq!(mail.to, ["ada@example.com"]);
        let (headers, _) = mail.text.split_once("\r\n\r\n").unwrap();
        for line in headers.split("\r\n") {
            let lower = line.to_ascii_lowercase();
            assert!(
                !lower.starts_with("bcc") && !lower.starts_with("rcpt"),
                "{line}"
            );
        }
        assert!(mail.text.is_ascii());
    }
    let commands = sink.lines();
    let rcpt = commands.iter().filter(|line| line.starts_with("RCPT"));
    assert_eq!(rcpt.count(), 3);
}
