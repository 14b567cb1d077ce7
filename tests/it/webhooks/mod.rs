//! Webhooks: what happens here is told elsewhere, signed, until it is accepted.

mod management;

use crate::{
    console::administrator,
    on_both,
    sign_in_limits::backend_of,
    world::{ADA, GRACE, Page, Received, Site, World},
};
use doorward_adapters::keys::WebhookSecret;
use doorward_core::webhooks::{SecretRotation, StoredWebhook, WebhookChange};
use doorward_protocol::{
    time::Lifetime,
    webhooks::{catalogue::CATALOGUE, declared::DeclaredWebhook},
};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path, time::Duration};

on_both!(
    what_happens_is_told_once_and_signed,
    nobody_is_told_of_what_they_did_not_ask_for,
    an_event_that_was_refused_is_told_again_under_its_identifier,
    while_a_secret_changes_either_verifies,
    whoever_accepts_nothing_for_a_day_is_paused_and_hears_the_rest_later,
    whoever_says_gone_is_paused_at_once,
    what_did_not_happen_is_told_nobody,
    a_private_address_is_told_nothing_unless_somebody_allows_it,
    nothing_that_is_told_is_a_secret,
    of_two_changes_at_once_one_is_refused
);

/// Adds a webhook that is told of some events, on this machine. Returns its secret.
pub async fn add(world: &World, name: &str, url: &str, events: &[&str]) -> String {
    let declared = DeclaredWebhook {
        events: events.iter().map(|event| (*event).to_owned()).collect(),
        allow_private_addresses: true,
        ..DeclaredWebhook::new(name.to_owned(), url.to_owned())
    };
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let webhooks = world.provider.webhooks();
    let added = webhooks.add(&mut changes, declared, None).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    added.secret
}

async fn set_disabled(world: &World, who: (&str, &str), disabled: bool) {
    let users = world.provider.users();
    let user = users.find(who.0).await.unwrap().unwrap();
    let ctx = world.context();
    let done = users.set_disabled(&ctx, &user, disabled).await;
    done.unwrap();
}

async fn stored(world: &World, name: &str) -> StoredWebhook {
    world.provider.webhooks().find(name).await.unwrap()
}

async fn change(world: &World, name: &str, change: WebhookChange) {
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let webhooks = world.provider.webhooks();
    let known = stored(world, name).await;
    webhooks.change(&mut changes, known, change).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

pub fn answers(site: &Site, path: &str, status: u16) {
    let (body, location, after) = (Vec::new(), None, Duration::ZERO);
    let page = Page {
        status,
        body,
        location,
        after,
    };
    site.put_page(path, page);
}

/// The signatures that a secret would give a request.
fn signature(request: &Received, secret: &str) -> String {
    let header = |name: &str| request.headers[name].as_str();
    let secret = WebhookSecret::parse(secret).unwrap();
    let seconds = header("webhook-timestamp").parse().unwrap();
    secret.signature(header("webhook-id"), seconds, &request.body)
}

fn event(request: &Received) -> Value {
    serde_json::from_str(&request.body).unwrap()
}

async fn what_happens_is_told_once_and_signed(world: World) {
    let site = Site::open();
    let secret = add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    add(&world, "all", &site.at("/all"), &["*"]).await;
    set_disabled(&world, ADA, true).await;
    site.wait_for("/crm", 1).await;
    world.deliver_all().await;
    world.advance(Lifetime::hours(2)).await;
    world.deliver_all().await;

    let told = site.requests("/crm");
    assert_eq!(told.len(), 1);
    let (request, event) = (&told[0], event(&told[0]));
    assert_eq!(
        request.content_type.as_deref(),
        Some("application/json"),
        "{:?}",
        request.headers
    );
    let signed = &request.headers["webhook-signature"];
    assert_eq!(*signed, signature(request, &secret));
    assert_eq!(event["id"], request.headers["webhook-id"].as_str());
    assert_eq!(
        (event["type"].as_str(), event["version"].as_u64()),
        (Some("user.disabled"), Some(1))
    );
    assert_eq!(event["data"]["user_id"], world.sub(ADA.0).await);
    assert_eq!(event["data"]["actor"]["kind"], "command_line");
    // The same event has one identifier wherever it is told.
    let everything = site.requests("/all");
    let same = everything
        .iter()
        .find(|request| request.body == told[0].body);
    assert_eq!(
        same.unwrap().headers["webhook-id"],
        request.headers["webhook-id"]
    );
    let record = world.provider.webhooks().record("crm").await.unwrap();
    assert_eq!((record.waiting, record.deliveries.len()), (0, 1));
    let delivery = &record.deliveries[0];
    assert_eq!(
        (
            delivery.state.as_str(),
            delivery.attempts,
            delivery.status,
            delivery.event_id.as_str()
        ),
        (
            "delivered",
            1,
            Some(200),
            request.headers["webhook-id"].as_str()
        )
    );
}

async fn nobody_is_told_of_what_they_did_not_ask_for(world: World) {
    let site = Site::open();
    add(&world, "enabled", &site.at("/enabled"), &["user.enabled"]).await;
    add(&world, "off", &site.at("/off"), &["*"]).await;
    let off = WebhookChange {
        enabled: Some(false),
        ..WebhookChange::default()
    };
    change(&world, "off", off).await;
    set_disabled(&world, ADA, true).await;
    set_disabled(&world, ADA, false).await;
    world.deliver_all().await;
    let told = site.wait_for("/enabled", 1).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("\"user.enabled\""), "{}", told[0]);
    assert!(site.received("/off").is_empty());
}

