//! `doorward group`: groups of users.

use crate::{context::Context, output, startup::Schema};
use anyhow::anyhow;
use clap::Subcommand;
use doorward_core::{Provider, change_set::Change};
use doorward_storage::Group;
use serde_json::{Value, json};

/// Groups of users, also declared by `doorward apply`.
#[derive(Subcommand)]
pub enum GroupCommand {
    /// A hundred groups, by name
    List {
        /// Those after this name
        #[arg(long, default_value = "")]
        after: String,
    },
    /// Add a group
    Add {
        /// Its name, under which apps know it
        name: String,
        /// What it is for
        #[arg(long)]
        description: Option<String>,
    },
    /// Delete a group: nobody is in it any more, and its roles end
    Delete {
        /// The name of the group
        name: String,
        /// Delete it also where a file of declarations manages it
        #[arg(long)]
        force: bool,
    },
    /// Put a user into a group
    AddMember {
        /// The name of the group
        name: String,
        /// The user: email address, user name or identifier
        user: String,
    },
    /// Put a group into another one: whoever is in it gets the roles of the other one too
    AddGroup {
        /// The name of the other group
        name: String,
        /// The group that is put into it
        group: String,
    },
    /// Take a group out of another one
    RemoveGroup {
        /// The name of the other group
        name: String,
        /// The group that is taken out of it
        group: String,
    },
    /// Take a user out of a group
    RemoveMember {
        /// The name of the group
        name: String,
        /// The user: email address, user name or identifier
        user: String,
    },
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: GroupCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        GroupCommand::List { after } => list(context, &provider, &after).await,
        GroupCommand::Add { name, description } => {
            let mut changes = provider.change_set(&context.operation);
            let access = provider.access();
            access
                .add_group(&mut changes, &name, description.as_deref())
                .await?;
            changes.commit_or_conflict().await?;
            output::print(
                context.json,
                &json!({"name": name, "change": Change::Add}),
                || format!("The group {name} is added."),
            )
        }
        GroupCommand::Delete { name, force } => {
            let group = provider.access().group(&name).await?;
            let operation = context.operation.forced(force);
            let mut changes = provider.change_set(&operation);
            provider.access().delete_group(&mut changes, &group).await?;
            changes.commit_or_conflict().await?;
            output::print(
                context.json,
                &json!({"name": group.name, "deleted": true}),
                || {
                    format!(
                        "The group {} is deleted. Take it out of the file that you apply too.",
                        group.name
                    )
                },
            )
        }
        GroupCommand::AddMember { name, user } => {
            change_member(context, &provider, Membership::Add, &name, &user).await
        }
        GroupCommand::AddGroup { name, group } => {
            change_group(context, &provider, Membership::Add, &name, &group).await
        }
        GroupCommand::RemoveGroup { name, group } => {
            change_group(context, &provider, Membership::Remove, &name, &group).await
        }
        GroupCommand::RemoveMember { name, user } => {
            change_member(context, &provider, Membership::Remove, &name, &user).await
        }
    }
}

/// What happens to a membership.
#[derive(Clone, Copy)]
enum Membership {
    Add,
    Remove,
}

impl std::fmt::Display for Membership {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Add => "is in",
            Self::Remove => "is not in",
        })
    }
}

async fn change_member(
    context: &Context,
    provider: &Provider,
    membership: Membership,
    group: &str,
    user: &str,
) -> anyhow::Result<()> {
    let access = provider.access();
    let group = access.group(group).await?;
    let found = provider.users().find(user).await?;
    let found = found
        .ok_or_else(|| anyhow!("no user is called {user}; `doorward user list` shows them"))?;
    let mut changes = provider.change_set(&context.operation);
    let change = match membership {
        Membership::Add => access.add_member(&mut changes, &group, &found).await?,
        Membership::Remove => access.remove_member(&mut changes, &group, &found).await?,
    };
    changes.commit_or_conflict().await?;
    let document = json!({"group": group.name, "user_id": found.id, "change": change});
    output::print(context.json, &document, || {
        format!("{user} {membership} the group {}.", group.name)
    })
}

async fn change_group(
    context: &Context,
    provider: &Provider,
    membership: Membership,
    group: &str,
    member: &str,
) -> anyhow::Result<()> {
    let access = provider.access();
    let (group, member) = (access.group(group).await?, access.group(member).await?);
    let mut changes = provider.change_set(&context.operation);
    let change = match membership {
        Membership::Add => {
            access
                .add_member_group(&mut changes, &group, &member)
                .await?
        }
        Membership::Remove => {
            let removed = access.remove_member_group(&mut changes, &group, &member);
            removed.await?
        }
    };
    changes.commit_or_conflict().await?;
    let document = json!({"group": group.name, "member": member.name, "change": change});
    output::print(context.json, &document, || {
        format!(
            "The group {} {membership} the group {}.",
            member.name, group.name
        )
    })
}

async fn list(context: &Context, provider: &Provider, after: &str) -> anyhow::Result<()> {
    let groups = provider.access().groups_after(after).await?;
    let described: Vec<Value> = groups.iter().map(describe).collect();
    output::print(context.json, &json!({"groups": described}), || {
        if groups.is_empty() {
            return "There is no group; add one with `doorward group add NAME`.".to_owned();
        }
        let rows = groups.iter().map(|group| {
            vec![
                group.name.clone(),
                if group.managed { "a file" } else { "" }.to_owned(),
                output::when(group.created_at),
                group.description.clone().unwrap_or_default(),
            ]
        });
        output::table(
            &["GROUP", "MANAGED BY", "SINCE", "DESCRIPTION"],
            &rows.collect::<Vec<_>>(),
        )
    })
}

fn describe(group: &Group) -> Value {
    json!({
        "id": group.id, "name": group.name, "description": group.description,
        "managed": group.managed, "created_at": output::when(group.created_at),
    })
}
