//! `doorward import`: the users of another system.

mod auth0;
pub mod document;
pub mod fields;
mod firebase;
mod format;
mod keycloak;
mod left_behind;
mod report;
mod source;

use crate::{context::Context, output, startup::Schema};
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use doorward_core::users::{self, ImportOptions, ImportRow, OnDuplicate, RowOutcome};
use doorward_protocol::users::attributes::UserAttributes;
use fields::Mapping;
use firebase::FirebaseParameters;
use format::Format;
use left_behind::{FoundUser, Left};
use report::{Progress, Report, Row, Summary};
use source::{Reading, Source, SourceRow};
use std::{path::PathBuf, str::FromStr};

/// How many rows are written as one transaction.
const BATCH: usize = 500;

/// Import the users of another system with their password hashes: nobody has to choose a new password.
/// Rows that cannot be imported are left out and reported; run it again and it goes on where it stopped
#[derive(Args)]
pub struct Import {
    /// Files, or the URL of a database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME
    #[arg(required = true)]
    sources: Vec<String>,
    /// What the source is [default: by its name, for .csv, .jsonl and URLs]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Say what would happen, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write each row that was not imported to this file, and why, and each user of whom a factor or
    /// the like was left behind: JSON, one object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What becomes of a row whose identifier, address or user name somebody here has: skip leaves the
    /// user as they are, update puts the row over the user of its identifier or address (a password that
    /// they have here stays), fail refuses the row
    #[arg(long, value_name = "RULE", default_value = "skip", value_parser = ["skip", "update", "fail"])]
    on_duplicate: String,
    /// The name of the other system: each of its rows is imported once [default: the format]
    #[arg(long, value_name = "NAME")]
    source_name: Option<String>,
    /// Which column holds which field, such as --map email=mail; also fields that are declared for users
    /// (CSV, JSON Lines and SQL)
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// The table of the users, in a database
    #[arg(long, default_value = "users")]
    table: String,
    /// Add users without a password whose hash cannot be read, instead of refusing them
    #[arg(long)]
    without_unreadable_passwords: bool,
    #[command(flatten)]
    firebase: FirebaseParameters,
}

impl Import {
    fn source(
        &self,
        location: &str,
        format: Format,
        declared: &UserAttributes,
    ) -> anyhow::Result<Source> {
        let names = declared.iter().map(|field| field.name.clone());
        let mut mapping = Mapping::read(&self.map, names.collect())?;
        if format == Format::RugiAuth {
            mapping = mapping.or("email_verified", "is_email_verified");
        }
        Ok(Source {
            format,
            location: location.to_owned(),
            table: self.table.clone(),
            mapping,
            firebase: self.firebase.clone(),
        })
    }

    fn options(&self, format: Format) -> anyhow::Result<ImportOptions> {
        let source = self.source_name.clone().unwrap_or_else(|| format.name());
        users::check_source(&source)?;
        Ok(ImportOptions {
            source,
            on_duplicate: OnDuplicate::from_str(&self.on_duplicate)
                .map_err(|_| anyhow!("--on-duplicate must be skip, update or fail"))?,
            dry_run: self.dry_run,
            without_unreadable_passwords: self.without_unreadable_passwords,
        })
    }
}

/// Imports every source, one after the other.
pub async fn run(context: &Context, import: &Import) -> anyhow::Result<()> {
    let first = import.sources.first().map_or("", String::as_str);
    let format = import.format.map_or_else(|| Format::of(first), Ok)?;
    let options = import.options(format)?;
    let provider = context.provider(Schema::AsItIs).await?;
    let declared = provider.users().attributes().await?;
    let sources: Vec<Source> = import
        .sources
        .iter()
        .map(|location| import.source(location, format, &declared))
        .collect::<anyhow::Result<_>>()?;
    let mut report = Report::create(import.report.as_deref())?;
    let progress = Progress::start(context.json);
    let mut under_way = provider.users().import(&context.operation, options);
    for source in sources {
        let location = source.location.clone();
        let mut reading = source.read();
        loop {
            let batch = next_batch(&mut reading).await;
            if batch.is_empty() {
                break;
            }
            import_batch(&mut under_way, &mut report, batch).await?;
            progress.show(&report.summary);
        }
        let end = reading.end.await.context("the source could not be read")?;
        // The URL of a database holds a password, so that it is not repeated.
        end.map_err(|error| match location.split_once("://") {
            Some((scheme, _)) => error.context(format!("the {scheme} database could not be read")),
            None => error,
        })?;
    }
    progress.finish();
    let summary = report.finish()?;
    print(context, import, &summary)
}

/// As many rows as are written together; fewer at the end.
async fn next_batch(reading: &mut Reading) -> Vec<SourceRow> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH
        && let Some(row) = reading.rows.recv().await
    {
        batch.push(row);
    }
    batch
}

/// Imports the rows of a batch, and reports what became of them.
async fn import_batch(
    import: &mut users::Import<'_>,
    report: &mut Report,
    batch: Vec<SourceRow>,
) -> anyhow::Result<()> {
    let mut rows: Vec<ImportRow> = Vec::new();
    let mut others: Vec<(u64, Left)> = Vec::new();
    for SourceRow { place, user } in batch {
        match user {
            Ok(FoundUser { row, left }) => {
                rows.push(row);
                others.push((place, left));
            }
            Err(reason) => report.add(&Row::unread(place), &RowOutcome::Refused(reason))?,
        }
    }
    let outcomes = import.rows(&rows).await;
    let outcomes = outcomes.context("what was imported so far stays: run it again to go on")?;
    for ((row, (place, left)), outcome) in rows.iter().zip(others).zip(&outcomes) {
        let user = row.label();
        report.add(&Row { place, user, left }, outcome)?;
    }
    Ok(())
}

fn print(context: &Context, import: &Import, summary: &Summary) -> anyhow::Result<()> {
    output::print(context.json, summary, || summary.text(import.dry_run))?;
    for sentence in summary.left_behind.sentences() {
        eprintln!("doorward: {sentence}");
    }
    if summary.refused > 0 && import.on_duplicate == "fail" {
        bail!("{} rows were refused", summary.refused);
    }
    Ok(())
}
