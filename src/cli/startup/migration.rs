//! The system that users move in from, by the settings.

use crate::{commands::import::fields, settings::MigrationSettings};
use anyhow::{anyhow, bail};
use doorward_adapters::keys::WebhookSecret;
use doorward_core::{migration::MigrationHook, users::ImportRow};
use secrecy::ExposeSecret;
use std::time::Duration;

/// The endpoint, where the settings name one.
///
/// # Errors
/// What is wrong with it.
pub(super) fn hook(settings: &MigrationSettings) -> anyhow::Result<Option<MigrationHook>> {
    let Some(url) = &settings.url else {
        return Ok(None);
    };
    let Some(secret) = &settings.secret else {
        bail!("migration.url needs migration.secret: the other system must know who asks");
    };
    url::Url::parse(url).map_err(|error| anyhow!("migration.url is no address: {error}"))?;
    let secret = WebhookSecret::parse(secret.expose_secret())
        .map_err(|reason| anyhow!("migration.secret {reason}"))?;
    Ok(Some(MigrationHook {
        url: url.clone(),
        secret,
        timeout: Duration::from_secs(settings.timeout_seconds.into()),
        allow_private_addresses: settings.allow_private_addresses,
        read,
    }))
}

/// Whether the endpoint that the settings name can be asked.
///
/// # Errors
/// What is wrong with it.
pub fn check(settings: &MigrationSettings) -> anyhow::Result<String> {
    let Some(hook) = hook(settings)? else {
        return Ok("nobody moves in at a sign-in".to_owned());
    };
    let url = url::Url::parse(&hook.url)?;
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(is_here && hook.allow_private_addresses) {
        bail!(
            "migration.url {} is not asked, because it is not https, and passwords are sent there; \
             migration.allow_private_addresses = true allows http on this machine",
            hook.url
        );
    }
    Ok(format!("users move in from {}", hook.url))
}

/// Reads the user of an answer: the fields of a row of JSON Lines.
fn read(body: &[u8]) -> Result<ImportRow, String> {
    let fields = serde_json::from_slice(body).map_err(|_| "it is no JSON object".to_owned())?;
    fields::row(fields)
}
