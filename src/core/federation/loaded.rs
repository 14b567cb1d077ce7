//! An identity provider as it is loaded from the database: its secrets are decrypted.

use crate::{
    Error, Result,
    federation::presets,
    sealing::{Purpose, Sealing},
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    credentials::sign_in_method::SignInMethod,
    federation::{IdentityProvider, IdentityProviderSecrets, ResolvedIdentityProvider},
    json,
};
use doorward_storage::StoredIdentityProvider;

/// An identity provider with its preset and its secrets.
pub struct LoadedIdentityProvider {
    resolved: ResolvedIdentityProvider,
    secrets: IdentityProviderSecrets,
    version: i64,
}

impl LoadedIdentityProvider {
    /// Decrypts the secrets of a stored provider.
    ///
    /// # Errors
    /// Where they were encrypted with another master key, or the kind is unknown.
    pub(crate) fn open(sealing: &Sealing, stored: StoredIdentityProvider) -> Result<Self> {
        let id = &stored.provider.id;
        let plain = sealing
            .open(
                Purpose::IdentityProviderSecrets.at(&[id]),
                &stored.sealed_secrets,
            )
            .map_err(|error| Error::from(error).about(&format!("identity provider {id}")))?;
        let secrets = serde_json::from_slice(&plain)
            .map_err(|error| Error::Internal(json::reason(&error)))?;
        let version = stored.version;
        let resolved = presets::resolve(stored.provider).map_err(Error::Internal)?;
        Ok(Self {
            resolved,
            secrets,
            version,
        })
    }

    /// What the operator declared.
    pub const fn declared(&self) -> &IdentityProvider {
        &self.resolved.declared
    }

    /// The version of the row that this was loaded from.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }

    /// The declaration with its preset.
    pub const fn resolved(&self) -> &ResolvedIdentityProvider {
        &self.resolved
    }

    pub(super) const fn secrets(&self) -> &IdentityProviderSecrets {
        &self.secrets
    }

    /// The names of the secrets that are stored, as a file of declarations has them.
    pub(crate) fn secret_names(&self) -> Vec<&'static str> {
        let known = [
            ("client_secret", &self.secrets.client_secret),
            ("private_key", &self.secrets.private_key),
            ("bind_password", &self.secrets.bind_password),
        ];
        let given = known.into_iter().filter(|(_, secret)| secret.is_some());
        given.map(|(name, _)| name).collect()
    }

    /// The identifier of the provider here.
    pub fn id(&self) -> &str {
        &self.resolved.declared.id
    }

    /// The name on buttons and pages.
    pub fn display_name(&self) -> &str {
        self.resolved.display_name()
    }

    /// The address that the provider sends browsers back to. It is made from our issuer, never from
    /// a request.
    pub fn redirect_uri(&self, issuer: &str) -> String {
        format!("{issuer}/federation/{}/callback", self.id())
    }

    /// The sign-in method that this provider is.
    pub(crate) fn sign_in_method(&self) -> SignInMethod {
        SignInMethod::IdentityProvider(self.id().to_owned())
    }

    /// Whether users may sign in by it now.
    pub(crate) const fn is_sign_in_method(&self) -> bool {
        self.resolved.declared.enabled && !self.resolved.declared.link_only
    }

    /// Whether users may link identities of it.
    pub(super) fn can_be_linked(&self) -> bool {
        self.resolved.declared.enabled && !self.resolved.is_directory()
    }

    /// The guarded client, with the permissions that the declaration gives.
    pub(super) fn outbound(&self, outbound: &Outbound) -> Outbound {
        outbound.for_operator(self.resolved.declared.allow_private_addresses)
    }
}
