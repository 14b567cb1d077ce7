//! Encryption of tokens for a client (RFC 7518 §4 and §5): no RSA1_5, no PBES2, no compression.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

/// How the content encryption key reaches the client (`alg`, RFC 7518 §4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[strum(const_into_str)]
pub enum KeyManagement {
    /// RSAES-OAEP with SHA-256.
    #[serde(rename = "RSA-OAEP-256")]
    #[strum(serialize = "RSA-OAEP-256")]
    RsaOaep256,
    /// Ephemeral-static Diffie-Hellman with direct key agreement.
    #[serde(rename = "ECDH-ES")]
    #[strum(serialize = "ECDH-ES")]
    EcdhEs,
}

impl KeyManagement {
    /// The registered names of all algorithms, as discovery lists them.
    pub const NAMES: &[&str] = Self::VARIANTS;

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }
}

/// The cipher of the content (`enc`, RFC 7518 §5).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[strum(const_into_str)]
pub enum ContentEncryption {
    /// AES-128-CBC with HMAC-SHA-256, the default of OpenID Connect Registration §2.
    #[default]
    #[serde(rename = "A128CBC-HS256")]
    #[strum(serialize = "A128CBC-HS256")]
    A128CbcHs256,
    /// AES-GCM with a 128-bit key (RFC 7518 §5.3).
    #[serde(rename = "A128GCM")]
    #[strum(serialize = "A128GCM")]
    A128Gcm,
    /// AES-GCM with a 256-bit key (RFC 7518 §5.3).
    #[serde(rename = "A256GCM")]
    #[strum(serialize = "A256GCM")]
    A256Gcm,
}

impl ContentEncryption {
    /// The registered names of all ciphers, as discovery lists them.
    pub const NAMES: &[&str] = Self::VARIANTS;

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_discovery_lists_and_metadata_is_read_with() {
        let json = |name: &str| serde_json::Value::from(name);
        for (alg, name) in [
            (KeyManagement::RsaOaep256, "RSA-OAEP-256"),
            (KeyManagement::EcdhEs, "ECDH-ES"),
        ] {
            assert!(alg.as_str() == name && KeyManagement::NAMES.contains(&name));
            assert_eq!(
                serde_json::from_value::<KeyManagement>(json(name)).unwrap(),
                alg
            );
        }
        for (enc, name) in [
            (ContentEncryption::A128CbcHs256, "A128CBC-HS256"),
            (ContentEncryption::A128Gcm, "A128GCM"),
            (ContentEncryption::A256Gcm, "A256GCM"),
        ] {
            assert!(enc.as_str() == name && ContentEncryption::NAMES.contains(&name));
            assert_eq!(
                serde_json::from_value::<ContentEncryption>(json(name)).unwrap(),
                enc
            );
        }
    }
}
