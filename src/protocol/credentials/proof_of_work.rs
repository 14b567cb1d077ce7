//! A proof of work for one guess of a password: the browser searches a number that gives a hash with
//! so many leading zero bits. The number fits one name and one password alone, so every guess costs
//! its own search, and nothing has to be stored to refuse a second use.

use crate::{secret::same_text, time::Timestamp};
use sha2::{Digest as _, Sha256};
use strum::{EnumString, VariantNames};

/// When a sign-in form asks for a proof of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ProofOfWorkMode {
    /// No form asks for it.
    Off,
    /// While an attack is suspected.
    WhenAttacked,
    /// Every form asks for it.
    Always,
}

impl ProofOfWorkMode {
    /// The names of all modes in the settings.
    pub const NAMES: &[&str] = Self::VARIANTS;

    /// The mode of a name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What a form carries beside the name and the password.
#[derive(Clone, Copy, Debug, Default)]
pub struct PresentedProof<'a> {
    /// The challenge that the page held.
    pub challenge: &'a str,
    /// The number that the browser found, in decimal.
    pub number: &'a str,
}

/// The challenge that a page holds: until when it is valid, and a code of the server over that and
/// the browser.
pub fn challenge(expires_at: Timestamp, code: &str) -> String {
    format!("{}.{code}", expires_at.0)
}

/// When a challenge expires, as it says itself.
fn expiry(challenge: &str) -> Option<Timestamp> {
    challenge.split_once('.')?.0.parse().ok().map(Timestamp)
}

/// Whether the challenge is one of ours and valid. `code` gives the code of this browser for a time
/// of expiry.
pub fn is_valid_challenge(
    presented: &str,
    now: Timestamp,
    code: impl Fn(Timestamp) -> String,
) -> bool {
    expiry(presented).is_some_and(|expires_at| {
        now < expires_at && same_text(presented, &challenge(expires_at, &code(expires_at)))
    })
}

/// Whether the number is a proof for this name and password: SHA-256 over a seed and the number (64
/// bits, big endian) begins with `bits` zero bits. The seed is SHA-256 over challenge, name and
/// password, separated by NUL.
pub fn is_proof(proof: &PresentedProof<'_>, name: &str, password: &str, bits: u32) -> bool {
    let Ok(number) = proof.number.parse::<u64>() else {
        return false;
    };
    let seed = Sha256::digest(format!("{}\0{name}\0{password}", proof.challenge));
    let hash = Sha256::new()
        .chain_update(seed)
        .chain_update(number.to_be_bytes())
        .finalize();
    leading_zero_bits(&hash) >= bits
}

fn leading_zero_bits(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let next = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros * 8).unwrap_or(u32::MAX) + next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(challenge: &str, name: &str, password: &str, bits: u32) -> String {
        (0..u64::MAX)
            .map(|number| number.to_string())
            .find(|number| is_proof(&PresentedProof { challenge, number }, name, password, bits))
            .unwrap()
    }

    #[test]
    fn every_mode_has_its_name() {
        use ProofOfWorkMode::{Always, Off, WhenAttacked};
        let modes = ProofOfWorkMode::NAMES
            .iter()
            .map(|name| ProofOfWorkMode::parse(name));
        assert!(modes.eq([Some(Off), Some(WhenAttacked), Some(Always)]));
        assert_eq!(ProofOfWorkMode::parse("on"), None);
    }

    #[test]
    fn the_zero_bits_of_a_hash_are_counted() {
        let bits = |hash: &[u8]| leading_zero_bits(hash);
        assert_eq!(bits(&[0xff, 0]), 0);
        assert_eq!(bits(&[0x01, 0xff]), 7);
        assert_eq!(bits(&[0, 0, 0x10, 0xff]), 19);
        assert_eq!(bits(&[0, 0]), 16);
    }

    #[test]
    fn a_proof_fits_one_guess() {
        let number = search("c", "ada", "a password", 12);
        let proof = |challenge| PresentedProof {
            challenge,
            number: &number,
        };
        assert!(is_proof(&proof("c"), "ada", "a password", 12));
        for (challenge, name, password) in [
            ("d", "ada", "a password"),
            ("c", "grace", "a password"),
            ("c", "ada", "another"),
            ("c", "ada\0a", " password"),
        ] {
            assert!(!is_proof(&proof(challenge), name, password, 12));
        }
        for number in ["", "-1", "1e3", "99999999999999999999"] {
            let proof = PresentedProof {
                challenge: "c",
                number,
            };
            assert!(!is_proof(&proof, "ada", "a password", 0), "{number}");
        }
    }

    #[test]
    fn a_challenge_of_another_browser_or_time_is_refused() {
        let code = |expires_at: Timestamp| format!("code{}", expires_at.0);
        let ours = challenge(Timestamp(10), "code10");
        assert!(is_valid_challenge(&ours, Timestamp(9), code));
        assert!(!is_valid_challenge(&ours, Timestamp(10), code));
        for forged in ["", "10", "10.code11", "11.code10", "x.code10"] {
            assert!(!is_valid_challenge(forged, Timestamp(9), code), "{forged}");
        }
    }
}
