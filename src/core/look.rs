//! How the pages of this server look, where no app and no organization decides otherwise.

use crate::{Result, settings::ProviderSettings};
use doorward_protocol::{
    branding::{Accent, Colour},
    json,
};
use doorward_storage::Store;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The name under which the name of the provider is stored, where it was decided in the console.
pub(crate) const PROVIDER_NAME: &str = "name";

/// The path of a logo or an icon, by its digest, below the path of the issuer.
pub fn image_path(digest: &str) -> String {
    format!("/brand/images/{digest}")
}

/// The name under which it is stored what was decided in the console or by the API.
pub(crate) const BRANDING: &str = "branding";

/// The name and the look that hold: as they were decided in the console, or as the settings say.
pub(crate) async fn decided(
    store: &Store,
    settings: &ProviderSettings,
) -> Result<(Arc<str>, Arc<Look>)> {
    let name = store.provider_value(PROVIDER_NAME).await?;
    let name = name.map_or_else(|| settings.name.clone(), |stored| stored.value);
    let branding = store.provider_value(BRANDING).await?;
    let branding = ServerBranding::read(branding.as_ref().map(|stored| stored.value.as_str()));
    Ok((name.into(), branding.look(settings.accent).into()))
}

/// What was decided about how the pages of this server look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerBranding {
    /// The accent colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// The same on dark pages; without it, one that is derived from `accent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_dark: Option<Colour>,
    /// The digest of the logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The digest of the icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

impl ServerBranding {
    /// What was stored, or nothing where it cannot be read: pages look as they did at first then.
    pub(crate) fn read(stored: Option<&str>) -> Self {
        let Some(text) = stored else {
            return Self::default();
        };
        serde_json::from_str(text).unwrap_or_else(|error| {
            let reason = json::reason(&error);
            tracing::error!(
                reason,
                "the stored branding cannot be read; pages are shown without it"
            );
            Self::default()
        })
    }

    /// What holds, with the accent of the settings where none was decided in the console.
    pub(crate) fn look(&self, of_settings: Option<Accent>) -> Look {
        let decided = Accent::of_settings(self.accent, self.accent_dark);
        Look {
            accent: decided.ok().flatten().or(of_settings),
            logo: self.logo.as_deref().map(image_path),
            icon: self.icon.as_deref().map(image_path),
        }
    }
}

/// How pages look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The accent; none for that of the stylesheet.
    pub accent: Option<Accent>,
    /// The path of the logo, below the path of the issuer; none for the mark.
    pub logo: Option<String>,
    /// The path of the icon in the tab of a browser; none for the logo, or the mark.
    pub icon: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_decided_goes_before_the_settings() {
        let of_settings = Accent::of_name("0f5c4d-63d2b5");
        let nothing = ServerBranding::read(None);
        assert_eq!(nothing.look(of_settings).accent, of_settings);
        assert_eq!(nothing.look(None), Look::default());
        let decided = ServerBranding::read(Some(r##"{"accent":"#b3261e","logo":"abc"}"##));
        let look = decided.look(of_settings);
        assert_eq!(
            look.accent.map(Accent::name),
            Accent::of_settings(Colour::parse("#b3261e").ok(), None)
                .unwrap()
                .map(Accent::name)
        );
        assert_eq!(look.logo.as_deref(), Some("/brand/images/abc"));
        assert_eq!(ServerBranding::read(Some("{")), nothing);
    }
}
