//! The methods by which a user signs in, and the rule that a user keeps at least one of them.

use serde::{Deserialize, Serialize};

const PASSWORD: &str = "password";
const PASSKEY: &str = "passkey";
const CODE: &str = "code";
const LINK: &str = "link";

/// A method by which a user signs in. As text it is `password`, `passkey`, `code`, `link`, or the
/// identifier of the identity provider; no identity provider has one of those names for an
/// identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum SignInMethod {
    /// A password that this provider stores.
    Password,
    /// A passkey, which is no other factor's second.
    Passkey,
    /// A code that is mailed.
    Code,
    /// A link that is mailed.
    Link,
    /// An identity provider, by its identifier.
    IdentityProvider(String),
}

impl SignInMethod {
    /// The names of the methods that this provider has itself, as settings list them.
    pub const NAMES: [&'static str; 4] = [PASSWORD, PASSKEY, CODE, LINK];

    /// The name of the method in client metadata and in lists of sessions: one of
    /// [`SignInMethod::NAMES`], or the identifier of the identity provider.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Password => PASSWORD,
            Self::Passkey => PASSKEY,
            Self::Code => CODE,
            Self::Link => LINK,
            Self::IdentityProvider(id) => id,
        }
    }

    /// The methods in the order in which a page shows them: those that an app lists, in its order;
    /// otherwise those of the settings. What the settings leave out is off for every app; identity
    /// providers are declared elsewhere, and each of them passes.
    pub fn in_order(settings: &[Self], of_client: &[Self]) -> Vec<Self> {
        if of_client.is_empty() {
            return settings.to_vec();
        }
        let is_on = |method: &&Self| {
            matches!(method, Self::IdentityProvider(_)) || settings.contains(method)
        };
        of_client.iter().filter(is_on).cloned().collect()
    }
}

impl From<String> for SignInMethod {
    fn from(name: String) -> Self {
        match name.as_str() {
            PASSWORD => Self::Password,
            PASSKEY => Self::Passkey,
            CODE => Self::Code,
            LINK => Self::Link,
            _ => Self::IdentityProvider(name),
        }
    }
}

impl From<SignInMethod> for String {
    fn from(method: SignInMethod) -> Self {
        match method {
            SignInMethod::IdentityProvider(id) => id,
            here => here.as_str().to_owned(),
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
    fn no_name_of_a_method_is_an_identity_provider() {
        for name in SignInMethod::NAMES {
            let method = SignInMethod::from(name.to_owned());
            assert!(
                !matches!(method, SignInMethod::IdentityProvider(_)),
                "{name}"
            );
            assert_eq!(method.as_str(), name);
        }
    }

    #[test]
    fn the_order_is_that_of_the_app_and_what_the_settings_leave_out_is_off() {
        let read = |names: &[&str]| -> Vec<SignInMethod> {
            let names = names.iter().map(|name| (*name).to_owned());
            names.map(SignInMethod::from).collect()
        };
        let settings = read(&["password", "passkey", "code"]);
        assert_eq!(SignInMethod::in_order(&settings, &[]), settings);
        assert_eq!(
            SignInMethod::in_order(&settings, &read(&["link", "google", "code", "password"])),
            read(&["google", "code", "password"])
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
