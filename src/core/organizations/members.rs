//! Who is in an organization, and who owns it.

use super::{Member, Organization, Organizations, RecordedMember, record};
use crate::{
    Result,
    access::stamp,
    audit::Record,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::organizations::OrganizationOfUser;
use doorward_storage::{MemberKey, Reviewed, Store, Unit, User};
use std::collections::BTreeSet;

impl Organizations {
    /// The organizations that a user is in, in the order of their names.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, user_id: &str) -> Result<Vec<OrganizationOfUser>> {
        Ok(self
            .kernel
            .database
            .read()
            .organizations_of_user(user_id)
            .await?)
    }

    /// Whether a user is an owner of an organization.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn is_owner(&self, organization: &Organization, user: &User) -> Result<bool> {
        let key = MemberKey {
            organization_id: &organization.id,
            user_id: &user.id,
        };
        let store = self.kernel.database.read();
        let member = store.organization_of_member(key).await?;
        Ok(member.is_some_and(|member| member.owner))
    }

    /// The members of an organization after the identifier of a user; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn members_after(
        &self,
        organization: &Organization,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Member>> {
        let store = self.kernel.database.read();
        Ok(store
            .members_of_organization(&organization.id, after, limit)
            .await?)
    }

    /// Every time that somebody was in an organization, the newest first; a thousand at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn history(&self, organization: &Organization) -> Result<Vec<RecordedMember>> {
        let store = self.kernel.database.read();
        Ok(store.history_of_members(&organization.id).await?)
    }

    /// Makes a user a member of an organization, and an owner of it or none. Whoever commits the changes is
    /// refused where nobody would own it any more.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn put_member(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        user: &User,
        owner: bool,
    ) -> Result<Change> {
        let membership = Membership {
            user_id: &user.id,
            owner,
            managed: false,
        };
        self.put_membership(changes, organization, membership).await
    }

    /// As [`Organizations::put_member`], also as a file says it.
    pub(super) async fn put_membership(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        membership: Membership<'_>,
    ) -> Result<Change> {
        let Membership {
            user_id,
            owner,
            managed,
        } = membership;
        let key = key(organization, user_id);
        let present = self.kernel.database.read().organization_of_member(key);
        let (before, change, action) = match present.await? {
            Some(present) if present.owner == owner => return Ok(Change::None),
            Some(_) => (
                Store::end_membership(key, stamp(changes, managed)),
                Change::Change,
                if owner {
                    "organization.owner_added"
                } else {
                    "organization.owner_removed"
                },
            ),
            None => (Unit::new(), Change::Add, "organization.member_added"),
        };
        if change == Change::Change && !owner {
            changes.keep_owner_of(&organization.id);
        }
        let id = self.access.new_id();
        let added = Store::add_organization_member(&id, key, owner, stamp(changes, managed));
        let record = record(action, Some(user_id), &organization.slug);
        changes.add(before.then(added), &record);
        Ok(change)
    }

    /// Takes a user out of an organization, with their roles in it. The tokens that they got for it end,
    /// and the apps are told. Whoever commits the changes is refused where nobody would own the
    /// organization any more.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_member(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        user: &User,
    ) -> Result<Change> {
        let present = self
            .kernel
            .database
            .read()
            .organization_of_member(key(organization, &user.id));
        if present.await?.is_none() {
            return Ok(Change::None);
        }
        self.remove_member_in(changes, organization, &user.id)
            .await?;
        Ok(Change::Change)
    }

    /// As [`Organizations::remove_member`], of a user who is known to be a member.
    pub(super) async fn remove_member_in(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        user_id: &str,
    ) -> Result<()> {
        let key = key(organization, user_id);
        let now = changes.context().now();
        let unit = Store::end_organization_member(key, stamp(changes, false))
            .then(Store::revoke_grants_for_organization(key, now));
        let removed = record(
            "organization.member_removed",
            Some(user_id),
            &organization.slug,
        );
        changes.add(unit, &removed);
        changes.keep_owner_of(&organization.id);
        self.tell_apps(changes, organization, user_id).await
    }

    /// Tells each app that a user uses for an organization that this ends: the tokens for it are revoked
    /// by the same changes. An app is told of sessions, so that it ends there what the user does for
    /// another organization too; they sign in for that one again.
    pub(super) async fn tell_apps(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        user_id: &str,
    ) -> Result<()> {
        let now = changes.context().now();
        let in_use = self.kernel.database.read().apps_in_use(user_id, now);
        let apps: BTreeSet<String> = in_use
            .await?
            .into_iter()
            .filter(|app| app.organization_id.as_deref() == Some(&organization.id))
            .map(|app| app.client_id)
            .collect();
        for client_id in &apps {
            let notices = Store::add_logout_notices_to_client(user_id, client_id, now);
            let ended = Record {
                action: "app.access_ended",
                subject: Some(user_id),
                client_id: Some(client_id),
                detail: &organization.slug,
            };
            changes.add(notices, &ended);
        }
        changes.review_access(Reviewed::User(user_id));
        Ok(())
    }
}

/// A user as they are to be in an organization.
#[derive(Clone, Copy)]
pub(super) struct Membership<'a> {
    pub(super) user_id: &'a str,
    pub(super) owner: bool,
    /// Whether a file of declarations says so.
    pub(super) managed: bool,
}

pub(super) fn key<'k>(organization: &'k Organization, user_id: &'k str) -> MemberKey<'k> {
    MemberKey {
        organization_id: &organization.id,
        user_id,
    }
}
