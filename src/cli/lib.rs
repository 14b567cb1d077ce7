//! The command line: one file a subcommand.

mod commands;
mod context;
pub mod demo;
#[cfg(test)]
mod documented;
mod output;
pub mod settings;
pub mod startup;
mod telemetry;
pub mod workers;

pub use commands::apply::{Mode, apply_text, apply_text_with, schema};
pub use commands::export::export_text;
pub use commands::import::document::rows_of as import_rows;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use commands::{
    apply, attribute, audit, check, client, demo as demo_command, explain, export, group,
    healthcheck, import, keys, mail, migrate, migration, organization, provider, role, scim_target,
    serve, session, stream, texts, user, webhook,
};
use context::Context;
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};

/// Doorward, a self-hosted OpenID Connect provider: one sign-in for all your apps.
///
/// Settings come from config/doorward.toml (or --config FILE), then from DOORWARD_ variables with
/// __ between section and key, such as DOORWARD_DATABASE__URL. Without either the defaults work.
#[derive(Parser)]
#[command(name = "doorward", version, propagate_version = true)]
struct Arguments {
    /// The settings file [default: config/doorward.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print one JSON document for programs instead of text
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the provider
    Serve,
    /// Start the provider with three sample apps, to see what it does
    Demo(demo_command::Demo),
    /// Bring the database's schema up to date
    Migrate,
    /// Check the settings and every connection, and name each problem with its remedy
    Check,
    Healthcheck(healthcheck::Healthcheck),
    /// Declare clients, users, roles and identity providers from a TOML file
    Apply(apply::Apply),
    Export(export::Export),
    Import(import::Import),
    /// Users: list, add, change, verify, disable, enable, unlock, export, merge, delete
    #[command(subcommand)]
    User(user::UserCommand),
    /// Fields of users: list, remove
    #[command(subcommand)]
    Attribute(attribute::AttributeCommand),
    /// Clients (apps): list, add, change, disable, enable, rotate
    #[command(subcommand)]
    Client(client::ClientCommand),
    /// SSO sessions: list, end, receipts of the apps that were told
    #[command(subcommand)]
    Session(session::SessionCommand),
    /// Event streams (Shared Signals): list
    #[command(subcommand)]
    Stream(stream::StreamCommand),
    /// Webhooks: list, add, change, remove, rotate-secret, test, deliveries, replay, events
    #[command(subcommand)]
    Webhook(webhook::WebhookCommand),
    /// Apps that users are pushed to by SCIM: list, add, change, remove, test, push, report
    #[command(subcommand)]
    ScimTarget(scim_target::ScimTargetCommand),
    /// Users who move in at their first sign-in: status
    #[command(subcommand)]
    Migration(migration::MigrationCommand),
    Texts(texts::Texts),
    /// Mails: preview, test
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Identity providers that users sign in with: list, test
    #[command(subcommand)]
    Provider(provider::ProviderCommand),
    /// The audit log: list what happened, by user, client, address and time
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    Explain(explain::Explain),
    /// Groups of users: list, add, delete, add-member, remove-member
    #[command(subcommand)]
    Group(group::GroupCommand),
    /// Organizations: list, show, add, change, delete, members, roles, domains, history
    #[command(subcommand)]
    Organization(organization::OrganizationCommand),
    /// Roles in apps: list, grant, revoke, history, holders
    #[command(subcommand)]
    Role(role::RoleCommand),
    /// Signing keys: list, add, change, disable, rotate
    #[command(subcommand)]
    Keys(keys::Keys),
}

/// The command line. Identifiers and passwords that are generated may begin with `-`, so every
/// value that names something, or is secret, may.
fn command_line() -> clap::Command {
    allow_hyphens(Arguments::command())
}

fn allow_hyphens(command: clap::Command) -> clap::Command {
    const GENERATED: [&str; 4] = ["client", "client_id", "user", "password"];
    command
        .mut_args(|argument| {
            // The sources of an import are several: an option after them is none of them.
            let names = argument.is_positional() && argument.get_id() != "sources";
            let allow = names || GENERATED.contains(&argument.get_id().as_str());
            argument.allow_hyphen_values(allow)
        })
        .mut_subcommands(allow_hyphens)
}

