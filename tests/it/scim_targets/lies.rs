//! Apps that do not answer as they should.

use super::{
    TOKEN, add, apply, change, compare, declared, deliver_everything, file, join,
    liar::{Liar, Lie},
    report, stored,
};
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_core::scim_targets::ScimTargetChange;
use doorward_protocol::{scim_targets::declared::DeclaredScimTarget, time::Lifetime};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};

on_both!(
    an_app_that_wants_to_rest_is_left_alone,
    an_app_that_refuses_somebody_is_asked_again_by_the_next_comparison,
    what_an_app_has_forgotten_is_made_again,
    an_app_that_knows_put_alone_keeps_what_is_its_own,
    an_app_that_finds_everybody_has_nobody_changed,
    a_user_who_changes_while_they_are_made_is_made_once,
    an_app_that_accepts_nothing_for_a_day_is_paused,
    no_token_is_seen_anywhere
);

/// Lets Ada use an app.
async fn begin(world: &World, liar: &Liar) {
    apply(world, &file(&[ADA.0])).await;
    let target = DeclaredScimTarget {
        groups: BTreeSet::new(),
        ..declared(liar.base())
    };
    add(world, target, TOKEN).await.unwrap();
}

async fn an_app_that_wants_to_rest_is_left_alone(world: World) {
    let liar = Liar::open();
    liar.lie(|_| {
        Some(Lie {
            status: 429,
            retry_after: Some("600"),
            ..Lie::default()
        })
    });
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    let target = stored(&world).await;
    assert_eq!(
        target.last_failure.as_deref(),
        Some("the answer has status 429")
    );
    assert!(target.failing_since.is_some() && target.is_active());
    let asked = liar.asked().len();
    liar.behave();
    world.advance(Lifetime::minutes(9)).await;
    world.disable(ADA.0).await;
    deliver_everything(&world).await;
    assert_eq!(
        liar.asked().len(),
        asked,
        "another change does not disturb it"
    );
    world.advance(Lifetime::minutes(20)).await;
    deliver_everything(&world).await;
    assert_eq!(liar.resources("/Users/").len(), 1);
    let target = stored(&world).await;
    assert!(target.failing_since.is_none() && target.last_failure.is_none());
    // A server that fails is tried again too.
    liar.lie(|_| Some(Lie::status(500)));
    join(&world, GRACE.0).await;
    deliver_everything(&world).await;
    assert!(stored(&world).await.failing_since.is_some());
    liar.behave();
    world.advance(Lifetime::minutes(1)).await;
    deliver_everything(&world).await;
    let users = liar.resources("/Users/");
    assert_eq!((users.len(), &users[0]["active"]), (2, &json!(false)));
}

async fn an_app_that_refuses_somebody_is_asked_again_by_the_next_comparison(world: World) {
    let liar = Liar::open();
    liar.lie(|asked| {
        let words = json!({"detail": format!("taken; you sent {}", asked.authorization)});
        (asked.method == "POST").then(|| Lie::says(409, &words))
    });
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    let report_now = report(&world).await;
    let problem = &report_now.problems[0];
    assert_eq!(
        (problem.outcome.as_str(), report_now.waiting),
        ("conflict", 0)
    );
    let reason = problem.reason.as_deref().unwrap();
    assert_eq!(
        reason,
        "the answer has status 409: taken; you sent Bearer …"
    );
    assert_eq!(report_now.pass.unwrap().count("conflict"), 1);
    assert!(
        stored(&world).await.failing_since.is_none(),
        "the app works"
    );
    world.advance(Lifetime::hours(2)).await;
    deliver_everything(&world).await;
    assert_eq!(liar.count("POST"), 1, "not again by itself");

    // More than is read.
    liar.lie(|asked| {
        (asked.method == "POST").then(|| Lie {
            status: 201,
            body: vec![b' '; 600 * 1024],
            ..Lie::default()
        })
    });
    compare(&world).await;
    let report_now = report(&world).await;
    let problem = &report_now.problems[0];
    assert_eq!(problem.outcome, "failed");
    assert!(problem.reason.as_deref().unwrap().contains("512 KiB"));
    liar.behave();
    compare(&world).await;
    let report = report(&world).await;
    assert!(
        report.problems.is_empty() && report.users == 1,
        "{report:?}"
    );
}

async fn what_an_app_has_forgotten_is_made_again(world: World) {
    let liar = Liar::open();
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    liar.remove("/Users/r1");
    liar.put(
        "/Users/other",
        json!({"id": "other", "userName": "other@example.com"}),
    );
    world.disable(ADA.0).await;
    deliver_everything(&world).await;
    assert_eq!(liar.count("POST"), 2);
    let made = liar.resource("/Users/r2").unwrap();
    assert_eq!(
        (&made["userName"], &made["active"]),
        (&json!("ada"), &json!(false))
    );
    let other = liar.resource("/Users/other").unwrap();
    assert!(other.get("externalId").is_none() && other.get("active").is_none());
}

