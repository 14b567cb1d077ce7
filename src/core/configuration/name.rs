//! What this provider is called.

use super::ConfigurationCache;
use std::sync::Arc;

/// The name under which the name of the provider is stored, where it was decided in the console.
pub(crate) const PROVIDER_NAME: &str = "name";

impl ConfigurationCache {
    /// What pages and mails call this provider, as far as this process knows: it costs nothing, and is as
    /// new as the configuration that the request read.
    pub(crate) fn provider_name(&self) -> Arc<str> {
        self.peek().map_or_else(
            || self.settings.name.as_str().into(),
            |known| Arc::clone(&known.configuration.name),
        )
    }
}
