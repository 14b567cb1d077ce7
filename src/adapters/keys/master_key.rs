//! The master key: the operator's secret outside the database. It seals what must be read back
//! before it reaches the database or a browser, with a key of its own for each purpose.

use crate::keys::sealing::{self, Place, Purpose, SealError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use doorward_protocol::{keys::sealed, secret::Entropy};
use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use strum::VariantArray;

/// The shortest text that is accepted as a master key, in bytes.
const MIN_LENGTH: usize = 32;

/// The keys that are derived from the text that the operator keeps, with HKDF over SHA-256 (RFC
/// 5869), and the identifier under which sealed values name the master key.
#[derive(Clone)]
pub struct MasterKey {
    id: String,
    /// One for each purpose, in the order of [`Purpose::VARIANTS`].
    ciphers: Vec<XChaCha20Poly1305>,
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
        let text = Hkdf::<Sha256>::new(None, text.as_bytes());
        let mut id = [0_u8; sealed::KEY_ID_BYTES];
        text.expand(b"doorward/v2/key-id", &mut id)
            .map_err(|_| SealError::Failed)?;
        let cipher = |purpose: &Purpose| -> Result<_, SealError> {
            let mut key = [0_u8; 32];
            let info = [b"doorward/v2/seal/".as_slice(), purpose.name().as_bytes()];
            text.expand_multi_info(&info, &mut key)
                .map_err(|_| SealError::Failed)?;
            Ok(XChaCha20Poly1305::new(&key.into()))
        };
        Ok(Self {
            id: sealed::key_id(id),
            ciphers: Purpose::VARIANTS
                .iter()
                .map(cipher)
                .collect::<Result<_, SealError>>()?,
        })
    }

    /// Text for a new master key: 384 random bits.
    pub fn generate_text(entropy: &dyn Entropy) -> String {
        let mut bytes = [0_u8; 48];
        entropy.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The identifier of the key. It is derived, so that it tells nothing of the key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Encrypts bytes so that they open at this place alone.
    ///
    /// # Errors
    /// [`SealError::Failed`]: the cipher failed, which trying again does not change.
    pub fn seal(
        &self,
        entropy: &dyn Entropy,
        place: Place<'_>,
        plain: &[u8],
    ) -> Result<String, SealError> {
        let bytes = sealing::encrypt(self.cipher(place.purpose)?, entropy, place, plain)?;
        Ok(sealed::compose(&self.id, &bytes))
    }

    /// Decrypts what [`Self::seal`] encrypted for the same place.
    ///
    /// # Errors
    /// [`SealError::OtherKey`] where another master key sealed the value; [`SealError::Altered`]
    /// where it was changed, or sealed for another place.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Vec<u8>, SealError> {
        let parsed = sealed::parse(sealed).ok_or(SealError::Altered)?;
        if parsed.key_id != self.id {
            return Err(SealError::OtherKey);
        }
        sealing::decrypt(self.cipher(place.purpose)?, place, &parsed.bytes)
    }

    fn cipher(&self, purpose: Purpose) -> Result<&XChaCha20Poly1305, SealError> {
        self.ciphers.get(purpose as usize).ok_or(SealError::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Never the same twice.
    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            static NEXT: AtomicU64 = AtomicU64::new(1);
            let number = NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            for (byte, next) in buffer.iter_mut().zip(number.iter().cycle()) {
                *byte = *next;
            }
        }
    }

    fn key(text: &str) -> MasterKey {
        MasterKey::from_text(&SecretString::from(text.repeat(32))).unwrap()
    }

    #[test]
    fn what_one_key_sealed_no_other_opens() {
        let place = Purpose::SigningKey.at(&["kid"]);
        let sealed = key("a").seal(&Counting, place, b"private").unwrap();
        assert_eq!(key("a").open(place, &sealed).unwrap(), b"private");
        assert_eq!(key("b").open(place, &sealed), Err(SealError::OtherKey));
        // Also where the value pretends to be of the other key.
        let renamed = sealed.replace(key("a").id(), key("b").id());
        assert_eq!(key("b").open(place, &renamed), Err(SealError::Altered));
        assert!(!sealed.contains("private"));
        assert!(MasterKey::from_text(&SecretString::from("short")).is_err());
    }

    #[test]
    fn a_value_opens_for_its_purpose_and_its_row_alone() {
        let (key, row) = (key("a"), ["one", "two"]);
        for purpose in Purpose::VARIANTS {
            let sealed = key.seal(&Counting, purpose.at(&row), b"secret").unwrap();
            for other in Purpose::VARIANTS {
                let opened = key.open(other.at(&row), &sealed);
                assert_eq!(opened.is_ok(), other == purpose, "{purpose:?} {other:?}");
            }
            let others: [&[&str]; 6] = [
                &[],
                &["one"],
                &["onetwo"],
                &["one", "two", ""],
                &["two", "one"],
                &["on", "etwo"],
            ];
            for other in others {
                assert_eq!(
                    key.open(purpose.at(other), &sealed),
                    Err(SealError::Altered),
                    "{other:?}"
                );
            }
        }
    }

    #[test]
    fn no_two_seals_of_one_value_are_equal() {
        let place = Purpose::SigningKey.at(&["kid"]);
        let seal = || key("a").seal(&Counting, place, b"private").unwrap();
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_noticed(plain: Vec<u8>, position: prop::sample::Index, flip in 1_u8..) {
            let place = Purpose::ClientSecret.at(&["notes"]);
            let sealed = key("a").seal(&Counting, place, &plain).unwrap();
            prop_assert_eq!(&key("a").open(place, &sealed).unwrap(), &plain);
            let mut bytes = sealed::parse(&sealed).unwrap().bytes;
            let at = position.index(bytes.len());
            bytes[at] ^= flip;
            let changed = sealed::compose(key("a").id(), &bytes);
            prop_assert_eq!(key("a").open(place, &changed), Err(SealError::Altered));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let place = Purpose::ClientSecret.at(&["notes"]);
            prop_assert!(key("a").open(place, &text).is_err());
        }
    }
}
