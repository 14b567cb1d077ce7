//! What an app has of each user and group, and what became of the last attempt at it.

use super::PushedKind;
use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::time::{Lifetime, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How long an attempt has before another one may begin.
const CLAIM: Lifetime = Lifetime::seconds(90);

/// What an app has of a user or a group.
#[derive(Clone, Debug)]
pub struct RemoteResource {
    /// The identifier here.
    pub id: String,
    /// The identifier there; none where the app has none.
    pub remote_id: Option<String>,
    /// Whether it was made there from here, and not found.
    pub is_made_here: bool,
    /// The hash of what was last pushed.
    pub digest: Option<String>,
    /// Whether the user may use the app.
    pub is_wanted: bool,
    /// The pushed groups that the user is in, by their identifiers here.
    pub groups: BTreeSet<String>,
}

columns! {
    REMOTE_RESOURCE of k, read by known -> RemoteResource {
        id: Row::text(id),
        remote_id: Row::opt_text(remote_id),
        is_made_here: Row::flag(is_made_here),
        digest: Row::opt_text(digest),
        is_wanted: Row::flag(is_wanted),
        groups: Row::json_or_default(pushed_groups),
    }
}

/// The exclusive right of one attempt to change what an app has of a user or a group.
#[derive(Clone, Copy, Debug)]
pub struct ScimClaim<'a> {
    /// The name of the target.
    pub target: &'a str,
    /// Users or groups.
    pub kind: PushedKind,
    /// The identifier here.
    pub id: &'a str,
    /// A random identifier of the attempt.
    pub claim: &'a str,
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub struct ScimResult<'a> {
    /// What the app has now.
    pub resource: RemoteResource,
    /// What was done, in a word.
    pub outcome: &'static str,
    /// Why it failed.
    pub reason: Option<String>,
    /// The comparison that it belongs to; empty for none.
    pub pass_id: &'a str,
    /// When it ended.
    pub at: Timestamp,
}

/// A user or a group that an app does not have as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScimProblem {
    /// `users` or `groups`.
    pub kind: String,
    /// The identifier here.
    pub id: String,
    /// `conflict` or `failed`.
    pub outcome: String,
    /// Why it is so.
    pub reason: Option<String>,
    /// When the last attempt ended.
    pub tried_at: Option<Timestamp>,
}

columns! {
    SCIM_PROBLEM of r, read by problem -> ScimProblem {
        kind: Row::text(kind),
        id: Row::text(id),
        outcome: Row::text(outcome),
        reason: Row::opt_text(reason),
        tried_at: Row::opt_at(tried_at),
    }
}

impl Store {
    /// What an app has of a user or a group.
    pub async fn remote_resource(
        &self,
        target: &str,
        kind: PushedKind,
        id: &str,
    ) -> Result<Option<RemoteResource>> {
        let select = query!(
            "SELECT {REMOTE_RESOURCE} FROM scim_remote_resources k
             WHERE k.target = $1 AND k.kind = $2 AND k.id = $3"
        );
        let row = self.row(select.bind(target).bind(kind.stored()).bind(id));
        row.await?.map(|row| known(&row)).transpose()
    }

    /// What an app has of users or groups after an identifier, in their order; at most so many.
    pub async fn remote_resources_after(
        &self,
        target: &str,
        kind: PushedKind,
        after: &str,
        limit: i64,
    ) -> Result<Vec<RemoteResource>> {
        let select = query!(
            "SELECT {REMOTE_RESOURCE} FROM scim_remote_resources k
             WHERE k.target = $1 AND k.kind = $2 AND k.id > $3 ORDER BY k.id LIMIT $4"
        );
        let select = select.bind(target).bind(kind.stored());
        let rows = self.rows(select.bind(after).bind(limit)).await?;
        rows.iter().map(known).collect()
    }

    /// What an app has of these users or groups, by their identifiers here.
    pub async fn remote_resources_of(
        &self,
        target: &str,
        kind: PushedKind,
        ids: &[&str],
    ) -> Result<BTreeMap<String, RemoteResource>> {
        let rows: Vec<serde_json::Value> = ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        let select = query!(
            "SELECT {REMOTE_RESOURCE} FROM json_each($1) AS r JOIN scim_remote_resources k
             ON k.target = $2 AND k.kind = $3 AND k.id = r.value ->> 'id'"
        );
        let select = select.bind(serde_json::Value::Array(rows).to_string());
        let rows = self.rows(select.bind(target).bind(kind.stored())).await?;
        let read = rows.iter().map(|row| {
            let resource = known(row)?;
            Ok((resource.id.clone(), resource))
        });
        read.collect()
    }

