//! Proof Key for Code Exchange (RFC 7636), S256 only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// Whether the text is a `code_challenge` of method S256: base64url of 32 bytes, 43 characters (RFC
/// 7636 §4.2).
pub fn is_challenge(text: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(text)
        .is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether the text is a `code_verifier`: 43 to 128 unreserved characters (RFC 7636 §4.1).
pub fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}

/// Whether the verifier belongs to the challenge (RFC 7636 §4.6), in constant time.
pub fn verify(challenge: &str, verifier: &str) -> bool {
    is_verifier(verifier)
        && bool::from(
            URL_SAFE_NO_PAD
                .encode(Sha256::digest(verifier))
                .as_bytes()
                .ct_eq(challenge.as_bytes()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_holds() {
        let (verifier, challenge) = (
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        );
        assert!(is_challenge(challenge) && verify(challenge, verifier));
        assert!(!verify(challenge, challenge) && !verify(challenge, &verifier[1..]));
        assert!(
            !is_verifier(&"a".repeat(42))
                && !is_verifier(&"a".repeat(129))
                && !is_verifier(&" ".repeat(43))
        );
    }

    #[test]
    fn a_challenge_is_the_base64url_of_32_bytes() {
        let of = |bytes: usize| URL_SAFE_NO_PAD.encode(vec![7; bytes]);
        assert!(is_challenge(&of(32)));
        for other in [
            String::new(),
            of(31),
            of(33),
            "!".repeat(43),
            "+".repeat(43),
            format!("{}=", of(32)),
            // The last character holds bits that no 32 bytes have.
            format!("{}B", "A".repeat(42)),
        ] {
            assert!(!is_challenge(&other), "{other}");
        }
    }
}
