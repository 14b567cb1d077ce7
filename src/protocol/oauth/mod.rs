//! OAuth 2.0: authorization and token requests, codes, tokens, scopes, client authentication.

pub mod access_token;
pub mod authorization_challenge;
pub mod authorization_code;
pub mod authorization_request;
pub mod authorization_response;
pub mod client_assertion;
pub mod client_authentication;
pub mod consent;
pub mod discovery;
pub mod error_code;
pub mod grant;
pub mod introspection;
pub mod issuer;
pub mod pkce;
pub mod redirect_uri;
pub mod refresh_token;
pub mod request_object;
pub mod resource;
pub mod response_mode;
pub mod response_type;
pub mod scope;
pub mod token_request;
