//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).
//!
//! A request comes in twice at most. [`Authorization::begin`] takes it from the query, replaces a
//! request object by its parameters and checks everything. [`Authorization::resume`] takes the
//! waiting request up again after the user signed in, chose an account or gave consent. Both go on
//! in the same way: the request is checked, the session that it is about is selected, and
//! `next_step` decides from values alone whether to ask the user, to refuse or to issue.

mod attempt;
mod challenge;
mod checked_request;
mod decide;
mod incoming;
mod interaction;
mod issue;
mod missing_fields;
mod rehearse;
mod request_object;
mod requests;
mod service;
mod session_selection;

pub(crate) use challenge::{ChallengeAnswer, ChallengeRequest};
pub(crate) use checked_request::RequestInspection;
pub use interaction::{PendingRequest, Renewed};
pub(crate) use service::AuthorizationParts;
pub use service::{Authorization, AuthorizationOutcome, InteractionPage};
