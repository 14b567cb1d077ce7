//! The public keys of a client: what a key set may hold (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use std::sync::LazyLock;

/// How many keys a client may have. It has a handful; more would be work that an attacker can order.
const MAX_KEYS: usize = 50;
/// The members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
/// The bits that an RSA modulus may have. Shorter ones are weak (RFC 7518 §3.3), longer ones make
/// each signature expensive.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// The least public exponent. Smaller ones make mistakes in padding exploitable.
const LEAST_EXPONENT: u64 = 65_537;
/// The bits that a public exponent may have. Longer ones only make each verification expensive.
const MAX_EXPONENT_BITS: usize = 32;
/// A modulus has no prime factor below this number. SP 800-89 §5.3.3 asks for 752 at least.
const LEAST_FACTOR: u64 = 4096;

/// What a public key can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// An RSA key.
    Rsa,
    /// A point of an elliptic curve, by the name of the curve; whether it is on the curve is not
    /// said.
    Ec(&'static str),
    /// A point of an Edwards curve or a Montgomery curve, by the name of the curve; whether it is
    /// on the curve, and of which order it is, is not said.
    Okp(&'static str),
    /// A kind that this provider does not know, which is ignored (RFC 7517 §5).
    Unknown,
}

/// The keys of a key set, which may not be too many.
///
/// # Errors
/// What is wrong with the set.
pub fn keys_of(jwks: &Value) -> Result<&[Value], String> {
    let keys = jwks.get("keys").and_then(Value::as_array);
    let keys = keys.ok_or("jwks must be an object whose keys are an array (RFC 7517 section 5)")?;
    if keys.len() > MAX_KEYS {
        return Err(format!("jwks must hold {MAX_KEYS} keys at most"));
    }
    Ok(keys)
}

/// Checks a key set, and says how many of its keys can be used.
///
/// # Errors
/// What is wrong, with the number of the key.
pub fn check_key_set(jwks: &Value) -> Result<usize, String> {
    let keys = keys_of(jwks)?;
    let mut usable = 0;
    for (index, key) in keys.iter().enumerate() {
        match check_key(key) {
            Ok(KeyKind::Unknown) => {}
            Ok(_) => usable += 1,
            Err(hint) => return Err(format!("key {} of jwks: {hint}", index + 1)),
        }
    }
    Ok(usable)
}

/// Checks one public key.
///
/// # Errors
/// What is wrong with it.
pub fn check_key(key: &Value) -> Result<KeyKind, &'static str> {
    if !key.is_object() {
        return Err("a key must be a JSON object");
    }
    if PRIVATE.iter().any(|name| key.get(name).is_some()) {
        return Err(
            "a member of a private or symmetric key (d, p, q, dp, dq, qi, oth, k or priv) must not be sent",
        );
    }
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    match text("kty").ok_or("kty is missing")? {
        "RSA" => check_rsa(key).map(|()| KeyKind::Rsa),
        "EC" => {
            let curves = [("P-256", 32), ("P-384", 48), ("P-521", 66)];
            let crv = text("crv").ok_or("crv is missing")?;
            let Some((curve, length)) = curves.into_iter().find(|(curve, _)| *curve == crv) else {
                return Ok(KeyKind::Unknown);
            };
            let is_coordinate = |name| bytes(key, name).is_some_and(|bytes| bytes.len() == length);
            if is_coordinate("x") && is_coordinate("y") {
                Ok(KeyKind::Ec(curve))
            } else {
                Err(
                    "x and y must be the coordinates of a point, each in the full length of the curve",
                )
            }
        }
        "OKP" => {
            let crv = text("crv").ok_or("crv is missing")?;
            let Some(curve) = ["Ed25519", "X25519"]
                .into_iter()
                .find(|known| *known == crv)
            else {
                return Ok(KeyKind::Unknown);
            };
            if point_25519(key).is_some() {
                Ok(KeyKind::Okp(curve))
            } else {
                Err("x must hold 32 bytes")
            }
        }
        _ => Ok(KeyKind::Unknown),
    }
}

fn check_rsa(key: &Value) -> Result<(), &'static str> {
    let number = |name| bytes(key, name).map(without_leading_zeros);
    let modulus = number("n").ok_or("n is missing or not base64url")?;
    let exponent = number("e").ok_or("e is missing or not base64url")?;
    if !RSA_BITS.contains(&bits(&modulus)) {
        return Err("the modulus of an RSA key must have 2048 to 8192 bits (RFC 7518 section 3.3)");
    }
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    if !is_odd(&modulus) {
        return Err("the modulus of an RSA key must be odd");
    }
    if is_square(&modulus) {
        return Err("the modulus of an RSA key must not be a square");
    }
    if has_small_factor(&modulus) {
        return Err("the modulus of an RSA key must not have a small prime factor");
    }
    let value = (bits(&exponent) <= MAX_EXPONENT_BITS).then(|| {
        exponent
            .iter()
            .fold(0_u64, |value, byte| (value << 8) + u64::from(*byte))
    });
    match value {
        Some(value) if value >= LEAST_EXPONENT && value % 2 == 1 => Ok(()),
        _ => {
            Err("the exponent of an RSA key must be odd, 65537 at least, and have 32 bits at most")
        }
    }
}

