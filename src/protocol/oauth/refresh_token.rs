//! Refresh tokens: rotation, families and their limits (RFC 6749 §6, RFC 9700 §4.14.2).

use crate::{
    clients::client::Client,
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        scope::Scope,
    },
    time::{Lifetime, Timestamp},
};

/// A refresh token as it is stored, with the state of its family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The grant that it belongs to. `sid` is set only while that session lives.
    pub facts: GrantFacts,
    /// When that session was last used.
    pub session_seen_at: Option<Timestamp>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When this token expires if it is not used.
    pub idle_expires_at: Timestamp,
    /// When the family expires.
    pub expires_at: Timestamp,
    /// When it was exchanged for its successor, if it was.
    pub used_at: Option<Timestamp>,
    /// Whether the family was revoked.
    pub revoked: bool,
    /// Whether the user is enabled.
    pub subject_is_live: bool,
}

/// What happens to a presented refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Consume the token and issue its successor with this scope.
    Rotate(Scope),
    /// The token was used just now: issue another successor with this scope. That of a public client
    /// takes the place of the first one, which must not have been used.
    Repeat(Scope),
    /// Refuse the request; nothing changes.
    Refuse(ProtocolError),
    /// The token was used before: refuse, and revoke the family (RFC 9700 §4.14.2).
    RevokeFamily(ProtocolError),
}

/// Who presents a refresh token, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Presentation<'a> {
    /// The client, whose registered scope bounds that of the successor.
    pub client: &'a Client,
    /// The scope that it asks for.
    pub requested: Option<&'a Scope>,
    /// How long after its use a token may be presented again: by two workers of an app at once, or
    /// after an answer was lost. Zero is off.
    pub grace: Lifetime,
}

/// The longest grace of a public client. Whoever holds a token of it can use it, so that the time is
/// short, and the family has one live token at any time.
pub const PUBLIC_CLIENT_GRACE: Lifetime = Lifetime::seconds(10);

impl Presentation<'_> {
    /// Whether a second use, this many milliseconds after the first, is a repeat.
    fn is_repeat(&self, since_first_use: i64) -> bool {
        let mut grace = self.grace.0;
        if self.client.is_public() {
            grace = grace.min(PUBLIC_CLIENT_GRACE.0);
        }
        grace > 0 && since_first_use <= grace
    }
}

/// The answer for a refresh token that cannot be used, whatever the reason.
pub const UNUSABLE_REFRESH_TOKEN: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the refresh token is unknown, used, revoked or expired",
);

/// Decides what happens to a refresh token. The client is compared first, so that another client
/// cannot revoke the family. Without offline access a family lives as long as its session.
pub fn rotate(token: &RefreshToken, presentation: Presentation<'_>, now: Timestamp) -> Rotation {
    let client = presentation.client;
    if token.facts.client_id != client.client_id {
        return Rotation::Refuse(UNUSABLE_REFRESH_TOKEN);
    }
    let used_at = token.used_at.filter(|_| !token.revoked);
    if used_at.is_some_and(|used_at| !presentation.is_repeat(now.since(used_at))) {
        return Rotation::RevokeFamily(ProtocolError::new(
            ErrorCode::InvalidGrant,
            "the refresh token was used before; its family is revoked",
        ));
    }
    if token.revoked
        || now >= token.idle_expires_at
        || now >= token.expires_at
        || token.created_at.is_ahead_of(now)
        || !token.subject_is_live
        || (token.facts.sid.is_none() && !token.facts.is_offline())
    {
        return Rotation::Refuse(UNUSABLE_REFRESH_TOKEN);
    }
    let scope = rotated_scope(&token.facts.scope, presentation.requested, &client.scope);
    match (scope, used_at) {
        (Ok(scope), None) => Rotation::Rotate(scope),
        (Ok(scope), Some(_)) => Rotation::Repeat(scope),
        (Err(error), _) => Rotation::Refuse(error),
    }
}

