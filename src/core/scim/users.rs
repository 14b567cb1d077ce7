//! Users as resources of SCIM (RFC 7643 §4.1): read, added, replaced, patched and deleted.

use super::{
    Kind, Scim, ScimOutcome, Times, invalid,
    said::{Kept, Said},
    values::{Values, kept, overlay},
};
use crate::{
    change_set::ChangeSet,
    management::{NewUser, UserChange},
    users::{Declaration, User},
};
use doorward_protocol::scim::{ENTERPRISE_USER, USER, patch, text, tidy};
use doorward_storage::ScimDocument;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

impl Scim<'_> {
    /// The resource of a user.
    pub(super) async fn user_resource(&self, user: &User) -> ScimOutcome<Value> {
        let found = self.user_resources(std::slice::from_ref(user)).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// The resources of users who follow each other in the order of their identifiers.
    pub(super) async fn user_resources(&self, users: &[User]) -> ScimOutcome<Vec<Value>> {
        let (Some(first), Some(last)) = (users.first(), users.last()) else {
            return Ok(Vec::new());
        };
        let (first, last) = (first.id.as_str(), last.id.as_str());
        let store = self.kernel.database.read();
        let documents = store.scim_documents(Kind::Users, first, last).await?;
        let client = self.caller.name();
        let ids = store.scim_external_ids(&client, Kind::Users, first, last);
        let ids = ids.await?;
        let groups = store.scim_groups_of_users(first, last).await?;
        let resources = users.iter().map(|user| {
            let groups = groups.get(&user.id).into_iter().flatten();
            let groups = groups.map(|(id, name)| {
                json!({
                    "value": id, "display": name, "type": "direct",
                    "$ref": self.location(Kind::Groups, id),
                })
            });
            let external_id = ids.get(&user.id).cloned();
            self.described(user, documents.get(&user.id), external_id, groups.collect())
        });
        resources.collect()
    }

    fn described(
        &self,
        user: &User,
        document: Option<&ScimDocument>,
        external_id: Option<String>,
        groups: Value,
    ) -> ScimOutcome<Value> {
        let written = document.map_or(&Value::Null, |document| &document.document);
        let said = Values::read(written, None)?;
        let mut resource = kept(written);
        let mut schemas = vec![USER];
        if resource.contains_key(ENTERPRISE_USER) {
            schemas.push(ENTERPRISE_USER);
        }
        resource.insert("schemas".into(), json!(schemas));
        overlay(&mut resource, &said, user);
        resource.insert("externalId".into(), external_id.into());
        resource.insert("groups".into(), groups);
        let written_at = document.map_or(user.updated_at, |document| document.updated_at);
        let times = Times {
            created: user.created_at,
            changed: user.updated_at.max(written_at),
        };
        Ok(self.finish(Kind::Users, &user.id, times, resource))
    }

    /// Adds a user; gives the identifier.
    ///
    /// # Errors
    /// What is wrong with the resource, and whatever [`crate::management::Management::add_user`] refuses.
    pub async fn add_user(
        &self,
        changes: &mut ChangeSet<'_>,
        resource: &Value,
    ) -> ScimOutcome<String> {
        let resource = tidied(resource);
        let values = Values::read(&resource, None)?;
        require_user_name(&resource)?;
        let Some(email) = values.email else {
            return Err(no_address());
        };
        let new = NewUser {
            declaration: Declaration {
                email,
                username: values.username,
                password: values.password,
                claims: values.claims,
            },
            groups: BTreeSet::new(),
            roles: BTreeMap::new(),
        };
        let user = self.management.add_user(self.caller, changes, new).await?;
        let id = user.id.clone();
        let kept = written(&id, &resource);
        self.keep(changes, kept, Said::default()).await?;
        if values.active == Some(false) {
            let disabled = self
                .management
                .set_user_disabled(self.caller, changes, user, true);
            disabled.await?;
        }
        Ok(id)
    }

    /// Makes a user what a resource says.
    ///
    /// # Errors
    /// As [`Scim::add_user`], and `NotFound`.
    pub async fn put_user(
        &self,
        changes: &mut ChangeSet<'_>,
        id: &str,
        resource: &Value,
    ) -> ScimOutcome<()> {
        let user = self.management.user_in_reach(self.caller, id).await?;
        let resource = tidied(resource);
        let values = Values::read(&resource, Some(&user))?;
        require_user_name(&resource)?;
        if values.email.is_none() && user.email.is_some() {
            return Err(no_address());
        }
        let said = self.said(Kind::Users, id).await?;
        let kept = written(id, &resource);
        if !said.is(&resource, &kept.document) {
            self.keep(changes, kept, said).await?;
        }
        let is_active = user.disabled_at.is_none();
        let user = if values.differ_from(&user) {
            let change = UserChange {
                email: values.email,
                username: Some(values.username),
                password: values.password,
                email_verified: None,
                claims: Some(values.claims),
            };
            let declared = self
                .management
                .change_user(self.caller, changes, user, change);
            declared.await?
        } else {
            user
        };
        if let Some(active) = values.active.filter(|active| *active != is_active) {
            let switched = self
                .management
                .set_user_disabled(self.caller, changes, user, !active);
            switched.await?;
        }
        Ok(())
    }

    /// Carries out the operations of a PATCH request on a user.
    ///
    /// # Errors
    /// As [`Scim::put_user`], and what is wrong with an operation.
    pub async fn patch_user(
        &self,
        changes: &mut ChangeSet<'_>,
        id: &str,
        request: &Value,
    ) -> ScimOutcome<()> {
        let user = self.management.user(id).await?;
        let mut resource = self.user_resource(&user).await?;
        patch::apply(&mut resource, request)?;
        self.put_user(changes, id, &resource).await
    }

    /// Deletes a user with everything of theirs.
    ///
    /// # Errors
    /// `NotFound`, and whatever the API refuses.
    pub async fn delete_user(&self, id: &str) -> ScimOutcome<()> {
        self.caller.require_fresh()?;
        let user = self.management.user(id).await?;
        Ok(self.management.delete_user(self.caller, &user).await?)
    }
}

fn tidied(resource: &Value) -> Value {
    let mut resource = resource.clone();
    tidy(&mut resource);
    resource
}

fn require_user_name(resource: &Value) -> ScimOutcome<()> {
    match text(resource, "userName") {
        Some(_) => Ok(()),
        None => Err(invalid("userName is missing").into()),
    }
}

fn no_address() -> super::ScimError {
    invalid("emails needs one address, or userName must be one").into()
}

fn written<'a>(id: &'a str, resource: &'a Value) -> Kept<'a> {
    Kept {
        kind: Kind::Users,
        id,
        name: "",
        resource,
        document: Value::Object(kept(resource)),
    }
}
