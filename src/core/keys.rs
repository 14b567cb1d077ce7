//! Signing keys: made at first start, rotated on schedule and by hand, with overlap.

use crate::context::OperationContext;
use crate::{Error, Provider, Result, audit};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    keys::signing_key::{StoredKey, signing_now},
    secret::random_id,
    time::{CLOCK_TOLERANCE, Lifetime},
};
use doorward_storage::Store;

/// When a new key signs for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// After everybody who keeps the key set has seen it: no token fails anywhere.
    WhenKnown,
    /// At once: for a first key, or when the old one may have leaked.
    AtOnce,
}

/// Proves the master key and makes a key for every configured algorithm that has none.
///
/// # Errors
/// Where the master key is not the one that sealed this database.
pub async fn prepare(provider: &Provider, ctx: &OperationContext) -> Result<()> {
    match provider.store.master_key_check().await? {
        Some(sealed) => {
            provider.master_key.open(&sealed).map_err(|_| {
                Error::Input(
                    "the master key is not the one that sealed this database: give the old one in DOORWARD_MASTER_KEY or DOORWARD_MASTER_KEY_FILE"
                        .into(),
                )
            })?;
        }
        None => {
            provider
                .store
                .set_master_key_check(&provider.master_key.seal(b"doorward")?)
                .await?
        }
    }
    let existing = provider.store.signing_keys().await?;
    for algorithm in &provider.settings.algorithms {
        if !existing.iter().any(|key| key.algorithm == *algorithm) {
            // Another node may be quicker: then its key is the one.
            publish(provider, ctx, *algorithm, Activation::AtOnce).await?;
        }
    }
    Ok(())
}

/// Makes and publishes the next key of an algorithm. `None` where another process did so at the
/// same moment.
///
/// # Errors
/// Where the store is away or OpenSSL cannot make a key.
pub async fn publish(
    provider: &Provider,
    ctx: &OperationContext,
    algorithm: SigningAlgorithm,
    activation: Activation,
) -> Result<Option<StoredKey>> {
    let generation = provider.store.signing_key_generation(algorithm).await? + 1;
    let private =
        tokio::task::spawn_blocking(move || doorward_adapters::keys::generate(algorithm)).await;
    let private = private
        .map_err(|error| Error::Internal(error.to_string()))?
        .map_err(|error| Error::Internal(error.to_string()))?;
    let (now, lifetimes) = (ctx.now(), provider.settings.lifetimes);
    let active_from = match activation {
        Activation::AtOnce => now,
        Activation::WhenKnown => now.plus(lifetimes.jwks_cache),
    };
    let key = StoredKey {
        kid: random_id(provider.entropy.as_ref(), 9),
        algorithm,
        sealed: provider.master_key.seal(&private)?,
        created_at: now,
        active_from,
        remove_after: None,
    };
    // The old key signs until the new one does, and stays until the last token of it is gone, by
    // anybody's clock.
    let longest_token = lifetimes.access_token.max(lifetimes.id_token);
    let leave = active_from
        .plus(longest_token)
        .plus(CLOCK_TOLERANCE)
        .plus(Lifetime::minutes(1));
    let entry = audit::Entry {
        action: "signing_key.published",
        actor: audit::COMMAND_LINE,
        subject: None,
        client_id: None,
        detail: algorithm.as_str(),
    };
    let unit = Store::publish_signing_key(&key, generation, leave)
        .then(audit::entry(provider, ctx, &entry));
    Ok(provider.store.commit(unit).await?.then_some(key))
}

/// Rotates what is older than the schedule. Called by a worker on every node; one of them does it.
///
/// # Errors
/// Where the store is away.
pub async fn rotate_due(provider: &Provider, ctx: &OperationContext) -> Result<()> {
    let (now, stored) = (ctx.now(), provider.store.signing_keys().await?);
    for algorithm in &provider.settings.algorithms {
        let newest = stored
            .iter()
            .filter(|key| key.algorithm == *algorithm)
            .max_by_key(|key| key.active_from);
        if newest.is_some_and(|key| {
            now.since(key.active_from) >= provider.settings.lifetimes.signing_key.0
        }) {
            publish(provider, ctx, *algorithm, Activation::WhenKnown).await?;
        }
    }
    Ok(())
}

/// Takes a key out of the key set at once: every token that it signed fails from now on.
///
/// # Errors
/// `Input` where it is unknown or the only one that signs.
pub async fn remove(provider: &Provider, ctx: &OperationContext, kid: &str) -> Result<()> {
    let (now, stored) = (ctx.now(), provider.store.signing_keys().await?);
    let key = stored.iter().find(|key| key.kid == kid).ok_or_else(|| {
        Error::Input(format!(
            "there is no signing key {kid}; `doorward keys list` shows them"
        ))
    })?;
    if signing_now(&stored, key.algorithm, now).is_some_and(|signer| signer.kid == kid) {
        return Err(Error::Input(format!(
            "{kid} signs at present; run `doorward keys rotate --now` first"
        )));
    }
    let entry = audit::Entry {
        action: "signing_key.removed",
        actor: audit::COMMAND_LINE,
        subject: None,
        client_id: None,
        detail: kid,
    };
    provider
        .store
        .commit(Store::remove_signing_key(kid).then(audit::entry(provider, ctx, &entry)))
        .await?;
    Ok(())
}
