//! The shapes of apps that users and groups are pushed to.

use super::{given, when};
use doorward_core::scim_targets::{self as core, StoredScimTarget};
use doorward_protocol::scim_targets::declared::{PushedUserName, Removal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// An app that users and groups are pushed to, without its token.
#[derive(Serialize, ToSchema)]
pub struct ScimTarget {
    /// Its name, which never changes.
    pub name: String,
    /// The app, by its `client_id`: whoever may use it is pushed.
    pub app: String,
    /// The address of its SCIM server, above `/Users`.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// Of those who may use the app, only the members of these groups; without any, all of them.
    pub users_in: BTreeSet<String>,
    /// The groups that are pushed, with those of their members who are.
    pub groups: BTreeSet<String>,
    /// What `userName` is: `email` or `username`.
    #[schema(value_type = String)]
    pub user_name: PushedUserName,
    /// What becomes of the account of who may not use the app any more: `deactivate` or `delete`.
    #[schema(value_type = String)]
    pub removal: Removal,
    /// After how many hours everything is compared with what the app has; 0 never does.
    pub reconcile_hours: i64,
    /// Whether anything is pushed.
    pub enabled: bool,
    /// Whether the address may be in a private network, which a command or a file allows.
    pub allow_private_addresses: bool,
    /// Since when nothing is pushed, because the app accepted nothing for a day.
    pub paused_at: Option<String>,
    /// The first failure since the app last accepted something.
    pub failing_since: Option<String>,
    /// Why the last attempt failed.
    pub last_failure: Option<String>,
    /// When the app last accepted something, to the minute.
    pub last_accepted_at: Option<String>,
    /// When everything was last compared.
    pub compared_at: Option<String>,
    /// When it was added.
    pub created_at: String,
    /// When it was last changed.
    pub updated_at: String,
}

impl ScimTarget {
    /// A target as the store has it.
    pub fn of(target: &StoredScimTarget) -> Self {
        Self {
            name: target.name.clone(),
            app: target.client_id.clone(),
            url: target.url.clone(),
            description: target.description.clone(),
            users_in: target.users_in.clone(),
            groups: target.groups.clone(),
            user_name: target.user_name,
            removal: target.removal,
            reconcile_hours: target.reconcile_hours,
            enabled: target.enabled,
            allow_private_addresses: target.allow_private_addresses,
            paused_at: target.paused_at.map(when),
            failing_since: target.failing_since.map(when),
            last_failure: target.last_failure.clone(),
            last_accepted_at: target.last_accepted_at.map(when),
            compared_at: target.pass_started_at.map(when),
            created_at: when(target.created_at),
            updated_at: when(target.updated_at),
        }
    }
}

/// An app that users and groups are to be pushed to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScimTarget {
    /// Its name, which never changes: lower-case letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The app, by its `client_id`: whoever may use it is pushed.
    pub app: String,
    /// The https address of its SCIM server, above `/Users`.
    pub url: String,
    /// The bearer token that the app gave.
    pub token: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Of those who may use the app, only the members of these groups; without any, all of them.
    #[serde(default)]
    pub users_in: BTreeSet<String>,
    /// The groups that are pushed, with those of their members who are.
    #[serde(default)]
    pub groups: BTreeSet<String>,
    /// What `userName` is: `email` or `username`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub user_name: PushedUserName,
    /// What becomes of the account of who may not use the app any more: `deactivate` or `delete`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub removal: Removal,
    /// After how many hours everything is compared with what the app has; 0 never does.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 720)]
    pub reconcile_hours: Option<i64>,
    /// False pushes nothing before somebody enables it.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// What of a target changes. What is not named stays; null takes a value away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "null takes a value away, and what is missing stays"
)]
pub struct ScimTargetPatch {
    /// Another address, on the public Internet. One on another server needs another token.
    #[serde(default)]
    pub url: Option<String>,
    /// Another bearer token.
    #[serde(default)]
    pub token: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    /// Of those who may use the app, only the members of these groups; without any, all of them.
    #[serde(default)]
    pub users_in: Option<BTreeSet<String>>,
    /// The groups that are pushed.
    #[serde(default)]
    pub groups: Option<BTreeSet<String>>,
    /// What `userName` is: `email` or `username`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub user_name: Option<PushedUserName>,
    /// What becomes of the account of who may not use the app any more: `deactivate` or `delete`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub removal: Option<Removal>,
    /// After how many hours everything is compared with what the app has; 0 never does.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 720)]
    pub reconcile_hours: Option<i64>,
    /// Whether anything is pushed.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// True ends a pause.
    #[serde(default)]
    pub resume: bool,
}

/// Whom to push; without a user everybody is compared with what the app has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScimPush {
    /// The identifier of one user.
    #[serde(default)]
    pub user_id: Option<String>,
}

/// What was queued.
#[derive(Serialize, ToSchema)]
pub struct ScimPushed {
    /// The identifier of the comparison that began; none where one user was queued.
    pub pass: Option<String>,
}

/// Whether an app answers, and knows the token.
#[derive(Serialize, ToSchema)]
pub struct ScimTested {
    /// Whether it answers as a SCIM server.
    pub works: bool,
    /// Why it does not work.
    pub failure: Option<String>,
}

/// A comparison of everything with what an app has.
#[derive(Serialize, ToSchema)]
pub struct ScimPass {
    /// What the comparison is known by.
    pub id: String,
    /// When it began.
    pub started_at: String,
    /// How many users and groups it has not come to.
    pub waiting: i64,
    /// How many were `created`, `updated`, `deactivated`, `deleted`, `unchanged`, in `conflict`, `failed`
    /// or `waiting`. What is not named did not happen.
    pub counts: BTreeMap<String, i64>,
}

/// A user or a group that an app does not have as it should.
#[derive(Serialize, ToSchema)]
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
    pub tried_at: Option<String>,
}

/// What became of what was pushed.
#[derive(Serialize, ToSchema)]
pub struct ScimReport {
    /// How many users the app has from here.
    pub users: i64,
    /// How many groups it has from here.
    pub groups: i64,
    /// How many users and groups wait to be brought into line.
    pub waiting: i64,
    /// The last comparison of everything.
    pub pass: Option<ScimPass>,
    /// A hundred at most of those that the app does not have as it should, the newest attempt first.
    pub problems: Vec<ScimProblem>,
}

impl ScimReport {
    /// A report as the service makes it.
    pub fn of(report: core::ScimReport) -> Self {
        let problems = report.problems.into_iter().map(|problem| ScimProblem {
            kind: problem.kind,
            id: problem.id,
            outcome: problem.outcome,
            reason: problem.reason,
            tried_at: problem.tried_at.map(when),
        });
        Self {
            users: report.users,
            groups: report.groups,
            waiting: report.waiting,
            pass: report.pass.map(|pass| ScimPass {
                id: pass.id,
                started_at: when(pass.started_at),
                waiting: pass.waiting,
                counts: pass.counts,
            }),
            problems: problems.collect(),
        }
    }
}
