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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_is_signed_in_as_a_user_that_is_not_linked(
            (linked, disabled, same, has_password) in any::<(bool, bool, bool, bool)>(),
            (sign_up, link_only, new_account, app) in any::<(bool, bool, bool, bool)>(),
            (verified, authoritative) in any::<(bool, bool)>(),
        ) {
            let provider: IdentityProvider = serde_json::from_value(serde_json::json!({"id": "up", "kind": "oidc", "sign_up": sign_up, "link_only": link_only,
                "on_known_email": if new_account { "new_account" } else { "refuse" }})).unwrap();
            let identity = Identity { provider_id: "up".into(), issuer: "i".into(), subject: "s".into(), email: Some("a@b.example".into()), email_verified: verified,
                is_authoritative: authoritative && verified, claims: StandardClaims::default(), roles: vec![], amr: vec![], auth_time: None, sid: None };
            let known = Known {
                linked: linked.then(|| LinkedUser { id: "mine".into(), disabled }),
                same_email: same.then(|| EmailOwner { id: "theirs".into(), disabled, has_password }),
                app_accepts_sign_up: app,
            };
            match decide(&provider, &identity, &known) {
                Decision::SignIn(id) => prop_assert!(linked && !disabled && !link_only && id == "mine"),
                Decision::OfferLink(id) => prop_assert!(!linked && same && verified && authoritative && has_password && !disabled && id == "theirs"),
                Decision::SignUp { with_email } => prop_assert!(!linked && sign_up && app && !link_only && (!with_email || verified && !same)),
                Decision::Refuse(refusal) => prop_assert!(refusal != Refusal::KnownEmail || verified),
            }
        }
    }
}
