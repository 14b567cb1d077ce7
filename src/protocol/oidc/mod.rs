//! OpenID Connect Core: ID tokens, claims, prompts, subjects.

pub mod authentication_context;
pub mod claim_map;
pub mod claims;
pub mod claims_request;
pub mod id_token;
pub mod interaction;
pub mod pairwise;
pub mod prompt;
