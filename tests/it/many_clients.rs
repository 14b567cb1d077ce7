//! Many clients: a change of one is read by every node at once, and nothing else is read again.

use crate::{
    on_both,
    world::{CALLBACK, SECRET, World, basic},
};
use doorward_protocol::clients::registered_client::RegisteredClient;
use doorward_storage::Store;
use futures_util::future::join_all;
use serde_json::json;
use std::{sync::Arc, time::Duration};

on_both!(
    a_change_is_seen_on_every_node_and_other_clients_stay_in_memory,
    a_node_that_missed_many_changes_reads_everything_again,
    a_read_that_is_under_way_while_its_client_changes_does_not_stay,
    origins_follow_their_clients,
    sites_and_the_metadata_follow_their_clients,
    an_unknown_client_is_found_once_it_is_there,
    a_request_sees_what_was_true_when_it_arrived_and_what_it_changed
);

async fn known(node: &World, client_id: &str) -> Option<Arc<RegisteredClient>> {
    node.expire_versions();
    let configuration = node.provider.configuration().await.unwrap();
    configuration.client(client_id).await.unwrap()
}

async fn app(world: &World, client_id: &str, name: &str) {
    let metadata = json!({"redirect_uris": [CALLBACK], "client_name": name});
    world.client(client_id, &metadata, &json!({})).await;
}

async fn a_change_is_seen_on_every_node_and_other_clients_stay_in_memory(world: World) {
    let other = world.another_node().await;
    app(&world, "a", "First").await;
    for node in [&world, &other] {
        assert_eq!(known(node, "a").await.unwrap().client.client_name, "First");
        known(node, "notes").await.unwrap();
    }
    let untouched = known(&other, "notes").await.unwrap();
    let before = other.provider.configuration().await.unwrap();
    app(&world, "a", "Second").await;
    for node in [&world, &other] {
        assert_eq!(known(node, "a").await.unwrap().client.client_name, "Second");
    }
    assert!(Arc::ptr_eq(
        &untouched,
        &known(&other, "notes").await.unwrap()
    ));
    let after = other.provider.configuration().await.unwrap();
    assert!(Arc::ptr_eq(&before, &after), "keys and providers too");
    let clients = world.provider.clients();
    let ctx = world.context();
    clients.set_disabled(&ctx, "a", true).await.unwrap();
    assert!(known(&other, "a").await.unwrap().disabled);
    let store = world.provider.store();
    let stored = store.client("a").await.unwrap().unwrap();
    assert!(
        store
            .commit(Store::delete_client(&stored, world.provider.now()))
            .await
            .unwrap()
    );
    assert!(known(&other, "a").await.is_none());
}

async fn a_node_that_missed_many_changes_reads_everything_again(world: World) {
    let other = world.another_node().await;
    app(&world, "a", "First").await;
    known(&other, "a").await.unwrap();
    let untouched = known(&other, "notes").await.unwrap();
    app(&world, "a", "Second").await;
    // More changes than a node follows, and more than the ring of changes holds.
    let store = world.provider.store();
    let now = world.provider.now();
    for _ in 0..210 {
        let photos = store.client("photos").await.unwrap().unwrap();
        let base = store.configuration_version().await.unwrap().clients_version;
        // Each change gives the row the next version, on which the one after it is based.
        let touch = |n: i64| RegisteredClient {
            version: if n == 0 { photos.version } else { base + n },
            ..photos.clone()
        };
        let unit = (0..20).fold(doorward_storage::Unit::new(), |unit, n| {
            unit.then(Store::change_client(&touch(n), now))
        });
        assert!(store.commit(unit).await.unwrap());
    }
    assert_eq!(
        known(&other, "a").await.unwrap().client.client_name,
        "Second"
    );
    assert!(!Arc::ptr_eq(
        &untouched,
        &known(&other, "notes").await.unwrap()
    ));
}

