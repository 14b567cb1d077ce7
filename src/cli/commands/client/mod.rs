//! `doorward client`.

mod add;
mod metadata;
mod new_client;
mod owner;
mod secret;

use self::{
    metadata::{Metadata, clear, setting_parser},
    new_client::{new_secret, warn},
};
use crate::startup::Schema;
use crate::{context::Context, output};
use clap::{Args, Subcommand};
use doorward_core::{Provider, clients::Declaration};
use doorward_protocol::{
    clients::registered_client::RegisteredClient, secret::Digest, time::Lifetime,
};
use serde_json::{Value, json};

/// List, add, change and disable clients, and open registration to them.
#[derive(Subcommand)]
pub enum ClientCommand {
    /// List every client
    List,
    /// Show every setting of a client
    Show {
        /// The client_id of the client
        client_id: String,
    },
    /// Add a client; a secret is made and printed once where its method needs one
    ///
    /// The flags are the settings of `[[clients]]` in the files of `doorward apply`, with dashes. A
    /// preset knows them for an app, and prints what to write into it; flags go over the preset.
    /// PKCE is required unless `--require-pkce false` is given: many apps with a secret send none
    /// unless they are told to.
    Add(Box<add::ClientAdd>),
    /// List the presets: apps whose settings are known
    Presets,
    /// Change a client; what is not named stays
    ///
    /// A list that is named takes the place of the present one. A client that needs a secret for the
    /// first time gets one, printed once.
    Change(Box<ClientChange>),
    /// Switch a client off: nothing of it works any more
    Disable {
        /// The client_id of the client
        client_id: String,
    },
    /// Switch a client on again
    Enable {
        /// The client_id of the client
        client_id: String,
    },
    /// Give a client a new secret, printed once; every other one stops working at once
    ///
    /// `doorward client secret add` adds one beside the present one instead, so that the app goes on
    /// working while it is changed over.
    Rotate {
        /// The client_id of the client
        client_id: String,
    },
    /// Add, list and revoke the secrets of a client
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    /// Name, list and remove the owners of a client, who administer that one alone
    #[command(subcommand)]
    Owner(owner::OwnerCommand),
    /// Make a token with which an app may register itself, printed once (registration.mode =
    /// "initial_access_token")
    InitialAccessToken {
        /// How many apps it is good for
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        uses: u32,
        /// Days until it is worthless
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
    },
}

/// What `client change` changes.
#[derive(Args)]
pub struct ClientChange {
    /// The client_id of the client
    client_id: String,
    /// Makes a setting the default again, such as `--clear logo_uri`; repeat for several
    #[arg(long, value_name = "SETTING", value_parser = setting_parser(), hide_possible_values = true)]
    clear: Vec<String>,
    /// The SHA-256 hash of a new secret, in hexadecimal
    #[arg(long, value_name = "HASH", value_parser = Digest::from_hash)]
    client_secret_hash: Option<Digest>,
    /// Change it also where a file of declarations manages it
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    metadata: Metadata,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: ClientCommand) -> anyhow::Result<()> {
    if matches!(command, ClientCommand::Presets) {
        return add::list_presets(context);
    }
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        ClientCommand::Presets => Ok(()),
        ClientCommand::List => list(context, &provider).await,
        ClientCommand::Add(wanted) => add::run(context, &provider, *wanted).await,
        ClientCommand::InitialAccessToken { uses, days } => {
            initial_access_token(context, &provider, uses, days).await
        }
        ClientCommand::Show { client_id } => show(context, &provider, &client_id).await,
        ClientCommand::Change(wanted) => change(context, &provider, *wanted).await,
        ClientCommand::Disable { client_id } => {
            set_disabled(context, &provider, &client_id, true).await
        }
        ClientCommand::Enable { client_id } => {
            set_disabled(context, &provider, &client_id, false).await
        }
        ClientCommand::Rotate { client_id } => rotate(context, &provider, &client_id).await,
        ClientCommand::Secret(command) => secret::run(context, &provider, command).await,
        ClientCommand::Owner(command) => owner::run(context, &provider, command).await,
    }
}

async fn initial_access_token(
    context: &Context,
    provider: &Provider,
    uses: u32,
    days: u32,
) -> anyhow::Result<()> {
    let (token, expires_at) = provider
        .registration()
        .new_initial_access_token(&context.operation, uses, Lifetime::days(i64::from(days)))
        .await?;
    let document = json!({"initial_access_token": token.reveal(), "uses": uses, "expires_at": expires_at.seconds()});
    output::print(context.json, &document, || {
        format!(
            "Good for {uses} registrations within {days} days, shown this once: {}",
            token.reveal()
        )
    })
}

