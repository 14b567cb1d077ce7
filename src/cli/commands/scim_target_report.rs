//! What `doorward scim-target` prints.

use crate::{context::Context, output};
use doorward_core::{
    Provider,
    scim_targets::{ScimPass, ScimProblem, ScimReport, StoredScimTarget},
};
use serde_json::{Value, json};

/// How many targets are listed.
const LISTED: i64 = 100;

/// What a target is at present, in a word.
pub(super) const fn state(target: &StoredScimTarget) -> &'static str {
    if !target.enabled {
        "disabled"
    } else if target.paused_at.is_some() {
        "paused"
    } else if target.failing_since.is_some() {
        "failing"
    } else {
        "enabled"
    }
}

/// A target as a document, without its token.
pub(super) fn describe(target: &StoredScimTarget) -> Value {
    json!({
        "name": target.name, "app": target.client_id, "url": target.url,
        "description": target.description, "users_in": target.users_in, "groups": target.groups,
        "user_name": target.user_name, "removal": target.removal,
        "reconcile_hours": target.reconcile_hours, "state": state(target),
        "allow_private_addresses": target.allow_private_addresses,
        "paused_at": target.paused_at.map(output::when),
        "failing_since": target.failing_since.map(output::when),
        "last_failure": target.last_failure,
        "last_accepted_at": target.last_accepted_at.map(output::when),
        "compared_at": target.pass_started_at.map(output::when),
        "created_at": output::when(target.created_at),
    })
}

/// Prints the targets.
pub(super) async fn list(
    context: &Context,
    provider: &Provider,
    after: &str,
) -> anyhow::Result<()> {
    let targets = provider.scim_targets().after(after, LISTED).await?;
    let described: Vec<Value> = targets.iter().map(describe).collect();
    output::print(context.json, &json!({"scim_targets": described}), || {
        if targets.is_empty() {
            return "There is no SCIM target; add one with `doorward scim-target add NAME APP URL \
                    --token-file FILE`."
                .to_owned();
        }
        let rows = targets.iter().map(|target| {
            vec![
                target.name.clone(),
                target.client_id.clone(),
                state(target).to_owned(),
                target.failing_since.map(output::when).unwrap_or_default(),
                target.last_failure.clone().unwrap_or_default(),
                target.url.clone(),
            ]
        });
        let headings = ["TARGET", "APP", "STATE", "FAILING SINCE", "WHY", "ADDRESS"];
        output::table(&headings, &rows.collect::<Vec<_>>())
    })
}

/// Prints what became of what was pushed.
pub(super) async fn report(
    context: &Context,
    provider: &Provider,
    name: &str,
) -> anyhow::Result<()> {
    let targets = provider.scim_targets();
    let target = targets.find(name).await?;
    let report = targets.report(&target).await?;
    let problems: Vec<Value> = report.problems.iter().map(problem).collect();
    let document = json!({
        "state": state(&target), "last_failure": target.last_failure, "users": report.users,
        "groups": report.groups, "waiting": report.waiting,
        "pass": report.pass.as_ref().map(pass), "problems": problems,
    });
    output::print(context.json, &document, || text(&target, &report))
}

fn pass(pass: &ScimPass) -> Value {
    json!({
        "id": pass.id, "started_at": output::when(pass.started_at), "waiting": pass.waiting,
        "counts": pass.counts,
    })
}

fn problem(problem: &ScimProblem) -> Value {
    json!({
        "kind": problem.kind, "id": problem.id, "outcome": problem.outcome,
        "reason": problem.reason, "tried_at": problem.tried_at.map(output::when),
    })
}

fn text(target: &StoredScimTarget, report: &ScimReport) -> String {
    let failure = target.last_failure.as_deref();
    let why = failure.map_or(String::new(), |failure| format!(" ({failure})"));
    let mut lines = vec![format!(
        "The target is {}{why}. The app has {} users and {} groups from here; {} wait.",
        state(target),
        report.users,
        report.groups,
        report.waiting
    )];
    if let Some(pass) = &report.pass {
        let counts = pass.counts.iter();
        let counts: Vec<String> = counts
            .map(|(outcome, number)| format!("{number} {outcome}"))
            .collect();
        let done = if counts.is_empty() {
            "nothing yet".to_owned()
        } else {
            counts.join(", ")
        };
        lines.push(format!(
            "The comparison of {}: {done}; {} to come.",
            output::when(pass.started_at),
            pass.waiting
        ));
    }
    if report.problems.is_empty() {
        return lines.join("\n");
    }
    let rows = report.problems.iter().map(|problem| {
        vec![
            problem.kind.clone(),
            problem.id.clone(),
            problem.outcome.clone(),
            problem.tried_at.map(output::when).unwrap_or_default(),
            problem.reason.clone().unwrap_or_default(),
        ]
    });
    let headings = ["KIND", "IDENTIFIER", "OUTCOME", "TRIED", "WHY"];
    lines.push(output::table(&headings, &rows.collect::<Vec<_>>()));
    lines.join("\n")
}
