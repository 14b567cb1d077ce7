//! The declared fields of users: planned, stored, and checked against.

use super::Users;
use crate::{
    Error, Result,
    audit::Record,
    change_set::{Change, ChangeSet},
    context::OperationContext,
    declared::{EntryKind, require_not_declared},
};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    users::attributes::{Party, UserAttribute, UserAttributes},
};
use doorward_storage::{Store, StoredUserAttribute};

impl Users {
    /// The fields as they are declared.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn attributes(&self) -> Result<UserAttributes> {
        Ok(self.kernel.configuration().await?.user_attributes.clone())
    }

    /// Adds what the declaration of a field changes to a set of changes. Users who are declared in the
    /// same set are checked against it.
    ///
    /// # Errors
    /// `Input` with what to change in the declaration, and where the database is unavailable.
    pub async fn declare_attribute(
        &self,
        changes: &mut ChangeSet<'_>,
        attribute: UserAttribute,
    ) -> Result<Change> {
        let stored = self.kernel.database.read().user_attributes().await?;
        let mut attributes = self.attributes_in(changes).await?;
        let known = stored
            .iter()
            .find(|stored| stored.attribute.name == attribute.name);
        attributes
            .declare(attribute.clone())
            .map_err(Error::Input)?;
        let change = match known {
            None => Change::Add,
            Some(known) if known.attribute == attribute => Change::None,
            Some(known) if known.attribute.kind() != attribute.kind() => {
                return Err(Error::Input(
                    "type cannot change: values that users have would be of another one; declare it \
                     under another name"
                        .into(),
                ));
            }
            Some(_) => Change::Change,
        };
        if change != Change::None {
            let new = StoredUserAttribute {
                version: known.map_or(0, |known| known.version),
                attribute,
            };
            let unit = Store::put_user_attribute(&new, changes.context().now());
            let record = Record {
                action: "user_attribute.applied",
                subject: None,
                client_id: None,
                detail: &new.attribute.name,
            };
            changes.add(unit, &record);
        }
        changes.user_attributes = Some(attributes);
        Ok(change)
    }

    /// Removes the declaration of a field. What users have in it stays stored, goes to no app and is shown
    /// to nobody until the field is declared again. `false` where no such field is declared.
    ///
    /// # Errors
    /// `Input` where a file declares it and the operation is not forced, where the database is
    /// unavailable, and `Unavailable` where the declaration was changed meanwhile.
    pub async fn remove_attribute(&self, ctx: &OperationContext, name: &str) -> Result<bool> {
        let stored = self.kernel.database.read().user_attributes().await?;
        let known = stored.iter().find(|stored| stored.attribute.name == name);
        let Some(known) = known else {
            return Ok(false);
        };
        require_not_declared(&self.kernel, ctx, EntryKind::UserAttributes, name).await?;
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let record = Record {
            action: "user_attribute.removed",
            subject: None,
            client_id: None,
            detail: name,
        };
        changes.add(Store::remove_user_attribute(known), &record);
        changes.commit_or_conflict().await?;
        Ok(true)
    }

    /// The fields as they are once the changes are committed.
    async fn attributes_in(&self, changes: &ChangeSet<'_>) -> Result<UserAttributes> {
        if let Some(attributes) = &changes.user_attributes {
            return Ok(attributes.clone());
        }
        let mut attributes = UserAttributes::default();
        for stored in self.kernel.database.read().user_attributes().await? {
            let declared = attributes.declare(stored.attribute);
            declared.map_err(Error::Internal)?;
        }
        Ok(attributes)
    }

    /// Checks the values that an administrator gives a user, as far as they differ from those before.
    pub(super) async fn check_attributes(
        &self,
        changes: &ChangeSet<'_>,
        before: Option<&StandardClaims>,
        after: &StandardClaims,
    ) -> Result<()> {
        let none = StandardClaims::default();
        let before = before.unwrap_or(&none);
        if before.attributes == after.attributes {
            return Ok(());
        }
        let attributes = self.attributes_in(changes).await?;
        let mut different = after.attributes.clone();
        different.retain(|name, value| before.attributes.get(name) != Some(value));
        attributes.check(&different).map_err(Error::Input)?;
        for attribute in attributes.iter() {
            let name = &attribute.name;
            let is_same = before.attributes.get(name) == after.attributes.get(name);
            if !is_same && !attribute.edit.contains(&Party::Admin) {
                let reason = format!("attributes: {name} is edited by users alone");
                return Err(Error::Input(reason));
            }
        }
        Ok(())
    }
}
