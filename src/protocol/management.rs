//! The management API: what its callers may do, and the administrators of this provider
//! ([decision 50](../../docs/decisions/0050-management-api.md)).

mod administrators;
mod permission;
mod powers;

pub use administrators::{BUILT_IN_APP, OWNER, built_in_roles, is_built_in_app};
pub use permission::{Permission, Resource, Verb};
pub use powers::Powers;

use crate::oauth::scope::Scope;

/// The path of the API, relative to the issuer.
pub const PATH: &str = "/api/v1";
/// The path of the pages that show the API, below the issuer.
pub const DOCS: &str = "/docs";

/// What the scopes of the API begin with.
pub const SCOPE_PREFIX: &str = "doorward.";

/// The audience of access tokens for the API.
pub fn audience(issuer: &str) -> String {
    format!("{issuer}{PATH}")
}

/// Whether a scope is one of the API, known or not: nobody but an administrator gives it.
pub fn is_scope_of_api(token: &str) -> bool {
    token.starts_with(SCOPE_PREFIX)
}

/// Whether a client is registered for the API: it has a scope of it.
pub fn is_addressed_by(scope: &Scope) -> bool {
    scope.iter().any(is_scope_of_api)
}