/// Whether an odd number has a prime factor below [`LEAST_FACTOR`].
fn has_small_factor(number: &[u8]) -> bool {
    static PRODUCTS: LazyLock<Vec<u64>> = LazyLock::new(products_of_small_primes);
    let words = words(number);
    PRODUCTS
        .iter()
        .any(|product| greatest_common_divisor(*product, remainder(&words, *product)) != 1)
}

/// Whether a number is a square: it is one modulo every prime below 256, which of other numbers one
/// in 2^53 is.
fn is_square(number: &[u8]) -> bool {
    let words = words(number);
    (3..256).filter(|number| is_prime(*number)).all(|prime| {
        let rest = remainder(&words, prime);
        (0..prime).any(|root| root * root % prime == rest)
    })
}

fn words(number: &[u8]) -> Vec<u64> {
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |word, byte| (word << 8) + u64::from(*byte))
    };
    number.rchunks(8).rev().map(word).collect()
}

fn remainder(words: &[u64], divisor: u64) -> u64 {
    let divisor = u128::from(divisor);
    let rest = words
        .iter()
        .fold(0, |rest, word| ((rest << 64) + u128::from(*word)) % divisor);
    // It is smaller than the divisor, which has 64 bits.
    u64::try_from(rest).unwrap_or_default()
}

fn is_prime(number: u64) -> bool {
    (2..number).all(|divisor| !number.is_multiple_of(divisor))
}

/// The odd primes below [`LEAST_FACTOR`], multiplied to numbers of 64 bits, so that one division
/// tries several.
fn products_of_small_primes() -> Vec<u64> {
    let mut products = Vec::new();
    let mut product = 1_u64;
    for prime in (3..LEAST_FACTOR).filter(|number| is_prime(*number)) {
        product = product.checked_mul(prime).unwrap_or_else(|| {
            products.push(product);
            prime
        });
    }
    products.push(product);
    products
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The 32 bytes of a point of Curve25519 (RFC 8037 §2).
pub fn point_25519(key: &Value) -> Option<[u8; 32]> {
    bytes(key, "x")?.try_into().ok()
}

/// A member that holds bytes in base64url.
fn bytes(key: &Value, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(key.get(name)?.as_str()?).ok()
}

fn without_leading_zeros(mut number: Vec<u8>) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.drain(..zeros);
    number
}

