//! Counts the changes of users, groups and roles, so that a process knows when what it keeps of what
//! somebody may do is of before ([decision 51](../../../docs/decisions/0051-authzen.md)).

use crate::db::{
    sql::query,
    unit::{Step, Unit},
};
use std::sync::atomic::{AtomicI64, Ordering};

/// The tables that say what somebody may do, apart from the clients and the providers, which have
/// versions of their own.
const TABLES: [&str; 8] = [
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

/// A unit that also counts itself, where it changes what somebody may do. That comes last: whoever waits
/// for a counter holds everything else already, so that no two units wait for each other.
pub(crate) fn counted(unit: Unit) -> Unit {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    if !unit.steps.iter().any(changes_access) {
        return unit;
    }
    let counter = NEXT.fetch_add(1, Ordering::Relaxed).rem_euclid(COUNTERS);
    let count = query!("UPDATE access_changes SET changes = changes + 1 WHERE counter = $1");
    unit.run(count.bind(counter))
}

fn changes_access(step: &Step) -> bool {
    let (Step::Run(query) | Step::Guard(query)) = step else {
        return false;
    };
    let table = query.written_table();
    table.is_some_and(|table| TABLES.contains(&table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

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
        let disabled = Store::enable_user("x", doorward_protocol::time::Timestamp(0));
        assert_eq!(counted(disabled).steps.len(), 2);
    }
}
