//! One user at an app: made, changed, or not active any more.

use super::{
    bring::{Done, Job, Present, Put},
    remote::{Answer, Attribute, Remote, Trouble},
    wanted::Wanted,
};
use doorward_protocol::{
    scim::text,
    scim_targets::{
        declared::Removal,
        difference::{LeftOut, inactive, of_user},
    },
};
use doorward_storage::{PushedKind, RemoteResource};

const USERS: PushedKind = PushedKind::Users;

impl Job<'_> {
    /// Makes the app have a user as wanted.
    pub(super) async fn put_user(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        known: &RemoteResource,
    ) -> Answer<Done> {
        if let Some(id) = &known.remote_id
            && let Some(present) = remote.read(USERS, id).await?
        {
            let present = Present {
                resource: &present,
                left_out: Self::left_out(wanted, known),
            };
            if let Some(outcome) = self.align(remote, wanted, id, present).await? {
                return Ok(Done::with(known, outcome));
            }
        }
        let user_name = text(&wanted.resource, "userName").unwrap_or_default();
        let [external_id, name] = [("externalId", self.id), ("userName", user_name)]
            .map(|(name, value)| Attribute { name, value });
        let found = match self.search(remote, &[external_id, name]).await? {
            Some(found) => found,
            None => match self.make(remote, wanted, name).await? {
                Put::Made(made) => return Ok(made),
                Put::InTheWay(found) => found,
            },
        };
        let id = self.identified(&found).await?;
        let as_found = Present {
            resource: &found,
            left_out: LeftOut::Differs,
        };
        let outcome = self.align(remote, wanted, &id, as_found).await?;
        let outcome = outcome.ok_or_else(|| Trouble::failed("the app finds it and has it not"))?;
        Ok(Done {
            remote_id: Some(id),
            is_made_here: false,
            outcome,
        })
    }

    /// Changes what differs; `None` where it is gone meanwhile.
    async fn align(
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
