//! Back-channel logout notices: what they say (OpenID Connect Back-Channel Logout §2.4), and when
//! they are tried again.

use crate::time::{Lifetime, Timestamp};
use serde_json::{Map, Value, json};

/// The media type in the `typ` header.
pub const TYP: &str = "logout+jwt";
/// How long a notice is tried.
pub const PATIENCE: Lifetime = Lifetime::hours(24);
/// How long a logout token lives (§4 advises two minutes); each try has its own.
pub const TOKEN_LIFETIME: Lifetime = Lifetime::minutes(2);
/// How long a node has for one try, before another may take the notice.
pub const LEASE: Lifetime = Lifetime::seconds(15);

/// The event that the token tells of.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The longest pause between two tries.
const LONGEST_PAUSE: Lifetime = Lifetime::hours(1);

/// What a logout token says.
#[derive(Clone, Copy, Debug)]
pub struct LogoutToken<'a> {
    /// The issuer.
    pub iss: &'a str,
    /// The client.
    pub aud: &'a str,
    /// The user, as this client knows them.
    pub sub: &'a str,
    /// The session.
    pub sid: &'a str,
    /// New for each try.
    pub jti: &'a str,
    /// When it is made.
    pub iat: Timestamp,
}

impl LogoutToken<'_> {
    /// The claims of §2.4; never a `nonce`.
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

/// When to try again after so many tries: 2 s, 4 s, 8 s, up to an hour, each cut to between half
/// and all of it by `chance`, so that many notices to one client do not come back together.
pub fn next_try(attempts: i64, now: Timestamp, chance: u8) -> Timestamp {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    let pause = Lifetime::seconds(1_i64 << doublings).min(LONGEST_PAUSE).0;
    now.plus(Lifetime(pause / 2 + pause / 2 * i64::from(chance) / 255))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn pauses_grow_to_an_hour_and_never_shrink_to_nothing(attempts in 1_i64..200, chance: u8) {
            let pause = next_try(attempts, Timestamp(0), chance).0;
            prop_assert!((1_000..=3_600_000).contains(&pause));
            prop_assert!(next_try(attempts + 1, Timestamp(0), chance).0 >= pause);
        }
    }
}