async fn an_app_that_knows_put_alone_keeps_what_is_its_own(world: World) {
    let liar = Liar::open();
    liar.put(
        "/Users/7",
        json!({"id": "7", "userName": "ada", "title": "Countess"}),
    );
    liar.lie(|asked| (asked.method == "PATCH").then(|| Lie::status(501)));
    apply(&world, &file(&[ADA.0])).await;
    add(&world, declared(liar.base()), TOKEN).await.unwrap();
    deliver_everything(&world).await;
    world.disable(ADA.0).await;
    deliver_everything(&world).await;
    let ada = liar.resource("/Users/7").unwrap();
    assert_eq!(
        (&ada["title"], &ada["active"]),
        (&json!("Countess"), &json!(false))
    );
    assert_eq!(ada["externalId"], world.sub(ADA.0).await);
    assert!(stored(&world).await.lacks_patch);
    assert_eq!(liar.count("PATCH"), 1, "it is remembered");
    assert_eq!(
        liar.resources("/Groups/")[0]["members"],
        json!([{"value": "7"}])
    );
}

async fn an_app_that_finds_everybody_has_nobody_changed(world: World) {
    let liar = Liar::open();
    let root = json!({"id": "0", "userName": "root", "externalId": "x", "active": true});
    liar.put("/Users/0", root.clone());
    let all = json!({"totalResults": 1, "Resources": [root]});
    liar.lie(move |asked| {
        let is_search = asked.is("GET", "/Users");
        is_search.then(|| Lie::says(200, &all))
    });
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    assert_eq!(liar.resource("/Users/0").unwrap()["userName"], "root");
    assert_eq!(liar.resources("/Users/").len(), 2);
    // An identifier that leads elsewhere is none.
    liar.lie(|asked| {
        let user = json!({"id": "..", "userName": "x"});
        asked.is("POST", "/Users").then(|| Lie::says(201, &user))
    });
    join(&world, GRACE.0).await;
    deliver_everything(&world).await;
    let problems = report(&world).await.problems;
    assert_eq!(
        problems[0].reason.as_deref(),
        Some("the answer has no usable id")
    );
}

async fn a_user_who_changes_while_they_are_made_is_made_once(world: World) {
    let liar = Liar::open();
    liar.lie(|asked| {
        (asked.method == "POST").then(|| Lie {
            after: Duration::from_millis(200),
            ..Lie::default()
        })
    });
    begin(&world, &liar).await;
    world.expire_versions();
    let outbox = world.provider.outbox();
    // The user is queued by the look at everybody, and being made when they change.
    while liar.count("POST") == 0 {
        outbox.deliver_due(&world.context()).await.unwrap();
        tokio::task::yield_now().await;
    }
    world.disable(ADA.0).await;
    let other = world.another_node().await;
    other
        .provider
        .outbox()
        .deliver_due(&other.context())
        .await
        .unwrap();
    deliver_everything(&world).await;
    world.advance(Lifetime::seconds(10)).await;
    deliver_everything(&world).await;
    assert_eq!(liar.count("POST"), 1);
    assert_eq!(
        liar.resources("/Users/")[0]["active"],
        false,
        "and the change is not lost"
    );
}

async fn an_app_that_accepts_nothing_for_a_day_is_paused(world: World) {
    let liar = Liar::open();
    liar.lie(|_| Some(Lie::status(401)));
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    world.advance(Lifetime::hours(25)).await;
    deliver_everything(&world).await;
    let target = stored(&world).await;
    assert!(target.paused_at.is_some(), "{target:?}");
    assert_eq!(
        target.last_failure.as_deref(),
        Some("the answer has status 401")
    );
    let asked = liar.asked().len();
    liar.behave();
    world.disable(ADA.0).await;
    deliver_everything(&world).await;
    assert_eq!(liar.asked().len(), asked);
    let resumed = ScimTargetChange {
        resumes: true,
        token: Some("another-token".into()),
        ..ScimTargetChange::default()
    };
    change(&world, resumed).await;
    deliver_everything(&world).await;
    assert!(stored(&world).await.is_active());
    assert_eq!(liar.resources("/Users/").len(), 1);
    assert_eq!(
        liar.asked().last().unwrap().authorization,
        "Bearer another-token"
    );
}

async fn no_token_is_seen_anywhere(world: World) {
    let liar = Liar::open();
    liar.lie(|asked| Some(Lie::says(400, &json!({"detail": asked.authorization}))));
    begin(&world, &liar).await;
    deliver_everything(&world).await;
    for (table, columns) in [
        (
            "scim_targets",
            "url || COALESCE(last_failure, '') || sealed_token",
        ),
        ("scim_remote_resources", "COALESCE(reason, '')"),
        ("outbox_messages", "payload || COALESCE(last_error, '')"),
        ("audit_events", "detail"),
    ] {
        let seen = world.texts(&format!("SELECT {columns} FROM {table}")).await;
        assert!(
            !seen.iter().any(|text| text.contains(TOKEN)),
            "{table} {seen:?}"
        );
    }
    assert!(format!("{:?}", report(&world).await).contains("Bearer …"));
}
