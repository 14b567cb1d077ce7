//! What this provider is called, and how its pages look.

use super::ConfigurationCache;
use crate::look::{Look, ServerBranding};
use std::sync::Arc;

impl ConfigurationCache {
    /// How the pages of this provider look, as [`Self::provider_name`].
    pub(crate) fn look(&self) -> Arc<Look> {
        self.peek().map_or_else(
            || ServerBranding::default().look(self.settings.accent).into(),
            |known| Arc::clone(&known.configuration.look),
        )
    }

    /// What pages and mails call this provider, as far as this process knows: it costs nothing, and is as
    /// new as the configuration that the request read.
    pub(crate) fn provider_name(&self) -> Arc<str> {
        self.peek().map_or_else(
            || self.settings.name.as_str().into(),
            |known| Arc::clone(&known.configuration.name),
        )
    }
}
