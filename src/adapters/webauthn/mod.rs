//! Passkeys and security keys (Web Authentication Level 3).
//!
//! A ceremony begins with options for the browser and a state that has to come back unchanged: the
//! caller seals it, and sees to it that each is used once.

mod names;

pub use names::authenticator_name;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::json;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, SecurityKey, SecurityKeyAuthentication,
    SecurityKeyRegistration, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// The longest answer of a browser, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Why a ceremony did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    /// The answer of the browser is none, or does not hold.
    #[error("the answer of the browser does not hold: {0}")]
    Refused(String),
    /// The signature counter went back: the key may have been copied.
    #[error("the signature counter of the credential went back")]
    MayBeCopied,
    /// What is stored, or was sealed, cannot be read.
    #[error("a credential or a state cannot be read: {0}")]
    Unreadable(String),
}

impl From<WebauthnError> for CeremonyError {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::CredentialPossibleCompromise => Self::MayBeCopied,
            other => Self::Refused(format!("{other:?}")),
        }
    }
}

/// The result of a part of a ceremony.
pub type Result<T> = std::result::Result<T, CeremonyError>;

/// What a credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialUse {
    /// It signs in by itself: discoverable, with user verification.
    Passkey,
    /// It is a second factor after something else.
    SecurityKey,
}

/// The user who gets a credential.
pub struct CredentialUser<'a> {
    /// The identifier of the user.
    pub user_id: &'a str,
    /// What the user signs in with.
    pub name: &'a str,
    /// What the user is called.
    pub display_name: &'a str,
}

/// A ceremony that has begun.
pub struct Begun {
    /// The options for the browser, as `parseCreationOptionsFromJSON` and
    /// `parseRequestOptionsFromJSON` take them.
    pub options: String,
    /// What has to come back unchanged.
    pub state: String,
}

/// A new credential.
pub struct CreatedCredential {
    /// The credential identifier, in base64url.
    pub id: String,
    /// The credential, to be stored.
    pub credential: String,
    /// The model of the authenticator, where it says so.
    pub aaguid: Option<String>,
    /// Whether it is backed up: synced between devices.
    pub is_synced: bool,
    /// Whether its private key may leave the device: it is synced, or can be.
    pub can_be_synced: bool,
    /// Its signature counter.
    pub sign_count: u32,
}

/// A credential that was used.
pub struct UsedCredential {
    /// The credential identifier, in base64url.
    pub id: String,
    /// Whether its user was verified, and not just present.
    pub user_verified: bool,
    /// Whether it is backed up: synced between devices.
    pub is_synced: bool,
    /// Whether its private key may leave the device: it is synced, or can be.
    pub can_be_synced: bool,
    /// Its signature counter.
    pub sign_count: u32,
    /// The credential as it is to be stored now.
    pub credential: String,
}

/// This provider as a relying party: its identifier is the host of the issuer, and answers are good
/// from the origin of the issuer alone.
pub struct RelyingParty {
    webauthn: Webauthn,
    id: String,
    origin: String,
}

impl RelyingParty {
    /// The relying party of an issuer. `None` where browsers know none: the issuer is an address of
    /// the internet protocol, or neither https nor localhost.
    pub fn of(issuer: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(issuer).ok()?;
        let id = origin.domain()?.to_owned();
        let is_secure =
            origin.scheme() == "https" || id == "localhost" || id.ends_with(".localhost");
        if !is_secure {
            return None;
        }
        let webauthn = WebauthnBuilder::new(&id, &origin)
            .ok()?
            .rp_name(name)
            .build()
            .ok()?;
        Some(Self {
            webauthn,
            id,
            origin: origin.origin().ascii_serialization(),
        })
    }

