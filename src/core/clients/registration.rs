//! Dynamic client registration (RFC 7591, OpenID Connect Registration) and its management (RFC
//! 7592).

use crate::context::OperationContext;
use crate::{
    Error, Provider, RegistrationMode, Result, audit,
    clients::{self, Declaration},
};
use doorward_protocol::{
    clients::{
        client::{Client, RegisteredClient},
        client_metadata::{self, Offered},
        client_registration::check,
    },
    oauth::{
        discovery::path,
        error_code::{ErrorCode, ProtocolError},
    },
    secret::{Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Store, Unit};
use serde_json::{Map, Value, json};
use std::sync::Arc;

const TOKEN_INVALID: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidToken,
    "the token is missing, unknown, used up or expired",
);

/// What the administrator hands to somebody who may register.
///
/// # Errors
/// Where the store is away.
pub async fn new_initial_access_token(
    provider: &Provider,
    ctx: &OperationContext,
    uses: u32,
    lifetime: Lifetime,
) -> Result<(Secret, Timestamp)> {
    let (token, now) = (Secret::generate(provider.entropy.as_ref()), ctx.now());
    let expires_at = now.plus(lifetime);
    let entry = audit::Entry {
        action: "initial_access_token.made",
        actor: audit::COMMAND_LINE,
        subject: None,
        client_id: None,
        detail: "",
    };
    let unit = Store::add_initial_access_token(&token.digest(), i64::from(uses), now, expires_at)
        .then(audit::entry(provider, ctx, &entry));
    provider.store.commit(unit).await?;
    Ok((token, expires_at))
}

/// Registers a client; answers with its metadata, its secret and the token that manages it (RFC
/// 7591 §3.2.1).
///
/// # Errors
/// `invalid_token`, `invalid_redirect_uri` or `invalid_client_metadata`; then nothing is stored.
pub async fn register(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    body: &[u8],
) -> Result<Value> {
    let opened = open(provider, ctx, bearer).await?;
    let metadata = object(body)?;
    let client = client_of(
        provider,
        &metadata,
        random_id(provider.entropy.as_ref(), 16),
    )
    .await?;
    let (secret, registered) = planned(provider, ctx, client, None)?;
    let (token, now) = (Secret::generate(provider.entropy.as_ref()), ctx.now());
    let client_id = registered.client.client_id.as_str();
    let entry = audit::Entry {
        action: "client.registered",
        actor: "registration",
        subject: None,
        client_id: Some(client_id),
        detail: "",
    };
    let unit =
        opened
            .then(Store::put_client(&registered, now))
            .then(Store::add_client_registration(
                client_id,
                &token.digest(),
                now,
            ));
    if !provider
        .store
        .commit(unit.then(audit::entry(provider, ctx, &entry)))
        .await?
    {
        return Err(TOKEN_INVALID.into());
    }
    provider.settle_configuration().await;
    Ok(document(
        provider,
        &registered.client,
        now,
        &token,
        secret.as_ref(),
    ))
}

/// A client's own metadata (RFC 7592 §2.1). Its secret is not kept in a form that could be read
/// back.
///
/// # Errors
/// `invalid_token`, or `access_denied` for a client that an administrator declared.
pub async fn read(
    provider: &Provider,
    ctx: &OperationContext,
    client_id: &str,
    bearer: Option<&Secret>,
) -> Result<Value> {
    let Managed {
        registered,
        token,
        issued_at,
    } = managed(provider, client_id, bearer).await?;
    Ok(document(
        provider,
        &registered.client,
        issued_at,
        &token,
        None,
    ))
}

