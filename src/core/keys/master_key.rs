//! The change of the master key: everything that it sealed is sealed again with the new one.

use crate::{
    Error, Result, audit::Record, context::OperationContext, kernel::Kernel, sealing::Purpose,
};
use doorward_storage::{MasterKeyRow, SealedColumn, SealedValue, Store, Unit};
use std::sync::Arc;

/// How often a change is tried while others store sealed values.
const MAX_ATTEMPTS: usize = 5;
/// How many values of sessions are sealed again in one transaction.
const BATCH: i64 = 500;

/// What a change of the master key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKeyChange {
    /// The identifier of the master key of the database, as sealed values name it.
    pub key_id: String,
    /// Whether the new key was the one of the database already: a change that had been interrupted
    /// was finished.
    pub was_changed: bool,
    /// How many values were sealed again.
    pub resealed: usize,
}

/// The master key of the provider.
pub struct MasterKeyRotation {
    kernel: Arc<Kernel>,
}

impl MasterKeyRotation {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }

    /// Seals everything with the new master key. What is durable changes in one transaction; what
    /// belongs to sessions follows in batches, and a call that was interrupted there goes on when
    /// it is repeated.
    ///
    /// # Errors
    /// `Input` where there is no new master key; `Unavailable` where the database does not answer,
    /// or others kept storing sealed values.
    pub async fn rotate(&self, ctx: &OperationContext) -> Result<MasterKeyChange> {
        let new = self.new_key_id()?;
        let was_changed = self.present().await?.key_id == new;
        let mut resealed = 0;
        if !was_changed {
            resealed += self.change(ctx, new).await?;
        }
        for column in SealedColumn::TRANSIENT {
            resealed += self.reseal_transient(column, new).await?;
        }
        Ok(MasterKeyChange {
            key_id: new.to_owned(),
            was_changed,
            resealed,
        })
    }

    fn new_key_id(&self) -> Result<&str> {
        let sealing = &self.kernel.sealing;
        let new = sealing.new_key_id().ok_or_else(|| {
            Error::Input(
                "the new master key is missing: give it in DOORWARD_NEW_MASTER_KEY or \
                 DOORWARD_NEW_MASTER_KEY_FILE, beside the present one; make one with \
                 `openssl rand -base64 48`"
                    .into(),
            )
        })?;
        if sealing.present_key_id() == Some(new) {
            return Err(Error::Input("the new master key is the present one".into()));
        }
        Ok(new)
    }

    async fn present(&self) -> Result<MasterKeyRow> {
        let row = self.kernel.database.read().master_key().await?;
        row.ok_or_else(|| Error::Internal("master_key is empty".into()))
    }

    /// Makes the new key the one of the database, with everything durable under it.
    async fn change(&self, ctx: &OperationContext, new: &str) -> Result<usize> {
        for _ in 0..MAX_ATTEMPTS {
            let row = self.present().await?;
            if row.key_id == new {
                return Ok(0);
            }
            let mut unit = Store::begin_master_key_change(&row.key_id);
            let mut resealed = 1;
            for column in SealedColumn::DURABLE {
                let values = self.values(column, new, i64::MAX).await?;
                resealed += values.len();
                unit = unit.then(self.reseal(&values)?);
            }
            let changed = MasterKeyRow {
                key_id: new.to_owned(),
                sealed_root: self.renewed_root(&row)?,
            };
            let record = Record {
                action: "master_key.changed",
                subject: None,
                client_id: None,
                detail: new,
            };
            let unit = unit.then(Store::change_master_key(&changed));
            if self.kernel.database.commit(ctx, unit, &[record]).await? {
                return Ok(resealed);
            }
        }
        Err(Error::Unavailable(
            "other processes kept storing secrets while the master key was to change; nothing \
             was changed, try again"
                .into(),
        ))
    }

    fn renewed_root(&self, row: &MasterKeyRow) -> Result<String> {
        let place = Purpose::RootSecret.at(&[]);
        let renewed = self
            .kernel
            .sealing
            .seal_with_new_key(place, &row.sealed_root);
        renewed.map_err(|error| error.about(place.name()))
    }

    async fn reseal_transient(&self, column: SealedColumn, new: &str) -> Result<usize> {
        let mut resealed = 0;
        loop {
            let values = self.values(column, new, BATCH).await?;
            if values.is_empty() {
                return Ok(resealed);
            }
            let mut unit = Unit::new();
            for value in &values {
                unit = unit.then(self.reseal_or_forget(value, &mut resealed)?);
            }
            self.kernel.database.commit_unaudited(unit).await?;
        }
    }

    /// A value of a session that does not open is of no use to anybody: it is forgotten.
    fn reseal_or_forget(&self, value: &SealedValue, resealed: &mut usize) -> Result<Unit> {
        match self.renewed(value) {
            Ok(sealed) => {
                *resealed += 1;
                Ok(Store::reseal(value, &sealed))
            }
            Err(error) if value.column.is_forgettable() => {
                tracing::warn!(%error, "a sealed value does not open and is forgotten");
                Ok(Store::forget_sealed(value))
            }
            Err(error) => Err(error),
        }
    }

    async fn values(
        &self,
        column: SealedColumn,
        new: &str,
        limit: i64,
    ) -> Result<Vec<SealedValue>> {
        let store = self.kernel.database.read();
        Ok(store.values_of_other_keys(column, new, limit).await?)
    }

    fn reseal(&self, values: &[SealedValue]) -> Result<Unit> {
        values.iter().try_fold(Unit::new(), |unit, value| {
            Ok(unit.then(Store::reseal(value, &self.renewed(value)?)))
        })
    }

    /// The value under the new master key.
    fn renewed(&self, value: &SealedValue) -> Result<String> {
        let row: Vec<&str> = value.row.iter().map(String::as_str).collect();
        let purpose = purpose(value.column);
        let sealing = &self.kernel.sealing;
        let renewed = sealing.seal_with_new_key(purpose.at(&row), &value.sealed);
        let key = row.first().copied().unwrap_or_default();
        renewed.map_err(|error| error.about(&format!("{} of {key}", purpose.name())))
    }
}

/// What the values of a column are sealed for.
const fn purpose(column: SealedColumn) -> Purpose {
    match column {
        SealedColumn::SigningKeys => Purpose::SigningKey,
        SealedColumn::Clients => Purpose::ClientSecret,
        SealedColumn::EarlierClientSecrets => Purpose::EarlierClientSecret,
        SealedColumn::IdentityProviders => Purpose::IdentityProviderSecrets,
        SealedColumn::EventStreams => Purpose::EventStreamHeader,
        SealedColumn::Webhooks => Purpose::WebhookSecrets,
        SealedColumn::ScimTargets => Purpose::ScimToken,
        SealedColumn::UpstreamSessions => Purpose::UpstreamIdToken,
        SealedColumn::FederationFlows => Purpose::FederationFlow,
        SealedColumn::OneTimeTokens => Purpose::OneTimeToken,
        SealedColumn::OutboxMessages => Purpose::Mail,
        SealedColumn::AuthenticatorApps => Purpose::AuthenticatorApp,
    }
}
