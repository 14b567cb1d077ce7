//! What comes of somebody who proved elsewhere who they are: one decision, from values alone.
//!
//! No sequence of answers signs anybody in as a user that their identity was not linked to.

use crate::federation::{
    identity::Identity,
    identity_provider::{IdentityProvider, OnKnownEmail},
};

/// Why somebody does not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The provider said nothing that could be a key.
    Unreadable,
    /// Outside the domains or tenants that come in by this provider.
    NotAdmitted,
    /// Nobody here is linked, and nobody new is let in.
    NoAccount,
    /// Somebody here has that address, and this sign-in does not prove that it is theirs.
    KnownEmail,
    /// The provider only links.
    LinkOnly,
    /// The user is disabled.
    Disabled,
    /// The identity is another user's here.
    LinkedToAnother,
}

/// A user here, as far as the decision goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownUser {
    /// Who.
    pub id: String,
    /// Whether they are disabled.
    pub disabled: bool,
    /// Whether they can prove themselves by a password.
    pub has_password: bool,
}

/// What is known here.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whose the identity is.
    pub linked: Option<KnownUser>,
    /// Who has the same address.
    pub same_email: Option<KnownUser>,
    /// Whether the app lets newcomers in.
    pub app_admits_newcomers: bool,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Signed in as this user.
    SignIn(String),
    /// A new user, with the address or without.
    SignUp {
        /// Whether the address becomes theirs.
        with_email: bool,
    },
    /// This user may link it, after proving that they are that user.
    OfferLink(String),
    /// No.
    Refuse(Refusal),
}

/// Decides.
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
        if provider.sign_up && known.app_admits_newcomers {
            Decision::SignUp { with_email }
        } else {
            Decision::Refuse(Refusal::NoAccount)
        }
    };
    let Some(owner) = &known.same_email else {
        // An address that nobody vouches for is nobody's: whoever took it would keep its owner out.
        return sign_up(identity.email_verified);
    };
    if identity.is_authoritative && identity.email_verified && owner.has_password && !owner.disabled
    {
        return Decision::OfferLink(owner.id.clone());
    }
    match provider.on_known_email {
        OnKnownEmail::Refuse => Decision::Refuse(Refusal::KnownEmail),
        OnKnownEmail::NewAccount => sign_up(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oidc::claims::StandardClaims;
    use proptest::prelude::*;

    fn user(id: &str, disabled: bool, has_password: bool) -> KnownUser {
        KnownUser {
            id: id.into(),
            disabled,
            has_password,
        }
    }

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
                linked: linked.then(|| user("mine", disabled, false)),
                same_email: same.then(|| user("theirs", disabled, has_password)),
                app_admits_newcomers: app,
            };
            match decide(&provider, &identity, &known) {
                Decision::SignIn(id) => prop_assert!(linked && !disabled && !link_only && id == "mine"),
                Decision::OfferLink(id) => prop_assert!(!linked && same && verified && authoritative && has_password && !disabled && id == "theirs"),
                Decision::SignUp { with_email } => prop_assert!(!linked && sign_up && app && !link_only && (!with_email || verified && !same)),
                Decision::Refuse(_) => {}
            }
        }
    }
}
