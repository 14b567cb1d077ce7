//! What is known of the second factors of a user at a glance, and when they were asked to set one up.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::Timestamp;

/// The second factors of a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecondFactors {
    /// Whether the user has an authenticator app.
    pub has_app: bool,
    /// How many passkeys the user has, which sign in by themselves.
    pub passkeys: i64,
    /// How many security keys the user has, which are second factors alone.
    pub security_keys: i64,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// When the user was first asked to set one up, where they may put it off.
    pub asked_at: Option<Timestamp>,
}

impl SecondFactors {
    /// Whether the user turned a second step after the password on. A passkey alone does not: it is
    /// there to sign in without one. Recovery codes do not: they stand in for what is lost.
    pub const fn asks(&self) -> bool {
        self.has_app || self.security_keys > 0
    }

    /// Whether the user has anything that can be a second factor.
    pub const fn any(&self) -> bool {
        self.asks() || self.passkeys > 0
    }
}

impl Store {
    /// The second factors of a user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn second_factors(&self, user_id: &str) -> Result<SecondFactors> {
        self.second_factors_before(user_id, Timestamp(i64::MAX))
            .await
    }

    /// The second factors that a user had before an instant, and has still.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn second_factors_before(
        &self,
        user_id: &str,
        before: Timestamp,
    ) -> Result<SecondFactors> {
        let select = query!(
            "SELECT (SELECT COUNT(*) FROM authenticator_apps a WHERE a.user_id = $1
             AND a.created_at < $2) AS apps,
             (SELECT COUNT(*) FROM passkeys p WHERE p.user_id = $1 AND p.signs_in = 1
             AND p.created_at < $2) AS passkeys,
             (SELECT COUNT(*) FROM passkeys p WHERE p.user_id = $1 AND p.signs_in = 0
             AND p.created_at < $2) AS security_keys,
             (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = $1 AND r.used_at IS NULL
             AND r.expires_at IS NULL AND r.created_at < $2)
             AS recovery_codes,
             (SELECT q.asked_at FROM second_factor_requests q WHERE q.user_id = $1) AS asked_at"
        );
        let Some(row) = self.row(select.bind(user_id).bind(before)).await? else {
            return Ok(SecondFactors::default());
        };
        Ok(SecondFactors {
            has_app: row.int("apps")? > 0,
            passkeys: row.int("passkeys")?,
            security_keys: row.int("security_keys")?,
            recovery_codes: row.int("recovery_codes")?,
            asked_at: row.opt_at("asked_at")?,
        })
    }

    /// Remembers that a user was asked to set up a second factor, unless they were before.
    pub fn ask_for_second_factor(user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO second_factor_requests (user_id, asked_at) VALUES ($1, $2)
             ON CONFLICT (user_id) DO NOTHING"
        );
        Unit::new().run(insert.bind(user_id).bind(now))
    }

    /// Forgets what is for a user who has no second factor any more: their recovery codes.
    pub fn forget_recovery_codes_without_factor(user_id: &str) -> Unit {
        let delete = query!(
            "DELETE FROM recovery_codes WHERE user_id = $1
             AND NOT EXISTS (SELECT 1 FROM authenticator_apps a WHERE a.user_id = $1)
             AND NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = $1)"
        );
        Unit::new().run(delete.bind(user_id))
    }
}
