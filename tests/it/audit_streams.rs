//! The audit log as it leaves while it grows: to a collector, an address and a file.

mod collector;

use crate::{
    audit::chained,
    command_line::{Folder, Server, output_of},
    on_both,
    world::{ADA, GRACE, Page, Site, World, comes_true, eventually, free_ports},
};
use collector::Collector;
use doorward_adapters::keys::WebhookSecret;
use doorward_cli::settings::AuditStreamSettings;
use doorward_core::{audit::exported, audit_streams::AuditStreamState};
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{AuditPlace, AuditStreamLease, Store};
use futures_util::future::join_all;
use serde_json::Value;
use std::{
    process::Stdio,
    time::{Duration, Instant},
};

on_both!(
    a_collector_gets_each_entry_in_order_also_after_it_was_away,
    of_several_nodes_one_delivers_at_a_time,
    a_node_that_died_on_the_way_keeps_nobody_from_delivering,
    an_address_that_refuses_entries_gets_them_later,
    a_file_goes_on_where_it_was_rotated_away,
);

const SECRET: &str = "a secret between the two systems";
/// Longer than every pause between two attempts.
const BACKOFF: Lifetime = Lifetime::minutes(6);

fn stream(name: &str, kind: &str) -> AuditStreamSettings {
    AuditStreamSettings {
        name: name.to_owned(),
        kind: kind.to_owned(),
        ..AuditStreamSettings::default()
    }
}

fn syslog(collector: &Collector) -> AuditStreamSettings {
    AuditStreamSettings {
        url: Some(collector.url()),
        ..stream("siem", "syslog")
    }
}

/// Another node of a world, which streams.
async fn streaming(world: &World, streams: &[AuditStreamSettings]) -> World {
    let streams = streams.to_vec();
    world
        .another_node_with(|settings| settings.audit.streams = streams)
        .await
}

/// Every entry of the chain, as an export has it.
async fn log(world: &World) -> Vec<Value> {
    let store = world.provider.store();
    let start = AuditPlace::default();
    let rows = store.chained_audit_events(start, 10_000).await.unwrap();
    rows.iter().map(exported).collect()
}

/// Waits until a receiver has the log, each entry once, in order.
async fn has_the_log(world: &World, received: impl Fn() -> Vec<Value>) {
    chained(world).await;
    let is_whole = comes_true(async || log(world).await == received()).await;
    assert!(
        is_whole,
        "{:#?}\nis not\n{:#?}",
        received(),
        log(world).await
    );
}

async fn state(node: &World) -> AuditStreamState {
    let mut states = node.provider.audit_streams().states().await.unwrap();
    assert_eq!(states.len(), 1);
    states.remove(0)
}

/// Waits until the one stream knows that its receiver has everything.
async fn confirmed(node: &World) -> AuditStreamState {
    eventually("a place at the end", async || {
        state(node).await.waiting == 0
    })
    .await;
    state(node).await
}

/// Waits until the receiver of the one stream was found away. Gives the cause.
async fn failing(node: &World) -> String {
    eventually("an attempt that failed", async || {
        state(node).await.row.is_some_and(|row| row.attempts > 0)
    })
    .await;
    state(node).await.row.unwrap().last_error.unwrap()
}

async fn a_collector_gets_each_entry_in_order_also_after_it_was_away(world: World) {
    let mut collector = Collector::new(true);
    let folder = Folder::new("audit-streams");
    let authority = folder.write("ca.pem", &collector.certificate);
    let trusted = AuditStreamSettings {
        ca_file: Some(authority),
        ..syslog(&collector)
    };
    let node = streaming(&world, &[trusted]).await;
    // Away: who signs in hears nothing of it.
    let started = Instant::now();
    world.signed_in(ADA).await;
    assert!(started.elapsed() < Duration::from_secs(10));
    let cause = failing(&node).await;
    assert!(cause.contains("no connection"), "{cause}");
    let before = state(&node).await;
    assert!(before.waiting > 0 && before.oldest.is_some(), "{before:?}");
    // Back: it gets what it missed, and what comes then.
    collector.start().await;
    node.advance(BACKOFF).await;
    has_the_log(&world, || collector.entries()).await;
    let odd = "O'Brien \"]\\ \u{e9}\u{1f512}@example.com";
    world
        .provider
        .audit_chain()
        .note_export(&world.context(), odd)
        .await
        .unwrap();
    for number in 0..3 {
        world
            .user(
                &format!("user{number}@example.com"),
                "nine small boats at noon",
            )
            .await;
    }
    has_the_log(&world, || collector.entries()).await;
    let behind = confirmed(&node).await;
    assert_eq!(behind.oldest, None);
    assert_eq!(behind.row.unwrap().failing_since, None);
    // Away and back again.
    collector.stop();
    world.signed_in(GRACE).await;
    chained(&world).await;
    failing(&node).await;
    world.signed_in(ADA).await;
    collector.start().await;
    node.advance(BACKOFF).await;
    has_the_log(&world, || collector.entries()).await;
    let frames = collector.frames();
    let sign_in = frames
        .iter()
        .find(|frame| frame.contains(" sign_in.succeeded "));
    let sign_in = sign_in.unwrap();
    assert!(
        sign_in.starts_with("<86>1 2027-01-15T08:00:00Z localhost doorward - sign_in.succeeded [doorward@32473 id=\""),
        "{sign_in}"
    );
    let sub = format!(" sub=\"{}\"", world.sub(ADA.0).await);
    assert!(sign_in.contains(&sub), "{sign_in}");
}

