//! An OpenID provider: discovery, the code flow, the ID token.

use crate::outbound::Outbound;
use crate::outbound::upstream::{Departure, Redeemed, UpstreamError};
use doorward_protocol::{
    keys::jws,
    time::{Lifetime, Timestamp},
};
use oauth2::HttpRequest;
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationFlow, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdToken, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, SignatureVerificationError, TokenResponse,
    core::{
        CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
        CoreProviderMetadata, CoreResponseType,
    },
};
use serde_json::{Map, Value};
use std::{
    borrow::Cow,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Signatures that are believed: never one that a client could have made itself.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// How far clocks may be apart.
const TOLERANCE: Lifetime = Lifetime::seconds(60);

/// A provider with what its discovery said.
pub struct OpenId<'a> {
    /// Its metadata.
    pub metadata: &'a CoreProviderMetadata,
    /// Who we are there.
    pub client_id: &'a str,
    /// What proves it.
    pub client_secret: &'a str,
    /// Declared, or none.
    pub auth_method: Option<&'a str>,
}

/// Why an ID token is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// No key of the set fits: the provider may have rotated.
    UnknownKey,
    /// Anything else.
    Invalid(String),
}

/// Reads a discovery document (OpenID Connect Discovery §3); whether its issuer may be believed is
/// for the caller to say.
///
/// # Errors
/// [`UpstreamError::Garbage`].
pub fn read_metadata(document: &Value) -> Result<CoreProviderMetadata, UpstreamError> {
    serde_json::from_value(document.clone())
        .map_err(|error| UpstreamError::Garbage(format!("discovery: {error}")))
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl OpenId<'_> {
    fn client(&self, redirect_uri: &str) -> Result<Client, UpstreamError> {
        let redirect = RedirectUrl::new(redirect_uri.to_owned())
            .map_err(|error| UpstreamError::Declaration(error.to_string()))?;
        let offered = self.metadata.token_endpoint_auth_methods_supported();
        let takes_basic = offered.is_none_or(|methods| {
            methods.iter().any(|method| {
                serde_json::to_value(method).is_ok_and(|name| name == "client_secret_basic")
            })
        });
        let basic = self
            .auth_method
            .map_or(takes_basic, |method| method == "client_secret_basic");
        let secret = Some(ClientSecret::new(self.client_secret.to_owned()));
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            ClientId::new(self.client_id.to_owned()),
            secret,
        );
        Ok(client.set_redirect_uri(redirect).set_auth_type(if basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }))
    }

    /// Where the browser goes.
    ///
    /// # Errors
    /// [`UpstreamError::Declaration`].
    pub fn authorization_url(&self, departure: &Departure<'_>) -> Result<String, UpstreamError> {
        let verifier = PkceCodeVerifier::new(departure.verifier.to_owned());
        let (state, nonce) = (departure.state.to_owned(), departure.nonce.to_owned());
        let client = self.client(departure.redirect_uri)?;
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client.authorize_url(
            flow,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let request =
            request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        // `openid` is there already.
        let scopes = departure
            .scopes
            .iter()
            .filter(|scope| **scope != "openid")
            .map(|scope| Scope::new((*scope).to_owned()));
        let request = departure
            .further
            .iter()
            .fold(request.add_scopes(scopes), |request, (name, value)| {
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
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| UpstreamError::Garbage("discovery names no token_endpoint".into()))?;
        let carry = |request: HttpRequest| outbound.carry(request);
        let response = request
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .request_async(&carry)
            .await?;
        let id_token = response
            .id_token()
            .ok_or_else(|| UpstreamError::Garbage("no ID token came".into()))?;
        Ok(Redeemed {
            access_token: response.access_token().secret().clone(),
            id_token: Some(id_token.to_string()),
        })
    }
}

/// Verifies an ID token (OpenID Connect Core §3.1.3.7): signature, audience, time, nonce, and the
/// access token beside it. Who may be its issuer is for the caller to say: some providers name a
/// template.
///
/// # Errors
/// [`VerifyError`].
pub fn verify(
    openid: &OpenId<'_>,
    redeemed: &Redeemed,
    jwks: &Value,
    nonce: &str,
    now: Timestamp,
) -> Result<Map<String, Value>, VerifyError> {
    let invalid = |text: String| VerifyError::Invalid(text);
    let keys: CoreJsonWebKeySet =
        serde_json::from_value(jwks.clone()).map_err(|_| VerifyError::UnknownKey)?;
    let text = redeemed.id_token.as_deref().unwrap_or_default();
    let id_token: CoreIdToken =
        IdToken::from_str(text).map_err(|_| invalid("it cannot be read".into()))?;
    // The clock of the crate has no tolerance: it is set back by ours for `exp`, and `iat` is held
    // against the real one.
    let instant =
        |at: Timestamp| UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
    let secret = ClientSecret::new(openid.client_secret.to_owned());
    let verifier = CoreIdTokenVerifier::new_confidential_client(
        ClientId::new(openid.client_id.to_owned()),
        secret,
        openid.metadata.issuer().clone(),
        keys,
    )
    .require_issuer_match(false)
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || instant(now.minus(TOLERANCE)).into())
    .set_issue_time_verifier_fn(move |issued| {
        if SystemTime::from(issued) <= instant(now.plus(TOLERANCE)) {
            Ok(())
        } else {
            Err("iat is in the future".into())
        }
    });
    let claims = id_token
        .claims(&verifier, &Nonce::new(nonce.to_owned()))
        .map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
                | SignatureVerificationError::CryptoError(_),
            ) => VerifyError::UnknownKey,
            other => invalid(other.to_string()),
        })?;
    if let Some(expected) = claims.access_token_hash() {
        let signing_key = id_token
            .signing_key(&verifier)
            .map_err(|error| invalid(error.to_string()))?;
        let algorithm = id_token
            .signing_alg()
            .map_err(|error| invalid(error.to_string()))?;
        let token = AccessToken::new(redeemed.access_token.clone());
        let actual = AccessTokenHash::from_token(&token, algorithm, signing_key)
            .map_err(|error| invalid(error.to_string()))?;
        if actual != *expected {
            return Err(invalid("at_hash is of another access token".into()));
        }
    }
    // Verified as a whole: now every claim of it can be read, also those that the crate has no name
    // for.
    let parsed = jws::parse(text)
        .ok_or_else(|| invalid("it is longer than 16 KiB, or its header is odd".into()))?;
    let azp = parsed
        .claims
        .get("azp")
        .map(|azp| azp.as_str().map_or(Cow::Borrowed(""), Cow::Borrowed));
    if azp.is_some_and(|azp| azp != openid.client_id) {
        return Err(invalid("azp is another client".into()));
    }
    Ok(parsed.claims)
}
