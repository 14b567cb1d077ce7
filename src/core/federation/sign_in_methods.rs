//! The sign-in methods that the users of an app have.

use crate::{Configuration, federation::LoadedIdentityProvider, settings::ProviderSettings};
use doorward_protocol::{
    clients::client::Client,
    credentials::{second_factor::SecondFactorMode, sign_in_method::SignInMethod},
    oidc::authentication_context::AuthenticationContext,
};
use std::sync::Arc;

/// The sign-in methods of an app, or all methods where no app asks.
pub struct SignInMethods {
    /// Whether a password that is stored here signs in.
    pub password: bool,
    /// The directories, whose users type their password here.
    pub directories: Vec<Arc<LoadedIdentityProvider>>,
    /// The providers that the browser is sent to.
    pub providers: Vec<Arc<LoadedIdentityProvider>>,
    /// Whether a passkey signs in.
    pub passkeys: bool,
    /// Whether users can have a second factor here, after whatever method.
    pub second_factors: bool,
}

impl SignInMethods {
    /// The sign-in methods that a client admits; those of everybody without a client.
    pub fn for_client(
        settings: &ProviderSettings,
        configuration: &Configuration,
        client: Option<&Client>,
    ) -> Self {
        let admits = |method: &SignInMethod| client.is_none_or(|client| client.admits(method));
        let admitted = configuration
            .identity_providers
            .iter()
            .filter(|provider| provider.is_sign_in_method() && admits(&provider.sign_in_method()))
            .cloned();
        let (directories, providers) =
            admitted.partition(|provider| provider.resolved().is_directory());
        Self {
            password: settings.password_sign_in && admits(&SignInMethod::Password),
            directories,
            providers,
            passkeys: settings.passkeys && admits(&SignInMethod::Passkey),
            second_factors: settings.second_factor.mode != SecondFactorMode::Off,
        }
    }

    /// Whether there is a form for a name and a password.
    pub fn has_form(&self) -> bool {
        self.password || !self.directories.is_empty()
    }

    /// The only provider, where there is no other method. A passkey alone is no reason to show a page
    /// to everybody who is sent on otherwise.
    pub fn sole(&self) -> Option<&Arc<LoadedIdentityProvider>> {
        match self.providers.as_slice() {
            [only] if !self.has_form() => Some(only),
            _ => None,
        }
    }

    /// The strongest authentication that one of the methods can give: a second factor here is one,
    /// and a provider whose `amr` is trusted may report several factors.
    pub fn strongest(&self) -> AuthenticationContext {
        if self.second_factors || self.providers.iter().any(|each| each.declared().trust_amr) {
            AuthenticationContext::MultiFactor
        } else {
            AuthenticationContext::SingleFactor
        }
    }

    /// The methods that can give more than one factor.
    #[must_use]
    pub fn stronger(mut self) -> Self {
        self.providers.retain(|each| each.declared().trust_amr);
        Self {
            password: false,
            directories: Vec::new(),
            ..self
        }
    }

    /// A provider among the methods, by its identifier.
    pub fn provider(&self, id: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        self.providers.iter().find(|each| each.id() == id)
    }

    /// The provider that users with this email address are sent to (home realm discovery).
    pub fn home_of(&self, address: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        self.providers
            .iter()
            .find(|each| each.declared().is_home_realm_of(address))
    }

    /// Whether an email address can lead to a provider.
    pub fn has_home_realms(&self) -> bool {
        self.providers
            .iter()
            .any(|each| !each.declared().home_realms.is_empty())
    }
}
