//! Sign-in by an identity provider.
//!
//! A login is a state machine. What waits for the browser expires after ten minutes, belongs to one
//! browser, and is used once, however often the browser repeats the request. A login of a sign-in has
//! no row while it waits: `state` is its content, sealed for the browser. Its transition makes a row of
//! the table `federation_flows` and proceeds only if a row was made, after the provider confirmed the
//! code: whoever only looks, or presses a button, writes nothing.
//!
//! What is too long to travel through a provider, and what a user who proved something asked for, is a
//! row, written by `flows`: its identifier is random and travels through the browser (as `state` or in
//! the address of a page), only its digest is stored, and its content is encrypted. A transition deletes
//! the row and proceeds only if a row was deleted.
//!
//! ```text
//!   begin_login, begin_link
//!        │  seals or stores PendingLogin, sends the browser to the authorization endpoint
//!        ▼
//!   [waiting for the provider]
//!        │  handle_callback: uses the login, exchanges the code, verifies the ID token,
//!        │  reads userinfo, and maps the claims to an Identity
//!        ▼
//!   [identity verified]  ◀── directory: verifies a typed password by LDAP, without a row
//!        │  resolve_identity: protocol::federation::decide
//!        ├──▶ signed in     the identity is linked: sso_sessions, upstream_sessions
//!        ├──▶ signed up     a new user: users, identities, then as signed in
//!        ├──▶ linked        begin_link asked for it: identities
//!        ├──▶ refused       only an audit entry
//!        └──▶ [waiting for the password]  stores LinkPrompt
//!                  │  confirm_link: deletes the row, verifies the password of the account
//!                  └──▶ signed in, and linked
//!
//!   begin_upstream_logout
//!        │  stores PendingLogout, sends the browser to the end_session_endpoint
//!        ▼
//!   [waiting for the provider]
//!        │  finish_upstream_logout: deletes the row
//!        └──▶ the address that the logout here was to return to
//! ```
//!
//! A failure of the provider, or a refusal, is a [`FederationError`]: an outcome for a page, not a
//! failure of ours. Requests to a provider pass its `IdentityProviderHealth`: a limit of
//! concurrent requests, a time limit and a circuit breaker.

mod assertion;
mod backchannel_logout;
mod begin_login;
mod callback;
mod complete_sign_in;
mod declarations;
mod directory;
mod discovery;
mod ends;
mod error;
mod flows;
mod home_realm;
mod identity_provider_health;
mod link_prompt;
mod linked_identities;
mod loaded;
mod oauth_assertion;
mod openid_assertion;
mod pending_login;
pub mod presets;
mod provider_client;
mod provider_test;
mod request_limits;
mod resolve_identity;
mod service;
mod sign_in_methods;
mod turns;
mod upstream_logout;

pub use begin_login::LoginRequest;
pub use callback::CallbackContext;
pub use declarations::Declaration;
pub(crate) use directory::{DirectoryCredentials, DirectoryOutcome};
pub use error::{FederationError, FederationFailure, FederationResult};
pub(crate) use home_realm::{home_of, home_of_others};
pub use link_prompt::{LinkConfirmation, LinkPromptView};
pub use linked_identities::{IdentityKey, LinkedIdentityView, MAX_COUNTED};
pub use loaded::LoadedIdentityProvider;
pub use provider_test::Finding;
pub use resolve_identity::{FederationOutcome, SignInBrowser};
pub use service::Federation;
pub(crate) use service::FederationParts;
pub use sign_in_methods::{SignInMethods, SignInPart};
