//! May this user do this to this, here: answers for apps that ask (OpenID AuthZEN Authorization API 1.0), from
//! what is kept of users ([decision 51](../../../docs/decisions/0051-authzen.md)).

mod decide;
mod known_users;
mod search;

pub use decide::{AccessDecisions, AccessError, Decided, EVALUATE, EVALUATE_ALL};
pub use search::{Found, Page, SearchRequest};
