//! How tokens are encrypted for a client (RFC 7518 §4 and §5): no RSA1_5, no PBES2, no compression.

use serde::{Deserialize, Serialize};

/// How the content key travels (`alg`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyManagement {
    /// RSAES-OAEP with SHA-256.
    #[serde(rename = "RSA-OAEP-256")]
    RsaOaep256,
    /// Ephemeral-static Diffie-Hellman, directly.
    #[serde(rename = "ECDH-ES")]
    EcdhEs,
}

impl KeyManagement {
    /// Every one, as discovery lists them.
    pub const ALL: [&'static str; 2] = ["RSA-OAEP-256", "ECDH-ES"];

    /// Its registered name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RsaOaep256 => "RSA-OAEP-256",
            Self::EcdhEs => "ECDH-ES",
        }
    }
}

/// How the content is encrypted (`enc`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentEncryption {
    /// AES-128-CBC with HMAC-SHA-256, the default of OpenID Connect Registration §2.
    #[default]
    #[serde(rename = "A128CBC-HS256")]
    A128CbcHs256,
    /// AES-128-GCM.
    #[serde(rename = "A128GCM")]
    A128Gcm,
    /// AES-256-GCM.
    #[serde(rename = "A256GCM")]
    A256Gcm,
}

impl ContentEncryption {
    /// Every one, as discovery lists them.
    pub const ALL: [&'static str; 3] = ["A128CBC-HS256", "A128GCM", "A256GCM"];

    /// Its registered name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A128CbcHs256 => "A128CBC-HS256",
            Self::A128Gcm => "A128GCM",
            Self::A256Gcm => "A256GCM",
        }
    }
}
