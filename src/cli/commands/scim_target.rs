//! `doorward scim-target`: the apps that users and groups are pushed to.

use super::scim_target_report::{self as report, describe, state};
use crate::{context::Context, output, startup::Schema};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use doorward_core::{
    Provider,
    scim_targets::{ScimTargetChange, StoredScimTarget},
};
use doorward_protocol::scim_targets::declared::{DeclaredScimTarget, PushedUserName, Removal};
use serde_json::json;
use std::{collections::BTreeSet, path::PathBuf};

/// Apps that users and groups are pushed to by SCIM 2.0, also declared by `doorward apply`.
#[derive(Subcommand)]
pub enum ScimTargetCommand {
    /// A hundred targets, by name
    List {
        /// Those after this name
        #[arg(long, default_value = "")]
        after: String,
    },
    /// Show a target
    Show {
        /// The name of the target
        name: String,
    },
    /// Add a target: whoever may use the app is pushed
    Add(Add),
    /// Change a target, or end its pause
    Change(Change),
    /// Remove a target; the accounts at the app stay
    Remove {
        /// The name of the target
        name: String,
        /// Remove it also where a file of declarations manages it
        #[arg(long)]
        force: bool,
    },
    /// Ask the app for a user, to see whether it answers and knows the token
    Test {
        /// The name of the target
        name: String,
    },
    /// Push one user, or compare everything with what the app has
    Push {
        /// The name of the target
        name: String,
        /// Compare everybody and every group
        #[arg(long, conflicts_with = "user", required_unless_present = "user")]
        all: bool,
        /// One user: address, user name or identifier
        #[arg(long)]
        user: Option<String>,
    },
    /// What the last comparison did, and whom the app does not have as it should
    Report {
        /// The name of the target
        name: String,
    },
}

/// What a new target is.
#[derive(Args)]
pub struct Add {
    /// Its name, which never changes
    name: String,
    /// The app, by its client_id
    app: String,
    /// The https address of its SCIM server, above /Users
    url: String,
    /// A file with the bearer token that the app gave
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A variable with the bearer token that the app gave
    #[arg(long, value_name = "NAME", conflicts_with = "token_file")]
    token_env: Option<String>,
    /// A group that is pushed with its members; several times for several
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,
    /// Of those who may use the app, only the members of this group; several times for several
    #[arg(long = "users-in", value_name = "GROUP")]
    users_in: Vec<String>,
    /// What userName is: email or username
    #[arg(long, default_value = "email", value_parser = user_name)]
    user_name: PushedUserName,
    /// What becomes of the account of who may not use the app any more: deactivate or delete
    #[arg(long, default_value = "deactivate", value_parser = removal)]
    removal: Removal,
    /// After how many hours everything is compared; 0 never does
    #[arg(long, default_value_t = 24)]
    reconcile_hours: i64,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// Push nothing before somebody enables it
    #[arg(long)]
    disabled: bool,
    /// The address may be on this machine or in a private network
    #[arg(long)]
    allow_private_addresses: bool,
}

/// What of a target changes.
#[derive(Args)]
pub struct Change {
    /// The name of the target
    name: String,
    /// Another https address of the SCIM server
    #[arg(long)]
    url: Option<String>,
    /// A file with another bearer token
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A variable with another bearer token
    #[arg(long, value_name = "NAME", conflicts_with = "token_file")]
    token_env: Option<String>,
    /// A group that is pushed, in place of those until now; an empty one for none
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,
    /// A group whose members are pushed, in place of those until now; an empty one for no such limit
    #[arg(long = "users-in", value_name = "GROUP")]
    users_in: Vec<String>,
    /// What userName is: email or username
    #[arg(long, value_parser = user_name)]
    user_name: Option<PushedUserName>,
    /// What becomes of the account of who may not use the app any more: deactivate or delete
    #[arg(long, value_parser = removal)]
    removal: Option<Removal>,
    /// After how many hours everything is compared; 0 never does
    #[arg(long)]
    reconcile_hours: Option<i64>,
    /// What it is for; an empty text takes it away
    #[arg(long)]
    description: Option<String>,
    /// Whether anything is pushed
    #[arg(long)]
    enabled: Option<bool>,
    /// Whether the address may be on this machine or in a private network
    #[arg(long)]
    allow_private_addresses: Option<bool>,
    /// End its pause
    #[arg(long)]
    resume: bool,
    /// Change it without a warning where a file of declarations manages it
    #[arg(long)]
    force: bool,
}

fn user_name(text: &str) -> Result<PushedUserName, String> {
    text.parse().map_err(|_| "must be email or username".into())
}

fn removal(text: &str) -> Result<Removal, String> {
    text.parse()
        .map_err(|_| "must be deactivate or delete".into())
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: ScimTargetCommand) -> anyhow::Result<()> {
    let provider = &*context.provider(Schema::AsItIs).await?;
    match command {
        ScimTargetCommand::List { after } => report::list(context, provider, &after).await,
        ScimTargetCommand::Show { name } => {
            let target = provider.scim_targets().find(&name).await?;
            shown(context, &target, "is")
        }
        ScimTargetCommand::Add(new) => add(context, provider, new).await,
        ScimTargetCommand::Change(asked) => change(context, provider, asked).await,
        ScimTargetCommand::Remove { name, force } => remove(context, provider, &name, force).await,
        ScimTargetCommand::Test { name } => test(context, provider, &name).await,
        ScimTargetCommand::Push { name, user, .. } => push(context, provider, &name, user).await,
        ScimTargetCommand::Report { name } => report::report(context, provider, &name).await,
    }
}

