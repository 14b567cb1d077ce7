//! What an operation costs on the way to PostgreSQL: each round trip of one operation waits for the one
//! before it. A connection that the server closed meanwhile is not used for one.

use super::raw::Raw;
use crate::world::{ADA, Backend, Link, SECRET, World, authorize_query, basic};
use doorward_core::clients::WantedSecret;
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;

/// The round trips of each operation: with the version of the configuration, which each request reads
/// once, unless it was read 2 ms ago.
const TRIPS: [(&str, u64); 6] = [
    ("silent authorize", 1),
    ("code", 2),
    ("refresh", 3),
    ("userinfo", 1),
    ("introspect", 1),
    ("client credentials", 1),
];

/// The fewest trips of some runs: where the machine pauses, a run may last so long that it reads the
/// version again.
async fn fewest(world: &World, link: &Link, mut operation: impl AsyncFnMut()) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..9 {
        world.expire_versions();
        let before = link.trips();
        operation().await;
        fewest = fewest.min(link.trips() - before);
    }
    fewest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_operation_makes_so_many_round_trips_and_no_more() {
    let (world, link) = World::open_linked_without_workers().await;
    let machine =
        json!({"grant_types": ["client_credentials"], "scope": "notes:read", "redirect_uris": []});
    world.client("machine", &machine, &json!({})).await;
    // A second secret costs nothing, nor does the note of its last use.
    let (clients, ctx) = (world.provider.clients(), world.context());
    let second = clients.add_secret(&ctx, "machine", WantedSecret::default());
    let second = second.await.unwrap().unwrap().secret;
    let mut ada = world.signed_in(ADA).await;
    let notes = || Some(basic("notes", SECRET));
    // What every process reads once is read.
    let mut refresh = world.tokens(&mut ada, &[]).await.refresh;
    let access = world.tokens(&mut ada, &[]).await.access;
    let silent = authorize_query(&[("prompt", "none")]);
    let silent = format!("/authorize?{silent}");
    let mut codes = Vec::new();
    let mut seen = Vec::new();
    seen.push(
        fewest(&world, &link, async || {
            let code = ada.get(&silent).await.parameter("code").unwrap();
            codes.push(code);
        })
        .await,
    );
    seen.push(
        fewest(&world, &link, async || {
            let (status, said) = world.redeem(&codes.pop().unwrap()).await;
            assert_eq!(status, 200, "{said}");
        })
        .await,
    );
    seen.push(
        fewest(&world, &link, async || {
            let (status, said) = world.refresh(&refresh).await;
            assert_eq!(status, 200, "{said}");
            refresh = said["refresh_token"].as_str().unwrap().to_owned();
        })
        .await,
    );
    seen.push(
        fewest(&world, &link, async || {
            let (status, said) = world.userinfo(&access).await;
            assert_eq!(status, 200, "{said}");
        })
        .await,
    );
    seen.push(
        fewest(&world, &link, async || {
            let form = [("token", access.as_str())];
            let (status, said) = world.post("/introspect", notes(), &form).await;
            assert_eq!((status, &said["active"]), (200, &json!(true)), "{said}");
        })
        .await,
    );
    let mut secrets = [SECRET, second.reveal()].into_iter().cycle();
    seen.push(
        fewest(&world, &link, async || {
            let form = [("grant_type", "client_credentials")];
            let machine = Some(basic("machine", secrets.next().unwrap()));
            let (status, said) = world.post("/token", machine, &form).await;
            assert_eq!(status, 200, "{said}");
        })
        .await,
    );
    let names = TRIPS.iter().map(|(name, _)| *name);
    assert_eq!(names.zip(seen).collect::<Vec<_>>(), TRIPS);
}

/// The server closes every connection, as it does when it restarts: nobody is refused, since those that
/// rested for more than a second are asked before they are used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_the_server_closed_meanwhile_are_replaced() {
    let world = World::open(Backend::Postgres).await;
    let mut ada = world.signed_in(ADA).await;
    let mut families = Vec::new();
    for _ in 0..8 {
        families.push(world.tokens(&mut ada, &[]).await.refresh);
    }
    let store = world.provider.store();
    join_all((0..16).map(|_| store.user("nobody"))).await;
    let raw = Raw::of(&world).await;
    let close = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    raw.run(close).await;
    world.clock.pass(Duration::from_secs(2));
    world.expire_versions();
    let answers = join_all(families.iter().map(|token| world.refresh(token))).await;
    assert!(
        answers.iter().all(|(status, _)| *status == 200),
        "{answers:?}"
    );
}

/// The setting bounds the connections of one process; whoever finds none waits for one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_has_as_many_connections_as_it_may() {
    let world = World::open_with(Backend::Postgres, |settings| {
        settings.database.connections = Some(3);
    })
    .await;
    let store = world.provider.store();
    let raw = Raw::of(&world).await;
    let open = "pg_stat_activity
         WHERE datname = current_database() AND application_name = 'doorward'";
    // While a migration holds the table, nobody gives a connection back.
    let mut migration = world.other_transaction().await;
    migration.run("LOCK TABLE users").await;
    let read = join_all((0..50).map(|_| store.user("nobody")));
    let released = async {
        migration.blocks(3).await;
        assert_eq!(raw.count(open).await, 3);
        migration.commit().await;
    };
    let (answers, ()) = tokio::join!(read, released);
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(raw.count(open).await, 3);
}
