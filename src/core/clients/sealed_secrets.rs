//! The secrets of a client under the master key, where they are needed in plain text
//! (`client_secret_jwt`).

use crate::{
    Error, Result,
    sealing::{Purpose, Sealing},
};
use doorward_protocol::{
    clients::{
        client::TokenEndpointAuthMethod,
        client_secrets::{ClientSecret, ClientSecrets},
        registered_client::RegisteredClient,
    },
    secret::Secret,
    time::Timestamp,
};

/// What the sealed values of the secrets of a client are made from.
pub(super) struct Seals<'a> {
    pub(super) sealing: &'a Sealing,
    /// The client as it was read.
    pub(super) known: Option<&'a RegisteredClient>,
    /// The secrets that are known in plain text.
    pub(super) plain: &'a [&'a str],
}

impl Seals<'_> {
    /// The secrets with the sealed values that the method needs: each is bound to the column that it
    /// stands in.
    pub(super) fn put(
        &self,
        client_id: &str,
        method: TokenEndpointAuthMethod,
        secrets: ClientSecrets,
    ) -> Result<ClientSecrets> {
        let needs = method == TokenEndpointAuthMethod::ClientSecretJwt;
        secrets.sealed_by(|secret, is_newest| {
            if !needs {
                return Ok(None);
            }
            let place = [client_id];
            let place = purpose(is_newest).at(&place);
            let before = self.known.and_then(|known| {
                let before = known.secrets.of_digest(&secret.digest)?;
                let sealed = before.sealed.as_deref()?;
                Some((sealed, known.secrets.is_newest(before.number)))
            });
            match before {
                Some((sealed, was_newest)) if was_newest == is_newest => {
                    Ok(Some(sealed.to_owned()))
                }
                Some((sealed, was_newest)) => {
                    let plain = self
                        .sealing
                        .open(purpose(was_newest).at(&[client_id]), sealed)?;
                    self.sealing.seal(place, &plain).map(Some)
                }
                None => {
                    let mut plain = self.plain.iter();
                    let is_this =
                        |text: &&&str| Secret::presented(**text).digest() == secret.digest;
                    let plain = plain.find(is_this).ok_or_else(|| {
                        Error::Input(
                            "client_secret must be given once for client_secret_jwt".into(),
                        )
                    })?;
                    self.sealing.seal(place, plain.as_bytes()).map(Some)
                }
            }
        })
    }
}

/// What a secret is sealed for.
const fn purpose(is_newest: bool) -> Purpose {
    if is_newest {
        Purpose::ClientSecret
    } else {
        Purpose::EarlierClientSecret
    }
}

/// The secrets of a client that are kept in plain text, opened, each with its number and whether it is
/// live.
///
/// # Errors
/// Where one does not open.
pub(crate) fn opened(
    sealing: &Sealing,
    registered: &RegisteredClient,
    now: Timestamp,
) -> Result<Vec<OpenedSecret>> {
    let client_id = registered.client.client_id.as_str();
    let secrets = registered.secrets.iter();
    let open = |secret: &ClientSecret| {
        let sealed = secret.sealed.as_deref()?;
        let purpose = purpose(registered.secrets.is_newest(secret.number));
        let plain = sealing.open(purpose.at(&[client_id]), sealed);
        Some(plain.map_err(Error::from).map(|plain| OpenedSecret {
            number: secret.number,
            is_live: secret.is_live(now),
            plain,
        }))
    };
    secrets.filter_map(open).collect()
}

/// A secret that was opened.
pub(crate) struct OpenedSecret {
    /// Its number among all secrets that the client ever had.
    pub(crate) number: i64,
    /// Whether it is accepted now.
    pub(crate) is_live: bool,
    /// The secret itself.
    pub(crate) plain: Vec<u8>,
}
