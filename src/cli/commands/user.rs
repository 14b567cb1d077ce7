//! `doorward user`.

use crate::startup::Schema;
use crate::{Context, output};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use doorward_core::context::Actor;
use doorward_core::{Provider, users as accounts};
use doorward_protocol::{oidc::claims::StandardClaims, secret::Secret};
use doorward_storage::User;
use secrecy::SecretString;
use serde_json::{Value, json};

/// Users.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Everybody, by address
    List,
    /// Add a user; without a password one is made and printed once
    Add {
        /// Their address
        #[arg(long)]
        email: String,
        #[command(flatten)]
        details: Details,
    },
    /// Change a user; what is not named stays
    Change {
        /// Address, user name or identifier
        user: String,
        /// A new address
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        details: Details,
    },
    /// Disable a user: signed out of everything at once, and not let in again
    Disable {
        /// Address, user name or identifier
        user: String,
    },
    /// Let a disabled user in again
    Enable {
        /// Address, user name or identifier
        user: String,
    },
}

/// What can be said of a user.
#[derive(Args)]
pub struct Details {
    /// User name
    #[arg(long)]
    username: Option<String>,
    /// Full name
    #[arg(long)]
    name: Option<String>,
    /// Read the password from standard input, one line
    #[arg(long, conflicts_with = "password")]
    password_stdin: bool,
    /// The password; other users on this machine may see it, so prefer --password-stdin
    #[arg(long)]
    password: Option<SecretString>,
}

impl Details {
    fn password(&mut self) -> anyhow::Result<Option<SecretString>> {
        if !self.password_stdin {
            return Ok(self.password.take());
        }
        let mut line = String::new();
        std::io::stdin()
            .read_line(&mut line)
            .context("the password cannot be read from standard input")?;
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned().into()))
    }
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: UserCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        UserCommand::List => list(context, &provider).await,
        UserCommand::Add { email, mut details } => {
            let given = details.password()?;
            let made = given.is_none().then(|| {
                Secret::generate(provider.entropy.as_ref())
                    .reveal()
                    .to_owned()
            });
            let password = given.or_else(|| made.clone().map(Into::into));
            if provider.users().find(&email).await?.is_some() {
                return Err(anyhow!(
                    "{email} is here already; use `doorward user change`"
                ));
            }
            let claims = StandardClaims {
                name: details.name,
                ..StandardClaims::default()
            };
            let declared = provider
                .users()
                .put(
                    &provider.context(Actor::CommandLine),
                    accounts::Declaration {
                        email,
                        username: details.username,
                        password,
                        claims,
                    },
                    None,
                )
                .await?;
            let mut document = describe(&declared.user);
            if let (Some(made), Some(object)) = (&made, document.as_object_mut()) {
                object.insert("password".into(), made.clone().into());
            }
            output::print(context.json, &document, || match &made {
                Some(made) => format!(
                    "Added {}.\nTheir password, shown this once: {made}",
                    declared.user.label()
                ),
                None => format!("Added {}.", declared.user.label()),
            })
        }
        UserCommand::Change {
            user,
            email,
            mut details,
        } => {
            let user = find(&provider, &user).await?;
            let password = details.password()?;
            let claims = StandardClaims {
                name: details.name.or(user.claims.name.clone()),
                ..user.claims.clone()
            };
            let declaration = accounts::Declaration {
                email: email
                    .or_else(|| user.email.clone())
                    .context("this user has no address yet: give one with --email")?,
                username: details.username.or_else(|| user.username.clone()),
                password,
                claims,
            };
            let declared = provider
                .users()
                .put(
                    &provider.context(Actor::CommandLine),
                    declaration,
                    Some(user),
                )
                .await?;
            output::print(context.json, &describe(&declared.user), || {
                format!("Changed {}.", declared.user.label())
            })
        }
        UserCommand::Disable { user } => set_disabled(context, &provider, &user, true).await,
        UserCommand::Enable { user } => set_disabled(context, &provider, &user, false).await,
    }
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let users = provider.users().list().await?;
    output::print(
        context.json,
        &json!({"users": users.iter().map(describe).collect::<Vec<_>>()}),
        || {
            let rows = users.iter().map(|user| {
                let state = if user.disabled_at.is_some() {
                    "disabled"
                } else {
                    "enabled"
                };
                vec![
                    user.email.clone().unwrap_or_default(),
                    user.username.clone().unwrap_or_default(),
                    user.claims.name.clone().unwrap_or_default(),
                    state.to_owned(),
                    user.id.clone(),
                ]
            });
            if users.is_empty() {
                "Nobody yet; add somebody with `doorward user add --email ADDRESS`.".to_owned()
            } else {
                output::table(
                    &["EMAIL", "USER NAME", "NAME", "STATE", "SUB"],
                    &rows.collect::<Vec<_>>(),
                )
            }
        },
    )
}

async fn set_disabled(
    context: &Context,
    provider: &Provider,
    name: &str,
    disabled: bool,
) -> anyhow::Result<()> {
    let user = find(provider, name).await?;
    provider
        .users()
        .set_disabled(&provider.context(Actor::CommandLine), &user, disabled)
        .await?;
    output::print(
        context.json,
        &json!({"sub": user.id, "email": user.email, "disabled": disabled}),
        || {
            if disabled {
                format!("{} is disabled and signed out of everything.", user.label())
            } else {
                format!("{} may sign in again.", user.label())
            }
        },
    )
}

async fn find(provider: &Provider, name: &str) -> anyhow::Result<User> {
    provider
        .users()
        .find(name)
        .await?
        .ok_or_else(|| anyhow!("nobody is called {name}; `doorward user list` shows everybody"))
}

fn describe(user: &User) -> Value {
    json!({"sub": user.id, "email": user.email, "username": user.username, "name": user.claims.name, "disabled": user.disabled_at.is_some()})
}
