//! Several accounts in one browser.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
    sessions::sso_sessions::{SESSION, session},
    users::{USER, User, user},
};
use doorward_protocol::{secret::Digest, sessions::sso_session::SsoSession, time::Timestamp};

impl Store {
    /// The live sessions behind the accounts cookie of a browser, and whose they are; those that
    /// came last stand first.
    pub async fn account_group(&self, digest: &Digest) -> Result<Vec<(SsoSession, User)>> {
        let select = query!(
            "SELECT {SESSION}, {USER} FROM account_groups g
             JOIN account_group_sessions m ON m.group_id = g.id
             JOIN sso_sessions s ON s.sid = m.sid JOIN users u ON u.id = s.user_id
             WHERE g.digest = $1 AND s.ended_at IS NULL AND u.disabled_at IS NULL
             AND s.generation = u.generation
             ORDER BY m.joined_at DESC, s.sid"
        );
        self.rows(select.bind(digest))
            .await?
            .iter()
            .map(|row| Ok((session(row)?, user(row)?)))
            .collect()
    }

    /// Begins a group.
    pub fn add_account_group(id: &str, digest: &Digest, now: Timestamp) -> Unit {
        Unit::new().run(
            query!("INSERT INTO account_groups (id, digest, changed_at) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(digest)
                .bind(now),
        )
    }

    /// Gives a group another digest: whoever knows the old one has nothing.
    pub fn renew_account_group(old: &Digest, new: &Digest, now: Timestamp) -> Unit {
        Unit::new().guard(
            query!("UPDATE account_groups SET digest = $2, changed_at = $3 WHERE digest = $1")
                .bind(old)
                .bind(new)
                .bind(now),
        )
    }

    /// Puts a live session into a group.
    pub fn join_account_group(digest: &Digest, sid: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO account_group_sessions (group_id, sid, joined_at)
             SELECT g.id, s.sid, $3 FROM account_groups g, sso_sessions s
             WHERE g.digest = $1 AND s.sid = $2 AND s.ended_at IS NULL
             ON CONFLICT (group_id, sid) DO UPDATE SET joined_at = excluded.joined_at"
        );
        Unit::new().run(insert.bind(digest).bind(sid).bind(now))
    }

    /// The session that a client used last in a browser.
    pub async fn account_of_client(
        &self,
        digest: &Digest,
        client_id: &str,
    ) -> Result<Option<String>> {
        let select = query!(
            "SELECT c.sid
             FROM account_group_clients c JOIN account_groups g ON g.id = c.group_id
             WHERE g.digest = $1 AND c.client_id = $2"
        );
        self.row(select.bind(digest).bind(client_id))
            .await?
            .map(|row| row.text("sid"))
            .transpose()
    }

    /// Remembers which session a client used.
    pub fn put_account_of_client(digest: &Digest, client_id: &str, sid: &str) -> Unit {
        let put = query!(
            "INSERT INTO account_group_clients (group_id, client_id, sid) SELECT id, $2, $3
             FROM account_groups WHERE digest = $1 ON CONFLICT (group_id, client_id) DO UPDATE
             SET sid = excluded.sid"
        );
        Unit::new().run(put.bind(digest).bind(client_id).bind(sid))
    }
}
