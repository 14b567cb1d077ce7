//! An owner of an app who is none any more by the commit changes nothing, whatever was checked before.

use super::{declare, own};
use crate::{
    access_requests::{ada_asks, in_days, request},
    management::Caller,
    on_both,
    storage::races::{commit_while_another_writes, meanwhile},
    world::{ADA, Backend, GRACE, World},
};
use doorward_storage::{AppOwnerKey, AuditActor, Stamp, Store};
use futures_util::future::join_all;
use serde_json::json;

on_both!(
    of_many_who_name_the_same_owner_at_once_one_does,
    a_commit_requires_that_the_owner_is_one_still,
);

/// The statement by which somebody else ends what an owner has.
const ENDED: &str = "UPDATE app_owners SET ended_at = 1 WHERE client_id = 'wiki'";

async fn of_many_who_name_the_same_owner_at_once_one_does(world: World) {
    declare(&world).await;
    let other = world.another_node().await;
    let ada = world.sub(ADA.0).await;
    let named = join_all((0..8).map(async |n| {
        let node = if n % 2 == 0 { &world } else { &other };
        let stamp = Stamp {
            at: node.provider.now(),
            actor: AuditActor {
                kind: "command_line",
                id: None,
            },
            managed: false,
        };
        let key = AppOwnerKey {
            client_id: "wiki",
            user_id: &ada,
        };
        let unit = Store::add_app_owner(&n.to_string(), key, stamp);
        node.provider.store().commit(unit).await
    }))
    .await;
    let done = named.iter().filter(|done| matches!(done, Ok(true)));
    assert_eq!(done.count(), 1);
    assert_eq!(world.texts("SELECT user_id FROM app_owners").await, [ada]);
}

async fn a_commit_requires_that_the_owner_is_one_still(world: World) {
    declare(&world).await;
    own(&world, ADA.0, "wiki").await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let owns = async |client_id: &str, user_id: &str| {
        let unit = Store::require_app_owner(AppOwnerKey { client_id, user_id });
        world.provider.store().commit(unit).await.unwrap()
    };
    assert!(owns("wiki", &ada).await);
    assert!(!owns("depot", &ada).await && !owns("wiki", &grace).await);
    world.disable(ADA.0).await;
    assert!(!owns("wiki", &ada).await, "whoever cannot sign in");
}

/// On PostgreSQL another connection has ended what the owner has, and has not committed yet: each change
/// waits for it, and happens where it is rolled back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ownership_that_ends_during_a_request_is_none_at_its_end() {
    for is_committed in [true, false] {
        let world = World::open_wide(Backend::Postgres).await;
        declare(&world).await;
        world.execute("DELETE FROM declared_entries").await;
        own(&world, GRACE.0, "wiki").await;
        ada_asks(&world).await;
        let owner = Caller::browser(&world, GRACE).await;
        let path = format!("/access-requests/{}/approve", request(&world).await.id);
        let end = json!({"expires_at": in_days(&world, 5)});
        for (method, path, body) in [
            (
                "POST",
                "/apps/wiki/roles/reader/grants",
                json!({"user": ADA.0}),
            ),
            (
                "PATCH",
                "/apps/wiki",
                json!({"settings": {"client_name": "Handbook"}}),
            ),
            ("POST", path.as_str(), end),
            ("POST", "/apps/wiki/secrets", json!({})),
        ] {
            let asked = owner.send(method, path, Some(&body));
            let told = meanwhile(&world, &[ENDED.to_owned()], is_committed, asked).await;
            let is_done = (200..300).contains(&told.status);
            assert_eq!(is_done, !is_committed, "{method} {path}: {}", told.body);
            if is_committed {
                assert!([404, 409].contains(&told.status), "{path}: {}", told.body);
                let again = "UPDATE app_owners SET ended_at = NULL";
                world.execute(again).await;
            }
        }
        let given = world.texts("SELECT role FROM role_grants").await;
        assert_eq!(given.len(), if is_committed { 0 } else { 2 }, "{given:?}");
    }
}

/// On PostgreSQL another connection deletes the app, or names the same owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_owns_an_app_that_goes() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        declare(&world).await;
        let ada = world.sub(ADA.0).await;
        let stamp = Stamp {
            at: world.provider.now(),
            actor: AuditActor {
                kind: "command_line",
                id: None,
            },
            managed: false,
        };
        let key = AppOwnerKey {
            client_id: "depot",
            user_id: &ada,
        };
        let unit = Store::add_app_owner("one", key, stamp);
        let deleted = "DELETE FROM clients WHERE client_id = 'depot'".to_owned();
        let done = commit_while_another_writes(&world, unit, deleted, is_committed).await;
        assert_eq!(done, !is_committed);
    }
}
