//! Counts the changes of what processes keep of users, so that a process knows when that is of before:
//! what somebody may do ([decision 51](../../../docs/decisions/0051-authzen.md)), who is behind a live access
//! token, and the session behind a cookie ([decision 62](../../../docs/decisions/0062-sessions-and-tokens-in-memory.md)).

use crate::db::{
    sql::query,
    unit::{Step, Unit},
};
use std::sync::atomic::{AtomicI64, Ordering};

/// The tables that say what somebody may do, apart from the clients and the providers, which have
/// versions of their own.
const ACCESS_TABLES: [&str; 8] = [
    "group_members",
    "group_inclusions",
    "organization_members",
    "organization_roles",
    "role_grants",
    "user_groups",
    "user_roles",
    "users",
];
/// How many counters there are.
const COUNTERS: i64 = 8;
/// The row beside them that counts how often a client's access was taken away from a user. Whoever
/// counts there waits for the one before, so that the number is exact.
pub(crate) const WITHDRAWALS: i64 = COUNTERS;

/// A unit that also counts itself, where it changes what processes keep. That comes last: whoever waits
/// for a counter holds everything else already, so that no two units wait for each other.
pub(crate) fn counted(unit: Unit) -> Unit {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let changes_access = unit.steps.iter().any(changes_access);
    let ends_tokens = unit.may_end_tokens();
    if !changes_access && !ends_tokens {
        return unit;
    }
    let counter = NEXT.fetch_add(1, Ordering::Relaxed).rem_euclid(COUNTERS);
    let count = query!(
        "UPDATE access_changes SET changes = changes + $2, token_changes = token_changes + $3
         WHERE counter = $1"
    );
    let count = count.bind(counter).bind(i64::from(changes_access));
    unit.run(count.bind(i64::from(ends_tokens)))
}

impl Unit {
    /// Whether it may end a session or a live access token, or change what is said of either.
    pub fn may_end_tokens(&self) -> bool {
        self.steps.iter().any(ends_tokens)
    }
}

fn changes_access(step: &Step) -> bool {
    let (Step::Run(query) | Step::Guard(query)) = step else {
        return false;
    };
    let table = query.written_table();
    table.is_some_and(|table| ACCESS_TABLES.contains(&table)) && !query.sets_only("admitted_from")
}

/// What is read of a live token, and of the session behind a cookie, stands in these tables. A new row
/// ends nothing, nor does a session that is used, nor a review of what a user may do.
fn ends_tokens(step: &Step) -> bool {
    let (Step::Run(query) | Step::Guard(query)) = step else {
        return false;
    };
    match query.written_table() {
        Some("users") => !query.only_adds_rows() && !query.sets_only("admitted_from"),
        Some("grants" | "browser_sessions") => !query.only_adds_rows(),
        Some("sso_sessions") => !query.only_adds_rows() && !query.sets_only("last_seen_at"),
        Some("revoked_access_tokens") => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeNumbers, NewGrant, Store};
    use doorward_protocol::{
        secret::Digest,
        sessions::sso_session::{EndReason, SessionRef},
        time::Timestamp,
    };

    const NOW: Timestamp = Timestamp(0);

    fn new_grant() -> NewGrant {
        let facts =
            serde_json::json!({"g": "g", "c": "c", "u": "u", "s": "s", "o": "", "t": 0, "a": []});
        NewGrant {
            facts: serde_json::from_value(facts).unwrap(),
            created_at: NOW,
            expires_at: NOW,
        }
    }

    #[test]
    fn a_change_of_who_may_do_what_is_counted_once_and_others_are_not() {
        let removed = Unit::new()
            .run(query!("DELETE FROM users WHERE id = $1").bind("x"))
            .run(query!("DELETE FROM role_grants WHERE user_id = $1").bind("x"));
        let steps = counted(removed).steps;
        assert_eq!(steps.len(), 3);
        let counted_again =
            counted(Unit::new().run(query!("DELETE FROM clients WHERE client_id = $1").bind("x")));
        assert_eq!(counted_again.steps.len(), 1);
        let disabled = Store::enable_user("x", NOW);
        assert_eq!(counted(disabled).steps.len(), 2);
    }

    #[test]
    fn what_may_end_a_token_is_counted_and_the_use_of_a_session_is_not() {
        let session = SessionRef {
            sid: "s",
            user_id: "u",
        };
        let ending = [
            Store::end_session(session, EndReason::SignOut, NOW),
            Store::revoke_grant("g", NOW),
            Store::revoke_grants_between("u", "c", NOW),
            Store::revoke_access_token("j", NOW),
            Store::enable_user("u", NOW),
            Unit::new().run(query!("UPDATE users SET username = $1 WHERE id = $2")),
            Unit::new().run(query!("DELETE FROM users WHERE id = $1")),
            Unit::new().run(query!("DELETE FROM sso_sessions WHERE sid = $1")),
            Store::unbind_session_key(&Digest::of(b"k")),
            Store::remember_session("s", NOW),
            Unit::new().run(query!(
                "UPDATE sso_sessions SET last_seen_at = $1, generation = $2 WHERE sid = $3"
            )),
        ];
        for unit in ending {
            assert!(unit.may_end_tokens(), "{unit:?}");
            let before = unit.steps.len();
            assert_eq!(counted(unit).steps.len(), before + 1);
        }
        let others = [
            Store::touch_session("s", NOW),
            Store::note_session_use("s", NOW),
            Store::bind_session_to_browser("s", &Digest::of(b"k"), NOW),
            Store::rotate_refresh_token(&Digest::of(b"t"), false, NOW),
            Store::redeem_code(&new_grant(), CodeNumbers::default()),
            Store::renew_admissions("u"),
            Unit::new().run(query!("SELECT u.id FROM users u WHERE u.id = $1")),
        ];
        for unit in others {
            assert!(!unit.may_end_tokens(), "{unit:?}");
        }
    }
}
