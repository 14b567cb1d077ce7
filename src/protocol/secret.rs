//! Secrets that are handed out, and the digests that are kept of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// Where randomness comes from.
pub trait Entropy: Send + Sync {
    /// Fills the buffer from a cryptographically secure source.
    fn fill(&self, buffer: &mut [u8]);

    /// Fills the buffer with random bytes that are shown to everybody, such as the identifier of a
    /// request. They may come from a generator that asks the operating system less often.
    fn fill_public(&self, buffer: &mut [u8]) {
        self.fill(buffer);
    }
}

/// A plaintext secret on its way to whom it belongs: a code, a token, a session identifier. `Debug`
/// prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 256 random bits, base64url.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0_u8; 32];
        entropy.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What somebody presented as a secret.
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The plaintext, to hand over.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it. SHA-256 suffices for 256 random bits (ASVS 6.5.2).
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The SHA-256 of a secret, base64url: all that the store ever sees.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Digest(String);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(bytes)))
    }

    /// A digest from its base64url text, as [`Digest::as_str`] returned it.
    pub fn from_encoded(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Reads the SHA-256 hash of a secret as operators write it: in hexadecimal or base64, perhaps
    /// after `sha256:`.
    ///
    /// # Errors
    /// What it must be instead.
    pub fn from_hash(text: &str) -> Result<Self, &'static str> {
        const WRONG: &str = "it must be the SHA-256 hash of the secret in hexadecimal, from `printf %s \
             SECRET | sha256sum`: a secret of 256 random bits needs no slower hash, and no other is read";
        let plain = text.strip_prefix("sha256:").unwrap_or(text);
        let hex = |plain: &str| -> Option<Vec<u8>> {
            let digits: Option<Vec<u8>> = plain
                .chars()
                .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
                .collect();
            let pairs = digits?;
            let pairs = pairs.chunks_exact(2);
            Some(
                pairs
                    .filter_map(|pair| Some(16 * pair.first()? + pair.last()?))
                    .collect(),
            )
        };
        let base64 = |plain: &str| {
            let plain = plain
                .trim_end_matches('=')
                .replace('+', "-")
                .replace('/', "_");
            URL_SAFE_NO_PAD.decode(plain).ok()
        };
        let bytes = if plain.len() == 64 {
            hex(plain)
        } else {
            base64(plain)
        };
        let bytes = bytes.filter(|bytes| bytes.len() == 32).ok_or(WRONG)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The digest as base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest in hexadecimal, as `sha256sum` prints it; empty where it is no SHA-256 digest.
    pub fn to_hex(&self) -> String {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).unwrap_or_default();
        let mut text = String::new();
        for byte in bytes {
            let digits = [byte >> 4, byte & 15].map(u32::from);
            text.extend(
                digits
                    .iter()
                    .filter_map(|digit| char::from_digit(*digit, 16)),
            );
        }
        text
    }

    /// Equality in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

/// A random identifier that is no secret: base64url of `bytes` random bytes.
pub fn random_id(entropy: &dyn Entropy, bytes: usize) -> String {
    let mut buffer = vec![0_u8; bytes];
    entropy.fill(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}

/// An identifier that is no secret, in the order of time: rows that are made together lie together.
pub fn ordered_id(entropy: &dyn Entropy, now: crate::time::Timestamp) -> String {
    format!("{:012x}{}", now.0, random_id(entropy, 12))
}

/// A value that proves that a form came from a page of ours in this browser: bound to the browser's
/// cookie and to one purpose.
pub fn form_token(browser: &Secret, purpose: &str) -> String {
    Digest::of(format!("form\u{0}{}\u{0}{purpose}", browser.reveal()).as_bytes()).0
}

/// Equality of two texts in constant time for equal lengths.
pub fn same_text(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Entropy for Zeros {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
        }
    }

    #[test]
    fn debug_output_holds_nothing_of_a_secret() {
        let secret = Secret::generate(&Zeros);
        let shown = format!("{secret:?} {:?}", secret.digest());
        assert_eq!(shown, "Secret(…) Digest(…)");
        assert_eq!(secret.reveal().len(), 43);
    }

    #[test]
    fn a_form_token_belongs_to_one_browser_and_one_purpose() {
        let (a, b) = (Secret::presented("a"), Secret::presented("b"));
        assert_ne!(form_token(&a, "x"), form_token(&b, "x"));
        assert_ne!(form_token(&a, "x"), form_token(&a, "y"));
    }
    /// 0, 1, 2 and so on.
    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            for (byte, value) in buffer.iter_mut().zip(0..) {
                *byte = value;
            }
        }
    }

    #[test]
    fn an_identifier_holds_the_random_bytes_and_the_time_that_it_is_sorted_by() {
        assert_eq!(random_id(&Counting, 4), "AAECAw");
        assert_eq!(random_id(&Counting, 0), "");
        let at = |millis: i64| ordered_id(&Counting, crate::time::Timestamp(millis));
        assert_eq!(at(0x1f), "00000000001fAAECAwQFBgcICQoL");
        assert!(at(9) < at(10) && at(99) < at(1_796_031_000_000));
        let mut public = [9_u8; 4];
        Counting.fill_public(&mut public);
        assert_eq!(public, [0, 1, 2, 3], "the only source there is");
    }

    #[test]
    fn a_hash_is_read_as_operators_write_it() {
        // From `printf %s abc | sha256sum`, and the same in base64.
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let expected = Secret::presented("abc").digest();
        for written in [
            hex,
            &hex.to_uppercase(),
            &format!("sha256:{hex}"),
            base64,
            &format!("sha256:{base64}"),
            base64.trim_end_matches('='),
            expected.as_str(),
        ] {
            assert!(Digest::from_hash(written).unwrap() == expected, "{written}");
        }
        for wrong in [
            "",
            "sha256:",
            "abc",
            &hex[1..],
            &format!("{hex}0"),
            &hex.replace('b', "g"),
            &format!("sha512:{hex}"),
            "YWJj",
            &format!("{}AA", expected.as_str()),
            "$2y$10$abcdefghijklmnopqrstuv",
        ] {
            assert!(Digest::from_hash(wrong).is_err(), "{wrong}");
        }
        assert_eq!(expected.to_hex(), hex);
        assert_eq!(Digest::from_encoded("no digest").to_hex(), "");
    }
}
