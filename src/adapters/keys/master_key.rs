//! The master key: seals what must be read back (signing keys, shared secrets) before it reaches
//! the database.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::secret::Entropy;
use josekit::jwe::{Dir, JweHeader, deserialize_compact, serialize_compact};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256, Sha512};

/// A key from outside the database. Sealing is a compact JWE, `dir` with A256GCM (RFC 7516), so any
/// JOSE tool can open it.
#[derive(Clone)]
pub struct MasterKey {
    sealing: [u8; 32],
    cookies: [u8; 64],
    pairwise: [u8; 32],
    browser_state: [u8; 32],
}

/// Why something sealed did not open, or a key is none.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The text is too short to be a key.
    #[error(
        "the master key must have 32 characters at least; make one with `openssl rand -base64 48`"
    )]
    TooShort,
    /// Wrong key, or altered data.
    #[error("the sealed value does not open: it was sealed under another master key, or altered")]
    Unopenable,
    /// The cipher failed.
    #[error("sealing failed")]
    Failed,
}

impl MasterKey {
    /// Derives the keys for each purpose from what the operator gave.
    ///
    /// # Errors
    /// [`SealError::TooShort`].
    pub fn from_text(text: &SecretString) -> Result<Self, SealError> {
        let text = text.expose_secret().trim();
        if text.len() < 32 {
            return Err(SealError::TooShort);
        }
        Ok(Self {
            sealing: Sha256::digest(format!("doorward sealing\u{0}{text}")).into(),
            cookies: Sha512::digest(format!("doorward cookies\u{0}{text}")).into(),
            pairwise: Sha256::digest(format!("doorward pairwise\u{0}{text}")).into(),
            browser_state: Sha256::digest(format!("doorward browser state\u{0}{text}")).into(),
        })
    }

    /// Text for a new master key: 384 random bits.
    pub fn generate_text(entropy: &dyn Entropy) -> String {
        let mut bytes = [0_u8; 48];
        entropy.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The key that signs cookies.
    pub fn cookie_key(&self) -> &[u8; 64] {
        &self.cookies
    }

    /// The salt of pairwise subject identifiers (OpenID Connect Core §8.1).
    pub fn pairwise_salt(&self) -> &[u8; 32] {
        &self.pairwise
    }

    /// The salt of the state that browsers compare (OpenID Connect Session Management §3.2).
    pub fn browser_state_salt(&self) -> &[u8; 32] {
        &self.browser_state
    }

    /// Seals bytes.
    ///
    /// # Errors
    /// [`SealError::Failed`].
    pub fn seal(&self, plain: &[u8]) -> Result<String, SealError> {
        let mut header = JweHeader::new();
        header.set_content_encryption("A256GCM");
        let encrypter = Dir
            .encrypter_from_bytes(self.sealing)
            .map_err(|_| SealError::Failed)?;
        serialize_compact(plain, &header, &encrypter).map_err(|_| SealError::Failed)
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`SealError::Unopenable`].
    pub fn open(&self, sealed: &str) -> Result<Vec<u8>, SealError> {
        let decrypter = Dir
            .decrypter_from_bytes(self.sealing)
            .map_err(|_| SealError::Failed)?;
        deserialize_compact(sealed, &decrypter)
            .map(|(plain, _)| plain)
            .map_err(|_| SealError::Unopenable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_key_sealed_no_other_opens() {
        let key = |text: &str| MasterKey::from_text(&SecretString::from(text.repeat(32))).unwrap();
        let sealed = key("a").seal(b"private").unwrap();
        assert_eq!(key("a").open(&sealed).unwrap(), b"private");
        assert!(matches!(key("b").open(&sealed), Err(SealError::Unopenable)));
        assert!(!sealed.contains("private"));
        assert!(MasterKey::from_text(&SecretString::from("short")).is_err());
    }
}
