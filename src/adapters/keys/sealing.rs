//! Authenticated encryption of one value, bound to what it is for and where it stands.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use doorward_protocol::secret::Entropy;
use strum::{IntoStaticStr, VariantArray};

/// The length of a nonce, in bytes. It is long enough to be random for every value, however many
/// there are.
const NONCE: usize = 24;

/// What a value is sealed for. Each purpose has a key of its own, so that what a browser or a cache
/// holds is never under the key of what the database holds. The name is part of the derivation of
/// the key and of the associated data of every value: it names the table and the column, or where
/// else the value travels, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, IntoStaticStr)]
#[strum(const_into_str)]
pub enum Purpose {
    /// The root secret of the keys that outlive a master key. Row: none.
    #[strum(serialize = "master_key.sealed_root")]
    RootSecret,
    /// Private signing keys. Row: `kid`.
    #[strum(serialize = "signing_keys.sealed")]
    SigningKey,
    /// Client secrets that are needed in plain text. Row: `client_id`.
    #[strum(serialize = "clients.sealed_secret")]
    ClientSecret,
    /// The earlier one of two client secrets. Row: `client_id`.
    #[strum(serialize = "clients.earlier_sealed_secret")]
    EarlierClientSecret,
    /// The secrets of an identity provider. Row: its identifier.
    #[strum(serialize = "identity_providers.sealed_secrets")]
    IdentityProviderSecrets,
    /// The `Authorization` header of pushed events. Row: `stream_id`.
    #[strum(serialize = "event_streams.sealed_authorization_header")]
    EventStreamHeader,
    /// The ID token of the identity provider that a session came from. Row: `sid`.
    #[strum(serialize = "upstream_sessions.sealed_id_token")]
    UpstreamIdToken,
    /// What waits for a browser that is at an identity provider. Row: digest, kind, provider,
    /// digest of the browser.
    #[strum(serialize = "federation_flows.sealed")]
    FederationFlow,
    /// What a mailed token is for. Row: its identifier.
    #[strum(serialize = "one_time_tokens.sealed")]
    OneTimeToken,
    /// A mail that waits for delivery. Row: the identifier of its message.
    #[strum(serialize = "outbox_messages.sealed_payload")]
    Mail,
    /// The key that an authenticator app shares with this provider. Row: the user.
    #[strum(serialize = "authenticator_apps.sealed_secret")]
    AuthenticatorApp,
    /// The secrets that a webhook knows this provider by. Row: the name.
    #[strum(serialize = "webhooks.sealed_secrets")]
    WebhookSecrets,
    /// The token of an app that users are pushed to. Row: the name of the target.
    #[strum(serialize = "scim_targets.sealed_token")]
    ScimToken,
    /// A request or a login that waits for its user, which travels through the browser. Row: what it
    /// is, digest of the browser.
    #[strum(serialize = "browser.flow")]
    BrowserFlow,
    /// An authorization code, which travels through the browser. Row: none.
    #[strum(serialize = "authorization.code")]
    AuthorizationCode,
    /// The `state` of a sign-in at a site behind a proxy, which travels through the browser. Row:
    /// the origin of the site.
    #[strum(serialize = "forward_auth.state")]
    ForwardAuthState,
}

impl Purpose {
    /// The name in derivations and associated data.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The place of one value of this purpose: the values that name its row.
    pub const fn at<'a>(self, row: &'a [&'a str]) -> Place<'a> {
        Place { purpose: self, row }
    }
}

/// What a value is for, and the row or message that it belongs to. At another place it does not
/// open.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub(super) purpose: Purpose,
    row: &'a [&'a str],
}

impl Place<'_> {
    /// The name of what the value is for.
    pub const fn name(&self) -> &'static str {
        self.purpose.name()
    }

    /// The associated data: each part with its length, so that no two places are equal.
    fn associated_data(&self) -> Vec<u8> {
        let parts = [self.purpose.name()].into_iter();
        parts
            .chain(self.row.iter().copied())
            .fold(Vec::new(), |mut data, part| {
                data.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                data.extend(part.as_bytes());
                data
            })
    }
}

/// Why a master key cannot be used, or a sealed value cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The text is too short to be a key.
    #[error(
        "the master key must have 32 characters at least; make one with `openssl rand -base64 48`"
    )]
    TooShort,
    /// Sealed under another master key.
    #[error("the value was sealed under another master key")]
    OtherKey,
    /// Changed since it was sealed, or sealed for another place.
    #[error("the sealed value was altered, or belongs to another row")]
    Altered,
    /// The root secret is not the one that this process was started with.
    #[error("the database is another one than before")]
    OtherRoot,
    /// The cipher failed.
    #[error("sealing failed")]
    Failed,
}

/// The nonce and the encrypted bytes of a value.
pub(super) fn encrypt(
    cipher: &XChaCha20Poly1305,
    entropy: &dyn Entropy,
    place: Place<'_>,
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0_u8; NONCE];
    entropy.fill(&mut nonce);
    let payload = Payload {
        msg: plain,
        aad: &place.associated_data(),
    };
    let encrypted = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| SealError::Failed)?;
    Ok([nonce.as_slice(), encrypted.as_slice()].concat())
}

/// The plain bytes of what [`encrypt`] gave for the same place.
pub(super) fn decrypt(
    cipher: &XChaCha20Poly1305,
    place: Place<'_>,
    bytes: &[u8],
) -> Result<Vec<u8>, SealError> {
    let (nonce, encrypted) = bytes
        .split_first_chunk::<NONCE>()
        .ok_or(SealError::Altered)?;
    let payload = Payload {
        msg: encrypted,
        aad: &place.associated_data(),
    };
    cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| SealError::Altered)
}
