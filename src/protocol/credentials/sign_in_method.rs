//! The methods by which a user signs in, and the rule that a user keeps at least one of them.

use serde::{Deserialize, Serialize};

const PASSWORD: &str = "password";
const PASSKEY: &str = "passkey";

/// A method by which a user signs in. As text it is `password`, `passkey`, or the identifier of the
/// identity provider; no identity provider has one of those names for an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum SignInMethod {
    /// A password that this provider stores.
    Password,
    /// A passkey, which is no other factor's second.
    Passkey,
    /// An identity provider, by its identifier.
    IdentityProvider(String),
}

impl SignInMethod {
    /// The name of the method in client metadata and in lists of sessions: `password`, `passkey`, or
    /// the identifier of the identity provider.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Password => PASSWORD,
            Self::Passkey => PASSKEY,
            Self::IdentityProvider(id) => id,
        }
    }
}

impl From<String> for SignInMethod {
    fn from(name: String) -> Self {
        match name.as_str() {
            PASSWORD => Self::Password,
            PASSKEY => Self::Passkey,
            _ => Self::IdentityProvider(name),
        }
    }
}

impl From<SignInMethod> for String {
    fn from(method: SignInMethod) -> Self {
        match method {
            SignInMethod::Password => PASSWORD.to_owned(),
            SignInMethod::Passkey => PASSKEY.to_owned(),
            SignInMethod::IdentityProvider(id) => id,
        }
    }
}

/// A credential or a linked identity of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnedMethod<K> {
    /// Tells the credentials and identities of one user apart.
    pub key: K,
    /// Whether it signs the user in now. A password does not where password sign-in is off; an
    /// identity does not where its provider is disabled or only links.
    pub is_usable: bool,
}

/// The method that the user still signs in with once `removed` is gone. `None` means that `removed`
/// is the last one, and must stay.
///
/// This is the only rule about the last sign-in method. The transaction that removes a method also
/// requires that the method returned here still exists.
pub fn remaining_method<K: Copy + PartialEq>(methods: &[OwnedMethod<K>], removed: K) -> Option<K> {
    methods
        .iter()
        .find(|method| method.is_usable && method.key != removed)
        .map(|method| method.key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_method_is_written_as_its_name() {
        let methods = [
            SignInMethod::Password,
            SignInMethod::IdentityProvider("google".to_owned()),
        ];
        let text = r#"["password","google"]"#;
        assert_eq!(serde_json::to_string(&methods).unwrap(), text);
        let read: Vec<SignInMethod> = serde_json::from_str(text).unwrap();
        assert_eq!(read, methods);
        assert_eq!(
            methods.each_ref().map(SignInMethod::as_str),
            ["password", "google"]
        );
    }

    #[test]
    fn a_method_that_does_not_sign_in_does_not_count() {
        let methods = |is_usable| {
            [
                OwnedMethod {
                    key: "password",
                    is_usable,
                },
                OwnedMethod {
                    key: "google",
                    is_usable: true,
                },
            ]
        };
        assert_eq!(remaining_method(&methods(true), "google"), Some("password"));
        assert_eq!(remaining_method(&methods(false), "google"), None);
    }

    proptest! {
        #[test]
        fn no_order_of_removals_takes_the_last_usable_method(
            usable in proptest::collection::vec(any::<bool>(), 1..6),
            removals in proptest::collection::vec(0_usize..6, 0..12),
        ) {
            let mut methods: Vec<OwnedMethod<usize>> = usable
                .iter()
                .enumerate()
                .map(|(key, is_usable)| OwnedMethod { key, is_usable: *is_usable })
                .collect();
            for removed in removals {
                if let Some(kept) = remaining_method(&methods, removed) {
                    methods.retain(|method| method.key != removed);
                    prop_assert!(methods.iter().any(|method| method.key == kept && method.is_usable));
                }
            }
            prop_assert!(
                !usable.contains(&true) || methods.iter().any(|method| method.is_usable)
            );
        }
    }
}
