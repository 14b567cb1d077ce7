//! Access tokens that were presented lately and are live, kept in the process: whose signature holds, and
//! the user behind them, dropped by any change of either
//! ([decision 62](../../../../docs/decisions/0062-sessions-and-tokens-in-memory.md)).

use crate::numbered_cache::NumberedCache;
use doorward_protocol::{oauth::access_token::AccessToken, secret::Digest, time::Timestamp};
use doorward_storage::{ConfigurationVersion, UserOfToken};
use std::sync::Arc;

/// How many tokens are kept at most, some 2 KB each; the least used ones go first.
const MAX_KNOWN: u64 = 10_000;

/// An access token that was read, with what the database says of it.
pub(super) struct KnownToken {
    pub(super) token: AccessToken,
    /// The media type of the JWT that it came in; `None` for an opaque token.
    pub(super) typ: Option<String>,
    /// The user behind it; none for the token that a client has for itself.
    pub(super) user: Option<UserOfToken>,
}

impl KnownToken {
    /// Whether the token holds at this time, by what it says itself.
    pub(super) fn is_timely(&self, now: Timestamp) -> bool {
        now < self.token.exp && !self.token.iat.is_ahead_of(now)
    }
}

/// The numbers that what is kept was read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Versions {
    /// Which loading of the keys it was.
    keys: u64,
    /// The number of changes that may end a token.
    token_changes: i64,
}

impl Versions {
    pub(super) const fn of(keys: u64, version: ConfigurationVersion) -> Self {
        Self {
            keys,
            token_changes: version.token_changes,
        }
    }
}

/// The live tokens that were presented lately, by digest.
pub(super) struct KnownTokens {
    kept: NumberedCache<Digest, Versions, Arc<KnownToken>>,
}

impl KnownTokens {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            kept: NumberedCache::new(MAX_KNOWN),
        }
    }

    /// A token, where nothing changed since it was read.
    pub(super) async fn get(&self, digest: &Digest, versions: Versions) -> Option<Arc<KnownToken>> {
        self.kept.get(digest, &versions).await
    }

    /// Keeps a token that was read with these numbers, which were read before it.
    pub(super) async fn insert(&self, digest: Digest, versions: Versions, known: Arc<KnownToken>) {
        self.kept.insert(digest, versions, known).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::oauth::scope::Scope;

    fn known() -> KnownToken {
        KnownToken {
            token: AccessToken {
                jti: "grant.random".to_owned(),
                sub: "ada".to_owned(),
                client_id: "notes".to_owned(),
                aud: vec!["https://id.example.com".to_owned()],
                scope: Scope::parse("openid").unwrap(),
                iat: Timestamp::from_seconds(100),
                exp: Timestamp::from_seconds(700),
                auth_time: None,
                acr: None,
                amr: Vec::new(),
                sid: None,
            },
            typ: None,
            user: None,
        }
    }

    #[test]
    fn a_token_holds_from_its_issue_to_its_end() {
        let holds = |second| known().is_timely(Timestamp::from_seconds(second));
        assert!(holds(100) && holds(699) && !holds(700));
        assert!(!holds(0), "a token of the future");
    }

    /// Whoever gets more tokens than there is room for.
    #[tokio::test]
    async fn no_more_tokens_are_kept_than_there_is_room_for() {
        let (tokens, versions) = (KnownTokens::new(), Versions::default());
        for number in 0..MAX_KNOWN + 2000 {
            let digest = Digest::of(&number.to_be_bytes());
            tokens.insert(digest, versions, Arc::new(known())).await;
        }
        assert!(tokens.kept.count().await <= MAX_KNOWN);
    }
}
