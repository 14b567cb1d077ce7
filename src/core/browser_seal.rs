//! Seals what travels through a browser until its user acts: nothing is stored for somebody who
//! only looks.
//!
//! What is sealed opens for one purpose and in one browser. It is compressed first, so that a
//! request is about as long sealed as it was in its address: base64url adds a third, and takes it
//! away again from what is text.

use crate::{Error, Result, kernel::Kernel, sealing::Purpose};
use doorward_protocol::secret::Secret;
use flate2::{
    Compression,
    read::{DeflateDecoder, DeflateEncoder},
};
use serde::{Serialize, de::DeserializeOwned};
use std::io::Read;

/// The longest text that is opened, in bytes. Nothing longer is ever sealed.
const MAX_SEALED_BYTES: usize = 64 * 1024;
/// The longest content that is unpacked, in bytes.
const MAX_PLAIN_BYTES: u64 = 1024 * 1024;

impl Kernel {
    /// Seals a value for one purpose and one browser.
    ///
    /// # Errors
    /// `Internal` where the value cannot be written or the cipher failed.
    pub(crate) fn seal_for_browser<T: Serialize>(
        &self,
        purpose: &str,
        browser: &Secret,
        content: &T,
    ) -> Result<Secret> {
        let plain =
            serde_json::to_vec(content).map_err(|error| Error::Internal(error.to_string()))?;
        let packed = pack(&plain)?;
        let digest = browser.digest();
        let place = Purpose::BrowserFlow;
        let sealed = self
            .sealing
            .seal(place.at(&[purpose, digest.as_str()]), &packed)?;
        Ok(Secret::presented(sealed))
    }

    /// Opens what was sealed for this purpose and this browser. `None` for everything else.
    pub(crate) fn open_for_browser<T: DeserializeOwned>(
        &self,
        purpose: &str,
        browser: &Secret,
        sealed: &Secret,
    ) -> Option<T> {
        if sealed.reveal().len() > MAX_SEALED_BYTES {
            return None;
        }
        let digest = browser.digest();
        let place = Purpose::BrowserFlow;
        let opened = self
            .sealing
            .open(place.at(&[purpose, digest.as_str()]), sealed.reveal());
        let plain = unpack(&opened.ok()?)?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Compresses what is sealed.
///
/// # Errors
/// `Internal` where that failed, which does not happen.
pub(crate) fn pack(plain: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    DeflateEncoder::new(plain, Compression::default())
        .read_to_end(&mut packed)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(packed)
}

/// What was compressed; `None` for everything else.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    DeflateDecoder::new(packed)
        .take(MAX_PLAIN_BYTES)
        .read_to_end(&mut plain)
        .ok()?;
    Some(plain)
}
