//! The linked identities of a user: list, link, unlink.

use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    federation::{
        Federation, FederationError, FederationFailure, FederationOutcome, FederationResult,
        LoadedIdentityProvider, resolve_identity::VerifiedLogin,
    },
    mail::{FactorChange, FactorKind},
};
use doorward_protocol::{
    credentials::sign_in_method::{OwnedMethod, SignInMethod, remaining_method},
    federation::{Identity, Refusal},
    sessions::sso_session::{EndReason, SessionRef, SsoSession},
};
use doorward_storage::{
    GenerationRise, LinkedIdentity, RemainingMethod, Reviewed, Store, Unit, User,
};
use std::sync::Arc;

/// How often the removal is decided anew where other requests change the sign-in methods of the same
/// user.
const MAX_ATTEMPTS: usize = 3;

/// A linked identity, as the account page shows it.
pub struct LinkedIdentityView {
    /// The identity at the provider.
    pub identity: LinkedIdentity,
    /// The name of its provider.
    pub provider_name: String,
}

/// The key of an identity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct IdentityKey<'a> {
    /// The provider, by its identifier here.
    pub provider_id: &'a str,
    /// The issuer of the identity.
    pub issuer: &'a str,
    /// The subject at the issuer.
    pub subject: &'a str,
}

impl<'a> From<&'a LinkedIdentity> for IdentityKey<'a> {
    fn from(identity: &'a LinkedIdentity) -> Self {
        Self {
            provider_id: &identity.provider_id,
            issuer: &identity.issuer,
            subject: &identity.subject,
        }
    }
}

/// Tells the sign-in methods of one user apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MethodKey<'a> {
    Password,
    Identity(IdentityKey<'a>),
    Passkey(&'a str),
}

/// The error where the session that asked for a link is not there any more.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "results carry the error boxed"
)]
fn stale(login: &VerifiedLogin<'_>) -> Box<FederationError> {
    let stale = FederationError::new(FederationFailure::Stale, Some(login.provider), None);
    Box::new(stale.while_linking(true))
}

/// The outcome of one attempt to unlink an identity.
enum Unlink {
    Done,
    /// It is the last sign-in method.
    LastMethod,
    /// Another request changed the sign-in methods at the same time.
    Changed,
}

/// Up to how many identities of a provider are counted, so that nobody waits for the count.
pub const MAX_COUNTED: i64 = 1_000;

