//! `doorward client owner`: who administers a client.

use crate::{
    context::Context,
    output::{self, when},
};
use anyhow::{anyhow, bail};
use clap::Subcommand;
use doorward_core::{
    Provider,
    access::{AppOwner, AppOwnerKey},
    change_set::Change,
    context::OperationContext,
};
use doorward_storage::User;
use serde_json::{Value, json};

/// How many owners are listed at most.
const LISTED: i64 = 1000;

/// The owners of a client: users who administer that one, and nothing else.
#[derive(Subcommand)]
pub enum OwnerCommand {
    /// Make a user an owner of a client
    ///
    /// An owner gives and takes its roles, decides who gets a role that was asked for, makes and revokes
    /// its secrets, and changes how it looks and where it is, in the console and by the API.
    Add {
        /// The client_id of the client
        client_id: String,
        /// The user: email address, user name or identifier
        user: String,
    },
    /// End that a user owns a client
    Remove {
        /// The client_id of the client
        client_id: String,
        /// The user: email address, user name or identifier
        user: String,
        /// Remove the owner also where a file of declarations names them
        #[arg(long)]
        force: bool,
    },
    /// List the owners of a client
    List {
        /// The client_id of the client
        client_id: String,
    },
}

/// Runs the subcommand.
pub(super) async fn run(
    context: &Context,
    provider: &Provider,
    command: OwnerCommand,
) -> anyhow::Result<()> {
    match command {
        OwnerCommand::Add { client_id, user } => add(context, provider, &client_id, &user).await,
        OwnerCommand::Remove {
            client_id,
            user,
            force,
        } => {
            let operation = context.operation.forced(force);
            remove(context, provider, &operation, &client_id, &user).await
        }
        OwnerCommand::List { client_id } => list(context, provider, &client_id).await,
    }
}

async fn user_named(provider: &Provider, name: &str) -> anyhow::Result<User> {
    let found = provider.users().find(name).await?;
    found.ok_or_else(|| anyhow!("no user is called {name}; `doorward user list` shows them"))
}

async fn add(
    context: &Context,
    provider: &Provider,
    client_id: &str,
    name: &str,
) -> anyhow::Result<()> {
    let known = provider.clients().get(client_id).await?;
    let user = user_named(provider, name).await?;
    let key = AppOwnerKey {
        client_id: &known.client.client_id,
        user_id: &user.id,
    };
    let mut changes = provider.change_set(&context.operation);
    let change = provider.access().add_app_owner(&mut changes, key).await?;
    changes.commit_or_conflict().await?;
    let document = json!({"client_id": client_id, "user_id": user.id, "change": change});
    output::print(context.json, &document, || match change {
        Change::None => format!("{} owns {client_id} already.", user.label()),
        Change::Add | Change::Change => format!("{} owns {client_id} from now on.", user.label()),
    })
}

async fn remove(
    context: &Context,
    provider: &Provider,
    operation: &OperationContext,
    client_id: &str,
    name: &str,
) -> anyhow::Result<()> {
    let user = user_named(provider, name).await?;
    let key = AppOwnerKey {
        client_id,
        user_id: &user.id,
    };
    let mut changes = provider.change_set(operation);
    let access = provider.access();
    if access.remove_app_owner(&mut changes, key).await? == Change::None {
        bail!(
            "{} does not own {client_id}; `doorward client owner list {client_id}` shows who does",
            user.label()
        );
    }
    changes.commit_or_conflict().await?;
    let document = json!({"client_id": client_id, "user_id": user.id});
    output::print(context.json, &document, || {
        format!("{} does not own {client_id} any more.", user.label())
    })
}

async fn list(context: &Context, provider: &Provider, client_id: &str) -> anyhow::Result<()> {
    let known = provider.clients().get(client_id).await?;
    let client_id = &known.client.client_id;
    let owners = provider
        .access()
        .owners_of_app(client_id, "", LISTED)
        .await?;
    let described: Vec<Value> = owners.iter().map(described).collect();
    let document = json!({"client_id": client_id, "owners": described});
    output::print(context.json, &document, || {
        if owners.is_empty() {
            return format!(
                "{client_id} has no owner; name one with `doorward client owner add {client_id} USER`."
            );
        }
        let rows = owners.iter().map(|owner| {
            vec![
                owner.user.email.clone().unwrap_or_default(),
                when(owner.since),
                if owner.managed { "a file" } else { "" }.to_owned(),
                owner.user.id.clone(),
            ]
        });
        output::table(
            &["OWNER", "SINCE", "NAMED BY", "USER"],
            &rows.collect::<Vec<_>>(),
        )
    })
}

fn described(owner: &AppOwner) -> Value {
    json!({
        "user_id": owner.user.id,
        "email": owner.user.email,
        "since": when(owner.since),
        "managed": owner.managed,
        "by": owner.actor_kind,
        "by_id": owner.actor_id,
    })
}
