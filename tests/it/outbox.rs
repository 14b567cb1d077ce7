//! The outbox: of all nodes one delivers a message, a message that is queued again is delivered
//! again, and a node that stops in the middle loses none.

use crate::{
    on_both_wide,
    world::{ADA, Backend, Page, Site, World, authorize_query, eventually},
};
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{
    DueOutboxMessages, LOGOUT_NOTICE, NewOutboxMessage, OutboxBackoff, OutboxLease, OutboxMessage,
    Store,
};
use serde_json::json;
use std::time::Duration;

on_both_wide!(
    of_many_leases_at_once_one_is_taken,
    a_message_that_is_queued_again_under_way_stays_for_another_attempt,
    a_lease_that_runs_out_passes_to_another_attempt,
    one_receiver_does_not_crowd_out_the_others,
    a_notice_of_a_node_that_stopped_is_delivered_by_another,
);

/// A kind that no worker delivers.
const KIND: &str = "test";

fn enqueue(world: &World, id: &str, target: &str) -> doorward_storage::Unit {
    let new = NewOutboxMessage {
        kind: KIND,
        id,
        target,
        payload: "{\"n\":1}",
        lifetime: Lifetime::hours(1),
    };
    Store::enqueue(&new, world.provider.now())
}

async fn due(world: &World, kind: &'static str, now: Timestamp) -> Vec<OutboxMessage> {
    let due = DueOutboxMessages {
        kind,
        max_per_target: 4,
        max: 32,
    };
    let store = world.provider.store();
    store.due_outbox_messages(due, now).await.unwrap()
}

async fn lease(world: &World, message: &OutboxMessage, id: &str, now: Timestamp) -> bool {
    let lease = OutboxLease {
        id,
        until: now.plus(Lifetime::seconds(15)),
    };
    let unit = Store::lease_outbox_message(message, lease, now);
    world.provider.store().commit(unit).await.unwrap()
}

async fn of_many_leases_at_once_one_is_taken(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    let other = world.another_node().await;
    for round in 0..50 {
        let id = format!("message {round}");
        store.commit(enqueue(&world, &id, &id)).await.unwrap();
        let message = due(&world, KIND, now).await.remove(0);
        assert_eq!(
            (message.id.as_str(), message.payload.as_str()),
            (id.as_str(), "{\"n\":1}")
        );
        let leases = (0..20).map(|n| {
            let (node, message) = (if n % 2 == 0 { &world } else { &other }, &message);
            async move { lease(node, message, &n.to_string(), now).await }
        });
        let taken = futures_util::future::join_all(leases).await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
        assert!(due(&world, KIND, now).await.is_empty());
        let winner = taken.iter().position(|taken| *taken).unwrap().to_string();
        let removed = Store::remove_outbox_message(&message, &winner);
        assert!(store.commit(removed).await.unwrap());
    }
}

async fn a_message_that_is_queued_again_under_way_stays_for_another_attempt(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    store.commit(enqueue(&world, "m", "t")).await.unwrap();
    let message = due(&world, KIND, now).await.remove(0);
    assert!(lease(&world, &message, "first", now).await);
    store.commit(enqueue(&world, "m", "t")).await.unwrap();
    // Also where the second attempt began: then both are the first since the message was queued.
    for is_leased_again in [false, true] {
        if is_leased_again {
            let again = due(&world, KIND, now).await.remove(0);
            assert_eq!(again.attempts, 0);
            assert!(lease(&world, &again, "second", now).await);
        }
        let removed = Store::remove_outbox_message(&message, "first");
        assert!(!store.commit(removed).await.unwrap());
        let postponed = Store::postpone_outbox_message(&message, "first", after_one(now), "away");
        assert!(!store.commit(postponed).await.unwrap());
    }
    let removed = Store::remove_outbox_message(&message, "second");
    assert!(store.commit(removed).await.unwrap());
}

/// The pause after the first attempt, until a time.
const fn after_one(next_attempt_at: Timestamp) -> OutboxBackoff {
    OutboxBackoff {
        attempts: 1,
        is_longest: false,
        next_attempt_at,
    }
}

async fn a_lease_that_runs_out_passes_to_another_attempt(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    store.commit(enqueue(&world, "m", "t")).await.unwrap();
    let message = due(&world, KIND, now).await.remove(0);
    assert!(lease(&world, &message, "stopped", now).await);
    let (before, after) = (
        now.plus(Lifetime::seconds(14)),
        now.plus(Lifetime::seconds(15)),
    );
    assert!(due(&world, KIND, before).await.is_empty());
    assert!(!lease(&world, &message, "other", before).await);
    assert_eq!(due(&world, KIND, after).await[0].attempts, 1);
    assert!(lease(&world, &message, "other", after).await);
    let late = Store::remove_outbox_message(&message, "stopped");
    assert!(!store.commit(late).await.unwrap());
    let next = after.plus(Lifetime::seconds(2));
    let postponed = Store::postpone_outbox_message(&message, "other", after_one(next), "away");
    assert!(store.commit(postponed).await.unwrap());
    assert!(due(&world, KIND, after).await.is_empty());
    assert_eq!(due(&world, KIND, next).await.len(), 1);
}