async fn an_event_that_was_refused_is_told_again_under_its_identifier(world: World) {
    let site = Site::open();
    let secret = add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    answers(&site, "/crm", 503);
    set_disabled(&world, ADA, true).await;
    site.wait_for("/crm", 1).await;
    world.deliver_all().await;
    assert_eq!(site.received("/crm").len(), 1, "not again at once");
    let failing = stored(&world, "crm").await;
    assert!(failing.failing_since.is_some() && failing.is_active());
    assert_eq!(
        failing.last_failure.as_deref(),
        Some("the answer has status 503")
    );
    // A redirect is no answer, and is not followed.
    answers(&site, "/crm", 307);
    world.advance(Lifetime::seconds(3)).await;
    site.wait_for("/crm", 2).await;
    world.deliver_all().await;
    answers(&site, "/crm", 204);
    world.advance(Lifetime::seconds(5)).await;
    site.wait_for("/crm", 3).await;
    world.deliver_all().await;

    let tries = site.requests("/crm");
    let of = |name: &str| -> Vec<&str> {
        let values = tries.iter().map(|request| request.headers[name].as_str());
        values.collect()
    };
    let ids: BTreeSet<&str> = of("webhook-id").into_iter().collect();
    let times: BTreeSet<&str> = of("webhook-timestamp").into_iter().collect();
    assert_eq!(
        (ids.len(), times.len()),
        (1, 3),
        "the time is that of the try"
    );
    for request in &tries {
        assert_eq!(request.body, tries[0].body);
        assert_eq!(
            request.headers["webhook-signature"],
            signature(request, &secret)
        );
    }
    let well = stored(&world, "crm").await;
    assert!(well.failing_since.is_none() && well.last_delivered_at.is_some());
    let record = world.provider.webhooks().record("crm").await.unwrap();
    let delivery = &record.deliveries[0];
    assert_eq!(
        (delivery.state.as_str(), delivery.attempts),
        ("delivered", 3)
    );
}

async fn while_a_secret_changes_either_verifies(world: World) {
    let site = Site::open();
    let old = add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    let webhooks = world.provider.webhooks();
    let rotate = async |keep_hours: i64| {
        let ctx = world.context();
        let mut changes = world.provider.change_set(&ctx);
        let rotation = SecretRotation {
            secret: None,
            keep_hours,
        };
        let known = stored(&world, "crm").await;
        let rotated = webhooks.rotate_secret(&mut changes, known, rotation);
        let rotated = rotated.unwrap();
        changes.commit_or_conflict().await.unwrap();
        rotated.secret
    };
    let told = async |count: usize| {
        set_disabled(&world, ADA, true).await;
        site.wait_for("/crm", count).await;
        world.deliver_all().await;
        site.requests("/crm")[count - 1].clone()
    };
    let new = rotate(24).await;
    let request = told(1).await;
    let both = format!(
        "{} {}",
        signature(&request, &new),
        signature(&request, &old)
    );
    assert_eq!(request.headers["webhook-signature"], both);
    world.advance(Lifetime::hours(25)).await;
    let request = told(2).await;
    assert_eq!(
        request.headers["webhook-signature"],
        signature(&request, &new)
    );
    // One that leaked is not good for another moment.
    let newest = rotate(0).await;
    let request = told(3).await;
    assert_eq!(
        request.headers["webhook-signature"],
        signature(&request, &newest)
    );
    assert_ne!(new, newest);
}

