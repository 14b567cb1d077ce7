//! Dynamic client registration (RFC 7591, OpenID Connect Registration) and its management by the
//! client itself (RFC 7592).

use crate::{
    Error, RegistrationMode, Result,
    audit::Record,
    clients::{
        client_update,
        declaration::Declaration,
        documents::DocumentCache,
        service::{Clients, record},
    },
    context::{Actor, OperationContext},
    kernel::Kernel,
    limits::{Class, RateLimits},
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    clients::{
        client::{Client, TokenEndpointAuthMethod},
        client_metadata,
        client_registration::DeclaredBy,
        registered_client::RegisteredClient,
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

pub(super) const TOKEN_INVALID: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidToken,
    "the token is missing, unknown, used up or expired",
);

/// How much the metadata of a client that registers itself may take as JSON, in bytes: it is kept in
/// memory while the client is used.
const MAX_DOCUMENT: usize = 16 * 1024;

const TOO_LARGE: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidClientMetadata,
    "the metadata of a client that registers itself must take 16 KiB at most; publish keys at a jwks_uri",
);

const NO_PLACE: ProtocolError = ProtocolError::new(
    ErrorCode::AccessDenied,
    "as many clients as are allowed registered themselves here; ask the administrator",
);

/// The registration of clients by themselves.
pub struct Registration {
    pub(super) kernel: Arc<Kernel>,
    pub(super) clients: Arc<Clients>,
    limits: Arc<RateLimits>,
    pub(super) outbound: Outbound,
    /// The documents that the metadata of clients names.
    pub(super) documents: Arc<DocumentCache<Value>>,
}

/// A client that presented its registration access token.
pub(super) struct ManagedClient {
    pub(super) registered: RegisteredClient,
    token: Secret,
    issued_at: Timestamp,
}

/// What a client manages itself for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To read or change its metadata: it must not be disabled.
    Use,
    /// To be deleted, also where it is disabled: a deletion that was interrupted is tried again.
    Delete,
}

/// The row of a client that registers or updates itself, and its secret where it got a new one.
struct Prepared {
    registered: RegisteredClient,
    new_secret: Option<Secret>,
}

