//! The audit log as it is listed, by user, client, address and event.

use crate::{on_both, world::World};
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditFilter, AuditPlace, AuditRow};

on_both!(a_list_has_what_its_filter_says_whatever_it_is_found_by);

/// Entries that never were, of users, clients and addresses that often coincide.
const FILLED: &str = "INSERT INTO audit_events
    (id, at, action, actor_kind, actor_id, subject, client_id, detail, address, chain_day, position)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
    SELECT 'x' || i, 1700000000000 + i / 3,
    CASE i % 4 WHEN 0 THEN 'sign_in.failed' WHEN 1 THEN 'sign_in.succeeded' WHEN 2 THEN 'sign_in_x.y' ELSE 'role.granted' END,
    CASE i % 3 WHEN 0 THEN 'user' WHEN 1 THEN 'client' ELSE 'worker' END,
    CASE WHEN i % 3 < 2 THEN 'k' || (i % 7) END, CASE WHEN i % 5 < 4 THEN 'k' || (i % 11) END,
    CASE WHEN i % 2 = 0 THEN 'k' || (i % 6) END, '',
    CASE WHEN i % 9 > 0 THEN '192.0.2.' || (i % 4) END, 1700000000000, i FROM n";

fn holds(filter: &AuditFilter<'_>, row: &AuditRow) -> bool {
    let is = |asked: &str, found: &Option<String>| found.as_deref() == Some(asked);
    let acted = |kind: &str, asked: &str| row.actor_kind == kind && is(asked, &row.actor_id);
    let of_kind = || row.action.split('.').next() == Some(filter.action);
    (filter.since..filter.until).contains(&row.at)
        && (filter.user_id.is_empty()
            || is(filter.user_id, &row.subject)
            || acted("user", filter.user_id))
        && (filter.client_id.is_empty()
            || is(filter.client_id, &row.client_id)
            || acted("client", filter.client_id))
        && (filter.address.is_empty() || is(filter.address, &row.address))
        && (filter.action.is_empty() || row.action == filter.action || of_kind())
}

/// The page after one.
fn after<'a>(filter: &AuditFilter<'a>, listed: &'a [AuditRow]) -> AuditFilter<'a> {
    let last = listed.last();
    AuditFilter {
        until: last.map_or(filter.until, |row| row.at),
        before_id: last.map_or("", |row| &row.id),
        ..*filter
    }
}

async fn a_list_has_what_its_filter_says_whatever_it_is_found_by(world: World) {
    world.execute(FILLED).await;
    let store = world.provider.store();
    let start = AuditPlace::default();
    let all = store.chained_audit_events(start, 10_000).await.unwrap();
    let mut all: Vec<AuditRow> = all.into_iter().map(|row| row.event).collect();
    all.retain(|row| row.id.starts_with('x'));
    all.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    assert_eq!(all.len(), 1500);
    let until = Timestamp(1_700_000_001_000);
    let mut found = 0;
    for user_id in ["", "k3", "nobody"] {
        for client_id in ["", "k4", "k2"] {
            for address in ["", "192.0.2.1"] {
                for action in ["", "sign_in", "role.granted"] {
                    for (since, limit) in [(0, 2000), (1_700_000_000_100, 2000), (0, 7)] {
                        let filter = AuditFilter {
                            since: Timestamp(since),
                            until,
                            before_id: "",
                            user_id,
                            client_id,
                            address,
                            action,
                            limit,
                        };
                        let listed = store.audit_events(filter).await.unwrap();
                        let ids: Vec<&str> = listed.iter().map(|row| row.id.as_str()).collect();
                        let expected = all.iter().filter(|row| holds(&filter, row));
                        let expected = expected.take(usize::try_from(limit).unwrap());
                        let expected: Vec<&str> = expected.map(|row| row.id.as_str()).collect();
                        assert_eq!(ids, expected, "{filter:?}");
                        found += ids.len();
                        let onward = after(&filter, &listed);
                        let next = store.audit_events(onward).await.unwrap();
                        let of_both = all.iter().filter(|row| holds(&filter, row));
                        let of_both = of_both.skip(listed.len()).take(next.len().max(1));
                        assert!(
                            of_both
                                .map(|row| &row.id)
                                .eq(next.iter().map(|row| &row.id)),
                            "{onward:?}"
                        );
                    }
                }
            }
        }
    }
    assert!(found > 2000, "{found}");
}
