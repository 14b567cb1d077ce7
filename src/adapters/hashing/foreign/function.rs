//! The functions that other programs hash passwords with.

use super::{
    effort::{Effort, Kind},
    encoding,
};
use crate::hashing::error::PasswordError;
use aes::{
    Aes256,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// A digest of the SHA family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    /// The length of the output, in bytes.
    pub(super) const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha1 => chained::<Sha1>(parts),
            Self::Sha256 => chained::<Sha256>(parts),
            Self::Sha512 => chained::<Sha512>(parts),
        }
    }
}

fn chained<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let digest = parts.iter().fold(D::new(), sha2::Digest::chain_update);
    digest.finalize().to_vec()
}

/// The cost of scrypt (RFC 7914).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScryptCost {
    pub(super) log_n: u8,
    pub(super) r: u32,
    pub(super) p: u32,
}

/// What a program did to a password before it hashed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Preparation {
    /// It took the password as it is.
    None,
    /// Django's `bcrypt_sha256`: the digest in hexadecimal digits.
    Sha256Hex,
    /// passlib's `bcrypt-sha256`: a digest with the salt as its key, in Base64.
    KeyedSha256(String),
    /// WordPress 6.8: a digest in Base64, without blanks at both ends.
    WordPress,
    /// Drupal, of passwords that an older Drupal had hashed.
    Md5Hex,
}

impl Preparation {
    /// The bytes that are hashed for a password.
    pub(super) fn apply(&self, password: &str) -> Vec<u8> {
        let bytes = password.as_bytes();
        match self {
            Self::None => bytes.to_vec(),
            Self::Sha256Hex => encoding::to_hex(&Sha256::digest(bytes)).into_bytes(),
            Self::KeyedSha256(key) => padded(&keyed::<Hmac<Sha256>>(key.as_bytes(), bytes)),
            Self::WordPress => {
                // What PHP's trim removes.
                let trimmed = password.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0b']);
                padded(&keyed::<Hmac<Sha384>>(b"wp-sha384", trimmed.as_bytes()))
            }
            Self::Md5Hex => encoding::to_hex(&md5::Md5::digest(bytes)).into_bytes(),
        }
    }
}

fn keyed<M: Mac + hmac::KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = <M as hmac::KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD
        .encode(bytes)
        .into_bytes()
}

/// A function with its salt and its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Bcrypt {
        cost: u32,
        salt: [u8; 16],
    },
    Scrypt {
        cost: ScryptCost,
        salt: Vec<u8>,
    },
    /// scrypt, whose output encrypts a key of the project.
    Firebase {
        cost: ScryptCost,
        salt: Vec<u8>,
        signer_key: Vec<u8>,
    },
    Pbkdf2 {
        digest: Digest,
        iterations: u32,
        salt: Vec<u8>,
    },
    Sha256Crypt {
        rounds: u32,
        salt: Vec<u8>,
    },
    Sha512Crypt {
        rounds: u32,
        salt: Vec<u8>,
    },
    /// The portable hashes of PHP, by MD5.
    Portable {
        rounds: u32,
        salt: Vec<u8>,
    },
    Drupal {
        rounds: u32,
        salt: Vec<u8>,
    },
    /// LDAP's salted digests: the salt comes behind the password.
    Salted {
        digest: Digest,
        salt: Vec<u8>,
    },
}

impl Function {
    /// The work of the function for an output of so many bytes.
    ///
    /// # Errors
    /// Where it costs more than a stored hash may.
    pub(super) fn effort(&self, output: usize) -> Result<Effort, String> {
        let (kind, amount) = match self {
            Self::Bcrypt { cost, .. } => {
                (Kind::Bcrypt, 1_u64.checked_shl(*cost).unwrap_or(u64::MAX))
            }
            Self::Scrypt { cost, .. } | Self::Firebase { cost, .. } => {
                // Memory has a limit of its own: 128 MiB.
                let memory = u64::from(cost.r).saturating_mul(1 << cost.log_n.min(63));
                if memory > 1 << 20 {
                    return Err("it takes more than 128 MiB of memory".into());
                }
                (Kind::Scrypt, memory.saturating_mul(cost.p.into()))
            }
            Self::Pbkdf2 {
                digest, iterations, ..
            } => {
                let kind = match digest {
                    Digest::Sha1 => Kind::Pbkdf2Sha1,
                    Digest::Sha256 => Kind::Pbkdf2Sha256,
                    Digest::Sha512 => Kind::Pbkdf2Sha512,
                };
                let blocks = u64::try_from(output.div_ceil(digest.length())).unwrap_or(u64::MAX);
                (kind, u64::from(*iterations).saturating_mul(blocks))
            }
            Self::Sha256Crypt { rounds, .. } => (Kind::Sha256Crypt, (*rounds).into()),
            Self::Sha512Crypt { rounds, .. } => (Kind::Sha512Crypt, (*rounds).into()),
            Self::Portable { rounds, .. } => (Kind::Md5Rounds, (*rounds).into()),
            Self::Drupal { rounds, .. } => (Kind::Sha512Rounds, (*rounds).into()),
            Self::Salted { .. } => (Kind::SaltedDigest, 1),
        };
        Effort::allowed(kind, amount)
    }

