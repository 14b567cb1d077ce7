//! Settings of how pages look, which hold until an administrator decides otherwise in the console.

use super::refused::Refused;
use doorward_protocol::branding::{Accent, Colour, ColourError};
use serde::Deserialize;
use std::path::PathBuf;

/// How pages look.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrandingSettings {
    /// The accent colour, as `#rrggbb`.
    pub accent: Option<String>,
    /// The same on dark pages; without it, one that is derived from `accent`.
    pub accent_dark: Option<String>,
    /// A folder of texts in place of the shipped ones: `de.ftl`, or `de/*.ftl`.
    pub texts: Option<PathBuf>,
    /// A stylesheet for the pages of users.
    pub stylesheet: Option<PathBuf>,
}

impl BrandingSettings {
    /// The accent, where there is one that can be seen.
    pub fn accent(&self) -> Option<Accent> {
        self.read().ok().flatten()
    }

    fn read(&self) -> Result<Option<Accent>, Refused> {
        let colour = |key, text: &Option<String>| {
            let wrong = |error: ColourError| Refused {
                key,
                reason: error.to_string(),
            };
            text.as_deref()
                .map(Colour::parse)
                .transpose()
                .map_err(wrong)
        };
        let light = colour("branding.accent", &self.accent)?;
        let dark = colour("branding.accent_dark", &self.accent_dark)?;
        Accent::of_settings(light, dark).map_err(|reason| Refused {
            key: "branding",
            reason,
        })
    }
}

/// Checks that the colours can be seen.
pub(super) fn validate(branding: &BrandingSettings) -> Result<(), Refused> {
    branding.read().map(|_| ())
}