/// Replaces a client's metadata (RFC 7592 §2.2).
///
/// # Errors
/// As [`read`] and [`register`].
pub async fn update(
    provider: &Provider,
    ctx: &OperationContext,
    client_id: &str,
    bearer: Option<&Secret>,
    body: &[u8],
) -> Result<Value> {
    let Managed {
        registered,
        token,
        issued_at,
    } = managed(provider, client_id, bearer).await?;
    let metadata = object(body)?;
    let wrong = |hint| Err(ProtocolError::new(ErrorCode::InvalidClientMetadata, hint).into());
    if metadata.get("client_id").and_then(Value::as_str) != Some(client_id) {
        return wrong("client_id must be the client's own (RFC 7592 section 2.2)");
    }
    if [
        "registration_access_token",
        "registration_client_uri",
        "client_secret_expires_at",
        "client_id_issued_at",
    ]
    .iter()
    .any(|name| metadata.contains_key(*name))
    {
        return wrong("what the server issues must not be sent back (RFC 7592 section 2.2)");
    }
    if let Some(sent) = metadata.get("client_secret") {
        let digest = sent.as_str().map(|text| Secret::presented(text).digest());
        if !matches!((&digest, &registered.secret_digest), (Some(sent), Some(kept)) if sent.matches(kept))
        {
            return wrong(
                "client_secret must be the present one, or left out (RFC 7592 section 2.2)",
            );
        }
    }
    let mut client = client_of(provider, &metadata, client_id.to_owned()).await?;
    // An administrator's restrictions are not the client's to lift.
    client.providers.clone_from(&registered.client.providers);
    client.sign_up = registered.client.sign_up;
    let (secret, changed) = planned(provider, ctx, client, Some(&registered))?;
    clients::put(provider, ctx, &changed, "client.updated").await?;
    provider.settle_configuration().await;
    Ok(document(
        provider,
        &changed.client,
        issued_at,
        &token,
        secret.as_ref(),
    ))
}

/// Removes a client with everything of it (RFC 7592 §2.3).
///
/// # Errors
/// As [`read`].
pub async fn delete(
    provider: &Provider,
    ctx: &OperationContext,
    client_id: &str,
    bearer: Option<&Secret>,
) -> Result<()> {
    managed(provider, client_id, bearer).await?;
    let entry = audit::Entry {
        action: "client.deleted",
        actor: client_id,
        subject: None,
        client_id: Some(client_id),
        detail: "",
    };
    if !provider
        .store
        .commit(Store::delete_client(client_id).then(audit::entry(provider, ctx, &entry)))
        .await?
    {
        return Err(TOKEN_INVALID.into());
    }
    provider.settle_configuration().await;
    Ok(())
}

/// Whether registration is open to this caller, and the statements that make it so.
async fn open(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
) -> Result<Unit> {
    match provider.settings.registration {
        RegistrationMode::Off => Err(ProtocolError::new(
            ErrorCode::AccessDenied,
            "clients cannot register themselves here; ask the administrator",
        )
        .into()),
        RegistrationMode::Open => Ok(Unit::new()),
        RegistrationMode::InitialAccessToken => {
            let digest = bearer.ok_or(TOKEN_INVALID)?.digest();
            if provider
                .store
                .initial_access_token_stands(&digest, ctx.now())
                .await?
            {
                Ok(Store::use_initial_access_token(&digest, ctx.now()))
            } else {
                Err(TOKEN_INVALID.into())
            }
        }
    }
}

struct Managed {
    registered: Arc<RegisteredClient>,
    token: Secret,
    issued_at: Timestamp,
}

/// The client that this token manages. A token that is shown at another client's address has
/// leaked: it dies (RFC 7592 §2).
async fn managed(provider: &Provider, client_id: &str, bearer: Option<&Secret>) -> Result<Managed> {
    let token = bearer.ok_or(TOKEN_INVALID)?;
    let owner = provider
        .store
        .client_of_registration_token(&token.digest())
        .await?
        .ok_or(TOKEN_INVALID)?;
    if owner != client_id {
        provider
            .store
            .commit(Store::revoke_registration_token(&token.digest()))
            .await?;
        return Err(TOKEN_INVALID.into());
    }
    let configuration = provider.configuration().await?;
    let registered = configuration
        .client(client_id)
        .filter(|registered| !registered.disabled)
        .ok_or(TOKEN_INVALID)?;
    let issued_at = provider
        .store
        .client_registered_at(client_id)
        .await?
        .ok_or(TOKEN_INVALID)?;
    Ok(Managed {
        registered: Arc::clone(registered),
        token: token.clone(),
        issued_at,
    })
}

