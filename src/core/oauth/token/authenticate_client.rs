//! Who calls?

use crate::context::OperationContext;
use crate::{Provider, Result};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{
    clients::client::{RegisteredClient, TokenEndpointAuthMethod},
    keys::jws,
    oauth::{
        authorization_request::Parameters,
        client_authentication::{
            Credential, INVALID_CLIENT, check_assertion, is_of_method, presented,
        },
        discovery::path,
    },
    secret::{Digest, Secret},
};
use doorward_storage::Store;
use std::sync::Arc;

/// Authenticates the client of a request, by its registered method alone.
///
/// # Errors
/// `invalid_client` or `invalid_request`.
pub async fn authenticate_client(
    provider: &Provider,
    ctx: &OperationContext,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<Arc<RegisteredClient>> {
    let presented = presented(authorization, parameters)?;
    let configuration = provider.configuration().await?;
    let registered = configuration
        .client(&presented.client_id)
        .filter(|registered| !registered.disabled)
        .ok_or(INVALID_CLIENT)?;
    let method = registered.client.token_endpoint_auth_method;
    let right = match &presented.credential {
        credential @ Credential::Identifier => is_of_method(credential, None, method),
        credential @ (Credential::Basic(secret) | Credential::Post(secret)) => {
            is_of_method(credential, None, method) && secret_matches(registered, secret)
        }
        Credential::Assertion(assertion) => {
            verify(provider, registered, &presented.credential, assertion).await?;
            use_once(provider, ctx, registered, assertion).await?
        }
    };
    if right {
        Ok(Arc::clone(registered))
    } else {
        Err(INVALID_CLIENT.into())
    }
}

fn secret_matches(registered: &RegisteredClient, secret: &Secret) -> bool {
    registered
        .secret_digest
        .as_ref()
        .is_some_and(|digest| digest.matches(&secret.digest()))
}

async fn verify(
    provider: &Provider,
    registered: &RegisteredClient,
    credential: &Credential,
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
    let holds = if method == TokenEndpointAuthMethod::ClientSecretJwt {
        let sealed = registered.sealed_secret.as_deref().ok_or(INVALID_CLIENT)?;
        verify_assertion(
            &token,
            AssertionKey::Secret(&provider.master_key.open(sealed)?),
        )
    } else {
        provider.clients().verify(&registered.client, &token).await
    };
    if holds {
        Ok(())
    } else {
        Err(INVALID_CLIENT.into())
    }
}

/// The claims of an assertion whose signature holds, and its one use.
async fn use_once(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    assertion: &str,
) -> Result<bool> {
    let token = jws::parse(assertion).ok_or(INVALID_CLIENT)?;
    let endpoint = format!("{}{}", provider.issuer(), path::TOKEN);
    let client_id = &registered.client.client_id;
    let used = check_assertion(
        &token.claims,
        client_id,
        &[provider.issuer(), &endpoint],
        ctx.now(),
    )?;
    let digest = Digest::of(format!("{client_id}\u{0}{}", used.jti).as_bytes());
    Ok(provider
        .store
        .commit(Store::use_client_assertion(&digest, used.until))
        .await?)
}
