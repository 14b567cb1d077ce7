//! Which identity provider the addresses of a domain sign in with: by the verified domains of organizations.

use doorward_protocol::mail_address::MailAddress;
use doorward_storage::RoutedDomain;
use std::collections::{BTreeSet, HashMap};

/// The verified domains whose addresses sign in with an identity provider.
#[derive(Default)]
pub struct RoutedDomains {
    by_domain: HashMap<String, String>,
    providers: BTreeSet<String>,
}

impl RoutedDomains {
    pub(super) fn of(rows: Vec<RoutedDomain>) -> Self {
        Self {
            providers: rows.iter().map(|row| row.provider_id.clone()).collect(),
            by_domain: rows
                .into_iter()
                .map(|row| (row.domain, row.provider_id))
                .collect(),
        }
    }

    /// The identifier of the provider that an address belongs to.
    pub fn provider_of(&self, address: &str) -> Option<&str> {
        if self.by_domain.is_empty() {
            return None;
        }
        let address = MailAddress::parse(address.trim())?;
        self.by_domain.get(address.domain()).map(String::as_str)
    }

    /// Whether the addresses of some domain belong to a provider.
    pub fn lead_to(&self, provider_id: &str) -> bool {
        self.providers.contains(provider_id)
    }
}
