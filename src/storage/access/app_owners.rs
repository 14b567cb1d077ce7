//! The table `app_owners`: who owns which app. A row that ended stays, and is never changed.

use crate::{
    Result, Store, User,
    access::Stamp,
    db::{
        sql::{Row, columns, query},
        unit::{Lock, Unit},
    },
    users::{USER, user},
};
use doorward_protocol::time::Timestamp;

/// An owner of an app.
#[derive(Clone)]
pub struct AppOwner {
    /// Who owns the app.
    pub user: User,
    /// Since when it is so.
    pub since: Timestamp,
    /// Whether a file of declarations says so.
    pub managed: bool,
    /// What kind of actor made it so.
    pub actor_kind: String,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
}

/// That somebody owned an app, ended or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedAppOwner {
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The identifier of the user.
    pub user_id: String,
    /// Since when it holds.
    pub since: Timestamp,
    /// What kind of actor made it so.
    pub actor_kind: String,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
    /// When somebody ended it.
    pub ended_at: Option<Timestamp>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by_id: Option<String>,
}

columns! {
    RECORDED_OWNER of o, read by recorded_owner -> RecordedAppOwner {
        client_id: Row::text(client_id),
        user_id: Row::text(user_id),
        since: Row::at(since),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        ended_at: Row::opt_at(ended_at),
        ended_by_kind: Row::opt_text(ended_by_kind),
        ended_by_id: Row::opt_text(ended_by_id),
    }
}

/// A user and an app, both by identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppOwnerKey<'a> {
    /// The `client_id` of the app.
    pub client_id: &'a str,
    /// The identifier of the user.
    pub user_id: &'a str,
}

impl Store {
    /// The apps that an enabled user owns, in the order of their identifiers; a thousand at most.
    pub async fn apps_owned_by(&self, user_id: &str) -> Result<Vec<String>> {
        let select = query!(
            "SELECT o.client_id AS client_id FROM app_owners o JOIN users u ON u.id = o.user_id
             WHERE o.user_id = $1 AND o.ended_at IS NULL AND u.disabled_at IS NULL
             ORDER BY o.client_id LIMIT 1000"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(|row| row.text("client_id")).collect()
    }

    /// The owners of an app, in the order of their identifiers, after one; at most so many.
    pub async fn owners_of_app(
        &self,
        client_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<AppOwner>> {
        let select = query!(
            "SELECT {USER}, o.since AS since, o.managed AS managed, o.actor_kind AS actor_kind,
             o.actor_id AS actor_id
             FROM app_owners o JOIN users u ON u.id = o.user_id
             WHERE o.client_id = $1 AND o.ended_at IS NULL AND o.user_id > $2
             ORDER BY o.user_id LIMIT $3"
        );
        let rows = self.rows(select.bind(client_id).bind(after).bind(limit));
        let owner = |row: &Row| {
            Ok(AppOwner {
                user: user(row)?,
                since: row.at("since")?,
                managed: row.flag("managed")?,
                actor_kind: row.text("actor_kind")?,
                actor_id: row.opt_text("actor_id")?,
            })
        };
        rows.await?.iter().map(owner).collect()
    }

    /// Whether a user owns an app; where they do, whether a file of declarations says so.
    pub async fn app_ownership(&self, key: AppOwnerKey<'_>) -> Result<Option<bool>> {
        let select = query!(
            "SELECT o.managed AS managed FROM app_owners o
             WHERE o.client_id = $1 AND o.user_id = $2 AND o.ended_at IS NULL"
        );
        let row = self.row(select.bind(key.client_id).bind(key.user_id));
        row.await?.map(|row| row.flag("managed")).transpose()
    }

    /// The owners of an app whom a file of declarations named, by identifier.
    pub async fn declared_app_owners(&self, client_id: &str) -> Result<Vec<String>> {
        let select = query!(
            "SELECT o.user_id AS user_id FROM app_owners o
             WHERE o.client_id = $1 AND o.managed = 1 AND o.ended_at IS NULL"
        );
        let rows = self.rows(select.bind(client_id)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// Every time that somebody owned an app, the newest first; a thousand at most.
    pub async fn history_of_app_owners(&self, client_id: &str) -> Result<Vec<RecordedAppOwner>> {
        let select = query!(
            "SELECT {RECORDED_OWNER} FROM app_owners o WHERE o.client_id = $1
             ORDER BY o.since DESC, o.id LIMIT 1000"
        );
        let rows = self.rows(select.bind(client_id)).await?;
        rows.iter().map(recorded_owner).collect()
    }

    /// Every time that a user owned an app, the newest first; a thousand at most.
    pub async fn history_of_owned_apps(&self, user_id: &str) -> Result<Vec<RecordedAppOwner>> {
        let select = query!(
            "SELECT {RECORDED_OWNER} FROM app_owners o WHERE o.user_id = $1
             ORDER BY o.since DESC, o.id LIMIT 1000"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(recorded_owner).collect()
    }

    /// Makes a user an owner of an app. A guard: there is such an app, which is not the one that is built
    /// in. [`crate::Error::Taken`] where the user owns it already.
    pub fn add_app_owner(id: &str, key: AppOwnerKey<'_>, stamp: Stamp<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO app_owners (id, client_id, user_id, managed, since, actor_kind, actor_id)
             SELECT $1, c.client_id, $3, $4, $5, $6, $7 FROM clients c
             WHERE c.client_id = $2 AND c.client_id <> 'doorward' /*FOR SHARE*/"
        );
        let insert = insert.bind(id).bind(key.client_id).bind(key.user_id);
        Unit::new().guard(stamp.begin(insert))
    }

    /// Ends that a user owns an app. A guard: they own it.
    pub fn end_app_owner(key: AppOwnerKey<'_>, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE app_owners SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE client_id = $1 AND user_id = $2 AND ended_at IS NULL"
        );
        let update = update.bind(key.client_id).bind(key.user_id);
        Unit::new().guard(stamp.end(update))
    }

    /// Requires that a user owns an app when the unit is committed, and may sign in.
    pub fn require_app_owner(key: AppOwnerKey<'_>) -> Unit {
        let select = query!(
            "SELECT 1 FROM users u JOIN app_owners o ON o.user_id = u.id
             WHERE o.client_id = $1 AND o.user_id = $2 AND o.ended_at IS NULL
             AND u.disabled_at IS NULL"
        );
        let select = select.bind(key.client_id).bind(key.user_id);
        Unit::new().require(select, Lock::Shared)
    }
}
