//! Refresh tokens: rotation, families and their limits (RFC 6749 §6, RFC 9700 §4.14.2).

use crate::{
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
    oidc::claims_request::ClaimNames,
    sessions::sso_session::Authentication,
    time::{Lifetime, Timestamp},
};

/// A refresh token as it is stored, with the state of its family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Its family.
    pub grant_id: String,
    /// For whom.
    pub client_id: String,
    /// Whose.
    pub user_id: String,
    /// The session that began the family, while it stands.
    pub sid: Option<String>,
    /// When that session was last used.
    pub session_seen_at: Option<Timestamp>,
    /// The scope of the family.
    pub scope: Scope,
    /// For the ID token of a refresh (OpenID Connect Core §12.2).
    pub auth_time: Timestamp,
    /// Likewise.
    pub authentication: Authentication,
    /// When this token dies unused.
    pub idle_expires_at: Timestamp,
    /// When the family dies.
    pub expires_at: Timestamp,
    /// When it was rotated away, if it was.
    pub used_at: Option<Timestamp>,
    /// Whether the family was revoked.
    pub revoked: bool,
    /// Whether the user still stands, and the session where the family hangs on it.
    pub subject_is_live: bool,
    /// Single claims, asked for by name.
    pub claims: ClaimNames,
}

/// What to do with a presented refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Consume it, give this scope.
    Rotate(Scope),
    /// Refuse; nothing changes.
    Refuse(ProtocolError),
    /// It was used before: refuse, and revoke the family.
    RevokeFamily(ProtocolError),
    /// It was used long before: refuse, revoke the family, and end the session, for somebody holds
    /// a copy.
    EndSession(ProtocolError),
}

/// Within this time a second use may be a client whose answer was lost, or two tabs of it; later it
/// is a copy in other hands.
pub const RACE: Lifetime = Lifetime::minutes(1);

const REFUSED: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the refresh token is unknown, used, revoked or expired",
);

/// Decides. The client is compared first: a stranger revokes nothing.
pub fn rotate(
    token: &RefreshToken,
    client_id: &str,
    requested: Option<&Scope>,
    allowed: &Scope,
    now: Timestamp,
) -> Rotation {
    if token.client_id != client_id {
        return Rotation::Refuse(REFUSED);
    }
    if let Some(used_at) = token.used_at.filter(|_| !token.revoked) {
        let error = ProtocolError::new(
            ErrorCode::InvalidGrant,
            "the refresh token was used before; its family is revoked",
        );
        return if now.since(used_at) > RACE.0 {
            Rotation::EndSession(error)
        } else {
            Rotation::RevokeFamily(error)
        };
    }
    if token.used_at.is_some()
        || token.revoked
        || now >= token.idle_expires_at
        || now >= token.expires_at
        || !token.subject_is_live
    {
        return Rotation::Refuse(REFUSED);
    }
    // What the client is no longer registered for is no longer given.
    let current = token.scope.intersection(allowed);
    if token.scope.contains("offline_access") && !current.contains("offline_access") {
        return Rotation::Refuse(REFUSED);
    }
    match requested {
        Some(requested) if !requested.is_subset_of(&token.scope) => {
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
    use proptest::prelude::*;

    fn token() -> RefreshToken {
        RefreshToken {
            grant_id: "g".into(),
            client_id: "c".into(),
            user_id: "p".into(),
            sid: Some("s".into()),
            scope: Scope::parse("openid email").unwrap(),
            auth_time: Timestamp(0),
            authentication: Authentication::default(),
            idle_expires_at: Timestamp(100),
            expires_at: Timestamp(1000),
            used_at: None,
            session_seen_at: None,
            revoked: false,
            subject_is_live: true,
            claims: ClaimNames::default(),
        }
    }

    /// A family under any interleaving of presentations, as the store keeps it.
    fn live_after(presentations: &[usize]) -> (usize, bool) {
        let mut family = vec![token()];
        let mut replayed = false;
        for presented in presentations {
            let index = presented % family.len();
            match rotate(&family[index], "c", None, &token().scope, Timestamp(1)) {
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
        fn any_interleaving_leaves_at_most_one_live_token_and_a_replay_none(presentations in proptest::collection::vec(0_usize..8, 0..12)) {
            let (live, replayed) = live_after(&presentations);
            prop_assert!(live <= 1);
            prop_assert!(!replayed || live == 0);
        }
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
            rotate(&used, "c", None, &all, Timestamp(RACE.0)),
            Rotation::RevokeFamily(_)
        ));
        assert!(matches!(
            rotate(&used, "c", None, &all, Timestamp(RACE.0 + 1)),
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
