//! Which user an identity belongs to: one decision, from values alone.
//!
//! No input signs anybody in as a user that the identity is not linked to.

use crate::federation::{
    identity::Identity,
    identity_provider::{IdentityProvider, OnKnownEmail},
    refusal::Refusal,
};

/// A user that an identity is linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedUser {
    /// The identifier of the user.
    pub id: String,
    /// Whether the user is disabled.
    pub disabled: bool,
}

/// The user with the email address of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailOwner {
    /// The identifier of the user.
    pub id: String,
    /// Whether the user is disabled.
    pub disabled: bool,
    /// Whether the user has a password.
    pub has_password: bool,
}

/// What is stored about an identity.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The user that the identity is linked to.
    pub linked: Option<LinkedUser>,
    /// The user with the same email address.
    pub same_email: Option<EmailOwner>,
    /// Whether the app accepts new users.
    pub app_accepts_sign_up: bool,
}

/// What follows from an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Sign in as the user with this identifier.
    SignIn(String),
    /// Create a user.
    SignUp {
        /// Whether the user gets the email address.
        with_email: bool,
    },
    /// Offer the user with this identifier to link the identity, after they prove their account.
    OfferLink(String),
    /// Refuse the sign-in.
    Refuse(Refusal),
}

/// Decides which user an identity belongs to.
pub fn decide(provider: &IdentityProvider, identity: &Identity, known: &Known) -> Decision {
    if provider.link_only {
        return Decision::Refuse(Refusal::LinkOnly);
    }
    if let Some(user) = &known.linked {
        return if user.disabled {
            Decision::Refuse(Refusal::Disabled)
        } else {
            Decision::SignIn(user.id.clone())
        };
    }
    let sign_up = |with_email| {
        if provider.sign_up && known.app_accepts_sign_up {
            Decision::SignUp { with_email }
        } else {
            Decision::Refuse(Refusal::NoAccount)
        }
    };
    let Some(owner) = &known.same_email else {
        // An unverified address is not stored: it would keep its owner from using it.
        return sign_up(identity.email_verified);
    };
    if identity.is_authoritative && identity.email_verified && owner.has_password && !owner.disabled
    {
        return Decision::OfferLink(owner.id.clone());
    }
    match provider.on_known_email {
        // Whoever only claims an address is not told that it is known.
        OnKnownEmail::Refuse if !identity.email_verified => Decision::Refuse(Refusal::NoAccount),
        OnKnownEmail::Refuse => Decision::Refuse(Refusal::KnownEmail),
        OnKnownEmail::NewAccount => sign_up(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oidc::claims::StandardClaims;
    use serde_json::json;

    /// What is true of a sign-in.
    #[derive(Clone, Copy, Debug)]
    #[expect(
        clippy::struct_excessive_bools,
        reason = "each is true or not, whatever the others are"
    )]
    struct Case {
        linked: bool,
        disabled: bool,
        same_email: bool,
        has_password: bool,
        sign_up: bool,
        link_only: bool,
        new_account: bool,
        app_accepts: bool,
        verified: bool,
        authoritative: bool,
    }

    impl Case {
        /// Every case that there is.
        fn all() -> impl Iterator<Item = Self> {
            (0_u16..1 << 10).map(|bits| {
                let is = |bit: u16| bits & 1 << bit != 0;
                Self {
                    linked: is(0),
                    disabled: is(1),
                    same_email: is(2),
                    has_password: is(3),
                    sign_up: is(4),
                    link_only: is(5),
                    new_account: is(6),
                    app_accepts: is(7),
                    verified: is(8),
                    authoritative: is(8) && is(9),
                }
            })
        }

        fn decision(self) -> Decision {
            let on_known_email = if self.new_account {
                "new_account"
            } else {
                "refuse"
            };
            let provider: IdentityProvider = serde_json::from_value(json!({
                "id": "up", "kind": "oidc", "sign_up": self.sign_up, "link_only": self.link_only,
                "on_known_email": on_known_email,
            }))
            .unwrap();
            let identity = Identity {
                provider_id: "up".into(),
                issuer: "i".into(),
                subject: "s".into(),
                email: Some("a@b.example".into()),
                email_verified: self.verified,
                is_authoritative: self.authoritative,
                claims: StandardClaims::default(),
                roles: vec![],
                amr: vec![],
                auth_time: None,
                sid: None,
            };
            let disabled = self.disabled;
            let known = Known {
                linked: self.linked.then(|| LinkedUser {
                    id: "mine".into(),
                    disabled,
                }),
                same_email: self.same_email.then(|| EmailOwner {
                    id: "theirs".into(),
                    disabled,
                    has_password: self.has_password,
                }),
                app_accepts_sign_up: self.app_accepts,
            };
            decide(&provider, &identity, &known)
        }
    }

    #[test]
    fn nobody_is_signed_in_as_a_user_that_is_not_linked() {
        for case in Case::all() {
            let signs_in = case.linked && !case.disabled && !case.link_only;
            let expected = signs_in.then(|| Decision::SignIn("mine".into()));
            let found = Some(case.decision()).filter(|found| matches!(found, Decision::SignIn(_)));
            assert_eq!(found, expected, "{case:?}");
        }
    }

    #[test]
    fn a_link_is_offered_to_whom_an_authoritative_provider_names_and_who_can_prove_it() {
        for case in Case::all().filter(|case| !case.linked && !case.link_only) {
            let is_offered =
                case.same_email && case.authoritative && case.has_password && !case.disabled;
            let is_found = case.decision() == Decision::OfferLink("theirs".into());
            assert_eq!(is_found, is_offered, "{case:?}");
        }
    }

    #[test]
    fn a_new_user_has_an_address_that_is_verified_and_nobody_else_s() {
        for case in Case::all() {
            if let Decision::SignUp { with_email } = case.decision() {
                assert!(case.sign_up && case.app_accepts && !case.link_only && !case.linked);
                assert!(!case.same_email || case.new_account, "{case:?}");
                assert_eq!(with_email, case.verified && !case.same_email, "{case:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_why_and_tells_nobody_of_an_address_that_they_only_claim() {
        for case in Case::all() {
            let Decision::Refuse(refusal) = case.decision() else {
                continue;
            };
            let accepts = case.sign_up && case.app_accepts;
            let expected = if case.link_only {
                Refusal::LinkOnly
            } else if case.linked {
                Refusal::Disabled
            } else if case.same_email && !case.new_account && case.verified {
                Refusal::KnownEmail
            } else {
                Refusal::NoAccount
            };
            assert_eq!(refusal, expected, "{case:?}");
            let is_known = case.same_email && !case.new_account;
            assert!(
                refusal != Refusal::NoAccount || !accepts || is_known,
                "{case:?}"
            );
        }
    }
}
