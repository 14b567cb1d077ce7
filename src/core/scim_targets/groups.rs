//! One group at an app, with the members that the app knows.

use super::{
    bring::{Done, Job, Present, Put},
    remote::{Answer, Attribute, Remote, Trouble},
    wanted::Wanted,
};
use doorward_protocol::{
    scim::{member, text},
    scim_targets::difference::{LeftOut, of_group},
};
use doorward_storage::{PushedKind, RemoteResource};
use serde_json::Value;

const GROUPS: PushedKind = PushedKind::Groups;

impl Job<'_> {
    /// Makes the app have a group as wanted.
    pub(super) async fn put_group(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        known: &RemoteResource,
    ) -> Answer<Done> {
        if let Some(id) = &known.remote_id
            && let Some(present) = remote.read(GROUPS, id).await?
        {
            let present = Present {
                resource: &present,
                left_out: Self::left_out(wanted, known),
            };
            if let Some(outcome) = self.align_group(remote, wanted, id, present).await? {
                return Ok(Done::with(known, outcome));
            }
        }
        let shown = text(&wanted.resource, "displayName").unwrap_or_default();
        let [external_id, name] = [("externalId", self.id), ("displayName", shown)]
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
        let outcome = self.align_group(remote, wanted, &id, as_found).await?;
        let outcome = outcome.ok_or_else(|| Trouble::failed("the app finds it and has it not"))?;
        Ok(Done {
            remote_id: Some(id),
            is_made_here: false,
            outcome,
        })
    }

    /// Changes what differs; `None` where it is gone meanwhile.
    async fn align_group(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        id: &str,
        present: Present<'_>,
    ) -> Answer<Option<&'static str>> {
        let Present { resource, left_out } = present;
        let listed = member(resource, "members").and_then(Value::as_array);
        let ids = listed.into_iter().flatten();
        let ids: Vec<&str> = ids.filter_map(|one| text(one, "value")).collect();
        let store = self.scope.kernel.database.read();
        let pushed = store.known_remote_users(&self.scope.target.name, &ids);
        let difference = of_group(&wanted.resource, resource, &pushed.await?, left_out);
        if difference.is_empty() {
            return Ok(Some("unchanged"));
        }
        let is_there = remote.change(GROUPS, id, &difference, resource).await?;
        Ok(is_there.then_some("updated"))
    }

    /// Takes a group from the app that is not pushed any more. One that the app had before stays there.
    pub(super) async fn take_group(
        &self,
        remote: &Remote<'_>,
        known: &RemoteResource,
    ) -> Answer<Done> {
        match &known.remote_id {
            Some(id) if known.is_made_here => {
                remote.delete(GROUPS, id).await?;
                Ok(Done::without("deleted"))
            }
            _ => Ok(Done::without("unchanged")),
        }
    }
}
