//! The discovery document and the key set of an OpenID provider, from the cache of documents.

use crate::{
    clients::documents::{Freshness, is_key_set},
    federation::{Federation, LoadedIdentityProvider, error::ProviderResult},
};
use doorward_adapters::{
    keys::without_weak_keys,
    outbound::{
        OutboundError,
        identity_provider::{IdentityProviderError, Metadata, read_metadata},
    },
};
use doorward_protocol::text::noted;
use serde_json::Value;

/// A discovery document (OpenID Connect Discovery §3), with the endpoints that the declaration
/// replaces.
pub(super) struct Discovered {
    pub(super) metadata: Metadata,
    /// The whole document, for members that the crate does not know.
    pub(super) document: Value,
}

impl Discovered {
    /// The issuer that the document names. It may be a template for many tenants.
    pub(super) fn issuer(&self) -> &str {
        self.metadata.issuer().as_str()
    }

    /// A boolean member of the document; `false` where it is missing.
    pub(super) fn supports(&self, member: &str) -> bool {
        self.document.get(member).and_then(Value::as_bool) == Some(true)
    }
}

impl Federation {
    /// The discovery document of a provider.
    pub(super) async fn discover(
        &self,
        provider: &LoadedIdentityProvider,
    ) -> ProviderResult<Discovered> {
        let issuer = provider.resolved().issuer().unwrap_or_default();
        let uri = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let outbound = provider.outbound(&self.outbound);
        let found = self
            .documents
            .get(&outbound, &uri, Freshness::Remembered, |document| {
                document.get("issuer").is_some()
            })
            .await;
        let mut document = found
            .as_deref()
            .cloned()
            .ok_or(IdentityProviderError::Unreachable(
                OutboundError::Unreachable,
            ))?;
        let named = document.get("issuer").and_then(Value::as_str);
        if !provider
            .resolved()
            .accepts_discovered_issuer(named.unwrap_or_default())
        {
            return Err(IdentityProviderError::invalid_response(format!(
                "the discovery document names another issuer: {}",
                noted(named.unwrap_or("none"))
            )));
        }
        replace_endpoints(&mut document, provider);
        Ok(Discovered {
            metadata: read_metadata(&document)?,
            document,
        })
    }

    /// The key set that a discovery document names, without keys that are weak or malformed.
    pub(super) async fn key_set(
        &self,
        provider: &LoadedIdentityProvider,
        metadata: &Metadata,
        freshness: Freshness,
    ) -> Option<Value> {
        let outbound = provider.outbound(&self.outbound);
        let uri = metadata.jwks_uri().as_str();
        let published = self
            .documents
            .get(&outbound, uri, freshness, is_key_set)
            .await?;
        Some(without_weak_keys(&published))
    }
}

fn replace_endpoints(document: &mut Value, provider: &LoadedIdentityProvider) {
    let declared = provider.declared();
    for (name, address) in [
        ("authorization_endpoint", &declared.authorization_endpoint),
        ("token_endpoint", &declared.token_endpoint),
        ("userinfo_endpoint", &declared.userinfo_endpoint),
    ] {
        if let (Some(address), Some(object)) = (address, document.as_object_mut()) {
            object.insert(name.to_owned(), address.as_str().into());
        }
    }
}
