//! Changes of several capabilities that are committed as one transaction, each with its audit
//! entry.

mod planned_access;

pub(crate) use planned_access::{PlannedAccess, PlannedRoles, PlannedRules};

use crate::{
    Error, RefusedChange, Result,
    access_reviews::review_now,
    audit::Record,
    context::OperationContext,
    error::{LAST_OWNER, LAST_OWNER_OF_ORGANIZATION},
    kernel::Kernel,
    sessions::Sessions,
};
use doorward_protocol::{sessions::sso_session::EndReason, users::attributes::UserAttributes};
use doorward_storage::{GenerationRise, Reviewed, Store, Unit};
use std::collections::BTreeSet;

/// What a declaration changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// There was no such row.
    Add,
    /// There was a different one.
    Change,
    /// The row is as declared already.
    None,
}

/// Changes that are committed together, and what happens once they are.
///
/// The services add to it: a caller states what it wants, commits once, and what follows (ended
/// sessions, notices to clients) happens without it. Whoever is to be signed out is so with the
/// commit; what is told to the clients follows, also after a crash. A change set that is dropped
/// changes nothing.
pub struct ChangeSet<'a> {
    kernel: &'a Kernel,
    sessions: &'a Sessions,
    ctx: &'a OperationContext,
    unit: Unit,
    /// Ends the sessions of users. It comes after the changes, which rest on the generations that
    /// were read.
    ends: Unit,
    /// The users whose sessions end.
    ended: Vec<String>,
    /// The fields of users as they are once the changes are committed, where some are declared.
    pub(crate) user_attributes: Option<UserAttributes>,
    /// Groups and roles as they are once the changes are committed.
    pub(crate) access: PlannedAccess,
    /// The clients that are added.
    added_clients: BTreeSet<String>,
    /// Whether somebody may lose an app.
    reviews_access: bool,
    /// Whether a role gets another end.
    changes_end_of_role: bool,
    /// The organizations, by identifier, that somebody leaves or does not own any more.
    left: BTreeSet<String>,
}

impl<'a> ChangeSet<'a> {
    pub(crate) fn new(
        kernel: &'a Kernel,
        sessions: &'a Sessions,
        ctx: &'a OperationContext,
    ) -> Self {
        Self {
            kernel,
            sessions,
            ctx,
            unit: Unit::new(),
            ends: Unit::new(),
            ended: Vec::new(),
            user_attributes: None,
            access: PlannedAccess::default(),
            added_clients: BTreeSet::new(),
            reviews_access: false,
            changes_end_of_role: false,
            left: BTreeSet::new(),
        }
    }

    /// The context under which the changes are carried out.
    pub const fn context(&self) -> &OperationContext {
        self.ctx
    }

    /// Adds statements and the audit entry that describes them.
    pub(crate) fn add(&mut self, unit: Unit, record: &Record<'_>) {
        let audit = self.kernel.database.record(self.ctx, record);
        self.unit = std::mem::take(&mut self.unit).then(unit).then(audit);
    }

    /// Reviews who may use which app once the changes are committed: whoever lost one loses what they
    /// have there, and the app is told. Add it before the members of a deleted group leave.
    pub(crate) fn review_access(&mut self, reviewed: Reviewed<'_>) {
        let review = Store::review_access(reviewed, self.ctx.now());
        self.unit = std::mem::take(&mut self.unit).then(review);
        self.reviews_access = true;
    }

    /// Notes that a role gets another end: an owner may be one for a time alone.
    pub(crate) fn change_end_of_role(&mut self) {
        self.changes_end_of_role = true;
    }

    /// Refuses the commit where the changes end the last owner of an organization. Whether they do is
    /// looked at after all of them, so that one owner may follow another.
    pub(crate) fn keep_owner_of(&mut self, organization_id: &str) {
        self.left.insert(organization_id.to_owned());
    }

    /// Adds statements of bookkeeping, which no audit entry describes.
    pub(crate) fn add_unaudited(&mut self, unit: Unit) {
        self.unit = std::mem::take(&mut self.unit).then(unit);
    }

    /// Notes that a client is added, for changes that rest on it.
    pub(crate) fn note_added_client(&mut self, client_id: &str) {
        self.added_clients.insert(client_id.to_owned());
    }

