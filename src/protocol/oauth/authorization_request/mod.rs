//! The authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1): parameters, then a
//! proven address, then the checks.

mod addressed;
mod checks;
mod parameters;
mod request;

pub use addressed::{
    AddressError, AddressRefusal, Addressed, ClientRecord, address, address_at_challenge,
};
pub use checks::{Offered, RequestCheck, check, check_noting};
pub use parameters::Parameters;
pub use request::AuthorizationRequest;
