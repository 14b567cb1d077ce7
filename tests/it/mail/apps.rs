//! Apps with a mail server of their own: their mails go by it, all others by that of the provider, and one
//! that is down delays nobody else.

use super::{by, notice};
use crate::world::{ADA, Backend, Encrypts, SmtpSink, World, authorize_query, eventually};
use doorward_cli::settings::MailServerSettings;
use doorward_core::mail::{Mail, MailPlace};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

/// Each test once on SQLite and once on PostgreSQL, in a world that opens itself.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(crate::world::Backend::Sqlite).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(crate::world::Backend::Postgres).await; } )* }
    };
}

on_each!(
    mails_of_an_app_leave_by_its_server_and_all_others_by_that_of_the_provider,
    a_server_that_is_down_delays_the_mails_of_its_app_alone,
    a_server_that_refuses_gives_up_its_own_mail,
    a_sign_up_on_the_way_to_an_app_is_mailed_by_its_server,
    mails_of_a_server_that_is_gone_leave_by_another_one,
    an_app_takes_no_server_that_the_settings_do_not_have,
);

/// Two servers: that of the provider, and that of the shop.
struct Servers {
    main: SmtpSink,
    shop: SmtpSink,
}

impl Servers {
    async fn open() -> Self {
        Self {
            main: SmtpSink::open(Encrypts::Never).await,
            shop: SmtpSink::open(Encrypts::Never).await,
        }
    }

    async fn world(&self, backend: Backend) -> World {
        let shop = MailServerSettings {
            url: Some(self.shop.url().into()),
            from: Some("The Shop <no-reply@shop.example>".into()),
            ca_file: None,
        };
        let main = by(&self.main);
        let world = World::open_with(backend, |settings| {
            main(settings);
            settings.mail.servers.insert("shop".into(), shop);
            settings.sign_up.mode = "open".into();
        })
        .await;
        app(&world, "shop", &json!({"mail_server": "shop"})).await;
        world
    }
}

async fn app(world: &World, client_id: &str, own: &Value) {
    let common = json!({"redirect_uris": [crate::world::CALLBACK], "client_name": client_id, "first_party": true});
    world.client(client_id, &common, own).await;
}

async fn post(world: &World, client_id: Option<&str>, number: usize) {
    let content = notice(world, number);
    world.post_mail_about(client_id, ADA.0, content).await;
}

async fn mails_of_an_app_leave_by_its_server_and_all_others_by_that_of_the_provider(
    backend: Backend,
) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    let own = json!({"mail_server": "shop", "mail_from": "Offers <offers@shop.example>"});
    app(&world, "offers", &own).await;
    let apps = [Some("shop"), Some("offers"), Some("notes"), None];
    for (number, client_id) in apps.into_iter().enumerate() {
        post(&world, client_id, number).await;
    }
    let by_shop = servers.shop.wait_for(2).await;
    let by_main = servers.main.wait_for(2).await;
    let mut senders: Vec<&str> = by_shop.iter().map(|mail| mail.from.as_str()).collect();
    senders.sort_unstable();
    assert_eq!(senders, ["no-reply@shop.example", "offers@shop.example"]);
    assert!(
        by_main
            .iter()
            .all(|mail| mail.from == "no-reply@example.com")
    );
    eventually("an empty queue", async || world.waiting_mails().await == 0).await;
    assert_eq!(
        (servers.shop.taken().len(), servers.main.taken().len()),
        (2, 2)
    );
    // A test of the operator goes the same way.
    let sent = Mail {
        to: ADA.0,
        language: None,
        client_id: Some("shop"),
        content: notice(&world, 9),
    };
    let ctx = world.context();
    let sent = world.provider.mailer().send_now(&ctx, &sent);
    assert_eq!(sent.await.unwrap(), Ok(()));
    assert_eq!(servers.shop.taken().len(), 3);
    let MailPlace::Servers(places) = world.provider.mailer().place() else {
        panic!("mails go to servers");
    };
    let names: Vec<Option<&str>> = places.iter().map(|place| place.name.as_deref()).collect();
    assert_eq!(names, [None, Some("shop")]);
}

