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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_as_strong_as_what_it_proves() {
        use TokenEndpointAuthMethod as Method;
        let strengths = [
            (Method::None, 0),
            (Method::ClientSecretBasic, 1),
            (Method::ClientSecretPost, 1),
            (Method::ClientSecretJwt, 2),
            (Method::PrivateKeyJwt, 3),
        ];
        for (method, strength) in strengths {
            assert_eq!(method.strength(), strength, "{method:?}");
            // A signature proves more than a secret that is sent.
            assert_eq!(method.signs(), strength > 1, "{method:?}");
            assert_eq!(method.sends_secret(), strength == 1, "{method:?}");
        }
    }
}
