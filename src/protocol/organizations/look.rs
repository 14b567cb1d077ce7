//! How the sign-in for an organization looks.

use crate::branding::{Accent, Colour};
use serde::{Deserialize, Serialize};

/// How the sign-in for an organization looks: what is not set is that of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationLook {
    /// The accent colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// The same on dark pages; without it, one that is derived from `accent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_dark: Option<Colour>,
    /// The address of the logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
}

impl OrganizationLook {
    /// Whether nothing of it is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The accent of both settings.
    ///
    /// # Errors
    /// The setting that is wrong, and why.
    pub fn accent(&self) -> Result<Option<Accent>, String> {
        Accent::of_settings(self.accent, self.accent_dark)
    }
}
