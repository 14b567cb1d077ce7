//! Organizations: customers, companies or teams whose users sign in for them
//! ([decision 56](../../../docs/decisions/0056-organizations.md)).

mod declare;
mod domains;
mod entry;
mod given;
mod members;
mod roles;

pub use declare::MemberOfFile;
pub use doorward_storage::{
    Member, Organization, OrganizationDomain, OrganizationRole, RecordedMember,
};
pub(crate) use entry::{has_roles, offered, require_roles};
pub(crate) use given::{given_by, may_still_give};
pub use roles::Recipient;

use crate::{
    Error, RefusedChange, Result,
    access::Access,
    access::stamp,
    audit::Record,
    change_set::ChangeSet,
    declared::{EntryKind, require_not_declared},
    kernel::Kernel,
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::organizations::{
    OrganizationLook, check_max_session_age, check_name, check_slug,
};
use doorward_storage::Store;
use std::sync::Arc;

/// How many members are read at once.
const PAGE: i64 = 1000;

/// Organizations, their members, roles and domains.
pub struct Organizations {
    kernel: Arc<Kernel>,
    access: Access,
    /// Asks the DNS for the records that prove domains.
    outbound: Outbound,
}

impl Organizations {
    pub(crate) fn new(kernel: Arc<Kernel>, outbound: Outbound) -> Self {
        let access = Access::new(Arc::clone(&kernel));
        Self {
            kernel,
            access,
            outbound,
        }
    }

    /// Organizations in the order of their slugs, after one; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn after(&self, slug: &str, limit: i64) -> Result<Vec<Organization>> {
        let store = self.kernel.database.read();
        Ok(store.organizations_after(slug, limit).await?)
    }

    /// An organization, by its identifier or its slug.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn find(&self, id_or_slug: &str) -> Result<Option<Organization>> {
        let store = self.kernel.database.read();
        match store.organization_by_id(id_or_slug).await? {
            Some(found) => Ok(Some(found)),
            None => Ok(store.organization(id_or_slug).await?),
        }
    }

    /// As [`Organizations::find`], where it must be there.
    ///
    /// # Errors
    /// `Input` where there is none.
    pub async fn require(&self, id_or_slug: &str) -> Result<Organization> {
        self.find(id_or_slug).await?.ok_or_else(|| {
            Error::Input(format!(
                "there is no organization {id_or_slug}; `doorward organization list` shows them"
            ))
        })
    }

    /// Adds an organization.
    ///
    /// # Errors
    /// `Input` where the slug or the name cannot be one, or there is an organization of that slug.
    pub async fn add(
        &self,
        changes: &mut ChangeSet<'_>,
        slug: &str,
        name: &str,
    ) -> Result<Organization> {
        check_slug(slug).map_err(Error::Input)?;
        check_name(name).map_err(Error::Input)?;
        if self
            .kernel
            .database
            .read()
            .organization(slug)
            .await?
            .is_some()
        {
            return Err(RefusedChange::OrganizationExists {
                slug: slug.to_owned(),
            }
            .into());
        }
        let added = Organization {
            id: self.access.new_id(),
            slug: slug.to_owned(),
            name: name.to_owned(),
            look: OrganizationLook::default(),
            second_factor: false,
            max_session_age: None,
            provider_id: None,
            managed: false,
            created_at: changes.context().now(),
            version: 1,
        };
        let unit = Store::add_organization(&added, added.created_at);
        changes.add(unit, &record("organization.added", None, slug));
        Ok(added)
    }

    /// Changes the slug, the name or the look of an organization that was read.
    ///
    /// # Errors
    /// `Input` where the slug or the name cannot be one, another organization has the slug, or a file
    /// manages the organization and the operation is not forced.
    pub async fn change(&self, changes: &mut ChangeSet<'_>, renamed: &Organization) -> Result<()> {
        check_slug(&renamed.slug).map_err(Error::Input)?;
        check_name(&renamed.name).map_err(Error::Input)?;
        renamed.look.accent().map_err(Error::Input)?;
        if let Some(seconds) = renamed.max_session_age {
            check_max_session_age(seconds).map_err(Error::Input)?;
        }
        let (ctx, kind) = (changes.context(), EntryKind::Organizations);
        require_not_declared(&self.kernel, ctx, kind, &renamed.id).await?;
        let namesake = self.kernel.database.read().organization(&renamed.slug);
        if namesake.await?.is_some_and(|other| other.id != renamed.id) {
            let slug = renamed.slug.clone();
            return Err(RefusedChange::OrganizationExists { slug }.into());
        }
        let unit = Store::change_organization(renamed, changes.context().now());
        changes.add(unit, &record("organization.changed", None, &renamed.slug));
        Ok(())
    }

    /// Refuses an identity provider that the addresses of an organization cannot sign in with.
    ///
    /// # Errors
    /// `Input` where there is none, or the browser is not sent to it.
    pub async fn require_provider(&self, id: &str) -> Result<()> {
        let configuration = self.kernel.configuration().await?;
        let found = configuration.identity_provider(id);
        let is_one = found
            .is_some_and(|found| found.is_sign_in_method() && !found.resolved().is_directory());
        if is_one {
            return Ok(());
        }
        Err(Error::Input(format!(
            "{id} is no identity provider that users are sent to: `doorward provider list` shows them"
        )))
    }

    /// Deletes an organization: nobody is in it any more, its roles and domains end, and so do the tokens
    /// that were issued for it. The record of it stays.
    ///
    /// # Errors
    /// `Input` where a file manages it and the operation is not forced, and where the database is
    /// unavailable.
    pub async fn delete(&self, changes: &mut ChangeSet<'_>, deleted: &Organization) -> Result<()> {
        let (ctx, kind) = (changes.context(), EntryKind::Organizations);
        require_not_declared(&self.kernel, ctx, kind, &deleted.id).await?;
        changes.add_unaudited(Store::remove_declared_entry(kind.name(), &deleted.id));
        self.delete_in(changes, deleted).await
    }

    /// As [`Organizations::delete`], also where a file manages the organization.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn delete_in(
        &self,
        changes: &mut ChangeSet<'_>,
        deleted: &Organization,
    ) -> Result<()> {
        let unit = Store::delete_organization(deleted, stamp(changes, false));
        changes.add(unit, &record("organization.deleted", None, &deleted.slug));
        let mut after = String::new();
        loop {
            let members = self.members_after(deleted, &after, PAGE).await?;
            let Some(last) = members.last() else {
                return Ok(());
            };
            after.clone_from(&last.user.id);
            for member in &members {
                self.tell_apps(changes, deleted, &member.user.id).await?;
            }
        }
    }
}

/// What the audit log says of a change.
fn record<'r>(action: &'static str, subject: Option<&'r str>, detail: &'r str) -> Record<'r> {
    Record {
        action,
        subject,
        client_id: None,
        detail,
    }
}
