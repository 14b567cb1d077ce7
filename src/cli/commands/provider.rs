//! `doorward provider`.

use crate::startup::Schema;
use crate::{Context, output};
use anyhow::{anyhow, bail};
use clap::Subcommand;
use doorward_core::context::Actor;
use doorward_core::{
    Provider,
    federation::{self, Upstream},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Providers elsewhere.
#[derive(Subcommand)]
pub enum ProviderCommand {
    /// Every provider, with the redirect URI to register there
    List,
    /// Try a provider: discovery, keys, clock, redirect URI, client secret; names each problem with
    /// its remedy
    Test {
        /// Its identifier
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
    let upstreams = &configuration.upstreams;
    let document = json!({"providers": upstreams.iter().map(|upstream| describe(provider, upstream)).collect::<Vec<_>>()});
    output::print(context.json, &document, || {
        let rows = upstreams.iter().map(|upstream| {
            let declared = &upstream.provider;
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
            let redirect_uri = if declared.is_directory() {
                String::new()
            } else {
                upstream.redirect_uri(provider.issuer())
            };
            vec![
                declared.id.clone(),
                kind(declared),
                state.to_owned(),
                newcomers.to_owned(),
                redirect_uri,
            ]
        });
        if upstreams.is_empty() {
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

fn kind(provider: &doorward_protocol::federation::IdentityProvider) -> String {
    serde_json::to_value(provider.kind)
        .ok()
        .and_then(|kind| kind.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// What is declared, without its secrets.
fn describe(provider: &Provider, upstream: &Arc<Upstream>) -> Value {
    let mut document = serde_json::to_value(&upstream.provider).unwrap_or_default();
    if let Some(object) = document.as_object_mut() {
        object.insert(
            "redirect_uri".into(),
            upstream.redirect_uri(provider.issuer()).into(),
        );
    }
    document
}

async fn test(context: &Context, provider: &Provider, id: &str) -> anyhow::Result<()> {
    let configuration = provider.configuration().await?;
    let upstream = configuration.upstream(id).ok_or_else(|| {
        anyhow!("no provider is called {id}; `doorward provider list` shows them")
    })?;
    let findings =
        federation::test(provider, &provider.context(Actor::CommandLine), upstream).await?;
    let problems = findings.iter().filter(|finding| !finding.ok).count();
    output::print(
        context.json,
        &json!({"ok": problems == 0, "provider": id, "findings": findings}),
        || {
            let line = |finding: &federation::Finding| {
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
