//! `doorward user`.

use super::user_data::{self, find};
use super::user_factors::{self, FactorsArgs};
use crate::commands::invitation::{self, Invite};
use crate::startup::Schema;
use crate::{context::Context, output};
use anyhow::{Context as _, anyhow, bail};
use clap::{Args, Subcommand};
use doorward_core::{
    Provider,
    users::{Declaration, GivenPassword},
};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    users::attributes::{Party, UserAttributes},
};
use doorward_storage::User;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// List, add, change, disable, export, merge and delete users.
#[derive(Subcommand)]
pub enum UserCommand {
    /// List all users by address
    List,
    /// Add a user; without a password one is made and printed once
    Add {
        /// The email address of the user
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
    /// Disable a user: end every session at once, and refuse every sign-in
    Disable {
        /// Address, user name or identifier
        user: String,
    },
    /// Invite somebody by mail: who accepts gets an account
    Invite(Invite),
    /// Send a user a link to choose a new password
    ResetPassword {
        /// Address, user name or identifier
        user: String,
        /// Print the link instead, to hand it over
        #[arg(long)]
        print_link: bool,
    },
    /// Let a disabled user sign in again
    Enable {
        /// Address, user name or identifier
        user: String,
    },
    /// Show the second factors and passkeys of a user, take them away, or give a one-time code
    Factors(FactorsArgs),
    /// Say that the address of a user is theirs
    Verify {
        /// Address, user name or identifier
        user: String,
    },
    /// Forget the failed sign-ins of a user, so that nobody has to wait
    Unlock {
        /// Address, user name or identifier
        user: String,
    },
    /// Print everything that is stored about a user as JSON, without secrets
    Export {
        /// Address, user name or identifier
        user: String,
    },
    /// Delete a user with everything of theirs; of the audit log, what happened and when stays
    Delete {
        /// Address, user name or identifier
        user: String,
        /// Without it nothing is deleted
        #[arg(long)]
        yes: bool,
    },
    /// Move identities, credentials, consents and roles of a user to another one, and delete the first;
    /// their sessions and tokens end
    Merge {
        /// Who leaves: address, user name or identifier
        user: String,
        /// Who stays: address, user name or identifier
        into: String,
        /// Drop the password of the one who leaves, where both have one
        #[arg(long)]
        drop_password: bool,
    },
}

/// The details of a user that can be set.
#[derive(Args, Default)]
pub struct Details {
    /// The user name
    #[arg(long)]
    username: Option<String>,
    /// The full name
    #[arg(long)]
    name: Option<String>,
    /// Whether you know that the address is the user's; some apps take no other
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    email_verified: Option<bool>,
    /// A value of a declared field (docs/guides/user-attributes.md); without a value, it is removed
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    attributes: Vec<String>,
    /// Read the password from standard input, one line
    #[arg(long, conflicts_with = "password")]
    password_stdin: bool,
    /// The password; other users of this machine may see it, so prefer --password-stdin
    #[arg(long)]
    password: Option<SecretString>,
    /// The hash of the password as another program stored it: Argon2, bcrypt, scrypt, PBKDF2 and others
    /// (docs/guides/moving-in.md)
    #[arg(long, value_name = "HASH", conflicts_with_all = ["password", "password_stdin"])]
    password_hash: Option<String>,
}

impl Details {
    fn password(&mut self) -> anyhow::Result<Option<GivenPassword>> {
        if let Some(hash) = self.password_hash.take() {
            return Ok(Some(GivenPassword::Hashed(hash)));
        }
        if !self.password_stdin {
            return Ok(self.password.take().map(Into::into));
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
        UserCommand::Add { email, details } => add(context, &provider, email, details).await,
        UserCommand::Change {
            user,
            email,
            details,
        } => {
            let user = find(&provider, &user).await?;
            change(context, &provider, user, NewDetails { email, details }).await
        }
        UserCommand::Disable { user } => set_disabled(context, &provider, &user, true).await,
        UserCommand::Invite(details) => invitation::invite(context, &provider, details).await,
        UserCommand::ResetPassword { user, print_link } => {
            let user = find(&provider, &user).await?;
            invitation::reset_password(context, &provider, &user, print_link).await
        }
        UserCommand::Enable { user } => set_disabled(context, &provider, &user, false).await,
        UserCommand::Verify { user } => verify(context, &provider, &user).await,
        UserCommand::Unlock { user } => user_data::unlock(context, &provider, &user).await,
        UserCommand::Export { user } => user_data::export(context, &provider, &user).await,
        UserCommand::Delete { user, yes } => {
            user_data::delete(context, &provider, &user, yes).await
        }
        UserCommand::Merge {
            user,
            into,
            drop_password,
        } => {
            let merge = user_data::Merge {
                from: &user,
                into: &into,
                drop_password,
            };
            user_data::merge(context, &provider, &merge).await
        }
        UserCommand::Factors(args) => {
            let user = find(&provider, &args.user).await?;
            user_factors::run(context, &provider, &user, &args).await
        }
    }
}

async fn add(
    context: &Context,
    provider: &Provider,
    email: String,
    mut details: Details,
) -> anyhow::Result<()> {
    let given = details.password()?;
    let claims = with_attributes(provider, &details.attributes, StandardClaims::default()).await?;
    let made = given.is_none().then(|| provider.new_secret());
    let declaration = Declaration {
        email,
        username: details.username,
        password: given.or_else(|| made.clone().map(Into::into)),
        claims: StandardClaims {
            name: details.name,
            email_verified: details.email_verified,
            ..claims
        },
    };
    let declared = provider
        .users()
        .add_new(&context.operation, declaration)
        .await?;
    let attributes = provider.users().attributes().await?;
    let mut document = describe(&declared.user, &attributes);
    if let (Some(made), Some(object)) = (&made, document.as_object_mut()) {
        object.insert("password".into(), made.clone().into());
    }
    let label = declared.user.label();
    output::print(context.json, &document, || match &made {
        Some(made) => format!("Added {label}.\nTheir password, shown this once: {made}"),
        None => format!("Added {label}."),
    })
}

/// What `user change` changes; what is `None` stays.
struct NewDetails {
    email: Option<String>,
    details: Details,
}

async fn change(
    context: &Context,
    provider: &Provider,
    user: User,
    new: NewDetails,
) -> anyhow::Result<()> {
    let NewDetails { email, mut details } = new;
    let password = details.password()?;
    let claims = with_attributes(provider, &details.attributes, user.claims.clone()).await?;
    let email = email.or_else(|| user.email.clone());
    let declaration = Declaration {
        email: email.context("this user has no address yet: give one with --email")?,
        username: details.username.or_else(|| user.username.clone()),
        password,
        claims: StandardClaims {
            name: details.name.or_else(|| claims.name.clone()),
            // Who says nothing of it leaves it as it is, or says nothing about a new address.
            email_verified: details.email_verified,
            ..claims
        },
    };
    let declared = provider
        .users()
        .put(&context.operation, declaration, Some(user))
        .await?;
    let attributes = provider.users().attributes().await?;
    output::print(context.json, &describe(&declared.user, &attributes), || {
        format!("Changed {}.", declared.user.label())
    })
}

/// The claims with values of declared fields, written NAME=VALUE.
async fn with_attributes(
    provider: &Provider,
    written: &[String],
    claims: StandardClaims,
) -> anyhow::Result<StandardClaims> {
    if written.is_empty() {
        return Ok(claims);
    }
    let attributes = provider.users().attributes().await?;
    let mut typed = BTreeMap::new();
    for text in written {
        let (name, value) = text
            .split_once('=')
            .with_context(|| format!("--attribute {text}: write NAME=VALUE"))?;
        if attributes.get(name).is_none() {
            bail!("--attribute {text}: no field {name} is declared");
        }
        typed.insert(name.to_owned(), value.to_owned());
    }
    let taken = attributes.take(&typed, &claims, |attribute| {
        typed.contains_key(&attribute.name)
    });
    taken.map_err(|problems| {
        let told = problems
            .iter()
            .map(|(name, problem)| format!("--attribute {name}: {problem}"));
        anyhow!(told.collect::<Vec<_>>().join("; "))
    })
}

/// Says that the address of a user is theirs.
async fn verify(context: &Context, provider: &Provider, name: &str) -> anyhow::Result<()> {
    let user = find(provider, name).await?;
    let details = Details {
        email_verified: Some(true),
        ..Details::default()
    };
    let verified = NewDetails {
        email: None,
        details,
    };
    change(context, provider, user, verified).await
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let users = provider.users().list().await?;
    let attributes = provider.users().attributes().await?;
    let described = users.iter().map(|user| describe(user, &attributes));
    let described: Vec<_> = described.collect();
    output::print(context.json, &json!({"users": described}), || {
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
            "There are no users yet; add one with `doorward user add --email ADDRESS`.".to_owned()
        } else {
            output::table(
                &["EMAIL", "USER NAME", "NAME", "STATE", "SUB"],
                &rows.collect::<Vec<_>>(),
            )
        }
    })
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
        .set_disabled(&context.operation, &user, disabled)
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

/// A user as an administrator sees them.
fn describe(user: &User, attributes: &UserAttributes) -> Value {
    let seen = attributes.read_by(Party::Admin, &user.claims);
    json!({"sub": user.id, "email": user.email, "username": user.username, "email_verified": user.claims.email_verified.unwrap_or(false), "name": user.claims.name, "attributes": seen, "disabled": user.disabled_at.is_some()})
}
