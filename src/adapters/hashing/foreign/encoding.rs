//! The ways in which programs write bytes as text.

use base64::{
    Engine,
    alphabet::{self, Alphabet},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// Takes what others wrote: with or without padding, and whatever the unused bits are.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true)
    .with_encode_padding(false);

const fn engine(alphabet: &Alphabet) -> GeneralPurpose {
    GeneralPurpose::new(alphabet, LENIENT)
}

/// Base64 (RFC 4648 §4 or §5), also with `.` for `+` as passlib writes it.
pub(super) fn base64(text: &str) -> Result<Vec<u8>, String> {
    let text = text.replace(['.', '-'], "+").replace('_', "/");
    let decoded = engine(&alphabet::STANDARD).decode(text);
    decoded.map_err(|_| "it is not in Base64".to_owned())
}

/// Standard Base64 without padding.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    engine(&alphabet::STANDARD).encode(bytes)
}

/// The Base64 of bcrypt.
pub(super) fn bcrypt64(text: &str) -> Result<Vec<u8>, String> {
    let decoded = engine(&alphabet::BCRYPT).decode(text);
    decoded.map_err(|_| "it is not in the Base64 of bcrypt".to_owned())
}

/// Bytes from hexadecimal digits.
pub(super) fn hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0);
    let digits = digits.ok_or("it is not in hexadecimal digits")?;
    let pairs = digits.chunks_exact(2);
    Ok(pairs
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect())
}

/// Bytes as hexadecimal digits, in lower case.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

const CRYPT: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The number that a character of crypt(3) stands for.
pub(super) fn crypt_digit(character: u8) -> Option<u32> {
    let found = CRYPT.iter().position(|known| *known == character)?;
    u32::try_from(found).ok()
}

/// Three bytes as characters of crypt(3), the lowest six bits first.
fn push_crypt(text: &mut Vec<u8>, bytes: [u8; 3], characters: usize) {
    let [high, middle, low] = bytes.map(u32::from);
    let mut bits = high << 16 | middle << 8 | low;
    for _ in 0..characters {
        text.extend(CRYPT.get(bits as usize & 63));
        bits >>= 6;
    }
}

/// Bytes as the portable hashes of PHP write them.
pub(super) fn portable(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| chunk.get(at).copied().unwrap_or_default();
        push_crypt(&mut text, [byte(2), byte(1), byte(0)], chunk.len() + 1);
    }
    text
}

/// The output of SHA-256-crypt, in the order of its specification.
pub(super) fn sha256_crypt(bytes: &[u8; 32]) -> Vec<u8> {
    let mut text = Vec::new();
    let (mut a, mut b, mut c) = (0, 10, 20);
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    for _ in 0..10 {
        push_crypt(&mut text, [byte(a), byte(b), byte(c)], 4);
        (a, b, c) = (c + 1, a + 1, b + 1);
    }
    push_crypt(&mut text, [0, byte(31), byte(30)], 3);
    text
}

/// The output of SHA-512-crypt, in the order of its specification.
pub(super) fn sha512_crypt(bytes: &[u8; 64]) -> Vec<u8> {
    let mut text = Vec::new();
    let (mut a, mut b, mut c) = (0, 21, 42);
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    for _ in 0..21 {
        push_crypt(&mut text, [byte(a), byte(b), byte(c)], 4);
        (a, b, c) = (b + 1, c + 1, a + 1);
    }
    push_crypt(&mut text, [0, 0, byte(63)], 2);
    text
}
