//! The commit of one unit on a connection: statement by statement, or as one.

use crate::db::{
    postgres::combined::{STOPPED, is_guard},
    sql::bound,
    unit::{Step, Unit},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::Arc;

/// The code of the error where a guard found nothing: `invalid_text_representation`.
const NOT_A_NUMBER: &str = "22P02";

/// What became of a unit.
pub(super) enum Tried<'u> {
    Committed,
    Stopped(&'u Step),
}

/// Commits a unit, or finds the step that stopped it.
pub(super) async fn try_unit<'u>(
    connection: &mut PgConnection,
    unit: &'u Unit,
) -> std::result::Result<Tried<'u>, sqlx::Error> {
    if let [step] = unit.steps.as_slice() {
        return Ok(if step.run_postgres(connection).await? {
            Tried::Committed
        } else {
            Tried::Stopped(step)
        });
    }
    let mut transaction = connection.begin().await?;
    for step in &unit.steps {
        if !step.run_postgres(&mut transaction).await? {
            transaction.rollback().await?;
            return Ok(Tried::Stopped(step));
        }
    }
    transaction.commit().await?;
    Ok(Tried::Committed)
}

/// Runs a unit as one statement.
pub(super) async fn run_combined<'u>(
    connection: &mut PgConnection,
    sql: &Arc<str>,
    unit: &'u Unit,
) -> std::result::Result<Tried<'u>, sqlx::Error> {
    let values = unit.steps.iter().flat_map(|step| step.query().values());
    let statement = sqlx::query(AssertSqlSafe(Arc::clone(sql)));
    match bound(statement, values).execute(connection).await {
        Ok(_) => Ok(Tried::Committed),
        Err(error) => match unit.steps.iter().find(|step| is_guard(step)) {
            Some(guard) if is_stopped(&error) => Ok(Tried::Stopped(guard)),
            _ => Err(error),
        },
    }
}

fn is_stopped(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else {
        return false;
    };
    error.code().as_deref() == Some(NOT_A_NUMBER) && error.message().contains(STOPPED)
}
