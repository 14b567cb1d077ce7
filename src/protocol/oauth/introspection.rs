//! The introspection response (RFC 7662 §2.2): everything to whom the token concerns, `active:
//! false` and nothing else to anybody else.

use crate::oauth::access_token::{AccessToken, audience};
use crate::oauth::refresh_token::RefreshToken;
use serde_json::{Map, Value, json};

/// What is said of a token that is not alive, or not the caller's business.
pub fn inactive() -> Value {
    json!({"active": false})
}

/// Whether the caller may learn of the token: it was given to them, or they are meant to accept it.
pub fn concerns(token: &AccessToken, caller: &str) -> bool {
    token.client_id == caller || token.aud.iter().any(|aud| aud == caller)
}

/// A live access token, without the name of its user.
pub fn access_token(token: &AccessToken, issuer: &str) -> Map<String, Value> {
    let mut response = Map::new();
    let mut say = |name: &str, value: Value| {
        response.insert(name.to_owned(), value);
    };
    say("active", true.into());
    say("token_type", "Bearer".into());
    say("iss", issuer.into());
    say("sub", token.sub.as_str().into());
    say("client_id", token.client_id.as_str().into());
    say("aud", audience(&token.aud));
    say("scope", token.scope.to_string().into());
    say("jti", token.jti.as_str().into());
    say("iat", token.iat.seconds().into());
    say("exp", token.exp.seconds().into());
    // What a resource server needs to know before it asks for a stronger or a fresher sign-in (RFC
    // 9470 §6.2).
    if let Some(auth_time) = token.auth_time {
        say("auth_time", auth_time.seconds().into());
    }
    if let Some(acr) = &token.acr {
        say("acr", acr.as_str().into());
        say("amr", token.amr.clone().into());
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