impl Federation {
    /// The linked identities of a user, the oldest first.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn linked_identities(&self, user_id: &str) -> Result<Vec<LinkedIdentityView>> {
        let configuration = self.kernel.configuration().await?;
        let store = self.kernel.database.read();
        let identities = store.identities_of_user(user_id).await?;
        Ok(identities
            .into_iter()
            .map(|identity| {
                let provider = configuration.identity_provider(&identity.provider_id);
                let provider_name = provider.map_or_else(
                    || identity.provider_id.clone(),
                    |provider| provider.display_name().to_owned(),
                );
                LinkedIdentityView {
                    identity,
                    provider_name,
                }
            })
            .collect())
    }

    /// How many identities of a provider are linked; one more than [`MAX_COUNTED`] at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn count_identities(&self, provider_id: &str) -> Result<i64> {
        let store = self.kernel.database.read();
        let max = MAX_COUNTED + 1;
        Ok(store.count_identities(provider_id, max).await?)
    }

    /// The providers whose identities a user can link.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn linkable_providers(&self) -> Result<Vec<Arc<LoadedIdentityProvider>>> {
        let configuration = self.kernel.configuration().await?;
        Ok(configuration
            .identity_providers
            .iter()
            .filter(|provider| provider.can_be_linked())
            .cloned()
            .collect())
    }

    /// Links the identity to the signed-in user who asked for it, in the session in which they
    /// asked: an attacker must not get their own identity linked to somebody else's account by
    /// completing a login of theirs in another browser (RFC 6749 §10.12).
    pub(super) async fn link_identity(
        &self,
        ctx: &OperationContext,
        login: &VerifiedLogin<'_>,
        user_id: &str,
        sid: &str,
    ) -> FederationResult<FederationOutcome> {
        let is_same_session = login.browser.accounts.first().is_some_and(|current| {
            current.session.sid == sid && current.session.user_id == user_id
        });
        if !is_same_session {
            return Ok(Err(stale(login)));
        }
        let store = self.kernel.database.read();
        if let Some(owner) = store.user_by_identity(&login.identity).await? {
            return Ok(if owner.id == user_id {
                Ok(FederationOutcome::Linked)
            } else {
                Err(login.refusal(Refusal::LinkedToAnother))
            });
        }
        let session = SessionRef { sid, user_id };
        let link = self
            .link_unit(ctx, login.provider, &login.identity, user_id)
            .await?;
        let unit = Store::require_live_session(session).then(link);
        if self.kernel.database.commit_unless_taken(unit).await? {
            return Ok(Ok(FederationOutcome::Linked));
        }
        // The session ended while the user was at the provider, or the identity is somebody's now.
        let owner = store.user_by_identity(&login.identity).await?;
        Ok(Err(match owner {
            Some(_) => login.refusal(Refusal::LinkedToAnother),
            None => stale(login),
        }))
    }

    /// The statements that link an identity, with their audit entry and the notice to the user.
    pub(super) async fn link_unit(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        identity: &Identity,
        user_id: &str,
    ) -> Result<Unit> {
        let added = FactorChange::Added(FactorKind::ConnectedAccount(
            provider.display_name().to_owned(),
        ));
        let notice = match self.kernel.database.read().user(user_id).await? {
            Some(user) => self.notices.factor_changed(ctx, &user, added)?,
            None => Unit::new(),
        };
        let record = Record {
            action: "identity.linked",
            subject: Some(user_id),
            client_id: None,
            detail: &identity.provider_id,
        };
        let ctx_of_user = ctx.acting_as(Actor::User(user_id.to_owned()));
        Ok(Store::add_identity(identity, user_id, ctx.now())
            .then(Store::put_roles(
                user_id,
                &identity.provider_id,
                &identity.roles,
            ))
            .then(self.kernel.database.record(&ctx_of_user, &record))
            .then(notice))
    }

    /// Unlinks an identity, and ends every other session of the user, which may have started by it.
    /// `false` where it is the last sign-in method; then nothing changed.
    ///
    /// # Errors
    /// `Input` where the user has no such identity; `Unavailable` where other requests kept
    /// changing the sign-in methods of the user.
    pub async fn unlink(
        &self,
        ctx: &OperationContext,
        user: &User,
        key: IdentityKey<'_>,
        current: &SsoSession,
    ) -> Result<bool> {
        let ctx_of_user = ctx.acting_as(Actor::User(user.id.clone()));
        for _ in 0..MAX_ATTEMPTS {
            match self.try_unlink(&ctx_of_user, user, current, key).await? {
                Unlink::Done => {
                    self.sessions.carry_out_ends(&ctx_of_user, &user.id).await?;
                    return Ok(true);
                }
                Unlink::LastMethod => return Ok(false),
                Unlink::Changed => {}
            }
        }
        Err(Error::Unavailable(
            "other requests kept changing the sign-in methods of the same user".into(),
        ))
    }

    /// One attempt to unlink an identity: reads the sign-in methods, asks the rule which one
    /// remains, and removes the identity where that one still exists. The other sessions of the user
    /// end in the same transaction, which does nothing where the present one has ended.
    async fn try_unlink(
        &self,
        ctx: &OperationContext,
        user: &User,
        current: &SsoSession,
        key: IdentityKey<'_>,
    ) -> Result<Unlink> {
        let user_id = current.user_id.as_str();
        let store = self.kernel.database.read();
        let identities = store.identities_of_user(user_id).await?;
        let has_password = store.password_of_user(user_id).await?.is_some();
        let find = |key| {
            identities
                .iter()
                .find(|identity| IdentityKey::from(*identity) == key)
        };
        let Some(identity) = find(key) else {
            return Err(Error::Input("this was unlinked already".into()));
        };
        let mut methods = self.owned_methods(&identities, has_password).await?;
        let passkeys = store.passkeys_of_user(user_id).await?;
        methods.extend(passkeys.iter().map(|passkey| OwnedMethod {
            key: MethodKey::Passkey(&passkey.id),
            is_usable: passkey.signs_in
                && self.kernel.settings.passkeys
                && self.kernel.settings.signs_in_by(&SignInMethod::Passkey),
        }));
        let remaining = match remaining_method(&methods, MethodKey::Identity(key)) {
            Some(MethodKey::Password) => RemainingMethod::Password,
            Some(MethodKey::Passkey(id)) => RemainingMethod::Passkey(id),
            Some(MethodKey::Identity(key)) => match find(key) {
                Some(identity) => RemainingMethod::Identity(identity),
                None => return Ok(Unlink::Changed),
            },
            None => return Ok(Unlink::LastMethod),
        };
        let record = Record {
            action: "identity.unlinked",
            subject: Some(user_id),
            client_id: None,
            detail: &identity.provider_id,
        };
        let rise = GenerationRise {
            user_id,
            kept_sid: Some(&current.sid),
            reason: EndReason::FactorChanged,
        };
        let removed = self.connected_removed(ctx, user, identity).await?;
        let unit = Store::remove_identity(identity, user_id, &remaining)
            .then(Store::review_access(Reviewed::User(user_id), ctx.now()))
            .then(removed)
            .then(self.sessions.end_all_unit(ctx, rise));
        let database = &self.kernel.database;
        Ok(if database.commit(ctx, unit, &[record]).await? {
            Unlink::Done
        } else {
            Unlink::Changed
        })
    }

    /// The notice of an identity that is removed.
    async fn connected_removed(
        &self,
        ctx: &OperationContext,
        user: &User,
        identity: &LinkedIdentity,
    ) -> Result<Unit> {
        let configuration = self.kernel.configuration().await?;
        let provider = configuration.identity_provider(&identity.provider_id);
        let name = provider.map_or(identity.provider_id.as_str(), |provider| {
            provider.display_name()
        });
        let removed = FactorChange::Removed(FactorKind::ConnectedAccount(name.to_owned()));
        self.notices.factor_changed(ctx, user, removed)
    }

    /// The password and the identities of a user, and which of them sign the user in now.
    async fn owned_methods<'i>(
        &self,
        identities: &'i [LinkedIdentity],
        has_password: bool,
    ) -> Result<Vec<OwnedMethod<MethodKey<'i>>>> {
        let configuration = self.kernel.configuration().await?;
        let password = OwnedMethod {
            key: MethodKey::Password,
            is_usable: has_password && self.kernel.settings.signs_in_by(&SignInMethod::Password),
        };
        let linked = identities.iter().map(|identity| OwnedMethod {
            key: MethodKey::Identity(IdentityKey::from(identity)),
            is_usable: configuration
                .identity_provider(&identity.provider_id)
                .is_some_and(|provider| provider.is_sign_in_method()),
        });
        Ok(linked.chain([password]).collect())
    }
}