    /// The one origin that answers are good from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The identifier of the relying party.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Begins to make a credential. `existing` are the identifiers of those that the user has.
    ///
    /// # Errors
    /// Where the options cannot be made.
    pub fn begin_creation(
        &self,
        user: &CredentialUser<'_>,
        existing: &[String],
        kind: CredentialUse,
    ) -> Result<Begun> {
        let handle = handle_of(user.user_id);
        let exclude: Vec<CredentialID> = existing
            .iter()
            .filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok())
            .collect();
        let exclude = Some(exclude);
        match kind {
            CredentialUse::Passkey => {
                let (options, state) = self.webauthn.start_passkey_registration(
                    handle,
                    user.name,
                    user.display_name,
                    exclude,
                )?;
                let mut options = json(&options.public_key)?;
                // The library leaves it to the browser whether a credential can be found without a name.
                if let Some(Value::Object(selection)) = options.get_mut("authenticatorSelection") {
                    selection.insert("residentKey".into(), "required".into());
                    selection.insert("requireResidentKey".into(), true.into());
                }
                begun(&options, &state)
            }
            CredentialUse::SecurityKey => {
                let (options, state) = self.webauthn.start_securitykey_registration(
                    handle,
                    user.name,
                    user.display_name,
                    exclude,
                    None,
                    None,
                )?;
                let mut options = json(&options.public_key)?;
                // Browsers refuse a protection that the key cannot give: it may verify nobody.
                if let Some(Value::Object(extensions)) = options.get_mut("extensions") {
                    extensions.remove("credentialProtectionPolicy");
                    extensions.remove("enforceCredentialProtectionPolicy");
                }
                begun(&options, &state)
            }
        }
    }

    /// Makes the credential of an answer.
    ///
    /// # Errors
    /// `Refused` where the answer does not hold.
    pub fn finish_creation(
        &self,
        state: &str,
        answer: &str,
        kind: CredentialUse,
    ) -> Result<CreatedCredential> {
        let answer: RegisterPublicKeyCredential = read_answer(answer)?;
        let credential = match kind {
            CredentialUse::Passkey => {
                let state: PasskeyRegistration = read(state)?;
                json(&self.webauthn.finish_passkey_registration(&answer, &state)?)?
            }
            CredentialUse::SecurityKey => {
                let state: SecurityKeyRegistration = read(state)?;
                json(
                    &self
                        .webauthn
                        .finish_securitykey_registration(&answer, &state)?,
                )?
            }
        };
        let inner = credential.get("cred").cloned().unwrap_or_default();
        let id = inner.get("cred_id").and_then(Value::as_str);
        let is = |name: &str| inner.get(name) == Some(&Value::Bool(true));
        let count = inner.get("counter").and_then(Value::as_u64);
        Ok(CreatedCredential {
            id: id.ok_or_else(|| unreadable("no identifier"))?.to_owned(),
            aaguid: self.aaguid(answer.response.attestation_object.as_ref()),
            is_synced: is("backup_state"),
            can_be_synced: is("backup_eligible"),
            sign_count: u32::try_from(count.unwrap_or_default()).unwrap_or_default(),
            credential: credential.to_string(),
        })
    }

    /// Begins a sign-in without a name: the browser offers the passkeys that it has.
    ///
    /// # Errors
    /// Where the options cannot be made.
    pub fn begin_discoverable(&self) -> Result<Begun> {
        let (options, state) = self.webauthn.start_discoverable_authentication()?;
        begun(&json(&options.public_key)?, &state)
    }

    /// Verifies the answer to [`RelyingParty::begin_discoverable`] by the stored credential that it
    /// names, and the handle of its user.
    ///
    /// # Errors
    /// `Refused` where the answer does not hold, `MayBeCopied` where the counter went back.
    pub fn finish_discoverable(
        &self,
        state: &str,
        answer: &str,
        stored: &StoredCredential<'_>,
    ) -> Result<UsedCredential> {
        let answer: PublicKeyCredential = read_answer(answer)?;
        let state: DiscoverableAuthentication = read(state)?;
        let passkey: Passkey = read(stored.credential)?;
        let handle = handle_of(stored.user_id);
        // Where the browser tells the user, it must be the owner (WebAuthn Level 3 §7.2 step 6).
        if answer.get_user_unique_id() != Some(handle.as_bytes()) {
            return Err(CeremonyError::Refused("of another user".into()));
        }
        let result = self
            .webauthn
            .finish_discoverable_authentication_v2(&answer, state, &passkey)?;
        used(&result, passkey)
    }

    /// Begins the use of one of these credentials as a second factor.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn begin_second(&self, credentials: &[String]) -> Result<Begun> {
        let keys = credentials
            .iter()
            .map(|credential| read::<SecurityKey>(credential))
            .collect::<Result<Vec<_>>>()?;
        let (options, state) = self.webauthn.start_securitykey_authentication(&keys)?;
        let mut options = json(&options.public_key)?;
        // Passkeys of this device are as good.
        if let Value::Object(options) = &mut options {
            options.remove("hints");
        }
        begun(&options, &state)
    }

    /// Verifies the answer to [`RelyingParty::begin_second`] by the stored credential that it names.
    ///
    /// # Errors
    /// As [`RelyingParty::finish_discoverable`].
    pub fn finish_second(
        &self,
        state: &str,
        answer: &str,
        stored: &StoredCredential<'_>,
    ) -> Result<UsedCredential> {
        let answer: PublicKeyCredential = read_answer(answer)?;
        let state: SecurityKeyAuthentication = read(state)?;
        let result = self
            .webauthn
            .finish_securitykey_authentication(&answer, &state)?;
        used(&result, read(stored.credential)?)
    }

    /// The model of the authenticator in an attestation object: it follows the hash of the identifier
    /// of the relying party, the flags and the counter (WebAuthn Level 3 §6.1, §6.5.1).
    fn aaguid(&self, attestation: &[u8]) -> Option<String> {
        let hash = Sha256::digest(self.id.as_bytes());
        let start = attestation
            .windows(hash.len())
            .position(|window| window == hash.as_slice())?;
        let bytes = attestation.get(start + 37..start + 53)?;
        let aaguid = Uuid::from_slice(bytes).ok()?;
        (!aaguid.is_nil()).then(|| aaguid.to_string())
    }
}

