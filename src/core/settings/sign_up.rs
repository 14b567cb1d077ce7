//! What the operator decides about accounts that users create.

use doorward_protocol::{credentials::sign_up::SignUpMode, text::fold_address};
use std::{collections::HashSet, sync::Arc};

/// Who may create an account, and how.
#[derive(Clone, Debug, Default)]
pub struct SignUpSettings {
    /// Who may, where the client does not say otherwise.
    pub mode: SignUpMode,
    /// The domains whose addresses may, with [`SignUpMode::Domain`].
    pub domains: Vec<String>,
    /// Domains of services for addresses that are thrown away, in lower case.
    pub disposable_domains: Arc<HashSet<String>>,
    /// The version of the terms that a new user accepts; none where there are none.
    pub terms_version: Option<String>,
    /// Where the terms can be read.
    pub terms_url: Option<String>,
    /// User names that users do not give themselves, beside those that are always reserved.
    pub reserved_usernames: Vec<String>,
}

impl SignUpSettings {
    /// Whether an address is of a service for addresses that are thrown away, or of a subdomain of
    /// one.
    pub(crate) fn is_disposable(&self, address: &str) -> bool {
        let folded = fold_address(address);
        let mut domain = folded.rsplit_once('@').map_or("", |(_, domain)| domain);
        loop {
            if self.disposable_domains.contains(domain) {
                return true;
            }
            match domain.split_once('.') {
                Some((_, parent)) => domain = parent,
                None => return false,
            }
        }
    }
}
