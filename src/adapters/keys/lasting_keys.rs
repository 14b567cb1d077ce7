//! Keys that outlive a master key: what browsers and clients remember depends on them, so they are
//! derived from a root secret that is sealed in the database, and stay when the master key changes.

use crate::keys::{KeyError, SealError, SigningKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{
    audit_chain::Seals,
    clients::client::SigningAlgorithm,
    secret::{Digest, Entropy},
    time::Timestamp,
};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit};
use josekit::jwk::{KeyPair, alg::ed::EdKeyPair};
use sha2::Sha256;

/// The length of the root secret, in bytes.
const ROOT: usize = 32;

/// Keys that are derived from the root secret, one for each purpose (RFC 5869).
#[derive(Clone)]
pub struct LastingKeys {
    cookies: [u8; 64],
    pairwise: [u8; 32],
    browser_state: [u8; 32],
    known_browsers: [u8; 32],
    proof_of_work: [u8; 32],
    mail_receivers: [u8; 32],
    not_me: [u8; 32],
    recovery_codes: [u8; 32],
    audit_seals: [u8; 32],
    audit_heads: [u8; 32],
    /// With its key set up, because it is used several times for each request.
    proofs: Hmac<Sha256>,
}

impl LastingKeys {
    /// A new root secret: 256 random bits.
    pub fn generate_root(entropy: &dyn Entropy) -> [u8; ROOT] {
        let mut root = [0_u8; ROOT];
        entropy.fill(&mut root);
        root
    }

    /// Derives the keys from the root secret.
    ///
    /// # Errors
    /// [`SealError::Altered`] where it is none.
    pub fn from_root(root: &[u8]) -> Result<Self, SealError> {
        if root.len() != ROOT {
            return Err(SealError::Altered);
        }
        let root = Hkdf::<Sha256>::new(None, root);
        Ok(Self {
            cookies: derive(&root, b"doorward/v2/cookies")?,
            pairwise: derive(&root, b"doorward/v2/pairwise-subjects")?,
            browser_state: derive(&root, b"doorward/v2/browser-state")?,
            known_browsers: derive(&root, b"doorward/v2/known-browsers")?,
            proof_of_work: derive(&root, b"doorward/v2/proof-of-work")?,
            mail_receivers: derive(&root, b"doorward/v2/mail-receivers")?,
            not_me: derive(&root, b"doorward/v2/not-me")?,
            recovery_codes: derive(&root, b"doorward/v2/recovery-codes")?,
            audit_seals: derive(&root, b"doorward/v2/audit-seals")?,
            audit_heads: derive(&root, b"doorward/v2/audit-heads")?,
            proofs: hmac(&derive(&root, b"doorward/v2/proofs")?),
        })
    }

    /// The key that proves what is kept in Redis.
    pub(super) fn proof_key(&self) -> &Hmac<Sha256> {
        &self.proofs
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

    /// The code that proves that a user signed in before in the browser with this identifier.
    pub fn known_browser_code(&self, browser: &str, user_id: &str) -> String {
        code(&self.known_browsers, browser, user_id)
    }

    /// What is stored of a recovery code of a user. A copy of the database alone gives no guess a
    /// chance to be checked.
    pub fn recovery_code_digest(&self, user_id: &str, code: &str) -> Digest {
        Digest::from_encoded(self::code(&self.recovery_codes, user_id, code))
    }

    /// The code of a challenge that was made for a browser and expires at this time.
    pub fn proof_of_work_code(&self, browser: &str, expires_at: Timestamp) -> String {
        code(&self.proof_of_work, browser, &expires_at.0.to_string())
    }

    /// The code that proves what the link of a notice holds.
    pub fn not_me_code(&self, text: &str) -> String {
        code(&self.not_me, text, "")
    }

    /// What the mails to an address are queued under: it names the receiver to nobody who reads the
    /// database or the log.
    pub fn mail_receiver_code(&self, address: &str) -> String {
        code(&self.mail_receivers, address, "")
    }

    /// The key that signs the heads of the audit log: an Ed25519 key that stays for as long as this
    /// installation, so that a head that was kept for years can be verified.
    ///
    /// # Errors
    /// Where OpenSSL does not take it.
    pub fn audit_head_key(&self) -> Result<SigningKey, KeyError> {
        let pair = EdKeyPair::from_der([PKCS8_ED25519, &self.audit_heads].concat())?;
        let private = pair.to_jwk_key_pair();
        let thumbprint = private.parameter("x").map(|x| {
            // RFC 7638 §3
            Digest::of(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":{x}}}"#).as_bytes())
        });
        let kid = thumbprint.as_ref().map_or("", Digest::as_str);
        let private = serde_json::to_vec(private.as_ref())?;
        SigningKey::parse(kid, SigningAlgorithm::EdDSA, &private)
    }
}

/// What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410 §7).
const PKCS8_ED25519: &[u8] = &[
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

impl Seals for LastingKeys {
    fn of_entry(&self, digest: &Digest) -> String {
        code(&self.audit_seals, "entry", digest.as_str())
    }

    fn of_erasure(&self, subject: &str) -> String {
        code(&self.audit_seals, "erased", subject)
    }
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

fn derive<const LENGTH: usize>(
    root: &Hkdf<Sha256>,
    info: &[u8],
) -> Result<[u8; LENGTH], SealError> {
    let mut key = [0_u8; LENGTH];
    root.expand(info, &mut key).map_err(|_| SealError::Failed)?;
    Ok(key)
}

fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::AUDIT_HEAD;
    use doorward_protocol::keys::jws;
    use hmac::Mac;

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let keys = LastingKeys::from_root(&[7; ROOT]).unwrap();
        let all = [
            keys.pairwise,
            keys.browser_state,
            keys.known_browsers,
            keys.proof_of_work,
            keys.mail_receivers,
            keys.not_me,
            keys.recovery_codes,
            keys.audit_seals,
            keys.audit_heads,
        ];
        for (number, one) in all.iter().enumerate() {
            assert!(!all[number + 1..].contains(one) && !keys.cookies.starts_with(one));
            let proof = hmac(one).finalize().into_bytes();
            assert!(keys.proofs.clone().verify(&proof).is_err());
        }
        assert!(LastingKeys::from_root(&[7; ROOT - 1]).is_err());
    }

    #[test]
    fn the_key_of_heads_is_the_same_at_each_start_and_another_elsewhere() {
        let key = |byte| {
            let keys = LastingKeys::from_root(&[byte; ROOT]).unwrap();
            keys.audit_head_key().unwrap()
        };
        let (one, again, other) = (key(7), key(7), key(8));
        assert_eq!(one.public_jwk(), again.public_jwk());
        assert_eq!(one.kid().len(), 43);
        let head = one.sign(AUDIT_HEAD, &serde_json::Map::new()).unwrap();
        let parsed = jws::parse(&head).unwrap();
        assert!(again.verifies(&parsed) && !other.verifies(&parsed));
    }
}
