//! Nobody grants what they do not have, and the last owner stays.

use super::{Caller, EVERYTHING, make};
use crate::{
    on_both,
    sign_in_limits::backend_of,
    world::{ADA, Backend, GRACE, World},
};
use doorward_core::{Error, access::Assignee};
use doorward_protocol::time::Lifetime;
use doorward_storage::RoleOfApp;
use serde_json::json;

on_both!(
    an_admin_makes_nobody_an_owner_by_any_way,
    the_last_owner_stays,
    an_owner_for_a_time_is_not_the_last_one,
);

const OWNER: RoleOfApp<'static> = RoleOfApp {
    client_id: "doorward",
    name: "owner",
};

async fn an_admin_makes_nobody_an_owner_by_any_way(world: World) {
    make(&world, ADA.0, "owner").await;
    make(&world, GRACE.0, "admin").await;
    let owner = Caller::browser(&world, ADA).await;
    let admin = Caller::browser(&world, GRACE).await;
    owner.post("/groups", &json!({"name": "chiefs"})).await;
    owner.post("/groups", &json!({"name": "all"})).await;
    let grants = "/apps/doorward/roles/owner/grants";
    let granted = owner.post(grants, &json!({"group": "chiefs"})).await;
    assert_eq!(granted.status, 204, "{}", granted.body);
    owner.post("/groups", &json!({"name": "deputies"})).await;
    let deputies = json!({"group": "deputies"});
    let put = owner.post("/groups/chiefs/groups", &deputies).await;
    assert_eq!(put.status, 204, "{}", put.body);
    let ada = world.sub(ADA.0).await;
    let cases = [
        ("POST", grants.to_owned(), json!({"user": GRACE.0})),
        ("POST", grants.to_owned(), json!({"group": "all"})),
        ("DELETE", format!("{grants}/users/{ada}"), json!(null)),
        ("DELETE", format!("{grants}/groups/chiefs"), json!(null)),
        (
            "POST",
            "/groups/chiefs/members".into(),
            json!({"user": GRACE.0}),
        ),
        (
            "DELETE",
            format!("/groups/chiefs/members/{ada}"),
            json!(null),
        ),
        (
            "POST",
            "/groups/chiefs/groups".into(),
            json!({"group": "all"}),
        ),
        (
            "DELETE",
            "/groups/chiefs/groups/deputies".into(),
            json!(null),
        ),
        // Whoever is in it is in the other one too.
        (
            "POST",
            "/groups/deputies/members".into(),
            json!({"user": GRACE.0}),
        ),
        (
            "POST",
            "/groups/deputies/groups".into(),
            json!({"group": "all"}),
        ),
        ("PATCH", "/groups/chiefs".into(), json!({"name": "x"})),
        ("DELETE", "/groups/chiefs".into(), json!(null)),
        (
            "POST",
            "/users".into(),
            json!({"email": "me@example.com", "roles": {"doorward": ["owner"]}}),
        ),
        (
            "POST",
            "/users".into(),
            json!({"email": "me@example.com", "groups": ["chiefs"]}),
        ),
        (
            "PATCH",
            format!("/users/{ada}"),
            json!({"password": "a password that the admin knows"}),
        ),
        (
            "PATCH",
            format!("/users/{ada}"),
            json!({"email": "me@example.com"}),
        ),
        ("POST", format!("/users/{ada}/disable"), json!({})),
        ("DELETE", format!("/users/{ada}"), json!(null)),
    ];
    for (method, path, body) in cases {
        let told = admin.send(method, &path, Some(&body)).await;
        assert_eq!(
            (told.status, told.problem()),
            (403, "beyond-own-permissions"),
            "{method} {path} {body}: {}",
            told.body
        );
    }
    // By a batch, of which nothing is kept.
    let batch = json!({"operations": [
        {"method": "POST", "path": "/groups", "body": {"name": "innocent"}},
        {"method": "POST", "path": grants, "body": {"user": GRACE.0}},
    ]});
    let told = admin.post("/batch", &batch).await;
    assert_eq!(told.problem(), "beyond-own-permissions", "{}", told.body);
    assert_eq!(told.body["operation"], 1);
    assert_eq!(admin.get("/groups/innocent").await.status, 404);
    let batch = json!({"operations": [
        {"method": "POST", "path": "/groups", "body": {"name": "innocent"}},
        {"method": "PUT", "path": "/apps/notes/roles/r", "body": {}},
    ]});
    let told = admin.post("/batch", &batch).await;
    assert_eq!(
        (told.status, &told.body["results"][0]["status"]),
        (200, &json!(201))
    );
    // What they have, they may hand on.
    let support = json!({"user": GRACE.0});
    let handed = admin
        .post("/apps/doorward/roles/support/grants", &support)
        .await;
    assert_eq!(handed.status, 204, "{}", handed.body);
    // A service account reaches as far as its scope.
    let robot = Caller::service(&world, "robot", "doorward.users:write doorward.roles:write").await;
    let told = robot
        .post("/apps/doorward/roles/auditor/grants", &support)
        .await;
    assert_eq!(told.problem(), "beyond-own-permissions");
    let told = robot
        .patch(&format!("/users/{ada}"), &json!({"name": "X"}))
        .await;
    assert_eq!(told.problem(), "beyond-own-permissions");
    let groups = json!({"email": "me@example.com", "groups": ["all"]});
    let told = robot.post("/users", &groups).await;
    assert_eq!(told.problem(), "insufficient-scope");
}

