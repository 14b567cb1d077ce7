//! The mailbox in memory of a provider on the machine of its developer.

use super::notice;
use crate::{
    on_both,
    world::{ADA, Backend, World},
};
use doorward_core::mail::MailContent;
use reqwest::header::{CONTENT_SECURITY_POLICY, HOST};
use serde_json::Value;

on_both!(
    mails_of_a_developer_land_in_the_mailbox,
    another_host_name_reads_no_mailbox,
);

async fn mails_of_a_developer_land_in_the_mailbox(world: World) {
    assert!(world.provider.mailer().can_send());
    assert_eq!(world.mails().await, Vec::<Value>::new());
    world
        .post_mail("first@example.com", notice(&world, 1))
        .await;
    world.mails().await;
    let code = MailContent::SignInCode {
        code: "27182818".into(),
        link: None,
    };
    world.post_mail(ADA.0, code).await;
    let mails = world.mails().await;
    let receivers: Vec<&Value> = mails.iter().map(|mail| &mail["to"]).collect();
    assert_eq!(receivers, [ADA.0, "first@example.com"], "the newest first");
    let mut keys: Vec<&String> = mails[0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["html", "sent_at", "subject", "text", "to"]);
    assert_eq!(mails[0]["subject"], "Your sign-in code for Doorward");
    assert_eq!(mails[0]["sent_at"], "2027-01-15T08:00:00Z");
    for form in ["text", "html"] {
        assert!(mails[0][form].as_str().unwrap().contains("27182818"));
    }
    let page = world.text_at("/dev/mail").await;
    let link = world.at("/not-me#secret-of-link-1").replace('#', "&#35;");
    let plain = world.at("/not-me#secret-of-link-1");
    assert!(
        page.contains(&format!("<a href=\"{plain}\""))
            || page.contains(&format!("<a href=\"{link}\"")),
        "{page}"
    );
    let one = world
        .http
        .get(world.here("/dev/mail/1"))
        .send()
        .await
        .unwrap();
    let policy = one.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert!(
        one.text()
            .await
            .unwrap()
            .contains("Your password was changed")
    );
    let none = world.http.get(world.here("/dev/mail/77")).send().await;
    assert_eq!(none.unwrap().status(), 404);
}

async fn another_host_name_reads_no_mailbox(world: World) {
    world.post_mail(ADA.0, notice(&world, 1)).await;
    world.mails().await;
    for path in ["/dev/mail", "/dev/mail.json", "/dev/mail/1"] {
        for (host, status) in [("evil.example", 404), ("127.0.0.1:1", 200)] {
            let request = world.http.get(world.here(path)).header(HOST, host);
            assert_eq!(
                request.send().await.unwrap().status(),
                status,
                "{path} {host}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_no_mailbox_with_https_beyond_this_machine_or_with_a_server() {
    let settings: [fn(&mut doorward_cli::settings::Settings); 3] = [
        |settings| settings.issuer = "https://localhost:8443".into(),
        |settings| {
            settings.issuer = "http://doorward.internal:8080".into();
            settings.insecure_http = true;
        },
        |settings| {
            settings.mail.url = Some("smtp://localhost:1".into());
            settings.mail.from = Some("no-reply@example.com".into());
        },
    ];
    for (number, change) in settings.into_iter().enumerate() {
        let world = World::open_with(Backend::Sqlite, change).await;
        let listen = &world.settings.listen;
        for path in ["/dev/mail", "/dev/mail.json", "/dev/mail/1"] {
            let answer = world
                .http
                .get(format!("http://{listen}{path}"))
                .send()
                .await;
            assert_eq!(answer.unwrap().status(), 404, "{number} {path}");
        }
        assert_eq!(world.provider.mailer().can_send(), number == 2);
        // Nothing waits for a server that there may never be.
        world.post_mail(ADA.0, notice(&world, 1)).await;
        assert_eq!(world.waiting_mails().await, i64::from(number == 2));
    }
}
