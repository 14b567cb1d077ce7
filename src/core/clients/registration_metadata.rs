//! The metadata that a client sends when it registers or updates itself, and the documents that the
//! metadata refers to.

use crate::{
    Result,
    clients::{
        documents::{Freshness, is_key_set},
        registration::Registration,
    },
};
use doorward_adapters::keys::check_client_keys;
use doorward_protocol::{
    clients::{
        client::Client,
        client_metadata::{self, Offered},
        client_registration::{DeclaredBy, check},
    },
    oauth::error_code::{ErrorCode, ProtocolError},
    text::{fold_name, is_unseen},
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
        check(&client, None, DeclaredBy::Client)?;
        self.check_name(&client).await?;
        let refused =
            client_metadata::links(&client).find(|(_, link)| !self.outbound.permits(link));
        if let Some((name, _)) = refused {
            let hint = format!("{name} is not https on the public Internet");
            return Err(ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, hint).into());
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
        let fetch = self
            .documents
            .get(&self.outbound, jwks_uri, Freshness::Remembered, is_key_set);
        let jwks = fetch.await.ok_or(wrong("jwks_uri could not be fetched, or does not hold a key set: it must answer with 512 KiB at most, over https; it is asked again after five seconds"))?;
        check_client_keys(&jwks).map_err(|error| {
            let hint = format!("jwks_uri does not hold a usable key set: {error}");
            ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, hint)
        })?;
        Ok(())
    }

    /// A client must not be mistaken for another app: its name is not that of a client that an
    /// administrator declared, nor that of this provider.
    async fn check_name(&self, client: &Client) -> Result<()> {
        let name = client.display_name();
        if client.client_name.chars().any(is_unseen) {
            return Err(wrong(
                "client_name must not hold characters that are not seen or that change the direction of the text",
            )
            .into());
        }
        if !client.client_name.is_empty() && !client.client_name.chars().any(char::is_alphanumeric)
        {
            return Err(wrong("client_name must hold a letter or a digit").into());
        }
        let is_taken = fold_name(name) == fold_name(&self.kernel.provider_name())
            || self
                .kernel
                .database
                .read()
                .is_name_of_declared_client(name, &client.client_id)
                .await?;
        if is_taken {
            return Err(wrong(
                "client_name is the name of another app here; choose one that says whose app it is",
            )
            .into());
        }
        Ok(())
    }

    /// The document of a sector must list every redirect URI (OpenID Connect Registration §5).
    async fn check_sector(&self, uri: &str, redirect_uris: &[String]) -> Result<()> {
        // The document may have been changed for this client since it was fetched for another.
        for freshness in [Freshness::Remembered, Freshness::Again] {
            let fetch = self
                .documents
                .get(&self.outbound, uri, freshness, Value::is_array);
            let document = fetch.await.ok_or_else(|| {
                wrong("sector_identifier_uri could not be fetched, or does not hold a JSON array of redirect URIs: it must answer with 512 KiB at most, over https; it is asked again after five seconds")
            })?;
            let listed = document.as_array().map(Vec::as_slice).unwrap_or_default();
            let lists = |uri: &String| listed.iter().any(|listed| listed.as_str() == Some(uri));
            if redirect_uris.iter().all(lists) {
                return Ok(());
            }
        }
        Err(wrong("sector_identifier_uri does not list every redirect URI (OpenID Connect Registration section 5)").into())
    }
}
