//! What a request brings: the context of its operation, the browser and who is signed in in it, a
//! form, a bearer token, the credentials of a client.

pub mod authorization;
pub mod bearer;
pub mod browser;
pub(crate) mod client_address;
pub mod client_auth;
pub mod cookies;
pub mod form;
pub mod operation;
pub mod query;
pub mod refusals;
pub mod return_page;
pub mod session_store;
pub mod signed_in;
pub mod upload;
