//! What follows where a user says that something was not them.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::Timestamp;

impl Store {
    /// Notes that a user said of something that happened at a time that it was not them. A guard: of
    /// what happened until then, they said so for the first time.
    pub fn disown(user_id: &str, happened_at: Timestamp, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE users SET disowned_at = $1
             WHERE id = $2 AND (disowned_at IS NULL OR disowned_at < $3)"
        );
        Unit::new().guard(update.bind(now).bind(user_id).bind(happened_at))
    }

    /// Removes a credential of a user that is no password, where it is there.
    pub fn remove_credential(id: &str, user_id: &str) -> Unit {
        let delete =
            query!("DELETE FROM credentials WHERE id = $1 AND user_id = $2 AND kind <> 'password'");
        Unit::new().run(delete.bind(id).bind(user_id))
    }

    /// Whether there is a session of a user beside this one, live or ended lately.
    pub async fn had_another_session(&self, user_id: &str, sid: &str) -> Result<bool> {
        let select =
            query!("SELECT 1 AS one FROM sso_sessions WHERE user_id = $1 AND sid <> $2 LIMIT 1");
        Ok(self.row(select.bind(user_id).bind(sid)).await?.is_some())
    }
}