fn bits(number: &[u8]) -> usize {
    let first = number.first().map_or(0, |first| first.leading_zeros());
    number.len() * 8 - first as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A modulus without small factors, or an even one.
    fn modulus(first: u8, length: usize, is_odd: bool) -> Vec<u8> {
        let mut modulus = vec![0xff; length];
        modulus[0] = first;
        let candidates = (1..=u8::MAX)
            .step_by(2)
            .flat_map(|a| (1..=u8::MAX).step_by(2).map(move |b| (a, b)));
        for (a, b) in candidates {
            (modulus[length - 2], modulus[length - 1]) = (a, b);
            if !has_small_factor(&modulus) {
                break;
            }
        }
        modulus[length - 1] -= u8::from(!is_odd);
        modulus
    }

    fn rsa(modulus_bytes: usize, last: u8, exponent: &[u8]) -> Value {
        let modulus = modulus(0xff, modulus_bytes, last % 2 == 1);
        json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode(modulus), "e": URL_SAFE_NO_PAD.encode(exponent)})
    }

    #[test]
    fn a_weak_or_malformed_key_is_refused_by_what_is_wrong_with_it() {
        let good = rsa(256, 1, &[1, 0, 1]);
        assert_eq!(check_key(&good), Ok(KeyKind::Rsa));
        assert_eq!(check_key(&rsa(1024, 1, &[1, 0, 1])), Ok(KeyKind::Rsa));
        // Leading zero bits do not count.
        let of_bits = |first: u8, modulus_bytes: usize| {
            let modulus = modulus(first, modulus_bytes, true);
            let mut key = good.clone();
            key["n"] = URL_SAFE_NO_PAD.encode(modulus).into();
            check_key(&key)
        };
        assert_eq!(of_bits(0, 257), Ok(KeyKind::Rsa));
        assert_eq!(of_bits(1, 257), Ok(KeyKind::Rsa));
        assert!(of_bits(0x7f, 256).is_err(), "2,047 bits");
        assert!(of_bits(1, 1025).is_err(), "8,193 bits");
        let x = URL_SAFE_NO_PAD.encode([7; 32]);
        for (key, part) in [
            (rsa(128, 1, &[1, 0, 1]), "modulus"),
            (rsa(255, 1, &[1, 0, 1]), "modulus"),
            (rsa(1025, 1, &[1, 0, 1]), "modulus"),
            (rsa(256, 2, &[1, 0, 1]), "modulus"),
            (rsa(256, 1, &[1, 0, 2]), "exponent"),
            (rsa(256, 1, &[3]), "exponent"),
            (rsa(256, 1, &[1]), "exponent"),
            (rsa(256, 1, &[]), "exponent"),
            (rsa(256, 1, &[1, 0, 0, 0, 1]), "exponent"),
            (rsa(256, 1, &[1, 0, 0, 0, 0, 0, 0, 0, 1]), "exponent"),
            (json!({"kty": "RSA", "e": "AQAB"}), "n is missing"),
            (json!({"kty": "RSA", "n": good["n"]}), "e is missing"),
            (
                json!({"kty": "RSA", "n": "***", "e": "AQAB"}),
                "n is missing",
            ),
            (json!({"n": good["n"], "e": "AQAB"}), "kty"),
            (json!({"kty": "EC", "x": x, "y": x}), "crv"),
            (json!({"kty": "EC", "crv": "P-256", "x": x}), "x and y"),
            (
                json!({"kty": "EC", "crv": "P-384", "x": x, "y": x}),
                "x and y",
            ),
            (json!({"kty": "OKP", "crv": "Ed25519"}), "x must"),
            (
                json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}),
                "x must",
            ),
            (json!({"kty": "oct", "k": "AAAA"}), "private"),
            (json!("key"), "object"),
        ] {
            let hint = check_key(&key).unwrap_err();
            assert!(hint.contains(part), "{key}: {hint}");
        }
        for private in PRIVATE {
            let mut key = good.clone();
            key[private] = "AQAB".into();
            assert!(
                check_key(&key).unwrap_err().contains("private"),
                "{private}"
            );
        }
    }

    #[test]
    fn a_modulus_with_a_small_factor_is_refused() {
        let prime_sized = modulus(0xff, 256, true);
        for factor in [3_u16, 5, 7, 751, 757, 4093] {
            // A multiple of the factor, by long multiplication.
            let mut carry = 0;
            let mut product: Vec<u8> = prime_sized
                .iter()
                .rev()
                .map(|byte| {
                    carry += u32::from(*byte) * u32::from(factor);
                    let low = carry.to_le_bytes()[0];
                    carry >>= 8;
                    low
                })
                .collect();
            product.extend(carry.to_le_bytes());
            product.reverse();
            let mut key = rsa(256, 1, &[1, 0, 1]);
            key["n"] = URL_SAFE_NO_PAD.encode(&product).into();
            let hint = check_key(&key).unwrap_err();
            assert!(hint.contains("small prime factor"), "{factor}: {hint}");
        }
        // 3^(2 * 4) and its neighbour.
        assert!(is_square(&6561_u32.to_be_bytes()) && !is_square(&6563_u32.to_be_bytes()));
        assert!(!has_small_factor(&4099_u32.to_be_bytes()));
        assert!(
            has_small_factor(&[0xff; 256]),
            "2^2048 - 1 is a multiple of 3"
        );
    }

    #[test]
    fn the_usable_keys_of_a_set_are_counted_and_too_many_are_refused() {
        let good = rsa(256, 1, &[1, 0, 1]);
        let unknown = json!({"kty": "unheard-of"});
        assert_eq!(check_key_set(&json!({"keys": [good, unknown]})), Ok(1));
        assert_eq!(check_key_set(&json!({"keys": [unknown]})), Ok(0));
        let most = json!({"keys": vec![good.clone(); MAX_KEYS]});
        assert_eq!(check_key_set(&most), Ok(MAX_KEYS));
        for set in [
            json!({"keys": "none"}),
            json!([]),
            json!({"keys": vec![good.clone(); MAX_KEYS + 1]}),
            json!({"keys": [good, rsa(128, 1, &[1, 0, 1])]}),
        ] {
            assert!(check_key_set(&set).is_err(), "{set}");
        }
    }
    #[test]
    fn a_point_is_of_a_curve_that_is_known_and_has_32_bytes() {
        let key = |crv: &str, length: usize| {
            let x = URL_SAFE_NO_PAD.encode(vec![7; length]);
            json!({"kty": "OKP", "crv": crv, "x": x})
        };
        for curve in ["Ed25519", "X25519"] {
            let point = key(curve, 32);
            assert_eq!(check_key(&point), Ok(KeyKind::Okp(curve)));
            assert_eq!(point_25519(&point), Some([7; 32]));
            for length in [0, 31, 33] {
                let wrong = key(curve, length);
                assert!(check_key(&wrong).is_err(), "{curve} {length}");
                assert_eq!(point_25519(&wrong), None, "{curve} {length}");
            }
        }
        assert_eq!(check_key(&key("X448", 56)), Ok(KeyKind::Unknown));
    }

    #[test]
    fn small_factors_are_sought_among_the_primes() {
        let primes: Vec<u64> = (3..50).filter(|number| is_prime(*number)).collect();
        assert_eq!(
            primes,
            [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
        );
        let largest = (3..LEAST_FACTOR).rev().find(|number| is_prime(*number));
        assert_eq!(largest, Some(4093));
    }
}
