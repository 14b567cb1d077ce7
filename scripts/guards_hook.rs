//! Compiled by `scripts/guards` alone, in its copy of the source: says which guards of units are asked
//! and which refuse, and weakens one of them.

use super::{
    sql::Query,
    unit::{Step, Unit},
};
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::Write as _,
    sync::{LazyLock, Mutex, PoisonError},
};

/// A guard with less to check.
struct Weakened {
    kind: String,
    of: String,
    sqlite: &'static str,
    postgres: &'static str,
}

/// What `GUARDS_WEAKENED` names: a file with the guard, its kind and its new texts.
static WEAKENED: LazyLock<Option<Weakened>> = LazyLock::new(|| {
    let file = std::env::var_os("GUARDS_WEAKENED")?;
    let read: Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    let text = |name| read.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Weakened {
        kind: text("kind")?,
        of: text("of")?,
        sqlite: text("sqlite")?.leak(),
        postgres: text("postgres")?.leak(),
    })
});

static NOTED: LazyLock<Mutex<HashSet<(usize, bool)>>> = LazyLock::new(Mutex::default);

/// The unit with the weakened guard, its statements one by one.
pub(crate) fn weakened(mut unit: Unit) -> Unit {
    unit.is_one_statement = false;
    for step in &mut unit.steps {
        note(step, false);
        if let Some(change) = WEAKENED.as_ref().filter(|it| it.of == step.query().sqlite) {
            *step = change.applied_to(step);
        }
    }
    unit
}

impl Weakened {
    fn applied_to(&self, step: &Step) -> Step {
        if self.kind == "ignored" {
            return match step {
                Step::Guard(query) => Step::Run(query.clone()),
                Step::Require(query, _) | Step::Demand(query, _) => Step::Hold(query.clone()),
                Step::Forbid(query) => Step::Run(query.clone()),
                Step::Run(_) | Step::Hold(_) => step.clone(),
            };
        }
        let mut step = step.clone();
        let (Step::Run(query)
        | Step::Guard(query)
        | Step::Require(query, _)
        | Step::Hold(query)
        | Step::Demand(query, _)
        | Step::Forbid(query)) = &mut step;
        query.sqlite = self.sqlite;
        query.postgres = self.postgres;
        step
    }
}

/// Whether the rows of a required statement are locked.
pub(crate) fn is_locked(query: &Query) -> bool {
    let change = WEAKENED.as_ref();
    !change.is_some_and(|it| it.kind == "lock" && it.of == query.sqlite)
}

/// Writes to the file that `GUARDS_NOTED` names, once for each guard, that it was asked or that it refused.
pub(crate) fn note(step: &Step, has_refused: bool) {
    let kind = match step {
        Step::Guard(_) => "guard",
        Step::Require(..) => "require",
        Step::Demand(..) => "demand",
        Step::Forbid(_) => "forbid",
        Step::Run(_) | Step::Hold(_) => return,
    };
    let query = step.query();
    let key = (query.sqlite.as_ptr().addr(), has_refused);
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    if !noted.insert(key) {
        return;
    }
    let Some(path) = std::env::var_os("GUARDS_NOTED") else {
        return;
    };
    let line = json!({
        "kind": kind, "refused": has_refused, "sqlite": query.sqlite, "postgres": query.postgres,
    });
    if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(path) {
        // In one piece: processes that a test starts write to the same file.
        let _ = file.write_all(format!("{line}\n").as_bytes());
    }
}