async fn whoever_accepts_nothing_for_a_day_is_paused_and_hears_the_rest_later(world: World) {
    let site = Site::open();
    let events = ["user.disabled", "user.enabled"];
    add(&world, "crm", &site.at("/crm"), &events).await;
    let since = world.provider.now();
    answers(&site, "/crm", 500);
    set_disabled(&world, ADA, true).await;
    site.wait_for("/crm", 1).await;
    world.deliver_all().await;
    world.advance(Lifetime::hours(25)).await;
    world.deliver_all().await;
    let paused = stored(&world, "crm").await;
    assert!(paused.paused_at.is_some() && !paused.is_active());
    let webhooks = world.provider.webhooks();
    let record = webhooks.record("crm").await.unwrap();
    assert_eq!(record.deliveries[0].state, "given_up");
    let audited = "SELECT detail FROM audit_events WHERE action = 'webhook.paused'";
    assert_eq!(world.texts(audited).await, ["crm"]);

    // What happens meanwhile is not queued, and a pause is no time to test or to replay.
    answers(&site, "/crm", 200);
    let before = site.received("/crm").len();
    set_disabled(&world, ADA, false).await;
    world.deliver_all().await;
    assert_eq!(site.received("/crm").len(), before);
    let ctx = world.context();
    assert!(webhooks.replay(&ctx, &paused, since).await.is_err());
    assert!(webhooks.test(&ctx, &paused).await.is_err());

    let resume = WebhookChange {
        resumes: true,
        ..WebhookChange::default()
    };
    change(&world, "crm", resume).await;
    let resumed = stored(&world, "crm").await;
    assert!(resumed.is_active() && resumed.failing_since.is_none());
    let replayed = webhooks.replay(&ctx, &resumed, since).await.unwrap();
    assert_eq!((replayed.events, replayed.next), (2, None));
    site.wait_for("/crm", before + 2).await;
    world.deliver_all().await;
    let requests = site.requests("/crm");
    let first = &requests[0].headers["webhook-id"];
    let again: Vec<&Received> = requests[before..]
        .iter()
        .filter(|request| request.headers["webhook-id"] == *first)
        .collect();
    assert_eq!(again.len(), 1, "under the identifier of before");
    assert_eq!(again[0].body, requests[0].body);
    // From a later point there is less.
    let later = webhooks.replay(&ctx, &resumed, world.provider.now());
    assert_eq!(later.await.unwrap().events, 1);
}

async fn whoever_says_gone_is_paused_at_once(world: World) {
    let site = Site::open();
    add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    answers(&site, "/crm", 410);
    set_disabled(&world, ADA, true).await;
    site.wait_for("/crm", 1).await;
    world.deliver_all().await;
    let paused = stored(&world, "crm").await;
    assert!(paused.paused_at.is_some());
    world.advance(Lifetime::hours(2)).await;
    world.deliver_all().await;
    assert_eq!(site.received("/crm").len(), 1);
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin").await.body;
    assert!(
        page.contains("Webhooks paused in the last 24 hours"),
        "{page}"
    );
    assert!(page.contains("/admin/audit?event=webhook.paused"), "{page}");
}

async fn what_did_not_happen_is_told_nobody(world: World) {
    let site = Site::open();
    add(&world, "crm", &site.at("/crm"), &["*"]).await;
    let ctx = world.context();
    // Of two changes with the same state before, the second does not happen.
    let known = stored(&world, "crm").await;
    let mut changes = world.provider.change_set(&ctx);
    let access = world.provider.access();
    access.add_group(&mut changes, "staff", None).await.unwrap();
    let described = WebhookChange {
        description: Some(Some("first".into())),
        ..WebhookChange::default()
    };
    let webhooks = world.provider.webhooks();
    webhooks
        .change(&mut changes, known, described.clone())
        .await
        .unwrap();
    change(&world, "crm", described).await;
    assert!(!changes.commit().await.unwrap());
    world.deliver_all().await;
    assert!(
        !site
            .received("/crm")
            .iter()
            .any(|body| body.contains("staff")),
        "{:?}",
        site.received("/crm")
    );
}

