//! Groups as resources of SCIM (RFC 7643 §4.2), with their members.

use super::{
    Kind, Scim, ScimOutcome, Times, invalid,
    said::{Kept, Said},
};
use crate::{
    change_set::ChangeSet,
    management::{GroupChange, ManagementError},
    users::User,
};
use doorward_protocol::scim::{GROUP, Refusal, member, patch, text};
use doorward_storage::Group;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many members are read at once.
const PAGE: i64 = 1000;

impl Scim<'_> {
    /// A group, by its identifier alone.
    pub(super) async fn known_group(&self, id: &str) -> ScimOutcome<Group> {
        let found = self.kernel.database.read().group_by_id(id).await?;
        let missing = || ManagementError::NotFound(format!("group {id}"));
        Ok(found.ok_or_else(missing)?)
    }

    async fn members(&self, group: &Group) -> ScimOutcome<BTreeMap<String, User>> {
        let mut members = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page = self.management.members_after(group, &after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(members);
            };
            after.clone_from(&last.id);
            members.extend(page.into_iter().map(|user| (user.id.clone(), user)));
        }
    }

    pub(super) async fn group_resource(&self, group: &Group) -> ScimOutcome<Value> {
        let said = self.said(Kind::Groups, &group.id).await?;
        let members = self.members(group).await?;
        Ok(self.described_group(group, &said, &members))
    }

    fn described_group(
        &self,
        group: &Group,
        said: &Said,
        members: &BTreeMap<String, User>,
    ) -> Value {
        let mut resource = Map::new();
        resource.insert("schemas".into(), json!([GROUP]));
        resource.insert("displayName".into(), group.name.clone().into());
        resource.insert("externalId".into(), said.external_id.clone().into());
        let members = members
            .keys()
            .map(|id| json!({"value": id, "type": "User", "$ref": self.location(Kind::Users, id)}));
        resource.insert("members".into(), members.collect());
        let written_at = said.document.as_ref().map(|document| document.updated_at);
        let times = Times {
            created: group.created_at,
            changed: written_at.unwrap_or(group.created_at),
        };
        self.finish(Kind::Groups, &group.id, times, resource)
    }

    /// Adds a group with its members; gives the identifier.
    ///
    /// # Errors
    /// What is wrong with the resource, and whatever the API refuses.
    pub async fn add_group(
        &self,
        changes: &mut ChangeSet<'_>,
        resource: &Value,
    ) -> ScimOutcome<String> {
        let name = name(resource)?;
        let group = self.management.add_group(changes, name, None).await?;
        let kept = written(&group, resource);
        self.keep(changes, kept, Said::default()).await?;
        for id in wanted(resource)? {
            self.add_member(changes, &group, &id).await?;
        }
        Ok(group.id)
    }

    async fn add_member(
        &self,
        changes: &mut ChangeSet<'_>,
        group: &Group,
        user_id: &str,
    ) -> ScimOutcome<()> {
        let found = self.kernel.database.read().user(user_id).await?;
        let missing = || invalid(format!("members: there is no user {user_id}"));
        let user = found.ok_or_else(missing)?;
        let added = self
            .management
            .add_member(self.caller, changes, group, &user);
        added.await?;
        Ok(())
    }

    /// Makes a group what a resource says.
    ///
    /// # Errors
    /// As [`Scim::add_group`], and `NotFound`.
    pub async fn put_group(
        &self,
        changes: &mut ChangeSet<'_>,
        id: &str,
        resource: &Value,
    ) -> ScimOutcome<()> {
        let group = self.known_group(id).await?;
        let (name, wanted) = (name(resource)?, wanted(resource)?);
        let present = self.members(&group).await?;
        let said = self.said(Kind::Groups, id).await?;
        let is_same = name == group.name && wanted.iter().eq(present.keys());
        let kept = written(&group, resource);
        if is_same && said.is(resource, &kept.document) {
            return Ok(());
        }
        let change = GroupChange {
            name: Some(name.to_owned()),
            description: None,
        };
        let renaming = self
            .management
            .change_group(self.caller, changes, group.clone(), change);
        let renamed = renaming.await?;
        self.keep(changes, kept, said).await?;
        for id in wanted.iter().filter(|id| !present.contains_key(*id)) {
            self.add_member(changes, &renamed, id).await?;
        }
        for (_, user) in present.iter().filter(|(id, _)| !wanted.contains(*id)) {
            // Under the name that it has until the commit.
            let removed = self
                .management
                .remove_member(self.caller, changes, &group, user);
            removed.await?;
        }
        Ok(())
    }

    /// Carries out the operations of a PATCH request on a group.
    ///
    /// # Errors
    /// As [`Scim::put_group`], and what is wrong with an operation.
    pub async fn patch_group(
        &self,
        changes: &mut ChangeSet<'_>,
        id: &str,
        request: &Value,
    ) -> ScimOutcome<()> {
        let group = self.known_group(id).await?;
        let mut resource = self.group_resource(&group).await?;
        patch::apply(&mut resource, request)?;
        self.put_group(changes, id, &resource).await
    }

    /// Deletes a group.
    ///
    /// # Errors
    /// `NotFound`, and whatever the API refuses.
    pub async fn delete_group(&self, changes: &mut ChangeSet<'_>, id: &str) -> ScimOutcome<()> {
        let group = self.known_group(id).await?;
        let deleted = self.management.delete_group(self.caller, changes, &group);
        Ok(deleted.await?)
    }
}

fn name(resource: &Value) -> ScimOutcome<&str> {
    let missing = || invalid("displayName is missing");
    Ok(text(resource, "displayName").ok_or_else(missing)?)
}

/// The identifiers of the users that a resource has as members.
fn wanted(resource: &Value) -> ScimOutcome<BTreeSet<String>> {
    let members = match member(resource, "members") {
        None | Some(Value::Null) => return Ok(BTreeSet::new()),
        Some(Value::Array(members)) => members,
        Some(_) => return Err(invalid("members must be a list").into()),
    };
    let ids = members.iter().map(|entry| {
        if text(entry, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("Group")) {
            return Err(invalid("members: groups in groups are not managed by SCIM"));
        }
        let id = text(entry, "value").ok_or_else(|| invalid("members: value is missing"))?;
        Ok(id.to_owned())
    });
    Ok(ids.collect::<std::result::Result<_, Refusal>>()?)
}

fn written<'a>(group: &'a Group, resource: &'a Value) -> Kept<'a> {
    Kept {
        kind: Kind::Groups,
        id: &group.id,
        name: &group.name,
        resource,
        // Names and members have places of their own.
        document: json!({}),
    }
}
