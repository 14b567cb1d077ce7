//! Entries of organizations, with their members, roles and domains.

use super::{
    Export,
    entries::{fields_of, least},
    entry::{Entry, Exported},
};
use crate::{Result, declared::EntryKind};
use doorward_protocol::organizations::declared::{
    DeclaredMember, DeclaredOrganization, RolesByApp, SecondFactorOfOrganization,
};
use doorward_storage::{Organization, OrganizationRole};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows are read at once.
const PAGE: i64 = 1000;

/// Which part of an organization is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Everything,
    /// What no file gave.
    ByHand,
}

impl Export {
    pub(super) async fn organizations(&self, exported: &mut Exported) -> Result<()> {
        let store = self.kernel.database.read();
        let mut after = String::new();
        loop {
            let page = store.organizations_after(&after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.slug);
            for organization in &page {
                self.organization(organization, exported).await?;
            }
        }
    }

    pub(super) async fn organization(
        &self,
        organization: &Organization,
        exported: &mut Exported,
    ) -> Result<()> {
        let declared = self
            .declared_organization(organization, Part::Everything, exported)
            .await?;
        let least = least(EntryKind::Organizations, &organization.slug);
        let fields = fields_of(&declared, least)?;
        let entry = Entry::new(EntryKind::Organizations, fields);
        exported.entries.push(entry);
        Ok(())
    }

    /// The members, roles and domains of an organization that no file gave, by its slug.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn organization_by_hand(&self, slug: &str) -> Result<Option<DeclaredOrganization>> {
        let store = self.kernel.database.read();
        let Some(organization) = store.organization(slug).await? else {
            return Ok(None);
        };
        let mut nothing = Exported::default();
        let declared = self.declared_organization(&organization, Part::ByHand, &mut nothing);
        Ok(Some(declared.await?))
    }

    async fn declared_organization(
        &self,
        organization: &Organization,
        part: Part,
        exported: &mut Exported,
    ) -> Result<DeclaredOrganization> {
        let store = self.kernel.database.read();
        let is_part = |managed: bool| part == Part::Everything || !managed;
        let mut domains = BTreeSet::new();
        for domain in store.domains_of_organization(&organization.id).await? {
            if domain.verified_at.is_none() {
                let (slug, domain) = (&organization.slug, &domain.domain);
                let what = format!("the domain {domain} of {slug}: it is not verified");
                exported.left_out.push(what);
            } else if is_part(domain.managed) {
                domains.insert(domain.domain);
            }
        }
        let mut given = store.live_roles_of_organization(&organization.id).await?;
        given.retain(|role| is_part(role.managed));
        let managed = store.declared_members(&organization.id).await?;
        let managed: BTreeSet<String> = managed.into_iter().collect();
        let mut members = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page = store.members_of_organization(&organization.id, &after, PAGE);
            let page = page.await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.user.id);
            for member in page {
                if !is_part(managed.contains(&member.user.id)) {
                    continue;
                }
                let Some(email) = member.user.email.clone() else {
                    let (slug, user) = (&organization.slug, member.user.label());
                    let what = format!("the member {user} of {slug}: no email address is known");
                    exported.left_out.push(what);
                    continue;
                };
                let declared = DeclaredMember {
                    owner: member.owner,
                    roles: of(&given, Some(&member.user.id)),
                };
                members.insert(email, declared);
            }
        }
        let everybody = of(&given, None);
        Ok(DeclaredOrganization {
            slug: organization.slug.clone(),
            name: organization.name.clone(),
            domains: (!domains.is_empty()).then_some(domains),
            second_factor: organization
                .second_factor
                .then_some(SecondFactorOfOrganization::Required),
            max_session_age: organization.max_session_age,
            provider: organization.provider_id.clone(),
            roles: (!everybody.is_empty()).then_some(everybody),
            members: (!members.is_empty()).then_some(members),
        })
    }
}

/// The roles of one member, or those of every member.
fn of(given: &[OrganizationRole], user_id: Option<&str>) -> RolesByApp {
    let mut roles = RolesByApp::new();
    for role in given
        .iter()
        .filter(|role| role.user_id.as_deref() == user_id)
    {
        let of_app = roles.entry(role.client_id.clone()).or_default();
        of_app.insert(role.role.clone());
    }
    roles
}
