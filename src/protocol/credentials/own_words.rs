//! Passwords that consist of words which everybody knows who knows the user.

use crate::text::{fold_loosely, fold_name};

/// How many letters must be left of a password beside own words.
const MIN_LETTERS: usize = 4;
/// How many digits must be left where fewer letters are: a date has eight.
const MIN_DIGITS: usize = 9;

/// Letters and digits of a password that belong to no own word.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Left {
    letters: usize,
    digits: usize,
}

impl Left {
    fn and(self, character: char) -> Self {
        Self {
            letters: self.letters + usize::from(character.is_alphabetic()),
            digits: self.digits + usize::from(character.is_numeric()),
        }
    }
}

/// Whether little of a password is left once `words` and everything between them are taken away, however
/// often they are repeated, in whatever case, and with digits or letters that look alike.
pub fn consists_of_own_words<S: AsRef<str>>(password: &str, words: &[S]) -> bool {
    [fold_loosely, fold_name].into_iter().any(|fold| {
        let words: Vec<Vec<char>> = words
            .iter()
            .map(|word| fold(word.as_ref()).chars().collect())
            .collect();
        let password: Vec<char> = fold(password).chars().collect();
        let least = least_left(&password, &words);
        least.is_some_and(|left| left.letters < MIN_LETTERS && left.digits < MIN_DIGITS)
    })
}

/// The least that can be left of a password; `None` where no word is in it.
fn least_left(password: &[char], words: &[Vec<char>]) -> Option<Left> {
    let whole = (password.iter()).fold(Left::default(), |left, character| left.and(*character));
    // What is left at least of the first characters of the password, for each number of them.
    let mut least: Vec<Option<Left>> = vec![None; password.len() + 1];
    let mut reach = |length: usize, left: Left| {
        if let Some(known) = least.get_mut(length) {
            *known = Some(known.map_or(left, |known| known.min(left)));
        }
        least.get(length).copied().flatten()
    };
    let mut here = Some(Left::default());
    for (length, character) in password.iter().enumerate() {
        let left = here.unwrap_or(whole);
        let rest = password.get(length..).unwrap_or_default();
        for word in words {
            if !word.is_empty() && rest.starts_with(word) {
                reach(length + word.len(), left);
            }
        }
        here = reach(length + 1, left.and(*character));
    }
    here.filter(|left| *left < whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: [&str; 6] = [
        "nina hoffmann",
        "nina",
        "hoffmann",
        "nina.hoffmann@example.org",
        "example",
        "jürgen",
    ];

    #[test]
    fn a_password_is_more_than_own_words() {
        for own in [
            "Nina Hoffmann Nina Hoffmann",
            "ninahoffmannninahoffmann",
            "HOFFMANN-nina_hoffmann!",
            "Nina.Hoffmann@example.org",
            "Nina1984Hoffmann0312",
            "N1na H0ffmann N1na H0ffmann",
            "Jurgen, Ju\u{308}rgen & Jürgen",
            "n\u{456}na h\u{43e}ffmann nina",
            "Nina Hoffmann xyz",
        ] {
            assert!(consists_of_own_words(own, &WORDS), "{own}");
        }
        for other in [
            "four unrelated words of mine",
            "Nina Hoffmann likes walnut bread",
            "example of a long sentence",
            "hoffmann 8315 0927 46613",
            "1234567890!@#$%^&*()",
            "",
        ] {
            assert!(!consists_of_own_words(other, &WORDS), "{other}");
        }
        assert!(!consists_of_own_words("anything at all", &[""]));
    }

    #[test]
    fn a_word_within_another_one_does_not_hide_it() {
        // Taking `art` away first would leave most of the other word.
        let words = ["art", "article", "iclestar"];
        assert!(consists_of_own_words("articlestar-articlestar", &words));
    }

    proptest! {
        #[test]
        fn words_in_any_order_with_anything_but_letters_between_are_own(
            parts in prop::collection::vec((0..WORDS.len(), "[ !-/:-@]{0,3}"), 1..8)
        ) {
            let parts = parts.iter().flat_map(|(index, between)| [*WORDS.get(*index).unwrap(), between.as_str()]);
            let password: String = parts.collect();
            prop_assert!(consists_of_own_words(&password, &WORDS));
        }

        #[test]
        fn any_text_is_judged(password in any::<String>(), words in prop::collection::vec(any::<String>(), 0..4)) {
            let with_none: [&str; 0] = [];
            prop_assert!(!consists_of_own_words(&password, &with_none));
            let _ = consists_of_own_words(&password, &words);
        }
    }
}
