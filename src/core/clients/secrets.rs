//! The secrets of a client: made, listed and revoked, two at once at most, so that an app changes from one
//! to the other while both are accepted ([decision 63](../../../docs/decisions/0063-two-secrets.md)).

use super::{
    sealed_secrets::Seals,
    service::{Clients, record, write},
};
use crate::{Error, Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    clients::{
        client_secrets::{ClientSecret, ClientSecrets, NewClientSecret, SecretProblem},
        registered_client::RegisteredClient,
    },
    secret::Secret,
    time::Timestamp,
};
use doorward_storage::ExpiringSecret;

/// How often a change is tried that another one came before.
const TRIES: usize = 4;

/// What somebody says about a secret that is made.
#[derive(Clone, Debug, Default)]
pub struct WantedSecret {
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it stops working; none where it works until it is revoked.
    pub expires_at: Option<Timestamp>,
}

/// A secret that was made, which is shown this once.
#[derive(Debug)]
pub struct MadeSecret {
    /// The secret itself, in plain text.
    pub secret: Secret,
    /// What is known of it from now on.
    pub known: KnownSecret,
}

/// What is known of a secret.
#[derive(Clone, Debug)]
pub struct KnownSecret {
    /// Its number among all secrets that the client ever had.
    pub number: i64,
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it was made; not known of one that is older than these notes.
    pub created_at: Option<Timestamp>,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the hour; none where no use was noted yet.
    pub last_used_at: Option<Timestamp>,
}

impl KnownSecret {
    fn of(secret: &ClientSecret, last_used_at: Option<Timestamp>) -> Self {
        Self {
            number: secret.number,
            description: secret.description.clone(),
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            last_used_at,
        }
    }

    /// Whether it stopped working before a time.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

impl From<SecretProblem> for Error {
    fn from(problem: SecretProblem) -> Self {
        Self::Input(problem.to_string())
    }
}

/// The result of a change of the secrets of a client: what became of it, or why nothing did.
type SecretOutcome<T> = Result<std::result::Result<T, SecretProblem>>;

impl Clients {
    /// The secrets of a client, the newest first, also those that have expired.
    ///
    /// # Errors
    /// As [`Clients::get`].
    pub async fn secrets(&self, client_id: &str) -> Result<Vec<KnownSecret>> {
        let known = self.get(client_id).await?;
        let mut used = self.kernel.database.read().used_secrets(client_id).await?;
        let secrets = known.secrets.iter().rev();
        Ok(secrets
            .map(|secret| KnownSecret::of(secret, used.remove(&secret.number)))
            .collect())
    }

    /// The secrets of enabled clients that expire after now and until a time, the first one first; at
    /// most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn expiring_secrets(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ExpiringSecret>> {
        let store = self.kernel.database.read();
        Ok(store.expiring_secrets(now, until, limit).await?)
    }

    /// Makes a further secret for a client, which is shown this once. Those of before are accepted as
    /// well until they are revoked.
    ///
    /// # Errors
    /// As [`Clients::get`]; a problem where the client has two live secrets, or needs none.
    pub async fn add_secret(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        wanted: WantedSecret,
    ) -> SecretOutcome<MadeSecret> {
        let now = ctx.now();
        if wanted.expires_at.is_some_and(|end| end <= now) {
            return Ok(Err(SecretProblem::ExpiredAlready));
        }
        let secret = Secret::generate(self.kernel.entropy.as_ref());
        let new = NewClientSecret {
            digest: secret.digest(),
            description: wanted.description.filter(|text| !text.is_empty()),
            expires_at: wanted.expires_at,
        };
        if let Err(problem) = new.check() {
            return Ok(Err(problem));
        }
        let add = |known: &RegisteredClient| {
            if !known.client.token_endpoint_auth_method.uses_secret() {
                return Err(SecretProblem::NeedsNone);
            }
            known.secrets.clone().with(new.clone(), now)
        };
        let plain = [secret.reveal()];
        let changed = self
            .change_secrets(ctx, client_id, &plain, Change::Added(&add))
            .await?;
        Ok(changed.map(|secrets| MadeSecret {
            known: KnownSecret {
                number: secrets.newest().map_or(0, |newest| newest.number),
                description: new.description,
                created_at: Some(now),
                expires_at: new.expires_at,
                last_used_at: None,
            },
            secret,
        }))
    }

