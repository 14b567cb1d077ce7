//! The times of a signing key: published, then signing, then kept until the last token is gone.

use crate::{clients::client::SigningAlgorithm, time::Timestamp};

/// A signing key whose private part is encrypted.
#[derive(Clone, Debug)]
pub struct SealedKey {
    /// Its identifier (RFC 7517 §4.5).
    pub kid: String,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// The private JWK under the master key.
    pub sealed: String,
    /// When it was generated and published in the key set.
    pub created_at: Timestamp,
    /// When it signs for the first time.
    pub active_from: Timestamp,
    /// When it leaves the key set; none while it is the newest of its algorithm.
    pub remove_after: Option<Timestamp>,
}

/// The key of an algorithm that signs at this instant: the newest active one.
pub fn signing_now(
    keys: &[SealedKey],
    algorithm: SigningAlgorithm,
    now: Timestamp,
) -> Option<&SealedKey> {
    keys.iter()
        .filter(|key| key.algorithm == algorithm && key.active_from <= now)
        .max_by_key(|key| key.active_from)
}

/// Whether a key is still in the key set.
pub fn is_published(key: &SealedKey, now: Timestamp) -> bool {
    key.remove_after.is_none_or(|end| now < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Lifetime;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_key_set_always_holds_the_key_that_signed_any_unexpired_token(rotations in proptest::collection::vec(1_i64..5_000, 1..6), signed_at in 0_i64..20_000, age in 0_i64..600) {
            let (overlap, longest_token) = (Lifetime(900), Lifetime(600));
            let mut keys: Vec<SealedKey> = Vec::new();
            let mut now = 0;
            for pause in rotations {
                let active_from = if keys.is_empty() { Timestamp(now) } else { Timestamp(now).plus(overlap) };
                for key in keys.iter_mut().filter(|key| key.remove_after.is_none()) {
                    key.remove_after = Some(active_from.plus(longest_token));
                }
                keys.push(SealedKey { kid: keys.len().to_string(), algorithm: SigningAlgorithm::ES256, sealed: String::new(), created_at: Timestamp(now), active_from, remove_after: None });
                now += pause;
            }
            let signer = signing_now(&keys, SigningAlgorithm::ES256, Timestamp(signed_at)).unwrap();
            prop_assert!(is_published(signer, Timestamp(signed_at + age.min(longest_token.0 - 1))));
        }
    }
}
