//! `doorward audit verify` and `doorward audit heads`.

use crate::{
    context::Context,
    output::{self, date, when},
    startup::Schema,
};
use anyhow::{Context as _, bail};
use clap::Args;
use doorward_core::audit_chain::{Found, SignedHead, Verified};
use doorward_protocol::audit_chain::Head;
use serde_json::{Value, json};
use std::path::PathBuf;

/// How the log is examined.
#[derive(Args)]
pub struct Verify {
    /// Signed heads that were kept elsewhere, one a line, as `audit heads --signed` prints them: shows also what was cut
    /// off at the end
    #[arg(long, value_name = "FILE")]
    head: Vec<PathBuf>,
}

/// Which heads are printed.
#[derive(Args)]
pub struct Heads {
    /// How many are shown at most
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// The signatures alone, one a line, as `audit verify --head` reads them
    #[arg(long)]
    signed: bool,
}

/// Examines the log.
pub async fn verify(context: &Context, asked: &Verify) -> anyhow::Result<()> {
    let mut kept = String::new();
    for path in &asked.head {
        let text = std::fs::read_to_string(path);
        kept += &text.with_context(|| format!("{} cannot be read", path.display()))?;
        kept.push('\n');
    }
    let kept: Vec<&str> = kept.split_whitespace().collect();
    let provider = context.provider(Schema::AsItIs).await?;
    let chain = provider.audit_chain();
    let verified = chain.verify(&context.operation, &kept).await?;
    let found = verified.found.as_ref().map(describe_found);
    output::print(context.json, &document(&verified), || match &found {
        Some(found) => format!("The audit log is not what was written: {found}."),
        None => summary(&verified),
    })?;
    if found.is_some() {
        bail!("the audit log was changed from outside");
    }
    Ok(())
}

fn describe_found(found: &Found) -> String {
    let parts = [
        found.day.map(|at| format!("day {}", date(at))),
        found
            .position
            .map(|position| format!("position {position}")),
        found.id.as_ref().map(|id| format!("entry {id}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", parts.join(", "), found.damage)
}

fn summary(verified: &Verified) -> String {
    let head = match &verified.newest {
        Some(head) => format!(
            "The newest head is of {}: {} entries, {}.",
            date(head.day),
            head.count,
            head.link.as_str()
        ),
        None => "Nothing is chained yet; a running server does that.".to_owned(),
    };
    let waiting = match verified.oldest_unchained {
        Some(oldest) => format!(
            "\n{} entries are not chained yet, the oldest of {}; a running server does that within a second.",
            verified.unchained,
            when(oldest)
        ),
        None => String::new(),
    };
    format!(
        "The audit log is what was written: {} entries of {} days; the entries of {} older days were deleted when their time had come.\n{head}{waiting}",
        verified.entries, verified.days, verified.deleted_days
    )
}

fn document(verified: &Verified) -> Value {
    json!({
        "intact": verified.found.is_none(),
        "entries": verified.entries,
        "days": verified.days,
        "deleted_days": verified.deleted_days,
        "unchained": verified.unchained,
        "newest": verified.newest.as_ref().map(describe_head),
        "damage": verified.found.as_ref().map(|found| json!({
            "day": found.day.map(date),
            "position": found.position,
            "id": found.id,
            "what": found.damage.to_string(),
        })),
    })
}

fn describe_head(head: &Head) -> Value {
    json!({
        "day": date(head.day),
        "entries": head.count,
        "hash": head.link.as_str(),
        "closed": head.closed,
        "deleted": head.deleted.is_some(),
    })
}

/// Prints the heads of the newest days.
pub async fn heads(context: &Context, asked: &Heads) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    let chain = provider.audit_chain();
    let heads = chain.heads(asked.limit).await?;
    if asked.signed {
        let lines: Vec<&str> = heads.iter().map(|signed| signed.jws.as_str()).collect();
        return output::line(&lines.join("\n"));
    }
    let described = |signed: &SignedHead| {
        let mut head = describe_head(&signed.head);
        if let Some(head) = head.as_object_mut() {
            head.insert("signed".to_owned(), signed.jws.clone().into());
        }
        head
    };
    let document = json!({
        "key": chain.public_key()?,
        "heads": heads.iter().map(described).collect::<Vec<Value>>(),
    });
    output::print(context.json, &document, || {
        let line = |signed: &SignedHead| {
            let head = &signed.head;
            let state = match (head.closed, head.deleted.is_some()) {
                (false, _) => "open",
                (true, false) => "closed",
                (true, true) => "deleted",
            };
            vec![
                date(head.day),
                head.count.to_string(),
                state.to_owned(),
                head.link.as_str().to_owned(),
            ]
        };
        let lines: Vec<Vec<String>> = heads.iter().map(line).collect();
        output::table(&["DAY", "ENTRIES", "STATE", "HASH"], &lines)
    })
}
