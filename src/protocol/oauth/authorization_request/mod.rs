//! The authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1): parameters, then a
//! proven address, then the checks.

mod addressed;
mod checks;
mod parameters;

pub use addressed::{
    AddressError, AddressRefusal, Addressed, ClientRecord, address, address_at_challenge,
};
pub use checks::{AuthorizationRequest, Offered, check};
pub use parameters::Parameters;
