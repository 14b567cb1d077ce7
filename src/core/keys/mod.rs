//! Signing keys: generated at first start, rotated on a schedule and by hand. An old key stays in
//! the key set until the last token that it signed has expired.

mod master_key;

pub use master_key::{MasterKeyChange, MasterKeyRotation};

use crate::{
    Error, Result, audit::Record, context::OperationContext, kernel::Kernel, sealing::Purpose,
};
use doorward_adapters::keys::KeyError;
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    keys::signing_key::{SealedKey, is_published, signing_now},
    secret::random_id,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use doorward_storage::Store;
use std::sync::Arc;

/// How much longer than its last token an old key stays in the key set, beside the tolerance for
/// clocks that differ.
const REMOVAL_MARGIN: Lifetime = Lifetime::minutes(1);

/// When a new key signs for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Once every copy of the key set that others keep holds it, so that no token is refused.
    WhenKnown,
    /// At once: for a first key, or when the old one may have leaked.
    AtOnce,
}

/// Makes a private JWK for an algorithm, as JSON.
pub type GenerateKey = fn(SigningAlgorithm) -> std::result::Result<Vec<u8>, KeyError>;

/// The signing keys of the provider.
pub struct SigningKeys {
    kernel: Arc<Kernel>,
    generate: GenerateKey,
}

impl SigningKeys {
    pub(crate) const fn new(kernel: Arc<Kernel>, generate: GenerateKey) -> Self {
        Self { kernel, generate }
    }

