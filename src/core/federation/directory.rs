//! Sign-in by a directory: the typed name and password are verified by LDAP.

use crate::{
    Result,
    context::OperationContext,
    credentials::Checked,
    federation::{
        Federation, FederationError, FederationFailure, FederationOutcome, LoadedIdentityProvider,
        SignInBrowser, error::ProviderResult, pending_login::LoginPurpose,
        resolve_identity::VerifiedLogin,
    },
};
use doorward_adapters::outbound::identity_provider::{
    Directory, IdentityProviderError, authenticate,
};
use doorward_protocol::{
    federation::{Assertion, Refusal, read_identity},
    secret::Secret,
    time::Timestamp,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A typed name and password.
pub(crate) struct DirectoryCredentials<'a> {
    pub(crate) username: &'a str,
    pub(crate) password: &'a SecretString,
    /// The waiting authorization request of an app.
    pub(crate) flow: Option<&'a str>,
    pub(crate) browser: SignInBrowser<'a>,
    /// Whether the user asked to stay signed in.
    pub(crate) remembered: bool,
    /// The attempt as it was counted.
    pub(crate) checked: &'a Checked,
}

/// An entry whose password is verified.
struct VerifiedEntry {
    claims: Map<String, Value>,
    /// The number of the newest end of sessions before the directory was asked.
    newest_end: i64,
}

/// What the directories answer.
pub(crate) enum DirectoryOutcome {
    /// The user is signed in, with this session.
    SignedIn { sid: String, provider_id: String },
    /// The second step follows, for which the browser gets this ticket.
    SecondStep(Secret),
    /// The user may link the identity after they prove their account here.
    LinkPrompt(Secret),
    /// No directory has this name with this password, or the user of it is disabled.
    Unknown,
    /// The name waits in a directory after too many failed attempts from here, and no other one has
    /// it with this password.
    Paused { until: Timestamp },
    /// A directory verified the password, and the identity is refused.
    Refused(Box<FederationError>),
    /// No directory knows the user, and at least one did not answer.
    Unreachable,
}

impl Federation {
    /// Asks the directories in their order; the first that verifies name and password decides.
    pub(crate) async fn sign_in_by_directory(
        &self,
        ctx: &OperationContext,
        directories: &[Arc<LoadedIdentityProvider>],
        credentials: &DirectoryCredentials<'_>,
    ) -> Result<DirectoryOutcome> {
        let mut outcome = DirectoryOutcome::Unknown;
        let newest_end = self.newest_end().await?;
        for directory in directories {
            let id = directory.id();
            let checked = credentials.checked;
            if let Some(until) = self.sign_in.take_in_directory(ctx, checked, id).await? {
                outcome = DirectoryOutcome::Paused { until };
                continue;
            }
            match self.verify_password(directory, credentials).await {
                Ok(Some(claims)) => {
                    let entry = VerifiedEntry { claims, newest_end };
                    let outcome = self
                        .resolve_entry(ctx, directory, credentials, entry)
                        .await?;
                    // The password was right, whatever follows from it.
                    if !matches!(outcome, DirectoryOutcome::Unknown) {
                        self.sign_in.forget_attempts(checked, id).await?;
                    }
                    return Ok(outcome);
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(provider = id, %error, "a directory could not be asked");
                    outcome = DirectoryOutcome::Unreachable;
                }
            }
        }
        Ok(outcome)
    }

    /// The claims of the user; `None` for an unknown name or a wrong password.
    async fn verify_password(
        &self,
        provider: &LoadedIdentityProvider,
        credentials: &DirectoryCredentials<'_>,
    ) -> ProviderResult<Option<Map<String, Value>>> {
        let directory = provider.directory()?;
        let authentication = authenticate(
            &self.outbound,
            &directory,
            credentials.username.trim(),
            credentials.password.expose_secret(),
        );
        self.within_limits(provider.id(), authentication).await
    }

    /// Resolves the identity of a directory entry whose password is verified.
    async fn resolve_entry(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        credentials: &DirectoryCredentials<'_>,
        entry: VerifiedEntry,
    ) -> Result<DirectoryOutcome> {
        let assertion = Assertion {
            issuer: provider.directory_issuer(),
            claims: entry.claims,
            id_token: None,
        };
        let identity = match read_identity(provider.resolved(), &assertion) {
            Ok(identity) => identity,
            Err(refusal) => {
                return Ok(DirectoryOutcome::Refused(Box::new(FederationError::new(
                    FederationFailure::Refused(refusal),
                    Some(provider),
                    credentials.flow,
                ))));
            }
        };
        let login = VerifiedLogin {
            provider,
            identity,
            id_token: None,
            purpose: &LoginPurpose::SignIn {
                flow: credentials.flow.map(str::to_owned),
                remembered: credentials.remembered,
            },
            started_at: ctx.now(),
            newest_end: entry.newest_end,
            browser: credentials.browser,
            typed_name: Some(credentials.username),
        };
        Ok(match self.resolve_identity(ctx, login).await? {
            Ok(FederationOutcome::SignedIn { sid, .. }) => DirectoryOutcome::SignedIn {
                sid,
                provider_id: provider.id().to_owned(),
            },
            Ok(FederationOutcome::SecondStep { ticket }) => DirectoryOutcome::SecondStep(ticket),
            Ok(FederationOutcome::LinkPrompt { prompt }) => DirectoryOutcome::LinkPrompt(prompt),
            Ok(FederationOutcome::Linked) => DirectoryOutcome::Unknown,
            // As with a password that is stored here: it tells nobody that there is a user.
            Err(error) if error.failure == FederationFailure::Refused(Refusal::Disabled) => {
                DirectoryOutcome::Unknown
            }
            Err(error) => DirectoryOutcome::Refused(error),
        })
    }
}

impl LoadedIdentityProvider {
    /// The directory with the credentials that may search it.
    pub(super) fn directory(&self) -> ProviderResult<Directory<'_>> {
        let settings = self
            .declared()
            .ldap
            .as_ref()
            .ok_or_else(|| IdentityProviderError::invalid_declaration("ldap is missing"))?;
        Ok(Directory {
            settings,
            bind_password: self.secrets().bind_password.as_deref(),
        })
    }

    /// The issuer of the identities of a directory: subjects are unique below its base DN.
    fn directory_issuer(&self) -> String {
        let base = self
            .declared()
            .ldap
            .as_ref()
            .map(|ldap| ldap.base_dn.to_lowercase())
            .unwrap_or_default();
        format!("ldap:{base}")
    }
}
