//! `doorward explain`: why a user may or may not use an app, and what its tokens hold.

use crate::{context::Context, output, startup::Schema};
use anyhow::anyhow;
use clap::Args;
use doorward_core::access::Explanation;
use std::collections::BTreeMap;

/// Explain what a user may do in an app, and why
///
/// It shows whether the user may use the app, the groups and roles of the user with where each comes
/// from, the permissions, and the claims that a token holds. Nothing is changed.
#[derive(Args)]
pub struct Explain {
    /// The email address, the user name or the identifier of the user
    user: String,
    /// The `client_id` of the app
    client_id: String,
}

/// Prints the explanation, as text or as JSON.
pub async fn run(context: &Context, explain: &Explain) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    let found = provider.users().find(&explain.user).await?;
    let user = found.ok_or_else(|| {
        anyhow!(
            "no user is called {}; `doorward user list` shows them",
            explain.user
        )
    })?;
    let access = provider.access();
    let explanation = access
        .explain(&context.operation, &user, &explain.client_id)
        .await?;
    output::print(context.json, &explanation, || text(&explanation))
}

fn text(explanation: &Explanation) -> String {
    let verdict = if explanation.allowed {
        "may"
    } else {
        "may not"
    };
    let mut lines = vec![format!(
        "The user {verdict} use {}: {}.",
        explanation.client_id,
        explanation.reasons.join("; ")
    )];
    let groups = explanation.groups.iter().map(|(name, way)| {
        let through = if way.is_empty() {
            Vec::new()
        } else {
            vec![format!("through {}", way.join(", then "))]
        };
        (name.clone(), through)
    });
    for (heading, entries) in [
        ("Groups", groups.collect()),
        ("Roles", explanation.roles.clone()),
        ("Permissions", explanation.permissions.clone()),
    ] {
        section(&mut lines, heading, &entries);
    }
    let claims = serde_json::to_string(&explanation.claims).unwrap_or_default();
    lines.push(format!("Claims of an ID token: {claims}"));
    lines.join("\n")
}

fn section(lines: &mut Vec<String>, heading: &str, entries: &BTreeMap<String, Vec<String>>) {
    if entries.is_empty() {
        lines.push(format!("{heading}: none"));
        return;
    }
    lines.push(format!("{heading}:"));
    lines.extend(entries.iter().map(|(name, from)| match from.as_slice() {
        [] => format!("  {name}"),
        from => format!("  {name} ({})", from.join("; ")),
    }));
}
