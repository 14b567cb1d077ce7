//! What is kept to answer questions follows what other nodes change, and is not believed without a database.

use super::{apply, ask, decides, file, question};
use crate::{
    on_both,
    world::{Backend, SECRET, World, basic, eventually},
};
use futures_util::future::join_all;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

on_both!(
    a_change_on_one_node_counts_on_the_other,
    changes_at_the_same_time_are_each_counted
);

async fn a_change_on_one_node_counts_on_the_other(world: World) {
    apply(&world, &file()).await.unwrap();
    let other = world.another_node().await;
    let moves = question("ada@example.com", "move", ("shelf", "1"));
    let asks = async |node: &World| {
        let request = node.http.post(node.here("/access/v1/evaluation"));
        let request = request
            .header("authorization", basic("inventory", SECRET))
            .header("content-type", "application/json");
        let response = request.body(moves.to_string()).send().await.unwrap();
        let body: serde_json::Value =
            serde_json::from_str(&response.text().await.unwrap()).unwrap();
        body["decision"].as_bool().unwrap()
    };
    assert!(asks(&world).await && asks(&other).await);
    let file = file();
    let with_role = "roles = { inventory = [\"clerk\"] }";
    for (change, allowed) in [
        // A role that is taken away, a permission that the role loses, a rule that denies.
        (file.replace(with_role, "roles = { inventory = [] }"), false),
        (file.clone(), true),
        (file.replace("\"shelf.move\", ", ""), false),
        (file.clone(), true),
        (
            file.replace("resource_ids = [\"9\"]", "resource_ids = [\"1\"]"),
            false,
        ),
        (file.clone(), true),
    ] {
        apply(&world, &change).await.unwrap();
        other.expire_versions();
        assert_eq!((asks(&other).await, asks(&world).await), (allowed, allowed));
    }
    // An administrator at the other node locks the user: this one knows.
    let context = other.context();
    let user = other
        .provider
        .users()
        .find("ada@example.com")
        .await
        .unwrap()
        .unwrap();
    let users = other.provider.users();
    users.set_disabled(&context, &user, true).await.unwrap();
    world.expire_versions();
    assert!(!asks(&world).await);
}

async fn changes_at_the_same_time_are_each_counted(world: World) {
    const CHANGES: &str = "SELECT CAST(SUM(changes) AS BIGINT) FROM access_changes";
    apply(&world, &file()).await.unwrap();
    let other = world.another_node().await;
    let sub = world.sub("ada@example.com").await;
    let before = world.numbers(CHANGES).await;
    // Of the same user and of different nodes: whoever waits for the row of the user holds no counter.
    let changes = (0..40).map(|number| {
        let node = if number % 2 == 0 { &world } else { &other };
        let store = node.provider.store();
        store.commit(doorward_storage::Store::enable_user(
            &sub,
            world.provider.now(),
        ))
    });
    for committed in join_all(changes).await {
        assert!(committed.unwrap());
    }
    let after = world.numbers(CHANGES).await;
    assert_eq!(after[0] - before[0], 40);
}

/// A change that is not committed yet counts for nobody, and from its commit on it counts for everybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_counts_from_its_commit_on() {
    let world = World::open(Backend::Postgres).await;
    apply(&world, &file()).await.unwrap();
    let moves = question("ada@example.com", "move", ("shelf", "1"));
    assert!(decides(&world, &moves).await);
    let mut second = PgConnection::connect(&world.database_url()).await.unwrap();
    let change = "BEGIN; UPDATE users SET disabled_at = 1 WHERE email = 'ada@example.com';
                  INSERT INTO access_changes (counter, changes) VALUES (99, 1)";
    sqlx::raw_sql(AssertSqlSafe(change.to_owned()))
        .execute(&mut second)
        .await
        .unwrap();
    for _ in 0..3 {
        world.expire_versions();
        assert!(decides(&world, &moves).await);
    }
    // What is read while the change is under way is not kept beyond it: another user, who was never asked
    // about, and the same one, whom this process reads again after another change.
    let grace = world.sub("grace@example.com").await;
    let enabled = doorward_storage::Store::enable_user(&grace, world.provider.now());
    assert!(world.provider.store().commit(enabled).await.unwrap());
    world.expire_versions();
    assert!(decides(&world, &moves).await);
    sqlx::raw_sql("COMMIT").execute(&mut second).await.unwrap();
    world.expire_versions();
    assert!(!decides(&world, &moves).await);
}

/// Without the database nobody knows what changed, so nothing is answered from memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_allowed_while_the_database_does_not_answer() {
    let (world, link) = World::open_linked().await;
    apply(&world, &file()).await.unwrap();
    let own = basic("inventory", SECRET);
    let moves = question("ada@example.com", "move", ("shelf", "1"));
    let (_, kept) = ask(&world, &own, "evaluation", &moves).await;
    assert_eq!(kept["decision"], json!(true));
    link.stop();
    world.expire_versions();
    for path in ["evaluation", "evaluations", "search/action"] {
        let (status, answer) = ask(&world, &own, path, &moves).await;
        assert_eq!(
            (status, answer.get("decision")),
            (503, None),
            "{path} {answer}"
        );
    }
    link.go_on();
    eventually("an answer again", async || {
        world.expire_versions();
        ask(&world, &own, "evaluation", &moves).await == (200, kept.clone())
    })
    .await;
}
