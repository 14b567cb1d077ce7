//! Units as one statement: each statement of the unit becomes a `WITH` of its own, and the whole costs
//! one round trip instead of one for each, one to begin and one to commit.
//!
//! All parts see the database as it was before the statement, so a unit is combined only where no part
//! looks at a table that a part before it changes. Where a guard changes no row, the statement fails by
//! itself, and nothing of it happens.

use crate::db::{
    sql::Query,
    unit::{Step, Unit},
};
use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, PoisonError, RwLock},
};

/// The maximum number of statements that are combined.
const MAX_STATEMENTS: usize = 6;
/// What the log of the server says where a guard found nothing: PostgreSQL cannot read it as a number.
pub(super) const STOPPED: &str = "doorward: a guard changed no row";

/// The statements of a unit: where each text is in this program, and whether it is a guard.
type Shape = Vec<(usize, bool)>;

/// The units that were combined so far; `None` for one that cannot be. There are as many as operations
/// that ask for it.
#[derive(Default)]
pub(super) struct Combinations(RwLock<HashMap<Shape, Option<Arc<str>>>>);

impl Combinations {
    /// The statement that does what a unit does.
    pub(super) fn of(&self, unit: &Unit) -> Option<Arc<str>> {
        if !unit.is_one_statement {
            return None;
        }
        let shape: Shape = unit.steps.iter().map(shape).collect();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(combined) = known.get(&shape) {
            return combined.clone();
        }
        drop(known);
        let combined = combine(&unit.steps).map(Arc::from);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(shape).or_insert(combined).clone()
    }
}

fn shape(step: &Step) -> (usize, bool) {
    let text = step.query().postgres;
    (text.as_ptr().addr(), is_guard(step))
}

pub(super) const fn is_guard(step: &Step) -> bool {
    matches!(step, Step::Guard(_))
}

/// One statement for all; `None` where that would be another thing.
fn combine(steps: &[Step]) -> Option<String> {
    if !(2..=MAX_STATEMENTS).contains(&steps.len()) || !are_independent(steps) {
        return None;
    }
    let (mut parts, mut conditions) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for (index, step) in steps.iter().enumerate() {
        let query = step.query();
        let text = renumbered(query.postgres, offset)?;
        offset += query.values().len();
        parts.push(format!("s{index} AS ({text} RETURNING 1)"));
        // The parts are executed in the order in which they are named here: as the statements of the
        // unit, so that rows are locked in the same order.
        let least = usize::from(is_guard(step));
        conditions.push(format!("(SELECT count(*) FROM s{index}) >= {least}"));
    }
    Some(format!(
        "WITH {} SELECT CAST(CASE WHEN {} THEN '1' ELSE '{STOPPED}' END AS bigint)",
        parts.join(", "),
        conditions.join(" AND ")
    ))
}

/// Whether every statement is a write, and looks at no table that one before it changes.
fn are_independent(steps: &[Step]) -> bool {
    let mut changed = Vec::new();
    steps.iter().all(|step| {
        let (Step::Run(query) | Step::Guard(query)) = step else {
            return false;
        };
        let sees_a_change =
            reads(query) && words(query.postgres).any(|word| changed.contains(&word));
        changed.extend(query.written_table());
        query.written_table().is_some() && !sees_a_change && !query.postgres.contains("RETURNING")
    })
}

/// Whether what the statement does depends on rows that are there; where it only adds values, it does
/// not.
fn reads(query: &Query) -> bool {
    let mut words = words(query.postgres);
    let adds = words.next() == Some("INSERT") && words.any(|word| word == "VALUES");
    !adds
        || ["SELECT", "CONFLICT"]
            .iter()
            .any(|word| query.postgres.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
}

/// The statement with higher numbers for its parameters.
fn renumbered(sql: &str, offset: usize) -> Option<String> {
    let mut parts = sql.split('$');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let end = part
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        let number: usize = number.parse().ok()?;
        write!(text, "${}{rest}", number + offset).ok()?;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::sql::query;

    fn insert() -> Unit {
        let insert = query!(
            "INSERT INTO write_probe (id, written_at) SELECT $1, u.created_at FROM users u WHERE u.id = $2 /*FOR SHARE*/"
        );
        Unit::new().run(insert.bind(1).bind("b"))
    }

    fn update() -> Unit {
        let update =
            query!("UPDATE schema_compatibility SET oldest = $1 WHERE id = $2 AND oldest < $1");
        Unit::new().guard(update.bind(1).bind(2))
    }

    #[test]
    fn a_unit_is_one_statement_with_the_parameters_of_each() {
        let unit = update().then(insert()).in_one_statement();
        let combined = Combinations::default().of(&unit);
        let expected = "WITH s0 AS (UPDATE schema_compatibility SET oldest = $1 WHERE id = $2 AND oldest < $1 \
             RETURNING 1), s1 AS (INSERT INTO write_probe (id, written_at) SELECT $3, u.created_at FROM users u WHERE \
             u.id = $4 FOR SHARE RETURNING 1) SELECT CAST(CASE WHEN (SELECT count(*) FROM s0) >= 1 AND \
             (SELECT count(*) FROM s1) >= 0 THEN '1' ELSE 'doorward: a guard changed no row' END \
             AS bigint)";
        assert_eq!(combined.as_deref(), Some(expected));
    }

    #[test]
    fn a_statement_that_looks_at_what_one_before_it_changes_stays_apart() {
        let combinations = Combinations::default();
        let users = || query!("UPDATE users SET created_at = $1 WHERE id = $2");
        let users = || Unit::new().run(users().bind(1).bind("b"));
        let code = |sql: Query| Unit::new().run(sql.bind(3));
        let replaced = query!(
            "INSERT INTO schema_compatibility (id, oldest) VALUES ($1, 1) ON CONFLICT DO NOTHING"
        );
        let copied = query!(
            "INSERT INTO schema_compatibility (id, oldest) VALUES (2, (SELECT s.oldest FROM schema_compatibility s WHERE s.id = $1 /*FOR SHARE*/))"
        );
        for unit in [
            users().then(insert()),
            update().then(update()),
            update().then(code(replaced)),
            update().then(code(copied)),
        ] {
            assert_eq!(combinations.of(&unit.in_one_statement()), None);
        }
        // Those that came before see nothing of it anyway, and values depend on nothing.
        let added = code(query!(
            "INSERT INTO schema_compatibility (id, oldest) VALUES ($1, 1)"
        ));
        for unit in [insert().then(users()), update().then(added)] {
            assert!(combinations.of(&unit.in_one_statement()).is_some());
        }
        // What nobody asked for, one statement, and a read.
        assert_eq!(combinations.of(&update().then(insert())), None);
        assert_eq!(combinations.of(&update().in_one_statement()), None);
        let read = query!("SELECT 1 FROM configuration_version WHERE id = $1").bind(1);
        let read = Unit::new().require(read, crate::Lock::Shared);
        assert_eq!(
            combinations.of(&read.then(insert()).in_one_statement()),
            None
        );
    }
}
