//! Logs: to standard error, as text or JSON. They hold routes and outcomes, never what a request
//! held.

use crate::settings::LogSettings;
use anyhow::anyhow;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging. Commands other than `serve` say only what an operator must know.
pub fn start(settings: &LogSettings, is_server: bool) -> anyhow::Result<()> {
    let filter = if is_server {
        settings.level.as_str()
    } else {
        "warn"
    };
    let filter = EnvFilter::try_new(filter).map_err(|error| anyhow!("log.level: {error}"))?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = if settings.format == "json" {
        subscriber.json().try_init()
    } else {
        subscriber.with_target(false).try_init()
    };
    started.map_err(|error| anyhow!("logging cannot start: {error}"))
}