impl Registration {
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        clients: Arc<Clients>,
        limits: Arc<RateLimits>,
        outbound: Outbound,
    ) -> Self {
        Self {
            limits,
            kernel,
            documents: Arc::clone(&clients.documents),
            clients,
            outbound,
        }
    }

    /// Makes an initial access token (RFC 7591 §3), which an administrator hands to somebody who may
    /// register clients. The token is shown this once.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn new_initial_access_token(
        &self,
        ctx: &OperationContext,
        uses: u32,
        lifetime: Lifetime,
    ) -> Result<(Secret, Timestamp)> {
        let token = Secret::generate(self.kernel.entropy.as_ref());
        let expires_at = ctx.now().plus(lifetime);
        let unit = Store::add_initial_access_token(
            &token.digest(),
            i64::from(uses),
            ctx.now(),
            expires_at,
        );
        let record = Record {
            action: "initial_access_token.made",
            subject: None,
            client_id: None,
            detail: "",
        };
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok((token, expires_at))
    }

    /// Registers a client. The answer holds its metadata, its secret and the token that manages it
    /// (RFC 7591 §3.2.1).
    ///
    /// # Errors
    /// `invalid_token`, `invalid_redirect_uri` or `invalid_client_metadata`; then nothing is stored.
    pub async fn register(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &[u8],
    ) -> Result<Value> {
        let permission = self.permission(ctx, bearer).await?;
        let (limits, network) = (&self.limits, ctx.network());
        limits.check(ctx, Class::RegistrationsOfDay, &network)?;
        if self.is_full().await? {
            return Err(NO_PLACE.into());
        }
        let metadata = object(body)?;
        let client_id = random_id(self.kernel.entropy.as_ref(), 16);
        let client = self.client_of(&metadata, client_id).await?;
        let prepared = self.prepare(client, None, ctx.now())?;
        let registered = &prepared.registered;
        let client_id = registered.client.client_id.as_str();
        let token = Secret::generate(self.kernel.entropy.as_ref());
        let places = self.kernel.settings.registration_places;
        let unit = permission
            .then(Store::take_registration_place(places))
            .then(Store::add_client(registered, ctx.now()))
            .then(Store::add_client_registration(
                client_id,
                &token.digest(),
                ctx.now(),
            ));
        let ctx = ctx.acting_as(Actor::Client(client_id.to_owned()));
        let record = record(client_id, "client.registered");
        if !self.kernel.database.commit(&ctx, unit, &[record]).await? {
            // The last place, or the last use of the token, was taken meanwhile.
            let is_full = self.is_full().await?;
            return Err(if is_full { NO_PLACE } else { TOKEN_INVALID }.into());
        }
        limits
            .count(&ctx, Class::RegistrationsOfDay, &network)
            .await;
        self.kernel.wait_until_configuration_is_seen().await;
        let managed = ManagedClient {
            registered: prepared.registered,
            token,
            issued_at: ctx.now(),
        };
        Ok(self.information(&managed, prepared.new_secret.as_ref()))
    }

    /// A client's own metadata (RFC 7592 §2.1), without its secret: only a digest of that is kept.
    ///
    /// # Errors
    /// `invalid_token`: the client needs the token that it got when it registered.
    pub async fn read(&self, client_id: &str, bearer: Option<&Secret>) -> Result<Value> {
        let managed = self.managed(client_id, bearer, Purpose::Use).await?;
        Ok(self.information(&managed, None))
    }

    /// Replaces a client's metadata (RFC 7592 §2.2).
    ///
    /// # Errors
    /// As [`Registration::read`] and [`Registration::register`].
    pub async fn update(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        bearer: Option<&Secret>,
        body: &[u8],
    ) -> Result<Value> {
        let managed = self.managed(client_id, bearer, Purpose::Use).await?;
        self.limit_changes(ctx, client_id).await?;
        let metadata = object(body)?;
        client_update::check(&metadata, &managed.registered, ctx.now())?;
        let client = self.client_of(&metadata, client_id.to_owned()).await?;
        let client = client_update::within(&client, &managed.registered)?;
        let prepared = self.prepare(client, Some(&managed.registered), ctx.now())?;
        let ctx = ctx.acting_as(Actor::Client(client_id.to_owned()));
        self.clients
            .put(&ctx, &prepared.registered, "client.updated")
            .await?;
        self.kernel.wait_until_configuration_is_seen().await;
        let managed = ManagedClient {
            registered: prepared.registered,
            ..managed
        };
        Ok(self.information(&managed, prepared.new_secret.as_ref()))
    }

    /// Counts a change of a client by itself, which every node reads again. Whoever does not hold its
    /// token uses nothing of this up.
    pub(super) async fn limit_changes(
        &self,
        ctx: &OperationContext,
        client_id: &str,
    ) -> Result<()> {
        let (class, caller) = (Class::RegistrationChange, format!("client {client_id}"));
        self.limits.check(ctx, class, &caller)?;
        self.limits.count(ctx, class, &caller).await;
        Ok(())
    }

    /// Whether every place for clients that register themselves is taken.
    async fn is_full(&self) -> Result<bool> {
        let taken = self.kernel.database.read().registered_clients().await?;
        Ok(taken >= self.kernel.settings.registration_places)
    }

    /// Whether this caller may register a client, and the statements that use the permission up.
    async fn permission(&self, ctx: &OperationContext, bearer: Option<&Secret>) -> Result<Unit> {
        match self.kernel.settings.registration {
            RegistrationMode::Off => Err(ProtocolError::new(
                ErrorCode::AccessDenied,
                "clients cannot register themselves here; ask the administrator",
            )
            .into()),
            RegistrationMode::Open => Ok(Unit::new()),
            RegistrationMode::InitialAccessToken => {
                let digest = bearer.ok_or(TOKEN_INVALID)?.digest();
                let store = self.kernel.database.read();
                if store
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

    /// The client that this token manages. A token that is presented at another client's address has
    /// leaked, and is revoked (RFC 7592 §2).
    pub(super) async fn managed(
        &self,
        client_id: &str,
        bearer: Option<&Secret>,
        purpose: Purpose,
    ) -> Result<ManagedClient> {
        let token = bearer.ok_or(TOKEN_INVALID)?;
        let store = self.kernel.database.read();
        let owner = store
            .client_of_registration_token(&token.digest())
            .await?
            .ok_or(TOKEN_INVALID)?;
        if owner != client_id {
            let revoked = Store::revoke_registration_token(&token.digest());
            self.kernel.database.commit_unaudited(revoked).await?;
            return Err(TOKEN_INVALID.into());
        }
        // From the database: what is changed next is based on it.
        let registered = store
            .client(client_id)
            .await?
            .filter(|registered| !registered.disabled || purpose == Purpose::Delete)
            .ok_or(TOKEN_INVALID)?;
        let issued_at = store
            .client_registered_at(client_id)
            .await?
            .ok_or(TOKEN_INVALID)?;
        Ok(ManagedClient {
            registered,
            token: token.clone(),
            issued_at,
        })
    }

    /// The row of a client, with a new secret where its method needs one that is not there yet.
    fn prepare(
        &self,
        client: Client,
        existing: Option<&RegisteredClient>,
        now: Timestamp,
    ) -> Result<Prepared> {
        let method = client.token_endpoint_auth_method;
        // client_secret_jwt needs the secret in plain text, and of the others only a digest is kept.
        let keeps_secret = existing.is_some_and(|known| {
            !known.secrets.is_empty()
                && (known.client.token_endpoint_auth_method == method
                    || method != TokenEndpointAuthMethod::ClientSecretJwt)
        });
        let new_secret = (method.uses_secret() && !keeps_secret)
            .then(|| Secret::generate(self.kernel.entropy.as_ref()));
        let declaration = Declaration {
            client,
            client_secret: new_secret.as_ref().map(|secret| secret.reveal().to_owned()),
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        let sealing = &self.kernel.sealing;
        let planned = declaration.plan(DeclaredBy::Client, sealing, existing, now);
        let planned = planned.map_err(|error| match error {
            Error::Input(text) => {
                ProtocolError::with_hint(ErrorCode::InvalidClientMetadata, text).into()
            }
            other => other,
        })?;
        let document = serde_json::to_vec(&planned.registered.client);
        if document.is_ok_and(|document| document.len() > MAX_DOCUMENT) {
            return Err(TOO_LARGE.into());
        }
        Ok(Prepared {
            registered: planned.registered,
            new_secret,
        })
    }

    /// The client information response (RFC 7591 §3.2.1).
    fn information(&self, managed: &ManagedClient, new_secret: Option<&Secret>) -> Value {
        let client = &managed.registered.client;
        let mut document = client_metadata::write(client);
        document.insert(
            "client_id_issued_at".into(),
            managed.issued_at.seconds().into(),
        );
        if let Some(secret) = new_secret {
            document.insert("client_secret".into(), secret.reveal().into());
        }
        if client.token_endpoint_auth_method.uses_secret() {
            // The secret that is told, or the one that is told last: 0 where it does not expire.
            let newest = managed.registered.secrets.newest();
            let end = newest.and_then(|secret| secret.expires_at);
            let end = end.map_or(0, Timestamp::seconds);
            document.insert("client_secret_expires_at".into(), json!(end));
        }
        document.insert(
            "registration_access_token".into(),
            managed.token.reveal().into(),
        );
        let (issuer, client_id) = (self.kernel.issuer(), &client.client_id);
        document.insert(
            "registration_client_uri".into(),
            format!("{issuer}{}/{client_id}", path::REGISTER).into(),
        );
        Value::Object(document)
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>> {
    let invalid = ProtocolError::new(
        ErrorCode::InvalidClientMetadata,
        "the body must be a JSON object of client metadata (RFC 7591 section 2)",
    );
    Ok(serde_json::from_slice(body).map_err(|_| invalid)?)
}
