//! The times of a signing key: published, then signing, then kept until the last token is gone.

use crate::{clients::client::SigningAlgorithm, time::Timestamp};

/// A signing key whose private part is encrypted.
#[derive(Clone, Debug)]
pub struct SealedKey {
    /// Its identifier (RFC 7517 §4.5).
    pub kid: String,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// Its number among the keys of its algorithm, from 1. The highest is the newest, whatever the
    /// times are: two keys can become active in the same second.
    pub generation: i64,
    /// The private JWK under the master key.
    pub sealed: String,
    /// When it was generated and published in the key set.
    pub created_at: Timestamp,
    /// When it signs for the first time; the beginning of time where it signs at once, so that a
    /// clock that is set back does not bring the key before it into use again.
    pub active_from: Timestamp,
    /// When it leaves the key set; none while it is the newest of its algorithm.
    pub remove_after: Option<Timestamp>,
}

/// The key of an algorithm that signs at this instant: the newest active one. A key that was
/// published but not active yet when a newer one was activated at once never signs. Where none is
/// active, because the clock was set back or the active ones were removed, the oldest signs: tokens
/// that somebody has to look up a key for are better than none.
pub fn signing_now(
    keys: &[SealedKey],
    algorithm: SigningAlgorithm,
    now: Timestamp,
) -> Option<&SealedKey> {
    let of_algorithm = || keys.iter().filter(|key| key.algorithm == algorithm);
    of_algorithm()
        .filter(|key| key.active_from <= now)
        .max_by_key(|key| key.generation)
        .or_else(|| of_algorithm().min_by_key(|key| key.generation))
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

    const OVERLAP: Lifetime = Lifetime(900);
    const LONGEST_TOKEN: Lifetime = Lifetime(600);

    /// Publishes the next key, as the store does.
    fn publish(keys: &mut Vec<SealedKey>, now: Timestamp, at_once: bool) {
        let signs_from = if at_once { now } else { now.plus(OVERLAP) };
        let active_from = if at_once { Timestamp(0) } else { signs_from };
        for key in keys.iter_mut().filter(|key| key.remove_after.is_none()) {
            key.remove_after = Some(signs_from.plus(LONGEST_TOKEN));
        }
        keys.push(SealedKey {
            kid: keys.len().to_string(),
            algorithm: SigningAlgorithm::ES256,
            generation: i64::try_from(keys.len()).unwrap(),
            sealed: String::new(),
            created_at: now,
            active_from,
            remove_after: None,
        });
    }

    proptest! {
        #[test]
        fn the_key_set_always_holds_the_key_that_signed_any_unexpired_token(
            rotations in proptest::collection::vec((0_i64..5_000, any::<bool>()), 1..6),
            signed_at in 0_i64..20_000,
            age in 0..LONGEST_TOKEN.0,
        ) {
            let mut keys: Vec<SealedKey> = Vec::new();
            publish(&mut keys, Timestamp(0), true);
            let mut now = 0;
            for (pause, at_once) in rotations {
                now += pause;
                if now <= signed_at + age {
                    publish(&mut keys, Timestamp(now), at_once);
                }
            }
            // Those that were published when the token was signed.
            let known: Vec<SealedKey> = keys.iter().filter(|key| key.created_at.0 <= signed_at).cloned().collect();
            let signer = signing_now(&known, SigningAlgorithm::ES256, Timestamp(signed_at)).unwrap();
            let signer = keys.iter().find(|key| key.kid == signer.kid).unwrap();
            prop_assert!(is_published(signer, Timestamp(signed_at + age)));
        }
    }

    #[test]
    fn a_key_signs_for_its_own_algorithm_from_its_first_instant_and_is_shown_before_its_last() {
        let mut keys: Vec<SealedKey> = Vec::new();
        publish(&mut keys, Timestamp(10), true);
        publish(&mut keys, Timestamp(20), false);
        let first = 20 + OVERLAP.0;
        for (at, kid) in [(10, "0"), (first - 1, "0"), (first, "1")] {
            let signer = signing_now(&keys, SigningAlgorithm::ES256, Timestamp(at)).unwrap();
            assert_eq!(signer.kid, kid, "at {at}");
        }
        assert!(signing_now(&keys, SigningAlgorithm::RS256, Timestamp(10)).is_none());
        keys.remove(0);
        assert!(is_published(&keys[0], Timestamp(i64::MAX)));
        keys[0].remove_after = Some(Timestamp(20));
        let published = [19, 20, 21].map(|at| is_published(&keys[0], Timestamp(at)));
        assert_eq!(published, [true, false, false]);
    }

    #[test]
    fn the_newest_of_two_keys_of_one_second_signs_and_one_that_it_overtook_never_does() {
        let mut keys: Vec<SealedKey> = Vec::new();
        publish(&mut keys, Timestamp(0), true);
        publish(&mut keys, Timestamp(0), false);
        publish(&mut keys, Timestamp(0), true);
        for now in [0, OVERLAP.0, 100_000] {
            let signer = signing_now(&keys, SigningAlgorithm::ES256, Timestamp(now)).unwrap();
            assert_eq!(signer.kid, "2", "at {now}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_neither_silences_a_server_nor_brings_a_replaced_key_back() {
        let signer = |keys: &[SealedKey], now: i64| {
            signing_now(keys, SigningAlgorithm::ES256, Timestamp(now)).map(|key| key.kid.clone())
        };
        let mut keys: Vec<SealedKey> = Vec::new();
        publish(&mut keys, Timestamp(600_000), true);
        assert_eq!(signer(&keys, 0).as_deref(), Some("0"));
        // It may have leaked, and is replaced at once.
        publish(&mut keys, Timestamp(600_001), true);
        assert_eq!(signer(&keys, 0).as_deref(), Some("1"));
        // All that is left is a key that is not active yet.
        let mut waiting: Vec<SealedKey> = Vec::new();
        publish(&mut waiting, Timestamp(600_000), false);
        assert_eq!(signer(&waiting, 0).as_deref(), Some("0"));
        assert_eq!(signer(&[], 0), None);
    }
}