async fn a_server_that_is_down_delays_the_mails_of_its_app_alone(backend: Backend) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    servers.shop.stop();
    for number in 0..3 {
        post(&world, Some("shop"), number).await;
    }
    // To the same receiver, and queued later.
    post(&world, None, 3).await;
    post(&world, Some("notes"), 4).await;
    servers.main.wait_for(2).await;
    let mailer = world.provider.mailer();
    eventually("a mail that was tried", async || {
        let waiting = mailer.waiting(None, 10).await.unwrap().mails;
        let tried = waiting.iter().any(|mail| mail.last_error.is_some());
        tried
            && waiting
                .iter()
                .all(|mail| mail.server.as_deref() == Some("shop"))
    })
    .await;
    let first = mailer.waiting(None, 2).await.unwrap();
    assert_eq!(first.mails.len(), 2);
    let rest = mailer.waiting(first.next.as_deref(), 2).await.unwrap();
    assert_eq!((rest.mails.len(), rest.next), (1, None));
    assert!(servers.shop.taken().is_empty());
    servers.shop.start().await;
    eventually("an empty queue", async || {
        world.deliver_all().await;
        let waits = world.waiting_mails().await > 0;
        if waits {
            world.advance(Lifetime::minutes(1)).await;
        }
        !waits
    })
    .await;
    let taken = servers.shop.taken();
    let numbers = taken.iter().map(|mail| {
        let text = mail.text.replace("=\r\n", "");
        let (_, rest) = text.split_once("secret-of-link-").unwrap();
        rest.chars().next().unwrap()
    });
    assert_eq!(numbers.collect::<String>(), "012", "in order, each once");
    assert_eq!(servers.main.taken().len(), 2);
}

async fn a_server_that_refuses_gives_up_its_own_mail(backend: Backend) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    servers.shop.answer("RCPT", "550 nobody here");
    post(&world, Some("shop"), 1).await;
    eventually("a mail that was given up", async || {
        world.given_up_mails().await.len() == 1
    })
    .await;
    post(&world, None, 2).await;
    servers.main.wait_for(1).await;
    assert_eq!(world.waiting_mails().await, 0);
}

async fn a_sign_up_on_the_way_to_an_app_is_mailed_by_its_server(backend: Backend) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    for (client_id, sink) in [("shop", &servers.shop), ("notes", &servers.main)] {
        let mut browser = world.browser();
        let query = authorize_query(&[("client_id", client_id), ("prompt", "create")]);
        let page = browser.authorize(&query).await;
        let address = format!("eve@{client_id}.example");
        let fields = [("email", address.as_str())];
        let answer = browser.submit_at(&page, "/sign-up", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let taken = sink.wait_for(1).await;
        assert_eq!(taken[0].to, [address]);
    }
    assert_eq!(
        (servers.shop.taken().len(), servers.main.taken().len()),
        (1, 1)
    );
}

async fn mails_of_a_server_that_is_gone_leave_by_another_one(backend: Backend) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    servers.shop.stop();
    post(&world, Some("shop"), 1).await;
    let is_tried = "SELECT COUNT(*) FROM outbox_messages WHERE kind = 'mail:shop' AND attempts > 0
        AND lease_id IS NULL";
    eventually("a mail that was tried", async || {
        world.numbers(is_tried).await[0] == 1
    })
    .await;
    // As a node finds it whose settings have no such server.
    world
        .execute("UPDATE outbox_messages SET kind = 'mail:gone' WHERE kind = 'mail:shop'")
        .await;
    app(&world, "shop", &json!({})).await;
    let mailer = world.provider.mailer();
    mailer.release_strays(&world.context()).await.unwrap();
    world.provider.outbox().notify();
    let taken = servers.main.wait_for(1).await;
    assert_eq!(taken[0].from, "no-reply@example.com");
    eventually("an empty queue", async || world.waiting_mails().await == 0).await;
    // What waits for a server that is there stays.
    app(&world, "shop", &json!({"mail_server": "shop"})).await;
    post(&world, Some("shop"), 2).await;
    world.advance(Lifetime::minutes(1)).await;
    eventually("a mail that was tried", async || {
        world.numbers(is_tried).await[0] == 1
    })
    .await;
    mailer.release_strays(&world.context()).await.unwrap();
    assert_eq!(world.numbers(is_tried).await[0], 1);
}

async fn an_app_takes_no_server_that_the_settings_do_not_have(backend: Backend) {
    let servers = Servers::open().await;
    let world = servers.world(backend).await;
    let apply = async |text: &str| {
        let applied = doorward_cli::apply_text(&world.provider, "declared.toml", text).await;
        applied.map_err(|error| format!("{error:#}"))
    };
    let client = |server: &str| {
        format!(
            "[[clients]]\nclient_id = \"wiki\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = [\"https://wiki.example/cb\"]\nmail_server = \"{server}\"\n"
        )
    };
    let refused = apply(&client("sohp")).await.unwrap_err();
    assert!(
        refused.contains(
            "mail_server sohp is no server of mail.servers in the settings; there are: shop"
        ),
        "{refused}"
    );
    apply(&client("shop")).await.unwrap();
    // One whose server is gone is changed all the same.
    let node = world.another_node_with(by(&servers.main)).await;
    let renamed = client("shop").replace("wiki.example/cb", "wiki.example/other");
    let applied = doorward_cli::apply_text(&node.provider, "declared.toml", &renamed).await;
    assert!(applied.is_ok(), "{:#}", applied.unwrap_err());
}
