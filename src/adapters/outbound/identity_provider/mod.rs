//! Requests to identity providers: OpenID Connect and OAuth 2.0 through the crates of those names,
//! and LDAP.

mod error;
mod id_token;
mod ldap;
mod ldap_entry;
mod oauth2;
mod openid;
mod requests;
mod token_response;

pub use error::IdentityProviderError;
pub use id_token::{VerifyError, verify_id_token};
pub use ldap::{Directory, authenticate, count_base_entries};
pub use oauth2::{OAuthClient, profile};
pub use openid::{OpenIdClient, read_metadata};
pub use requests::Probe;

/// A discovery document (OpenID Connect Discovery §3).
pub use openidconnect::core::CoreProviderMetadata as Metadata;

/// The parameters of an authorization request.
pub struct AuthorizationParameters<'a> {
    /// The address that the response is sent to.
    pub redirect_uri: &'a str,
    /// The requested scopes.
    pub scopes: &'a [&'a str],
    /// Binds the response to the browser (RFC 6749 §10.12).
    pub state: &'a str,
    /// Binds the ID token to the request (OpenID Connect Core §3.1.2.1).
    pub nonce: &'a str,
    /// The PKCE code verifier (RFC 7636 §4.1).
    pub verifier: &'a str,
    /// Further parameters of the authorization request.
    pub additional: &'a [(String, String)],
}

/// The tokens of a token response.
pub struct TokenSet {
    /// The access token for the userinfo endpoint.
    pub access_token: String,
    /// The ID token; `None` from a provider that is asked by OAuth 2.0 alone.
    pub id_token: Option<String>,
}

/// What a code exchange presents in addition to the credentials of the client.
#[derive(Clone, Copy)]
pub struct CodeExchange<'a> {
    /// The redirect URI of the authorization request.
    pub redirect_uri: &'a str,
    /// The authorization code.
    pub code: &'a str,
    /// The PKCE code verifier.
    pub verifier: &'a str,
}
