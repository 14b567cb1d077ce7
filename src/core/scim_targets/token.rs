//! The token that an app knows this provider by.

use crate::{Error, Result, kernel::Kernel, sealing::Purpose};
use doorward_protocol::scim_targets::declared::check_token;
use doorward_storage::StoredScimTarget;

/// Seals the token of a target.
///
/// # Errors
/// `Input` where it cannot be sent as a bearer token.
pub(super) fn seal(kernel: &Kernel, name: &str, token: &str) -> Result<String> {
    check_token(token).map_err(Error::Input)?;
    let place = Purpose::ScimToken;
    kernel.sealing.seal(place.at(&[name]), token.as_bytes())
}

/// The token of a target.
pub(super) fn open(kernel: &Kernel, target: &StoredScimTarget) -> Result<String> {
    let place = Purpose::ScimToken;
    let opened = kernel
        .sealing
        .open(place.at(&[&target.name]), &target.sealed_token)?;
    String::from_utf8(opened).map_err(|_| Error::Internal("a token is no text".into()))
}
