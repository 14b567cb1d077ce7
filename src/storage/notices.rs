//! What follows where a user says that something was not them.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::Timestamp;

impl Store {
    /// Notes that a user said of something that happened at a time that it was not them. A guard: of
    /// what happened until then, they said so for the first time.
    pub fn disown(user_id: &str, generation: i64, happened_at: Timestamp, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE users SET disowned_at = $1
             WHERE id = $2 AND (disowned_at IS NULL OR disowned_at < $3) AND generation = $4"
        );
        let update = update.bind(now).bind(user_id).bind(happened_at);
        Unit::new().guard(update.bind(generation))
    }

    /// Takes the ways to sign in away that a user got at an instant or later: whoever it was may have
    /// added more than one.
    pub fn remove_factors_since(user_id: &str, since: Timestamp) -> Unit {
        let passkeys = query!("DELETE FROM passkeys WHERE user_id = $1 AND created_at >= $2");
        let app = query!("DELETE FROM authenticator_apps WHERE user_id = $1 AND created_at >= $2");
        let codes = query!("DELETE FROM recovery_codes WHERE user_id = $1 AND created_at >= $2");
        Unit::new()
            .run(passkeys.bind(user_id).bind(since))
            .run(app.bind(user_id).bind(since))
            .run(codes.bind(user_id).bind(since))
            .then(Self::remove_identities_since(user_id, since))
    }

    /// Takes the identities away that a user linked at an instant or later, with the roles that their
    /// providers gave.
    pub fn remove_identities_since(user_id: &str, since: Timestamp) -> Unit {
        let identities = query!("DELETE FROM identities WHERE user_id = $1 AND linked_at >= $2");
        let roles = query!(
            "DELETE FROM user_roles WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM identities o
             WHERE o.user_id = $1 AND o.provider_id = user_roles.provider_id)"
        );
        Unit::new()
            .run(identities.bind(user_id).bind(since))
            .run(roles.bind(user_id))
    }

    /// Makes the passkeys that a user got at an instant or later second factors: they sign nobody in by
    /// themselves any more.
    pub fn demote_passkeys_since(user_id: &str, since: Timestamp) -> Unit {
        let update = query!(
            "UPDATE passkeys SET signs_in = 0
             WHERE user_id = $1 AND created_at >= $2 AND signs_in = 1"
        );
        Unit::new().run(update.bind(user_id).bind(since))
    }

    /// Whether there is a session of a user beside this one, live or ended lately.
    pub async fn had_another_session(&self, user_id: &str, sid: &str) -> Result<bool> {
        let select =
            query!("SELECT 1 AS one FROM sso_sessions WHERE user_id = $1 AND sid <> $2 LIMIT 1");
        Ok(self.row(select.bind(user_id).bind(sid)).await?.is_some())
    }
}
