//! The messages of the outbox that push to apps. Each names what may have to be brought into line: one
//! user or group, or a look for those that have to be. Its payload is the comparison that it belongs to,
//! or empty; a user who changed twice before it is sent has one message.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
    outbox::{NewOutboxMessage, SCIM},
};
use doorward_protocol::{
    scim_targets::trigger::Trigger,
    time::{Lifetime, Timestamp},
};

/// How long an app is tried.
const LIFETIME: Lifetime = Lifetime::days(1);
/// How long a look at everybody waits for further changes.
const SWEEP_DELAY: Lifetime = Lifetime::seconds(1);
/// The identifiers of the two looks at everybody, after the name of the target.
const SWEEP: &str = "/sweep";
const PASS: &str = "/pass";

/// A kind of resource that is pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum PushedKind {
    /// The users of this provider.
    Users,
    /// The groups of users.
    Groups,
}

impl PushedKind {
    /// The name in a row.
    pub const fn stored(self) -> &'static str {
        self.into_str()
    }
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScimItem<'a> {
    /// One user or group.
    Resource(PushedKind, &'a str),
    /// Whoever is not as pushed last.
    Sweep,
    /// Everybody, who is compared with what the app has.
    Pass,
}

impl<'a> ScimItem<'a> {
    /// Reads the identifier of a message to a target.
    pub fn of(id: &'a str, target: &str) -> Option<Self> {
        let rest = id.strip_prefix(target)?;
        match rest {
            SWEEP => Some(Self::Sweep),
            PASS => Some(Self::Pass),
            _ => {
                let (kind, id) = rest.strip_prefix('/')?.split_once('/')?;
                Some(Self::Resource(kind.parse().ok()?, id))
            }
        }
    }
}

impl Store {
    /// Queues what a change may have to change at apps, in the transaction of that change: at each
    /// target, or at those of one app.
    pub fn queue_scim_pushes(
        trigger: Trigger<'_>,
        client_id: Option<&str>,
        now: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id)
             SELECT $1, t.name || $2, t.name, '', 0, $3, $4, $5, 0, NULL FROM scim_targets t
             WHERE t.enabled = 1 AND t.paused_at IS NULL AND $6 IN ('', t.client_id)
             ON CONFLICT (kind, id) DO UPDATE SET
             payload = CASE WHEN excluded.next_attempt_at > excluded.created_at THEN ''
             ELSE outbox_messages.payload END, attempts = 0, created_at = excluded.created_at,
             next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
             leased_until = 0, lease_id = NULL, last_error = NULL"
        );
        // A look at everybody begins anew, whatever it has seen.
        let (id, at) = match trigger {
            Trigger::User(id) => (format!("/users/{id}"), now),
            Trigger::Everybody => (SWEEP.to_owned(), now.plus(SWEEP_DELAY)),
        };
        let insert = insert.bind(SCIM).bind(id).bind(now).bind(at);
        let insert = insert.bind(now.plus(LIFETIME));
        Unit::new().run(insert.bind(client_id.unwrap_or_default()))
    }

    /// Queues users or groups for one target, as part of a comparison or of none.
    pub fn queue_scim_resources(
        target: &str,
        kind: PushedKind,
        ids: &[&str],
        pass_id: &str,
        now: Timestamp,
    ) -> Unit {
        let rows: Vec<serde_json::Value> = ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id)
             SELECT $2, $3 || (r.value ->> 'id'), $4, $5, 0, $6, $6, $7, 0, NULL
             FROM json_each($1) AS r WHERE 1 = 1 ON CONFLICT (kind, id) DO UPDATE SET
             payload = CASE WHEN excluded.payload = '' THEN outbox_messages.payload
             ELSE excluded.payload END, attempts = 0, created_at = excluded.created_at,
             next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
             leased_until = 0, lease_id = NULL, last_error = NULL"
        );
        let insert = insert
            .bind(serde_json::Value::Array(rows).to_string())
            .bind(SCIM)
            .bind(format!("{target}/{}/", kind.stored()))
            .bind(target)
            .bind(pass_id);
        Unit::new().run(insert.bind(now).bind(now.plus(LIFETIME)))
    }

    /// Queues a look at everybody for one target: from the beginning, or from after an identifier.
    pub fn queue_scim_sweep(target: &str, after: &str, now: Timestamp) -> Unit {
        Self::queue_look(target, SWEEP, after, now)
    }

    /// Queues a comparison of everything from the beginning.
    pub(super) fn queue_scim_pass(target: &str, pass_id: &str, now: Timestamp) -> Unit {
        Self::queue_scim_pass_after(target, pass_id, "", now)
    }

    /// Queues the rest of a comparison of everything, from after the identifier of a user.
    pub fn queue_scim_pass_after(target: &str, pass_id: &str, after: &str, now: Timestamp) -> Unit {
        Self::queue_look(target, PASS, &format!("{pass_id} {after}"), now)
    }

    fn queue_look(target: &str, look: &str, payload: &str, now: Timestamp) -> Unit {
        Self::enqueue(
            &NewOutboxMessage {
                kind: SCIM,
                id: &format!("{target}{look}"),
                target,
                payload,
                lifetime: LIFETIME,
            },
            now,
        )
    }

    /// How many messages wait for a target: in all, and of a comparison.
    pub async fn scim_pushes_waiting(&self, target: &str, pass_id: &str) -> Result<[i64; 2]> {
        let select = query!(
            "SELECT COUNT(*) AS waiting, COALESCE(SUM(CASE WHEN m.payload = $3 OR m.id = $4 THEN 1
             ELSE 0 END), 0) AS of_pass FROM outbox_messages m WHERE m.kind = $1 AND m.target = $2"
        );
        let select = select.bind(SCIM).bind(target).bind(pass_id);
        let row = self.row(select.bind(format!("{target}{PASS}"))).await?;
        let counts = |row: crate::db::sql::Row| Ok([row.int("waiting")?, row.int("of_pass")?]);
        row.map_or(Ok([0, 0]), counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_what_it_is_about() {
        let of = |id| ScimItem::of(id, "wiki.2");
        let ada = ScimItem::Resource(PushedKind::Users, "ada");
        assert_eq!(of("wiki.2/users/ada"), Some(ada));
        let staff = ScimItem::Resource(PushedKind::Groups, "g/1");
        assert_eq!(of("wiki.2/groups/g/1"), Some(staff));
        assert_eq!(of("wiki.2/sweep"), Some(ScimItem::Sweep));
        assert_eq!(of("wiki.2/pass"), Some(ScimItem::Pass));
        for id in ["wiki.2", "wiki.2/others/1", "wiki/users/ada", ""] {
            assert_eq!(of(id), None, "{id}");
        }
    }
}
