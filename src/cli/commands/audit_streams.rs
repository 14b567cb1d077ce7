//! `doorward audit streams`.

use crate::{
    context::Context,
    output::{self, date, when},
    startup::Schema,
};
use doorward_core::audit_streams::AuditStreamState;
use serde_json::{Value, json};

/// Shows each stream with its place, what waits and what went wrong.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    let states = provider.audit_streams().states().await?;
    let document = json!({"streams": states.iter().map(describe).collect::<Vec<Value>>()});
    output::print(context.json, &document, || {
        if states.is_empty() {
            return "The audit log is streamed nowhere; docs/guides/audit.md says how.".to_owned();
        }
        let lines: Vec<Vec<String>> = states.iter().map(line).collect();
        output::table(
            &[
                "STREAM",
                "KIND",
                "DELIVERED",
                "AT",
                "WAITING",
                "SINCE",
                "FAILING SINCE",
                "ERROR",
            ],
            &lines,
        )
    })
}

fn describe(state: &AuditStreamState) -> Value {
    let row = state.row.as_ref();
    let place = row.filter(|row| row.position > 0);
    json!({
        "name": state.name,
        "kind": state.kind,
        "delivered": place.map(|row| json!({"day": date(row.day), "position": row.position})),
        "delivered_at": row.and_then(|row| row.delivered_at).map(when),
        "waiting": state.waiting,
        "oldest_waiting": state.oldest.map(when),
        "failing_since": row.and_then(|row| row.failing_since).map(when),
        "failed_attempts": row.map_or(0, |row| row.attempts),
        "next_attempt": row.filter(|row| row.attempts > 0).map(|row| when(row.next_attempt_at)),
        "error": row.and_then(|row| row.last_error.as_deref()),
    })
}

fn line(state: &AuditStreamState) -> Vec<String> {
    let row = state.row.as_ref();
    let place = row.filter(|row| row.position > 0);
    let time = |at: Option<_>| at.map_or_else(|| "-".to_owned(), when);
    vec![
        state.name.clone(),
        state.kind.unwrap_or("not in the settings").to_owned(),
        place.map_or_else(
            || "nothing".to_owned(),
            |row| format!("{} #{}", date(row.day), row.position),
        ),
        time(row.and_then(|row| row.delivered_at)),
        state.waiting.to_string(),
        time(state.oldest),
        time(row.and_then(|row| row.failing_since)),
        row.and_then(|row| row.last_error.clone())
            .unwrap_or_default(),
    ]
}
