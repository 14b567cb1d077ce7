//! The master key: the operator's secret outside the database. It seals what must be read back
//! (signing keys, shared secrets) before it reaches the database, and every other key of the
//! provider is derived from it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{secret::Entropy, time::Timestamp};
use hkdf::Hkdf;
use josekit::jwe::{Dir, JweHeader, deserialize_compact, serialize_compact};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The shortest text that is accepted as a master key, in bytes.
const MIN_LENGTH: usize = 32;

/// What a derived key is used for. No two purposes share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Encrypts secrets in the database (A256GCM).
    Sealing,
    /// Signs the cookies of the browser.
    Cookies,
    /// Proves what is kept in Redis.
    Proofs,
    /// The salt of pairwise subject identifiers (OpenID Connect Core §8.1).
    PairwiseSubjects,
    /// The salt of the state that browsers compare (OpenID Connect Session Management §3.2).
    BrowserState,
    /// The codes in the cookie of a browser that signed in before.
    KnownBrowsers,
    /// The codes of the challenges of a proof of work.
    ProofOfWork,
}

impl Purpose {
    /// The `info` of the derivation (RFC 5869 §3.2).
    const fn info(self) -> &'static [u8] {
        match self {
            Self::Sealing => b"doorward/v1/sealing",
            Self::Cookies => b"doorward/v1/cookies",
            Self::Proofs => b"doorward/v1/proofs",
            Self::PairwiseSubjects => b"doorward/v1/pairwise-subjects",
            Self::BrowserState => b"doorward/v1/browser-state",
            Self::KnownBrowsers => b"doorward/v1/known-browsers",
            Self::ProofOfWork => b"doorward/v1/proof-of-work",
        }
    }
}

/// Keys that are derived from the text that the operator keeps. Sealing is a compact JWE, `dir` with
/// A256GCM (RFC 7516), so any JOSE tool can open it.
#[derive(Clone)]
pub struct MasterKey {
    sealing: [u8; 32],
    cookies: [u8; 64],
    proofs: [u8; 32],
    pairwise: [u8; 32],
    browser_state: [u8; 32],
    known_browsers: [u8; 32],
    proof_of_work: [u8; 32],
}

/// Why a master key cannot be used, or a sealed value cannot be opened.
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

/// The key of one purpose, with HKDF over SHA-256 (RFC 5869).
fn derive<const LENGTH: usize>(
    text: &Hkdf<Sha256>,
    purpose: Purpose,
) -> Result<[u8; LENGTH], SealError> {
    let mut key = [0_u8; LENGTH];
    text.expand(purpose.info(), &mut key)
        .map_err(|_| SealError::Failed)?;
    Ok(key)
}

/// A message authentication code over two texts, base64url: HMAC-SHA-256 as the expansion of HKDF
/// computes it (RFC 5869 §2.3). The first text holds no NUL, so no two pairs are the same.
fn code(key: &[u8; 32], first: &str, second: &str) -> String {
    let mut code = [0_u8; 32];
    let message = [first.as_bytes(), b"\0", second.as_bytes()].concat();
    // A key as long as the hash and an output of one block are always accepted.
    let expanded = Hkdf::<Sha256>::from_prk(key)
        .map_err(|_| ())
        .and_then(|key| key.expand(&message, &mut code).map_err(|_| ()));
    debug_assert!(expanded.is_ok());
    URL_SAFE_NO_PAD.encode(code)
}

impl MasterKey {
    /// Derives the keys for each purpose from what the operator gave.
    ///
    /// # Errors
    /// [`SealError::TooShort`].
    pub fn from_text(text: &SecretString) -> Result<Self, SealError> {
        let text = text.expose_secret().trim();
        if text.len() < MIN_LENGTH {
            return Err(SealError::TooShort);
        }
        let text = Hkdf::new(None, text.as_bytes());
        Ok(Self {
            sealing: derive(&text, Purpose::Sealing)?,
            cookies: derive(&text, Purpose::Cookies)?,
            proofs: derive(&text, Purpose::Proofs)?,
            pairwise: derive(&text, Purpose::PairwiseSubjects)?,
            browser_state: derive(&text, Purpose::BrowserState)?,
            known_browsers: derive(&text, Purpose::KnownBrowsers)?,
            proof_of_work: derive(&text, Purpose::ProofOfWork)?,
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

    /// The key that proves what is kept in Redis.
    pub(super) fn proof_key(&self) -> &[u8; 32] {
        &self.proofs
    }

    /// The salt of pairwise subject identifiers (OpenID Connect Core §8.1).
    pub fn pairwise_salt(&self) -> &[u8; 32] {
        &self.pairwise
    }

    /// The salt of the state that browsers compare (OpenID Connect Session Management §3.2).
    pub fn browser_state_salt(&self) -> &[u8; 32] {
        &self.browser_state
    }

    /// The code that proves that a user signed in before in the browser with this identifier.
    pub fn known_browser_code(&self, browser: &str, user_id: &str) -> String {
        code(&self.known_browsers, browser, user_id)
    }

    /// The code of a challenge that was made for a browser and expires at this time.
    pub fn proof_of_work_code(&self, browser: &str, expires_at: Timestamp) -> String {
        code(&self.proof_of_work, browser, &expires_at.0.to_string())
    }

    /// Encrypts bytes for the database.
    ///
    /// # Errors
    /// [`SealError::Failed`]: the cipher failed, which trying again does not change.
    pub fn seal(&self, plain: &[u8]) -> Result<String, SealError> {
        let mut header = JweHeader::new();
        header.set_content_encryption("A256GCM");
        let encrypter = Dir
            .encrypter_from_bytes(self.sealing)
            .map_err(|_| SealError::Failed)?;
        serialize_compact(plain, &header, &encrypter).map_err(|_| SealError::Failed)
    }

    /// Decrypts what [`Self::seal`] encrypted.
    ///
    /// # Errors
    /// [`SealError::Unopenable`]: the operator must give the master key that sealed the value.
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
    fn every_purpose_has_a_key_of_its_own() {
        let key = MasterKey::from_text(&SecretString::from("a".repeat(32))).unwrap();
        let keys = [
            key.sealing,
            key.proofs,
            key.pairwise,
            key.browser_state,
            key.known_browsers,
            key.proof_of_work,
        ];
        for (number, one) in keys.iter().enumerate() {
            assert!(!keys[number + 1..].contains(one) && !key.cookies.starts_with(one));
        }
    }

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