/// The token that a file or a variable holds.
fn token(file: Option<PathBuf>, variable: Option<String>) -> anyhow::Result<Option<String>> {
    let text = match (file, variable) {
        (Some(file), _) => std::fs::read_to_string(&file)
            .map_err(|error| anyhow!("{}: {error}", file.display()))?,
        (None, Some(name)) => {
            std::env::var(&name).map_err(|_| anyhow!("the variable {name} is not set"))?
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(text.trim().to_owned()))
}

/// The names that were given; a single empty one stands for none.
fn names(given: Vec<String>) -> BTreeSet<String> {
    given.into_iter().filter(|name| !name.is_empty()).collect()
}

async fn add(context: &Context, provider: &Provider, new: Add) -> anyhow::Result<()> {
    let Some(token) = token(new.token_file, new.token_env)? else {
        bail!("--token-file or --token-env must say where the token of the app is");
    };
    let declared = DeclaredScimTarget {
        description: new.description,
        users_in: names(new.users_in),
        groups: names(new.groups),
        user_name: new.user_name,
        removal: new.removal,
        reconcile_hours: new.reconcile_hours,
        enabled: !new.disabled,
        allow_private_addresses: new.allow_private_addresses,
        ..DeclaredScimTarget::new(new.name, new.app, new.url)
    };
    let mut changes = provider.change_set(&context.operation);
    let targets = provider.scim_targets();
    let target = targets.add(&mut changes, declared, &token).await?;
    changes.commit_or_conflict().await?;
    shown(context, &target, "is added, and")
}

fn shown(context: &Context, target: &StoredScimTarget, what: &str) -> anyhow::Result<()> {
    output::print(context.json, &describe(target), || {
        let (name, state) = (&target.name, state(target));
        let failure = target.last_failure.as_deref();
        let why = failure.map_or(String::new(), |failure| format!(": {failure}"));
        format!(
            "The SCIM target {name} {what} {state}{why}. See what was pushed with `doorward scim-target report {name}`."
        )
    })
}

async fn change(context: &Context, provider: &Provider, asked: Change) -> anyhow::Result<()> {
    let targets = provider.scim_targets();
    let known = targets.find(&asked.name).await?;
    let given = |list: Vec<String>| Some(list).filter(|list| !list.is_empty()).map(names);
    let change = ScimTargetChange {
        url: asked.url,
        description: asked
            .description
            .map(|text| Some(text).filter(|text| !text.is_empty())),
        users_in: given(asked.users_in),
        groups: given(asked.groups),
        user_name: asked.user_name,
        removal: asked.removal,
        reconcile_hours: asked.reconcile_hours,
        enabled: asked.enabled,
        allow_private_addresses: asked.allow_private_addresses,
        token: token(asked.token_file, asked.token_env)?,
        resumes: asked.resume,
    };
    let operation = context.operation.forced(asked.force);
    let mut changes = provider.change_set(&operation);
    let target = targets.change(&mut changes, known, change).await?;
    changes.commit_or_conflict().await?;
    shown(context, &target, "is")
}

async fn remove(
    context: &Context,
    provider: &Provider,
    name: &str,
    force: bool,
) -> anyhow::Result<()> {
    let targets = provider.scim_targets();
    let known = targets.find(name).await?;
    let operation = context.operation.forced(force);
    let mut changes = provider.change_set(&operation);
    targets.remove(&mut changes, &known).await?;
    changes.commit_or_conflict().await?;
    let document = json!({"name": known.name, "removed": true});
    output::print(context.json, &document, || {
        format!(
            "The SCIM target {name} is removed; the accounts at the app stay. Take it out of the file that you apply too."
        )
    })
}

async fn test(context: &Context, provider: &Provider, name: &str) -> anyhow::Result<()> {
    let targets = provider.scim_targets();
    let target = targets.find(name).await?;
    if let Some(failure) = targets.test(&target).await?.failure {
        bail!("the app of {name} does not answer as it should: {failure}");
    }
    output::print(context.json, &json!({"works": true}), || {
        format!("The app of {name} answers, and knows the token.")
    })
}

async fn push(
    context: &Context,
    provider: &Provider,
    name: &str,
    user: Option<String>,
) -> anyhow::Result<()> {
    let targets = provider.scim_targets();
    let target = targets.find(name).await?;
    let ctx = &context.operation;
    let next = format!("See what became of it with `doorward scim-target report {name}`.");
    let Some(user) = user else {
        let pass = targets.compare_all(ctx, &target).await?;
        return output::print(context.json, &json!({"pass": pass}), || {
            format!(
                "Everything is compared with what the app has; a running server does that. {next}"
            )
        });
    };
    let found = provider.users().find(&user).await?;
    let found = found.ok_or_else(|| anyhow!("there is no user {user}"))?;
    targets.push_user(ctx, &target, &found.id).await?;
    output::print(context.json, &json!({"user": found.id}), || {
        format!("The user is queued; a running server pushes. {next}")
    })
}
