//! Clients: declared, changed, switched off.

pub(crate) mod client_keys;
pub(crate) mod documents;
pub mod registration;

use crate::context::OperationContext;
use crate::{Error, Provider, Result, audit};
use doorward_protocol::{
    clients::{
        client::{Client, RegisteredClient, TokenEndpointAuthMethod},
        client_registration,
    },
    secret::Secret,
};
use doorward_storage::{Store, Unit};

/// What a declaration changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not there.
    Add,
    /// It was different.
    Change,
    /// It is as declared.
    None,
}

/// A client as it is to be, with its secret in plain text if one is given.
pub struct Declaration {
    /// The metadata.
    pub client: Client,
    /// The secret; none keeps the one there is.
    pub client_secret: Option<String>,
}

/// What putting the declaration would change, and the row to put.
///
/// # Errors
/// `Protocol` where the metadata contradicts itself.
pub fn plan(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: &Declaration,
    existing: Option<&RegisteredClient>,
) -> Result<(Change, RegisteredClient)> {
    let client = &as_site(declaration.client.clone());
    client_registration::check(client, declaration.client_secret.as_deref())?;
    let method = client.token_endpoint_auth_method;
    let secret = declaration.client_secret.as_deref();
    let kept = existing.filter(|_| method.uses_secret());
    let secret_digest = secret
        .map(|secret| Secret::presented(secret).digest())
        .or_else(|| kept.and_then(|known| known.secret_digest.clone()));
    if method.uses_secret() && secret_digest.is_none() {
        return Err(Error::Input(
            "client_secret is missing: this token_endpoint_auth_method needs one".into(),
        ));
    }
    let same_secret = existing.is_some_and(|known| known.secret_digest == secret_digest);
    let sealed_secret = match (method, secret) {
        (TokenEndpointAuthMethod::ClientSecretJwt, _)
            if same_secret && existing.is_some_and(|known| known.sealed_secret.is_some()) =>
        {
            existing.and_then(|known| known.sealed_secret.clone())
        }
        (TokenEndpointAuthMethod::ClientSecretJwt, Some(secret)) => {
            Some(provider.master_key.seal(secret.as_bytes())?)
        }
        (TokenEndpointAuthMethod::ClientSecretJwt, None) => {
            return Err(Error::Input(
                "client_secret must be given once for client_secret_jwt".into(),
            ));
        }
        _ => None,
    };
    let change = match existing {
        None => Change::Add,
        Some(known) if known.client == *client && same_secret => Change::None,
        Some(_) => Change::Change,
    };
    let disabled = existing.is_some_and(|known| known.disabled);
    Ok((
        change,
        RegisteredClient {
            client: client.clone(),
            secret_digest,
            sealed_secret,
            disabled,
        },
    ))
}

/// A site behind a proxy is an app of the house without a secret, whose one way back is ours.
fn as_site(mut client: Client) -> Client {
    let Some(site) = client.forward_auth.clone() else {
        return client;
    };
    client.first_party = true;
    client.token_endpoint_auth_method = TokenEndpointAuthMethod::None;
    for uri in site.redirect_uris() {
        if !client.redirect_uris.contains(&uri) {
            client.redirect_uris.push(uri);
        }
    }
    client
}

/// The statements that put a client.
pub fn unit(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    action: &'static str,
) -> Unit {
    let client_id = registered.client.client_id.as_str();
    let entry = audit::Entry {
        action,
        actor: audit::COMMAND_LINE,
        subject: None,
        client_id: Some(client_id),
        detail: "",
    };
    Store::put_client(registered, ctx.now()).then(audit::entry(provider, ctx, &entry))
}

/// Puts a client.
///
/// # Errors
/// Where the store is away.
pub async fn put(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    action: &'static str,
) -> Result<()> {
    provider
        .store
        .commit(unit(provider, ctx, registered, action))
        .await?;
    Ok(())
}

/// A new secret for a client, handed over once.
///
/// # Errors
/// `Input` where the client has no secret by its method.
pub async fn new_secret(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
) -> Result<Secret> {
    let method = registered.client.token_endpoint_auth_method;
    if !method.uses_secret() {
        return Err(Error::Input(
            "this client has no secret: its token_endpoint_auth_method needs none".into(),
        ));
    }
    let secret = Secret::generate(provider.entropy.as_ref());
    let sealed = match method {
        TokenEndpointAuthMethod::ClientSecretJwt => {
            Some(provider.master_key.seal(secret.reveal().as_bytes())?)
        }
        _ => None,
    };
    let changed = RegisteredClient {
        secret_digest: Some(secret.digest()),
        sealed_secret: sealed,
        ..registered.clone()
    };
    put(provider, ctx, &changed, "client.secret_changed").await?;
    Ok(secret)
}
