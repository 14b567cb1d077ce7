//! `doorward provider`.

use crate::startup::Schema;
use crate::{context::Context, output};
use anyhow::{anyhow, bail};
use clap::Subcommand;
use doorward_core::{
    Provider,
    federation::{Finding, LoadedIdentityProvider},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// List and test identity providers.
#[derive(Subcommand)]
pub enum ProviderCommand {
    /// Every provider, with the redirect URI to register there
    List,
    /// Try a provider: discovery, keys, clock, redirect URI, client secret; names each problem with
    /// its remedy
    Test {
        /// The identifier of the provider, as it is declared
        id: String,
    },
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: ProviderCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        ProviderCommand::List => list(context, &provider).await,
        ProviderCommand::Test { id } => test(context, &provider, &id).await,
    }
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let configuration = provider.configuration().await?;
    let declared = &configuration.identity_providers;
    let document = json!({"providers": declared.iter().map(|each| describe(provider, each)).collect::<Vec<_>>()});
    output::print(context.json, &document, || {
        let rows = declared.iter().map(|each| {
            let declared = each.declared();
            let state = match (declared.enabled, declared.link_only) {
                (false, _) => "disabled",
                (true, true) => "links only",
                (true, false) => "enabled",
            };
            let newcomers = if declared.sign_up {
                "makes new users"
            } else {
                "known users only"
            };
            let redirect_uri = if each.resolved().is_directory() {
                String::new()
            } else {
                each.redirect_uri(provider.issuer())
            };
            vec![
                declared.id.clone(),
                declared.kind.clone(),
                state.to_owned(),
                newcomers.to_owned(),
                redirect_uri,
            ]
        });
        if declared.is_empty() {
            "No provider yet; declare one under [[providers]] and run `doorward apply FILE`."
                .to_owned()
        } else {
            output::table(
                &["PROVIDER", "KIND", "STATE", "NEWCOMERS", "REDIRECT URI"],
                &rows.collect::<Vec<_>>(),
            )
        }
    })
}

/// What is declared, without its secrets.
fn describe(provider: &Provider, each: &Arc<LoadedIdentityProvider>) -> Value {
    let mut document = serde_json::to_value(each.declared()).unwrap_or_default();
    if let Some(object) = document.as_object_mut() {
        object.insert(
            "redirect_uri".into(),
            each.redirect_uri(provider.issuer()).into(),
        );
    }
    document
}

async fn test(context: &Context, provider: &Provider, id: &str) -> anyhow::Result<()> {
    let configuration = provider.configuration().await?;
    let declared = configuration.identity_provider(id).ok_or_else(|| {
        anyhow!("no provider is called {id}; `doorward provider list` shows them")
    })?;
    let findings = provider
        .federation()
        .test_provider(&context.operation, declared)
        .await?;
    let problems = findings.iter().filter(|finding| !finding.ok).count();
    output::print(
        context.json,
        &json!({"ok": problems == 0, "provider": id, "findings": findings}),
        || {
            let line = |finding: &Finding| {
                format!(
                    "{:<5} {}: {}",
                    if finding.ok { "ok" } else { "WRONG" },
                    finding.what,
                    finding.detail
                )
            };
            findings.iter().map(line).collect::<Vec<_>>().join("\n")
        },
    )?;
    if problems > 0 {
        bail!("{problems} of {} checks failed", findings.len());
    }
    Ok(())
}
