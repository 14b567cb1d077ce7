//! `doorward explain`: why a user may or may not use an app, and what its tokens hold.

use crate::{context::Context, output, startup::Schema};
use anyhow::anyhow;
use clap::Args;
use doorward_core::{access::Explanation, access_decisions::Decided};
use doorward_protocol::access::evaluation::{Action, Entity, Evaluation};
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
    /// Decide instead whether the user may do this, as an app that asks is told
    #[arg(long, requires = "resource")]
    action: Option<String>,
    /// What the action is done to
    #[arg(long, value_name = "TYPE:ID", requires = "action")]
    resource: Option<String>,
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
    if let (Some(action), Some(resource)) = (&explain.action, &explain.resource) {
        let evaluation = evaluation(&user.id, action, resource)?;
        let decisions = provider.access_decisions();
        let decided = decisions
            .explain(&context.operation, &explain.client_id, &evaluation)
            .await?;
        return output::print(context.json, &decided, || decision(&decided));
    }
    let access = provider.access();
    let explanation = access
        .explain(&context.operation, &user, &explain.client_id)
        .await?;
    output::print(context.json, &explanation, || text(&explanation))
}

fn evaluation(user_id: &str, action: &str, resource: &str) -> anyhow::Result<Evaluation> {
    let (kind, id) = resource
        .split_once(':')
        .ok_or_else(|| anyhow!("--resource must be TYPE:ID, such as record:17"))?;
    let entity = |kind: &str, id: &str| Entity {
        kind: kind.to_owned(),
        id: id.to_owned(),
        ..Entity::default()
    };
    Ok(Evaluation {
        subject: entity("user", user_id),
        action: Action {
            name: action.to_owned(),
            ..Action::default()
        },
        resource: entity(kind, id),
        ..Evaluation::default()
    })
}

fn decision(decided: &Decided) -> String {
    let verdict = if decided.decision {
        "Allowed"
    } else {
        "Not allowed"
    };
    let reason = decided.context.get("reason_admin");
    let reason = reason.and_then(|reason| reason["en"].as_str());
    format!("{verdict}: {}.", reason.unwrap_or_default())
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
        sentences(&explanation.reasons).join("; ")
    )];
    let groups = explanation.groups.iter().map(|(name, way)| {
        let through = if way.is_empty() {
            Vec::new()
        } else {
            vec![format!("through {}", way.join(", then "))]
        };
        (name.clone(), through)
    });
    let roles = explanation.roles.iter();
    let roles = roles.map(|(name, sources)| (name.clone(), sentences(sources)));
    for (heading, entries) in [
        ("Groups", groups.collect()),
        ("Roles", roles.collect()),
        ("Permissions", explanation.permissions.clone()),
    ] {
        section(&mut lines, heading, &entries);
    }
    let claims = serde_json::to_string(&explanation.claims).unwrap_or_default();
    lines.push(format!("Claims of an ID token: {claims}"));
    lines.join("\n")
}

fn sentences<T: ToString>(reasons: &[T]) -> Vec<String> {
    reasons.iter().map(ToString::to_string).collect()
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