    /// Every key that has not been removed, by algorithm and generation.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self) -> Result<Vec<SealedKey>> {
        Ok(self.kernel.database.read().signing_keys().await?)
    }

    /// Generates a key for every configured algorithm that has none.
    ///
    /// # Errors
    /// Where the database is unavailable or OpenSSL cannot generate a key.
    pub async fn prepare(&self, ctx: &OperationContext) -> Result<()> {
        for algorithm in &self.kernel.settings.algorithms {
            let generation = self.generation(*algorithm).await?;
            let existing = self.list().await?;
            // One that has left the key set signs nothing that others accept.
            let has_key = existing
                .iter()
                .any(|key| key.algorithm == *algorithm && is_published(key, ctx.now()));
            if !has_key {
                // Where another node is quicker, its key is used and nothing is published here.
                self.publish_after(ctx, *algorithm, generation, Activation::AtOnce)
                    .await?;
            }
        }
        Ok(())
    }

    /// Generates and publishes the first key of an algorithm. Of several processes that do so at
    /// once, one publishes it.
    ///
    /// # Errors
    /// `Input` where the algorithm has a key; otherwise as [`SigningKeys::publish`].
    pub async fn publish_first(
        &self,
        ctx: &OperationContext,
        algorithm: SigningAlgorithm,
    ) -> Result<SealedKey> {
        let exists = || {
            let name = algorithm.as_str();
            Error::Input(format!(
                "{name} has a key already; use `doorward keys rotate --algorithm {name}`"
            ))
        };
        let generation = self.generation(algorithm).await?;
        let existing = self.list().await?;
        if existing.iter().any(|key| key.algorithm == algorithm) {
            return Err(exists());
        }
        self.publish_after(ctx, algorithm, generation, Activation::WhenKnown)
            .await?
            .ok_or_else(exists)
    }

    /// Generates and publishes the next key of an algorithm. `None` where another process published
    /// one at the same moment.
    ///
    /// # Errors
    /// Where the database is unavailable or OpenSSL cannot generate a key.
    pub async fn publish(
        &self,
        ctx: &OperationContext,
        algorithm: SigningAlgorithm,
        activation: Activation,
    ) -> Result<Option<SealedKey>> {
        let generation = self.generation(algorithm).await?;
        self.publish_after(ctx, algorithm, generation, activation)
            .await
    }

    /// The newest generation of an algorithm's keys. It must be read before what a decision to
    /// publish is based on: of several that decide alike, one publishes then.
    async fn generation(&self, algorithm: SigningAlgorithm) -> Result<i64> {
        let store = self.kernel.database.read();
        Ok(store.signing_key_generation(algorithm).await?)
    }

    /// Publishes the key that follows a generation. `None` where that generation has a successor.
    async fn publish_after(
        &self,
        ctx: &OperationContext,
        algorithm: SigningAlgorithm,
        generation: i64,
        activation: Activation,
    ) -> Result<Option<SealedKey>> {
        let lifetimes = self.kernel.settings.lifetimes;
        let known_at = ctx.now().plus(lifetimes.jwks_cache);
        let (active_from, signs_from) = match activation {
            Activation::AtOnce => (Timestamp(0), ctx.now()),
            Activation::WhenKnown => (known_at, known_at),
        };
        let kid = random_id(self.kernel.entropy.as_ref(), 9);
        let private = self.generated(algorithm).await?;
        let sealing = &self.kernel.sealing;
        let key = SealedKey {
            sealed: sealing.seal(Purpose::SigningKey.at(&[&kid]), &private)?,
            kid,
            algorithm,
            generation: generation.saturating_add(1),
            created_at: ctx.now(),
            active_from,
            remove_after: None,
        };
        let unit = Store::publish_signing_key(&key, self.removal_of_old(signs_from));
        let record = record("signing_key.published", algorithm.as_str());
        let unit = unit.then(self.kernel.database.record(ctx, &record));
        let published = self.kernel.database.commit_unless_taken(unit).await?;
        Ok(published.then_some(key))
    }

    /// A private JWK. An RSA key takes about 0.1 s, so it is generated on a thread for blocking work.
    async fn generated(&self, algorithm: SigningAlgorithm) -> Result<Vec<u8>> {
        let generate = self.generate;
        tokio::task::spawn_blocking(move || generate(algorithm))
            .await
            .map_err(|error| Error::Internal(error.to_string()))?
            .map_err(|error| Error::Internal(error.to_string()))
    }

    /// When the keys before a new one leave the key set: the last token of them has expired then, by
    /// any clock that is within the tolerance.
    fn removal_of_old(&self, signs_from: Timestamp) -> Timestamp {
        let lifetimes = self.kernel.settings.lifetimes;
        signs_from
            .plus(lifetimes.access_token.max(lifetimes.id_token))
            .plus(CLOCK_TOLERANCE)
            .plus(REMOVAL_MARGIN)
    }

    /// Rotates the keys that are older than the schedule. A worker calls it on every node; one of
    /// them publishes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn rotate_due(&self, ctx: &OperationContext) -> Result<()> {
        let interval = self.kernel.settings.lifetimes.signing_key;
        for algorithm in &self.kernel.settings.algorithms {
            let generation = self.generation(*algorithm).await?;
            let stored = self.list().await?;
            let newest = stored
                .iter()
                .filter(|key| key.algorithm == *algorithm)
                .max_by_key(|key| key.generation);
            if newest.is_some_and(|key| ctx.now().since(key.created_at) >= interval.0) {
                self.publish_after(ctx, *algorithm, generation, Activation::WhenKnown)
                    .await?;
            }
        }
        Ok(())
    }

    /// Removes a key from the key set at once: every token that it signed is refused from now on.
    ///
    /// # Errors
    /// `Input` where there is no such key, or it is the one that signs.
    pub async fn remove(&self, ctx: &OperationContext, kid: &str) -> Result<()> {
        let stored = self.list().await?;
        let key = stored.iter().find(|key| key.kid == kid).ok_or_else(|| {
            Error::Input(format!(
                "there is no signing key {kid}; `doorward keys list` shows them"
            ))
        })?;
        let signing = signing_now(&stored, key.algorithm, ctx.now());
        if signing.is_some_and(|signing| signing.kid == kid) {
            return Err(Error::Input(format!(
                "{kid} signs at present; run `doorward keys rotate --now` first"
            )));
        }
        let unit = Store::remove_signing_key(key);
        let record = record("signing_key.removed", kid);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }
}

const fn record<'a>(action: &'static str, detail: &'a str) -> Record<'a> {
    Record {
        action,
        subject: None,
        client_id: None,
        detail,
    }
}
