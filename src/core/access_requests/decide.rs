//! The decision about a request, in one transaction with what it gives.

use super::{
    AccessRequest, AccessRequests,
    record::{record, stamp_of},
};
use crate::{
    Result,
    access::{Assignee, outlasts},
    change_set::ChangeSet,
};
use doorward_protocol::time::Timestamp;
use doorward_storage::{Holder, RequestAnswer, Store, User};

impl AccessRequests {
    /// Adds to a set of changes that a request is approved: the user has the role until a time. Who has
    /// it for longer by then keeps it so.
    ///
    /// # Errors
    /// `Input` where the app has no such role, or the end is over.
    pub(crate) async fn approve(
        &self,
        changes: &mut ChangeSet<'_>,
        request: &AccessRequest,
        user: &User,
        until: Option<Timestamp>,
    ) -> Result<()> {
        let role = request.role_of_app();
        let store = self.kernel.database.read();
        let given = store.roles_given_to(Holder::User(&user.id)).await?;
        let present = given
            .iter()
            .find(|grant| grant.client_id == role.client_id && grant.role == role.name);
        let kept = present.filter(|grant| outlasts(grant.expires_at, until));
        let until = kept.map_or(until, |grant| grant.expires_at);
        let answer = RequestAnswer::Approved(until);
        let decided =
            Store::decide_access_request(&request.id, answer, stamp_of(changes.context()));
        changes.add(decided, &record("access_request.approved", request));
        if kept.is_none() {
            let assignee = Assignee::User(user);
            self.access
                .grant_role(changes, assignee, role, until)
                .await?;
            let note = Store::note_request_of_grant(&user.id, role, &request.id);
            changes.add_unaudited(note);
        }
        let told = self.tell_user(changes.context(), request, user, answer);
        changes.add_unaudited(told.await?);
        Ok(())
    }

    /// Adds to a set of changes that a request is refused.
    ///
    /// # Errors
    /// Where the mail to the user cannot be sealed.
    pub(crate) async fn refuse(
        &self,
        changes: &mut ChangeSet<'_>,
        request: &AccessRequest,
        user: &User,
        reason: &str,
    ) -> Result<()> {
        let answer = RequestAnswer::Refused(reason);
        let decided =
            Store::decide_access_request(&request.id, answer, stamp_of(changes.context()));
        changes.add(decided, &record("access_request.refused", request));
        let told = self.tell_user(changes.context(), request, user, answer);
        changes.add_unaudited(told.await?);
        Ok(())
    }
}
