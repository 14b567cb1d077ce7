//! Who may create an account, from the settings.

use crate::settings::SignUpSettings as Written;
use anyhow::Context;
use doorward_core::SignUpSettings;
use doorward_protocol::credentials::sign_up::SignUpMode;
use std::{collections::HashSet, sync::Arc};

/// Reads the list of refused domains.
///
/// # Errors
/// Where the file cannot be read.
pub(super) fn sign_up(written: &Written) -> anyhow::Result<SignUpSettings> {
    let mut disposable_domains = HashSet::new();
    if let Some(file) = &written.disposable_domains_file {
        let text = std::fs::read_to_string(file).with_context(|| {
            format!(
                "sign_up.disposable_domains_file: {} cannot be read",
                file.display()
            )
        })?;
        let lines = text.lines().map(str::trim);
        let domains = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        disposable_domains.extend(domains.map(str::to_ascii_lowercase));
    }
    Ok(SignUpSettings {
        mode: SignUpMode::parse(&written.mode).unwrap_or_default(),
        domains: written.domains.clone(),
        disposable_domains: Arc::new(disposable_domains),
        terms_version: written.terms_version.clone(),
        terms_url: written.terms_url.clone(),
        reserved_usernames: written.reserved_usernames.clone(),
    })
}
