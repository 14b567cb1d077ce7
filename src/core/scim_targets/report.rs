//! What became of what was pushed.

use super::ScimTargets;
use crate::Result;
use doorward_protocol::time::Timestamp;
use doorward_storage::{ScimProblem, StoredScimTarget};
use std::collections::BTreeMap;

/// The most users and groups that are named.
const MAX_SHOWN: i64 = 100;

/// What an app has, and what it does not have as it should.
#[derive(Clone, Debug)]
pub struct ScimReport {
    /// How many users it has from here.
    pub users: i64,
    /// How many groups it has from here.
    pub groups: i64,
    /// How many users and groups wait to be brought into line.
    pub waiting: i64,
    /// The last comparison of everything.
    pub pass: Option<ScimPass>,
    /// The users and groups that it does not have as it should, the newest attempt first.
    pub problems: Vec<ScimProblem>,
}

/// A comparison of everything.
#[derive(Clone, Debug)]
pub struct ScimPass {
    /// What it is known by.
    pub id: String,
    /// When it began.
    pub started_at: Timestamp,
    /// How many users and groups it has not come to, with one for the search for them.
    pub waiting: i64,
    /// How many were `created`, `updated`, `deactivated`, `deleted`, `unchanged`, in `conflict`, `failed`
    /// or `waiting`. What is not named did not happen.
    pub counts: BTreeMap<String, i64>,
}

impl ScimPass {
    /// How many users and groups had a result.
    pub fn count(&self, outcome: &str) -> i64 {
        self.counts.get(outcome).copied().unwrap_or_default()
    }
}

impl ScimTargets {
    /// What became of what was pushed to a target.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn report(&self, target: &StoredScimTarget) -> Result<ScimReport> {
        let (store, name) = (self.kernel.database.read(), target.name.as_str());
        let pass_id = target.pass_id.as_deref().unwrap_or_default();
        let [waiting, of_pass] = store.scim_pushes_waiting(name, pass_id).await?;
        let pass = match (&target.pass_id, target.pass_started_at) {
            (Some(id), Some(started_at)) => Some(ScimPass {
                id: id.clone(),
                started_at,
                waiting: of_pass,
                counts: store.scim_pass_counts(name, id).await?,
            }),
            _ => None,
        };
        let has = store.remote_resource_counts(name).await?;
        let count = |kind: &str| has.get(kind).copied().unwrap_or_default();
        Ok(ScimReport {
            users: count("users"),
            groups: count("groups"),
            waiting,
            pass,
            problems: store.scim_problems(name, MAX_SHOWN).await?,
        })
    }
}
