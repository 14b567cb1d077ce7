//! Accounts that users create themselves.

use crate::settings::refused::{Refused, one_of, refuse};
use doorward_protocol::users::username::reserved_form;
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
    /// User names that users do not give themselves, beside those that are always reserved.
    pub reserved_usernames: Vec<String>,
}

impl Default for SignUpSettings {
    fn default() -> Self {
        Self {
            mode: "off".into(),
            domains: Vec::new(),
            disposable_domains_file: None,
            terms_version: None,
            terms_url: None,
            reserved_usernames: Vec::new(),
        }
    }
}

/// Checks what its types cannot express.
pub(super) fn validate(sign_up: &SignUpSettings) -> Result<(), Refused> {
    one_of(
        "sign_up.mode",
        &sign_up.mode,
        &["off", "invitation", "domain", "open"],
    )?;
    if sign_up.mode == "domain" && sign_up.domains.is_empty() {
        return refuse(
            "sign_up.domains",
            "must name at least one domain, such as example.com, with mode = \"domain\"",
        );
    }
    if sign_up
        .domains
        .iter()
        .any(|domain| domain.contains('@') || domain.trim().is_empty())
    {
        return refuse(
            "sign_up.domains",
            "are domains alone, such as example.com, without @",
        );
    }
    let is_address = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    if !sign_up.terms_url.iter().all(is_address) {
        return refuse("sign_up.terms_url", "must be an https address");
    }
    let is_empty = |name: &String| reserved_form(name).is_empty();
    if sign_up.reserved_usernames.iter().any(is_empty) {
        return refuse(
            "sign_up.reserved_usernames",
            "are names with a letter or a digit in each",
        );
    }
    Ok(())
}