async fn one_receiver_does_not_crowd_out_the_others(world: World) {
    let (store, now) = (world.provider.store(), world.provider.now());
    for n in 0..40 {
        let unit = enqueue(&world, &format!("slow {n}"), "slow");
        store.commit(unit).await.unwrap();
    }
    world.advance(Lifetime::seconds(1)).await;
    store
        .commit(enqueue(&world, "quick", "quick"))
        .await
        .unwrap();
    let later = now.plus(Lifetime::seconds(1));
    let due = due(&world, KIND, later).await;
    let targets = |target| {
        due.iter()
            .filter(|message| message.target == target)
            .count()
    };
    assert_eq!((targets("slow"), targets("quick")), (4, 1));
}

/// An answer that has the notice sent again.
fn later() -> Page {
    Page {
        status: 503,
        body: Vec::new(),
        location: None,
        after: Duration::ZERO,
    }
}

/// Where one message of several cannot be leased, the others are delivered: nobody else takes what
/// this node leased.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_that_fails_keeps_no_other_message() {
    let world = World::open_wide(Backend::Postgres).await;
    let site = Site::open();
    let mut browser = world.signed_in(ADA).await;
    for name in ["one", "two", "three"] {
        site.put_page(&format!("/{name}"), later());
        let callback = format!("https://{name}.example/cb");
        let common = json!({"redirect_uris": [callback], "first_party": true});
        let extra = json!({"backchannel_logout_uri": site.at(&format!("/{name}"))});
        world.client(name, &common, &extra).await;
        let query = [("client_id", name), ("redirect_uri", &callback)];
        let answer = browser.authorize(&authorize_query(&query)).await;
        assert!(answer.parameter("code").is_some());
    }
    world.end_all(ADA).await;
    // Before its first attempt, a notice is due as well.
    for name in ["/one", "/two", "/three"] {
        assert_eq!(site.wait_for(name, 1).await.len(), 1);
    }
    let soon = world.provider.now().plus(Lifetime::seconds(4));
    let mut waiting = Vec::new();
    eventually("notices that wait again", async || {
        waiting = due(&world, LOGOUT_NOTICE, soon).await;
        waiting.len() == 3
    })
    .await;
    let first = waiting.remove(0);
    let url = secrecy::ExposeSecret::expose_secret(&world.settings.database.url).to_owned();
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    let mut other = pool.begin().await.unwrap();
    let hold = "SELECT 1 FROM outbox_messages WHERE id = $1 FOR UPDATE";
    let hold = sqlx::query(hold).bind(&first.id);
    hold.execute(&mut *other).await.unwrap();
    for name in ["one", "two", "three"] {
        site.put(&format!("/{name}"), "");
    }
    world.advance(Lifetime::seconds(4)).await;
    let path = |message: &OutboxMessage| {
        let names = ["one", "two", "three"].into_iter();
        let mut names = names.filter(|name| message.target.contains(name));
        format!("/{}", names.next().unwrap())
    };
    for message in &waiting {
        assert_eq!(site.wait_for(&path(message), 2).await.len(), 2);
    }
    assert_eq!(site.received(&path(&first)).len(), 1, "it is held");
    other.commit().await.unwrap();
    assert_eq!(site.wait_for(&path(&first), 2).await.len(), 2);
}

async fn a_notice_of_a_node_that_stopped_is_delivered_by_another(world: World) {
    let site = Site::open();
    site.put_page("/one", later());
    let common = json!({"redirect_uris": ["https://one.example/cb"], "first_party": true});
    let extra = json!({"backchannel_logout_uri": site.at("/one")});
    world.client("one", &common, &extra).await;
    let mut browser = world.signed_in(ADA).await;
    let query = [
        ("client_id", "one"),
        ("redirect_uri", "https://one.example/cb"),
    ];
    let answer = browser.authorize(&authorize_query(&query)).await;
    assert!(answer.parameter("code").is_some());
    world.end_all(ADA).await;
    site.wait_for("/one", 1).await;
    site.put("/one", "");
    // Another node takes the notice when it is due again, and stops.
    let soon = world.provider.now().plus(Lifetime::seconds(4));
    let mut waiting = Vec::new();
    eventually("a notice that waits again", async || {
        waiting = due(&world, LOGOUT_NOTICE, soon).await;
        !waiting.is_empty()
    })
    .await;
    assert!(lease(&world, &waiting[0], "stopped", soon).await);
    world.advance(Lifetime::seconds(5)).await;
    let started = world.provider.outbox().deliver_due(&world.context()).await;
    assert_eq!(started.unwrap(), 0, "the lease stands");
    assert_eq!(site.received("/one").len(), 1);
    world.advance(Lifetime::seconds(15)).await;
    assert_eq!(site.wait_for("/one", 2).await.len(), 2);
}
