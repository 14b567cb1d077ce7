//! The public keys of clients: registered by value, or fetched from the client's `jwks_uri`.

use crate::clients::{
    documents::{Freshness, is_key_set},
    service::Clients,
};
use doorward_adapters::keys::{AssertionKey, is_of_known_key, verify_assertion};
use doorward_protocol::{
    clients::client::Client, keys::jws::Unverified, oauth::client_assertion::AssertionFault,
};
use serde_json::Value;
use std::sync::Arc;

impl Clients {
    /// The key set of a client (RFC 7517 §5), for encryption to it.
    pub(crate) async fn key_set(&self, client: &Client) -> Option<Arc<Value>> {
        self.key_set_as(client, Freshness::Remembered).await
    }

    /// Checks that one of the client's keys made the signature. Where no remembered key fits, the
    /// client may have rotated its keys, and its key set is fetched again.
    pub(crate) async fn verify(
        &self,
        client: &Client,
        token: &Unverified<'_>,
    ) -> std::result::Result<(), AssertionFault> {
        let mut fault = AssertionFault::NoKeys;
        for freshness in [Freshness::Remembered, Freshness::Again] {
            let Some(jwks) = self.key_set_as(client, freshness).await else {
                continue;
            };
            if verify_assertion(token, AssertionKey::Jwks(&jwks)) {
                return Ok(());
            }
            fault = if is_of_known_key(token, &jwks) {
                AssertionFault::WrongSignature
            } else {
                AssertionFault::UnknownKid
            };
            if client.jwks_uri.is_none() {
                break;
            }
        }
        Err(fault)
    }

    async fn key_set_as(&self, client: &Client, freshness: Freshness) -> Option<Arc<Value>> {
        if let Some(jwks) = &client.jwks {
            return Some(Arc::new(jwks.clone()));
        }
        self.documents
            .get(
                &self.outbound,
                client.jwks_uri.as_deref()?,
                freshness,
                is_key_set,
            )
            .await
    }
}