/// Makes a write beyond the limit of a file's size (`RLIMIT_FSIZE`) an error of that write, as on a
/// full disk. Without a handler the signal that comes with it ends the process. A closed pipe is an
/// error of its write already: the standard library ignores SIGPIPE.
fn survive_file_limits() {
    let kind = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    // The handler stays when its listener is dropped.
    if let Err(error) = signal(kind) {
        tracing::warn!(%error, "SIGXFSZ cannot be handled: a file at its limit ends this process");
    }
}

/// Runs the command line of this process.
pub async fn run() -> ExitCode {
    survive_file_limits();
    let matches = command_line().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match execute(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence a cause; the innermost says what to do.
            eprintln!("doorward: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(arguments: Arguments) -> anyhow::Result<()> {
    if let Command::Demo(demo) = arguments.command {
        return Box::pin(demo_command::run(demo, arguments.json)).await;
    }
    let loaded = settings::load(arguments.config.as_deref(), std::env::vars())?;
    let settings = loaded.settings;
    let log = telemetry::start(&settings.log, matches!(arguments.command, Command::Serve))?;
    for warning in loaded.warnings {
        tracing::warn!("{warning}");
    }
    let context = Context::new(settings, arguments.json);
    match arguments.command {
        Command::Serve => Box::pin(serve::run(&context, log)).await,
        Command::Texts(arguments) => texts::run(&context, &arguments),
        Command::Migrate => migrate::run(&context).await,
        Command::Check => check::run(&context).await,
        Command::Healthcheck(arguments) => healthcheck::run(&context, &arguments).await,
        Command::Apply(apply) => Box::pin(apply::run(&context, &apply)).await,
        Command::Export(export) => Box::pin(export::run(&context, export)).await,
        Command::Import(import) => Box::pin(import::run(&context, &import)).await,
        Command::User(user) => Box::pin(user::run(&context, user)).await,
        Command::Attribute(command) => attribute::run(&context, command).await,
        Command::Client(client) => Box::pin(client::run(&context, client)).await,
        Command::Session(command) => session::run(&context, command).await,
        Command::Stream(command) => stream::run(&context, command).await,
        Command::ScimTarget(command) => Box::pin(scim_target::run(&context, command)).await,
        Command::Webhook(command) => Box::pin(webhook::run(&context, command)).await,
        Command::Migration(command) => migration::run(&context, command).await,
        Command::Mail(command) => Box::pin(mail::run(&context, command)).await,
        Command::Provider(command) => provider::run(&context, command).await,
        Command::Audit(command) => audit::run(&context, command).await,
        Command::Group(command) => group::run(&context, command).await,
        Command::Organization(command) => organization::run(&context, command).await,
        Command::Role(command) => role::run(&context, command).await,
        Command::Explain(command) => explain::run(&context, &command).await,
        Command::Keys(keys) => keys::run(&context, keys).await,
        Command::Demo(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_something_may_begin_with_a_hyphen() {
        let parses = |words: &[&str]| {
            let words = ["doorward"].iter().chain(words);
            command_line().try_get_matches_from(words).is_ok()
        };
        for words in [
            ["keys", "disable", "-kid", "--json"],
            ["keys", "disable", "--json", "-kid"],
            ["client", "rotate", "-id", "--json"],
            ["client", "add", "--client-id", "-id"],
            ["client", "change", "-id", "--first-party=true"],
            ["provider", "test", "-id", "--json"],
            ["session", "end", "--user", "-name"],
            ["session", "end", "--json", "-sid"],
            ["audit", "list", "--client", "-id"],
            ["user", "disable", "-name", "--json"],
        ] {
            assert!(parses(&words), "{words:?}");
        }
        assert!(parses(&[
            "user",
            "add",
            "--email",
            "a@example.com",
            "--password",
            "-p"
        ]));
        assert!(!parses(&["user", "list", "--jsn"]));
        command_line().debug_assert();
    }
}
