//! Purging: a limit for each statement, one table after the other, and on where it was stopped.

use super::raw::Raw;
use crate::{on_both, world::World};
use doorward_protocol::time::Timestamp;
use doorward_storage::{PurgeWindow, PurgedTable};
use std::cell::Cell;

on_both!(
    no_statement_deletes_more_rows_than_its_limit,
    a_table_that_fails_stops_no_other,
    a_stopped_run_is_taken_up_by_another_process,
    an_account_group_with_a_session_in_it_stays
);

/// Rows of each table whose time has long passed.
const ROWS: i64 = 250;
/// Numbers up to [`ROWS`].
const NUMBERS: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT";

/// The tables that a purge of this table deletes from, and statements that fill them.
fn filled_by(table: PurgedTable) -> (Vec<&'static str>, Vec<String>) {
    let with =
        |insert: &str, select: &str| format!("INSERT INTO {insert} {NUMBERS} {select} FROM n");
    let user = "(SELECT min(id) FROM users)";
    let own = vec![table.name()];
    match table {
        PurgedTable::Interactions => (own, vec![with("interactions (digest, expires_at, account_chosen, stepped_up)", "'p' || i, i, 0, 0")]),
        PurgedTable::FederationFlows => (own, vec![with("federation_flows (digest, kind, provider_id, browser_digest, sealed, expires_at)", "'p' || i, '', '', '', '', i")]),
        PurgedTable::Grants => (
            vec!["grants", "refresh_tokens"],
            vec![
                with("grants (id, client_id, user_id, sid, scope, offline, auth_time, amr, created_at, expires_at)", &format!("'p' || i, 'notes', {user}, '', '', 0, 0, '', 0, i")),
                with("refresh_tokens (digest, grant_id, created_at, idle_expires_at)", "'p' || i, 'p' || i, 0, 0"),
                // One family that was refreshed often.
                with("refresh_tokens (digest, grant_id, created_at, idle_expires_at)", "'often' || i, 'p7', 0, 0"),
            ],
        ),
        PurgedTable::AccessTokens => (own, vec![with("access_tokens (digest, document, expires_at)", "'p' || i, '', i")]),
        PurgedTable::RevokedAccessTokens => (own, vec![with("revoked_access_tokens (jti, expires_at)", "'p' || i, i")]),
        PurgedTable::InitialAccessTokens => (own, vec![with("initial_access_tokens (digest, uses_left, created_at, expires_at)", "'p' || i, 1, 0, i")]),
        PurgedTable::ClientAssertions => (own, vec![with("client_assertions (digest, expires_at)", "'p' || i, i")]),
        PurgedTable::UsedChallenges => (own, vec![with("used_challenges (digest, expires_at)", "'p' || i, i")]),
        PurgedTable::TrustedBrowsers => (own, vec![with("trusted_browsers (digest, id, user_id, generation, user_agent, created_at, last_used_at, expires_at)", &format!("'p' || i, 'p' || i, {user}, 1, '', 0, 0, i"))]),
        PurgedTable::SsoSessions => (
            vec!["sso_sessions", "browser_sessions", "forward_auth_sessions", "session_clients", "upstream_sessions"],
            vec![
                with("sso_sessions (sid, user_id, auth_time, amr, user_agent, remembered, created_at, last_seen_at, expires_at)", &format!("'p' || i, {user}, 0, '', '', 0, 0, 0, i")),
                with("browser_sessions (key_digest, sid, created_at)", "'p' || i, 'p' || i, 0"),
                with("browser_sessions (key_digest, sid, created_at)", "'often' || i, 'p7', 0"),
                with("forward_auth_sessions (digest, origin, sid, created_at)", "'often' || i, '', 'p7', 0"),
                with("session_clients (sid, client_id, notify)", "'p' || i, 'notes', 0"),
                with("upstream_sessions (sid, provider_id, issuer, subject)", "'p' || i, '', '', ''"),
            ],
        ),
        PurgedTable::CacheRevocations => (own, vec![with("cache_revocations (number, subject, generation, revoked_at)", "i, '', 1, i")]),
        PurgedTable::AccountGroups => (own, vec![with("account_groups (id, digest, changed_at)", "'p' || i, 'p' || i, i")]),
        PurgedTable::SignInAttempts => (own, vec![with("sign_in_attempts (account, source, failures, paused_until)", "'p' || i, 's' || i, 1, i")]),
        PurgedTable::OneTimeTokens => (own, vec![with("one_time_tokens (id, purpose, subject, sealed, tries, mails, created_at, sent_at, expires_at)", "'p' || i, 'sign_up', '', '', 0, 1, 0, 0, i")]),
        PurgedTable::MailedRequests => (own, vec![with("mailed_requests (counted_by, last_at, second_last_at, third_last_at)", "'p' || i, i, 0, 0")]),
        PurgedTable::Invitations => (own, vec![with("invitations (id, email, client_ids, created_at, expires_at)", "'p' || i, 'eve@example.org', '[]', 0, i")]),
        PurgedTable::Recoveries => (own, vec![with("recoveries (id, user_id, generation, user_agent, requested_at, effective_at, expires_at, ended_at)", &format!("'p' || i, {user}, 1, '', 0, 0, i, 1"))]),
        PurgedTable::AccessRequests => (own, vec![with("access_requests (id, user_id, client_id, role, reason, requested_at, expires_at, ended_at)", &format!("'p' || i, {user}, 'notes', '', '', 0, i, 1"))]),
        PurgedTable::LogoutReceipts => (own, vec![with("logout_receipts (id, sid, client_id, user_id, state, attempts, queued_at)", "'p' || i, '', 'notes', '', '', 0, i")]),
        PurgedTable::SecurityEvents => (
            own,
            vec![
                "INSERT INTO event_streams (stream_id, client_id, delivery, status, is_push, created_at, updated_at) VALUES ('p', 'notes', '', 'enabled', 0, 0, 0) ON CONFLICT DO NOTHING".to_owned(),
                with("security_events (jti, stream_id, event_type, payload, created_at, expires_at)", "'p' || i, 'p', '', '', 0, i"),
            ],
        ),
        PurgedTable::WebhookDeliveries => (
            own,
            vec![
                "INSERT INTO webhooks (name, url, events, enabled, allow_private_addresses, sealed_secrets, created_at, updated_at, version) VALUES ('p', '', '[]', 1, 0, '', 0, 0, 1) ON CONFLICT DO NOTHING".to_owned(),
                with("webhook_deliveries (webhook, event_id, event_type, state, attempts, tried_at)", "'p', 'p' || i, '', '', 0, i"),
            ],
        ),
        PurgedTable::SigningKeys => (own, vec![with("signing_keys (kid, algorithm, generation, sealed, created_at, active_from, remove_after)", "'p' || i, 'RS256', 1000 + i, '', 0, 0, i")]),
        PurgedTable::IdempotentRequests => (own, vec![with("idempotent_requests (key_digest, request_digest, expires_at)", "'p' || i, '', i")]),
        PurgedTable::AuditEvents => (own, vec![with("audit_events (id, at, action, actor_kind, detail, chain_day)", "'p' || i, i, '', '', '', i")]),
    }
}