fn object(body: &[u8]) -> Result<Map<String, Value>> {
    let invalid = ProtocolError::new(
        ErrorCode::InvalidClientMetadata,
        "the body must be a JSON object of client metadata (RFC 7591 section 2)",
    );
    Ok(serde_json::from_slice(body).map_err(|_| invalid)?)
}

/// The metadata as a client: what nobody may say of themselves is not read, and every address that
/// this server will call is looked at.
async fn client_of(
    provider: &Provider,
    metadata: &Map<String, Value>,
    client_id: String,
) -> Result<Client> {
    let offered = Offered {
        response_types: &provider.settings.response_types,
        algorithms: &provider.settings.algorithms,
    };
    let mut client = client_metadata::read(metadata, client_id, offered)?;
    client.require_pkce = provider.settings.registration_requires_pkce || client.is_public();
    check(&client, None)?;
    let wrong = |hint| ProtocolError::new(ErrorCode::InvalidClientMetadata, hint);
    if !client_metadata::links(&client).all(|link| provider.outbound.permits(link)) {
        return Err(wrong("a URI of the client is not https on the public Internet").into());
    }
    if let Some(uri) = &client.jwks_uri {
        let body = provider.outbound.get(uri).await.map_err(|_| {
            wrong("jwks_uri could not be fetched: it must answer with 512 KiB at most, over https")
        })?;
        let jwks: Value =
            serde_json::from_slice(&body).map_err(|_| wrong("jwks_uri does not hold a key set"))?;
        if !jwks.get("keys").is_some_and(Value::is_array) {
            return Err(wrong("jwks_uri does not hold a key set").into());
        }
    }
    if let Some(uri) = &client.sector_identifier_uri {
        let body = provider
            .outbound
            .get(uri)
            .await
            .map_err(|_| wrong("sector_identifier_uri could not be fetched: it must answer with 512 KiB at most, over https"))?;
        let listed: Vec<String> = serde_json::from_slice(&body).map_err(|_| {
            wrong("sector_identifier_uri does not hold a JSON array of redirect URIs")
        })?;
        if !client.redirect_uris.iter().all(|uri| listed.contains(uri)) {
            return Err(wrong("sector_identifier_uri does not list every redirect URI (OpenID Connect Registration section 5)").into());
        }
    }
    Ok(client)
}

/// The row to put, with a new secret where the method needs one that is not there yet.
fn planned(
    provider: &Provider,
    ctx: &OperationContext,
    client: Client,
    existing: Option<&RegisteredClient>,
) -> Result<(Option<Secret>, RegisteredClient)> {
    let method = client.token_endpoint_auth_method;
    let has_secret = existing.is_some_and(|known| {
        known.secret_digest.is_some()
            && (known.client.token_endpoint_auth_method == method
                || method
                    != doorward_protocol::clients::client::TokenEndpointAuthMethod::ClientSecretJwt)
    });
    let secret =
        (method.uses_secret() && !has_secret).then(|| Secret::generate(provider.entropy.as_ref()));
    let declaration = Declaration {
        client,
        client_secret: secret.as_ref().map(|secret| secret.reveal().to_owned()),
    };
    let (_, registered) =
        clients::plan(provider, ctx, &declaration, existing).map_err(|error| match error {
            Error::Input(text) => {
                ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, text).into()
            }
            other => other,
        })?;
    Ok((secret, registered))
}

/// The client information response (RFC 7591 §3.2.1).
fn document(
    provider: &Provider,
    client: &Client,
    issued_at: Timestamp,
    token: &Secret,
    secret: Option<&Secret>,
) -> Value {
    let mut document = client_metadata::write(client);
    document.insert("client_id_issued_at".into(), issued_at.seconds().into());
    if let Some(secret) = secret {
        document.insert("client_secret".into(), secret.reveal().into());
    }
    if client.token_endpoint_auth_method.uses_secret() {
        document.insert("client_secret_expires_at".into(), json!(0));
    }
    document.insert("registration_access_token".into(), token.reveal().into());
    document.insert(
        "registration_client_uri".into(),
        format!(
            "{}{}/{}",
            provider.issuer(),
            path::REGISTER,
            client.client_id
        )
        .into(),
    );
    Value::Object(document)
}
