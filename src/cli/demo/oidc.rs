//! The relying party: discovery, code with PKCE, ID token, userinfo, refresh, sign-out address.

use anyhow::{Context, anyhow};
use openidconnect::{
    AccessToken, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EmptyAdditionalClaims,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, RefreshToken, Scope, TokenResponse,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreUserInfoClaims},
    reqwest,
};

type Metadata = openidconnect::ProviderMetadataWithLogout;

/// What an app knows of its issuer.
pub struct RelyingParty {
    metadata: Metadata,
    client_id: ClientId,
    client_secret: ClientSecret,
    redirect_uri: RedirectUrl,
    http: reqwest::Client,
}

/// What waits in the app while the browser is at the issuer.
pub struct PendingLogin {
    /// Echoed by the issuer.
    pub state: String,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// Tokens of somebody who signed in.
pub struct Tokens {
    access: AccessToken,
    refresh: Option<RefreshToken>,
    id: CoreIdToken,
}

/// Who signed in.
pub struct Who {
    /// The name of the user, from the ID token.
    pub name: String,
    /// The email address of the user, from the ID token.
    pub email: String,
}

impl RelyingParty {
    /// Discovers the issuer.
    pub async fn discover(
        issuer: &str,
        client_id: &str,
        client_secret: &str,
        redirect_uri: &str,
    ) -> anyhow::Result<Self> {
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let metadata = Metadata::discover_async(IssuerUrl::new(issuer.to_owned())?, &http)
            .await
            .context("the issuer's metadata cannot be read")?;
        Ok(Self {
            metadata,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: ClientSecret::new(client_secret.to_owned()),
            redirect_uri: RedirectUrl::new(redirect_uri.to_owned())?,
            http,
        })
    }

    /// The address to send the browser to, silently or with a page.
    pub fn authorize(&self, silently: bool) -> (String, PendingLogin) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_redirect_uri(self.redirect_uri.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".into()))
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge);
        if silently {
            request = request.add_prompt(CoreAuthPrompt::None);
        }
        let (url, state, nonce) = request.url();
        (
            url.to_string(),
            PendingLogin {
                state: state.secret().clone(),
                nonce,
                verifier,
            },
        )
    }

    /// Redeems a code and validates the ID token.
    pub async fn redeem(&self, code: &str, waiting: PendingLogin) -> anyhow::Result<Tokens> {
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_redirect_uri(self.redirect_uri.clone());
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))?
            .set_pkce_verifier(waiting.verifier);
        let response = request
            .request_async(&self.http)
            .await
            .context("the code was not accepted")?;
        let id = response
            .id_token()
            .ok_or_else(|| anyhow!("no ID token came"))?
            .clone();
        id.claims(&client.id_token_verifier(), &waiting.nonce)
            .context("the ID token is not valid")?;
        Ok(Tokens {
            access: response.access_token().clone(),
            refresh: response.refresh_token().cloned(),
            id,
        })
    }

    /// Who it is, if the sign-in still stands; an access token that is too old is refreshed once.
    pub async fn who(&self, tokens: &mut Tokens) -> Option<Who> {
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        );
        for _ in 0..2 {
            let answer: Result<CoreUserInfoClaims, _> = client
                .user_info(tokens.access.clone(), None)
                .ok()?
                .request_async(&self.http)
                .await;
            if let Ok(claims) = answer {
                let name = claims
                    .name()
                    .and_then(|name| name.get(None))
                    .map_or_else(|| claims.subject().to_string(), |name| name.to_string());
                return Some(Who {
                    name,
                    email: claims
                        .email()
                        .map(|email| email.to_string())
                        .unwrap_or_default(),
                });
            }
            let refreshed = client
                .exchange_refresh_token(tokens.refresh.as_ref()?)
                .ok()?
                .request_async(&self.http)
                .await
                .ok()?;
            tokens.access = refreshed.access_token().clone();
            tokens.refresh = refreshed.refresh_token().cloned();
        }
        None
    }

    /// The address that signs out at the issuer and comes back.
    pub fn sign_out(&self, tokens: &Tokens, back: &str) -> anyhow::Result<String> {
        let endpoint = self
            .metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()
            .ok_or_else(|| anyhow!("the issuer has no end_session_endpoint"))?;
        let request: LogoutRequest = endpoint.into();
        let id: &openidconnect::IdToken<EmptyAdditionalClaims, _, _, _> = &tokens.id;
        Ok(request
            .set_id_token_hint(id)
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned())?)
            .http_get_url()
            .to_string())
    }
}
