//! Sessions as the store keeps them, of users who signed in at another node.

use super::World;
use doorward_protocol::{
    sessions::sso_session::{Authentication, SsoSession},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{NewSession, Store, Unit};

impl World {
    /// Lets no node believe what it has in memory of sessions and tokens: a grant that nobody has ends.
    pub async fn forget_known(&self) {
        forget_known(self.provider.store()).await;
        self.expire_versions();
    }

    /// A session of a user that began now by a password, and lasts a day.
    pub fn new_session(&self, sid: &str, user_id: &str, generation: i64) -> SsoSession {
        let now = self.provider.now();
        SsoSession {
            sid: sid.to_owned(),
            user_id: user_id.to_owned(),
            auth_time: now,
            authentication: Authentication::password(),
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(Lifetime::hours(24)),
            ended_at: None,
            remembered: false,
            generation,
        }
    }
}

/// As [`World::forget_known`], from two milliseconds later on.
pub async fn forget_known(store: &Store) {
    let nothing = Store::revoke_grant("of nobody", Timestamp(0));
    assert!(store.commit(nothing).await.unwrap());
}

/// The statements that start a session in a browser that says nothing of itself.
pub fn start_session(session: &SsoSession) -> Unit {
    Store::start_session(&NewSession {
        session: session.clone(),
        user_agent: String::new(),
        address: None,
    })
}
