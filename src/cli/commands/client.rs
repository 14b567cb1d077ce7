//! `doorward client`.

use crate::startup::Schema;
use crate::{context::Context, output};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use doorward_core::{Provider, clients::Declaration};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    secret::Secret,
    time::Lifetime,
};
use serde_json::{Value, json};

/// List, add, change and disable clients, and open registration to them.
#[derive(Subcommand)]
pub enum ClientCommand {
    /// List every client
    List,
    /// Add a client; a secret is made and printed once where its method needs one
    Add {
        /// The client_id of the client
        #[arg(long)]
        client_id: String,
        #[command(flatten)]
        metadata: Metadata,
    },
    /// Change a client; what is not named stays
    Change {
        /// The client_id of the client
        client_id: String,
        #[command(flatten)]
        metadata: Metadata,
    },
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
    /// Give a client a new secret, printed once; the old one stops working
    Rotate {
        /// The client_id of the client
        client_id: String,
    },
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

/// Metadata, by the names of RFC 7591. `doorward apply` takes all of it; these are the common ones.
#[derive(Args)]
pub struct Metadata {
    /// The name that users see
    #[arg(long)]
    client_name: Option<String>,
    /// Where responses may go; repeat for several
    #[arg(long = "redirect-uri")]
    redirect_uris: Vec<String>,
    /// Where the browser may go after sign-out; repeat for several
    #[arg(long = "post-logout-redirect-uri")]
    post_logout_redirect_uris: Vec<String>,
    /// `authorization_code`, `refresh_token` or `client_credentials`; repeat for several
    #[arg(long = "grant-type")]
    grant_types: Vec<String>,
    /// none, `client_secret_basic`, `client_secret_post`, `client_secret_jwt` or `private_key_jwt`
    #[arg(long)]
    token_endpoint_auth_method: Option<String>,
    /// The scope that it may be granted
    #[arg(long)]
    scope: Option<String>,
    /// A first-party app: users are not asked for consent
    #[arg(long)]
    first_party: Option<bool>,
}

impl Metadata {
    /// Lays what was named over a document.
    fn over(self, mut document: Value) -> anyhow::Result<Client> {
        let lists = [
            ("redirect_uris", self.redirect_uris),
            ("post_logout_redirect_uris", self.post_logout_redirect_uris),
            ("grant_types", self.grant_types),
        ];
        let texts = [
            ("client_name", self.client_name),
            (
                "token_endpoint_auth_method",
                self.token_endpoint_auth_method,
            ),
            ("scope", self.scope),
        ];
        let named = lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(name, list)| (name, Value::from(list)));
        let named = named.chain(
            texts
                .into_iter()
                .filter_map(|(name, text)| Some((name, Value::from(text?)))),
        );
        let named = named.chain(
            self.first_party
                .map(|flag| ("first_party", Value::from(flag))),
        );
        if let Some(object) = document.as_object_mut() {
            object.extend(named.map(|(name, value)| (name.to_owned(), value)));
        }
        serde_json::from_value(document).map_err(|error| anyhow!("{error}"))
    }
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: ClientCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        ClientCommand::List => list(context, &provider).await,
        ClientCommand::Add {
            client_id,
            metadata,
        } => add(context, &provider, client_id, metadata).await,
        ClientCommand::InitialAccessToken { uses, days } => {
            initial_access_token(context, &provider, uses, days).await
        }
        ClientCommand::Change {
            client_id,
            metadata,
        } => change(context, &provider, client_id, metadata).await,
        ClientCommand::Disable { client_id } => {
            set_disabled(context, &provider, &client_id, true).await
        }
        ClientCommand::Enable { client_id } => {
            set_disabled(context, &provider, &client_id, false).await
        }
        ClientCommand::Rotate { client_id } => rotate(context, &provider, &client_id).await,
    }
}

async fn add(
    context: &Context,
    provider: &Provider,
    client_id: String,
    metadata: Metadata,
) -> anyhow::Result<()> {
    let client = metadata.over(json!({"client_id": client_id}))?;
    let secret = client
        .token_endpoint_auth_method
        .uses_secret()
        .then(|| Secret::generate(provider.entropy()).reveal().to_owned());
    let declaration = Declaration {
        client,
        client_secret: secret.clone(),
    };
    provider
        .clients()
        .add(&context.operation, declaration)
        .await?;
    let document = json!({"client_id": client_id, "client_secret": secret});
    output::print(context.json, &document, || match &secret {
        Some(secret) => {
            format!("Added {client_id}.\nIts secret, shown this once: {secret}")
        }
        None => format!("Added {client_id}."),
    })
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
    client_id: String,
    metadata: Metadata,
) -> anyhow::Result<()> {
    let known = provider.clients().get(&client_id).await?;
    let declaration = Declaration {
        client: metadata.over(serde_json::to_value(&known.client)?)?,
        client_secret: None,
    };
    let planned = provider
        .clients()
        .declare(&context.operation, declaration, "client.changed")
        .await?;
    output::print(context.json, &describe(&planned.registered), || {
        format!("Changed {client_id}.")
    })
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
