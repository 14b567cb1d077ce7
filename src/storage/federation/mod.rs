//! Identity providers, identities and logins under way.

pub(crate) mod federation_flows;
pub(crate) mod identities;
pub(crate) mod identity_providers;
