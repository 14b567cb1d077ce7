//! The secrets that a declaration names, and which of the present ones they are.

use crate::{Error, Result};
use doorward_protocol::{
    clients::{
        client::TokenEndpointAuthMethod,
        client_secrets::{ClientSecrets, NewClientSecret},
        registered_client::RegisteredClient,
    },
    secret::{Digest, Secret},
    time::Timestamp,
};
use std::fmt;

/// A secret as it is to be.
#[derive(Clone, Debug)]
pub struct DeclaredSecret {
    /// The secret, or its digest.
    pub given: GivenSecret,
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it stops working; none where it works until it is revoked.
    pub expires_at: Option<Timestamp>,
}

/// A secret, as far as it is known.
#[derive(Clone)]
pub enum GivenSecret {
    /// In plain text.
    Plain(String),
    /// By its digest alone.
    Hash(Digest),
}

impl fmt::Debug for GivenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenSecret(…)")
    }
}

/// The secrets that a declaration names.
pub(super) enum GivenSecrets {
    /// It names none: the present ones stay.
    Present,
    /// It names one, and says nothing else of it.
    One(GivenSecret),
    /// It names each, with what is said of it.
    Each(Vec<DeclaredSecret>),
}

impl GivenSecrets {
    /// What the keys of a declaration say together.
    ///
    /// # Errors
    /// `Input` where more than one of them says it.
    pub(super) fn of(
        plain: Option<String>,
        hash: Option<Digest>,
        each: Vec<DeclaredSecret>,
    ) -> Result<Self> {
        let wrong = |hint: &str| Err(Error::Input(hint.into()));
        match (plain, hash) {
            (Some(_), Some(_)) => {
                wrong("client_secret and client_secret_hash must not both be given")
            }
            (Some(_), None) | (None, Some(_)) if !each.is_empty() => wrong(
                "client_secrets names every secret: leave client_secret and client_secret_hash out",
            ),
            (Some(plain), None) => Ok(Self::One(GivenSecret::Plain(plain))),
            (None, Some(hash)) => Ok(Self::One(GivenSecret::Hash(hash))),
            (None, None) if each.is_empty() => Ok(Self::Present),
            (None, None) => Ok(Self::Each(each)),
        }
    }

    /// The secrets that are known in plain text.
    pub(super) fn plain(&self) -> Vec<&str> {
        self.given().filter_map(GivenSecret::plain).collect()
    }

    fn given(&self) -> Box<dyn Iterator<Item = &GivenSecret> + '_> {
        match self {
            Self::Present => Box::new(std::iter::empty()),
            Self::One(given) => Box::new(std::iter::once(given)),
            Self::Each(each) => Box::new(each.iter().map(|one| &one.given)),
        }
    }

    /// The secrets that the client has then.
    ///
    /// # Errors
    /// `Input` where the method needs a secret and there is none, or needs none and there is one, or
    /// where there are too many.
    pub(super) fn secrets(
        &self,
        method: TokenEndpointAuthMethod,
        existing: Option<&RegisteredClient>,
        now: Timestamp,
    ) -> Result<ClientSecrets> {
        let known = existing.map(|known| known.secrets.clone());
        let known = known.unwrap_or_default();
        if !method.uses_secret() {
            return match self {
                Self::Present => Ok(known.none()),
                Self::One(_) | Self::Each(_) => Err(Error::Input(
                    "client_secret_hash does not go with this token_endpoint_auth_method".into(),
                )),
            };
        }
        let secrets = match self {
            Self::Present => known,
            Self::One(given) => {
                let digest = given.digest();
                let present = known.of_digest(&digest);
                let wanted = NewClientSecret {
                    description: present.and_then(|known| known.description.clone()),
                    expires_at: present.and_then(|known| known.expires_at),
                    digest,
                };
                known.exactly(vec![wanted], now)?
            }
            Self::Each(each) => known.exactly(wanted(each)?, now)?,
        };
        if secrets.is_empty() {
            return Err(Error::Input(
                "client_secret is missing: this token_endpoint_auth_method needs one".into(),
            ));
        }
        Ok(secrets)
    }
}

fn wanted(each: &[DeclaredSecret]) -> Result<Vec<NewClientSecret>> {
    let wanted = each.iter().map(|one| {
        let new = NewClientSecret {
            digest: one.given.digest(),
            description: one.description.clone(),
            expires_at: one.expires_at,
        };
        new.check()?;
        Ok(new)
    });
    wanted.collect()
}

impl GivenSecret {
    fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Hash(_) => None,
        }
    }

    fn digest(&self) -> Digest {
        match self {
            Self::Plain(text) => Secret::presented(text).digest(),
            Self::Hash(digest) => digest.clone(),
        }
    }
}