async fn change(
    context: &Context,
    provider: &Provider,
    wanted: ClientChange,
) -> anyhow::Result<()> {
    let ClientChange {
        client_id,
        clear: cleared,
        client_secret_hash,
        force,
        metadata,
    } = wanted;
    let known = provider.clients().get(&client_id).await?;
    let mut document = serde_json::to_value(&known.client)?;
    clear(&mut document, &cleared);
    let client = metadata.over(document)?;
    let has_none = known.secrets.is_empty() && client_secret_hash.is_none();
    let secret = has_none.then(|| new_secret(provider, &client)).flatten();
    let declaration = Declaration {
        client,
        client_secret: secret.clone(),
        client_secret_hash,
        client_secrets: Vec::new(),
    };
    let planned = provider
        .clients()
        .declare(
            &context.operation.forced(force),
            declaration,
            "client.changed",
        )
        .await?;
    warn(provider, &planned.registered).await;
    let mut document = describe(&planned.registered);
    if let (Some(secret), Some(object)) = (&secret, document.as_object_mut()) {
        object.insert("client_secret".into(), secret.as_str().into());
    }
    output::print(context.json, &document, || match &secret {
        Some(secret) => {
            format!("Changed {client_id}.\nIts secret, shown this once: {secret}")
        }
        None => format!("Changed {client_id}."),
    })
}

async fn show(context: &Context, provider: &Provider, client_id: &str) -> anyhow::Result<()> {
    let known = provider.clients().get(client_id).await?;
    let document = describe(&known);
    output::print(context.json, &document, || {
        let settings = document.as_object().into_iter().flatten();
        let rows = settings.map(|(name, value)| vec![name.clone(), written(value)]);
        output::table(&["SETTING", "VALUE"], &rows.collect::<Vec<_>>())
    })
}

/// A value for a console: a list of texts with spaces between them, a document as JSON.
fn written(value: &Value) -> String {
    let texts = |list: &Vec<Value>| list.iter().map(written).collect::<Vec<_>>().join(" ");
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => texts(list),
        other => other.to_string(),
    }
}

async fn rotate(context: &Context, provider: &Provider, client_id: &str) -> anyhow::Result<()> {
    let secret = provider
        .clients()
        .new_secret(&context.operation, client_id)
        .await?;
    let document = json!({"client_id": client_id, "client_secret": secret.reveal()});
    output::print(context.json, &document, || {
        format!(
            "The new secret of {client_id}, shown this once: {}",
            secret.reveal()
        )
    })
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let clients = provider.clients().list().await?;
    output::print(
        context.json,
        &json!({"clients": clients.iter().map(describe).collect::<Vec<_>>()}),
        || {
            let rows = clients.iter().map(|known| {
                let kind = if known.client.first_party {
                    "first party"
                } else {
                    "third party"
                };
                let state = if known.disabled {
                    "disabled"
                } else {
                    "enabled"
                };
                vec![
                    known.client.client_id.clone(),
                    known.client.client_name.clone(),
                    kind.to_owned(),
                    state.to_owned(),
                    known.client.redirect_uris.join(" "),
                ]
            });
            if clients.is_empty() {
                "No client yet; add one with `doorward client add` or `doorward apply`.".to_owned()
            } else {
                output::table(
                    &["CLIENT", "NAME", "TRUST", "STATE", "REDIRECT URIS"],
                    &rows.collect::<Vec<_>>(),
                )
            }
        },
    )
}

async fn set_disabled(
    context: &Context,
    provider: &Provider,
    client_id: &str,
    disabled: bool,
) -> anyhow::Result<()> {
    provider
        .clients()
        .set_disabled(&context.operation, client_id, disabled)
        .await?;
    output::print(
        context.json,
        &json!({"client_id": client_id, "disabled": disabled}),
        || {
            format!(
                "{client_id} is {}.",
                if disabled {
                    "disabled: nothing of it works any more"
                } else {
                    "enabled"
                }
            )
        },
    )
}

fn describe(known: &RegisteredClient) -> Value {
    let mut document = serde_json::to_value(&known.client).unwrap_or_default();
    if let Some(object) = document.as_object_mut() {
        object.insert("disabled".into(), known.disabled.into());
    }
    document
}
