//! An OAuth 2.0 provider, and the address that tells who somebody is.

use crate::outbound::Outbound;
use crate::outbound::upstream::{Departure, Redeemed, UpstreamError};
use doorward_protocol::federation::Endpoints;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, HttpRequest, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse, TokenUrl, basic::BasicClient, url::ParseError,
};
use serde_json::{Map, Value};

/// A provider.
pub struct OAuth<'a> {
    /// Its addresses.
    pub endpoints: &'a Endpoints,
    /// Who we are there.
    pub client_id: &'a str,
    /// What proves it.
    pub client_secret: &'a str,
    /// Declared, or none.
    pub auth_method: Option<&'a str>,
}

impl From<ParseError> for UpstreamError {
    fn from(error: ParseError) -> Self {
        Self::Declaration(error.to_string())
    }
}

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl OAuth<'_> {
    fn client(&self, redirect_uri: &str) -> Result<Client, UpstreamError> {
        // In the body, where every provider of this kind takes it.
        let auth_type = if self.auth_method == Some("client_secret_basic") {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        Ok(BasicClient::new(ClientId::new(self.client_id.to_owned()))
            .set_client_secret(ClientSecret::new(self.client_secret.to_owned()))
            .set_auth_uri(AuthUrl::new(self.endpoints.authorization.clone())?)
            .set_token_uri(TokenUrl::new(self.endpoints.token.clone())?)
            .set_redirect_uri(RedirectUrl::new(redirect_uri.to_owned())?)
            .set_auth_type(auth_type))
    }

    /// Where the browser goes.
    ///
    /// # Errors
    /// [`UpstreamError::Declaration`].
    pub fn authorization_url(&self, departure: &Departure<'_>) -> Result<String, UpstreamError> {
        let verifier = PkceCodeVerifier::new(departure.verifier.to_owned());
        let state = departure.state.to_owned();
        let client = self.client(departure.redirect_uri)?;
        let request = client
            .authorize_url(move || CsrfToken::new(state))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let request = request.add_scopes(
            departure
                .scopes
                .iter()
                .map(|scope| Scope::new((*scope).to_owned())),
        );
        let request = departure
            .further
            .iter()
            .fold(request, |request, (name, value)| {
                request.add_extra_param(name, value)
            });
        Ok(request.url().0.to_string())
    }

    /// Redeems a code.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn redeem(
        &self,
        outbound: &Outbound,
        redirect_uri: &str,
        code: &str,
        verifier: &str,
    ) -> Result<Redeemed, UpstreamError> {
        let client = self.client(redirect_uri)?;
        let carry = |request: HttpRequest| outbound.carry(request);
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        let response = request.request_async(&carry).await?;
        Ok(Redeemed {
            access_token: response.access_token().secret().clone(),
            id_token: None,
        })
    }
}

/// Who it is, with the list of addresses where the provider keeps one apart.
///
/// # Errors
/// [`UpstreamError`]; a list that was not allowed is an empty one.
pub async fn profile(
    outbound: &Outbound,
    endpoints: &Endpoints,
    access_token: &str,
) -> Result<Map<String, Value>, UpstreamError> {
    let mut profile = outbound.userinfo(&endpoints.userinfo, access_token).await?;
    if let Some(emails) = &endpoints.emails {
        // Without the scope for it the answer is 403 or 404: then there is no verified address, and
        // that is all.
        let list = match outbound.bearer_json(emails, access_token).await {
            Ok(list @ Value::Array(_)) => list,
            Err(UpstreamError::Unreachable(crate::outbound::upstream::OutboundError::Status(
                401 | 403 | 404,
            ))) => Value::Array(Vec::new()),
            Ok(_) => {
                return Err(UpstreamError::Garbage(
                    "the list of addresses is no list".into(),
                ));
            }
            Err(error) => return Err(error),
        };
        profile.insert("emails".into(), list);
    }
    Ok(profile)
}