async fn the_last_owner_stays(world: World) {
    make(&world, ADA.0, "owner").await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let ada = world.sub(ADA.0).await;
    let grants = "/apps/doorward/roles/owner/grants";
    for (method, path) in [
        ("DELETE", format!("{grants}/users/{ada}")),
        ("POST", format!("/users/{ada}/disable")),
        ("DELETE", format!("/users/{ada}")),
    ] {
        let told = robot.send(method, &path, None).await;
        assert_eq!(told.status, 422, "{method} {path}: {}", told.body);
        let detail = told.body["detail"].as_str().unwrap();
        assert!(detail.contains("owner"), "{detail}");
    }
    assert_eq!(
        robot.get(&format!("/users/{ada}")).await.body["disabled"],
        false
    );
    // By a group, with somebody in it.
    robot.post("/groups", &json!({"name": "chiefs"})).await;
    robot.post(grants, &json!({"group": "chiefs"})).await;
    let told = robot.delete(&format!("{grants}/users/{ada}")).await;
    assert_eq!(told.status, 422, "the group is empty");
    robot
        .post("/groups/chiefs/members", &json!({"user": GRACE.0}))
        .await;
    let told = robot.delete(&format!("{grants}/users/{ada}")).await;
    assert_eq!(told.status, 204, "{}", told.body);
    assert_eq!(robot.delete("/groups/chiefs").await.status, 422);
}

/// A provider does not lose its owners as time passes, and goes on where it has owners for a time alone.
async fn an_owner_for_a_time_is_not_the_last_one(world: World) {
    let access = world.provider.access();
    let set = async |who: &str, end: Option<Lifetime>| {
        let ctx = world.context();
        let user = world.provider.users().find(who).await.unwrap().unwrap();
        let mut changes = world.provider.change_set(&ctx);
        let end = end.map(|end| ctx.now().plus(end));
        let granted = access.grant_role(&mut changes, Assignee::User(&user), OWNER, end);
        granted.await.unwrap();
        changes.commit_or_conflict().await
    };
    let take = async |who: &str| {
        let ctx = world.context();
        let user = world.provider.users().find(who).await.unwrap().unwrap();
        let mut changes = world.provider.change_set(&ctx);
        let revoked = access.revoke_role(&mut changes, Assignee::User(&user), OWNER);
        revoked.await.unwrap();
        changes.commit_or_conflict().await
    };
    let refused = |result: doorward_core::Result<()>| {
        let Err(Error::Refused(reason)) = result else {
            panic!("{result:?}");
        };
        let reason = reason.to_string();
        assert!(reason.contains("only until a role ends"), "{reason}");
    };
    set(ADA.0, None).await.unwrap();
    refused(set(ADA.0, Some(Lifetime::days(1))).await);
    // One for a time beside her does not help.
    set(GRACE.0, Some(Lifetime::days(1))).await.unwrap();
    refused(set(ADA.0, Some(Lifetime::days(1))).await);
    refused(take(ADA.0).await);
    // Two without an end: one of them may go.
    set(GRACE.0, None).await.unwrap();
    take(ADA.0).await.unwrap();
    // The worker ends roles also where nobody is an owner without an end.
    let other = World::open(backend_of(&world)).await;
    make_until(&other, ADA.0, Lifetime::hours(1)).await;
    make_until(&other, GRACE.0, Lifetime::hours(2)).await;
    other.advance(Lifetime::minutes(90)).await;
    let ctx = other.context();
    let mut changes = other.provider.change_set(&ctx);
    let ended = other.provider.access().end_expired_roles(&mut changes);
    assert_eq!(ended.await.unwrap(), 1);
    changes.commit_or_conflict().await.unwrap();
}

async fn make_until(world: &World, who: &str, end: Lifetime) {
    let ctx = world.context();
    let user = world.provider.users().find(who).await.unwrap().unwrap();
    let mut changes = world.provider.change_set(&ctx);
    let end = Some(ctx.now().plus(end));
    let access = world.provider.access();
    let granted = access.grant_role(&mut changes, Assignee::User(&user), OWNER, end);
    granted.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
}

/// Of two owners who are taken away at once, one stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_who_go_at_once_one_stays() {
    let world = World::open(Backend::Postgres).await;
    make(&world, ADA.0, "owner").await;
    make(&world, GRACE.0, "owner").await;
    let ctx = world.context();
    let mut gone = Vec::new();
    for who in [ADA.0, GRACE.0] {
        let user = world.provider.users().find(who).await.unwrap().unwrap();
        let mut changes = world.provider.change_set(&ctx);
        let access = world.provider.access();
        let revoked = access.revoke_role(&mut changes, Assignee::User(&user), OWNER);
        revoked.await.unwrap();
        gone.push(changes);
    }
    // Both wait for a connection that holds the row of the app, so that neither sees the other's change.
    let mut other = world.other_transaction().await;
    let hold = "SELECT 1 FROM clients WHERE client_id = 'doorward' FOR UPDATE";
    other.run(hold).await;
    let (second, first) = (gone.pop().unwrap(), gone.pop().unwrap());
    let release = async {
        other.blocks(2).await;
        other.commit().await;
    };
    let (first, second, ()) = tokio::join!(first.commit(), second.commit(), release);
    let refused = [first, second]
        .into_iter()
        .filter(|done| matches!(done, Err(Error::Refused(_))))
        .count();
    assert_eq!(refused, 1);
    let now = world.context().now();
    assert_eq!(world.provider.store().owners(now).await.unwrap().len(), 1);
}