/// The scope of the successor: never more than was granted, and nothing that the client is no
/// longer registered for.
fn rotated_scope(
    granted: &Scope,
    requested: Option<&Scope>,
    allowed: &Scope,
) -> Result<Scope, ProtocolError> {
    let current = granted.intersection(allowed);
    if granted.contains("offline_access") && !current.contains("offline_access") {
        return Err(UNUSABLE_REFRESH_TOKEN);
    }
    match requested {
        Some(requested) if !requested.is_subset_of(granted) => Err(ProtocolError::new(
            ErrorCode::InvalidScope,
            "scope may not exceed what was granted (RFC 6749 section 6)",
        )),
        Some(requested) => Ok(requested.intersection(&current)),
        None => Ok(current),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{oidc::claims_request::ClaimNames, sessions::sso_session::Authentication};
    use proptest::prelude::*;

    fn token() -> RefreshToken {
        RefreshToken {
            facts: GrantFacts {
                grant_id: "g".into(),
                client_id: "c".into(),
                user_id: "p".into(),
                sid: Some("s".into()),
                scope: Scope::parse("openid email").unwrap(),
                auth_time: Timestamp(0),
                authentication: Authentication::default(),
                resources: Vec::new(),
                claims: ClaimNames::default(),
                organization_id: None,
            },
            created_at: Timestamp(0),
            idle_expires_at: Timestamp(1_000_000),
            expires_at: Timestamp(10_000_000),
            used_at: None,
            session_seen_at: None,
            revoked: false,
            subject_is_live: true,
        }
    }

    const GRACE: Lifetime = Lifetime::seconds(30);

    fn client(method: &str, scope: &str) -> Client {
        let document = serde_json::json!({
            "client_id": "c",
            "token_endpoint_auth_method": method,
            "scope": scope,
        });
        serde_json::from_value(document).unwrap()
    }

    fn by(client: &Client) -> Presentation<'_> {
        Presentation {
            client,
            requested: None,
            grace: GRACE,
        }
    }

    /// The live tokens of a family under any interleaving of presentations, as the store keeps it,
    /// and whether it was revoked. Each comes some seconds after the one before it.
    fn live_after(client: &Client, presentations: &[(usize, i64)]) -> (usize, bool) {
        let mut family = vec![token()];
        let (mut now, mut is_revoked) = (Timestamp(1), false);
        for (presented, seconds) in presentations {
            now = now.plus(Lifetime::seconds(*seconds));
            let presented = presented % family.len();
            let successor = |token: &RefreshToken| {
                token.used_at.is_none() && Some(token.created_at) == family[presented].used_at
            };
            let superseded = family.iter().position(successor);
            let may_repeat = !client.is_public() || superseded.is_some();
            match rotate(&family[presented], by(client), now) {
                Rotation::Rotate(_) => family[presented].used_at = Some(now),
                Rotation::Repeat(_) if may_repeat => {
                    if let Some(index) = superseded.filter(|_| client.is_public()) {
                        family[index].used_at = Some(now);
                    }
                }
                Rotation::Repeat(_) | Rotation::RevokeFamily(_) => {
                    is_revoked = true;
                    for token in &mut family {
                        token.revoked = true;
                    }
                    continue;
                }
                Rotation::Refuse(_) => continue,
            }
            family.push(RefreshToken {
                created_at: now,
                ..token()
            });
        }
        let is_live = |token: &&RefreshToken| token.used_at.is_none() && !token.revoked;
        (family.iter().filter(is_live).count(), is_revoked)
    }

    proptest! {
        #[test]
        fn any_interleaving_leaves_a_public_client_one_live_token_at_most_and_a_replay_none(
            presentations in proptest::collection::vec((0_usize..8, 0_i64..20), 0..12),
        ) {
            let public = client("none", "openid email");
            let (live, is_revoked) = live_after(&public, &presentations);
            prop_assert_eq!(live, usize::from(!is_revoked));
        }

        #[test]
        fn within_the_grace_nothing_of_a_client_with_a_secret_is_revoked(
            presentations in proptest::collection::vec((0_usize..8, 0_i64..=1), 0..12),
        ) {
            let confidential = client("client_secret_basic", "openid email");
            let (live, is_revoked) = live_after(&confidential, &presentations);
            prop_assert!(live >= 1 && !is_revoked);
        }
    }

    #[test]
    fn a_family_without_offline_access_ends_with_its_session() {
        let of_ended_session = |scope: &str| {
            let mut token = token();
            token.facts.sid = None;
            token.facts.scope = Scope::parse(scope).unwrap();
            rotate(&token, by(&client("none", scope)), Timestamp(1))
        };
        assert!(matches!(of_ended_session("openid"), Rotation::Refuse(_)));
        assert!(matches!(
            of_ended_session("openid offline_access"),
            Rotation::Rotate(_)
        ));
    }

    #[test]
    fn a_token_of_the_future_is_refused_because_it_would_live_longer() {
        let mut token = token();
        token.created_at = Timestamp(1).plus(crate::time::CLOCK_TOLERANCE);
        let client = client("none", "openid email");
        let rotated = |now| rotate(&token, by(&client), Timestamp(now));
        assert!(matches!(rotated(0), Rotation::Refuse(_)));
        assert!(matches!(rotated(1), Rotation::Rotate(_)));
    }

    #[test]
    fn a_second_use_is_a_repeat_within_the_grace_and_then_a_replay() {
        let used = RefreshToken {
            used_at: Some(Timestamp(0)),
            ..token()
        };
        for (method, grace, now, is_repeat) in [
            ("client_secret_basic", GRACE, 0, true),
            ("client_secret_basic", GRACE, 30_000, true),
            ("client_secret_basic", GRACE, 30_001, false),
            ("private_key_jwt", GRACE, 30_000, true),
            ("none", GRACE, 10_000, true),
            ("none", GRACE, 10_001, false),
            ("none", Lifetime::seconds(5), 5_001, false),
            // Another node, whose clock is behind.
            ("client_secret_basic", GRACE, -1, true),
            ("client_secret_basic", Lifetime(0), 0, false),
            ("none", Lifetime(0), 0, false),
        ] {
            let client = client(method, "openid email");
            let presentation = Presentation {
                grace,
                ..by(&client)
            };
            let rotation = rotate(&used, presentation, Timestamp(now));
            let expected = if is_repeat {
                matches!(rotation, Rotation::Repeat(_))
            } else {
                matches!(rotation, Rotation::RevokeFamily(_))
            };
            assert!(expected, "{method} {now} {rotation:?}");
            let revoked = RefreshToken {
                revoked: true,
                ..used.clone()
            };
            let rotation = rotate(&revoked, presentation, Timestamp(now));
            assert!(matches!(rotation, Rotation::Refuse(_)), "{method} {now}");
        }
    }

    #[test]
    fn a_stranger_changes_nothing_and_the_scope_never_grows() {
        let used = RefreshToken {
            used_at: Some(Timestamp(0)),
            ..token()
        };
        let all = Scope::parse("openid email phone").unwrap();
        let own = client("none", "openid email phone");
        let other = Client {
            client_id: "other".into(),
            ..own.clone()
        };
        assert!(matches!(
            rotate(&used, by(&other), Timestamp(20_000)),
            Rotation::Refuse(_)
        ));
        let more = Presentation {
            requested: Some(&all),
            ..by(&own)
        };
        assert!(
            matches!(rotate(&token(), more, Timestamp(1)), Rotation::Refuse(e) if e.code == ErrorCode::InvalidScope)
        );
        assert!(matches!(
            rotate(&token(), by(&own), Timestamp(1_000_000)),
            Rotation::Refuse(_)
        ));
        assert_eq!(
            rotate(&token(), by(&client("none", "openid")), Timestamp(1)),
            Rotation::Rotate(Scope::parse("openid").unwrap())
        );
    }

    #[test]
    fn the_scope_of_the_successor_may_be_narrowed_within_what_was_granted() {
        let own = client("none", "openid email phone");
        for (asked, given) in [
            ("email", Some("email")),
            ("openid email", Some("openid email")),
            ("phone", None),
            ("email phone", None),
        ] {
            let asked = Scope::parse(asked).unwrap();
            let presentation = Presentation {
                requested: Some(&asked),
                ..by(&own)
            };
            let scope = match rotate(&token(), presentation, Timestamp(1)) {
                Rotation::Rotate(scope) => Some(scope),
                _ => None,
            };
            assert_eq!(scope, given.and_then(Scope::parse), "{asked}");
        }
    }
}