    /// The users whom an app has, who are here no more and whose account there is not known to be `gone`:
    /// their identifiers here after one, at most so many.
    pub async fn users_gone_from_here(
        &self,
        target: &str,
        gone: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>> {
        let select = query!(
            "SELECT k.id AS id FROM scim_remote_resources k
             WHERE k.target = $1 AND k.kind = 'users' AND k.id > $3 AND k.remote_id IS NOT NULL
             AND COALESCE(k.digest, '') <> $2
             AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = k.id) ORDER BY k.id LIMIT $4"
        );
        let select = select.bind(target).bind(gone);
        let rows = self.rows(select.bind(after).bind(limit)).await?;
        rows.iter().map(|row| row.text("id")).collect()
    }

    /// Which user or group here an app knows by an identifier of its own.
    pub async fn owner_of_remote_id(
        &self,
        target: &str,
        kind: PushedKind,
        remote_id: &str,
    ) -> Result<Option<String>> {
        let select = query!(
            "SELECT r.id AS id FROM scim_remote_resources r
             WHERE r.target = $1 AND r.kind = $2 AND r.remote_id = $3"
        );
        let select = select.bind(target).bind(kind.stored()).bind(remote_id);
        let row = self.row(select).await?;
        row.map(|row| row.text("id")).transpose()
    }

