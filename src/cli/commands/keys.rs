//! `doorward keys`.

use crate::startup::Schema;
use crate::{context::Context, output};
use anyhow::anyhow;
use clap::Subcommand;
use doorward_core::{Provider, keys::Activation};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    keys::signing_key::{SealedKey, is_published, signing_now},
};
use serde_json::{Value, json};

/// List, add, rotate and disable signing keys.
#[derive(Subcommand)]
pub enum Keys {
    /// Every key, and which one signs
    List,
    /// Make a first key for an algorithm
    Add {
        /// RS256, ES256, `EdDSA` or PS256
        algorithm: String,
    },
    /// Let a waiting key of an algorithm sign at once, by publishing one that does
    Change {
        /// RS256, ES256, `EdDSA` or PS256
        algorithm: String,
    },
    /// Publish new keys; they sign once everybody has seen them, and the old ones stay until their
    /// last token is gone
    Rotate {
        /// Only this algorithm
        #[arg(long)]
        algorithm: Option<String>,
        /// Sign with the new key at once: for a key that may have leaked
        #[arg(long)]
        now: bool,
    },
    /// Seal everything with a new master key, which is given as `new_master_key` beside the present
    /// one. Servers that have both go on meanwhile
    RotateMaster,
    /// Take a key that does not sign out of the key set: every token of it fails from now on
    Disable {
        /// The identifier of the key (kid)
        kid: String,
    },
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: Keys) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        Keys::List => list(context, &provider).await,
        Keys::Add { algorithm } => {
            let keys = provider.signing_keys();
            let first = keys
                .publish_first(&context.operation, parse(&algorithm)?)
                .await?;
            let stored = keys.list().await?;
            report(context, &provider, &[first], &stored, Activation::WhenKnown)
        }
        Keys::Change { algorithm } => {
            make(
                context,
                &provider,
                &[parse(&algorithm)?],
                Activation::AtOnce,
            )
            .await
        }
        Keys::Rotate { algorithm, now } => {
            let algorithms = match algorithm {
                Some(name) => vec![parse(&name)?],
                None => provider.settings().algorithms.clone(),
            };
            make(
                context,
                &provider,
                &algorithms,
                if now {
                    Activation::AtOnce
                } else {
                    Activation::WhenKnown
                },
            )
            .await
        }
        Keys::RotateMaster => rotate_master(context, &provider).await,
        Keys::Disable { kid } => {
            provider
                .signing_keys()
                .remove(&context.operation, &kid)
                .await?;
            output::print(context.json, &json!({"kid": kid, "disabled": true}), || {
                format!("{kid} left the key set.")
            })
        }
    }
}

async fn rotate_master(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let done = provider.master_key().rotate(&context.operation).await?;
    let document = json!({
        "master_key": done.key_id, "was_changed": done.was_changed, "resealed": done.resealed,
    });
    output::print(context.json, &document, || {
        let first = if done.was_changed {
            format!(
                "The database was under the new master key ({}) already; {} values were left and \
                 are sealed with it now.",
                done.key_id, done.resealed
            )
        } else {
            format!(
                "Sealed {} values with the new master key ({}).",
                done.resealed, done.key_id
            )
        };
        format!(
            "{first}\nGive it as master_key (DOORWARD_MASTER_KEY) from now on, remove \
             new_master_key, and restart every server. A server that has only the old one says \
             at /readyz that it cannot go on."
        )
    })
}

fn parse(name: &str) -> anyhow::Result<SigningAlgorithm> {
    SigningAlgorithm::parse(name)
        .ok_or_else(|| anyhow!("{name} is not offered; RS256, ES256, EdDSA and PS256 are"))
}

async fn make(
    context: &Context,
    provider: &Provider,
    algorithms: &[SigningAlgorithm],
    activation: Activation,
) -> anyhow::Result<()> {
    let mut made = Vec::new();
    for algorithm in algorithms {
        let keys = provider.signing_keys();
        let published = keys
            .publish(&context.operation, *algorithm, activation)
            .await?;
        made.push(published.ok_or_else(|| {
            anyhow!(
                "another process published a {} key at the same moment; `doorward keys list` shows it",
                algorithm.as_str()
            )
        })?);
    }
    let stored = provider.signing_keys().list().await?;
    report(context, provider, &made, &stored, activation)
}

/// Says which keys were published, and when they sign.
fn report(
    context: &Context,
    provider: &Provider,
    made: &[SealedKey],
    stored: &[SealedKey],
    activation: Activation,
) -> anyhow::Result<()> {
    let wait = provider.settings().lifetimes.jwks_cache.as_seconds();
    output::print(
        context.json,
        &json!({"published": made.iter().map(|key| describe(provider, stored, key)).collect::<Vec<_>>()}),
        || {
            let lines = made
                .iter()
                .map(|key| format!("Published {} key {}.", key.algorithm.as_str(), key.kid));
            let after = match activation {
                Activation::AtOnce => "It signs from now on.".to_owned(),
                Activation::WhenKnown => format!(
                    "It signs in {wait} seconds, when everybody has seen it; tokens of the old key stay valid."
                ),
            };
            lines.chain([after]).collect::<Vec<_>>().join("\n")
        },
    )
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let stored = provider.signing_keys().list().await?;
    let keys: Vec<Value> = stored
        .iter()
        .map(|key| describe(provider, &stored, key))
        .collect();
    output::print(context.json, &json!({"keys": keys}), || {
        let rows = stored.iter().map(|key| {
            vec![
                key.kid.clone(),
                key.algorithm.as_str().to_owned(),
                state(provider, &stored, key).to_owned(),
            ]
        });
        output::table(&["KEY", "ALGORITHM", "STATE"], &rows.collect::<Vec<_>>())
    })
}

fn state(provider: &Provider, stored: &[SealedKey], key: &SealedKey) -> &'static str {
    let now = provider.now();
    match signing_now(stored, key.algorithm, now) {
        Some(signer) if signer.kid == key.kid => "signing",
        _ if key.active_from > now => "published",
        _ if is_published(key, now) => "verifying",
        _ => "gone",
    }
}

fn describe(provider: &Provider, stored: &[SealedKey], key: &SealedKey) -> Value {
    json!({
        "kid": key.kid, "alg": key.algorithm.as_str(), "state": state(provider, stored, key), "created_at": key.created_at.seconds(),
        "active_from": key.active_from.max(key.created_at).seconds(), "remove_after": key.remove_after.map(doorward_protocol::time::Timestamp::seconds),
    })
}
