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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_empty_where_nothing_is_set() {
        assert!(OrganizationLook::default().is_empty());
        let colour = Colour::new(0x0f, 0x5c, 0x4d);
        for set in [
            OrganizationLook {
                accent: Some(colour),
                ..OrganizationLook::default()
            },
            OrganizationLook {
                accent_dark: Some(colour),
                ..OrganizationLook::default()
            },
            OrganizationLook {
                logo_uri: Some("https://a.example/logo.png".into()),
                ..OrganizationLook::default()
            },
        ] {
            assert!(!set.is_empty(), "{set:?}");
        }
    }

    #[test]
    fn an_accent_is_that_of_both_settings() {
        let accent = OrganizationLook::default().accent();
        assert_eq!(accent, Ok(None));
        let mut look = OrganizationLook {
            accent: Some(Accent::OF_PAGES.colour(crate::branding::Scheme::Light)),
            accent_dark: Some(Accent::OF_PAGES.colour(crate::branding::Scheme::Dark)),
            logo_uri: None,
        };
        assert_eq!(look.accent(), Ok(Some(Accent::OF_PAGES)));
        look.accent = None;
        assert!(look.accent().is_err());
    }
}
