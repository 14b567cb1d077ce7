//! Users, as callers of the management API see and change them.

use super::{Caller, Management, ManagementError, ManagementOutcome, roles::RoleGift};
use crate::{
    RefusedChange,
    access::Assignee,
    change_set::ChangeSet,
    credentials::GivenPassword,
    users::{Declaration, Import, ImportOptions, Reach, User, Users},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oidc::claims::StandardClaims,
    time::Timestamp,
};
use doorward_storage::RoleOfApp;
use std::collections::{BTreeMap, BTreeSet};

/// A user as somebody wants to create them.
pub struct NewUser {
    /// The address and what else is known.
    pub declaration: Declaration,
    /// The groups that they are in.
    pub groups: BTreeSet<String>,
    /// Their roles, by app.
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// What of a user changes; what is `None` stays.
#[derive(Default)]
pub struct UserChange {
    /// A new address.
    pub email: Option<String>,
    /// A new user name; `Some(None)` takes it away.
    pub username: Option<Option<String>>,
    /// A new password.
    pub password: Option<GivenPassword>,
    /// Whether the address, as it is by then, is known to be theirs; without it, a new one is not.
    pub email_verified: Option<bool>,
    /// The claims as they are to be.
    pub claims: Option<StandardClaims>,
}

impl Management {
    /// A user, by their identifier.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn user(&self, id: &str) -> ManagementOutcome<User> {
        let found = self.users.get(id).await?;
        found.ok_or_else(|| ManagementError::NotFound(format!("user {id}")))
    }

    /// The users after an identifier, in the order of their identifiers; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn users_after(&self, id: &str, limit: i64) -> ManagementOutcome<Vec<User>> {
        Ok(self.kernel.database.read().users_after(id, limit).await?)
    }

    /// The user whom an identifier, an address or a user name means, where their identifier comes after
    /// another.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn user_named(&self, name: &str, after: &str) -> ManagementOutcome<Vec<User>> {
        let found = self.users.find(name).await?;
        Ok(found.into_iter().filter(|user| *user.id > *after).collect())
    }

    /// The user whom an identifier, an address or a user name in the body means; `pointer` is its place.
    ///
    /// # Errors
    /// `Invalid` where there is none.
    pub async fn require_user(&self, pointer: &str, name: &str) -> ManagementOutcome<User> {
        let found = self.users.find(name).await?;
        found.ok_or_else(|| {
            let name = name.to_owned();
            ManagementError::refused_field(pointer, RefusedChange::NoUser { name })
        })
    }

    /// Adds a user with their groups and roles.
    ///
    /// # Errors
    /// `Conflict` where a name is taken; `Invalid`; `Forbidden` and `BeyondPowers` where groups or roles
    /// are not the caller's to give.
    pub async fn add_user(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        new: NewUser,
    ) -> ManagementOutcome<User> {
        let declared = self.users.add_in(changes, new.declaration).await?;
        let Some(user) = declared else {
            return Err(ManagementError::conflict(RefusedChange::UserExists));
        };
        if !new.groups.is_empty() {
            caller.require(Permission::write(Resource::Groups))?;
        }
        for name in &new.groups {
            let group = self.group(name).await?;
            self.require_reach_of_group(caller, &group).await?;
            self.access.add_member(changes, &group, &user).await?;
        }
        if !new.roles.is_empty() {
            caller.require(Permission::write(Resource::Roles))?;
        }
        for (client_id, names) in &new.roles {
            for name in names {
                let role = RoleOfApp { client_id, name };
                let to = Assignee::User(&user);
                let given = RoleGift {
                    to,
                    role,
                    expires_at: None,
                };
                self.grant_role(caller, changes, given).await?;
            }
        }
        Ok(user)
    }

    /// Changes a user.
    ///
    /// # Errors
    /// `Conflict` where a name is taken; `Invalid`, `BeyondPowers`.
    pub async fn change_user(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        user: User,
        change: UserChange,
    ) -> ManagementOutcome<User> {
        self.require_reach_of_user(caller, &user).await?;
        let named = change.email.iter().chain(change.username.iter().flatten());
        for name in named {
            let found = self.users.find(name).await?;
            if found.is_some_and(|other| other.id != user.id) {
                let name = name.clone();
                return Err(ManagementError::conflict(RefusedChange::NameTaken { name }));
            }
        }
        let mut claims = change.claims.unwrap_or_else(|| user.claims.clone());
        // Who says nothing of it leaves it as it is where the address stays, and says nothing about a
        // new one.
        claims.email_verified = change.email_verified;
        let Some(email) = change.email.or_else(|| user.email.clone()) else {
            return Err(ManagementError::refused_field(
                "/email",
                RefusedChange::AddressMissing,
            ));
        };
        let declaration = Declaration {
            email,
            username: change.username.unwrap_or_else(|| user.username.clone()),
            password: change.password,
            claims,
        };
        let declared = self.users.declare(changes, declaration, Some(user)).await?;
        Ok(declared.user)
    }

    /// Begins an import of users, which changes nobody who may do more than the caller.
    pub fn import_users<'a>(&'a self, caller: &'a Caller, options: ImportOptions) -> Import<'a> {
        let reach: Reach<'a> = Box::new(move |user_id| {
            Box::pin(async move {
                let theirs = self.powers_of_user(&user_id, caller.ctx.now()).await?;
                Ok(caller.powers.reach(&theirs))
            })
        });
        self.users.import(&caller.ctx, options).within(reach)
    }

    /// Disables or enables a user. Whoever is disabled is signed out of everything.
    ///
    /// # Errors
    /// `BeyondPowers`; `Invalid` for the last owner.
    pub async fn set_user_disabled(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        mut user: User,
        disabled: bool,
    ) -> ManagementOutcome<User> {
        self.require_reach_of_user(caller, &user).await?;
        Users::set_disabled_in(changes, &user, disabled);
        let now: Timestamp = caller.ctx.now();
        user.disabled_at = disabled.then(|| user.disabled_at.unwrap_or(now));
        Ok(user)
    }

    /// The user of an identifier, on whom the caller may act.
    ///
    /// # Errors
    /// `NotFound`, `BeyondPowers`.
    pub async fn user_in_reach(&self, caller: &Caller, id: &str) -> ManagementOutcome<User> {
        let user = self.user(id).await?;
        caller.reaches(&self.powers_of_user(&user.id, caller.ctx.now()).await?)?;
        Ok(user)
    }

    /// Deletes a user with everything of theirs.
    ///
    /// # Errors
    /// `BeyondPowers`; `Invalid` for the last owner.
    pub async fn delete_user(&self, caller: &Caller, user: &User) -> ManagementOutcome<()> {
        self.require_reach_of_user(caller, user).await?;
        Ok(self.users.delete(&caller.ctx, user).await?)
    }
}