/// A credential as it is stored.
pub struct StoredCredential<'a> {
    /// The user who has it.
    pub user_id: &'a str,
    /// The credential itself.
    pub credential: &'a str,
}

/// The identifier of the credential that an answer is by, in base64url.
pub fn credential_of(answer: &str) -> Option<String> {
    let answer: PublicKeyCredential = read_answer(answer).ok()?;
    Some(URL_SAFE_NO_PAD.encode(answer.get_credential_id()))
}

/// What browsers know a user by. It says nothing of them (WebAuthn Level 3 §14.6.1).
pub fn user_handle(user_id: &str) -> String {
    URL_SAFE_NO_PAD.encode(handle_of(user_id).as_bytes())
}

/// The handle of a user: their identifier, or its hash where that is no UUID.
fn handle_of(user_id: &str) -> Uuid {
    user_id.parse().unwrap_or_else(|_| {
        let mut bytes = [0_u8; 16];
        for (byte, hashed) in bytes.iter_mut().zip(Sha256::digest(user_id.as_bytes())) {
            *byte = hashed;
        }
        Uuid::from_bytes(bytes)
    })
}

fn used(result: &AuthenticationResult, mut passkey: Passkey) -> Result<UsedCredential> {
    passkey.update_credential(result);
    Ok(UsedCredential {
        id: URL_SAFE_NO_PAD.encode(AsRef::<[u8]>::as_ref(result.cred_id())),
        user_verified: result.user_verified(),
        is_synced: result.backup_state(),
        can_be_synced: result.backup_eligible(),
        sign_count: result.counter(),
        credential: json(&passkey)?.to_string(),
    })
}

fn begun(options: &Value, state: &impl Serialize) -> Result<Begun> {
    Ok(Begun {
        options: options.to_string(),
        state: json(state)?.to_string(),
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err hands the error over"
)]
fn unreadable(cause: impl ToString) -> CeremonyError {
    CeremonyError::Unreadable(cause.to_string())
}

fn json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(unreadable)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

/// Reads what a browser sent.
fn read_answer<T: DeserializeOwned>(text: &str) -> Result<T> {
    if text.len() > MAX_ANSWER {
        return Err(CeremonyError::Refused("it is too long".into()));
    }
    serde_json::from_str(text).map_err(|error| CeremonyError::Refused(json::reason(&error)))
}

#[cfg(test)]
mod tests;
