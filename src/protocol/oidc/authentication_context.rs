//! Authentication context classes: how strong a sign-in is (OpenID Connect Core §2 `acr`, RFC
//! 9470).

use strum::{EnumString, IntoStaticStr, VariantNames};

/// An authentication context class; the stronger is the greater.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantNames,
)]
pub enum AuthenticationContext {
    /// One factor, such as a password.
    #[strum(serialize = "urn:doorward:acr:1fa")]
    SingleFactor,
    /// Several factors, as a trusted upstream provider told.
    #[strum(serialize = "urn:doorward:acr:2fa")]
    MultiFactor,
}

impl AuthenticationContext {
    /// The names of every class, as discovery lists them.
    pub const NAMES: &[&str] = Self::VARIANTS;

    /// Its name: the `acr` claim.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The class of that name; none for a name of somebody else's.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Whether it is one of those that are wanted, or stronger than one; a name of somebody else's
    /// is met by nothing. Where nothing is wanted, everything will do.
    pub fn meets(self, wanted: &[String]) -> bool {
        wanted.is_empty()
            || wanted
                .iter()
                .filter_map(|name| Self::parse(name))
                .any(|class| class <= self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_the_weaker_meets_the_stronger_meets_too(picks in proptest::collection::vec(0_usize..3, 0..4)) {
            let names = ["urn:doorward:acr:1fa", "urn:doorward:acr:2fa", "urn:of:somebody:else"];
            let wanted: Vec<String> = picks.iter().map(|pick| names[*pick].to_owned()).collect();
            prop_assert!(!AuthenticationContext::SingleFactor.meets(&wanted) || AuthenticationContext::MultiFactor.meets(&wanted));
            prop_assert_eq!(AuthenticationContext::MultiFactor.meets(&wanted), wanted.is_empty() || picks.iter().any(|pick| *pick < 2));
        }
    }
}