    /// The hash of a password, of so many bytes.
    ///
    /// # Errors
    /// Where a library refuses the parameters.
    pub(super) fn output(&self, password: &[u8], length: usize) -> Result<Vec<u8>, PasswordError> {
        let failed = |error: String| PasswordError::Failed(error);
        let mut output = match self {
            Self::Bcrypt { cost, salt } => {
                let hash = bcrypt::hash_with_salt(password, *cost, *salt);
                let hash = hash.map_err(|error| failed(error.to_string()))?;
                let text = hash.format_for_version(bcrypt::Version::TwoB);
                let digest = text.get(29..).unwrap_or_default();
                encoding::bcrypt64(digest).map_err(failed)?
            }
            Self::Scrypt { cost, salt } => scrypt(cost, salt, password, length)?,
            Self::Firebase {
                cost,
                salt,
                signer_key,
            } => encrypted(signer_key, &scrypt(cost, salt, password, 64)?)?,
            Self::Pbkdf2 {
                digest,
                iterations,
                salt,
            } => pbkdf2(*digest, *iterations, salt, password, length),
            Self::Sha256Crypt { rounds, salt } => {
                let hash = sha_crypt::sha256_crypt(password, salt, sha_rounds(*rounds)?);
                encoding::sha256_crypt(&hash)
            }
            Self::Sha512Crypt { rounds, salt } => {
                let hash = sha_crypt::sha512_crypt(password, salt, sha_rounds(*rounds)?);
                encoding::sha512_crypt(&hash)
            }
            Self::Portable { rounds, salt } => {
                encoding::portable(&iterated::<md5::Md5>(*rounds, salt, password))
            }
            Self::Drupal { rounds, salt } => {
                encoding::portable(&iterated::<Sha512>(*rounds, salt, password))
            }
            Self::Salted { digest, salt } => digest.of(&[password, salt]),
        };
        // Drupal keeps the beginning of its hash alone.
        output.truncate(length);
        Ok(output)
    }
}

fn sha_rounds(rounds: u32) -> Result<sha_crypt::Params, PasswordError> {
    sha_crypt::Params::new(rounds).map_err(|error| PasswordError::Failed(error.to_string()))
}

/// scrypt (RFC 7914).
pub(super) fn scrypt(
    cost: &ScryptCost,
    salt: &[u8],
    password: &[u8],
    length: usize,
) -> Result<Vec<u8>, PasswordError> {
    let failed = |error: String| PasswordError::Failed(error);
    let params = scrypt::Params::new(cost.log_n, cost.r, cost.p);
    let params = params.map_err(|error| failed(error.to_string()))?;
    let mut output = vec![0; length];
    scrypt::scrypt(password, salt, &params, &mut output)
        .map_err(|error| failed(error.to_string()))?;
    Ok(output)
}

/// PBKDF2 (RFC 8018 §5.2) with HMAC.
pub(super) fn pbkdf2(
    digest: Digest,
    iterations: u32,
    salt: &[u8],
    password: &[u8],
    length: usize,
) -> Vec<u8> {
    let mut output = vec![0; length];
    match digest {
        Digest::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, &mut output),
        Digest::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, &mut output),
        Digest::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, iterations, &mut output),
    }
    output
}

/// The digest of the salt and the password, then so many times the digest of that and the password.
pub(super) fn iterated<D: sha2::Digest>(rounds: u32, salt: &[u8], password: &[u8]) -> Vec<u8> {
    let mut digest = D::new()
        .chain_update(salt)
        .chain_update(password)
        .finalize();
    for _ in 0..rounds {
        digest = D::new()
            .chain_update(&digest)
            .chain_update(password)
            .finalize();
    }
    digest.to_vec()
}

/// Encrypts by AES-256 in counter mode, from zero: the key is the beginning of what scrypt gave.
fn encrypted(text: &[u8], key: &[u8]) -> Result<Vec<u8>, PasswordError> {
    let key = key.get(..32).unwrap_or_default();
    let cipher = Aes256::new_from_slice(key);
    let cipher = cipher.map_err(|error| PasswordError::Failed(error.to_string()))?;
    let blocks = text.chunks(16).zip(0_u128..).flat_map(|(chunk, counter)| {
        let mut block = counter.to_be_bytes().into();
        cipher.encrypt_block(&mut block);
        let mixed = chunk.iter().zip(block).map(|(byte, mask)| byte ^ mask);
        mixed.collect::<Vec<u8>>()
    });
    Ok(blocks.collect())
}
