//! The introspection response (RFC 7662 §2.2): everything to whom the token concerns, `active:
//! false` and nothing else to anybody else.

use crate::oauth::access_token::{AccessToken, audience};
use crate::oauth::refresh_token::RefreshToken;
use serde_json::{Value, json};

/// What is said of a token that is not alive, or not the caller's business.
pub fn inactive() -> Value {
    json!({"active": false})
}

/// Whether the caller may learn of the token: it was given to them, or they are meant to accept it.
pub fn concerns(token: &AccessToken, caller: &str) -> bool {
    token.client_id == caller || token.aud.iter().any(|aud| aud == caller)
}

/// A live access token.
pub fn access_token(token: &AccessToken, issuer: &str, username: Option<&str>) -> Value {
    let mut response = json!({
        "active": true,
        "token_type": "Bearer",
        "iss": issuer,
        "sub": token.sub,
        "client_id": token.client_id,
        "aud": audience(&token.aud),
        "scope": token.scope,
        "jti": token.jti,
        "iat": token.iat.seconds(),
        "exp": token.exp.seconds(),
    });
    if let (Some(username), Some(object)) = (username, response.as_object_mut()) {
        object.insert("username".into(), username.into());
    }
    // What a resource server needs to know before it asks for a stronger or a fresher sign-in (RFC
    // 9470 §6.2).
    if let (Some(auth_time), Some(object)) = (token.auth_time, response.as_object_mut()) {
        object.insert("auth_time".into(), auth_time.seconds().into());
    }
    if let (Some(acr), Some(object)) = (&token.acr, response.as_object_mut()) {
        object.insert("acr".into(), acr.clone().into());
        object.insert("amr".into(), token.amr.clone().into());
    }
    if let (false, Some(object)) = (token.roles.is_empty(), response.as_object_mut()) {
        object.insert("roles".into(), token.roles.clone().into());
    }
    response
}

/// A live refresh token.
pub fn refresh_token(token: &RefreshToken, sub: &str, issuer: &str) -> Value {
    json!({
        "active": true,
        "token_type": "refresh_token",
        "iss": issuer,
        "sub": sub,
        "client_id": token.facts.client_id,
        "scope": token.facts.scope,
        "exp": token.idle_expires_at.min(token.expires_at).seconds(),
    })
}

#[cfg(test)]
mod tests;
