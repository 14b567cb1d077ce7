//! Statements that SQLite runs one after another without a switch of threads between them. sqlx has a
//! thread for each connection; to hand it a statement and to wait for the answer costs more than most
//! of the statements themselves.

use crate::db::{sql::Query, unit::Step};
use futures_util::TryStreamExt;
use sqlx::{Arguments, AssertSqlSafe, Either, Executor, SqliteConnection, sqlite::SqliteArguments};

/// Maximum number of statements that are handed over together. What is longer is rare, and would take
/// the place of many others in the cache of prepared statements.
const MAX_TOGETHER: usize = 16;

/// What the steps of a unit came to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ran<'a> {
    /// All of them brought what they must bring.
    Through,
    /// This one did not. Later ones may have run: what the unit wrote must be rolled back.
    StoppedAt(&'a Step),
}

/// Runs statements without values, which begin or end something, and then the steps of a unit.
///
/// # Errors
/// The first statement that failed; those after it did not run.
pub(super) async fn run<'a>(
    connection: &mut SqliteConnection,
    before: &[&str],
    steps: &'a [Step],
) -> Result<Ran<'a>, sqlx::Error> {
    let is_short = steps.len() <= MAX_TOGETHER;
    let mut before = before;
    for steps in steps.chunks(MAX_TOGETHER) {
        let ran = run_together(connection, before, steps, is_short).await?;
        if matches!(ran, Ran::StoppedAt(_)) {
            return Ok(ran);
        }
        before = &[];
    }
    if !before.is_empty() {
        run_together(connection, before, &[], true).await?;
    }
    Ok(Ran::Through)
}

async fn run_together<'a>(
    connection: &mut SqliteConnection,
    before: &[&str],
    steps: &'a [Step],
    is_kept: bool,
) -> Result<Ran<'a>, sqlx::Error> {
    let (sql, arguments) = script(before, steps)?;
    let query = sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(is_kept);
    let mut results = connection.fetch_many(query);
    let mut running = before.iter().map(|_| None).chain(steps.iter().map(Some));
    let mut rows = 0_u64;
    while let Some(result) = results.try_next().await? {
        match result {
            Either::Right(_) => rows += 1,
            Either::Left(done) => {
                let stopped = running
                    .next()
                    .flatten()
                    .filter(|step| !step.goes_on(done.rows_affected(), rows));
                if let Some(step) = stopped {
                    return Ok(Ran::StoppedAt(step));
                }
                rows = 0;
            }
        }
    }
    // Every statement has one result: what has none did not run.
    match running.next() {
        None => Ok(Ran::Through),
        Some(_) => Err(sqlx::Error::Protocol("a statement has no result".into())),
    }
}

/// The text of several statements with their values. A parameter has the number of its value among the
/// values of all.
fn script(before: &[&str], steps: &[Step]) -> Result<(String, SqliteArguments), sqlx::Error> {
    let (mut sql, mut arguments) = (String::new(), SqliteArguments::default());
    for statement in before {
        sql.push_str(statement);
        sql.push(';');
    }
    for Query { sqlite, .. } in steps.iter().map(Step::query) {
        sql.reserve(sqlite.len() + 16);
    }
    for step in steps {
        let query = step.query();
        push_renumbered(&mut sql, query.sqlite, arguments.len());
        sql.push(';');
        query.add_to(&mut arguments)?;
    }
    Ok((sql, arguments))
}

/// Adds a statement whose parameters begin after the values of those before it.
fn push_renumbered(sql: &mut String, statement: &str, values_before: usize) {
    let mut parts = statement.split('$');
    sql.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        let number: usize = number.parse().unwrap_or_default();
        sql.push('$');
        sql.push_str(&(number + values_before).to_string());
        sql.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_parameter_is_moved_by_the_number_of_values_before(
            numbers in proptest::collection::vec(1_usize..30, 0..8),
            before in 0_usize..500,
        ) {
            let with = |offset: usize| {
                numbers.iter().fold("UPDATE t SET a = a".to_owned(), |sql, number| {
                    format!("{sql}, c{number} = ${}", number + offset)
                })
            };
            let mut moved = String::new();
            push_renumbered(&mut moved, &with(0), before);
            prop_assert_eq!(moved, with(before));
        }
    }
}
