//! Clients as an administrator declares, changes and disables them.

use crate::{
    Error, Result,
    audit::Record,
    change_set::ChangeSet,
    clients::{
        declaration::{Change, Declaration, PlannedClient},
        documents::DocumentCache,
        first_sign_ins::FirstSignIns,
        secret_uses::SecretUses,
    },
    context::OperationContext,
    declared::{EntryKind, require_not_declared},
    kernel::Kernel,
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    clients::{
        client::Client,
        client_registration::{self, DeclaredBy},
        registered_client::RegisteredClient,
    },
    management::is_built_in_app,
    time::Timestamp,
    users::attributes::UserAttributes,
};
use doorward_storage::{Reviewed, Store, Unit};
use serde_json::Value;
use std::sync::Arc;

/// The clients of the provider.
pub struct Clients {
    pub(super) kernel: Arc<Kernel>,
    first_sign_ins: FirstSignIns,
    secret_uses: SecretUses,
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
            first_sign_ins: FirstSignIns::new(Arc::clone(&kernel)),
            secret_uses: SecretUses::new(Arc::clone(&kernel)),
            kernel,
            documents,
            outbound,
        }
    }

    /// When somebody signed in to each app for the first time.
    pub const fn first_sign_ins(&self) -> &FirstSignIns {
        &self.first_sign_ins
    }

    /// When the secrets of apps were last used.
    pub const fn secret_uses(&self) -> &SecretUses {
        &self.secret_uses
    }

    /// Every client, by its identifier, without the app that is built in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self) -> Result<Vec<RegisteredClient>> {
        let mut clients = self.kernel.database.read().clients().await?;
        clients.retain(|known| !is_built_in_app(&known.client.client_id));
        Ok(clients)
    }

    /// A client, disabled or not.
    ///
    /// # Errors
    /// `Input` where there is none of this identifier.
    pub async fn get(&self, client_id: &str) -> Result<RegisteredClient> {
        // From the database: what is changed next is based on it.
        let registered = self.kernel.database.read().client(client_id).await?;
        registered.ok_or_else(|| {
            Error::Input(format!(
                "no client is called {client_id}; `doorward client list` shows them"
            ))
        })
    }

    /// What an administrator should know about a client that is as it may be, without a name that has to
    /// be resolved: the warnings of [`client_registration::warnings`], and the response types that this
    /// server does not offer.
    pub fn warnings_of_settings(&self, client: &Client) -> Vec<String> {
        let mut warnings = client_registration::warnings(client);
        let offered = &self.kernel.settings.response_types;
        let refused = client.response_types.iter();
        let refused: Vec<&str> = refused
            .filter(|response_type| !offered.contains(response_type))
            .map(|response_type| response_type.as_str())
            .collect();
        if !refused.is_empty() {
            warnings.push(format!(
                "this server refuses the response_types {}: add them to the setting \
                 authorization.response_types, or take them from the client",
                refused.join(", ")
            ));
        }
        warnings
    }

    /// What an administrator should know about a client that is as it may be: the warnings of its
    /// settings, and the addresses that will not be called.
    pub async fn warnings(&self, client: &Client) -> Vec<String> {
        let mut warnings = self.warnings_of_settings(client);
        for (name, uri) in client.called_addresses() {
            if self.outbound.is_forbidden(uri).await {
                warnings.push(format!(
                    "{name} {uri} will not be called, because it is not https on the public \
                     Internet: use such an address, or set outbound.allow_private_addresses = true \
                     where every client is yours"
                ));
            }
        }
        warnings
    }

    /// The row that a declaration of an administrator becomes; nothing is written. What names a claim is
    /// checked where something changes: a claim whose declaration was removed stays named until then.
    ///
    /// # Errors
    /// `Protocol` or `Input` where the metadata contradicts itself: the message names the field.
    async fn plan(
        &self,
        declaration: Declaration,
        attributes: Option<&UserAttributes>,
        now: Timestamp,
    ) -> Result<PlannedClient> {
        refuse_built_in(&declaration.client.client_id)?;
        let store = self.kernel.database.read();
        let existing = store.client(&declaration.client.client_id).await?;
        let by = if self.kernel.settings.insecure_http {
            DeclaredBy::AdministratorOfHttp
        } else {
            DeclaredBy::Administrator
        };
        let planned = declaration.plan(by, &self.kernel.sealing, existing.as_ref(), now)?;
        if planned.change != Change::None {
            let declared = if let Some(attributes) = attributes {
                attributes.declared_claims()
            } else {
                let configuration = self.kernel.configuration().await?;
                configuration.user_attributes.declared_claims()
            };
            client_registration::check_claims(&planned.registered.client, &declared)?;
            let client = &planned.registered.client;
            let known = existing.as_ref().map(|known| &known.client.mail_server);
            // A name whose server is gone hinders no other change: it means that of all other mails.
            if known != Some(&client.mail_server) {
                self.check_mail_server(client)?;
            }
        }
        Ok(planned)
    }

    /// Refuses the name of a mail server that the settings do not have.
    fn check_mail_server(&self, client: &Client) -> Result<()> {
        let (Some(name), Some(known)) = (&client.mail_server, &self.kernel.settings.mail_servers)
        else {
            return Ok(());
        };
        if known.contains(name) {
            return Ok(());
        }
        let there_are = match known.as_slice() {
            [] => "there are none".to_owned(),
            known => format!("there are: {}", known.join(", ")),
        };
        Err(Error::Input(format!(
            "mail_server {name} is no server of mail.servers in the settings; {there_are}"
        )))
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
        let attributes = changes.user_attributes.as_ref();
        let planned = self
            .plan(declaration, attributes, changes.context().now())
            .await?;
        if planned.change != Change::None {
            let unit = write(&planned.registered, changes.context().now());
            let client_id = &planned.registered.client.client_id;
            if planned.change == Change::Add {
                changes.note_added_client(client_id);
            }
            changes.add(unit, &record(client_id, action));
            if planned.restricts_users {
                changes.review_access(Reviewed::Client(client_id));
            }
        }
        Ok(planned)
    }

    /// Adds a client. Of several that are added at once under one identifier, one is.
    ///
    /// # Errors
    /// As `Clients::plan`; `Input` where there is a client of this identifier.
    pub async fn add(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
    ) -> Result<PlannedClient> {
        let client_id = declaration.client.client_id.clone();
        let exists = || {
            Error::Input(format!(
                "{client_id} exists already; use `doorward client change`"
            ))
        };
        let planned = self.plan(declaration, None, ctx.now()).await?;
        if planned.change != Change::Add {
            return Err(exists());
        }
        let unit = Store::add_client(&planned.registered, ctx.now());
        let audit = self
            .kernel
            .database
            .record(ctx, &record(&client_id, "client.added"));
        if self
            .kernel
            .database
            .commit_unless_taken(unit.then(audit))
            .await?
        {
            Ok(planned)
        } else {
            Err(exists())
        }
    }

    /// Adds a client, or changes it to what is declared.
    ///
    /// # Errors
    /// As `Clients::plan`; `Input` where a file manages the client and the operation is not forced;
    /// `Unavailable` where the client was changed at the same time.
    pub async fn declare(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
        action: &'static str,
    ) -> Result<PlannedClient> {
        let client_id = &declaration.client.client_id;
        require_not_declared(&self.kernel, ctx, EntryKind::Clients, client_id).await?;
        let planned = self.plan(declaration, None, ctx.now()).await?;
        let client_id = &planned.registered.client.client_id;
        let review = if planned.restricts_users {
            Store::review_access(Reviewed::Client(client_id), ctx.now())
        } else {
            Unit::new()
        };
        let unit = write(&planned.registered, ctx.now()).then(review);
        self.commit(ctx, unit, &record(client_id, action)).await?;
        Ok(planned)
    }

    /// Disables a client that was read, in a set of changes.
    pub(crate) fn disable_in(set: &mut ChangeSet<'_>, known: RegisteredClient) {
        let changed = RegisteredClient {
            disabled: true,
            ..known
        };
        let unit = write(&changed, set.context().now());
        let client_id = &changed.client.client_id;
        set.add(unit, &record(client_id, "client.disabled"));
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
        let changed = RegisteredClient { disabled, ..known };
        let action = if disabled {
            "client.disabled"
        } else {
            "client.enabled"
        };
        self.put(ctx, &changed, action).await
    }

    /// Stores a client that was read, and changed or added since.
    pub(super) async fn put(
        &self,
        ctx: &OperationContext,
        registered: &RegisteredClient,
        action: &'static str,
    ) -> Result<()> {
        refuse_built_in(&registered.client.client_id)?;
        let unit = write(registered, ctx.now());
        let record = record(&registered.client.client_id, action);
        self.commit(ctx, unit, &record).await
    }

    async fn commit(&self, ctx: &OperationContext, unit: Unit, record: &Record<'_>) -> Result<()> {
        let audit = self.kernel.database.record(ctx, record);
        if self
            .kernel
            .database
            .commit_unless_taken(unit.then(audit))
            .await?
        {
            Ok(())
        } else {
            Err(Error::Unavailable(
                "the client was changed at the same time: look at it, and try again".into(),
            ))
        }
    }
}

/// Refuses to change the app that is built in.
fn refuse_built_in(client_id: &str) -> Result<()> {
    if is_built_in_app(client_id) {
        return Err(Error::Input(format!(
            "{client_id} is Doorward itself: its roles are those of administrators, and it is never \
             changed; choose another client_id"
        )));
    }
    Ok(())
}

/// The statements that store a client: only over the row that it was read from.
pub(super) fn write(registered: &RegisteredClient, now: Timestamp) -> Unit {
    match registered.version {
        0 => Store::add_client(registered, now),
        _ => Store::change_client(registered, now),
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