    /// Revokes a secret of a client: no node accepts it any more when this returns.
    ///
    /// # Errors
    /// As [`Clients::get`]; a problem where there is no such secret, or it is the last one of a client
    /// that needs one.
    pub async fn revoke_secret(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        number: i64,
    ) -> SecretOutcome<()> {
        let revoke = |known: &RegisteredClient| {
            let is_needed = known.client.token_endpoint_auth_method.uses_secret();
            let secrets = known.secrets.clone();
            secrets.without(number, ctx.now(), is_needed)
        };
        let change = Change::Revoked(number, &revoke);
        let changed = self.change_secrets(ctx, client_id, &[], change).await?;
        Ok(changed.map(|_| ()))
    }

    /// Gives a client a new secret in the place of every other, which is shown this once.
    ///
    /// # Errors
    /// `Input` where the client authenticates without a secret; `Unavailable` where it was changed at the
    /// same time.
    pub async fn new_secret(&self, ctx: &OperationContext, client_id: &str) -> Result<Secret> {
        let known = self.get(client_id).await?;
        if !known.client.token_endpoint_auth_method.uses_secret() {
            return Err(SecretProblem::NeedsNone.into());
        }
        let secret = Secret::generate(self.kernel.entropy.as_ref());
        let new = NewClientSecret::lasting(secret.digest());
        let secrets = known.secrets.clone().replaced(new, ctx.now());
        let seals = Seals {
            sealing: &self.kernel.sealing,
            known: Some(&known),
            plain: &[secret.reveal()],
        };
        let secrets = seals.put(
            &known.client.client_id,
            known.client.token_endpoint_auth_method,
            secrets,
        )?;
        let changed = RegisteredClient { secrets, ..known };
        self.put(ctx, &changed, "client.secret_changed").await?;
        Ok(secret)
    }

    /// Changes the secrets of a client by a rule, once more where the client was changed at the same
    /// time: the rule and the write are about the same version of the row.
    async fn change_secrets(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        plain: &[&str],
        change: Change<'_>,
    ) -> SecretOutcome<ClientSecrets> {
        for _ in 0..TRIES {
            let known = self.get(client_id).await?;
            let secrets = match change.apply(&known) {
                Ok(secrets) => secrets,
                Err(problem) => return Ok(Err(problem)),
            };
            let seals = Seals {
                sealing: &self.kernel.sealing,
                known: Some(&known),
                plain,
            };
            let method = known.client.token_endpoint_auth_method;
            let secrets = seals.put(client_id, method, secrets)?;
            let detail = change.detail(&secrets);
            let changed = RegisteredClient { secrets, ..known };
            let record = Record {
                detail: &detail,
                ..record(client_id, change.action())
            };
            let database = &self.kernel.database;
            let unit = write(&changed, ctx.now()).then(database.record(ctx, &record));
            if database.commit_unless_taken(unit).await? {
                self.kernel.wait_until_configuration_is_seen().await;
                return Ok(Ok(changed.secrets));
            }
        }
        Err(Error::Unavailable(
            "the client was changed at the same time: look at it, and try again".into(),
        ))
    }
}

/// The rule of a change.
type Rule<'a> =
    &'a (dyn Fn(&RegisteredClient) -> std::result::Result<ClientSecrets, SecretProblem> + Sync);

/// A change of the secrets of a client.
#[derive(Clone, Copy)]
enum Change<'a> {
    /// Another one is made.
    Added(Rule<'a>),
    /// The one of a number is revoked.
    Revoked(i64, Rule<'a>),
}

impl Change<'_> {
    fn apply(&self, known: &RegisteredClient) -> std::result::Result<ClientSecrets, SecretProblem> {
        match self {
            Self::Added(rule) | Self::Revoked(_, rule) => rule(known),
        }
    }

    const fn action(&self) -> &'static str {
        match self {
            Self::Added(_) => "client.secret_added",
            Self::Revoked(..) => "client.secret_revoked",
        }
    }

    /// What the audit log says of it.
    fn detail(&self, secrets: &ClientSecrets) -> String {
        let number = match self {
            Self::Added(_) => secrets.newest().map_or(0, |newest| newest.number),
            Self::Revoked(number, _) => *number,
        };
        format!("secret {number}")
    }
}
