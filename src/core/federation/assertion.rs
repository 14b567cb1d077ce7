//! What a provider asserts of a user, requested with an authorization code.

use crate::{
    context::OperationContext,
    federation::{
        Federation, LoadedIdentityProvider, error::ProviderResult, pending_login::PendingLogin,
    },
};
use doorward_adapters::outbound::identity_provider::{CodeExchange, IdentityProviderError};
use doorward_protocol::{
    federation::{Assertion, Protocol},
    oauth::authorization_request::Parameters,
};

/// A successful authorization response, with the login that waited for it.
pub(super) struct CodeResponse<'a> {
    pub(super) login: &'a PendingLogin,
    pub(super) parameters: &'a Parameters,
    pub(super) code: &'a str,
    pub(super) client_secret: &'a str,
}

impl<'a> CodeResponse<'a> {
    pub(super) fn exchange(&self, redirect_uri: &'a str) -> CodeExchange<'a> {
        CodeExchange {
            redirect_uri,
            code: self.code,
            verifier: &self.login.verifier,
        }
    }
}

impl Federation {
    /// Exchanges the code, and requests what the provider asserts of the user.
    pub(super) async fn request_assertion(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        response: &CodeResponse<'_>,
    ) -> ProviderResult<Assertion> {
        match provider.resolved().preset.protocol {
            Protocol::OpenId => self.openid_assertion(ctx, provider, response).await,
            Protocol::OAuth2 => self.oauth_assertion(provider, response).await,
            Protocol::Ldap => Err(IdentityProviderError::invalid_declaration(
                "a directory sends no authorization response",
            )),
        }
    }
}
