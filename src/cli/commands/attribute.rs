//! `doorward attribute`.

use crate::{context::Context, output, startup::Schema};
use anyhow::bail;
use clap::Subcommand;
use doorward_core::{Provider, context::OperationContext};
use doorward_protocol::users::attributes::{Party, Required, UserAttribute};
use serde_json::json;

/// Fields of users, which `doorward apply` declares.
#[derive(Subcommand)]
pub enum AttributeCommand {
    /// Every declared field
    List,
    /// Remove the declaration of a field; what users have in it stays stored, goes to no app and is shown
    /// to nobody
    Remove {
        /// The name of the field
        name: String,
        /// Remove it also where a file of declarations manages it
        #[arg(long)]
        force: bool,
    },
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: AttributeCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        AttributeCommand::List => list(context, &provider).await,
        AttributeCommand::Remove { name, force } => {
            let operation = context.operation.forced(force);
            remove(context, &provider, &operation, &name).await
        }
    }
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let attributes = provider.users().attributes().await?;
    let declared: Vec<&UserAttribute> = attributes.iter().collect();
    output::print(context.json, &json!({"user_attributes": declared}), || {
        if declared.is_empty() {
            return "No field is declared; declare one under [[user_attributes]] and run \
                    `doorward apply FILE`."
                .to_owned();
        }
        let rows = declared.iter().map(|attribute| {
            let required = match attribute.required {
                Required::Registration => "at registration",
                Required::Later => "at the next sign-in",
                Required::No => "",
            };
            vec![
                attribute.name.clone(),
                required.to_owned(),
                parties(&attribute.read),
                parties(&attribute.edit),
                attribute.claim.clone().unwrap_or_default(),
                attribute.scope.clone().unwrap_or_default(),
            ]
        });
        output::table(
            &["FIELD", "REQUIRED", "READ", "EDIT", "CLAIM", "SCOPE"],
            &rows.collect::<Vec<_>>(),
        )
    })
}

fn parties(parties: &[Party]) -> String {
    let names = parties.iter().map(|party| party.name());
    names.collect::<Vec<_>>().join(", ")
}

async fn remove(
    context: &Context,
    provider: &Provider,
    operation: &OperationContext,
    name: &str,
) -> anyhow::Result<()> {
    let users = provider.users();
    if !users.remove_attribute(operation, name).await? {
        bail!("no field {name} is declared; `doorward attribute list` shows all of them");
    }
    output::print(
        context.json,
        &json!({"name": name, "removed": true}),
        || {
            format!(
                "{name} is declared no more. What users have in it stays stored, goes to no app and is shown \
             to nobody, until the field is declared again. Take it out of the file that you apply too."
            )
        },
    )
}
