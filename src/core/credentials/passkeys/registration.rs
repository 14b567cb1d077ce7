//! Passkeys and security keys are made.

use super::{Ceremony, PasskeyAnswer, PasskeyCeremony, Passkeys, Subject, use_of};
use crate::{Error, Result, audit::Record, context::OperationContext};
use doorward_adapters::webauthn::{CeremonyError, CredentialUser, authenticator_name};
use doorward_protocol::{
    credentials::second_factor::FactorKind, secret::Secret, text::is_disguise, time::Lifetime,
};
use doorward_storage::{Passkey, Store, Unit};

/// The longest name of a passkey, in characters.
const MAX_LABEL: usize = 60;
/// How long nobody is offered a passkey who wanted none.
const REFUSED_FOR: Lifetime = Lifetime::days(90);
/// How many passkeys and security keys a user may have.
const MAX_PASSKEYS: usize = 50;

/// The user who gets a passkey. The row of the user may be added in the same unit.
#[derive(Clone, Copy)]
pub struct PasskeyOwner<'a> {
    /// The identifier of the user.
    pub user_id: &'a str,
    /// What the user signs in with.
    pub name: &'a str,
    /// What the user is called.
    pub display_name: &'a str,
}

/// A new passkey, and the statements that store it.
pub struct NewPasskey {
    /// The passkey itself.
    pub passkey: Passkey,
    /// What it is as a factor.
    pub(crate) kind: FactorKind,
    /// The statements: guards that the challenge was not answered before, and that nobody has the
    /// passkey.
    pub(crate) unit: Unit,
}

/// The outcome of another name for a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyRenamed {
    /// It has the name now.
    Renamed,
    /// The user has no such passkey.
    Unknown,
    /// The name is too long, or has characters that are not seen.
    NoName,
}

impl Passkeys {
    /// Begins to make a passkey, or a security key that is a second factor alone. `None` where they
    /// are not available, or the user has too many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_registration(
        &self,
        ctx: &OperationContext,
        owner: PasskeyOwner<'_>,
        browser: &Secret,
        is_security_key: bool,
    ) -> Result<Option<PasskeyCeremony>> {
        let Some(party) = &self.party else {
            return Ok(None);
        };
        let existing = self.of_user(owner.user_id).await?;
        if existing.len() >= MAX_PASSKEYS {
            return Ok(None);
        }
        let ids: Vec<String> = existing.into_iter().map(|passkey| passkey.id).collect();
        let user = CredentialUser {
            user_id: owner.user_id,
            name: owner.name,
            display_name: owner.display_name,
        };
        let ceremony = if is_security_key {
            Ceremony::MakeSecurityKey
        } else {
            Ceremony::MakePasskey
        };
        let begun = party
            .begin_creation(&user, &ids, use_of(ceremony))
            .map_err(|error| Error::Internal(error.to_string()))?;
        let subject = Subject {
            ceremony,
            user_id: Some(owner.user_id),
        };
        self.seal(ctx.now(), browser, begun, subject).map(Some)
    }

    /// The passkey of an answer, for a user of whom the ceremony began in this browser. `None` where
    /// the answer does not hold, or came too late.
    ///
    /// # Errors
    /// `Internal` where a state that was sealed here cannot be read.
    pub fn finish_registration(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        browser: &Secret,
        answer: PasskeyAnswer<'_>,
    ) -> Result<Option<NewPasskey>> {
        let kinds = [Ceremony::MakePasskey, Ceremony::MakeSecurityKey];
        let Some(party) = &self.party else {
            return Ok(None);
        };
        let opened = self
            .open(ctx.now(), browser, answer.state, &kinds)
            .filter(|opened| opened.user_id.as_deref() == Some(user_id));
        let Some(opened) = opened else {
            return Ok(None);
        };
        let made = use_of(opened.ceremony);
        let created = match party.finish_creation(&opened.state, answer.answer, made) {
            Ok(created) => created,
            Err(CeremonyError::Unreadable(cause)) => return Err(Error::Internal(cause)),
            Err(error) => {
                tracing::info!(%error, "a passkey was not made");
                return Ok(None);
            }
        };
        let signs_in = opened.ceremony == Ceremony::MakePasskey;
        let known = created.aaguid.as_deref().and_then(authenticator_name);
        let passkey = Passkey {
            id: created.id,
            user_id: user_id.to_owned(),
            credential: created.credential,
            label: known.unwrap_or_default().to_owned(),
            aaguid: created.aaguid,
            signs_in,
            is_synced: created.is_synced,
            sign_count: created.sign_count.into(),
            created_at: ctx.now(),
            last_used_at: None,
        };
        let record = Record {
            action: "second_factor.added",
            subject: Some(user_id),
            client_id: None,
            detail: if signs_in { "passkey" } else { "security_key" },
        };
        let unit = opened
            .use_up()
            .then(Store::add_passkey(&passkey))
            .then(self.kernel.database.record(ctx, &record));
        let kind = FactorKind::Passkey {
            is_device_bound: !created.can_be_synced,
        };
        Ok(Some(NewPasskey {
            passkey,
            kind,
            unit,
        }))
    }

    /// Gives a passkey another name.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn rename(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        id: &str,
        label: &str,
    ) -> Result<PasskeyRenamed> {
        let label = label.trim();
        if label.chars().count() > MAX_LABEL || label.contains(is_disguise) {
            return Ok(PasskeyRenamed::NoName);
        }
        let record = Record {
            action: "passkey.renamed",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        let unit = Store::rename_passkey(user_id, id, label);
        let is_known = self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(if is_known {
            PasskeyRenamed::Renamed
        } else {
            PasskeyRenamed::Unknown
        })
    }

    /// Whether a passkey is offered to the user of a session: they have none, and did not say lately
    /// that they want none.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn is_offered(&self, ctx: &OperationContext, sid: &str) -> Result<bool> {
        let store = self.kernel.database.read();
        if !self.are_available() {
            return Ok(false);
        }
        let Some(user_id) = store.user_of_session(sid).await? else {
            return Ok(false);
        };
        let since = ctx.now().minus(REFUSED_FOR);
        Ok(store.passkeys_of_user(&user_id).await?.is_empty()
            && !store.refused_passkey(&user_id, since).await?)
    }

    /// Remembers that a user wants no passkey now.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn refuse(&self, ctx: &OperationContext, user_id: &str) -> Result<()> {
        let unit = Store::refuse_passkey(user_id, ctx.now());
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }
}
