//! Clients as an administrator declares, changes and disables them.

use crate::{
    Error, Result,
    audit::Record,
    change_set::ChangeSet,
    clients::{
        declaration::{Change, Declaration, PlannedClient},
        documents::DocumentCache,
    },
    context::OperationContext,
    kernel::Kernel,
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    clients::client::{RegisteredClient, TokenEndpointAuthMethod},
    secret::Secret,
};
use doorward_storage::Store;
use serde_json::Value;
use std::sync::Arc;

/// The clients of the provider.
pub struct Clients {
    kernel: Arc<Kernel>,
    pub(super) documents: Arc<DocumentCache<Value>>,
    pub(super) outbound: Outbound,
}

impl Clients {
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        documents: Arc<DocumentCache<Value>>,
        outbound: Outbound,
    ) -> Self {
        Self {
            kernel,
            documents,
            outbound,
        }
    }

    /// Every client, by its identifier.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self) -> Result<Vec<RegisteredClient>> {
        Ok(self.kernel.database.read().clients().await?)
    }

    /// A client, disabled or not.
    ///
    /// # Errors
    /// `Input` where there is none of this identifier.
    pub async fn get(&self, client_id: &str) -> Result<Arc<RegisteredClient>> {
        let configuration = self.kernel.configuration().await?;
        configuration.client(client_id).cloned().ok_or_else(|| {
            Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            ))
        })
    }

    /// The row that a declaration becomes; nothing is written.
    ///
    /// # Errors
    /// `Protocol` or `Input` where the metadata contradicts itself: the message names the field.
    pub(super) async fn plan(&self, declaration: Declaration) -> Result<PlannedClient> {
        let configuration = self.kernel.configuration().await?;
        let existing = configuration.client(&declaration.client.client_id);
        declaration.plan(&self.kernel.master_key, existing.map(AsRef::as_ref))
    }

    /// Adds a declaration to a set of changes, unless the client is as declared already.
    ///
    /// # Errors
    /// As `Clients::plan`.
    pub async fn declare_in(
        &self,
        changes: &mut ChangeSet<'_>,
        declaration: Declaration,
        action: &'static str,
    ) -> Result<PlannedClient> {
        let planned = self.plan(declaration).await?;
        if planned.change != Change::None {
            let registered = &planned.registered;
            let unit = Store::put_client(registered, changes.context().now());
            changes.add(unit, &record(&registered.client.client_id, action));
        }
        Ok(planned)
    }

    /// Adds a client, or changes it to what is declared.
    ///
    /// # Errors
    /// As `Clients::plan`, or where the database is unavailable.
    pub async fn declare(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
        action: &'static str,
    ) -> Result<PlannedClient> {
        let planned = self.plan(declaration).await?;
        self.put(ctx, &planned.registered, action).await?;
        Ok(planned)
    }

    /// Disables or enables a client. A disabled client gets no token and none of its tokens is
    /// accepted.
    ///
    /// # Errors
    /// As [`Clients::get`].
    pub async fn set_disabled(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        disabled: bool,
    ) -> Result<()> {
        let known = self.get(client_id).await?;
        let changed = RegisteredClient {
            disabled,
            ..known.as_ref().clone()
        };
        let action = if disabled {
            "client.disabled"
        } else {
            "client.enabled"
        };
        self.put(ctx, &changed, action).await
    }

    /// Gives a client a new secret, which is shown this once.
    ///
    /// # Errors
    /// `Input` where the client authenticates without a secret.
    pub async fn new_secret(&self, ctx: &OperationContext, client_id: &str) -> Result<Secret> {
        let known = self.get(client_id).await?;
        let method = known.client.token_endpoint_auth_method;
        if !method.uses_secret() {
            return Err(Error::Input(
                "this client has no secret: its token_endpoint_auth_method needs none".into(),
            ));
        }
        let secret = Secret::generate(self.kernel.entropy.as_ref());
        let sealed_secret = if method == TokenEndpointAuthMethod::ClientSecretJwt {
            Some(self.kernel.master_key.seal(secret.reveal().as_bytes())?)
        } else {
            None
        };
        let changed = RegisteredClient {
            secret_digest: Some(secret.digest()),
            sealed_secret,
            ..known.as_ref().clone()
        };
        self.put(ctx, &changed, "client.secret_changed").await?;
        Ok(secret)
    }

    pub(super) async fn put(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        action: &'static str,
    ) -> Result<()> {
        let unit = Store::put_client(registered, ctx.now());
        let record = record(&registered.client.client_id, action);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }
}

/// The audit entry of what happened to a client.
pub(super) fn record<'a>(client_id: &'a str, action: &'static str) -> Record<'a> {
    Record {
        action,
        subject: None,
        client_id: Some(client_id),
        detail: "",
    }
}
