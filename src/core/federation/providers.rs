//! Providers elsewhere: declared and changed.

use crate::context::OperationContext;
use crate::federation::Upstream;
use crate::{Error, Provider, Result, audit, clients::Change};
use doorward_protocol::federation::{IdentityProvider, IdentityProviderSecrets, check};
use doorward_storage::{Store, StoredIdentityProvider, Unit};

/// A provider as it is to be; secrets that are not given stay.
pub struct Declaration {
    /// What is declared of it.
    pub provider: IdentityProvider,
    /// Its secrets.
    pub secrets: IdentityProviderSecrets,
}

/// What putting the declaration would change, and the row to put.
///
/// # Errors
/// `Input` with what to change.
pub fn plan(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: &Declaration,
    existing: Option<&Upstream>,
) -> Result<(Change, StoredIdentityProvider)> {
    let kept = existing
        .map(|known| known.secrets.clone())
        .unwrap_or_default();
    let given = declaration.secrets.clone();
    let secrets = IdentityProviderSecrets {
        client_secret: given.client_secret.or(kept.client_secret),
        private_key: given.private_key.or(kept.private_key),
        bind_password: given.bind_password.or(kept.bind_password),
    };
    check(&declaration.provider, &secrets).map_err(|(_, text)| Error::Input(text))?;
    let change = match existing {
        None => Change::Add,
        Some(known) if known.provider == declaration.provider && known.secrets == secrets => {
            Change::None
        }
        Some(known) if known.provider.kind != declaration.provider.kind => {
            return Err(Error::Input("kind cannot change: who users are there would be read another way; declare it under another id".into()));
        }
        Some(_) => Change::Change,
    };
    let plain = serde_json::to_vec(&secrets).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((
        change,
        StoredIdentityProvider {
            provider: declaration.provider.clone(),
            sealed_secrets: provider.master_key.seal(&plain)?,
        },
    ))
}

/// The statements that put a provider.
pub fn unit(
    provider: &Provider,
    ctx: &OperationContext,
    stored: &StoredIdentityProvider,
    action: &'static str,
) -> Unit {
    let entry = audit::Entry {
        action,
        actor: audit::COMMAND_LINE,
        subject: None,
        client_id: None,
        detail: &stored.provider.id,
    };
    Store::put_identity_provider(stored, ctx.now()).then(audit::entry(provider, ctx, &entry))
}

/// Puts a provider.
///
/// # Errors
/// As [`plan`], and where the store is away.
pub async fn put(
    provider: &Provider,
    ctx: &OperationContext,
    declaration: &Declaration,
) -> Result<Change> {
    let configuration = provider.configuration().await?;
    let (change, stored) = plan(
        provider,
        ctx,
        declaration,
        configuration
            .upstream(&declaration.provider.id)
            .map(AsRef::as_ref),
    )?;
    provider
        .store
        .commit(unit(provider, ctx, &stored, "provider.applied"))
        .await?;
    Ok(change)
}
