//! Request objects: read, fetched where the client says so, proven, and turned into parameters
//! before anything else looks at them.

use crate::context::OperationContext;
use crate::{Configuration, Provider};
use doorward_protocol::{
    clients::client::{Client, RegisteredClient},
    keys::jws,
    oauth::{
        authorization_request::{AddressError, Addressed, ClientRecord, Parameters, address},
        discovery::REQUEST_OBJECT_ALGORITHMS,
        error_code::{ErrorCode, ProtocolError},
        request_object::{self, Expected},
    },
};

/// The parameters that a request comes down to, or the refusal that it gets.
pub(super) enum Resolved {
    Parameters(Parameters),
    ShowToUser(AddressError),
    Refused(Addressed, ProtocolError),
}

/// Puts the parameters of a request object in the place of the object.
pub(super) async fn resolve(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    parameters: Parameters,
) -> Resolved {
    let has_object = parameters.get("request").is_some() || parameters.get("request_uri").is_some();
    // What is repeated, or names no client, is refused where everything of that kind is.
    if !has_object || parameters.has_repeated() || parameters.has_unusable() {
        return Resolved::Parameters(parameters);
    }
    let registered = parameters
        .get("client_id")
        .and_then(|client_id| configuration.client(client_id))
        .filter(|registered| !registered.disabled);
    let Some(registered) = registered else {
        return Resolved::Parameters(parameters);
    };
    match read(provider, ctx, registered, &parameters).await {
        Ok(resolved) => Resolved::Parameters(resolved),
        Err(error) => {
            tracing::info!(client_id = registered.client.client_id, %error, "a request object was refused");
            match address(
                &parameters,
                Some(ClientRecord {
                    client: &registered.client,
                    disabled: false,
                }),
            ) {
                Ok(addressed) => Resolved::Refused(addressed, error),
                Err(_) => Resolved::ShowToUser(AddressError::RequestObject),
            }
        }
    }
}

async fn read(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    outer: &Parameters,
) -> Result<Parameters, ProtocolError> {
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
            fetched = fetch(provider, client, uri).await?;
            fetched.trim()
        }
        (None, None) => return Ok(outer.clone()),
    };
    let invalid = |hint| ProtocolError::new(ErrorCode::InvalidRequestObject, hint);
    let expected = Expected {
        client_id: &client.client_id,
        issuer: provider.issuer(),
        now: ctx.now(),
    };
    let registered_alg = client.request_object_signing_alg.as_deref();
    if let Some(unsigned) = jws::parse_unsigned(object) {
        if !provider.settings.unsigned_request_objects
            || registered_alg.is_some_and(|alg| alg != "none")
        {
            return Err(invalid("the request object must be signed"));
        }
        return request_object::parameters(outer, &unsigned.claims, false, expected);
    }
    let token = jws::parse(object).ok_or(invalid("the request object is no JWT"))?;
    if !REQUEST_OBJECT_ALGORITHMS.contains(&token.alg.as_str())
        || registered_alg.is_some_and(|alg| alg != token.alg)
    {
        return Err(invalid(
            "the request object is signed in another algorithm than is registered or offered",
        ));
    }
    if !request_object::is_request_object(token.typ.as_deref())
        || !provider.clients().verify(client, &token).await
    {
        return Err(invalid(
            "the signature of the request object is not of one of the client's keys",
        ));
    }
    request_object::parameters(outer, &token.claims, true, expected)
}

/// Fetches an object from an address that is registered, whatever fragment tells its version
/// (OpenID Connect Core §6.2).
async fn fetch(provider: &Provider, client: &Client, uri: &str) -> Result<String, ProtocolError> {
    let without_fragment = |uri: &str| uri.split('#').next().unwrap_or_default().to_owned();
    let wanted = without_fragment(uri);
    if !client
        .request_uris
        .iter()
        .any(|known| without_fragment(known) == wanted)
    {
        return Err(ProtocolError::new(
            ErrorCode::InvalidRequestUri,
            "request_uri is not among the client's registered request_uris",
        ));
    }
    let body = provider.outbound.get(&wanted).await.map_err(|error| {
        tracing::info!(client_id = client.client_id, %error, "a request_uri could not be fetched");
        ProtocolError::new(
            ErrorCode::InvalidRequestUri,
            "request_uri could not be fetched",
        )
    })?;
    String::from_utf8(body).map_err(|_| {
        ProtocolError::new(
            ErrorCode::InvalidRequestUri,
            "request_uri holds no request object",
        )
    })
}
