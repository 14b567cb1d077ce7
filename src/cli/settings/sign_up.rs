//! Accounts that people create themselves.

use serde::Deserialize;
use std::path::PathBuf;

/// Who may create an account.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUpSettings {
    /// `off`, `invitation`, `domain` or `open`. A client with `sign_up = false` takes no new
    /// users.
    pub mode: String,
    /// With `domain`: the domains whose addresses may create an account.
    pub domains: Vec<String>,
    /// A file of domains, one a line, whose addresses are refused: services for addresses that are
    /// thrown away.
    pub disposable_domains_file: Option<PathBuf>,
    /// The version of the terms that a new user accepts; none asks for nothing.
    pub terms_version: Option<String>,
    /// Where the terms can be read.
    pub terms_url: Option<String>,
}

impl Default for SignUpSettings {
    fn default() -> Self {
        Self {
            mode: "off".into(),
            domains: Vec::new(),
            disposable_domains_file: None,
            terms_version: None,
            terms_url: None,
        }
    }
}
