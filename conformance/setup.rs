//! What the operator gives: a user who can sign in, and clients where the provider has no
//! registration.

use serde::Deserialize;

/// The file of `--clients`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The user who signs in.
    pub user: User,
    /// `dynamic` registers a fresh client for each module; `static` uses those below.
    pub registration: Registration,
    /// Opens registration, where the provider wants it.
    #[serde(default)]
    pub initial_access_token: Option<String>,
    /// The redirect URI of the static clients. It is never called: the runner's browser stops
    /// there.
    #[serde(default)]
    pub redirect_uri: Option<String>,
    /// Their post-logout redirect URI. Never called either.
    #[serde(default)]
    pub post_logout_redirect_uri: Option<String>,
    /// A static client with `client_secret_basic`.
    #[serde(default)]
    pub client: Option<StaticClient>,
    /// The second static client, for modules that need two.
    #[serde(default)]
    pub client2: Option<StaticClient>,
    /// A static client with `client_secret_post`.
    #[serde(default)]
    pub client_secret_post: Option<StaticClient>,
    /// The receiver of the Shared Signals profiles; without one they are left out.
    #[serde(default)]
    pub receiver: Option<Receiver>,
}

/// A receiver of the Shared Signals Framework.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    /// A client that may have a token for itself.
    pub client_id: String,
    /// Its secret (`client_secret_basic`).
    pub client_secret: String,
    /// The scope with which it manages its stream.
    pub scope: String,
    /// A subject identifier (RFC 9493) of the user.
    pub subject: serde_json::Value,
    /// A user name that does not exist at the provider.
    pub unknown_subject: serde_json::Value,
}

/// A user who can sign in at the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// What they type first.
    pub username: String,
    /// The password of the user.
    pub password: String,
}

/// Where clients come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// From the provider's registration endpoint.
    Dynamic,
    /// From the file.
    Static,
}

/// A client that the provider knows already.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaticClient {
    /// The identifier of the client.
    pub client_id: String,
    /// The secret of the client.
    pub client_secret: String,
}
