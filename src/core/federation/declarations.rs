//! Declarations of identity providers: planned, then stored.

use crate::{
    Error, Result,
    audit::Record,
    change_set::{Change, ChangeSet},
    context::OperationContext,
    declared::{EntryKind, require_not_declared},
    federation::{Federation, LoadedIdentityProvider, presets},
    sealing::Purpose,
};
use doorward_protocol::federation::{IdentityProvider, IdentityProviderSecrets, check};
use doorward_storage::{Reviewed, Store, StoredIdentityProvider};

/// A provider as it is to be. Secrets that are not given stay as they are.
pub struct Declaration {
    /// What the operator declares.
    pub provider: IdentityProvider,
    /// The secrets that the operator gives.
    pub secrets: IdentityProviderSecrets,
}

impl Declaration {
    /// The given secrets, completed by the stored ones.
    fn secrets_with(&self, stored: Option<&IdentityProviderSecrets>) -> IdentityProviderSecrets {
        let given = self.secrets.clone();
        let stored = stored.cloned().unwrap_or_default();
        IdentityProviderSecrets {
            client_secret: given.client_secret.or(stored.client_secret),
            private_key: given.private_key.or(stored.private_key),
            bind_password: given.bind_password.or(stored.bind_password),
        }
    }
}

impl Federation {
    /// What a declaration would change, and the row that it would store.
    ///
    /// # Errors
    /// `Input` with what to change in the declaration.
    fn plan_provider(
        &self,
        declaration: &Declaration,
        existing: Option<&LoadedIdentityProvider>,
    ) -> Result<(Change, StoredIdentityProvider)> {
        let secrets = declaration.secrets_with(existing.map(LoadedIdentityProvider::secrets));
        let resolved = presets::resolve(declaration.provider.clone()).map_err(Error::Input)?;
        check(&resolved, &secrets).map_err(|(_, text)| Error::Input(text))?;
        let change = match existing {
            None => Change::Add,
            Some(known)
                if *known.declared() == declaration.provider && *known.secrets() == secrets =>
            {
                Change::None
            }
            Some(known) if known.declared().kind != declaration.provider.kind => {
                return Err(Error::Input("kind cannot change: who users are there would be read another way; declare it under another id".into()));
            }
            Some(_) => Change::Change,
        };
        let plain =
            serde_json::to_vec(&secrets).map_err(|error| Error::Internal(error.to_string()))?;
        let provider = declaration.provider.clone();
        let sealed_secrets = self
            .kernel
            .sealing
            .seal(Purpose::IdentityProviderSecrets.at(&[&provider.id]), &plain)?;
        Ok((
            change,
            StoredIdentityProvider {
                provider,
                sealed_secrets,
                version: existing.map_or(0, LoadedIdentityProvider::version),
            },
        ))
    }

    /// Adds what a declaration changes to a set of changes.
    ///
    /// # Errors
    /// `Input` with what to change in the declaration, and where the database is unavailable.
    pub async fn declare(
        &self,
        changes: &mut ChangeSet<'_>,
        declaration: &Declaration,
    ) -> Result<Change> {
        let configuration = self.kernel.configuration().await?;
        let existing = configuration.identity_provider(&declaration.provider.id);
        let (change, stored) = self.plan_provider(declaration, existing.map(AsRef::as_ref))?;
        if change != Change::None {
            let unit = Store::put_identity_provider(&stored, changes.context().now());
            let record = Record {
                action: "provider.applied",
                subject: None,
                client_id: None,
                detail: &stored.provider.id,
            };
            changes.add(unit, &record);
            changes.review_access(Reviewed::Provider(&stored.provider.id));
        }
        Ok(change)
    }

    /// Lets users in by a provider, or nobody any more. What is declared of it otherwise stays.
    ///
    /// # Errors
    /// `Input` where there is no such provider, or a file manages it.
    pub async fn set_enabled(
        &self,
        changes: &mut ChangeSet<'_>,
        id: &str,
        enabled: bool,
    ) -> Result<Change> {
        let declared = self.declared(id).await?;
        let declared = declared.ok_or_else(|| {
            Error::Input(format!(
                "no provider is called {id}; `doorward provider list` shows them"
            ))
        })?;
        let (kernel, ctx) = (&self.kernel, changes.context());
        require_not_declared(kernel, ctx, EntryKind::Providers, id).await?;
        let declaration = Declaration {
            provider: IdentityProvider {
                enabled,
                ..declared
            },
            secrets: IdentityProviderSecrets::default(),
        };
        self.declare(changes, &declaration).await
    }

    /// What is declared of a provider.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn declared(&self, id: &str) -> Result<Option<IdentityProvider>> {
        let configuration = self.kernel.configuration().await?;
        let known = configuration.identity_provider(id);
        Ok(known.map(|known| known.declared().clone()))
    }

    /// The names of the secrets that a declaration changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn changed_secrets(&self, declaration: &Declaration) -> Result<Vec<&'static str>> {
        let configuration = self.kernel.configuration().await?;
        let known = configuration.identity_provider(&declaration.provider.id);
        let before = known.map(|known| known.secrets().clone());
        let before = before.unwrap_or_default();
        let after = declaration.secrets_with(Some(&before));
        let all = [
            ("client_secret", before.client_secret == after.client_secret),
            ("private_key", before.private_key == after.private_key),
            ("bind_password", before.bind_password == after.bind_password),
        ];
        let changed = all.into_iter().filter(|(_, is_same)| !is_same);
        Ok(changed.map(|(name, _)| name).collect())
    }

    /// Stores a provider.
    ///
    /// # Errors
    /// As [`Federation::declare`], and `Unavailable` where the provider was changed meanwhile; then
    /// nothing is written.
    pub async fn put_provider(
        &self,
        ctx: &OperationContext,
        declaration: &Declaration,
    ) -> Result<Change> {
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let change = self.declare(&mut changes, declaration).await?;
        changes.commit_or_conflict().await?;
        Ok(change)
    }
}
