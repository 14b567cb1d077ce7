//! A client as an administrator, or the client itself, declares it, and the row that it becomes.

use super::{
    given_secrets::{DeclaredSecret, GivenSecrets},
    sealed_secrets::Seals,
};
use crate::{Result, sealing::Sealing};
use doorward_adapters::keys::check_client_keys;
use doorward_protocol::{
    clients::{
        client::{Client, TokenEndpointAuthMethod},
        client_registration::{self, DeclaredBy},
        registered_client::RegisteredClient,
    },
    keys::known_members::known_members,
    secret::Digest,
    time::Timestamp,
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
    /// Every secret that the client is to have, the oldest first; empty where one of the above says it,
    /// or the present ones stay.
    pub client_secrets: Vec<DeclaredSecret>,
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
        now: Timestamp,
    ) -> Result<PlannedClient> {
        let mut client = with_forward_auth_defaults(self.client);
        let given = GivenSecrets::of(
            self.client_secret,
            self.client_secret_hash,
            self.client_secrets,
        )?;
        check_with_secrets(&client, &given.plain(), by)?;
        if let Some(jwks) = &client.jwks {
            check_client_keys(jwks)?;
        }
        client.jwks = client.jwks.as_ref().map(known_members);
        let seals = Seals {
            sealing,
            known: existing,
            plain: &given.plain(),
        };
        let method = client.token_endpoint_auth_method;
        let secrets = given.secrets(method, existing, now)?;
        let secrets = seals.put(&client.client_id, method, secrets)?;
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
            secrets,
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

/// Checks the metadata of a client with each of its secrets that is known.
fn check_with_secrets(client: &Client, plain: &[&str], by: DeclaredBy) -> Result<()> {
    client_registration::check(client, plain.first().copied(), by)?;
    for secret in plain.iter().skip(1) {
        client_registration::check(client, Some(secret), by)?;
    }
    Ok(())
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
        && known.secrets.is_same(&planned.secrets)
        && known.administered == planned.administered;
    if is_same {
        Change::None
    } else {
        Change::Change
    }
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
