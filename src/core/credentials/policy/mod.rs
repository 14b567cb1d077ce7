//! Whether a new password will do: length over composition (NIST SP 800-63B-4 §3.1.1.2), nothing that
//! is easily guessed, nothing that was stolen elsewhere.

mod common_passwords;

use crate::settings::PasswordRules;
use common_passwords::is_common;
use doorward_adapters::breaches::{BreachFile, RangeQuery};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{credentials::own_words::consists_of_own_words, text::opaque_string};
use doorward_storage::User;
use zxcvbn::{Entropy, Score, feedback::Warning, matching::patterns::MatchPattern};

/// The longest password, in characters.
const MAX_CHARACTERS: usize = 256;
/// The longest password, in bytes.
const MAX_BYTES: usize = 1024;
/// The shortest word that a password must not rest on.
const MIN_WORD: usize = 3;

/// What a new password is for: the words that somebody who guesses would try first.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasswordContext<'a> {
    /// The names of the app in which the password is chosen, where there is one.
    pub app: Option<&'a str>,
    /// Words of whoever chooses it: address, user name, names.
    pub words: &'a [&'a str],
}

/// The words of a user: address, user name, names.
pub fn words_of(user: &User) -> Vec<&str> {
    let claims = &user.claims;
    let words = [
        &user.email,
        &user.username,
        &claims.name,
        &claims.given_name,
        &claims.family_name,
        &claims.nickname,
    ];
    words.into_iter().flatten().map(String::as_str).collect()
}

/// Why a new password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PasswordProblem {
    /// It has fewer characters than this.
    TooShort(usize),
    /// It has more than 256 characters, or 1024 bytes.
    TooLong,
    /// It holds the NUL character, which no form can send.
    Unusable,
    /// It is one of the passwords that most users choose.
    Common,
    /// It rests on the name of the app, of this provider, or of whoever chooses it.
    OwnWord,
    /// It is a sequence or a repetition, such as `abcdefgh` or `aaaaaa`.
    Pattern,
    /// It is a date, or a year.
    Date,
    /// It is one word, or a name.
    SingleWord,
    /// It takes few guesses for another reason.
    Guessable,
    /// It was found among passwords that were stolen elsewhere.
    Breached,
    /// It is the password that the user has.
    Present,
    /// It is the password that the user had, which was revoked.
    Revoked,
}

impl PasswordProblem {
    /// The problem in one word, for programs.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// How strong a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordStrength {
    /// 0, the weakest, to 4.
    pub score: u8,
    /// Why it will not do; `None` where it will.
    pub problem: Option<PasswordProblem>,
}

/// Judges new passwords.
pub(super) struct PasswordPolicy {
    pub(super) rules: PasswordRules,
    pub(super) breaches: Option<BreachFile>,
    pub(super) outbound: Outbound,
}

impl PasswordPolicy {
    /// How strong a password is, by what is known here: `provider` is the name of this provider.
    pub(super) fn strength(
        &self,
        password: &str,
        provider: &str,
        about: &PasswordContext<'_>,
    ) -> PasswordStrength {
        let prepared = opaque_string(password);
        if let Some(problem) = self.length_problem(password, &prepared) {
            return PasswordStrength {
                // What is too long is not looked at.
                score: u8::from(problem != PasswordProblem::TooLong),
                problem: Some(problem),
            };
        }
        let words = own_words(provider, about);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let guesses = zxcvbn::zxcvbn(&prepared, &words);
        let weakness = if consists_of_own_words(&prepared, &words) {
            Some(PasswordProblem::OwnWord)
        } else {
            (guesses.score() < Score::Three).then(|| weakness(&guesses))
        };
        let problem = match weakness {
            Some(PasswordProblem::OwnWord) => weakness,
            _ if is_common(&prepared) => Some(PasswordProblem::Common),
            None if self.is_in_file(&prepared, password) => Some(PasswordProblem::Breached),
            weakness => weakness,
        };
        let score = u8::from(guesses.score());
        PasswordStrength {
            score: if problem.is_some() {
                score.min(2)
            } else {
                score
            },
            problem,
        }
    }

    fn length_problem(&self, typed: &str, prepared: &str) -> Option<PasswordProblem> {
        let characters = prepared.chars().count();
        let is_too_long =
            |text: &str| text.len() > MAX_BYTES || text.chars().count() > MAX_CHARACTERS;
        if is_too_long(typed) || is_too_long(prepared) {
            Some(PasswordProblem::TooLong)
        } else if typed.contains('\0') {
            Some(PasswordProblem::Unusable)
        } else if characters < self.rules.min_length {
            Some(PasswordProblem::TooShort(self.rules.min_length))
        } else {
            None
        }
    }

    /// A file that cannot be read refuses nobody.
    fn is_in_file(&self, prepared: &str, typed: &str) -> bool {
        let Some(file) = &self.breaches else {
            return false;
        };
        [prepared, typed].into_iter().any(|password| {
            file.holds(password).unwrap_or_else(|error| {
                tracing::error!(%error, "passwords.breach_file could not be read");
                false
            })
        })
    }