async fn fill(raw: &Raw, table: PurgedTable) {
    for statement in filled_by(table).1 {
        raw.run(&statement).await;
    }
}

async fn counts(raw: &Raw, tables: &[&str]) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in tables {
        counts.push(raw.count(table).await);
    }
    counts
}

async fn no_statement_deletes_more_rows_than_its_limit(world: World) {
    world.signed_in(crate::world::ADA).await;
    let (raw, store) = (Raw::of(&world).await, world.provider.store());
    for table in PurgedTable::ALL {
        let tables = filled_by(table).0;
        let living = counts(&raw, &tables).await;
        fill(&raw, table).await;
        let mut before = counts(&raw, &tables).await;
        assert!(before[0] - living[0] == ROWS, "{table:?}");
        let mut from = Some(Timestamp(0));
        let mut batches = 0;
        while let Some(begin) = from {
            let window = PurgeWindow {
                from: begin,
                before: Timestamp(ROWS + 1),
                limit: 100,
            };
            let batch = store.purge_batch(table, window).await.unwrap();
            let after = counts(&raw, &tables).await;
            for ((before, after), name) in before.iter().zip(&after).zip(&tables) {
                assert!(before - after <= 100, "{table:?}: {name}");
            }
            (before, from, batches) = (after, batch.next, batches + 1);
            assert!(batches < 20, "{table:?} comes to no end");
        }
        assert_eq!(before, living, "{table:?}: what lives stays");
    }
}

