//! The metadata that a client sends when it registers or updates itself, and the documents that the
//! metadata refers to.

use crate::{Result, clients::registration::Registration};
use doorward_protocol::{
    clients::{
        client::Client,
        client_metadata::{self, Offered},
        client_registration::check,
    },
    oauth::error_code::{ErrorCode, ProtocolError},
};
use serde_json::{Map, Value};

const fn wrong(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidClientMetadata, hint)
}

impl Registration {
    /// Reads metadata as a client. What a client cannot claim of itself is ignored, and every
    /// address that this server will call is checked.
    pub(super) async fn client_of(
        &self,
        metadata: &Map<String, Value>,
        client_id: String,
    ) -> Result<Client> {
        let settings = &self.kernel.settings;
        let offered = Offered {
            response_types: &settings.response_types,
            algorithms: &settings.algorithms,
        };
        let mut client = client_metadata::read(metadata, client_id, offered)?;
        client.require_pkce = settings.registration_requires_pkce || client.is_public();
        check(&client, None)?;
        if !client_metadata::links(&client).all(|link| self.outbound.permits(link)) {
            return Err(wrong("a URI of the client is not https on the public Internet").into());
        }
        if let Some(uri) = &client.jwks_uri {
            self.check_key_set(uri).await?;
        }
        if let Some(uri) = &client.sector_identifier_uri {
            self.check_sector(uri, &client.redirect_uris).await?;
        }
        Ok(client)
    }

    async fn check_key_set(&self, jwks_uri: &str) -> Result<()> {
        let body = self.outbound.get(jwks_uri).await.map_err(|_| {
            wrong("jwks_uri could not be fetched: it must answer with 512 KiB at most, over https")
        })?;
        let jwks: Option<Value> = serde_json::from_slice(&body).ok();
        if jwks.is_some_and(|jwks| jwks.get("keys").is_some_and(Value::is_array)) {
            Ok(())
        } else {
            Err(wrong("jwks_uri does not hold a key set").into())
        }
    }

    /// The document of a sector must list every redirect URI (OpenID Connect Registration §5).
    async fn check_sector(&self, uri: &str, redirect_uris: &[String]) -> Result<()> {
        let body = self.outbound.get(uri).await.map_err(|_| {
            wrong("sector_identifier_uri could not be fetched: it must answer with 512 KiB at most, over https")
        })?;
        let listed: Vec<String> = serde_json::from_slice(&body).map_err(|_| {
            wrong("sector_identifier_uri does not hold a JSON array of redirect URIs")
        })?;
        if redirect_uris.iter().all(|uri| listed.contains(uri)) {
            Ok(())
        } else {
            Err(wrong("sector_identifier_uri does not list every redirect URI (OpenID Connect Registration section 5)").into())
        }
    }
}
