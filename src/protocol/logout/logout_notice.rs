//! Logout tokens (OpenID Connect Back-Channel Logout §2.4).

use crate::time::{Lifetime, Timestamp};
use serde_json::{Map, Value, json};

/// The `typ` header of a logout token (§2.4).
pub const TYP: &str = "logout+jwt";
/// How long delivery of a notice is attempted.
pub const LIFETIME: Lifetime = Lifetime::hours(24);
/// The lifetime of a logout token, which §4 recommends to be two minutes. Each attempt at delivery
/// has a token of its own.
pub const TOKEN_LIFETIME: Lifetime = Lifetime::minutes(2);

/// The member of the `events` claim that makes the token a logout token (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a logout token claims.
#[derive(Clone, Copy, Debug)]
pub struct LogoutToken<'a> {
    /// The issuer identifier.
    pub iss: &'a str,
    /// The `client_id` of the receiver.
    pub aud: &'a str,
    /// The `sub` of the user at this client (OpenID Connect Core §8).
    pub sub: &'a str,
    /// The session that ended, as in the ID tokens of the client.
    pub sid: &'a str,
    /// A new identifier for each attempt.
    pub jti: &'a str,
    /// When the token is issued.
    pub iat: Timestamp,
}

impl LogoutToken<'_> {
    /// The claims of §2.4, which forbids `nonce`.
    pub fn claims(&self) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("iss".into(), self.iss.into());
        claims.insert("aud".into(), self.aud.into());
        claims.insert("iat".into(), self.iat.seconds().into());
        claims.insert("exp".into(), self.iat.plus(TOKEN_LIFETIME).seconds().into());
        claims.insert("jti".into(), self.jti.into());
        claims.insert("sub".into(), self.sub.into());
        claims.insert("sid".into(), self.sid.into());
        claims.insert("events".into(), json!({EVENT: {}}));
        claims
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logout_token_has_an_event_and_no_nonce() {
        let token = LogoutToken {
            iss: "https://op",
            aud: "c",
            sub: "ada",
            sid: "s",
            jti: "1",
            iat: Timestamp::from_seconds(10),
        };
        let claims = token.claims();
        assert!(
            claims["events"][EVENT].as_object().unwrap().is_empty()
                && !claims.contains_key("nonce")
        );
        assert_eq!((&claims["exp"], &claims["sid"]), (&json!(130), &json!("s")));
    }
}
