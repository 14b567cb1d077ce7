//! Refresh tokens: rotation, families and their limits (RFC 6749 §6, RFC 9700 §4.14.2).

use crate::{
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
    /// Refuse the request; nothing changes.
    Refuse(ProtocolError),
    /// The token was used before: refuse, and revoke the family (RFC 9700 §4.14.2).
    RevokeFamily(ProtocolError),
    /// The token was used longer ago than [`REPLAY_TOLERANCE`], so somebody holds a copy: refuse,
    /// revoke the family, and end the session.
    EndSession(ProtocolError),
}

/// Within this time after its use, a second use of a refresh token may come from a client that lost
/// the response or refreshed in two tabs. Later it is treated as a stolen copy.
pub const REPLAY_TOLERANCE: Lifetime = Lifetime::minutes(1);

/// The answer for a refresh token that cannot be used, whatever the reason.
pub const UNUSABLE_REFRESH_TOKEN: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the refresh token is unknown, used, revoked or expired",
);

/// Decides what happens to a refresh token. The client is compared first, so that another client
/// cannot revoke the family. Without offline access a family lives as long as its session. `allowed` is the scope that the client is registered for at present.
pub fn rotate(
    token: &RefreshToken,
    client_id: &str,
    requested: Option<&Scope>,
    allowed: &Scope,
    now: Timestamp,
) -> Rotation {
    if token.facts.client_id != client_id {
        return Rotation::Refuse(UNUSABLE_REFRESH_TOKEN);
    }
    if let Some(used_at) = token.used_at.filter(|_| !token.revoked) {
        return replayed(now.since(used_at));
    }
    if token.used_at.is_some()
        || token.revoked
        || now >= token.idle_expires_at
        || now >= token.expires_at
        || token.created_at.is_ahead_of(now)
        || !token.subject_is_live
        || (token.facts.sid.is_none() && !token.facts.is_offline())
    {
        return Rotation::Refuse(UNUSABLE_REFRESH_TOKEN);
    }
    rotated_scope(&token.facts.scope, requested, allowed)
}

/// The second use of a token, this many milliseconds after the first.
fn replayed(since_first_use: i64) -> Rotation {
    let error = ProtocolError::new(
        ErrorCode::InvalidGrant,
        "the refresh token was used before; its family is revoked",
    );
    if since_first_use > REPLAY_TOLERANCE.0 {
        Rotation::EndSession(error)
    } else {
        Rotation::RevokeFamily(error)
    }
}

/// The scope of the successor: never more than was granted, and nothing that the client is no
/// longer registered for.
fn rotated_scope(granted: &Scope, requested: Option<&Scope>, allowed: &Scope) -> Rotation {
    let current = granted.intersection(allowed);
    if granted.contains("offline_access") && !current.contains("offline_access") {
        return Rotation::Refuse(UNUSABLE_REFRESH_TOKEN);
    }
    match requested {
        Some(requested) if !requested.is_subset_of(granted) => {
            Rotation::Refuse(ProtocolError::new(
                ErrorCode::InvalidScope,
                "scope may not exceed what was granted (RFC 6749 section 6)",
            ))
        }
        Some(requested) => Rotation::Rotate(requested.intersection(&current)),
        None => Rotation::Rotate(current),
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
            },
            created_at: Timestamp(0),
            idle_expires_at: Timestamp(100),
            expires_at: Timestamp(1000),
            used_at: None,
            session_seen_at: None,
            revoked: false,
            subject_is_live: true,
        }
    }

    /// A family under any interleaving of presentations, as the store keeps it.
    fn live_after(presentations: &[usize]) -> (usize, bool) {
        let mut family = vec![token()];
        let mut replayed = false;
        for presented in presentations {
            let index = presented % family.len();
            match rotate(
                &family[index],
                "c",
                None,
                &token().facts.scope,
                Timestamp(1),
            ) {
                Rotation::Rotate(_) => {
                    family[index].used_at = Some(Timestamp(1));
                    family.push(token());
                }
                Rotation::RevokeFamily(_) | Rotation::EndSession(_) => {
                    replayed = true;
                    for token in &mut family {
                        token.revoked = true;
                    }
                }
                Rotation::Refuse(_) => {}
            }
        }
        (
            family
                .iter()
                .filter(|token| token.used_at.is_none() && !token.revoked)
                .count(),
            replayed,
        )
    }

    proptest! {
        #[test]
        fn any_interleaving_leaves_at_most_one_live_token_and_a_replay_none(
            presentations in proptest::collection::vec(0_usize..8, 0..12),
        ) {
            let (live, replayed) = live_after(&presentations);
            prop_assert!(live <= 1);
            prop_assert!(!replayed || live == 0);
        }
    }

    #[test]
    fn a_family_without_offline_access_ends_with_its_session() {
        let of_ended_session = |scope: &str| {
            let mut token = token();
            token.facts.sid = None;
            token.facts.scope = Scope::parse(scope).unwrap();
            rotate(&token, "c", None, &token.facts.scope, Timestamp(1))
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
        token.idle_expires_at = Timestamp(i64::MAX);
        token.expires_at = Timestamp(i64::MAX);
        let rotated = |now| rotate(&token, "c", None, &token.facts.scope, Timestamp(now));
        assert!(matches!(rotated(0), Rotation::Refuse(_)));
        assert!(matches!(rotated(1), Rotation::Rotate(_)));
    }

    #[test]
    fn a_stranger_changes_nothing_and_the_scope_never_grows() {
        let used = RefreshToken {
            used_at: Some(Timestamp(0)),
            expires_at: Timestamp(i64::MAX),
            ..token()
        };
        let all = Scope::parse("openid email phone").unwrap();
        assert!(matches!(
            rotate(&used, "other", None, &all, Timestamp(1)),
            Rotation::Refuse(_)
        ));
        assert!(matches!(
            rotate(&used, "c", None, &all, Timestamp(REPLAY_TOLERANCE.0)),
            Rotation::RevokeFamily(_)
        ));
        assert!(matches!(
            rotate(&used, "c", None, &all, Timestamp(REPLAY_TOLERANCE.0 + 1)),
            Rotation::EndSession(_)
        ));
        assert!(
            matches!(rotate(&token(), "c", Some(&all), &all, Timestamp(1)), Rotation::Refuse(e) if e.code == ErrorCode::InvalidScope)
        );
        assert!(matches!(
            rotate(&token(), "c", None, &all, Timestamp(100)),
            Rotation::Refuse(_)
        ));
        assert_eq!(
            rotate(
                &token(),
                "c",
                None,
                &Scope::parse("openid").unwrap(),
                Timestamp(1)
            ),
            Rotation::Rotate(Scope::parse("openid").unwrap())
        );
    }
}
