//! `doorward client add` and the presets.

use super::{
    metadata::Metadata,
    new_client::{new_secret, warn},
};
use crate::{context::Context, output};
use anyhow::Context as _;
use clap::Args;
use doorward_core::{
    Provider,
    app_presets::{self, Place, PlacedPreset, Preset, WrittenPreset},
    clients::Declaration,
};
use doorward_protocol::{
    clients::client::Client,
    secret::{Digest, Secret},
};
use serde_json::{Value, json};

/// What `client add` adds.
#[derive(Args)]
pub struct ClientAdd {
    /// The client_id of the client; with a preset its name, unless another is given
    #[arg(long, required_unless_present = "preset")]
    client_id: Option<String>,
    /// The settings of a well-known app: see `doorward client presets`
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// The address of the app, for a preset: `https://grafana.example.com`
    #[arg(long, requires = "preset")]
    url: Option<String>,
    /// A name that the app lets you choose, for a preset; repeat for several
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "preset", value_parser = name_and_value)]
    chosen: Vec<(String, String)>,
    /// The SHA-256 hash of a secret that is known elsewhere, in hexadecimal: none is made then
    #[arg(long, value_name = "HASH", value_parser = Digest::from_hash)]
    client_secret_hash: Option<Digest>,
    #[command(flatten)]
    metadata: Metadata,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl ClientAdd {
    /// The preset that was named, with the address of the app.
    async fn placed(&self, provider: &Provider) -> anyhow::Result<Option<PlacedPreset>> {
        let Some(name) = &self.preset else {
            return Ok(None);
        };
        let configuration = provider.configuration().await?;
        let place = Place::new(provider.issuer(), &configuration.name);
        let placed = PlacedPreset::new(name, place, self.url.as_deref(), &self.chosen)?;
        Ok(Some(placed))
    }
}

/// Adds the client.
pub(super) async fn run(
    context: &Context,
    provider: &Provider,
    wanted: ClientAdd,
) -> anyhow::Result<()> {
    let placed = wanted.placed(provider).await?;
    let from_preset = placed.as_ref().map(|placed| placed.preset.slug.to_owned());
    let client_id = wanted.client_id.or(from_preset);
    let client_id = client_id.context("--client-id is missing")?;
    let mut document = match &placed {
        Some(placed) => Value::Object(placed.client()?),
        None => json!({}),
    };
    if let Some(object) = document.as_object_mut() {
        object.insert("client_id".into(), client_id.clone().into());
    }
    let client = wanted.metadata.over(document)?;
    let is_known = wanted.client_secret_hash.is_some();
    let secret = (!is_known).then(|| new_secret(provider, &client)).flatten();
    let declaration = Declaration {
        client,
        client_secret: secret.clone(),
        client_secret_hash: wanted.client_secret_hash,
        client_secrets: Vec::new(),
    };
    let clients = provider.clients();
    let planned = clients.add(&context.operation, declaration).await?;
    warn(provider, &planned.registered).await;
    let added = Added {
        client: &planned.registered.client,
        secret: secret.as_deref(),
    };
    let random = Secret::generate(provider.entropy());
    let written = placed.map(|placed| placed.written(added.client, added.secret, random.reveal()));
    print(context, &added, written.transpose()?.as_ref())
}

/// A client that was added.
struct Added<'a> {
    client: &'a Client,
    secret: Option<&'a str>,
}

fn print(
    context: &Context,
    added: &Added<'_>,
    written: Option<&WrittenPreset>,
) -> anyhow::Result<()> {
    let client_id = &added.client.client_id;
    let mut document = json!({"client_id": client_id, "client_secret": added.secret});
    if let (Some(written), Some(object)) = (written, document.as_object_mut()) {
        object.insert("issuer".into(), context.settings.issuer.clone().into());
        object.insert("preset".into(), written.preset.slug.into());
        object.insert("notes".into(), written.notes.clone().into());
        object.insert("snippets".into(), json!(written.snippets));
    }
    output::print(context.json, &document, || {
        let mut text = match added.secret {
            Some(secret) => {
                format!("Added {client_id}.\nIts secret, shown this once: {secret}")
            }
            None => format!("Added {client_id}."),
        };
        if let Some(written) = written {
            text.push_str(&instructions(&context.settings.issuer, written));
        }
        text
    })
}

/// What to write into the app, as text.
fn instructions(issuer: &str, written: &WrittenPreset) -> String {
    let mut text = format!("\nThe issuer: {issuer}\n");
    if !written.notes.is_empty() {
        text = format!("{text}\n{}\n", written.notes);
    }
    for snippet in &written.snippets {
        text = format!("{text}\n# {}\n{}", snippet.title, snippet.text);
    }
    format!("{text}\nMore: {}", written.preset.documentation)
}

/// Lists the presets.
pub(super) fn list_presets(context: &Context) -> anyhow::Result<()> {
    let presets = app_presets::all()?;
    let describe = |preset: &Preset| {
        json!({
            "preset": preset.slug,
            "name": preset.name,
            "family": preset.family,
            "documentation": preset.documentation,
            "needs_url": preset.needs_url,
            "notes": preset.notes,
            "client": preset.client,
            "values": preset.values,
        })
    };
    let document = json!({"presets": presets.iter().map(describe).collect::<Vec<_>>()});
    output::print(context.json, &document, || {
        let rows = presets.iter().map(|preset| {
            let (family, _) = preset.family.title();
            let values = preset.values.iter().map(|value| match &value.default {
                Some(default) => format!("[--set {}={default}]", value.name),
                None => format!("--set {}=…", value.name),
            });
            vec![
                preset.slug.to_owned(),
                preset.name.clone(),
                family.to_owned(),
                values.collect::<Vec<_>>().join(" "),
            ]
        });
        let rows: Vec<_> = rows.collect();
        let table = output::table(&["PRESET", "APP", "FAMILY", "VALUES"], &rows);
        format!("{table}\n\ndoorward client add --preset PRESET --url https://app.example.com")
    })
}
