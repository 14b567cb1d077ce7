//! Request objects (OpenID Connect Core §6, RFC 9101): taken by value or fetched from a registered
//! `request_uri`, verified, and replaced by their parameters before any other check.

use crate::{
    clients::documents::Freshness,
    context::OperationContext,
    oauth::authorize::{Authorization, checked_request::RejectedRequest, incoming::Incoming},
};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    keys::jws::{self, Unverified},
    oauth::{
        authorization_request::{AddressError, AddressRefusal, ClientRecord, Parameters, address},
        discovery::REQUEST_OBJECT_ALGORITHMS,
        error_code::{ErrorCode, ProtocolError},
        request_object::{self, Expected},
        resource,
    },
    secret::Digest,
};
use std::sync::Arc;

/// The length of a SHA-256 digest in base64url.
const DIGEST_LENGTH: usize = 43;

const fn invalid(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequestObject, hint)
}

const fn invalid_uri(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequestUri, hint)
}

impl Authorization {
    /// Puts the parameters of a request object of a client in the place of the object.
    pub(super) async fn resolve_request_object(
        &self,
        ctx: &OperationContext,
        asking: Option<&RegisteredClient>,
        parameters: Parameters,
    ) -> Result<Incoming, RejectedRequest> {
        let has_object =
            parameters.get("request").is_some() || parameters.get("request_uri").is_some();
        // The checks of the address refuse repeated parameters and unknown clients.
        if !has_object
            || parameters.has_repeated_but(resource::PARAMETER)
            || parameters.has_unusable()
        {
            return Ok(parameters.into());
        }
        let Some(registered) = asking.filter(|registered| !registered.disabled) else {
            return Ok(parameters.into());
        };
        let client = &registered.client;
        match self.read_request_object(ctx, registered, &parameters).await {
            Ok(resolved) => Ok(resolved),
            Err(error) => {
                let record = ClientRecord {
                    client,
                    disabled: false,
                };
                Err(if let Ok(addressed) = address(&parameters, Some(record)) {
                    RejectedRequest::SendToClient(addressed, error)
                } else {
                    let what = AddressError::RequestObject;
                    RejectedRequest::ShowToUser(Box::new(AddressRefusal {
                        cause: Some(error.to_string()),
                        ..AddressRefusal::of(what, &parameters, Some(client))
                    }))
                })
            }
        }
    }

    async fn read_request_object(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        outer: &Parameters,
    ) -> Result<Incoming, ProtocolError> {
        let client = &registered.client;
        let fetched;
        let object = match (outer.get("request"), outer.get("request_uri")) {
            (Some(_), Some(_)) => {
                return Err(ProtocolError::new(
                    ErrorCode::InvalidRequest,
                    "send either request or request_uri (OpenID Connect Core section 6.1)",
                ));
            }
            (Some(object), None) => object,
            (None, Some(uri)) => {
                fetched = self.fetch_request_object(client, uri).await?;
                fetched.trim()
            }
            (None, None) => return Ok(outer.clone().into()),
        };
        let expected = Expected {
            client_id: &client.client_id,
            issuer: self.kernel.issuer(),
            now: ctx.now(),
        };
        if let Some(unsigned) = jws::parse_unsigned(object) {
            if !self.accepts_unsigned(client) {
                return Err(invalid("the request object must be signed"));
            }
            let parameters = request_object::parameters(outer, &unsigned.claims, false, expected)?;
            return Ok(Incoming::of_object(parameters, &unsigned.claims));
        }
        let token = jws::parse(object).ok_or(invalid("the request object is no JWT"))?;
        self.verify_request_object(client, &token).await?;
        let parameters = request_object::parameters(outer, &token.claims, true, expected)?;
        Ok(Incoming::of_object(parameters, &token.claims))
    }

    /// Whether the client may send request objects without a signature.
    fn accepts_unsigned(&self, client: &Client) -> bool {
        self.kernel.settings.unsigned_request_objects
            && client
                .request_object_signing_alg
                .as_deref()
                .is_none_or(|alg| alg == "none")
    }

    /// Checks the algorithm, the type and the signature of a signed request object.
    async fn verify_request_object(
        &self,
        client: &Client,
        token: &Unverified<'_>,
    ) -> Result<(), ProtocolError> {
        let registered_alg = client.request_object_signing_alg.as_deref();
        if !REQUEST_OBJECT_ALGORITHMS.contains(&token.alg.as_str())
            || registered_alg.is_some_and(|alg| alg != token.alg)
        {
            return Err(invalid(
                "the request object is signed in another algorithm than is registered or offered",
            ));
        }
        if !request_object::is_request_object(token.typ.as_deref())
            || self.clients.verify(client, token).await.is_err()
        {
            return Err(invalid(
                "the signature of the request object is not of one of the client's keys",
            ));
        }
        Ok(())
    }

    /// An object from a registered address. The fragment names a version of the object and is not
    /// compared with the registered one (OpenID Connect Core §6.2). The object is kept for a moment,
    /// and whoever asks at the same time shares one request: anybody can send a browser here.
    async fn fetch_request_object(
        &self,
        client: &Client,
        uri: &str,
    ) -> Result<Arc<String>, ProtocolError> {
        let wanted = without_fragment(uri);
        let is_registered = client
            .request_uris
            .iter()
            .any(|known| without_fragment(known) == wanted);
        if !is_registered {
            return Err(invalid_uri(
                "request_uri is not among the client's registered request_uris",
            ));
        }
        let found = self.request_object_at(wanted, Freshness::Remembered).await;
        let found = match found {
            Some(object) if is_another_version(uri, &object) => {
                self.request_object_at(wanted, Freshness::Again).await
            }
            found => found,
        };
        found.ok_or(invalid_uri(
            "request_uri could not be fetched, or holds no request object; it is asked again after five seconds",
        ))
    }

    async fn request_object_at(&self, uri: &str, freshness: Freshness) -> Option<Arc<String>> {
        self.request_objects
            .request_object(&self.outbound, uri, freshness)
            .await
    }
}

/// Whether the fragment is the SHA-256 digest of another object than this one (OpenID Connect Core
/// §6.2): the client has put a new object there.
fn is_another_version(uri: &str, object: &str) -> bool {
    let is_digest = |fragment: &str| {
        fragment.len() == DIGEST_LENGTH
            && fragment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    uri.split_once('#').is_some_and(|(_, fragment)| {
        is_digest(fragment) && Digest::of(object.as_bytes()).as_str() != fragment
    })
}

fn without_fragment(uri: &str) -> &str {
    uri.split('#').next().unwrap_or_default()
}
