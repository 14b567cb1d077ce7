//! The passwords that most users choose. The list is the one of Django 5.2
//! (`django/contrib/auth/common-passwords.txt.gz`), made by Royce Williams from what was stolen; its
//! licence is beside it.

use flate2::read::GzDecoder;
use std::{io::Read, sync::LazyLock};

static LIST: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("common_passwords.txt.gz");
    let mut text = String::new();
    // It is a part of the program: a test reads it.
    let _ = GzDecoder::new(packed).read_to_string(&mut text);
    let mut list: Vec<Box<str>> = text.lines().map(Into::into).collect();
    list.sort_unstable();
    list
});

/// Whether a password is on the list, in whatever case, and also where it is said several times.
pub(super) fn is_common(password: &str) -> bool {
    let folded = password.trim().to_lowercase();
    let is_listed = |text: &str| LIST.binary_search_by(|known| (**known).cmp(text)).is_ok();
    is_listed(&folded) || repeated(&folded).is_some_and(is_listed)
}

/// The shortest text that gives this one where it is repeated.
fn repeated(text: &str) -> Option<&str> {
    let lengths = (1..=text.len() / 2).filter(|length| text.len().is_multiple_of(*length));
    let mut parts = lengths.filter_map(|length| text.get(..length));
    parts.find(|part| text.len() == part.len() * text.matches(part).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_chooses_is_common() {
        assert!(LIST.len() > 19_000, "{}", LIST.len());
        for common in [
            "password",
            "PassWord",
            "123456",
            "iloveyou",
            " qwertyuiop ",
            "passwordpassword",
        ] {
            assert!(is_common(common), "{common}");
        }
        for rare in [
            "",
            "notes on the analytical engine",
            "p\u{e4}ssword\u{20ac}",
        ] {
            assert!(!is_common(rare), "{rare}");
        }
    }

    #[test]
    fn what_is_repeated_is_found() {
        assert_eq!(repeated("abcabcabc"), Some("abc"));
        assert_eq!(repeated("aaaa"), Some("a"));
        assert_eq!(repeated("abcab"), None);
        assert_eq!(repeated("\u{e4}\u{e4}"), Some("\u{e4}"));
        assert_eq!(repeated(""), None);
    }
}
