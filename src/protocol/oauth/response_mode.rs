//! How the response travels (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response
//! Mode, OAuth 2.0 Web Message Response Mode).

use crate::sessions::session_state::origin;
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
    /// As a message to the page that opened a window or holds a frame, where that page is of the
    /// origin of the redirect URI (draft-sakimura-oauth-wmrm-00 §2).
    WebMessage,
}

impl ResponseMode {
    /// The names of every mode, for discovery.
    pub const ALL: &'static [&'static str] = Self::VARIANTS;

    /// Whether a response can travel so to a redirect URI: a message needs a page of an origin, which
    /// an address of a private-use scheme is not.
    pub fn reaches(self, redirect_uri: &str) -> bool {
        self != Self::WebMessage || origin(redirect_uri).is_some()
    }

    /// Reads the parameter; `None` for an unknown mode.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_alone_needs_an_address_with_an_origin() {
        let modes = [
            ResponseMode::Query,
            ResponseMode::Fragment,
            ResponseMode::FormPost,
            ResponseMode::WebMessage,
        ];
        for mode in modes {
            assert!(mode.reaches("https://app.example/cb"), "{mode:?}");
            let is_message = mode == ResponseMode::WebMessage;
            assert_eq!(mode.reaches("com.example.app:/cb"), !is_message, "{mode:?}");
        }
    }
}
