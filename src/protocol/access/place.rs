//! Where and in which form an app gets the claims about groups, roles and permissions.

use serde::{Deserialize, Serialize};

/// The claims about groups, roles and permissions. Each has a scope of the same name.
pub const ACCESS_CLAIMS: [&str; 3] = ["groups", "roles", "permissions"];

/// Where an app may get claims about groups, roles and permissions.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Place {
    /// The ID token (OpenID Connect Core §2).
    IdToken,
    /// The access token, where it is a JWT (RFC 9068 §2.2.3.1).
    AccessToken,
    /// The userinfo response (OpenID Connect Core §5.3).
    Userinfo,
    /// The introspection response (RFC 7662 §2.2).
    Introspection,
}

/// The form of a claim that holds several names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ClaimFormat {
    /// An array of texts.
    #[default]
    List,
    /// One text, with a comma between two names.
    String,
}

impl ClaimFormat {
    /// Whether it is the form that apps expect where nothing is said.
    pub fn is_default(&self) -> bool {
        *self == Self::List
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_what_apps_expect_where_nothing_is_said() {
        assert!(ClaimFormat::default().is_default() && ClaimFormat::List.is_default());
        assert!(!ClaimFormat::String.is_default());
    }
}
