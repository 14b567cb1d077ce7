//! The services about credentials.

use super::Provider;
use crate::{
    authorization_challenge::AuthorizationChallenges,
    credentials::{KnownBrowsers, PasskeySignIn, Passkeys, Passwords, SecondFactors, SignIn},
    recovery::Recovery,
    sign_in_form::FormSignIn,
};
impl Provider {
    /// Sign-in with a password.
    pub fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Sign-in by the form for a name and a password.
    pub fn sign_in_form(&self) -> &FormSignIn {
        &self.forms.sign_in_form
    }

    /// Apps with a form of their own.
    pub const fn authorization_challenges(&self) -> &AuthorizationChallenges {
        &self.forms.authorization_challenges
    }

    /// Passwords: changed by their users or by an operator.
    pub fn passwords(&self) -> &Passwords {
        &self.base.passwords
    }

    /// The browsers in which users signed in before.
    pub fn known_browsers(&self) -> &KnownBrowsers {
        &self.base.known_browsers
    }

    /// The second factors of users.
    pub fn second_factors(&self) -> &SecondFactors {
        &self.base.second_factors
    }

    /// Passkeys and security keys.
    pub fn passkeys(&self) -> &Passkeys {
        &self.base.passkeys
    }

    /// Getting back in without a lost second factor.
    pub const fn recovery(&self) -> &Recovery {
        &self.accounts.recovery
    }

    /// Sign-in by a passkey.
    pub const fn passkey_sign_in(&self) -> &PasskeySignIn {
        &self.passkey_sign_in
    }
}