async fn a_read_that_is_under_way_while_its_client_changes_does_not_stay(world: World) {
    let other = world.another_node().await;
    app(&world, "a", "0").await;
    for round in 1..40 {
        let name = round.to_string();
        let reads = (0..20).map(async |_| known(&other, "a").await);
        let (_, ()) = tokio::join!(join_all(reads), app(&world, "a", &name));
        assert_eq!(known(&other, "a").await.unwrap().client.client_name, name);
    }
}

async fn origins_follow_their_clients(world: World) {
    let is_origin = async |origin: &str| {
        world.expire_versions();
        let configuration = world.provider.configuration().await.unwrap();
        configuration.is_origin_of_a_client(origin).await.unwrap()
    };
    assert!(is_origin("https://notes.example").await);
    assert!(!is_origin("https://a.example").await);
    let at = |uri: &str| json!({"redirect_uris": [uri]});
    world
        .client("a", &at("https://a.example/cb"), &json!({}))
        .await;
    assert!(is_origin("https://a.example").await);
    world
        .client("a", &at("https://b.example/cb"), &json!({}))
        .await;
    assert!(!is_origin("https://a.example").await && is_origin("https://b.example").await);
    let clients = world.provider.clients();
    let ctx = world.context();
    clients.set_disabled(&ctx, "a", true).await.unwrap();
    assert!(!is_origin("https://b.example").await);
}

async fn sites_and_the_metadata_follow_their_clients(world: World) {
    let other = world.another_node().await;
    let sites = async || {
        other.expire_versions();
        let configuration = other.provider.configuration().await.unwrap();
        configuration.sites.len()
    };
    let advertised = async || {
        other.expire_versions();
        let configuration = other.provider.configuration().await.unwrap();
        String::from_utf8_lossy(&configuration.discovery).contains("global_token_revocation")
    };
    assert_eq!((sites().await, advertised().await), (0, false));
    let site = json!({"forward_auth": {"origins": ["https://wiki.example"]}, "grant_types": ["authorization_code"]});
    world.client("wiki", &site, &json!({})).await;
    assert_eq!(sites().await, 1);
    let clients = world.provider.clients();
    let ctx = world.context();
    clients.set_disabled(&ctx, "wiki", true).await.unwrap();
    assert_eq!(sites().await, 0);
    clients.set_disabled(&ctx, "wiki", false).await.unwrap();
    assert_eq!(sites().await, 1);
    // It is a site no more.
    app(&world, "wiki", "Wiki").await;
    assert_eq!(sites().await, 0);
    let revoker =
        json!({"grant_types": ["client_credentials"], "scope": "global_token_revocation"});
    world.client("revoker", &revoker, &json!({})).await;
    assert!(advertised().await);
    app(&world, "revoker", "Harmless").await;
    assert!(!advertised().await);
}

async fn an_unknown_client_is_found_once_it_is_there(world: World) {
    let form = [("grant_type", "client_credentials")];
    let ask = async || {
        world
            .post("/token", Some(basic("late", SECRET)), &form)
            .await
            .0
    };
    assert_eq!(ask().await, 401);
    let machine = json!({"grant_types": ["client_credentials"], "scope": "x"});
    world.client("late", &machine, &json!({})).await;
    assert_eq!(ask().await, 200);
}

/// A request reads the version of the configuration once. What was changed before it arrived it sees,
/// and what it changes itself; and one that lasts sees the changes of others.
async fn a_request_sees_what_was_true_when_it_arrived_and_what_it_changed(world: World) {
    let other = world.another_node().await;
    let request = || other.provider.clock().monotonic();
    let name = async || known(&other, "a").await.unwrap().client.client_name.clone();
    for (first, second) in [("A", "B"), ("C", "D")] {
        app(&world, "a", first).await;
        let seen = other.provider.within_request(request(), async {
            assert_eq!(name().await, first, "it was there before");
            app(&other, "a", second).await;
            assert_eq!(name().await, second, "its own change");
        });
        Box::pin(seen).await;
    }
    let seen = other.provider.within_request(request(), async {
        assert_eq!(name().await, "D");
        app(&world, "a", "E").await;
        other.clock.pass(Duration::from_millis(100));
        assert_eq!(name().await, "E", "it has lasted for long");
    });
    Box::pin(seen).await;
}
