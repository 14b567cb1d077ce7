//! `doorward user`.

use crate::startup::Schema;
use crate::{Context, output};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use doorward_core::{Provider, users as accounts};
use doorward_protocol::{oidc::claims::StandardClaims, secret::Secret};
use doorward_storage::Person;
use secrecy::SecretString;
use serde_json::{Value, json};

/// People.
#[derive(Subcommand)]
pub enum User {
    /// Everybody, by address
    List,
    /// Add a person; without a password one is made and printed once
    Add {
        /// Their address
        #[arg(long)]
        email: String,
        #[command(flatten)]
        details: Details,
    },
    /// Change a person; what is not named stays
    Change {
        /// Address, user name or identifier
        person: String,
        /// A new address
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        details: Details,
    },
    /// Disable a person: signed out of everything at once, and not let in again
    Disable {
        /// Address, user name or identifier
        person: String,
    },
    /// Let a disabled person in again
    Enable {
        /// Address, user name or identifier
        person: String,
    },
}

/// What can be said of a person.
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
    /// The password; other people on this machine may see it, so prefer --password-stdin
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
pub async fn run(context: &Context, command: User) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        User::List => list(context, &provider).await,
        User::Add { email, mut details } => {
            let given = details.password()?;
            let made = given.is_none().then(|| {
                Secret::generate(provider.entropy.as_ref())
                    .reveal()
                    .to_owned()
            });
            let password = given.or_else(|| made.clone().map(Into::into));
            if provider.store.person_by_identifier(&email).await?.is_some() {
                return Err(anyhow!(
                    "{email} is here already; use `doorward user change`"
                ));
            }
            let claims = StandardClaims {
                name: details.name,
                ..StandardClaims::default()
            };
            let planned = accounts::put(
                &provider,
                accounts::Declaration {
                    email,
                    username: details.username,
                    password,
                    claims,
                },
                None,
            )
            .await?;
            let mut document = describe(&planned.person);
            if let (Some(made), Some(object)) = (&made, document.as_object_mut()) {
                object.insert("password".into(), made.clone().into());
            }
            output::print(context.json, &document, || match &made {
                Some(made) => format!(
                    "Added {}.\nTheir password, shown this once: {made}",
                    planned.person.label()
                ),
                None => format!("Added {}.", planned.person.label()),
            })
        }
        User::Change {
            person,
            email,
            mut details,
        } => {
            let person = find(&provider, &person).await?;
            let password = details.password()?;
            let claims = StandardClaims {
                name: details.name.or(person.claims.name.clone()),
                ..person.claims.clone()
            };
            let declaration = accounts::Declaration {
                email: email
                    .or_else(|| person.email.clone())
                    .context("this person has no address yet: give one with --email")?,
                username: details.username.or_else(|| person.username.clone()),
                password,
                claims,
            };
            let planned = accounts::put(&provider, declaration, Some(person)).await?;
            output::print(context.json, &describe(&planned.person), || {
                format!("Changed {}.", planned.person.label())
            })
        }
        User::Disable { person } => set_disabled(context, &provider, &person, true).await,
        User::Enable { person } => set_disabled(context, &provider, &person, false).await,
    }
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let people = provider.store.people().await?;
    output::print(
        context.json,
        &json!({"people": people.iter().map(describe).collect::<Vec<_>>()}),
        || {
            let rows = people.iter().map(|person| {
                let state = if person.disabled_at.is_some() {
                    "disabled"
                } else {
                    "enabled"
                };
                vec![
                    person.email.clone().unwrap_or_default(),
                    person.username.clone().unwrap_or_default(),
                    person.claims.name.clone().unwrap_or_default(),
                    state.to_owned(),
                    person.id.clone(),
                ]
            });
            if people.is_empty() {
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
    let person = find(provider, name).await?;
    accounts::set_disabled(provider, &person, disabled).await?;
    output::print(
        context.json,
        &json!({"sub": person.id, "email": person.email, "disabled": disabled}),
        || {
            if disabled {
                format!(
                    "{} is disabled and signed out of everything.",
                    person.label()
                )
            } else {
                format!("{} may sign in again.", person.label())
            }
        },
    )
}

async fn find(provider: &Provider, name: &str) -> anyhow::Result<Person> {
    provider
        .store
        .person_by_identifier(name)
        .await?
        .ok_or_else(|| anyhow!("nobody is called {name}; `doorward user list` shows everybody"))
}

fn describe(person: &Person) -> Value {
    json!({"sub": person.id, "email": person.email, "username": person.username, "name": person.claims.name, "disabled": person.disabled_at.is_some()})
}
