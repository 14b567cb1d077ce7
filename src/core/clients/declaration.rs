//! A client as an administrator, or the client itself, declares it, and the row that it becomes.

use crate::{
    Error, Result,
    sealing::{Purpose, Sealing},
};
use doorward_adapters::keys::check_client_keys;
use doorward_protocol::{
    clients::{
        client::{Client, TokenEndpointAuthMethod},
        client_registration::{self, DeclaredBy},
        registered_client::RegisteredClient,
    },
    keys::known_members::known_members,
    secret::{Digest, Secret},
};

pub use crate::change_set::Change;

/// A client as it is to be.
pub struct Declaration {
    /// The metadata of the client (RFC 7591 §2).
    pub client: Client,
    /// The secret in plain text; without one the present secret stays.
    pub client_secret: Option<String>,
    /// Its digest, where the secret in plain text is not known here.
    pub client_secret_hash: Option<Digest>,
}

/// The row that a declaration becomes.
pub struct PlannedClient {
    /// What it changes.
    pub change: Change,
    /// The row that is stored for the client.
    pub registered: RegisteredClient,
    /// Whether it says anew who may use the client, so that some may lose it.
    pub(super) restricts_users: bool,
}

impl Declaration {
    /// The row that this declaration becomes, given the present one.
    pub(super) fn plan(
        self,
        by: DeclaredBy,
        sealing: &Sealing,
        existing: Option<&RegisteredClient>,
    ) -> Result<PlannedClient> {
        let mut client = with_forward_auth_defaults(self.client);
        let secret = self.client_secret.as_deref();
        client_registration::check(&client, secret, by)?;
        if let Some(jwks) = &client.jwks {
            check_client_keys(jwks)?;
        }
        client.jwks = client.jwks.as_ref().map(known_members);
        let method = client.token_endpoint_auth_method;
        let given = given_digest(method, secret, self.client_secret_hash)?;
        let secret_digest = digest(method, given, existing)?;
        let sealed_secret = if method == TokenEndpointAuthMethod::ClientSecretJwt {
            let kept = kept_secret(secret_digest.as_ref(), existing);
            Some(match kept {
                Some(kept) => kept,
                None => sealed(sealing, &client.client_id, secret)?,
            })
        } else {
            None
        };
        let registered_by_itself = match existing {
            Some(known) => known.registered_by_itself,
            None => by == DeclaredBy::Client,
        };
        let administered = match by {
            DeclaredBy::Administrator | DeclaredBy::AdministratorOfHttp => {
                registered_by_itself.then(|| client.clone())
            }
            DeclaredBy::Client => existing.and_then(|known| known.administered.clone()),
        };
        let registered = RegisteredClient {
            client,
            secret_digest,
            sealed_secret,
            disabled: existing.is_some_and(|known| known.disabled),
            registered_by_itself,
            administered,
            roles: existing
                .map(|known| known.roles.clone())
                .unwrap_or_default(),
            roles_version: existing.map_or(0, |known| known.roles_version),
            access_rules: existing
                .map(|known| known.access_rules.clone())
                .unwrap_or_default(),
            access_rules_version: existing.map_or(0, |known| known.access_rules_version),
            version: existing.map_or(0, |known| known.version),
        };
        Ok(PlannedClient {
            change: change(existing, &registered),
            restricts_users: existing.is_some_and(|known| restricts(known, &registered)),
            registered,
        })
    }
}

/// Whether somebody whom the known row admitted may be one whom the planned row does not.
fn restricts(known: &RegisteredClient, planned: &RegisteredClient) -> bool {
    let (known, planned) = (&known.client, &planned.client);
    planned.is_restricted()
        && (known.allowed_groups != planned.allowed_groups
            || known.allowed_roles != planned.allowed_roles)
}

/// What a row changes.
fn change(existing: Option<&RegisteredClient>, planned: &RegisteredClient) -> Change {
    let Some(known) = existing else {
        return Change::Add;
    };
    let is_same = known.client == planned.client
        && known.secret_digest == planned.secret_digest
        && known.administered == planned.administered;
    if is_same {
        Change::None
    } else {
        Change::Change
    }
}

/// The digest of the declared secret.
fn given_digest(
    method: TokenEndpointAuthMethod,
    secret: Option<&str>,
    hash: Option<Digest>,
) -> Result<Option<Digest>> {
    let wrong = |hint: &str| Err(Error::Input(hint.into()));
    match (secret, hash) {
        (Some(_), Some(_)) => wrong("client_secret and client_secret_hash must not both be given"),
        (None, Some(_)) if !method.uses_secret() => {
            wrong("client_secret_hash does not go with this token_endpoint_auth_method")
        }
        (None, hash) => Ok(hash),
        (Some(secret), None) => Ok(Some(Secret::presented(secret).digest())),
    }
}

/// The digest of the declared secret, or of the present one where the method still uses it.
fn digest(
    method: TokenEndpointAuthMethod,
    given: Option<Digest>,
    existing: Option<&RegisteredClient>,
) -> Result<Option<Digest>> {
    let kept = existing.filter(|_| method.uses_secret());
    let digest = given.or_else(|| kept.and_then(|known| known.secret_digest.clone()));
    if method.uses_secret() && digest.is_none() {
        return Err(Error::Input(
            "client_secret is missing: this token_endpoint_auth_method needs one".into(),
        ));
    }
    Ok(digest)
}

/// The present sealed secret, where the secret is the same.
fn kept_secret(digest: Option<&Digest>, existing: Option<&RegisteredClient>) -> Option<String> {
    existing
        .filter(|known| known.secret_digest.as_ref() == digest)
        .and_then(|known| known.sealed_secret.clone())
}

/// The secret, sealed: `client_secret_jwt` needs it in plain text.
fn sealed(sealing: &Sealing, client_id: &str, secret: Option<&str>) -> Result<String> {
    let secret = secret.ok_or_else(|| {
        Error::Input("client_secret must be given once for client_secret_jwt".into())
    })?;
    sealing.seal(Purpose::ClientSecret.at(&[client_id]), secret.as_bytes())
}

/// A site behind a proxy is a first-party public client, and its redirect URIs are the provider's
/// own paths below the origins of the site.
fn with_forward_auth_defaults(mut client: Client) -> Client {
    let Some(site) = client.forward_auth.clone() else {
        return client;
    };
    client.first_party = true;
    client.token_endpoint_auth_method = TokenEndpointAuthMethod::None;
    for uri in site.redirect_uris() {
        if !client.redirect_uris.contains(&uri) {
            client.redirect_uris.push(uri);
        }
    }
    client
}
