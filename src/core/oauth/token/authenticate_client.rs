//! Client authentication (RFC 6749 §2.3, OpenID Connect Core §9, RFC 7523 §3).

use crate::{Result, context::OperationContext, oauth::token::Tokens, sealing::Purpose};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{
    clients::{client::TokenEndpointAuthMethod, registered_client::RegisteredClient},
    keys::jws,
    oauth::{
        authorization_request::Parameters,
        client_authentication::{
            ClientCredential, HttpCredentials, INVALID_CLIENT, check_assertion, is_of_method,
            presented_client,
        },
        discovery::path,
    },
    secret::{Digest, Secret},
};
use doorward_storage::Store;
use std::sync::Arc;

impl Tokens {
    /// Authenticates the client of a request, by its registered method alone.
    ///
    /// # Errors
    /// `invalid_client` or `invalid_request` for the client; `Unavailable` or `Internal`.
    pub async fn authenticate_client(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<Arc<RegisteredClient>> {
        let presented = presented_client(credentials, parameters)?;
        let configuration = self.kernel.configuration().await?;
        let registered = configuration
            .client(&presented.client_id)
            .await?
            .filter(|registered| !registered.disabled)
            .ok_or(INVALID_CLIENT)?;
        let method = registered.client.token_endpoint_auth_method;
        let credential = &presented.credential;
        let is_authentic = match credential {
            ClientCredential::Identifier => is_of_method(credential, None, method),
            ClientCredential::Basic(secret) | ClientCredential::Post(secret) => {
                is_of_method(credential, None, method) && secret_matches(&registered, secret)
            }
            ClientCredential::Assertion(assertion) => {
                self.verify_client_assertion(&registered, credential, assertion)
                    .await?;
                self.use_client_assertion(ctx, &registered, assertion)
                    .await?
            }
        };
        if is_authentic {
            Ok(registered)
        } else {
            Err(INVALID_CLIENT.into())
        }
    }

    /// Checks the method, the algorithm and the signature of a client assertion.
    async fn verify_client_assertion(
        &self,
        registered: &RegisteredClient,
        credential: &ClientCredential,
        assertion: &str,
    ) -> Result<()> {
        let token = jws::parse(assertion).ok_or(INVALID_CLIENT)?;
        let method = registered.client.token_endpoint_auth_method;
        let registered_alg = registered.client.token_endpoint_auth_signing_alg.as_ref();
        if !is_of_method(credential, Some(&token.alg), method)
            || registered_alg.is_some_and(|alg| *alg != token.alg)
        {
            return Err(INVALID_CLIENT.into());
        }
        let is_signed = if method == TokenEndpointAuthMethod::ClientSecretJwt {
            let sealed = registered.sealed_secret.as_deref().ok_or(INVALID_CLIENT)?;
            let place = Purpose::ClientSecret;
            let sealing = &self.kernel.sealing;
            let secret = sealing.open(place.at(&[&registered.client.client_id]), sealed)?;
            verify_assertion(&token, AssertionKey::Secret(&secret))
        } else {
            self.clients.verify(&registered.client, &token).await
        };
        if is_signed {
            Ok(())
        } else {
            Err(INVALID_CLIENT.into())
        }
    }

    /// Checks the claims of an assertion whose signature holds, and uses it up. `false`: it was
    /// used before (RFC 7523 §3).
    async fn use_client_assertion(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        assertion: &str,
    ) -> Result<bool> {
        let token = jws::parse(assertion).ok_or(INVALID_CLIENT)?;
        let issuer = self.kernel.issuer();
        let endpoint = format!("{issuer}{}", path::TOKEN);
        let client_id = &registered.client.client_id;
        let audiences = [issuer, &endpoint];
        let used = check_assertion(&token.claims, client_id, &audiences, ctx.now())?;
        let digest = Digest::of(format!("{client_id}\u{0}{}", used.jti).as_bytes());
        let unit = Store::use_client_assertion(&digest, used.until);
        self.kernel.database.commit_unaudited(unit).await
    }
}

fn secret_matches(registered: &RegisteredClient, secret: &Secret) -> bool {
    registered
        .secret_digest
        .as_ref()
        .is_some_and(|digest| digest.matches(&secret.digest()))
}
