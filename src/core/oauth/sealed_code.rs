//! Authorization codes: what a code says, sealed. Nothing is stored for it until it is redeemed
//! ([decision 73](../../../docs/decisions/0073-sealed-codes.md)).

use crate::{Error, Result, kernel::Kernel, sealing::Purpose};
use doorward_protocol::{oauth::authorization_code::AuthorizationCode, secret::Secret};

impl Kernel {
    /// Makes the code that says this.
    ///
    /// # Errors
    /// `Internal` where the cipher failed.
    pub(super) fn seal_code(&self, code: &AuthorizationCode) -> Result<Secret> {
        let plain = serde_json::to_vec(code).map_err(|error| Error::Internal(error.to_string()))?;
        let place = Purpose::AuthorizationCode;
        let sealed = self.sealing.seal(place.at(&[]), &plain)?;
        Ok(Secret::presented(sealed))
    }

    /// What a code says; `None` for a text that is no code of this provider.
    pub(crate) fn open_code(&self, code: &Secret) -> Option<AuthorizationCode> {
        let place = Purpose::AuthorizationCode;
        let plain = self.sealing.open(place.at(&[]), code.reveal()).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}
