//! Somebody has the database, and not the key: whatever they do to the log is found.

use super::{chained, verified};
use crate::{
    command_line::{Folder, output_of},
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_adapters::keys::LastingKeys;
use doorward_protocol::{
    audit_chain::{Damage, Head, PreviousDay, digest, first_link, link},
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{AuditPlace, ChainedRow};
use serde_json::Value;

on_both!(
    whatever_is_done_to_the_log_is_found,
    what_is_cut_off_at_the_end_is_found_by_a_head_from_elsewhere,
    erasure_and_retention_keep_the_log_provable,
    workers_of_several_nodes_chain_each_entry_once,
    entries_of_an_earlier_release_are_taken_for_a_day
);

/// The day on which worlds begin.
const FIRST: i64 = 1_799_971_200_000;
const DAY: Lifetime = Lifetime::days(1);

/// A log of two days, which is as it was written.
async fn two_days(world: &World) {
    world.signed_in(ADA).await;
    chained(world).await;
    world.advance(DAY).await;
    world.signed_in(GRACE).await;
    let verified = chained(world).await;
    assert_eq!((verified.days, verified.found), (2, None));
    assert!(verified.entries > 6);
}

async fn rows(world: &World) -> Vec<ChainedRow> {
    let store = world.provider.store();
    let start = AuditPlace {
        day: Timestamp(0),
        position: 0,
    };
    store.chained_audit_events(start, 1000).await.unwrap()
}

/// Keeps the tables as they are, and brings them back.
async fn keep(world: &World) {
    let kept = "CREATE TABLE kept_events AS SELECT * FROM audit_events;
         CREATE TABLE kept_days AS SELECT * FROM audit_days";
    world.execute(kept).await;
}

async fn restore(world: &World) {
    let restored = "DELETE FROM audit_events; DELETE FROM audit_days;
         INSERT INTO audit_events SELECT * FROM kept_events;
         INSERT INTO audit_days SELECT * FROM kept_days";
    world.execute(restored).await;
}

/// The first day without its second entry: everything that needs no key is computed anew.
async fn chained_again_without_the_second(world: &World) -> String {
    let all = rows(world).await;
    let of_day = all.iter().filter(|row| row.place().day == Timestamp(FIRST));
    let of_day: Vec<_> = of_day.filter(|row| row.place().position != 2).collect();
    let mut before = first_link(Timestamp(FIRST), None);
    let mut statements = vec![
        format!("DELETE FROM audit_events WHERE chain_day = {FIRST} AND position = 2"),
        format!("UPDATE audit_events SET position = -position WHERE chain_day = {FIRST}"),
    ];
    for (number, row) in of_day.iter().enumerate() {
        let position = i64::try_from(number).unwrap() + 1;
        let commitment = row.evidence.commitment.clone().unwrap();
        let digest = digest(&row.event.fields(), &Digest::from_encoded(commitment));
        before = link(&before, position, &digest);
        statements.push(format!(
            "UPDATE audit_events SET position = {position}, link = '{}' WHERE id = '{}'",
            before.as_str(),
            row.event.id
        ));
    }
    statements.push(format!(
        "UPDATE audit_days SET entries = {}, link = '{}' WHERE day = {FIRST}",
        of_day.len(),
        before.as_str()
    ));
    statements.join(";")
}

/// The same, with a head that another key signed.
async fn signed_with_another_key(world: &World) -> String {
    let statements = chained_again_without_the_second(world).await;
    let day = rows(world).await;
    let count = day.iter().filter(|row| row.place().day.0 == FIRST).count();
    let key = LastingKeys::from_root(&[1; 32]).unwrap();
    let key = key.audit_head_key().unwrap();
    let link = statements.rsplit("link = '").next().unwrap();
    let head = Head {
        day: Timestamp(FIRST),
        count: i64::try_from(count).unwrap() - 1,
        link: Digest::from_encoded(link.split('\'').next().unwrap()),
        previous: None::<PreviousDay>,
        began: world.provider.now(),
        closed: true,
        deleted: None,
    };
    let signed = key.sign(
        "audit-head+jwt",
        &head.claims(&world.issuer, Timestamp(FIRST)),
    );
    let signed = signed.unwrap();
    format!("{statements}; UPDATE audit_days SET head = '{signed}' WHERE day = {FIRST}")
}

/// What is done, the statements that do it, and what is found.
async fn cases(world: &World) -> Vec<(&'static str, String, Damage)> {
    let second = format!("WHERE chain_day = {FIRST} AND position = 2");
    let all = rows(world).await;
    let last = all.iter().filter(|row| row.place().day.0 == FIRST).count();
    let of_ada = all
        .iter()
        .find(|row| row.event.action == "sign_in.succeeded")
        .unwrap();
    let of_ada = format!("WHERE id = '{}'", of_ada.event.id);
    let copy = |columns: &str, values: &str| {
        format!(
            "INSERT INTO audit_events (id, at, action, actor_kind, detail, salt, commitment, seal{columns})
             SELECT 'forged', at, 'x.y', actor_kind, detail, salt, commitment, seal{values}
             FROM audit_events {second}"
        )
    };
    let set = |what: &str, which: &str| format!("UPDATE audit_events SET {what} {which}");
    vec![
        ("another action", set("action = 'x.y'", &second), Damage::Changed),
        ("another time", set("at = at + 1", &second), Damage::Changed),
        ("another user", set("subject = 'somebody'", &of_ada), Damage::Changed),
        ("another actor", set("actor_kind = 'worker'", &second), Damage::Changed),
        ("another detail", set("detail = 'something else'", &second), Damage::DetailChanged),
        ("another address", set("address = '192.0.2.9'", &of_ada), Damage::DetailChanged),
        ("another salt", set("salt = 'x', detail = 'something else'", &second), Damage::DetailChanged),
        ("no proof", set("salt = NULL, commitment = NULL, seal = NULL", &second), Damage::Changed),
        (
            "details gone",
            set("detail = '', address = NULL, user_agent = NULL, request_id = NULL, salt = NULL, erasure = 'x'", &of_ada),
            Damage::DetailRemoved,
        ),
        ("removed", format!("DELETE FROM audit_events {second}"), Damage::Removed),
        (
            "removed at the end",
            format!("DELETE FROM audit_events WHERE chain_day = {FIRST} AND position = {last}"),
            Damage::Truncated,
        ),
        (
            "removed, the others moved up",
            format!(
                "DELETE FROM audit_events {second};
                 UPDATE audit_events SET position = 1 - position WHERE chain_day = {FIRST} AND position > 2;
                 UPDATE audit_events SET position = -position WHERE chain_day = {FIRST} AND position < 0"
            ),
            Damage::Moved,
        ),
        (
            "two in each other's place",
            format!(
                "UPDATE audit_events SET position = -position WHERE chain_day = {FIRST} AND position IN (2, 3);
                 UPDATE audit_events SET position = position + 5 WHERE chain_day = {FIRST} AND position < 0"
            ),
            Damage::Moved,
        ),
        (
            "moved to another day",
            format!("UPDATE audit_events SET chain_day = chain_day + 1 {second}"),
            Damage::Removed,
        ),
        ("inserted, not chained", copy("", ""), Damage::Changed),
        (
            "inserted at the end",
            copy(", chain_day, position", &format!(", chain_day, {last} + 1")),
            Damage::Inserted,
        ),
        ("inserted before the first", copy(", chain_day, position", ", chain_day, 0"), Damage::Inserted),
        ("inserted without a place", copy(", chain_day", ", chain_day"), Damage::Changed),
        (
            "inserted on a day of its own",
            copy(", chain_day, position", ", 5, 1"),
            Damage::HeadRemoved,
        ),
        ("chained again", chained_again_without_the_second(world).await, Damage::HeadForged),
        ("signed again", signed_with_another_key(world).await, Damage::HeadForged),
        (
            "the newest head removed",
            format!("DELETE FROM audit_days WHERE day > {FIRST}"),
            Damage::HeadRemoved,
        ),
        (
            "the first day removed",
            format!(
                "DELETE FROM audit_days WHERE day = {FIRST};
                 DELETE FROM audit_events WHERE chain_day = {FIRST}"
            ),
            Damage::DayRemoved,
        ),
        (
            "as if it had been old enough",
            format!(
                "UPDATE audit_days SET deleted = 1 WHERE day = {FIRST};
                 DELETE FROM audit_events WHERE chain_day = {FIRST}"
            ),
            Damage::HeadForged,
        ),
    ]
}

async fn whatever_is_done_to_the_log_is_found(world: World) {
    two_days(&world).await;
    keep(&world).await;
    let all = rows(&world).await;
    for (what, statements, damage) in cases(&world).await {
        world.execute(&statements).await;
        let found = verified(&world, &[]).await.found;
        let found = found.unwrap_or_else(|| panic!("{what} is not found"));
        assert_eq!(found.damage, damage, "{what}: {found:?}");
        if matches!(
            damage,
            Damage::Removed | Damage::Moved | Damage::DetailChanged
        ) {
            let second = found.day == Some(Timestamp(FIRST)) && found.position == Some(2);
            assert!(second || what == "another address", "{what}: {found:?}");
        }
        restore(&world).await;
        assert_eq!(verified(&world, &[]).await.found, None, "after {what}");
    }
    // The command says where, and fails.
    let folder = Folder::new("audit-verify");
    let verify = ["audit", "verify"];
    let (is_good, said, errors) = output_of(&mut folder.command_over(&world, &verify));
    assert!(
        is_good && said.contains("is what was written"),
        "{said}{errors}"
    );
    let edit = format!(
        "UPDATE audit_events SET action = 'x' WHERE id = '{}'",
        all[2].event.id
    );
    world.execute(&edit).await;
    let (is_good, said, _) = output_of(&mut folder.command_over(&world, &verify));
    let place = format!("day 2027-01-15, position 3, entry {}", all[2].event.id);
    assert!(!is_good && said.contains(&place), "{said}");
    let (is_good, said, _) =
        output_of(&mut folder.command_over(&world, &["audit", "verify", "--json"]));
    let document: Value = serde_json::from_str(&said).unwrap();
    assert!(!is_good && document["intact"] == false, "{said}");
    assert_eq!(document["damage"]["position"], 3);
}

async fn what_is_cut_off_at_the_end_is_found_by_a_head_from_elsewhere(world: World) {
    two_days(&world).await;
    keep(&world).await;
    let folder = Folder::new("audit-heads");
    let heads = ["audit", "heads", "--signed"];
    let (is_good, heads, said) = output_of(&mut folder.command_over(&world, &heads));
    assert!(is_good && heads.lines().count() == 2, "{heads}{said}");
    folder.write("heads", &heads);
    let kept: Vec<&str> = heads.lines().collect();
    // The log goes on after the head was kept, and is still the one that the head is of.
    world.signed_in(ADA).await;
    chained(&world).await;
    assert_eq!(verified(&world, &kept).await.found, None);
    // Back to an earlier state, with the head of then; and without the newest day.
    let newest = format!("> {FIRST}");
    for statements in [
        format!(
            "DELETE FROM audit_days WHERE day {newest};
             DELETE FROM audit_events WHERE chain_day {newest}"
        ),
        "DELETE FROM audit_days; DELETE FROM audit_events".to_owned(),
    ] {
        world.execute(&statements).await;
        assert_eq!(verified(&world, &[]).await.found, None, "what is left fits");
        let found = verified(&world, &kept).await.found.unwrap();
        assert_eq!(found.damage, Damage::Truncated);
        let verify = ["audit", "verify", "--head", "heads"];
        let (is_good, said, _) = output_of(&mut folder.command_over(&world, &verify));
        assert!(!is_good && said.contains("were removed"), "{said}");
        restore(&world).await;
        assert_eq!(verified(&world, &kept).await.found, None);
    }
    // What another key signed is no head.
    let key = LastingKeys::from_root(&[1; 32]).unwrap();
    let signed = key
        .audit_head_key()
        .unwrap()
        .sign("audit-head+jwt", &serde_json::Map::new());
    let chain = world.provider.audit_chain();
    let refused = chain.verify(&world.context(), &[&signed.unwrap()]).await;
    assert!(refused.unwrap_err().to_string().contains("no head"));
}

async fn erasure_and_retention_keep_the_log_provable(world: World) {
    two_days(&world).await;
    let heads = world.provider.audit_chain().heads(10).await.unwrap();
    let kept: Vec<&str> = heads.iter().map(|signed| signed.jws.as_str()).collect();
    let ada = world.provider.users().find(ADA.0).await.unwrap().unwrap();
    world.signed_in(ADA).await;
    let users = world.provider.users();
    users.delete(&world.context(), &ada).await.unwrap();
    let erased = format!(
        "SELECT COUNT(*) FROM audit_events WHERE subject = '{}' AND salt IS NULL AND address IS NULL",
        ada.id
    );
    assert!(world.numbers(&erased).await[0] > 3);
    assert_eq!(chained(&world).await.found, None);
    assert_eq!(verified(&world, &kept).await.found, None);
    // The mark of one user is none for another.
    let marks = world
        .texts("SELECT erasure FROM audit_events WHERE erasure IS NOT NULL")
        .await;
    keep(&world).await;
    let grace = world.sub(GRACE.0).await;
    world
        .execute(&format!(
            "UPDATE audit_events SET detail = '', address = NULL, user_agent = NULL, request_id = NULL,
             salt = NULL, erasure = '{}' WHERE subject = '{grace}'",
            marks[0]
        ))
        .await;
    let found = verified(&world, &[]).await.found.unwrap();
    assert_eq!(found.damage, Damage::DetailRemoved);
    restore(&world).await;

    // The first day is old enough now, the second one not.
    world.advance(Lifetime::days(400)).await;
    chained(&world).await;
    let report = world.provider.purge().run(&world.context(), || true).await;
    assert!(report.failed.is_empty(), "{report:?}");
    let left = world
        .numbers("SELECT DISTINCT chain_day FROM audit_events")
        .await;
    assert!(!left.is_empty() && !left.contains(&FIRST), "{left:?}");
    let after = verified(&world, &kept).await;
    assert_eq!((after.found, after.deleted_days), (None, 1));
    world
        .execute(&format!(
            "UPDATE audit_days SET link = 'x' WHERE day = {FIRST}"
        ))
        .await;
    let found = verified(&world, &[]).await.found.unwrap();
    assert_eq!(found.damage, Damage::HeadForged);
}

async fn workers_of_several_nodes_chain_each_entry_once(world: World) {
    let other = world.another_node().await;
    for round in 0..4 {
        let email = format!("user{round}@example.com");
        for number in 0..5 {
            world
                .user(&format!("{number}{email}"), "nine small boats at noon")
                .await;
        }
        let (one, two) = (world.context(), other.context());
        let (chain, its) = (world.provider.audit_chain(), other.provider.audit_chain());
        let (one, two, three) = tokio::join!(
            chain.extend(&one, || true),
            its.extend(&two, || true),
            world.user(&email, "nine small boats at noon")
        );
        one.and(two).unwrap();
        let () = three;
        if round == 1 {
            world.advance(DAY).await;
            other.advance(DAY).await;
        }
    }
    let verified = chained(&world).await;
    assert_eq!(verified.found, None);
    let all = world.numbers("SELECT COUNT(*) FROM audit_events").await;
    assert_eq!(all, [verified.entries]);
}

async fn entries_of_an_earlier_release_are_taken_for_a_day(world: World) {
    let earlier = |id: &str| {
        format!(
            "INSERT INTO audit_events (id, at, action, actor_kind, detail, address)
             VALUES ('{id}', 1700000000000, 'sign_in.failed', 'anonymous', 'password', '192.0.2.1')"
        )
    };
    world.execute(&earlier("of an earlier release")).await;
    assert_eq!(chained(&world).await.found, None);
    world.advance(DAY).await;
    world.execute(&earlier("of somebody else")).await;
    let chain = world.provider.audit_chain();
    chain.extend(&world.context(), || true).await.unwrap();
    let found = verified(&world, &[]).await.found.unwrap();
    assert_eq!(found.id.as_deref(), Some("of somebody else"));
    assert_eq!(found.damage, Damage::Changed);
    // It keeps nobody else's entry out.
    world.signed_in(ADA).await;
    chain.extend(&world.context(), || true).await.unwrap();
    let left = "SELECT COUNT(*) FROM audit_events WHERE chain_day IS NULL";
    assert_eq!(world.numbers(left).await, [0]);
}