    /// Whether the service of the settings knows a password. Where there is none, or it does not answer
    /// in time, it does not: whoever chooses a password need not wait for it to come back.
    pub(super) async fn is_known_elsewhere(&self, password: &str) -> bool {
        let Some(url) = &self.rules.breach_url else {
            return false;
        };
        let query = RangeQuery::about(&opaque_string(password));
        match self.outbound.get(&format!("{url}{}", query.prefix())).await {
            Ok(answer) => query.is_in(&String::from_utf8_lossy(&answer)),
            Err(error) => {
                tracing::warn!(%error, "passwords.breach_api did not answer; the password was accepted without it");
                false
            }
        }
    }
}

/// The words that a password must not rest on, with their parts.
fn own_words(provider: &str, about: &PasswordContext<'_>) -> Vec<String> {
    let given = [provider]
        .into_iter()
        .chain(about.app)
        .chain(about.words.iter().copied());
    let mut words = Vec::new();
    for word in given {
        let word = word.trim().to_lowercase();
        let parts = word.split(|c: char| !c.is_alphanumeric());
        words.extend(
            parts
                .filter(|part| part.chars().count() >= MIN_WORD)
                .map(str::to_owned),
        );
        words.push(word.replace(' ', ""));
        words.push(word);
    }
    words.retain(|word| word.chars().count() >= MIN_WORD);
    words.sort_unstable();
    words.dedup();
    words
}

/// What makes a password easy to guess.
fn weakness(guesses: &Entropy) -> PasswordProblem {
    // The library does not export the type of this name.
    let is_own = |pattern: &MatchPattern| {
        matches!(pattern, MatchPattern::Dictionary(found)
            if format!("{:?}", found.dictionary_name) == "UserInputs")
    };
    if guesses.sequence().iter().any(|part| is_own(&part.pattern)) {
        return PasswordProblem::OwnWord;
    }
    let warning = guesses
        .feedback()
        .and_then(zxcvbn::feedback::Feedback::warning);
    match warning {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => PasswordProblem::Common,
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => PasswordProblem::Pattern,
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => {
            PasswordProblem::Date
        }
        Some(
            Warning::AWordByItselfIsEasyToGuess
            | Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => PasswordProblem::SingleWord,
        None => PasswordProblem::Guessable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(min_length: usize) -> PasswordPolicy {
        PasswordPolicy {
            rules: PasswordRules {
                min_length,
                breach_url: None,
            },
            breaches: None,
            outbound: Outbound::new(None, false).unwrap(),
        }
    }

    fn problem(min_length: usize, password: &str) -> Option<PasswordProblem> {
        let about = PasswordContext {
            app: Some("Cider Press"),
            words: &["ada@lovelace.example", "ada", "Ada Lovelace"],
        };
        policy(min_length)
            .strength(password, "Orchard Identity", &about)
            .problem
    }

    /// A phrase in lower case will do, whatever it is composed of (SP 800-63B-4 §3.1.1.2).
    #[test]
    fn no_composition_is_asked_for() {
        for good in [
            "notes on the analytical engine",
            "a moth in relay number 70",
            "sixty four characters of nothing but lower case words and spaces",
            "gr\u{fc}ne \u{c4}pfel im Winter essen",
            "\u{6b63}\u{3057}\u{3044}\u{99ac}\u{306e}\u{96fb}\u{6c60}\u{306e}\u{30db}\u{30c1}\u{30ad}\u{30b9}\u{4e00}\u{4e8c}\u{4e09}\u{56db}",
        ] {
            assert_eq!(problem(15, good), None, "{good}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused_with_its_reason() {
        use PasswordProblem::{Common, OwnWord, TooLong, TooShort, Unusable};
        for (min_length, password, expected) in [
            (15, "short", TooShort(15)),
            (8, "seven77", TooShort(8)),
            (15, &"x ".repeat(200) as &str, TooLong),
            (15, &"\u{20ac}\u{1f600}".repeat(200), TooLong),
            (15, "a password\0with NUL", Unusable),
            (8, "password1", Common),
            (8, "iloveyou", Common),
            (15, "passwordpassword", Common),
            (15, "aaaaaaaaaaaaaaaa", Common),
            (15, "ada@lovelace.example", OwnWord),
            (8, "orchard identity", OwnWord),
            (8, "ciderpress1", OwnWord),
            (8, "lovelace1", OwnWord),
            (15, "Ada Lovelace Ada Lovelace Ada Lovelace", OwnWord),
            (15, "lovelace.ADA-lovelace.1815_cider!press", OwnWord),
            (15, "Orchard*Identity*Orchard*Identity", OwnWord),
        ] {
            assert_eq!(problem(min_length, password), Some(expected), "{password}");
        }
        for weak in ["abcdefghijklmnop", "qwertyuiopasdfgh", "1234567890123456"] {
            assert!(problem(15, weak).is_some(), "{weak}");
        }
        assert_eq!(PasswordProblem::TooShort(8).code(), "too_short");
    }

    /// Blanks at the ends count, and nothing is folded: the rule of [`opaque_string`] alone is applied
    /// where a password is set and where it is verified.
    #[test]
    fn a_password_is_counted_in_the_form_that_is_hashed() {
        assert_eq!(problem(15, "zq8 tw4 lp1 vx "), None);
        // Sixteen characters as typed, fifteen as hashed.
        assert_eq!(problem(15, "zq8 tw4 lp1 u\u{308}v "), None);
        assert_eq!(
            problem(16, "zq8 tw4 lp1 u\u{308}v "),
            Some(PasswordProblem::TooShort(16))
        );
    }
}