    /// The identifiers that an app knows the members of a group by, with those of the groups in it. Only
    /// users who may use the app count.
    pub async fn remote_members(&self, target: &str, group_id: &str) -> Result<BTreeSet<String>> {
        let select = query!(
            "WITH RECURSIVE inside(id) AS (
                 SELECT g.id FROM user_groups g WHERE g.id = $1 AND g.deleted_at IS NULL
                 UNION SELECT i.group_id FROM group_inclusions i
                 JOIN inside s ON i.parent_id = s.id WHERE i.ended_at IS NULL)
             SELECT DISTINCT r.remote_id AS remote_id FROM inside s
             JOIN group_members m ON m.group_id = s.id
             JOIN scim_remote_resources r ON r.target = $2 AND r.kind = 'users' AND r.id = m.user_id
             WHERE m.ended_at IS NULL AND r.is_wanted = 1 AND r.remote_id IS NOT NULL"
        );
        let rows = self.rows(select.bind(group_id).bind(target)).await?;
        rows.iter().map(|row| row.text("remote_id")).collect()
    }

    /// Of these identifiers of an app, those that a user here has.
    pub async fn known_remote_users(
        &self,
        target: &str,
        remote_ids: &[&str],
    ) -> Result<BTreeSet<String>> {
        let rows: Vec<serde_json::Value> = remote_ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        let select = query!(
            "SELECT k.remote_id AS remote_id FROM json_each($1) AS r
             JOIN scim_remote_resources k ON k.target = $2 AND k.kind = 'users'
             AND k.remote_id = r.value ->> 'id'"
        );
        let select = select.bind(serde_json::Value::Array(rows).to_string());
        let rows = self.rows(select.bind(target)).await?;
        rows.iter().map(|row| row.text("remote_id")).collect()
    }

    /// Takes a user or a group for one attempt. Of all nodes that try, one succeeds until the attempt
    /// ends or its time is over.
    pub fn claim_remote_resource(claim: ScimClaim<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO scim_remote_resources (target, kind, id, claim, claimed_until)
             SELECT t.name, $2, $3, $4, $5 FROM scim_targets t
             WHERE t.name = $1 AND t.enabled = 1 AND t.paused_at IS NULL /*FOR SHARE*/
             ON CONFLICT (target, kind, id) DO UPDATE SET claim = excluded.claim,
             claimed_until = excluded.claimed_until
             WHERE scim_remote_resources.claimed_until <= $6
             OR scim_remote_resources.claimed_until > excluded.claimed_until"
        );
        let insert = insert
            .bind(claim.target)
            .bind(claim.kind.stored())
            .bind(claim.id)
            .bind(claim.claim)
            .bind(now.plus(CLAIM))
            .bind(now);
        Unit::new().guard(insert)
    }

    /// Ends an attempt with its result. A guard: nobody took over meanwhile.
    pub fn finish_remote_resource(claim: ScimClaim<'_>, result: &ScimResult<'_>) -> Unit {
        let update = query!(
            "UPDATE scim_remote_resources SET remote_id = $5, is_made_here = $6, digest = $7,
             is_wanted = $8, pushed_groups = $9, outcome = $10, reason = $11, tried_at = $12,
             pass_outcome = CASE WHEN $13 = '' THEN pass_outcome
             WHEN pass_id = $13 AND pass_outcome = 'created' AND $10 IN ('updated', 'unchanged')
             THEN 'created' ELSE $10 END,
             pass_id = CASE WHEN $13 = '' THEN pass_id ELSE $13 END,
             claim = NULL, claimed_until = 0
             WHERE target = $1 AND kind = $2 AND id = $3 AND claim = $4"
        );
        let resource = &result.resource;
        let update = update
            .bind(claim.target)
            .bind(claim.kind.stored())
            .bind(claim.id)
            .bind(claim.claim)
            .bind(resource.remote_id.clone())
            .bind(resource.is_made_here)
            .bind(resource.digest.clone())
            .bind(resource.is_wanted)
            .bind(to_json(&resource.groups));
        let update = update
            .bind(result.outcome)
            .bind(result.reason.clone())
            .bind(result.at)
            .bind(result.pass_id);
        Unit::new().guard(update)
    }

    /// Notes for a comparison that the time of an attempt is over.
    pub fn give_up_remote_resource(
        target: &str,
        kind: PushedKind,
        id: &str,
        reason: &str,
        pass_id: &str,
    ) -> Unit {
        let update = query!(
            "UPDATE scim_remote_resources SET outcome = 'failed', reason = $4,
             pass_outcome = CASE WHEN $5 = '' THEN pass_outcome ELSE 'failed' END,
             pass_id = CASE WHEN $5 = '' THEN pass_id ELSE $5 END
             WHERE target = $1 AND kind = $2 AND id = $3"
        );
        let update = update.bind(target).bind(kind.stored()).bind(id);
        Unit::new().run(update.bind(reason).bind(pass_id))
    }

    /// Forgets users and groups that an app has not any more, where the last comparison says nothing of
    /// them.
    pub fn forget_absent_resources(target: &str, pass_id: &str, now: Timestamp) -> Unit {
        let delete = query!(
            "DELETE FROM scim_remote_resources WHERE target = $1 AND remote_id IS NULL
             AND is_wanted = 0 AND claimed_until <= $3 AND COALESCE(pass_id, '') <> $2"
        );
        Unit::new().run(delete.bind(target).bind(pass_id).bind(now))
    }

    /// How many users and groups had which result in a comparison.
    pub async fn scim_pass_counts(
        &self,
        target: &str,
        pass_id: &str,
    ) -> Result<BTreeMap<String, i64>> {
        let select = query!(
            "SELECT r.pass_outcome AS outcome, COUNT(*) AS number FROM scim_remote_resources r
             WHERE r.target = $1 AND r.pass_id = $2 GROUP BY r.pass_outcome"
        );
        let rows = self.rows(select.bind(target).bind(pass_id)).await?;
        let count = |row: &Row| Ok((row.text("outcome")?, row.int("number")?));
        rows.iter().map(count).collect()
    }

    /// How many users and groups an app has from here.
    pub async fn remote_resource_counts(&self, target: &str) -> Result<BTreeMap<String, i64>> {
        let select = query!(
            "SELECT r.kind AS kind, COUNT(*) AS number FROM scim_remote_resources r
             WHERE r.target = $1 AND r.remote_id IS NOT NULL GROUP BY r.kind"
        );
        let rows = self.rows(select.bind(target)).await?;
        let count = |row: &Row| Ok((row.text("kind")?, row.int("number")?));
        rows.iter().map(count).collect()
    }

    /// The users and groups that an app does not have as it should, the newest attempt first; at most so
    /// many.
    pub async fn scim_problems(&self, target: &str, limit: i64) -> Result<Vec<ScimProblem>> {
        let select = query!(
            "SELECT {SCIM_PROBLEM} FROM scim_remote_resources r
             WHERE r.target = $1 AND r.outcome IN ('conflict', 'failed')
             ORDER BY r.tried_at DESC, r.kind, r.id LIMIT $2"
        );
        let rows = self.rows(select.bind(target).bind(limit)).await?;
        rows.iter().map(problem).collect()
    }
}
