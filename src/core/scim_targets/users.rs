//! One user at an app: made, changed, or not active any more.

use super::{
    bring::{Done, Job, Present},
    remote::{Answer, Remote},
    wanted::Wanted,
};
use doorward_protocol::scim_targets::{
    declared::Removal,
    difference::{inactive, of_user},
};
use doorward_storage::{PushedKind, RemoteResource};

const USERS: PushedKind = PushedKind::Users;

impl Job<'_> {
    /// Changes what differs; `None` where it is gone meanwhile.
    pub(super) async fn align_user(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        id: &str,
        present: Present<'_>,
    ) -> Answer<Option<&'static str>> {
        let Present { resource, left_out } = present;
        let difference = of_user(&wanted.resource, resource, left_out);
        if difference.is_empty() {
            return Ok(Some("unchanged"));
        }
        let is_there = remote.change(USERS, id, &difference, resource).await?;
        let outcome = if difference.only_deactivates() {
            "deactivated"
        } else {
            "updated"
        };
        Ok(is_there.then_some(outcome))
    }

    /// Takes a user from the app who may not use it any more.
    pub(super) async fn take_user(
        &self,
        remote: &Remote<'_>,
        known: &RemoteResource,
    ) -> Answer<Done> {
        let Some(id) = &known.remote_id else {
            return Ok(Done::without("unchanged"));
        };
        if self.scope.target.removal == Removal::Delete {
            remote.delete(USERS, id).await?;
            return Ok(Done::without("deleted"));
        }
        let Some(present) = remote.read(USERS, id).await? else {
            return Ok(Done::without("unchanged"));
        };
        let difference = inactive(&present);
        if difference.is_empty() {
            return Ok(Done::with(known, "unchanged"));
        }
        if remote.change(USERS, id, &difference, &present).await? {
            Ok(Done::with(known, "deactivated"))
        } else {
            Ok(Done::without("unchanged"))
        }
    }
}
