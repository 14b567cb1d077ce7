//! Apps that users and groups are pushed to, what each of them has, and the messages that push.

mod messages;
mod resources;

pub use messages::{PushedKind, ScimItem};
pub use resources::{RemoteResource, ScimClaim, ScimProblem, ScimResult};

use crate::{
    Result, Store,
    db::{
        master_key::sealed_by_present_key,
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
    outbox::SCIM,
};
use doorward_protocol::{
    scim_targets::declared::{DeclaredScimTarget, PushedUserName, Removal},
    time::Timestamp,
};
use std::collections::BTreeSet;

/// A target as it is stored.
#[derive(Clone, Debug)]
pub struct StoredScimTarget {
    /// Its name, which never changes.
    pub name: String,
    /// The app whose users are pushed.
    pub client_id: String,
    /// The address of its SCIM server.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// The groups whose members are pushed; none for whoever may use the app.
    pub users_in: BTreeSet<String>,
    /// The groups that are pushed.
    pub groups: BTreeSet<String>,
    /// What `userName` is.
    pub user_name: PushedUserName,
    /// What becomes of the account of who may not use the app any more.
    pub removal: Removal,
    /// After how many hours everything is compared; 0 never does.
    pub reconcile_hours: i64,
    /// Whether anything is pushed.
    pub enabled: bool,
    /// Whether the address may be on this machine or in a private network.
    pub allow_private_addresses: bool,
    /// The bearer token, sealed under the master key.
    pub sealed_token: String,
    /// Whether the app refused PATCH.
    pub lacks_patch: bool,
    /// The first failure since it last accepted something.
    pub failing_since: Option<Timestamp>,
    /// Why the last attempt failed.
    pub last_failure: Option<String>,
    /// When it last accepted something, to the minute.
    pub last_accepted_at: Option<Timestamp>,
    /// Until when the app asked to be left alone.
    pub resting_until: Option<Timestamp>,
    /// Since when nothing is pushed, because nothing was accepted for too long.
    pub paused_at: Option<Timestamp>,
    /// The last comparison of everything.
    pub pass_id: Option<String>,
    /// When that began.
    pub pass_started_at: Option<Timestamp>,
    /// When the target was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Guards against two changes at once.
    pub version: i64,
}

columns! {
    SCIM_TARGET of t, read by stored -> StoredScimTarget {
        name: Row::text(name),
        client_id: Row::text(client_id),
        url: Row::text(url),
        description: Row::opt_text(description),
        users_in: Row::json(users_in),
        groups: Row::json(pushed_groups),
        user_name: user_name(user_name),
        removal: removal(removal),
        reconcile_hours: Row::int(reconcile_hours),
        enabled: Row::flag(enabled),
        allow_private_addresses: Row::flag(allow_private_addresses),
        sealed_token: Row::text(sealed_token),
        lacks_patch: Row::flag(lacks_patch),
        failing_since: Row::opt_at(failing_since),
        last_failure: Row::opt_text(last_failure),
        last_accepted_at: Row::opt_at(last_accepted_at),
        resting_until: Row::opt_at(resting_until),
        paused_at: Row::opt_at(paused_at),
        pass_id: Row::opt_text(pass_id),
        pass_started_at: Row::opt_at(pass_started_at),
        created_at: Row::at(created_at),
        updated_at: Row::at(updated_at),
        version: Row::int(version),
    }
}

fn user_name(row: &Row, column: &str) -> Result<PushedUserName> {
    let text = row.text(column)?;
    let unknown = |_| crate::Error::Corrupt(format!("a user name of kind {text}"));
    text.parse().map_err(unknown)
}

fn removal(row: &Row, column: &str) -> Result<Removal> {
    let text = row.text(column)?;
    let unknown = |_| crate::Error::Corrupt(format!("a removal of kind {text}"));
    text.parse().map_err(unknown)
}

impl StoredScimTarget {
    /// What an operator declares of it.
    pub fn declared(&self) -> DeclaredScimTarget {
        DeclaredScimTarget {
            name: self.name.clone(),
            app: self.client_id.clone(),
            url: self.url.clone(),
            description: self.description.clone(),
            users_in: self.users_in.clone(),
            groups: self.groups.clone(),
            user_name: self.user_name,
            removal: self.removal,
            reconcile_hours: self.reconcile_hours,
            enabled: self.enabled,
            allow_private_addresses: self.allow_private_addresses,
        }
    }

    /// The same with what an operator declares.
    #[must_use]
    pub fn declared_as(self, declared: DeclaredScimTarget) -> Self {
        // Another server may know PATCH.
        let lacks_patch = self.lacks_patch && self.url == declared.url;
        Self {
            client_id: declared.app,
            url: declared.url,
            description: declared.description,
            users_in: declared.users_in,
            groups: declared.groups,
            user_name: declared.user_name,
            removal: declared.removal,
            reconcile_hours: declared.reconcile_hours,
            enabled: declared.enabled,
            allow_private_addresses: declared.allow_private_addresses,
            lacks_patch,
            ..self
        }
    }

    /// Whether anything is pushed to it.
    pub const fn is_active(&self) -> bool {
        self.enabled && self.paused_at.is_none()
    }
}

fn stored_user_name(which: PushedUserName) -> &'static str {
    which.into()
}

