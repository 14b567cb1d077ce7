//! A client of an OpenID provider: discovery and the authorization code flow.

use super::{
    AuthorizationParameters, CodeExchange, IdentityProviderError, TokenSet,
    token_response::token_client,
};
use crate::outbound::Outbound;
use doorward_protocol::json;
use oauth2::HttpRequest;
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, CsrfToken, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
};
use serde_json::Value;

/// A client of an OpenID provider.
pub struct OpenIdClient<'a> {
    /// The metadata of the provider.
    pub metadata: &'a CoreProviderMetadata,
    /// The `client_id` that the provider assigned.
    pub client_id: &'a str,
    /// The client secret.
    pub client_secret: &'a str,
    /// The declared authentication method; none takes what the metadata names.
    pub auth_method: Option<&'a str>,
}

/// Parses a discovery document (OpenID Connect Discovery §3). The caller checks the issuer.
///
/// # Errors
/// [`IdentityProviderError::InvalidResponse`].
pub fn read_metadata(document: &Value) -> Result<CoreProviderMetadata, IdentityProviderError> {
    serde_json::from_value(document.clone()).map_err(|error| {
        let reason = json::reason(&error);
        IdentityProviderError::InvalidResponse(format!("discovery: {reason}"))
    })
}

impl OpenIdClient<'_> {
    fn auth_type(&self) -> AuthType {
        let supported = self.metadata.token_endpoint_auth_methods_supported();
        let supports_basic = supported.is_none_or(|methods| {
            methods.iter().any(|method| {
                serde_json::to_value(method).is_ok_and(|name| name == "client_secret_basic")
            })
        });
        let basic = self
            .auth_method
            .map_or(supports_basic, |method| method == "client_secret_basic");
        if basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }
    }

    /// The address that the browser is sent to.
    ///
    /// # Errors
    /// [`IdentityProviderError::InvalidDeclaration`].
    pub fn authorization_url(
        &self,
        parameters: &AuthorizationParameters<'_>,
    ) -> Result<String, IdentityProviderError> {
        let verifier = PkceCodeVerifier::new(parameters.verifier.to_owned());
        let (state, nonce) = (parameters.state.to_owned(), parameters.nonce.to_owned());
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            ClientId::new(self.client_id.to_owned()),
            None,
        )
        .set_redirect_uri(redirect_url(parameters.redirect_uri)?);
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client.authorize_url(
            flow,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let request =
            request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        // The crate adds `openid` itself.
        let scopes = parameters
            .scopes
            .iter()
            .filter(|scope| **scope != "openid")
            .map(|scope| Scope::new((*scope).to_owned()));
        let request = parameters
            .additional
            .iter()
            .fold(request.add_scopes(scopes), |request, (name, value)| {
                request.add_extra_param(name, value)
            });
        Ok(request.url().0.to_string())
    }

    /// Exchanges a code for tokens (OpenID Connect Core §3.1.3.1).
    ///
    /// # Errors
    /// [`IdentityProviderError`].
    pub async fn exchange_code(
        &self,
        outbound: &Outbound,
        exchange: CodeExchange<'_>,
    ) -> Result<TokenSet, IdentityProviderError> {
        let endpoint = self.metadata.token_endpoint().ok_or_else(|| {
            IdentityProviderError::invalid_response(
                "the discovery document names no token_endpoint",
            )
        })?;
        let client = token_client(self.client_id, self.client_secret)
            .set_token_uri(endpoint.clone())
            .set_redirect_uri(redirect_url(exchange.redirect_uri)?)
            .set_auth_type(self.auth_type());
        let send = |request: HttpRequest| outbound.send(request);
        let tokens: TokenSet = client
            .exchange_code(AuthorizationCode::new(exchange.code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(exchange.verifier.to_owned()))
            .request_async(&send)
            .await?
            .into();
        if tokens.id_token.is_none() {
            return Err(IdentityProviderError::invalid_response(
                "the token response has no ID token",
            ));
        }
        Ok(tokens)
    }
}

fn redirect_url(address: &str) -> Result<RedirectUrl, IdentityProviderError> {
    RedirectUrl::new(address.to_owned())
        .map_err(|error| IdentityProviderError::InvalidDeclaration(error.to_string()))
}
