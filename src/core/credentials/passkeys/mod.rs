//! Passkeys and security keys: made, and used.
//!
//! A ceremony that waits for its user is stored nowhere: its state travels sealed through the browser.
//! Its answer uses the challenge up by a row, in the transaction of what it allows
//! (docs/decisions/0038).

mod registration;
mod verification;

pub use registration::{NewPasskey, PasskeyOwner, PasskeyRenamed};
pub(crate) use verification::{Verified, log_refusal};

use crate::{Result, kernel::Kernel};
use doorward_adapters::webauthn::{Begun, CredentialUse, RelyingParty, user_handle};
use doorward_protocol::{
    secret::{Digest, Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Passkey, Store, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the state of a ceremony is sealed for.
const PURPOSE: &str = "passkey ceremony";
/// How long a page may stay open.
const LIFETIME: Lifetime = Lifetime::minutes(15);

/// What a ceremony is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Ceremony {
    MakePasskey,
    MakeSecurityKey,
    SignIn,
    SecondFactor,
}

/// What a ceremony is for, and whom.
#[derive(Clone, Copy)]
struct Subject<'a> {
    ceremony: Ceremony,
    user_id: Option<&'a str>,
}

/// The state of a ceremony, as it travels.
#[derive(Serialize, Deserialize)]
struct SealedState {
    ceremony: Ceremony,
    /// The user whom it is for; none where the passkey says it.
    user_id: Option<String>,
    state: String,
    /// Names the challenge.
    id: String,
    expires_at: Timestamp,
}

impl SealedState {
    /// Uses the challenge up. A guard: it was not answered before.
    fn use_up(&self) -> Unit {
        Store::use_challenge(&Digest::of(self.id.as_bytes()), self.expires_at)
    }
}

/// A ceremony that has begun, for a page.
pub struct PasskeyCeremony {
    /// The options for the browser, as JSON.
    pub options: String,
    /// The field that brings the state back.
    pub state: Secret,
}

/// What a browser brought back.
#[derive(Clone, Copy)]
pub struct PasskeyAnswer<'a> {
    /// The state of the ceremony.
    pub state: &'a Secret,
    /// The answer of the authenticator, as JSON.
    pub answer: &'a str,
}

/// Passkeys and security keys.
pub struct Passkeys {
    kernel: Arc<Kernel>,
    party: Option<RelyingParty>,
}

impl Passkeys {
    pub(crate) fn new(kernel: Arc<Kernel>) -> Self {
        let settings = &kernel.settings;
        let party = RelyingParty::of(settings.issuer.as_str(), &settings.name);
        Self {
            party: party.filter(|_| settings.passkeys),
            kernel,
        }
    }

    /// Whether browsers can use passkeys here: they are on, and the issuer is a name with https, or
    /// localhost.
    pub const fn are_available(&self) -> bool {
        self.party.is_some()
    }

    /// The identifier of the relying party, where passkeys are available.
    pub fn relying_party(&self) -> Option<&str> {
        self.party.as_ref().map(RelyingParty::id)
    }

    /// The one origin that passkeys are good from, where they are available.
    pub fn origin(&self) -> Option<&str> {
        self.party.as_ref().map(RelyingParty::origin)
    }

    /// What authenticators know a user by.
    pub fn user_handle(&self, user_id: &str) -> String {
        user_handle(user_id)
    }

    /// The passkeys and security keys of a user.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, user_id: &str) -> Result<Vec<Passkey>> {
        let store = self.kernel.database.read();
        Ok(store.passkeys_of_user(user_id).await?)
    }

    fn seal(
        &self,
        now: Timestamp,
        browser: &Secret,
        begun: Begun,
        subject: Subject<'_>,
    ) -> Result<PasskeyCeremony> {
        let sealed = SealedState {
            ceremony: subject.ceremony,
            user_id: subject.user_id.map(str::to_owned),
            state: begun.state,
            id: random_id(self.kernel.entropy.as_ref(), 16),
            expires_at: now.plus(LIFETIME),
        };
        Ok(PasskeyCeremony {
            options: begun.options,
            state: self.kernel.seal_for_browser(PURPOSE, browser, &sealed)?,
        })
    }

    /// A state of this browser for these ceremonies, in time.
    fn open(
        &self,
        now: Timestamp,
        browser: &Secret,
        sealed: &Secret,
        ceremonies: &[Ceremony],
    ) -> Option<SealedState> {
        let opened: SealedState = self.kernel.open_for_browser(PURPOSE, browser, sealed)?;
        let is_good =
            ceremonies.contains(&opened.ceremony) && opened.expires_at.ends_a_valid(LIFETIME, now);
        is_good.then_some(opened)
    }
}

/// What a ceremony makes.
const fn use_of(ceremony: Ceremony) -> CredentialUse {
    match ceremony {
        Ceremony::MakeSecurityKey | Ceremony::SecondFactor => CredentialUse::SecurityKey,
        Ceremony::MakePasskey | Ceremony::SignIn => CredentialUse::Passkey,
    }
}