fn stored_removal(removal: Removal) -> &'static str {
    removal.into()
}

impl Store {
    /// The targets after a name, in the order of their names; at most so many.
    pub async fn scim_targets_after(
        &self,
        name: &str,
        limit: i64,
    ) -> Result<Vec<StoredScimTarget>> {
        let select = query!(
            "SELECT {SCIM_TARGET} FROM scim_targets t WHERE t.name > $1 ORDER BY t.name LIMIT $2"
        );
        let rows = self.rows(select.bind(name).bind(limit)).await?;
        rows.iter().map(stored).collect()
    }

    /// The target of that name.
    pub async fn scim_target(&self, name: &str) -> Result<Option<StoredScimTarget>> {
        let select = query!("SELECT {SCIM_TARGET} FROM scim_targets t WHERE t.name = $1");
        let row = self.row(select.bind(name)).await?;
        row.map(|row| stored(&row)).transpose()
    }

    /// Adds a target. Of two of one name, the second is refused as taken.
    pub fn add_scim_target(new: &StoredScimTarget) -> Unit {
        let insert = query!(
            "INSERT INTO scim_targets (name, client_id, url, description, users_in, pushed_groups,
             user_name, removal, reconcile_hours, enabled, allow_private_addresses, sealed_token,
             created_at, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 1)"
        );
        let insert = insert
            .bind(&new.name)
            .bind(&new.client_id)
            .bind(&new.url)
            .bind(new.description.clone())
            .bind(to_json(&new.users_in))
            .bind(to_json(&new.groups))
            .bind(stored_user_name(new.user_name))
            .bind(stored_removal(new.removal))
            .bind(new.reconcile_hours)
            .bind(new.enabled)
            .bind(new.allow_private_addresses)
            .bind(&new.sealed_token)
            .bind(new.created_at);
        sealed_by_present_key(&new.sealed_token).run(insert)
    }

    /// Changes a target. One that nothing is pushed to any more loses what waits for it. A guard: it is
    /// as it was read.
    pub fn change_scim_target(changed: &StoredScimTarget, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE scim_targets SET client_id = $2, url = $3, description = $4, users_in = $5,
             pushed_groups = $6, user_name = $7, removal = $8, reconcile_hours = $9, enabled = $10,
             allow_private_addresses = $11, sealed_token = $12, lacks_patch = $13,
             failing_since = $14, last_failure = $15, paused_at = $16, updated_at = $17,
             resting_until = NULL, version = version + 1 WHERE name = $1 AND version = $18"
        );
        let update = update
            .bind(&changed.name)
            .bind(&changed.client_id)
            .bind(&changed.url)
            .bind(changed.description.clone())
            .bind(to_json(&changed.users_in))
            .bind(to_json(&changed.groups))
            .bind(stored_user_name(changed.user_name))
            .bind(stored_removal(changed.removal))
            .bind(changed.reconcile_hours)
            .bind(changed.enabled)
            .bind(changed.allow_private_addresses)
            .bind(&changed.sealed_token)
            .bind(changed.lacks_patch);
        let update = update
            .bind(changed.failing_since)
            .bind(changed.last_failure.clone())
            .bind(changed.paused_at)
            .bind(now)
            .bind(changed.version);
        let unit = sealed_by_present_key(&changed.sealed_token).guard(update);
        if changed.is_active() {
            unit
        } else {
            unit.then(Self::remove_outbox_messages_to(SCIM, &changed.name))
        }
    }

    /// Forgets what an app has, because another server is to get it now.
    pub fn forget_scim_resources(name: &str) -> Unit {
        Unit::new().run(query!("DELETE FROM scim_remote_resources WHERE target = $1").bind(name))
    }

    /// Removes a target with everything that waits for it. A guard: it is there.
    pub fn remove_scim_target(name: &str) -> Unit {
        Unit::new()
            .guard(query!("DELETE FROM scim_targets WHERE name = $1").bind(name))
            .then(Self::remove_outbox_messages_to(SCIM, name))
    }

    /// Notes that an app answers as it should. Once a minute is enough, so that pushes at the same time
    /// do not wait for each other.
    pub fn note_scim_target_accepts(name: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE scim_targets SET last_accepted_at = $2, failing_since = NULL,
             last_failure = NULL, resting_until = NULL
             WHERE name = $1 AND (failing_since IS NOT NULL OR last_accepted_at IS NULL
             OR last_accepted_at <= $2 - 60000 OR last_accepted_at > $2)"
        );
        Unit::new().run(update.bind(name).bind(now))
    }

    /// Notes that an app does not answer as it should, and until when it asked to be left alone.
    pub fn note_scim_target_fails(
        name: &str,
        reason: &str,
        resting_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE scim_targets SET failing_since = COALESCE(failing_since, $3), last_failure = $2,
             resting_until = COALESCE($4, resting_until) WHERE name = $1"
        );
        let update = update.bind(name).bind(reason).bind(now);
        Unit::new().run(update.bind(resting_until))
    }

    /// Notes that an app refuses PATCH.
    pub fn note_scim_target_lacks_patch(name: &str) -> Unit {
        let update = query!("UPDATE scim_targets SET lacks_patch = 1 WHERE name = $1");
        Unit::new().run(update.bind(name))
    }

    /// Pauses a target that accepted nothing since then: what waits for it is removed, and nothing is
    /// queued any more. A guard: it is not paused yet.
    pub fn pause_scim_target(
        name: &str,
        accepted_nothing_since: Timestamp,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE scim_targets SET paused_at = $3, version = version + 1 WHERE name = $1
             AND paused_at IS NULL AND COALESCE(last_accepted_at, 0) < $2"
        );
        let update = update.bind(name).bind(accepted_nothing_since).bind(now);
        Unit::new().guard(update)
    }

    /// Begins a comparison of everything. A guard: nobody began another one since `before`, and the
    /// target is active.
    pub fn begin_scim_pass(
        name: &str,
        pass_id: &str,
        before: Option<&str>,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE scim_targets SET pass_id = $2, pass_started_at = $4 WHERE name = $1
             AND COALESCE(pass_id, '') = $3 AND enabled = 1 AND paused_at IS NULL"
        );
        let update = update.bind(name).bind(pass_id);
        let update = update.bind(before.unwrap_or_default()).bind(now);
        Unit::new()
            .guard(update)
            .then(Self::queue_scim_pass(name, pass_id, now))
    }
}
