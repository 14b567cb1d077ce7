//! `doorward export`: what is declared here, as a file that `doorward apply` reads.

mod write;

use crate::{commands::apply, context::Context, output, startup::Schema};
use anyhow::Context as _;
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use doorward_core::{
    Provider,
    export::{EntryKind, ExportedSecrets, Selection},
};
use std::{
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Write what is declared here as a file that `doorward apply` reads
///
/// Applying the file here changes nothing, and an empty installation is the same once it applied the
/// file: docs/guides/configuration-as-code.md says what no file can carry over. Secrets are not in it:
/// `apply` keeps what is stored, `--secrets variables` writes the name of a variable for each, and
/// `--secrets hashes` the hash of each secret of a client.
#[derive(Args)]
pub struct Export {
    /// The tables to write, with commas between them [default: all of them]
    #[arg(long, value_name = "TABLES", value_delimiter = ',', value_parser = kinds())]
    only: Vec<EntryKind>,
    /// One client alone, with its roles
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// What to write of secrets
    #[arg(long, value_name = "WHAT", default_value = "kept", value_parser = secrets())]
    secrets: ExportedSecrets,
    /// Write the hashes of users' passwords too: whoever reads them can try passwords without a limit
    #[arg(long)]
    password_hashes: bool,
    /// Write the JSON Schema of such files instead, for editors
    #[arg(long)]
    schema: bool,
    /// The file to write instead of standard output; only its owner may read it
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn kinds() -> impl TypedValueParser<Value = EntryKind> {
    let names = EntryKind::ALL.iter().map(|kind| kind.name());
    PossibleValuesParser::new(names).try_map(|name| EntryKind::from_str(&name))
}

fn secrets() -> impl TypedValueParser<Value = ExportedSecrets> {
    PossibleValuesParser::new(["kept", "variables", "hashes"])
        .try_map(|name| ExportedSecrets::from_str(&name))
}

/// Writes what is declared here.
pub async fn run(context: &Context, export: Export) -> anyhow::Result<()> {
    if export.schema {
        let text = serde_json::to_string_pretty(&apply::schema())?;
        return deliver(export.output.as_deref(), &text);
    }
    let provider = context.provider(Schema::AsItIs).await?;
    let selection = Selection {
        kinds: export.only.into_iter().collect(),
        client_id: export.client,
        secrets: export.secrets,
        password_hashes: export.password_hashes,
    };
    let mut exported = provider.export().export(&selection).await?;
    let text = if context.json {
        serde_json::to_string_pretty(&exported)?
    } else {
        write::text(&mut exported)
    };
    for what in &exported.left_out {
        tracing::warn!("left out: {what}");
    }
    deliver(export.output.as_deref(), &text)
}

fn deliver(file: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match file {
        Some(file) => put(file, text),
        None => output::line(text.trim_end_matches('\n')),
    }
}

fn put(file: &Path, text: &str) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let opened = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file);
    let written = opened.and_then(|mut opened| {
        opened.write_all(text.as_bytes())?;
        opened.sync_all()
    });
    written.with_context(|| format!("{} cannot be written", file.display()))
}

/// What is declared here, as the text of a file.
///
/// # Errors
/// Where the selected client does not exist, and where the database is unavailable.
pub async fn export_text(provider: &Provider, selection: &Selection) -> anyhow::Result<String> {
    let mut exported = provider.export().export(selection).await?;
    Ok(write::text(&mut exported))
}