async fn a_table_that_fails_stops_no_other(world: World) {
    let raw = Raw::of(&world).await;
    let names = PurgedTable::ALL.map(PurgedTable::name);
    let living = counts(&raw, &names).await;
    for failing in PurgedTable::ALL {
        for table in PurgedTable::ALL {
            fill(&raw, table).await;
        }
        raw.forbid_deletes(failing.name()).await;
        let report = world.provider.purge().run(&world.context(), || true).await;
        assert_eq!(report.failed, [failing.name()]);
        let left = counts(&raw, &names).await;
        for ((left, living), name) in left.iter().zip(&living).zip(names) {
            let expected = if name == failing.name() {
                living + ROWS
            } else {
                *living
            };
            assert_eq!(*left, expected, "{name} while {failing:?} fails");
        }
        raw.allow_deletes(failing.name()).await;
        let report = world.provider.purge().run(&world.context(), || true).await;
        assert!(report.failed.is_empty(), "{report:?}");
        assert_eq!(
            counts(&raw, &names).await,
            living,
            "after {failing:?} failed"
        );
    }
}

async fn a_stopped_run_is_taken_up_by_another_process(world: World) {
    let raw = Raw::of(&world).await;
    raw.run(&format!(
        "INSERT INTO client_assertions (digest, expires_at) {} 'p' || i, i FROM n",
        NUMBERS.replace("250", "5000")
    ))
    .await;
    let steps = Cell::new(0);
    let goes_on = || {
        steps.set(steps.get() + 1);
        steps.get() <= PurgedTable::ALL.len() + 1
    };
    let report = world.provider.purge().run(&world.context(), goes_on).await;
    assert!(report.stopped);
    let left = raw.count("client_assertions").await;
    assert!((1..5000).contains(&left), "{left}");
    let other = world.another_node().await;
    let report = other.provider.purge().run(&other.context(), || true).await;
    assert_eq!(report.rows, usize::try_from(left).unwrap());
    assert_eq!(raw.count("client_assertions").await, 0);
}

async fn an_account_group_with_a_session_in_it_stays(world: World) {
    world.signed_in(crate::world::ADA).await;
    let raw = Raw::of(&world).await;
    fill(&raw, PurgedTable::AccountGroups).await;
    // More of them than a batch, some of the same time.
    raw.run("UPDATE account_groups SET changed_at = 7 WHERE changed_at < 150")
        .await;
    raw.run(
        "INSERT INTO account_group_sessions (group_id, sid, joined_at)
         SELECT id, (SELECT min(sid) FROM sso_sessions), 0 FROM account_groups
         WHERE changed_at < 240 AND changed_at > 0",
    )
    .await;
    world.provider.purge().run(&world.context(), || true).await;
    let (groups, members) = (
        raw.count("account_groups WHERE changed_at < 1000").await,
        raw.count("account_group_sessions m JOIN account_groups g ON g.id = m.group_id WHERE g.changed_at < 1000").await,
    );
    assert_eq!((groups, members), (239, 239));
}
