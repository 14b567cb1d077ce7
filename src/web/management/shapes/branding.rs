//! The shapes of how pages look.

use doorward_core::branding::{ServerBranding, image_path};
use doorward_protocol::branding::Colour;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the pages of this server look, as far as it was decided in the console or here.
#[derive(Serialize, ToSchema)]
pub struct Branding {
    /// The name that pages and mails show; also that of the settings.
    pub name: String,
    /// The accent colour; null for that of the settings, or of Doorward.
    pub accent: Option<String>,
    /// The same on dark pages; null for one that is derived from `accent`.
    pub accent_dark: Option<String>,
    /// The address of the logo.
    pub logo: Option<String>,
    /// The address of the icon in the tab of a browser.
    pub icon: Option<String>,
}

impl Branding {
    /// What was decided, at a server of this name and issuer.
    pub fn of(branding: &ServerBranding, name: &str, issuer: &str) -> Self {
        let colour = |colour: Option<Colour>| colour.as_ref().map(ToString::to_string);
        let address = |digest: &Option<String>| {
            let digest = digest.as_deref();
            digest.map(|digest| format!("{issuer}{}", image_path(digest)))
        };
        Self {
            name: name.to_owned(),
            accent: colour(branding.accent),
            accent_dark: colour(branding.accent_dark),
            logo: address(&branding.logo),
            icon: address(&branding.icon),
        }
    }
}

/// The name and the colours of the server's pages, all of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBranding {
    /// The name; without it, that of before stays, and an empty one is that of the settings.
    #[serde(default)]
    pub name: Option<String>,
    /// The accent colour, as `#rrggbb`; without it, that of the settings holds.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub accent: Option<Colour>,
    /// The same on dark pages; without it, one is derived from `accent`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub accent_dark: Option<Colour>,
}

/// A picture that is sent: PNG, JPEG, WebP or GIF.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadedImage {
    /// The file, in base64.
    pub content: String,
}
