//! Private keys for the worlds of this process.

use doorward_adapters::keys::{self, KeyError};
use doorward_protocol::clients::client::SigningAlgorithm;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// How many RSA keys there are. Worlds of one test get different ones.
const RSA_KEYS: usize = 24;

/// A key for an algorithm. An RSA key was generated before in most cases: it takes longer than all else
/// that a world needs.
pub fn generate(algorithm: SigningAlgorithm) -> Result<Vec<u8>, KeyError> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    static KEYS: [Mutex<Option<Vec<u8>>>; RSA_KEYS] = [const { Mutex::new(None) }; RSA_KEYS];
    match algorithm {
        SigningAlgorithm::RS256 | SigningAlgorithm::PS256 => {
            let place = NEXT.fetch_add(1, Ordering::SeqCst) % RSA_KEYS;
            let mut kept = KEYS[place].lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(key) = &*kept {
                return Ok(key.clone());
            }
            let key = match std::env::var("TEST_RSA_KEYS") {
                Ok(folder) => shared(&format!("{folder}/{place}.jwk"), algorithm)?,
                Err(_) => keys::generate(algorithm)?,
            };
            *kept = Some(key.clone());
            Ok(key)
        }
        SigningAlgorithm::ES256 | SigningAlgorithm::EdDSA => keys::generate(algorithm),
    }
}

/// A key that several processes share, in a file. The first one makes it.
fn shared(file: &str, algorithm: SigningAlgorithm) -> Result<Vec<u8>, KeyError> {
    if let Ok(key) = std::fs::read(file) {
        return Ok(key);
    }
    let key = keys::generate(algorithm)?;
    let unfinished = format!("{file}.{}", std::process::id());
    std::fs::write(&unfinished, &key).unwrap();
    std::fs::rename(unfinished, file).unwrap();
    Ok(key)
}
