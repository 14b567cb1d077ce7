//! What may happen to a request once happens once: whoever asks, approves, refuses or withdraws at the
//! same moment, from several nodes, and with a second connection on PostgreSQL.

use super::{REASON, ada_asks, declare, grants, request, requests};
use crate::{
    console::administrator,
    management::Caller,
    on_both,
    storage::races::{commit_while_another_writes, meanwhile},
    world::{ADA, Backend, GRACE, World},
};
use doorward_core::access_requests::AccessRequest;
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{
    AuditActor, NewAccessRequest, RequestAnswer, RequestLimits, Stamp, Store, Unit,
};
use futures_util::future::join_all;
use serde_json::json;

on_both!(
    of_many_requests_for_one_role_at_once_one_is_stored,
    of_many_requests_at_once_no_more_wait_than_a_user_may_have,
    of_many_approvals_at_once_one_gives_the_role,
    whoever_is_no_administrator_any_more_approves_nothing,
);

const LIMITS: RequestLimits = RequestLimits {
    open: 10,
    lately: 20,
    since: Timestamp(0),
};

const fn stamp(at: Timestamp) -> Stamp<'static> {
    Stamp {
        at,
        actor: AuditActor {
            kind: "command_line",
            id: None,
        },
        managed: false,
    }
}

/// A request for a role, as it is stored.
fn asked(world: &World, id: &str, user_id: &str, role: &str, version: i64) -> Unit {
    let now = world.provider.now();
    let new = NewAccessRequest {
        id,
        user_id,
        role: doorward_storage::RoleOfApp {
            client_id: "wiki",
            name: role,
        },
        roles_version: version,
        reason: REASON,
        wished_end: None,
        requested_at: now,
        expires_at: now.plus(Lifetime::days(14)),
    };
    Store::add_access_request(&new, LIMITS)
}

async fn version(world: &World) -> i64 {
    let store = world.provider.store();
    store.client("wiki").await.unwrap().unwrap().roles_version
}

async fn of_many_requests_for_one_role_at_once_one_is_stored(world: World) {
    declare(&world).await;
    let other = world.another_node().await;
    let (ada, version) = (world.sub(ADA.0).await, version(&world).await);
    for round in 0..5 {
        let role = format!("role-{round}");
        let stored = join_all((0..8).map(async |n| {
            let node = if n % 2 == 0 { &world } else { &other };
            let unit = asked(node, &format!("{round}-{n}"), &ada, &role, version);
            node.provider.store().commit(unit).await.unwrap()
        }))
        .await;
        assert_eq!(stored.iter().filter(|stored| **stored).count(), 1);
    }
}

async fn of_many_requests_at_once_no_more_wait_than_a_user_may_have(world: World) {
    declare(&world).await;
    let other = world.another_node().await;
    let (ada, version) = (world.sub(ADA.0).await, version(&world).await);
    let stored = join_all((0..16).map(async |n| {
        let node = if n % 2 == 0 { &world } else { &other };
        let unit = asked(node, &n.to_string(), &ada, &format!("role-{n}"), version);
        node.provider.store().commit(unit).await.unwrap()
    }))
    .await;
    assert_eq!(stored.iter().filter(|stored| **stored).count(), 10);
    // Another user has limits of their own, and withdrawing makes no room for more within the day.
    let grace = world.sub(GRACE.0).await;
    let store = world.provider.store();
    let unit = asked(&world, "grace", &grace, "role-1", version);
    assert!(store.commit(unit).await.unwrap());
    for round in 0..12 {
        for open in requests(&world).await {
            let now = stamp(world.provider.now());
            let unit = Store::withdraw_access_request(&open.id, &ada, now);
            store.commit(unit).await.unwrap();
        }
        let unit = asked(&world, &format!("again-{round}"), &ada, "role-1", version);
        let is_stored = store.commit(unit).await.unwrap();
        assert_eq!(is_stored, round < 10, "{round}");
    }
}

async fn of_many_approvals_at_once_one_gives_the_role(world: World) {
    declare(&world).await;
    let other = world.another_node().await;
    ada_asks(&world).await;
    let path = format!("/access-requests/{}/approve", request(&world).await.id);
    let body = json!({"expires_at": super::by_api::in_days(&world, 5)});
    let here = Caller::service(&world, "robot", "doorward.roles:write").await;
    let mut there = here.clone();
    there.world = &other;
    let answers = join_all((0..8).map(async |n| {
        let caller = if n % 2 == 0 { &here } else { &there };
        caller.send("POST", &path, Some(&body)).await.status
    }))
    .await;
    let done = answers.iter().filter(|status| **status == 204).count();
    assert_eq!(done, 1, "{answers:?}");
    assert!(answers.iter().all(|status| [204, 409].contains(status)));
    assert_eq!(grants(&world).await.len(), 1);
}

async fn whoever_is_no_administrator_any_more_approves_nothing(world: World) {
    declare(&world).await;
    administrator(&world, "owner").await;
    administrator(&world, "admin").await;
    ada_asks(&world).await;
    let (asked, now) = (request(&world).await, world.provider.now());
    let admin = world.sub("admin@example.com").await;
    let store = world.provider.store();
    let may = async || {
        let unit = Store::require_role_giver(&admin, now);
        store.commit(unit).await.unwrap()
    };
    assert!(may().await);
    crate::management::unmake(&world, "admin@example.com", "admin").await;
    assert!(!may().await);
    let unit = Store::require_role_giver(&admin, now).then(approval(&asked, now));
    assert!(!store.commit(unit).await.unwrap());
    assert!(request(&world).await.outcome.is_none());
}

fn approval(request: &AccessRequest, now: Timestamp) -> Unit {
    let answer = RequestAnswer::Approved(None);
    Store::decide_access_request(&request.id, answer, stamp(now))
}

/// On PostgreSQL another connection has withdrawn the request, deleted the role, or asked too, and has
/// not committed yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_decided_or_asked_beside_what_another_connection_does() {
    for is_committed in [true, false] {
        let world = World::open(Backend::Postgres).await;
        declare(&world).await;
        ada_asks(&world).await;
        let (asked_for, now) = (request(&world).await, world.provider.now());
        let withdrawn = format!(
            "UPDATE access_requests SET ended_at = 1, outcome = 'withdrawn' WHERE id = '{}'",
            asked_for.id
        );
        let unit = approval(&asked_for, now);
        let done = commit_while_another_writes(&world, unit, withdrawn, is_committed).await;
        assert_eq!(done, !is_committed, "an approval");

        let (grace, version) = (world.sub(GRACE.0).await, version(&world).await);
        let changed = "UPDATE clients SET roles_version = roles_version + 1
             WHERE client_id = 'wiki'";
        let unit = asked(&world, "changed", &grace, "editor", version);
        let done = commit_while_another_writes(&world, unit, changed.into(), is_committed).await;
        assert_eq!(done, !is_committed, "a request for a role that changes");

        let ada = world.sub(ADA.0).await;
        let disabled = format!("UPDATE users SET disabled_at = 1 WHERE id = '{ada}'");
        let store = world.provider.store();
        let present = store.client("wiki").await.unwrap().unwrap().roles_version;
        let commit = store.commit(asked(&world, "disabled", &ada, "reader", present));
        let done = meanwhile(&world, &[disabled], is_committed, commit).await;
        assert_eq!(done.unwrap(), !is_committed, "a request of a user who goes");
    }
}
