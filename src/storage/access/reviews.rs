//! Reviews of access, queued in the outbox in the transaction of the change that calls for them: whoever
//! may not use an app any more loses what they have there, also where a process stops in between.

use crate::{
    Result, Store,
    db::{
        sql::{Query, query},
        unit::Unit,
    },
};
use doorward_protocol::time::{Lifetime, Timestamp};

/// The kind of a message of the outbox that asks for a review.
pub const ACCESS_REVIEW: &str = "access_review";

/// How long a review is attempted. It needs the database alone.
const REVIEW_LIFETIME: Lifetime = Lifetime::days(7);

/// Whose access to apps is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed<'a> {
    /// A user, by identifier.
    User(&'a str),
    /// The users who are in a group as the transaction finds it, also through other groups.
    Members(&'a str),
    /// Every user of an app, by its `client_id`.
    Client(&'a str),
    /// Every user who has roles from an identity provider.
    Provider(&'a str),
}

/// An app that a user has something at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppInUse {
    /// The `client_id` of the app.
    pub client_id: String,
    /// The organization that the user signed in for, by identifier.
    pub organization_id: Option<String>,
}

impl Store {
    /// Every app that a user has a live grant of, each with every organization that the user signed in for.
    pub async fn apps_in_use(&self, user_id: &str, now: Timestamp) -> Result<Vec<AppInUse>> {
        let select = query!(
            "SELECT DISTINCT g.client_id AS client_id, g.organization_id AS organization_id FROM grants g
             WHERE g.user_id = $1 AND g.revoked_at IS NULL AND g.expires_at > $2"
        );
        let rows = self.rows(select.bind(user_id).bind(now)).await?;
        let apps = rows.iter().map(|row| {
            Ok(AppInUse {
                client_id: row.text("client_id")?,
                organization_id: row.opt_text("organization_id")?,
            })
        });
        apps.collect()
    }

    /// Queues a review. Users without live grants, and without a session that may have a code, have nothing to
    /// lose and are left out.
    pub fn review_access(reviewed: Reviewed<'_>, now: Timestamp) -> Unit {
        match reviewed {
            Reviewed::User(user_id) => Unit::new().run(of_user(user_id, now)),
            Reviewed::Members(group_id) => Unit::new().run(of_members(group_id, now)),
            Reviewed::Client(id) => Unit::new().run(of_all(&format!("client:{id}"), id, now)),
            Reviewed::Provider(id) => Unit::new().run(of_all(&format!("provider:{id}"), id, now)),
        }
    }

    /// The users who have a live grant of a client, or a session that signed in to it and may have a code.
    pub async fn users_with_grants(&self, client_id: &str, now: Timestamp) -> Result<Vec<String>> {
        let select = query!(
            "SELECT DISTINCT g.user_id AS user_id FROM grants g
             WHERE g.client_id = $1 AND g.expires_at > $2 AND g.revoked_at IS NULL
             UNION SELECT s.user_id AS user_id FROM session_clients c
             JOIN sso_sessions s ON s.sid = c.sid
             WHERE c.client_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2"
        );
        let rows = self.rows(select.bind(client_id).bind(now)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// The users who have roles from an identity provider.
    pub async fn users_with_roles_of_provider(&self, provider_id: &str) -> Result<Vec<String>> {
        let select = query!(
            "SELECT DISTINCT r.user_id AS user_id FROM user_roles r WHERE r.provider_id = $1"
        );
        let rows = self.rows(select.bind(provider_id)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// Removes a review that was carried out without a lease, unless it was asked for again.
    pub fn remove_access_review(id: &str, created_at: Timestamp) -> Unit {
        let delete = query!(
            "DELETE FROM outbox_messages
             WHERE kind = $1 AND id = $2 AND created_at = $3 AND lease_id IS NULL"
        );
        Unit::new().run(delete.bind(ACCESS_REVIEW).bind(id).bind(created_at))
    }
}

/// Binds `kind, created_at, expires_at`, the first three parameters of each statement below.
fn queued(insert: Query, now: Timestamp) -> Query {
    insert
        .bind(ACCESS_REVIEW)
        .bind(now)
        .bind(now.plus(REVIEW_LIFETIME))
}

fn of_user(user_id: &str, now: Timestamp) -> Query {
    let insert = query!(
        "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
         next_attempt_at, expires_at, leased_until)
         SELECT $1, 'user:' || u.id, u.id, '', 0, $2, $2, $3, 0 FROM users u
         WHERE u.id = $4 AND (EXISTS (SELECT 1 FROM grants g
         WHERE g.user_id = u.id AND g.revoked_at IS NULL AND g.expires_at > $2)
         OR EXISTS (SELECT 1 FROM sso_sessions s
         WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > $2))
         ON CONFLICT (kind, id) DO UPDATE SET attempts = 0, created_at = excluded.created_at,
         next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
         leased_until = 0, lease_id = NULL"
    );
    queued(insert, now).bind(user_id)
}

fn of_members(group_id: &str, now: Timestamp) -> Query {
    let insert = query!(
        "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
         next_attempt_at, expires_at, leased_until)
         WITH RECURSIVE below(id) AS (
             SELECT x.id FROM user_groups x WHERE x.id = $4
             UNION SELECT i.group_id FROM group_inclusions i JOIN below b
             ON i.parent_id = b.id WHERE i.ended_at IS NULL)
         SELECT $1, 'user:' || u.id, u.id, '', 0, $2, $2, $3, 0 FROM users u
         WHERE u.id IN (SELECT m.user_id FROM below b JOIN group_members m ON m.group_id = b.id
         WHERE m.ended_at IS NULL) AND (EXISTS (SELECT 1 FROM grants g
         WHERE g.user_id = u.id AND g.revoked_at IS NULL AND g.expires_at > $2)
         OR EXISTS (SELECT 1 FROM sso_sessions s
         WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > $2))
         ON CONFLICT (kind, id) DO UPDATE SET attempts = 0, created_at = excluded.created_at,
         next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
         leased_until = 0, lease_id = NULL"
    );
    queued(insert, now).bind(group_id)
}

/// One message for all users, whom the worker looks up: they may be many.
fn of_all(id: &str, target: &str, now: Timestamp) -> Query {
    let insert = query!(
        "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
         next_attempt_at, expires_at, leased_until) VALUES ($1, $4, $5, '', 0, $2, $2, $3, 0)
         ON CONFLICT (kind, id) DO UPDATE SET attempts = 0, created_at = excluded.created_at,
         next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
         leased_until = 0, lease_id = NULL"
    );
    queued(insert, now).bind(id).bind(target)
}
