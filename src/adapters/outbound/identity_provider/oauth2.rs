//! A client of an OAuth 2.0 provider, and the endpoint that returns the profile of a user.

use super::{
    AuthorizationParameters, CodeExchange, IdentityProviderError, TokenSet,
    token_response::{TokenClient, token_client},
};
use crate::outbound::{Outbound, OutboundError};
use doorward_protocol::federation::Endpoints;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, CsrfToken, EndpointSet, HttpRequest, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenUrl,
};
use serde_json::{Map, Value};

/// A client of an OAuth 2.0 provider.
pub struct OAuthClient<'a> {
    /// The endpoints of the provider.
    pub endpoints: &'a Endpoints,
    /// The `client_id` that the provider assigned.
    pub client_id: &'a str,
    /// The client secret.
    pub client_secret: &'a str,
    /// The declared authentication method; none sends the secret in the body.
    pub auth_method: Option<&'a str>,
}

impl OAuthClient<'_> {
    fn client(
        &self,
        redirect_uri: &str,
    ) -> Result<TokenClient<EndpointSet, EndpointSet>, IdentityProviderError> {
        // Every provider without discovery accepts the secret in the body.
        let auth_type = if self.auth_method == Some("client_secret_basic") {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        Ok(token_client(self.client_id, self.client_secret)
            .set_auth_uri(AuthUrl::new(self.endpoints.authorization.clone())?)
            .set_token_uri(TokenUrl::new(self.endpoints.token.clone())?)
            .set_redirect_uri(RedirectUrl::new(redirect_uri.to_owned())?)
            .set_auth_type(auth_type))
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
        let state = parameters.state.to_owned();
        let client = self.client(parameters.redirect_uri)?;
        let request = client
            .authorize_url(move || CsrfToken::new(state))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let request = request.add_scopes(
            parameters
                .scopes
                .iter()
                .map(|scope| Scope::new((*scope).to_owned())),
        );
        let request = parameters
            .additional
            .iter()
            .fold(request, |request, (name, value)| {
                request.add_extra_param(name, value)
            });
        Ok(request.url().0.to_string())
    }

    /// Exchanges a code for tokens (RFC 6749 §4.1.3).
    ///
    /// # Errors
    /// [`IdentityProviderError`].
    pub async fn exchange_code(
        &self,
        outbound: &Outbound,
        exchange: CodeExchange<'_>,
    ) -> Result<TokenSet, IdentityProviderError> {
        let client = self.client(exchange.redirect_uri)?;
        let send = |request: HttpRequest| outbound.send(request);
        let request = client
            .exchange_code(AuthorizationCode::new(exchange.code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(exchange.verifier.to_owned()));
        Ok(request.request_async(&send).await?.into())
    }
}

/// The profile of a user, with the list of email addresses where the provider has an endpoint for
/// it.
///
/// # Errors
/// [`IdentityProviderError`]; a list that the access token may not read is empty.
pub async fn profile(
    outbound: &Outbound,
    endpoints: &Endpoints,
    access_token: &str,
) -> Result<Map<String, Value>, IdentityProviderError> {
    let mut profile = outbound.userinfo(&endpoints.userinfo, access_token).await?;
    if let Some(emails) = &endpoints.emails {
        // Without the scope for it the answer is 403 or 404: then no address is verified.
        let list = match outbound.bearer_json(emails, access_token).await {
            Ok(list @ Value::Array(_)) => list,
            Err(IdentityProviderError::Unreachable(OutboundError::Status(401 | 403 | 404))) => {
                Value::Array(Vec::new())
            }
            Ok(_) => {
                return Err(IdentityProviderError::invalid_response(
                    "the list of email addresses is not a list",
                ));
            }
            Err(error) => return Err(error),
        };
        profile.insert("emails".into(), list);
    }
    Ok(profile)
}
