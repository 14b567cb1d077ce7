//! One group at an app, with the members that the app knows.

use super::{
    bring::{Done, Job, Present},
    remote::{Answer, Remote},
    wanted::Wanted,
};
use doorward_protocol::{
    scim::{member, text},
    scim_targets::difference::of_group,
};
use doorward_storage::{PushedKind, RemoteResource};
use serde_json::Value;

const GROUPS: PushedKind = PushedKind::Groups;

impl Job<'_> {
    /// Changes what differs; `None` where it is gone meanwhile.
    pub(super) async fn align_group(
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
