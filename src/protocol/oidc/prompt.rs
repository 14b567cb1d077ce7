//! The `prompt` parameter (OpenID Connect Core §3.1.2.1).

use serde::{Deserialize, Serialize};

/// What the client wants the user to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent values that the specification lets a client combine"
)]
pub struct Prompt {
    /// No page at all.
    pub none: bool,
    /// `login`: the user must authenticate again.
    pub login: bool,
    /// Consent, even where it is remembered.
    pub consent: bool,
    /// The choice of an account.
    pub select_account: bool,
    /// The page where an account is created (Initiating User Registration via OpenID Connect §3).
    pub create: bool,
}

impl Prompt {
    /// Reads the parameter; `None` for an unknown value or `none` together with another.
    pub fn parse(text: &str) -> Option<Self> {
        let mut prompt = Self::default();
        for value in text.split(' ').filter(|value| !value.is_empty()) {
            match value {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                "select_account" => prompt.select_account = true,
                "create" => prompt.create = true,
                _ => return None,
            }
        }
        let asks = prompt.login || prompt.consent || prompt.select_account || prompt.create;
        if prompt.none && asks {
            return None;
        }
        Some(prompt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_stands_alone_and_unknown_values_are_refused() {
        assert!(Prompt::parse("none").unwrap().none);
        assert!(Prompt::parse("login consent").is_some_and(|p| p.login && p.consent && !p.none));
        for refused in [
            "none login",
            "none consent",
            "none create",
            "bogus",
            "LOGIN",
            "login bogus",
        ] {
            assert_eq!(Prompt::parse(refused), None, "{refused}");
        }
    }

    #[test]
    fn each_value_is_a_wish_of_its_own() {
        let none = Prompt::default();
        for (text, prompt) in [
            ("", none),
            ("none", Prompt { none: true, ..none }),
            (
                "login",
                Prompt {
                    login: true,
                    ..none
                },
            ),
            (
                "consent",
                Prompt {
                    consent: true,
                    ..none
                },
            ),
            (
                "select_account",
                Prompt {
                    select_account: true,
                    ..none
                },
            ),
            (
                "create",
                Prompt {
                    create: true,
                    ..none
                },
            ),
            (
                "create  login",
                Prompt {
                    create: true,
                    login: true,
                    ..none
                },
            ),
        ] {
            assert_eq!(Prompt::parse(text), Some(prompt), "{text}");
        }
    }
}
