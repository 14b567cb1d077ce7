//! Work of the same cost as a hash, which is no password's hash.

use super::{
    effort::{BCRYPT_COSTS, Effort, Kind},
    function::{Digest, ScryptCost, iterated, pbkdf2, scrypt},
};
use crate::hashing::error::PasswordError;

/// The greatest memory of one scrypt, as the exponent of its N with the block size 8: 128 MiB.
const SCRYPT_LOG_N: u8 = 17;

/// Does about this much work of a kind, and throws the result away.
///
/// # Errors
/// Where the library refuses parameters of ours.
pub(super) fn spend(effort: Effort, password: &[u8]) -> Result<(), PasswordError> {
    const SALT: [u8; 16] = [7; 16];
    let amount = effort.amount;
    let rounds = u32::try_from(amount).unwrap_or(u32::MAX);
    match effort.kind {
        Kind::Bcrypt => {
            for cost in BCRYPT_COSTS {
                if amount >> cost & 1 == 1 {
                    let hash = bcrypt::hash_with_salt(password, cost, SALT);
                    hash.map_err(|error| PasswordError::Failed(error.to_string()))?;
                }
            }
        }
        Kind::Scrypt => spend_scrypt(amount / 8, password)?,
        Kind::Pbkdf2Sha1 => drop(pbkdf2(Digest::Sha1, rounds, &SALT, password, 20)),
        Kind::Pbkdf2Sha256 => drop(pbkdf2(Digest::Sha256, rounds, &SALT, password, 32)),
        Kind::Pbkdf2Sha512 => drop(pbkdf2(Digest::Sha512, rounds, &SALT, password, 64)),
        Kind::Sha256Crypt | Kind::Sha512Crypt => {
            // Less than the least that the format has is too little to be told apart.
            if let Ok(params) = sha_crypt::Params::new(rounds) {
                if effort.kind == Kind::Sha256Crypt {
                    let _ = sha_crypt::sha256_crypt(password, &SALT, params);
                } else {
                    let _ = sha_crypt::sha512_crypt(password, &SALT, params);
                }
            }
        }
        Kind::Md5Rounds => drop(iterated::<md5::Md5>(rounds, &SALT, password)),
        Kind::Sha512Rounds => drop(iterated::<sha2::Sha512>(rounds, &SALT, password)),
        Kind::SaltedDigest => {}
    }
    Ok(())
}

/// The work of `n` blocks with the block size 8.
fn spend_scrypt(n: u64, password: &[u8]) -> Result<(), PasswordError> {
    for log_n in 4..=SCRYPT_LOG_N {
        let times = if log_n == SCRYPT_LOG_N {
            n >> log_n
        } else {
            n >> log_n & 1
        };
        for _ in 0..times {
            scrypt(&ScryptCost { log_n, r: 8, p: 1 }, &[7; 16], password, 32)?;
        }
    }
    Ok(())
}
