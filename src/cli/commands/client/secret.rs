//! `doorward client secret`: the secrets of a client, two at once at most.

use crate::{
    commands::audit_entry::moment,
    context::Context,
    output::{self, when},
};
use anyhow::anyhow;
use clap::Subcommand;
use doorward_core::{
    Provider,
    clients::{KnownSecret, WantedSecret},
};
use doorward_protocol::time::{Lifetime, Timestamp};
use serde_json::{Value, json};

/// The secrets of a client: an app changes from one to the other while both are accepted.
#[derive(Subcommand)]
pub enum SecretCommand {
    /// Add a secret, printed once; the one that is there works as well
    Add {
        /// The client_id of the client
        client_id: String,
        /// When it stops working: 2027-12-31, 2027-12-31T18:00:00Z, or 90d for so long from now
        #[arg(long, value_name = "WHEN")]
        expires: Option<String>,
        /// What it is for, or who keeps it
        #[arg(long)]
        description: Option<String>,
    },
    /// List the secrets of a client, the newest first: never what they are
    List {
        /// The client_id of the client
        client_id: String,
    },
    /// Revoke a secret: it stops working at once
    Revoke {
        /// The client_id of the client
        client_id: String,
        /// The number of the secret, from `doorward client secret list`
        number: i64,
    },
}

/// Runs the subcommand.
pub(super) async fn run(
    context: &Context,
    provider: &Provider,
    command: SecretCommand,
) -> anyhow::Result<()> {
    match command {
        SecretCommand::Add {
            client_id,
            expires,
            description,
        } => {
            let now = context.operation.now();
            let end = |text: String| end(&text, now);
            let wanted = WantedSecret {
                description,
                expires_at: expires.map(end).transpose()?,
            };
            add(context, provider, &client_id, wanted).await
        }
        SecretCommand::List { client_id } => list(context, provider, &client_id).await,
        SecretCommand::Revoke { client_id, number } => {
            revoke(context, provider, &client_id, number).await
        }
    }
}

/// The end of a secret: a time, or so long from now.
fn end(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let from_now = || {
        let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let count: i64 = count
            .parse()
            .ok()
            .filter(|count| (1..=10_000).contains(count))?;
        Some(now.plus(match unit {
            "h" => Lifetime::hours(count),
            "d" => Lifetime::days(count),
            "w" => Lifetime::days(7 * count),
            _ => return None,
        }))
    };
    let written = || moment(text, now).ok().filter(|_| text.contains('-'));
    from_now().or_else(written).ok_or_else(|| {
        anyhow!(
            "{text} is no end: write 2027-12-31, 2027-12-31T18:00:00Z, or 12h, 90d, 52w for so long \
             from now"
        )
    })
}

async fn add(
    context: &Context,
    provider: &Provider,
    client_id: &str,
    wanted: WantedSecret,
) -> anyhow::Result<()> {
    let clients = provider.clients();
    let made = clients.add_secret(&context.operation, client_id, wanted);
    let made = made.await?.map_err(|problem| anyhow!("{problem}"))?;
    let number = made.known.number;
    let mut document = described(&made.known);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("client_id".into(), client_id.into());
        fields.insert("client_secret".into(), made.secret.reveal().into());
    }
    output::print(context.json, &document, || {
        let secret = made.secret.reveal();
        let end = made.known.expires_at;
        let end = end.map_or_else(String::new, |end| {
            format!("It works until {}.\n", when(end))
        });
        format!(
            "Secret {number} of {client_id}, shown this once: {secret}\n{end}Change the app over to it. \
             When `doorward client secret list {client_id}` shows that the other one is not used any \
             more, revoke that."
        )
    })
}

async fn list(context: &Context, provider: &Provider, client_id: &str) -> anyhow::Result<()> {
    let secrets = provider.clients().secrets(client_id).await?;
    let described: Vec<Value> = secrets.iter().map(described).collect();
    let document = json!({"client_id": client_id, "secrets": described});
    output::print(context.json, &document, || {
        if secrets.is_empty() {
            return format!("{client_id} has no secret.");
        }
        let now = context.operation.now();
        let time = |at: Option<Timestamp>, none: &str| at.map_or_else(|| none.to_owned(), when);
        let rows = secrets.iter().map(|secret| {
            let state = if secret.is_expired(now) {
                "expired"
            } else {
                "works"
            };
            vec![
                secret.number.to_string(),
                state.to_owned(),
                time(secret.created_at, "not known"),
                time(secret.last_used_at, "not noted yet"),
                time(secret.expires_at, "never"),
                secret.description.clone().unwrap_or_default(),
            ]
        });
        output::table(
            &[
                "SECRET",
                "STATE",
                "MADE",
                "LAST USED",
                "EXPIRES",
                "DESCRIPTION",
            ],
            &rows.collect::<Vec<_>>(),
        )
    })
}

async fn revoke(
    context: &Context,
    provider: &Provider,
    client_id: &str,
    number: i64,
) -> anyhow::Result<()> {
    let clients = provider.clients();
    let revoked = clients.revoke_secret(&context.operation, client_id, number);
    revoked.await?.map_err(|problem| anyhow!("{problem}"))?;
    let document = json!({"client_id": client_id, "secret": number, "revoked": true});
    output::print(context.json, &document, || {
        format!("Secret {number} of {client_id} does not work any more.")
    })
}

fn described(secret: &KnownSecret) -> Value {
    json!({
        "secret": secret.number,
        "description": secret.description,
        "created_at": secret.created_at.map(when),
        "expires_at": secret.expires_at.map(when),
        "last_used_at": secret.last_used_at.map(when),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_time_or_so_long_from_now() {
        let now = Timestamp::from_seconds(1_000_000);
        assert_eq!(end("90d", now).unwrap(), now.plus(Lifetime::days(90)));
        assert_eq!(end("2w", now).unwrap(), now.plus(Lifetime::days(14)));
        assert_eq!(
            end("2027-12-31T18:00:00Z", now).unwrap(),
            Timestamp::from_seconds(1_830_276_000)
        );
        for wrong in ["", "0d", "d", "90", "soon", "90m"] {
            assert!(end(wrong, now).is_err(), "{wrong}");
        }
    }
}
