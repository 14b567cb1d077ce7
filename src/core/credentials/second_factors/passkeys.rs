//! Passkeys and security keys of the user who is signed in: added and removed.

use super::{Owner, SecondFactors};
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    credentials::passkeys::{NewPasskey, PasskeyAnswer},
    mail::{FactorChange, FactorKind},
};
use doorward_protocol::{
    credentials::{
        second_factor::SecondFactorMode,
        sign_in_method::{OwnedMethod, SignInMethod, remaining_method},
    },
    secret::Secret,
    sessions::sso_session::SsoSession,
};
use doorward_storage::{Passkey, RemainingMethod, Store};

/// How often the removal is decided anew where other requests change the methods of the same user.
const MAX_ATTEMPTS: usize = 3;

/// The outcome of an added passkey.
pub enum PasskeyAdded {
    /// It was added. These are recovery codes, where the user had none and needs some.
    Added {
        /// The identifier of the passkey.
        id: String,
        /// New recovery codes, in groups.
        recovery_codes: Option<Vec<String>>,
    },
    /// The answer does not hold, came too late, or was used.
    Refused,
}

/// The outcome of a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyRemoved {
    /// The passkey is removed, and signs nobody in any more.
    Removed,
    /// It is the last sign-in method of the user.
    LastMethod,
    /// The user has no such passkey.
    Unknown,
}

/// Tells the sign-in methods of one user apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MethodKey<'a> {
    Password,
    Identity(usize),
    Passkey(&'a str),
}

/// A passkey as a mail names it.
const fn told(passkey: &Passkey) -> FactorKind {
    if passkey.signs_in {
        FactorKind::Passkey
    } else {
        FactorKind::SecurityKey
    }
}

impl SecondFactors {
    /// Adds the passkey of an answer to the account of a session. Every other session ends.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn add_passkey(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        browser: &Secret,
        answer: PasskeyAnswer<'_>,
    ) -> Result<PasskeyAdded> {
        let user_id = session.user_id.as_str();
        let made = self
            .passkeys
            .finish_registration(ctx, user_id, browser, answer)?;
        let Some(NewPasskey { passkey, unit, .. }) = made else {
            return Ok(PasskeyAdded::Refused);
        };
        let added = [FactorChange::Added(told(&passkey))];
        let mut unit = self
            .changed_factors(ctx, Owner::of(session), &added)
            .await?
            .then(unit);
        let owned = self.of_user(user_id).await?;
        let policy = self.policy_for(ctx, user_id).await?;
        let is_second = !passkey.signs_in || policy.mode == SecondFactorMode::Required;
        let mut recovery_codes = None;
        if is_second && owned.recovery_codes == 0 {
            let codes = self.new_codes(ctx, user_id);
            unit = unit.then(codes.unit);
            recovery_codes = Some(codes.shown);
        }
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Ok(PasskeyAdded::Refused);
        }
        self.carry_out_change(ctx, user_id).await?;
        Ok(PasskeyAdded::Added {
            id: passkey.id,
            recovery_codes,
        })
    }

    /// Takes a passkey or a security key away, unless it is the last sign-in method of the user. Every
    /// other session ends.
    ///
    /// # Errors
    /// `Unavailable` where other requests kept changing the sign-in methods of the user.
    pub async fn remove_passkey(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        id: &str,
    ) -> Result<PasskeyRemoved> {
        for _ in 0..MAX_ATTEMPTS {
            if let Some(removed) = self.try_remove_passkey(ctx, session, id).await? {
                return Ok(removed);
            }
        }
        Err(Error::Unavailable(
            "other requests kept changing the sign-in methods of the same user".into(),
        ))
    }

    /// One attempt; `None` where the methods changed at the same time.
    async fn try_remove_passkey(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        id: &str,
    ) -> Result<Option<PasskeyRemoved>> {
        let user_id = session.user_id.as_str();
        let store = self.kernel.database.read();
        let passkeys = store.passkeys_of_user(user_id).await?;
        // By itself: the list of a user who has very many does not have them all.
        let found = store.passkey(id).await?;
        let Some(passkey) = found.filter(|passkey| passkey.user_id == user_id) else {
            return Ok(Some(PasskeyRemoved::Unknown));
        };
        let identities = store.identities_of_user(user_id).await?;
        let methods = self.owned_methods(user_id, &passkeys, &identities).await?;
        let remaining = match remaining_method(&methods, MethodKey::Passkey(id)) {
            Some(MethodKey::Password) => Some(RemainingMethod::Password),
            Some(MethodKey::Passkey(other)) => Some(RemainingMethod::Passkey(other)),
            Some(MethodKey::Identity(number)) => {
                identities.get(number).map(RemainingMethod::Identity)
            }
            // One that does not sign in by itself is none.
            None if !passkey.signs_in => None,
            None => return Ok(Some(PasskeyRemoved::LastMethod)),
        };
        let record = Record {
            action: "second_factor.removed",
            subject: Some(user_id),
            client_id: None,
            detail: if passkey.signs_in {
                "passkey"
            } else {
                "security_key"
            },
        };
        let removed = [FactorChange::Removed(told(&passkey))];
        let unit = self
            .changed_factors(ctx, Owner::of(session), &removed)
            .await?
            .then(Store::require_remaining_method(user_id, remaining.as_ref()))
            .then(Store::remove_passkey(user_id, id))
            .then(Store::forget_recovery_codes_without_factor(user_id));
        if !self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Ok(None);
        }
        self.carry_out_change(ctx, user_id).await?;
        Ok(Some(PasskeyRemoved::Removed))
    }

    /// The sign-in methods of a user, and which of them sign the user in now.
    async fn owned_methods<'a>(
        &self,
        user_id: &str,
        passkeys: &'a [Passkey],
        identities: &[doorward_storage::LinkedIdentity],
    ) -> Result<Vec<OwnedMethod<MethodKey<'a>>>> {
        let store = self.kernel.database.read();
        let configuration = self.kernel.configuration().await?;
        let has_password = store.password_of_user(user_id).await?.is_some();
        let password = OwnedMethod {
            key: MethodKey::Password,
            is_usable: has_password && self.kernel.settings.signs_in_by(&SignInMethod::Password),
        };
        let sign_in = self.kernel.settings.signs_in_by(&SignInMethod::Passkey);
        let are_available = sign_in && self.passkeys.are_available();
        let passkeys = passkeys.iter().map(|passkey| OwnedMethod {
            key: MethodKey::Passkey(&passkey.id),
            is_usable: passkey.signs_in && are_available,
        });
        let linked = identities.iter().enumerate().map(|(number, identity)| {
            let provider = configuration.identity_provider(&identity.provider_id);
            OwnedMethod {
                key: MethodKey::Identity(number),
                is_usable: provider.is_some_and(|provider| provider.is_sign_in_method()),
            }
        });
        Ok([password]
            .into_iter()
            .chain(passkeys)
            .chain(linked)
            .collect())
    }
}
