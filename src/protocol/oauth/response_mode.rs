//! How the response travels (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response
//! Mode).

use serde::{Deserialize, Serialize};
use strum::{EnumString, VariantNames};

/// A response mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// In its fragment.
    Fragment,
    /// In the body of a form that the browser posts to it.
    FormPost,
}

impl ResponseMode {
    /// The names of every mode, for discovery.
    pub const ALL: &'static [&'static str] = Self::VARIANTS;

    /// Reads the parameter; `None` for an unknown mode.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
