//! What a file changes of organizations.

use super::{
    difference::{Difference, Differences, between},
    plan::Plan,
    read::Declared,
    report::Line,
};
use doorward_core::{
    change_set::{Change, ChangeSet},
    declared::EntryKind,
    export::{fields_of, least},
    organizations::MemberOfFile,
};
use doorward_protocol::organizations::declared::{DeclaredMember, DeclaredOrganization};
use std::collections::BTreeMap;

impl Plan<'_, '_> {
    pub(super) async fn organization(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<DeclaredOrganization>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let slug = declaration.slug.clone();
        let what = format!("organization {slug}");
        let members = match &declaration.members {
            Some(members) => Some(self.members(line, &what, members).await?),
            None => None,
        };
        self.require_provider(line, &what, &declaration).await?;
        let organizations = self.provider.organizations();
        let planned = organizations
            .declare(changes, &declaration, members.as_deref())
            .await;
        let change = planned.map_err(|error| self.error(line, &what, &error))?;
        let differences = match (&self.differences, change) {
            (Some(find), Change::Change) => find.organization(&declaration).await?,
            _ => Vec::new(),
        };
        let line = Line {
            differences,
            ..Line::new(EntryKind::Organizations, slug.clone(), change)
        };
        self.add_line(changes, line, slug).await
    }

    /// Refuses an identity provider that is neither here nor in the file.
    async fn require_provider(
        &self,
        line: usize,
        what: &str,
        declared: &DeclaredOrganization,
    ) -> anyhow::Result<()> {
        let named = declared.provider.as_deref().unwrap_or_default();
        let is_in_file = |line: &Line| line.kind == EntryKind::Providers && line.id == named;
        if named.is_empty() || self.lines.iter().any(is_in_file) {
            return Ok(());
        }
        let required = self.provider.organizations().require_provider(named).await;
        required.map_err(|error| self.error(line, what, &error))
    }

    /// The members of an entry as users: those that are here, and those that the file adds.
    async fn members(
        &self,
        line: usize,
        what: &str,
        declared: &BTreeMap<String, DeclaredMember>,
    ) -> anyhow::Result<Vec<MemberOfFile>> {
        let mut members = Vec::new();
        for (email, member) in declared {
            let user_id = self.user_of_file(line, what, email).await?;
            members.push(MemberOfFile {
                user_id,
                owner: member.owner,
                roles: member.roles.clone(),
            });
        }
        Ok(members)
    }
}

impl Differences<'_> {
    async fn organization(
        &self,
        declared: &DeclaredOrganization,
    ) -> anyhow::Result<Vec<Difference>> {
        let kind = EntryKind::Organizations;
        let before = self.before(kind, &declared.slug).await?;
        let export = self.provider.export();
        let by_hand = export.organization_by_hand(&declared.slug).await?;
        let mut after = before.clone();
        let afterwards = by_hand.map_or_else(
            || declared.clone(),
            |by_hand| with_what_stays(declared.clone(), by_hand),
        );
        let said = fields_of(&afterwards, least(kind, &declared.slug))?;
        after.extend(said);
        Ok(between(&before, &after))
    }
}

/// What a file says, with what was given in another way, which stays.
fn with_what_stays(
    mut declared: DeclaredOrganization,
    by_hand: DeclaredOrganization,
) -> DeclaredOrganization {
    if let Some(domains) = &mut declared.domains {
        domains.extend(by_hand.domains.into_iter().flatten());
    }
    if let Some(roles) = &mut declared.roles {
        for (app, names) in by_hand.roles.into_iter().flatten() {
            roles.entry(app).or_default().extend(names);
        }
    }
    if let Some(members) = &mut declared.members {
        for (email, stays) in by_hand.members.into_iter().flatten() {
            let member = members.entry(email).or_insert_with(|| stays.clone());
            for (app, names) in stays.roles {
                member.roles.entry(app).or_default().extend(names);
            }
        }
    }
    declared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_by_hand_is_there_afterwards_too() {
        let of = |text: &str| toml::from_str::<DeclaredOrganization>(text).unwrap();
        let file = of(
            "slug = \"acme\"\nname = \"Acme\"\ndomains = [\"a.example\"]\n\
             members = { \"ada@example.com\" = { owner = true } }\n",
        );
        let by_hand = of(
            "slug = \"acme\"\nname = \"Acme\"\ndomains = [\"b.example\"]\n\
             roles = { app = [\"x\"] }\n\
             members = { \"grace@example.com\" = { roles = { app = [\"y\"] } } }\n",
        );
        let after = with_what_stays(file, by_hand);
        assert_eq!(after.domains.unwrap().len(), 2);
        // The file says nothing of roles, so it changes none.
        assert_eq!(after.roles, None);
        let members = after.members.unwrap();
        assert!(members["ada@example.com"].owner);
        assert!(members["grace@example.com"].roles["app"].contains("y"));
    }
}
