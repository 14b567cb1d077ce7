//! How the response travels (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response
//! Mode).

use serde::{Deserialize, Serialize};

/// A response mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// In its fragment.
    Fragment,
    /// In the body of a form that the browser posts to it.
    FormPost,
}

impl ResponseMode {
    /// Every mode that is offered.
    pub const ALL: [&'static str; 3] = ["query", "fragment", "form_post"];

    /// Reads the parameter.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }
}
