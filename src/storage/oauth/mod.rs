//! Authorization codes, grants, tokens, consents and waiting requests.

pub(crate) mod access_tokens;
pub(crate) mod authorization_codes;
pub(crate) mod consents;
pub(crate) mod grants;
pub(crate) mod interactions;
pub(crate) mod refresh_tokens;
