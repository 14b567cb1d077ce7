//! What is encrypted with the master key: each value under a key of its purpose, bound to its place.
//!
//! The database says which master key seals it. While the master key changes, a process can have
//! two: it opens what either sealed, and seals with the one that the database names.

use crate::{Error, Result};
use doorward_adapters::keys::{LastingKeys, MasterKey};
use doorward_protocol::{
    keys::sealed,
    secret::{Digest, Entropy},
};
use doorward_storage::{MasterKeyRow, Store};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

pub use doorward_adapters::keys::{Place, Purpose, SealError};

/// Why a server whose master key is not the one of the database does nothing.
pub(crate) const OTHER_MASTER_KEY: &str = "the master key is not the one that sealed this \
     database: give the one that did in DOORWARD_MASTER_KEY or DOORWARD_MASTER_KEY_FILE, and \
     restart";

/// The master keys that the operator gave.
pub struct MasterKeys {
    /// The master key.
    pub present: MasterKey,
    /// The one that is to take its place, where there is one.
    pub new: Option<MasterKey>,
}

/// Seals and opens values with the master keys of this process.
pub struct Sealing {
    keys: Vec<MasterKey>,
    /// The position of the key that seals.
    current: AtomicUsize,
    /// The digest of the root secret that this process was started with.
    root: OnceLock<Digest>,
    entropy: Arc<dyn Entropy>,
}

impl Sealing {
    fn new(keys: MasterKeys, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            keys: [keys.present].into_iter().chain(keys.new).collect(),
            current: AtomicUsize::new(0),
            root: OnceLock::new(),
            entropy,
        }
    }

    /// Encrypts bytes so that they open at this place alone.
    ///
    /// # Errors
    /// `Internal` where the cipher failed.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<String> {
        let key = self
            .keys
            .get(self.current.load(Ordering::Acquire))
            .ok_or(SealError::Failed)?;
        Ok(key.seal(self.entropy.as_ref(), place, plain)?)
    }

    /// Decrypts what [`Self::seal`] encrypted for the same place.
    ///
    /// # Errors
    /// [`SealError::OtherKey`] where a master key sealed the value that this process does not have;
    /// [`SealError::Altered`] where it was changed, or sealed for another place.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> std::result::Result<Vec<u8>, SealError> {
        let key_id = sealed::key_id_of(sealed).ok_or(SealError::Altered)?;
        let position = self.position(key_id).ok_or(SealError::OtherKey)?;
        let key = self.keys.get(position).ok_or(SealError::OtherKey)?;
        key.open(place, sealed)
    }

    /// The identifier of the master key that the operator gave as the present one.
    pub(crate) fn present_key_id(&self) -> Option<&str> {
        self.keys.first().map(MasterKey::id)
    }

    /// The identifier of the master key that is to take its place.
    pub(crate) fn new_key_id(&self) -> Option<&str> {
        self.keys.get(1).map(MasterKey::id)
    }

    /// Encrypts a sealed value again, with the master key that is to take the place of the present
    /// one.
    ///
    /// # Errors
    /// As [`Self::open`], and where there is no new master key.
    pub(crate) fn seal_with_new_key(&self, place: Place<'_>, sealed: &str) -> Result<String> {
        let plain = self.open(place, sealed)?;
        let new = self.keys.get(1).ok_or(SealError::OtherKey)?;
        Ok(new.seal(self.entropy.as_ref(), place, &plain)?)
    }

    /// Seals from now on with the key that the database names.
    ///
    /// # Errors
    /// `Unavailable` where this process does not have it, or the database is another one than it
    /// was started with.
    pub(crate) fn follow(&self, row: &MasterKeyRow) -> Result<()> {
        self.examine(row).map_err(|error| match error {
            SealError::OtherKey => Error::Unavailable(OTHER_MASTER_KEY.into()),
            other => Error::Unavailable(format!("master_key: {other}")),
        })?;
        let position = self.position(&row.key_id).ok_or(SealError::OtherKey)?;
        self.current.store(position, Ordering::Release);
        Ok(())
    }

    /// Whether a master key of this process is the one of the database, and the root secret is the
    /// one that this process was started with.
    ///
    /// # Errors
    /// [`SealError::OtherKey`], [`SealError::Altered`] or [`SealError::OtherRoot`].
    pub(crate) fn examine(&self, row: &MasterKeyRow) -> std::result::Result<(), SealError> {
        self.position(&row.key_id).ok_or(SealError::OtherKey)?;
        let root = self.open(Purpose::RootSecret.at(&[]), &row.sealed_root)?;
        let digest = Digest::of(&root);
        if self.root.get_or_init(|| digest.clone()).matches(&digest) {
            Ok(())
        } else {
            Err(SealError::OtherRoot)
        }
    }

    fn position(&self, key_id: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.id() == key_id)
    }
}

/// The keys of a provider, once its database was opened with the master key.
pub struct ProviderKeys {
    pub(crate) sealing: Arc<Sealing>,
    pub(crate) lasting: LastingKeys,
}

impl ProviderKeys {
    /// Opens the keys of a database, and makes them where it has none yet.
    ///
    /// # Errors
    /// `Input` where another master key sealed this database; `Unavailable` where it does not
    /// answer.
    pub async fn unlock(
        store: &Store,
        master_keys: MasterKeys,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self> {
        let sealing = Sealing::new(master_keys, entropy);
        let row = match store.master_key().await? {
            Some(row) => row,
            None => sealing.first(store).await?,
        };
        sealing.follow(&row).map_err(|error| match error {
            Error::Unavailable(cause) => Error::Input(cause),
            error => error,
        })?;
        let root = sealing
            .open(Purpose::RootSecret.at(&[]), &row.sealed_root)
            .map_err(|error| Error::Input(format!("the row of master_key: {error}")))?;
        Ok(Self {
            lasting: LastingKeys::from_root(&root)?,
            sealing: Arc::new(sealing),
        })
    }
}

impl Sealing {
    /// Makes the root secret. Where another process is quicker, its row is used.
    async fn first(&self, store: &Store) -> Result<MasterKeyRow> {
        let root = LastingKeys::generate_root(self.entropy.as_ref());
        let sealed_root = self.seal(Purpose::RootSecret.at(&[]), &root)?;
        let key_id = sealed::key_id_of(&sealed_root)
            .unwrap_or_default()
            .to_owned();
        let row = MasterKeyRow {
            key_id,
            sealed_root,
        };
        store.add_master_key(&row).await?;
        let stored = store.master_key().await?;
        stored.ok_or_else(|| Error::Internal("master_key is empty".into()))
    }
}
