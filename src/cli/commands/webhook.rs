//! `doorward webhook`: who is told of what happens.

use super::webhook_report::{self as report, describe};
use crate::{context::Context, output, startup::Schema};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use doorward_core::{
    Provider,
    webhooks::{NewWebhook, SecretRotation, WebhookChange},
};
use doorward_protocol::{
    time::Timestamp,
    webhooks::{ROTATION_HOURS, declared::DeclaredWebhook},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Webhooks by Standard Webhooks, also declared by `doorward apply`.
#[derive(Subcommand)]
pub enum WebhookCommand {
    /// A hundred webhooks, by name
    List {
        /// Those after this name
        #[arg(long, default_value = "")]
        after: String,
    },
    /// Add a webhook, and show its secret once
    Add(Add),
    /// Change a webhook, or end its pause
    Change(Change),
    /// Remove a webhook with everything that waits for it
    Remove {
        /// The name of the webhook
        name: String,
        /// Remove it also where a file of declarations manages it
        #[arg(long)]
        force: bool,
    },
    /// Give a webhook a new secret, and show it once
    RotateSecret {
        /// The name of the webhook
        name: String,
        /// How many hours events are signed with the secret of before too
        #[arg(long, default_value_t = ROTATION_HOURS)]
        keep_hours: i64,
        /// The new secret, whsec_ and base64, instead of one that is made
        #[arg(long)]
        secret: Option<String>,
    },
    /// Tell a webhook that it is tested
    Test {
        /// The name of the webhook
        name: String,
    },
    /// The events that a webhook was last tried with
    Deliveries {
        /// The name of the webhook
        name: String,
    },
    /// Tell a webhook again of what happened
    Replay {
        /// The name of the webhook
        name: String,
        /// From when on: a time such as 2027-12-31T18:00:00Z
        #[arg(long)]
        since: String,
    },
    /// The events that webhooks can be told of, with their schemas in --json
    Events,
}

/// What a new webhook is.
#[derive(Args)]
pub struct Add {
    /// Its name, which never changes
    name: String,
    /// The https address that events are posted to
    url: String,
    /// An event that it is told of; several times for several, never for all
    #[arg(long = "event", value_name = "EVENT")]
    events: Vec<String>,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// Its secret, whsec_ and base64, instead of one that is made
    #[arg(long)]
    secret: Option<String>,
    /// The address may be on this machine or in a private network
    #[arg(long)]
    allow_private_addresses: bool,
}

/// What of a webhook changes.
#[derive(Args)]
pub struct Change {
    /// The name of the webhook
    name: String,
    /// Another https address that events are posted to
    #[arg(long)]
    url: Option<String>,
    /// An event that it is told of, several times for several; * for all
    #[arg(long = "event", value_name = "EVENT")]
    events: Vec<String>,
    /// What it is for; an empty text takes it away
    #[arg(long)]
    description: Option<String>,
    /// Whether events are posted
    #[arg(long)]
    enabled: Option<bool>,
    /// Whether the address may be on this machine or in a private network
    #[arg(long)]
    allow_private_addresses: Option<bool>,
    /// End its pause: it is told again of what happens from now on
    #[arg(long)]
    resume: bool,
    /// Change it without a warning where a file of declarations manages it
    #[arg(long)]
    force: bool,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: WebhookCommand) -> anyhow::Result<()> {
    if let WebhookCommand::Events = command {
        return report::events(context.json);
    }
    let provider = &*context.provider(Schema::AsItIs).await?;
    match command {
        WebhookCommand::List { after } => report::list(context, provider, &after).await,
        WebhookCommand::Add(new) => add(context, provider, new).await,
        WebhookCommand::Change(asked) => change(context, provider, asked).await,
        WebhookCommand::Remove { name, force } => remove(context, provider, &name, force).await,
        WebhookCommand::RotateSecret {
            name,
            keep_hours,
            secret,
        } => {
            let rotation = SecretRotation { secret, keep_hours };
            rotate_secret(context, provider, &name, rotation).await
        }
        WebhookCommand::Test { name } => test(context, provider, &name).await,
        WebhookCommand::Deliveries { name } => report::deliveries(context, provider, &name).await,
        WebhookCommand::Replay { name, since } => replay(context, provider, &name, &since).await,
        WebhookCommand::Events => Ok(()),
    }
}

async fn add(context: &Context, provider: &Provider, new: Add) -> anyhow::Result<()> {
    let mut declared = DeclaredWebhook::new(new.name, new.url);
    declared.description = new.description;
    declared.allow_private_addresses = new.allow_private_addresses;
    if !new.events.is_empty() {
        declared.events = new.events.into_iter().collect();
    }
    let webhooks = provider.webhooks();
    let mut changes = provider.change_set(&context.operation);
    let added = webhooks.add(&mut changes, declared, new.secret).await?;
    changes.commit_or_conflict().await?;
    with_secret(context, &added, "is added")
}

/// Prints a webhook with its secret.
fn with_secret(context: &Context, added: &NewWebhook, what: &str) -> anyhow::Result<()> {
    let name = &added.webhook.name;
    let mut document = describe(&added.webhook);
    if let Some(members) = document.as_object_mut() {
        members.insert("secret".into(), Value::from(added.secret.clone()));
    }
    output::print(context.json, &document, || {
        format!(
            "The webhook {name} {what}. Its secret, which is shown this once:\n{}\nTest it with \
             `doorward webhook test {name}`.",
            added.secret
        )
    })
}

async fn change(context: &Context, provider: &Provider, asked: Change) -> anyhow::Result<()> {
    let webhooks = provider.webhooks();
    let known = webhooks.find(&asked.name).await?;
    let events: BTreeSet<String> = asked.events.into_iter().collect();
    let change = WebhookChange {
        url: asked.url,
        description: asked
            .description
            .map(|text| Some(text).filter(|text| !text.is_empty())),
        events: Some(events).filter(|events| !events.is_empty()),
        enabled: asked.enabled,
        allow_private_addresses: asked.allow_private_addresses,
        resumes: asked.resume,
    };
    let operation = context.operation.forced(asked.force);
    let mut changes = provider.change_set(&operation);
    let missed = known.failing_since.filter(|_| asked.resume);
    let webhook = webhooks.change(&mut changes, known, change).await?;
    changes.commit_or_conflict().await?;
    output::print(context.json, &describe(&webhook), || {
        let name = &webhook.name;
        let state = report::state(&webhook);
        let next = missed.map(|since| {
            let since = output::when(since);
            format!(
                " It missed what happened since {since}: `doorward webhook replay {name} --since {since}`."
            )
        });
        format!("The webhook {name} is {state}.{}", next.unwrap_or_default())
    })
}

async fn remove(
    context: &Context,
    provider: &Provider,
    name: &str,
    force: bool,
) -> anyhow::Result<()> {
    let webhooks = provider.webhooks();
    let known = webhooks.find(name).await?;
    let operation = context.operation.forced(force);
    let mut changes = provider.change_set(&operation);
    webhooks.remove(&mut changes, &known.name).await?;
    changes.commit_or_conflict().await?;
    let document = json!({"name": known.name, "removed": true});
    output::print(context.json, &document, || {
        format!("The webhook {name} is removed. Take it out of the file that you apply too.")
    })
}

async fn rotate_secret(
    context: &Context,
    provider: &Provider,
    name: &str,
    rotation: SecretRotation,
) -> anyhow::Result<()> {
    let webhooks = provider.webhooks();
    let known = webhooks.find(name).await?;
    let mut changes = provider.change_set(&context.operation);
    let rotated = webhooks.rotate_secret(&mut changes, known, rotation)?;
    changes.commit_or_conflict().await?;
    let what = match rotated.webhook.previous_secret_ends_at {
        Some(end) => format!(
            "has a new secret; the one of before is good until {}",
            output::when(end)
        ),
        None => "has a new secret; the one of before is not good any more".to_owned(),
    };
    with_secret(context, &rotated, &what)
}

async fn test(context: &Context, provider: &Provider, name: &str) -> anyhow::Result<()> {
    let webhooks = provider.webhooks();
    let known = webhooks.find(name).await?;
    let event_id = webhooks.test(&context.operation, &known).await?;
    output::print(context.json, &json!({"event_id": event_id}), || {
        format!(
            "The event {event_id} is queued; a running server sends it. See what became of it with \
             `doorward webhook deliveries {name}`."
        )
    })
}

async fn replay(
    context: &Context,
    provider: &Provider,
    name: &str,
    since: &str,
) -> anyhow::Result<()> {
    let since = OffsetDateTime::parse(since, &Rfc3339)
        .map(|moment| Timestamp::from_seconds(moment.unix_timestamp()))
        .map_err(|_| anyhow!("--since must be a time such as 2027-12-31T18:00:00Z"))?;
    let webhooks = provider.webhooks();
    let known = webhooks.find(name).await?;
    let replayed = webhooks.replay(&context.operation, &known, since).await?;
    let next = replayed.next.map(output::when);
    let document = json!({"events": replayed.events, "next": next});
    output::print(context.json, &document, || {
        let rest = next.as_ref().map_or(String::new(), |next| {
            format!(" There are more: go on with --since {next} once these are delivered.")
        });
        format!(
            "{} events are queued; a running server sends them.{rest}",
            replayed.events
        )
    })
}
