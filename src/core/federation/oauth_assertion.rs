//! The assertion of an OAuth 2.0 provider: the profile that its access token reads.

use crate::federation::{
    Federation, LoadedIdentityProvider, assertion::CodeResponse, error::ProviderResult,
};
use doorward_adapters::outbound::identity_provider::{IdentityProviderError, profile};
use doorward_protocol::federation::Assertion;
use url::Url;

impl Federation {
    pub(super) async fn oauth_assertion(
        &self,
        provider: &LoadedIdentityProvider,
        response: &CodeResponse<'_>,
    ) -> ProviderResult<Assertion> {
        let endpoints = provider
            .resolved()
            .endpoints()
            .ok_or_else(|| IdentityProviderError::invalid_declaration("an endpoint is missing"))?;
        let outbound = provider.outbound(&self.outbound);
        let redirect_uri = self.redirect_uri(provider);
        let tokens = provider
            .oauth_client(&endpoints)
            .exchange_code(&outbound, response.exchange(&redirect_uri))
            .await?;
        let claims = profile(&outbound, &endpoints, &tokens.access_token).await?;
        // Without an issuer, the subject belongs to the origin of the authorization endpoint: an
        // operator who changes that declares another provider.
        let issuer = provider.resolved().issuer().map_or_else(
            || origin(&endpoints.authorization),
            |issuer| issuer.trim_end_matches('/').to_owned(),
        );
        Ok(Assertion {
            issuer,
            claims,
            id_token: None,
        })
    }
}

fn origin(address: &str) -> String {
    Url::parse(address)
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}
