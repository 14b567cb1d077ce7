//! The public keys of clients: by value, or from where the client publishes them.

use crate::context::OperationContext;
use crate::{
    Provider,
    clients::documents::{Freshness, is_key_set},
};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{clients::client::Client, keys::jws::Unverified};
use serde_json::Value;
use std::sync::Arc;

async fn keys(provider: &Provider, client: &Client, freshness: Freshness) -> Option<Arc<Value>> {
    if let Some(jwks) = &client.jwks {
        return Some(Arc::new(jwks.clone()));
    }
    provider
        .documents
        .get(
            &provider.outbound,
            client.jwks_uri.as_deref()?,
            freshness,
            is_key_set,
        )
        .await
}

/// The keys of a client, for encryption to it.
pub(crate) async fn of_client(provider: &Provider, client: &Client) -> Option<Arc<Value>> {
    keys(provider, client, Freshness::Remembered).await
}

/// Whether the signature is of one of the client's keys. Where no remembered key fits, the client
/// may have rotated: asked again.
pub(crate) async fn verify(
    provider: &Provider,
    ctx: &OperationContext,
    client: &Client,
    token: &Unverified<'_>,
) -> bool {
    for freshness in [Freshness::Remembered, Freshness::Again] {
        let Some(jwks) = keys(provider, client, freshness).await else {
            continue;
        };
        if verify_assertion(token, AssertionKey::Jwks(&jwks)) {
            return true;
        }
        if client.jwks_uri.is_none() {
            break;
        }
    }
    false
}
