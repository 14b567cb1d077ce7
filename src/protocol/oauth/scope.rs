//! Scope: a set of tokens (RFC 6749 §3.3).

use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Every scope that this provider gives meaning to (OpenID Connect Core §5.4 and §11).
pub const STANDARD: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
];

/// A set of scope tokens in the order in which they were first named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<String>);

impl Scope {
    /// Reads a space-delimited list; `None` where a token holds a character that RFC 6749 §3.3
    /// forbids.
    pub fn parse(text: &str) -> Option<Self> {
        let mut tokens: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        for token in text.split(' ').filter(|token| !token.is_empty()) {
            if !token
                .bytes()
                .all(|b| (0x21..=0x7e).contains(&b) && b != b'"' && b != b'\\')
            {
                return None;
            }
            if known.insert(token) {
                tokens.push(token.to_owned());
            }
        }
        Some(Self(tokens))
    }

    /// The tokens, for many look-ups: sets may be as long as a request, and both sides of a comparison
    /// may come from strangers.
    fn tokens(&self) -> HashSet<&str> {
        self.iter().collect()
    }

    /// Whether the set holds the token.
    pub fn contains(&self, token: &str) -> bool {
        self.0.iter().any(|known| known == token)
    }

    /// Whether every token of this set is in `other`.
    pub fn is_subset_of(&self, other: &Self) -> bool {
        let other = other.tokens();
        self.iter().all(|token| other.contains(token))
    }

    /// The tokens that are in both sets, in the order of this one.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let other = other.tokens();
        Self(
            self.0
                .iter()
                .filter(|token| other.contains(token.as_str()))
                .cloned()
                .collect(),
        )
    }

    /// The set without one token.
    #[must_use]
    pub fn without(&self, token: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|known| *known != token)
                .cloned()
                .collect(),
        )
    }

    /// Both sets together.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (mut tokens, known) = (self.0.clone(), self.tokens());
        tokens.extend(
            other
                .0
                .iter()
                .filter(|token| !known.contains(token.as_str()))
                .cloned(),
        );
        Self(tokens)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The scope tokens, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("scope holds a character that RFC 6749 §3.3 forbids")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_sets_are_the_same_as_short_ones() {
        let names = |range: std::ops::Range<usize>| {
            let names: Vec<String> = range.map(|n| format!("s{n}")).collect();
            Scope::parse(&names.join(" ")).unwrap()
        };
        let (many, more) = (names(0..4_000), names(0..30_000));
        assert!(many.is_subset_of(&more) && !more.is_subset_of(&many));
        assert_eq!(more.intersection(&many), many);
        assert_eq!(many.union(&more), more);
    }

    proptest! {
        #[test]
        fn what_is_granted_is_a_subset_of_both(a in "[a-d ]{0,12}", b in "[a-d ]{0,12}") {
            let (a, b) = (Scope::parse(&a).unwrap(), Scope::parse(&b).unwrap());
            let both = a.intersection(&b);
            prop_assert!(both.is_subset_of(&a) && both.is_subset_of(&b));
            prop_assert!(a.is_subset_of(&a.union(&b)) && b.is_subset_of(&a.union(&b)));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC*") {
            if let Some(scope) = Scope::parse(&text) {
                prop_assert_eq!(Scope::parse(&scope.to_string()), Some(scope));
            }
        }
    }

    #[test]
    fn a_set_without_a_token_keeps_every_other() {
        let scope = |text: &str| Scope::parse(text).unwrap();
        let without = |text: &str| scope(text).without("offline_access");
        for (before, after) in [
            ("openid offline_access email", "openid email"),
            ("openid email", "openid email"),
            ("offline_access", ""),
            ("", ""),
        ] {
            assert_eq!(without(before), scope(after), "{before}");
        }
    }
}
