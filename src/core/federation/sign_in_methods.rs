//! The sign-in methods that the users of an app have.

use crate::{
    Configuration, configuration::RoutedDomains, federation::LoadedIdentityProvider,
    settings::ProviderSettings,
};
use doorward_protocol::{
    clients::client::Client,
    credentials::{second_factor::SecondFactorMode, sign_in_method::SignInMethod},
    oidc::authentication_context::AuthenticationContext,
};
use std::sync::Arc;

/// A part of the sign-in page, for one or more methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInPart {
    /// The form for a name and a password.
    Password,
    /// The button of a passkey.
    Passkey,
    /// The button that asks for a mail.
    Mail,
    /// The buttons of identity providers.
    Providers,
}

/// The sign-in methods of an app, or all methods where no app asks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each method is on or off by itself"
)]
pub struct SignInMethods {
    /// Whether a password that is stored here signs in.
    pub password: bool,
    /// The directories, whose users type their password here.
    pub directories: Vec<Arc<LoadedIdentityProvider>>,
    /// The providers that the browser is sent to, in the order of the page.
    pub providers: Vec<Arc<LoadedIdentityProvider>>,
    /// Whether a passkey signs in.
    pub passkeys: bool,
    /// Whether a mailed code signs in.
    pub code: bool,
    /// Whether a mailed link signs in.
    pub link: bool,
    /// Whether users can have a second factor here, after whatever method.
    pub second_factors: bool,
    /// The providers that the addresses of verified domains belong to.
    routed: Arc<RoutedDomains>,
    /// The methods in the order of the page, as far as the app or the settings name them.
    order: Vec<SignInMethod>,
}

impl SignInMethods {
    /// The sign-in methods that a client admits; those of everybody without a client.
    pub fn for_client(
        settings: &ProviderSettings,
        configuration: &Configuration,
        client: Option<&Client>,
    ) -> Self {
        let of_client = client.map_or(&[][..], |client| &client.sign_in_methods);
        let order = SignInMethod::in_order(&settings.sign_in_methods, of_client);
        let admits = |method: &SignInMethod| client.is_none_or(|client| client.admits(method));
        let mut admitted: Vec<_> = configuration
            .identity_providers
            .iter()
            .filter(|provider| provider.is_sign_in_method() && admits(&provider.sign_in_method()))
            .cloned()
            .collect();
        // The order of their declaration, where the app names none.
        admitted.sort_by_key(|provider| {
            let method = provider.sign_in_method();
            order.iter().position(|listed| *listed == method)
        });
        let (directories, providers) = admitted
            .into_iter()
            .partition(|provider| provider.resolved().is_directory());
        let has = |method| order.contains(&method);
        Self {
            password: has(SignInMethod::Password),
            directories,
            providers,
            passkeys: settings.passkeys && has(SignInMethod::Passkey),
            code: has(SignInMethod::Code),
            link: has(SignInMethod::Link),
            second_factors: settings.second_factor.mode != SecondFactorMode::Off,
            routed: Arc::clone(&configuration.routed_domains),
            order,
        }
    }

    /// The parts of the page, in order: where a method comes first that the part is for. Those of
    /// identity providers come last where nobody put them elsewhere.
    pub fn parts(&self) -> Vec<SignInPart> {
        let part = |method: &SignInMethod| match method {
            SignInMethod::Password => SignInPart::Password,
            SignInMethod::Passkey => SignInPart::Passkey,
            SignInMethod::Code | SignInMethod::Link => SignInPart::Mail,
            SignInMethod::IdentityProvider(id) => {
                if self.directories.iter().any(|each| each.id() == id) {
                    SignInPart::Password
                } else {
                    SignInPart::Providers
                }
            }
        };
        let rest = [SignInPart::Password, SignInPart::Providers];
        let mut parts = Vec::new();
        for part in self.order.iter().map(part).chain(rest) {
            let is_there = match part {
                SignInPart::Password => self.has_form() || self.has_home_realms(),
                SignInPart::Passkey => self.passkeys,
                SignInPart::Mail => self.has_mail(),
                SignInPart::Providers => !self.providers.is_empty(),
            };
            if is_there && !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }

    /// Whether there is a form for a name and a password.
    pub fn has_form(&self) -> bool {
        self.password || !self.directories.is_empty()
    }

    /// Whether a mail can be asked for that signs in.
    pub const fn has_mail(&self) -> bool {
        self.code || self.link
    }

    /// The only provider, where there is no other method. A passkey alone is no reason to show a page
    /// to everybody who is sent on otherwise.
    pub fn sole(&self) -> Option<&Arc<LoadedIdentityProvider>> {
        match self.providers.as_slice() {
            [only] if !self.has_form() && !self.has_mail() => Some(only),
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
            code: false,
            link: false,
            ..self
        }
    }

    /// A provider among the methods, by its identifier.
    pub fn provider(&self, id: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        self.providers.iter().find(|each| each.id() == id)
    }

    /// The provider that users with this email address are sent to (home realm discovery): the one that
    /// names the domain, or that of the organization which the domain is verified for.
    pub fn home_of(&self, address: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        let named = self
            .providers
            .iter()
            .find(|each| each.declared().is_home_realm_of(address));
        named.or_else(|| self.provider(self.routed.provider_of(address)?))
    }

    /// Whether a user with this address signs in at a provider. Passwords and mails are off for them,
    /// by whatever name they are asked for.
    pub fn has_home(&self, email: Option<&str>) -> bool {
        email.is_some_and(|email| self.home_of(email).is_some())
    }

    /// Whether an email address can lead to a provider.
    pub fn has_home_realms(&self) -> bool {
        self.providers
            .iter()
            .any(|each| !each.declared().home_realms.is_empty() || self.routed.lead_to(each.id()))
    }
}
