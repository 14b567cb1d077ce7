//! The hashes that are stored: Argon2 in PHC format, and those of other programs.

use super::{
    cost::{OUTPUT_BYTES, PasswordParameters},
    foreign::{self, ForeignHash},
};
use argon2::{Algorithm, Params, Version, password_hash::phc::PasswordHash};

/// A hash in the form in which it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorableHash {
    /// The hash as it is stored.
    pub text: String,
    /// What it costs, as it is stored beside it.
    pub cost: String,
}

/// A hash that another program stored, in the form in which it is stored here.
///
/// # Errors
/// What it must be instead, in one sentence; never the hash.
pub fn storable_hash(text: &str) -> Result<StorableHash, String> {
    let text = canonical(text.trim())?;
    match StoredHash::read(&text) {
        Ok(hash) => Ok(StorableHash {
            cost: hash.cost(),
            text,
        }),
        Err(reason) => Err(format!(
            "{reason}; it must be one of the formats of docs/guides/moving-in.md, such as \
             $argon2id$v=19$m=65536,t=3,p=1$SALT$HASH or $2b$12$SALTHASH"
        )),
    }
}

/// Whether a hash that another program stored can be verified here.
///
/// # Errors
/// As [`storable_hash`].
pub fn check_password_hash(text: &str) -> Result<(), String> {
    storable_hash(text).map(drop)
}

/// Takes away what programs write before a hash that says by itself what it is.
fn canonical(text: &str) -> Result<String, String> {
    if text.starts_with('{') && text.contains('"') {
        return foreign::from_keycloak(text);
    }
    for prefix in ["argon2", "{ARGON2}", "{ARGON2I}", "{ARGON2ID}"] {
        if let Some(rest) = text.strip_prefix(prefix)
            && rest.starts_with("$argon2")
        {
            return Ok(rest.to_owned());
        }
    }
    Ok(text.to_owned())
}

/// A stored hash, read.
pub(super) enum StoredHash {
    Argon2(Argon2Hash),
    Foreign(ForeignHash),
}

/// A hash by Argon2 (RFC 9106).
pub(super) struct Argon2Hash {
    pub(super) algorithm: Algorithm,
    pub(super) version: Version,
    pub(super) cost: PasswordParameters,
    pub(super) salt: Vec<u8>,
    pub(super) output: Vec<u8>,
}

impl StoredHash {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        if text.starts_with("$argon2") {
            Argon2Hash::read(text).map(Self::Argon2)
        } else {
            foreign::read(text).map(Self::Foreign)
        }
    }

    fn cost(&self) -> String {
        match self {
            Self::Argon2(hash) => hash.cost.to_string(),
            Self::Foreign(hash) => hash.cost(),
        }
    }

    pub(super) const fn argon2(&self) -> Option<&Argon2Hash> {
        match self {
            Self::Argon2(hash) => Some(hash),
            Self::Foreign(_) => None,
        }
    }

    pub(super) const fn foreign(&self) -> Option<&ForeignHash> {
        match self {
            Self::Argon2(_) => None,
            Self::Foreign(hash) => Some(hash),
        }
    }
}

impl Argon2Hash {
    fn read(text: &str) -> Result<Self, String> {
        let hash = PasswordHash::new(text).map_err(|error| error.to_string())?;
        let algorithm =
            Algorithm::new(hash.algorithm.as_str()).map_err(|error| error.to_string())?;
        // The format leaves the version out where it is the first one.
        let version = Version::try_from(hash.version.unwrap_or(16));
        let version = version.map_err(|error| error.to_string())?;
        if hash.params.iter().count() != 3 {
            return Err("it has other parameters than m, t and p".into());
        }
        let cost = Params::try_from(&hash).map_err(|error| error.to_string())?;
        let cost = PasswordParameters::of(&cost);
        if !cost.is_bearable() {
            return Err(format!("it costs too much: {cost}"));
        }
        match (hash.salt, hash.hash) {
            (Some(salt), Some(output)) if output.as_bytes().len() >= 16 => Ok(Self {
                algorithm,
                version,
                cost,
                salt: salt.to_vec(),
                output: output.as_bytes().to_vec(),
            }),
            _ => Err("it is incomplete".into()),
        }
    }

    /// A hash of this cost that no password has.
    pub(super) fn decoy(cost: PasswordParameters) -> Self {
        Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            cost,
            salt: vec![7; 16],
            output: vec![0; OUTPUT_BYTES],
        }
    }

    /// Whether it is what this program makes of a password now.
    pub(super) fn is_made_by(&self, today: PasswordParameters) -> bool {
        self.cost == today
            && self.algorithm == Algorithm::Argon2id
            && self.version == Version::V0x13
            && self.output.len() == OUTPUT_BYTES
            && self.salt.len() >= 16
    }
}
