//! The methods by which a client authenticates (OpenID Connect Core §9).

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

/// How a client authenticates at the token endpoint (OpenID Connect Core §9), in the order in which
/// discovery lists the methods.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// HTTP Basic (RFC 6749 §2.3.1).
    ClientSecretBasic,
    /// The secret as a parameter of the body (RFC 6749 §2.3.1).
    ClientSecretPost,
    /// An assertion that is signed with the secret (RFC 7523 §2.2).
    ClientSecretJwt,
    /// An assertion that is signed with the client's private key (RFC 7523 §2.2).
    PrivateKeyJwt,
    /// A public client, which does not authenticate.
    None,
}

impl TokenEndpointAuthMethod {
    /// The registered names of all methods, as discovery lists them.
    pub const NAMES: &[&str] = Self::VARIANTS;

    /// What the method proves, from nothing to the possession of a key that the client alone has.
    pub fn strength(self) -> u8 {
        match self {
            Self::None => 0,
            Self::ClientSecretBasic | Self::ClientSecretPost => 1,
            Self::ClientSecretJwt => 2,
            Self::PrivateKeyJwt => 3,
        }
    }

    /// Whether the secret itself is sent, in the header or in the body.
    pub fn sends_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }

    /// Whether the client signs an assertion.
    pub fn signs(self) -> bool {
        matches!(self, Self::ClientSecretJwt | Self::PrivateKeyJwt)
    }

    /// Whether the method rests on a shared secret.
    pub fn uses_secret(self) -> bool {
        matches!(
            self,
            Self::ClientSecretBasic | Self::ClientSecretPost | Self::ClientSecretJwt
        )
    }
}
