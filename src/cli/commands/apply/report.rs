//! What a file changes, for a terminal and as JSON.

use super::difference::Difference;
use doorward_core::{change_set::Change, declared::EntryKind};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt::Write as _;

/// What happens to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// It is added.
    Add,
    /// It is changed.
    Change,
    /// The file declares it no more.
    Remove,
    /// It stays as it is, and this file manages it from now on.
    #[serde(rename = "none")]
    TakeOver,
    /// It stays as it is.
    None,
}

impl From<Change> for Step {
    fn from(change: Change) -> Self {
        match change {
            Change::Add => Self::Add,
            Change::Change => Self::Change,
            Change::None => Self::None,
        }
    }
}

/// What a file says of one client, user or provider.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    /// What it is: the table that it stands in, of which it is one.
    #[serde(serialize_with = "singular")]
    pub(super) kind: EntryKind,
    pub(super) id: String,
    pub(super) change: Step,
    /// The keys that it changes; named by a dry run alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) differences: Vec<Difference>,
    /// What becomes of what is not declared any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fate: Option<&'static str>,
    /// What an administrator should know about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<String>,
}

impl Line {
    pub(super) fn new(kind: EntryKind, id: String, change: impl Into<Step>) -> Self {
        Self {
            kind,
            id,
            change: change.into(),
            differences: Vec::new(),
            fate: None,
            warnings: Vec::new(),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it serializes so"
)]
fn singular<S: Serializer>(kind: &EntryKind, serializer: S) -> Result<S::Ok, S::Error> {
    let table = kind.name();
    let one = table.strip_suffix('s').unwrap_or(table).replace('_', " ");
    serializer.serialize_str(&one)
}

/// How many entries change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    pub(super) add: usize,
    pub(super) change: usize,
    pub(super) remove: usize,
    pub(super) take_over: usize,
}

impl Summary {
    pub(super) fn of(lines: &[Line]) -> Self {
        let mut summary = Self::default();
        for line in lines {
            match line.change {
                Step::Add => summary.add += 1,
                Step::Change => summary.change += 1,
                Step::Remove => summary.remove += 1,
                Step::TakeOver => summary.take_over += 1,
                Step::None => {}
            }
        }
        summary
    }

    pub(super) fn changes_something(self) -> bool {
        self != Self::default()
    }
}

/// The lines of what changes, and how many there are.
pub(super) fn report(lines: &[Line], dry_run: bool) -> String {
    let mut text = String::new();
    for line in lines {
        describe(&mut text, line);
    }
    let summary = Summary::of(lines);
    if !summary.changes_something() {
        return "Everything is as the file declares it.".to_owned();
    }
    let Summary {
        add,
        change,
        remove,
        take_over,
    } = summary;
    let (to, end) = if dry_run {
        ("to ", "Run it without --dry-run.")
    } else {
        ("", "A running server sees it already.")
    };
    let verbs = if dry_run {
        ["add", "change", "remove", "take over"]
    } else {
        ["added", "changed", "removed", "taken over"]
    };
    let [adds, changes, removes, takes] = verbs;
    let _ = write!(
        text,
        "{add} {to}{adds}, {change} {to}{changes}, {remove} {to}{removes}"
    );
    if take_over > 0 {
        let _ = write!(text, ", {take_over} {to}{takes}");
    }
    let _ = write!(text, ". {end}");
    text
}

/// Where an entry stands: its table and its name, quoted where it has spaces. A role and a rule are named by their
/// app and their own name.
fn address(kind: EntryKind, id: &str) -> String {
    let parts = match kind {
        EntryKind::Roles | EntryKind::AccessRules => 2,
        _ => 1,
    };
    let keys = id.splitn(parts, ' ');
    let needs_quotes = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\\');
    keys.fold(kind.name().to_owned(), |path, key| {
        if key.contains(needs_quotes) {
            format!("{path}.{}", Value::from(key))
        } else {
            format!("{path}.{key}")
        }
    })
}

fn describe(text: &mut String, line: &Line) {
    let name = address(line.kind, &line.id);
    let _ = match line.change {
        Step::None => Ok(()),
        Step::Add => writeln!(text, "+ {name}"),
        Step::Remove => writeln!(text, "- {name}: {}", line.fate.unwrap_or("removed")),
        Step::TakeOver => writeln!(text, "= {name}: this file manages it from now on"),
        Step::Change if line.differences.is_empty() => writeln!(text, "~ {name}"),
        Step::Change => line.differences.iter().try_for_each(|difference| {
            let Difference { key, before, after } = difference;
            writeln!(
                text,
                "~ {name}.{key}: {} -> {}",
                shown(before.as_ref()),
                shown(after.as_ref())
            )
        }),
    };
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "(none)".to_owned(),
        Some(value) => value.to_string().replace(char::is_control, "\u{fffd}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_entry_is_named_by_the_keys_of_its_table() {
        for (kind, id, expected) in [
            (EntryKind::Clients, "notes", "clients.notes"),
            (EntryKind::Roles, "wiki editor", "roles.wiki.editor"),
            (
                EntryKind::AccessRules,
                "wiki in office hours",
                r#"access_rules.wiki."in office hours""#,
            ),
            (EntryKind::Groups, "Sales team", r#"groups."Sales team""#),
            (
                EntryKind::Users,
                "ada@work.example",
                "users.ada@work.example",
            ),
        ] {
            assert_eq!(address(kind, id), expected);
        }
    }

    #[test]
    fn a_report_names_what_changes_and_counts_it() {
        let mut changed = Line::new(EntryKind::Clients, "wiki".into(), Change::Change);
        changed.differences.push(Difference {
            key: "redirect_uris".into(),
            before: Some(json!(["https://a.example"])),
            after: None,
        });
        let mut gone = Line::new(EntryKind::Roles, "wiki editor".into(), Step::Remove);
        gone.fate = Some("removed");
        let lines = [
            Line::new(EntryKind::Clients, "notes".into(), Change::Add),
            changed,
            gone,
            Line::new(EntryKind::Groups, "staff".into(), Change::None),
        ];
        assert_eq!(
            report(&lines, true),
            "+ clients.notes\n~ clients.wiki.redirect_uris: [\"https://a.example\"] -> (none)\n\
             - roles.wiki.editor: removed\n1 to add, 1 to change, 1 to remove. Run it without \
             --dry-run."
        );
        assert_eq!(
            report(&lines[3..], false),
            "Everything is as the file declares it."
        );
    }
}