async fn a_private_address_is_told_nothing_unless_somebody_allows_it(world: World) {
    let site = Site::open();
    let backend = backend_of(&world);
    let world = World::open_with(backend, |settings| {
        settings.outbound.allow_private_addresses = false;
    })
    .await;
    let webhooks = world.provider.webhooks();
    let ctx = world.context();
    for url in [
        site.at("/crm"),
        "https://127.0.0.1/hook".to_owned(),
        "https://10.1.2.3/hook".to_owned(),
        "https://[::1]/hook".to_owned(),
        "http://crm.example/hook".to_owned(),
        "https://user:word@crm.example/hook".to_owned(),
        "ftp://crm.example/hook".to_owned(),
    ] {
        let mut changes = world.provider.change_set(&ctx);
        let declared = DeclaredWebhook::new("crm".into(), url.clone());
        let added = webhooks.add(&mut changes, declared, None).await;
        assert!(added.is_err(), "{url}");
    }
    add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    set_disabled(&world, ADA, true).await;
    assert_eq!(site.wait_for("/crm", 1).await.len(), 1);
    world.deliver_all().await;
    // Another address is public again, whoever changes it.
    let known = stored(&world, "crm").await;
    let moved = |url: String| WebhookChange {
        url: Some(url),
        ..WebhookChange::default()
    };
    let mut changes = world.provider.change_set(&ctx);
    let inward = webhooks.change(&mut changes, known.clone(), moved(site.at("/other")));
    assert!(inward.await.is_err());
    let mut changes = world.provider.change_set(&ctx);
    let outward = moved("https://crm.example/hook".into());
    let after = webhooks.change(&mut changes, known, outward).await.unwrap();
    assert!(!after.allow_private_addresses);
}

async fn nothing_that_is_told_is_a_secret(world: World) {
    let site = Site::open();
    let secret = add(&world, "crm", &site.at("/crm"), &["*"]).await;
    let mut browser = world.signed_in(GRACE).await;
    browser.get("/account").await;
    world
        .user("new@example.com", "a password of somebody")
        .await;
    set_disabled(&world, GRACE, true).await;
    world.deliver_all().await;
    let session = browser.session().unwrap();
    let told = site.received("/crm");
    assert!(told.len() >= 4, "{told:?}");
    for body in &told {
        for hidden in [
            &secret,
            &session,
            GRACE.1,
            "a password of somebody",
            GRACE.0,
        ] {
            assert!(!body.contains(hidden), "{body}");
        }
    }
    // Neither does the database show it.
    for column in ["sealed_secrets", "url", "events"] {
        let rows = format!("SELECT {column} FROM webhooks");
        assert!(!world.texts(&rows).await.concat().contains(&secret));
    }
}

async fn of_two_changes_at_once_one_is_refused(world: World) {
    add(&world, "crm", "http://127.0.0.1:9/hook", &["*"]).await;
    let webhooks = world.provider.webhooks();
    let known = stored(&world, "crm").await;
    let ctx = world.context();
    let mut both = Vec::new();
    for text in ["one", "two"] {
        let mut changes = world.provider.change_set(&ctx);
        let described = WebhookChange {
            description: Some(Some(text.into())),
            ..WebhookChange::default()
        };
        webhooks
            .change(&mut changes, known.clone(), described)
            .await
            .unwrap();
        both.push(changes.commit());
    }
    let done = futures_util::future::join_all(both).await;
    let done: Vec<bool> = done.into_iter().map(Result::unwrap).collect();
    assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
}

#[test]
fn every_action_of_the_catalogue_is_one_of_the_audit_log() {
    fn texts(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in ["src/core", "src/cli"] {
        texts(&root.join(folder), &mut code);
    }
    for event in CATALOGUE {
        for action in event.actions {
            assert!(code.contains(&format!("\"{action}\"")), "{action}");
        }
    }
}
