//! The clients of the protocols, as a declaration configures them.

use crate::{
    Error, Result,
    context::OperationContext,
    federation::{Federation, LoadedIdentityProvider},
};
use doorward_adapters::{
    keys::sign_client_secret,
    outbound::identity_provider::{Metadata, OAuthClient, OpenIdClient},
};
use doorward_protocol::federation::{Endpoints, Quirk};
use serde_json::{Value, json};

/// How long a signed client secret is valid, in seconds.
const CLIENT_SECRET_TTL_SECONDS: i64 = 300;

impl LoadedIdentityProvider {
    pub(super) fn openid_client<'a>(
        &'a self,
        metadata: &'a Metadata,
        client_secret: &'a str,
    ) -> OpenIdClient<'a> {
        let declared = self.declared();
        let auth_method = if self.resolved().preset.has(Quirk::SignedClientSecret) {
            Some("client_secret_post")
        } else {
            declared.token_endpoint_auth_method.as_deref()
        };
        OpenIdClient {
            metadata,
            client_id: &declared.client_id,
            client_secret,
            auth_method,
        }
    }

    pub(super) fn oauth_client<'a>(&'a self, endpoints: &'a Endpoints) -> OAuthClient<'a> {
        let declared = self.declared();
        OAuthClient {
            endpoints,
            client_id: &declared.client_id,
            client_secret: self.secrets().client_secret.as_deref().unwrap_or_default(),
            auth_method: declared.token_endpoint_auth_method.as_deref(),
        }
    }

    /// The client secret: the declared one, or a JWT signed with the declared key.
    pub(super) fn client_secret(&self, ctx: &OperationContext) -> Result<String> {
        let (declared, secrets) = (self.declared(), self.secrets());
        let (true, Some(team), Some(kid), Some(key)) = (
            self.resolved().preset.has(Quirk::SignedClientSecret),
            &declared.team_id,
            &declared.key_id,
            &secrets.private_key,
        ) else {
            return Ok(secrets.client_secret.clone().unwrap_or_default());
        };
        let now = ctx.now().seconds();
        let claims = json!({
            "iss": team,
            "iat": now,
            "exp": now + CLIENT_SECRET_TTL_SECONDS,
            "aud": self.resolved().issuer().unwrap_or_default(),
            "sub": declared.client_id,
        });
        let Value::Object(claims) = claims else {
            return Err(Error::Internal("claims are an object".into()));
        };
        sign_client_secret(key, kid, &claims).map_err(|error| Error::Internal(error.to_string()))
    }
}

impl Federation {
    /// The redirect URI that is registered at a provider.
    pub(super) fn redirect_uri(&self, provider: &LoadedIdentityProvider) -> String {
        provider.redirect_uri(self.kernel.issuer())
    }
}