async fn of_several_nodes_one_delivers_at_a_time(world: World) {
    let mut collector = Collector::new(false);
    collector.start().await;
    let streams = [syslog(&collector)];
    let (one, two) = tokio::join!(streaming(&world, &streams), streaming(&world, &streams));
    for round in 0..6 {
        for number in 0..4 {
            let email = format!("user{number}of{round}@example.com");
            world.user(&email, "nine small boats at noon").await;
        }
        let ctx = world.context();
        world
            .provider
            .audit_chain()
            .extend(&ctx, || true)
            .await
            .unwrap();
        let deliveries = [&one, &two].map(|node| async {
            let streams = node.provider.audit_streams();
            for turn in streams.turns() {
                streams.deliver(&node.context(), turn, || true).await;
            }
        });
        join_all(deliveries).await;
    }
    has_the_log(&world, || collector.entries()).await;
    assert!(collector.entries().len() > 24);

    // Of many that try at once one gets the right, also where the row stands still.
    let store = world.provider.store();
    let begin = Store::begin_audit_stream("other", AuditPlace::default());
    assert!(store.commit(begin).await.unwrap());
    for round in 0..20 {
        let row = store.audit_stream("other").await.unwrap().unwrap();
        let now = Timestamp(row.leased_until.0 + 1);
        assert!(row.is_due(now), "{round}");
        let ids: Vec<String> = (0..8).map(|number| format!("{round}.{number}")).collect();
        let tries = ids.iter().map(|id| {
            let lease = AuditStreamLease { id, now };
            let node = if id.ends_with(['0', '2', '4']) {
                &one
            } else {
                &two
            };
            node.provider
                .store()
                .commit(Store::lease_audit_stream(&row, lease))
        });
        let won: Vec<bool> = join_all(tries)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
        // Who lost it, or lost it since, moves nothing.
        let to = AuditPlace {
            day: Timestamp(86_400_000),
            position: 7,
        };
        for (id, won) in ids.iter().zip(&won) {
            let lease = AuditStreamLease { id, now };
            let advance = Store::advance_audit_stream("other", lease, to);
            assert!(*won || !store.commit(advance).await.unwrap());
        }
        let after = store.audit_stream("other").await.unwrap().unwrap();
        assert_eq!(after.place(), AuditPlace::default());
    }
}

async fn a_node_that_died_on_the_way_keeps_nobody_from_delivering(world: World) {
    let mut collector = Collector::new(false);
    collector.start().await;
    let node = streaming(&world, &[syslog(&collector)]).await;
    has_the_log(&world, || collector.entries()).await;
    let now = node.provider.now();
    let lease = AuditStreamLease {
        id: "of a dead node",
        now,
    };
    let store = world.provider.store();
    eventually("the lease", async || {
        let row = store.audit_stream("siem").await.unwrap().unwrap();
        let taking = Store::lease_audit_stream(&row, lease);
        row.is_due(now) && store.commit(taking).await.unwrap()
    })
    .await;
    let before = collector.entries().len();
    world.signed_in(ADA).await;
    chained(&world).await;
    let streams = node.provider.audit_streams();
    for turn in streams.turns() {
        streams.deliver(&node.context(), turn, || true).await;
    }
    assert_eq!(
        collector.entries().len(),
        before,
        "the dead node may still deliver"
    );
    node.advance(Lifetime::seconds(61)).await;
    has_the_log(&world, || collector.entries()).await;
    // It comes back to life, and moves nothing.
    let advance = Store::advance_audit_stream("siem", lease, AuditPlace::default());
    assert!(!store.commit(advance).await.unwrap());
}

