//! The text of a sealed value: a version, the identifier of the master key, and the encrypted
//! bytes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt::Write;

/// The version of the format.
const VERSION: &str = "v2";

/// The length of the identifier of a master key, in bytes.
pub const KEY_ID_BYTES: usize = 8;

/// A sealed value in its parts; nothing of it is proven yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// The identifier of the master key that sealed it.
    pub key_id: &'a str,
    /// The nonce and the encrypted bytes.
    pub bytes: Vec<u8>,
}

/// The text of an identifier: lower-case hexadecimal digits.
pub fn key_id(bytes: [u8; KEY_ID_BYTES]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What every value that a master key sealed begins with.
pub fn prefix(key_id: &str) -> String {
    format!("{VERSION}.{key_id}.")
}

/// The text of encrypted bytes.
pub fn compose(key_id: &str, bytes: &[u8]) -> String {
    let mut text = prefix(key_id);
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// The identifier of the master key that sealed a value; `None` where it is no sealed value.
pub fn key_id_of(sealed: &str) -> Option<&str> {
    split(sealed).map(|(key_id, _)| key_id)
}

/// Takes a sealed value apart.
pub fn parse(sealed: &str) -> Option<Sealed<'_>> {
    let (key_id, bytes) = split(sealed)?;
    Some(Sealed {
        key_id,
        bytes: URL_SAFE_NO_PAD.decode(bytes).ok()?,
    })
}

fn split(sealed: &str) -> Option<(&str, &str)> {
    sealed
        .strip_prefix(VERSION)?
        .strip_prefix('.')?
        .split_once('.')
        .filter(|(key_id, _)| key_id.len() == 2 * KEY_ID_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_composed_is_parsed(id: [u8; KEY_ID_BYTES], bytes: Vec<u8>) {
            let id = key_id(id);
            let text = compose(&id, &bytes);
            prop_assert!(text.starts_with(&prefix(&id)));
            prop_assert_eq!(key_id_of(&text), Some(id.as_str()));
            prop_assert_eq!(parse(&text), Some(Sealed { key_id: &id, bytes }));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = parse(&text);
        }
    }
}