    /// Whether a client is added.
    pub(crate) fn adds_client(&self, client_id: &str) -> bool {
        self.added_clients.contains(client_id)
    }

    /// What whoever declared the changes so far should know about them, once.
    pub fn take_warnings(&mut self) -> Vec<String> {
        self.access.take_warnings()
    }

    /// Ends every session and revokes every grant of a user, in the transaction of the changes.
    pub(crate) fn end_sessions(&mut self, user_id: &str, reason: EndReason) {
        self.end(GenerationRise {
            user_id,
            kept_sid: None,
            reason,
        });
    }

    /// As [`ChangeSet::end_sessions`], but for one session, which goes on. A guard: it is live.
    pub(crate) fn end_other_sessions(&mut self, user_id: &str, kept: &str, reason: EndReason) {
        self.end(GenerationRise {
            user_id,
            kept_sid: Some(kept),
            reason,
        });
    }

    fn end(&mut self, rise: GenerationRise<'_>) {
        let user_id = rise.user_id.to_owned();
        let end = self.sessions.end_all_unit(self.ctx, rise);
        self.ends = std::mem::take(&mut self.ends).then(end);
        self.ended.push(user_id);
    }

    /// Commits the changes, then does what follows from them. `false`: something that a change was
    /// based on is different now, or a unique value was taken meanwhile, and nothing was written.
    ///
    /// # Errors
    /// Where the database is unavailable; then nothing was written. An error after the commit, while sessions end, is reported too.
    pub async fn commit(mut self) -> Result<bool> {
        let mut unit = std::mem::take(&mut self.unit).then(std::mem::take(&mut self.ends));
        if let Some(stays) = self.owner_stays().await? {
            unit = Store::hold_owners().then(unit).then(stays);
        }
        for id in &self.left {
            let stays =
                Store::demand_organization_owner(id, self.ctx.now(), LAST_OWNER_OF_ORGANIZATION);
            unit = Store::hold_organization(id).then(unit).then(stays);
        }
        let committed = self.kernel.database.commit_unless_taken(unit).await;
        if let Err(Error::Unavailable(cause)) = &committed {
            let refusals = [
                RefusedChange::LastOwner,
                RefusedChange::LastOwnerOfOrganization,
            ];
            let is_it = |refusal: &RefusedChange| *cause == refusal.to_string();
            if let Some(refusal) = refusals.into_iter().find(is_it) {
                return Err(refusal.into());
            }
        }
        if !committed? {
            return Ok(false);
        }
        self.follow_up().await?;
        Ok(true)
    }

    /// The demand that an owner stays, where one may lose that, or cannot sign in any more. While there
    /// is one without an end, one without an end must stay: no provider loses its owners as time passes.
    async fn owner_stays(&self) -> Result<Option<Unit>> {
        let loses_roles = self.reviews_access || self.changes_end_of_role;
        if self.ended.is_empty() && !loses_roles {
            return Ok(None);
        }
        let store = self.kernel.database.read();
        let is_touched = |id: &String| loses_roles || self.ended.contains(id);
        if store.lasting_owners().await?.iter().any(is_touched) {
            return Ok(Some(Store::demand_lasting_owner(LAST_OWNER)));
        }
        let owners = store.owners(self.ctx.now()).await?;
        Ok(owners
            .iter()
            .any(is_touched)
            .then(|| Store::demand_owner(self.ctx.now(), LAST_OWNER)))
    }

    /// What happens once the changes are committed.
    async fn follow_up(self) -> Result<()> {
        for user_id in &self.ended {
            self.sessions.carry_out_ends(self.ctx, user_id).await?;
        }
        if self.reviews_access {
            let reviewed = review_now(self.kernel, self.ctx).await;
            self.sessions.notify_outbox();
            reviewed?;
        }
        Ok(())
    }

    /// As [`ChangeSet::commit`], where a conflict is an error.
    ///
    /// # Errors
    /// As [`ChangeSet::commit`], and `Unavailable` where it gives `false`.
    pub async fn commit_or_conflict(self) -> Result<()> {
        if self.commit().await? {
            return Ok(());
        }
        Err(Error::Unavailable(
            "it was changed at the same time and nothing was written: look at it, and try again"
                .into(),
        ))
    }
}