async fn an_address_that_refuses_entries_gets_them_later(world: World) {
    let site = Site::open();
    let answers = |status| {
        let page = Page {
            status,
            body: Vec::new(),
            location: None,
            after: Duration::ZERO,
        };
        site.put_page("/audit", page);
    };
    answers(500);
    let lake = AuditStreamSettings {
        url: Some(site.at("/audit")),
        secret: Some(SECRET.to_owned().into()),
        allow_private_addresses: true,
        ..stream("lake", "webhook")
    };
    let node = streaming(&world, std::slice::from_ref(&lake)).await;
    let cause = failing(&node).await;
    assert!(cause.contains("status 500"), "{cause}");
    let refused = site.requests("/audit").len();
    let first = site.requests("/audit").remove(0);
    let first_id = first.headers["webhook-id"].clone();
    world.signed_in(ADA).await;
    chained(&world).await;
    answers(200);
    node.advance(BACKOFF).await;
    let received = || {
        let requests = site.requests("/audit");
        let taken = requests[refused..].iter().flat_map(|request| {
            let lines = request.body.lines();
            lines.map(|line| serde_json::from_str(line).unwrap())
        });
        taken.collect::<Vec<Value>>()
    };
    has_the_log(&world, received).await;
    world.signed_in(GRACE).await;
    has_the_log(&world, received).await;
    let secret = WebhookSecret::parse(SECRET).unwrap();
    for request in site.requests("/audit") {
        assert_eq!(
            request.content_type.as_deref(),
            Some("application/x-ndjson")
        );
        let header = |name: &str| request.headers[name].as_str();
        let (id, time) = (header("webhook-id"), header("webhook-timestamp"));
        let signature = secret.signature(id, time.parse().unwrap(), &request.body);
        assert_eq!(header("webhook-signature"), signature);
        assert!(id.starts_with("lake."), "{id}");
        assert!(request.body != first.body || id == first_id);
    }
    drop(node);
    // An address on this machine is asked where the operator allows it, and by https elsewhere.
    let private = AuditStreamSettings {
        name: "private".into(),
        url: Some(format!("https://127.0.0.1:{}/audit", free_ports(1))),
        allow_private_addresses: false,
        ..lake
    };
    let node = streaming(&world, &[private]).await;
    eventually("a refusal", async || {
        let states = node.provider.audit_streams().states().await.unwrap();
        let private = states.iter().find(|state| state.name == "private");
        let row = private.and_then(|state| state.row.clone());
        row.and_then(|row| row.last_error)
            .is_some_and(|error| error.contains("not https on the public Internet"))
    })
    .await;
}

async fn a_file_goes_on_where_it_was_rotated_away(world: World) {
    let folder = Folder::new("audit-file");
    let path = folder.write("audit.jsonl", "").with_file_name("log.jsonl");
    let disk = AuditStreamSettings {
        path: Some(path.clone()),
        ..stream("disk", "file")
    };
    let later = AuditStreamSettings {
        path: Some(path.with_file_name("later.jsonl")),
        start: Some("now".into()),
        ..stream("later", "file")
    };
    chained(&world).await;
    let old = log(&world).await.len();
    let node = streaming(&world, &[disk, later]).await;
    let lines = |name: &str| -> Vec<Value> {
        let text = std::fs::read_to_string(path.with_file_name(name)).unwrap_or_default();
        let whole = text.lines().map(serde_json::from_str);
        whole.map_while(Result::ok).collect()
    };
    has_the_log(&world, || lines("log.jsonl")).await;
    eventually("a stream that begins now", async || {
        node.provider
            .store()
            .audit_stream("later")
            .await
            .unwrap()
            .is_some()
    })
    .await;
    std::fs::rename(&path, path.with_file_name("log.1")).unwrap();
    world.signed_in(ADA).await;
    let both = || [lines("log.1"), lines("log.jsonl")].concat();
    has_the_log(&world, both).await;
    assert!(!lines("log.jsonl").is_empty() && lines("log.1").len() >= old);
    eventually("what came since", async || {
        log(&world).await.ends_with(&lines("later.jsonl")) && !lines("later.jsonl").is_empty()
    })
    .await;
    assert!(lines("later.jsonl").len() <= log(&world).await.len() - old);

    eventually("places at the end", async || {
        let states = node.provider.audit_streams().states().await.unwrap();
        states.iter().all(|state| state.waiting == 0)
    })
    .await;
    // What the command says, of settings without one of the streams.
    let config = folder.write(
        "own.toml",
        &format!(
            "[[audit.streams]]\nname = 'disk'\nkind = 'file'\npath = '{}'\n",
            path.display()
        ),
    );
    let arguments = ["--config", config.to_str().unwrap(), "audit", "streams"];
    let (is_good, said, errors) = output_of(&mut folder.command_over(&world, &arguments));
    assert!(
        is_good && said.contains("disk") && said.contains("not in the settings"),
        "{said}{errors}"
    );
    let json = [&arguments[..], &["--json"]].concat();
    let (_, said, _) = output_of(&mut folder.command_over(&world, &json));
    let document: Value = serde_json::from_str(&said).unwrap();
    let disk = &document["streams"][0];
    assert_eq!(
        (&disk["name"], &disk["kind"]),
        (&"disk".into(), &"file".into())
    );
    assert_eq!(disk["delivered"]["day"], "2027-01-15");
    assert_eq!(
        (&disk["waiting"], &disk["error"]),
        (&0.into(), &Value::Null)
    );
    drop(node);
}

