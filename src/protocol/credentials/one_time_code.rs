//! Codes that a user types as a second factor: of an authenticator app, or written down before.

use crate::secret::Entropy;

/// How many recovery codes a user gets.
pub const RECOVERY_CODES: usize = 10;
/// The random bytes of a recovery code: 80 bits, of which SP 800-63B-4 §4.2.1.1 asks for 64.
const RECOVERY_BYTES: usize = 10;
/// The length of a code of an authenticator app, in digits.
const APP_DIGITS: usize = 6;
/// Letters and digits that are not mistaken for others: Crockford's, in lower case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The longest text that is looked at, in bytes.
const MAX_TYPED: usize = 64;

/// A code as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// It can be a code of an authenticator app.
    App(String),
    /// It can be a recovery code, in the form in which it is stored.
    Recovery(String),
    /// It is none of both.
    Neither,
}

/// Reads what was typed: spaces and hyphens do not count, nor does the case; letters that look like a
/// digit are that digit.
pub fn read_code(typed: &str) -> TypedCode {
    if typed.len() > MAX_TYPED {
        return TypedCode::Neither;
    }
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if plain.len() == APP_DIGITS && plain.bytes().all(|b| b.is_ascii_digit()) {
        return TypedCode::App(plain);
    }
    let read: String = plain
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let is_code =
        read.len() == RECOVERY_BYTES * 8 / 5 && read.bytes().all(|b| ALPHABET.contains(&b));
    if is_code {
        TypedCode::Recovery(read)
    } else {
        TypedCode::Neither
    }
}

/// New recovery codes, in the form in which they are stored: sixteen letters and digits each.
pub fn new_recovery_codes(entropy: &dyn Entropy) -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| new_recovery_code(entropy))
        .collect()
}

/// One new recovery code, as [`new_recovery_codes`].
pub fn new_recovery_code(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; RECOVERY_BYTES];
    entropy.fill(&mut bytes);
    base32(&bytes)
}

/// A recovery code as it is shown: in groups of four.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// Five bits a letter.
fn base32(bytes: &[u8]) -> String {
    let (mut bits, mut held, mut text) = (0_u32, 0_u32, String::new());
    for byte in bytes {
        // What is written already is pushed out at the top.
        bits = (bits << 8) + u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            let letter = usize::try_from(bits >> held & 31).unwrap_or_default();
            text.push(ALPHABET.get(letter).copied().map_or('0', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Entropy of a test: the bytes count up.
    struct Counting(std::sync::atomic::AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            for byte in buffer {
                *byte = self.0.fetch_add(37, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let codes = new_recovery_codes(&Counting(3.into()));
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!(code.len(), 16);
            let shown = grouped(code);
            assert_eq!(shown.len(), 19);
            let typed = [
                shown.clone(),
                shown.to_uppercase(),
                format!(" {} ", shown.replace('-', " ")),
                code.replace('0', "o").replace('1', "L"),
            ];
            for typed in typed {
                assert!(
                    read_code(&typed) == TypedCode::Recovery(code.clone()),
                    "{typed}"
                );
            }
        }
    }

    #[test]
    fn six_digits_are_a_code_of_an_app() {
        for typed in ["123456", "123 456", " 123-456 "] {
            assert!(read_code(typed) == TypedCode::App("123456".into()));
        }
        for typed in [
            "",
            "12345",
            "1234567",
            "12345x",
            "１２３４５６",
            &"1".repeat(65),
        ] {
            assert!(read_code(typed) == TypedCode::Neither, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(typed in ".*") {
            match read_code(&typed) {
                TypedCode::App(code) => prop_assert!(code.len() == 6),
                TypedCode::Recovery(code) => prop_assert!(code.len() == 16),
                TypedCode::Neither => {}
            }
        }

        #[test]
        fn no_two_codes_are_written_alike(left in any::<[u8; 10]>(), right in any::<[u8; 10]>()) {
            prop_assert_eq!(left == right, base32(&left) == base32(&right));
        }
    }

    #[test]
    fn each_letter_stands_for_five_bits_the_highest_first() {
        let bytes = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc];
        assert_eq!(base32(&bytes), "04hmasw9nf6yzzpw");
        assert_eq!(base32(&[0xff; 10]), "z".repeat(16));
        assert_eq!(base32(&[0; 10]), "0".repeat(16));
    }

    #[test]
    fn no_more_than_64_bytes_of_what_is_typed_are_looked_at() {
        let spaced = |length: usize| format!("{:<length$}", "123456");
        assert!(read_code(&spaced(MAX_TYPED)) == TypedCode::App("123456".into()));
        for length in [MAX_TYPED + 1, 1000] {
            assert!(read_code(&spaced(length)) == TypedCode::Neither, "{length}");
        }
    }
}