/// A server of its own, whose log and figures are read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_says_once_that_a_receiver_is_away_and_once_that_it_is_back() {
    let mut collector = Collector::new(false);
    let folder = Folder::new("audit-stream-log");
    let port = free_ports(2);
    let config = format!(
        "issuer = 'http://localhost:{port}'\nlisten = '127.0.0.1:{port}'\n[metrics]\nlisten = '127.0.0.1:{}'\n\
         [[audit.streams]]\nname = 'siem'\nkind = 'syslog'\nurl = '{}'\n",
        port + 1,
        collector.url()
    );
    folder.write("config/doorward.toml", &config);
    // What there is to tell.
    let (is_good, _, errors) = folder.run(&["user", "add", "--email", ADA.0]);
    assert!(is_good, "{errors}");
    let log = folder.write("log", "");
    let mut command = folder.command(&["serve"]);
    let file = std::fs::File::create(&log).unwrap();
    command
        .stdout(file.try_clone().unwrap())
        .stderr(Stdio::from(file));
    let _server = Server(command.spawn().unwrap());
    let figures = async || {
        let answer = reqwest::get(format!("http://127.0.0.1:{}/metrics", port + 1)).await;
        match answer {
            Ok(answer) => answer.text().await.unwrap(),
            Err(_) => String::new(),
        }
    };
    let says = |text: &str| folder.read("log").matches(text).count();
    eventually("a warning", async || says("takes no entries") > 0).await;
    eventually("figures", async || {
        let text = figures().await;
        text.contains("doorward_audit_stream_failing{stream=\"siem\"} 1")
            && !text.contains("doorward_audit_stream_lag_entries{stream=\"siem\"} 0")
    })
    .await;
    collector.start().await;
    eventually("its end", async || says("takes entries again") > 0).await;
    eventually("figures of its end", async || {
        let text = figures().await;
        text.contains("doorward_audit_stream_failing{stream=\"siem\"} 0")
            && text.contains("doorward_audit_stream_lag_entries{stream=\"siem\"} 0")
            && text.contains("doorward_audit_stream_lag_seconds{stream=\"siem\"} 0")
    })
    .await;
    assert_eq!(
        (says("takes no entries"), says("takes entries again")),
        (1, 1)
    );
    assert!(!collector.entries().is_empty());
}

#[test]
fn a_stream_that_cannot_work_stops_the_start() {
    let folder = Folder::new("audit-stream-settings");
    folder.write("none.pem", "no certificate");
    for (fields, reason) in [
        ("kind = 'kafka'", "there is no kind \"kafka\""),
        ("kind = 'syslog'", "it needs url"),
        (
            "kind = 'syslog'\nurl = 'tls://siem.example.com'\nca_file = 'missing.pem'",
            "audit.streams siem: ca_file missing.pem cannot be read",
        ),
        (
            "kind = 'syslog'\nurl = 'tls://siem.example.com'\nca_file = 'none.pem'",
            "it holds no certificate",
        ),
        (
            "kind = 'webhook'\nurl = 'https://lake.example.com'\nsecret = 'short'",
            "its secret must have 24 bytes at least",
        ),
    ] {
        let config = format!("[[audit.streams]]\nname = 'siem'\n{fields}\n");
        folder.write("config/doorward.toml", &config);
        for command in [["serve"], ["check"]] {
            let (is_good, said, errors) = folder.run(&command);
            let all = format!("{said}{errors}");
            assert!(
                !is_good && all.contains(reason),
                "{command:?} {fields}: {all}"
            );
            assert!(!all.contains("short"), "{all}");
        }
    }
}
