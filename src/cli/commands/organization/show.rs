//! What organizations are, in words and as documents.

use super::{
    Here,
    describe::{describe, describe_domain, fields},
};
use crate::output::{self, when};
use serde_json::{Value, json};

impl Here<'_> {
    pub(super) async fn list(&self, after: &str) -> anyhow::Result<()> {
        let found = self.organizations.after(after, 100).await?;
        let described: Vec<Value> = found.iter().map(describe).collect();
        let document = json!({"organizations": described});
        output::print(self.context.json, &document, || {
            if found.is_empty() {
                return "There is no organization; add one with `doorward organization add SLUG NAME`."
                    .to_owned();
            }
            let rows = found.iter().map(|organization| {
                vec![
                    organization.slug.clone(),
                    organization.name.clone(),
                    if organization.managed { "a file" } else { "" }.to_owned(),
                    when(organization.created_at),
                ]
            });
            output::table(
                &["SLUG", "NAME", "MANAGED BY", "SINCE"],
                &rows.collect::<Vec<_>>(),
            )
        })
    }

    pub(super) async fn show(&self, organization: &str) -> anyhow::Result<()> {
        let organization = self.organizations.require(organization).await?;
        let members = self.organizations.members_after(&organization, "", 1000);
        let members = members.await?;
        let roles = self.organizations.roles(&organization).await?;
        let domains = self.organizations.domains(&organization).await?;
        let held: Vec<Value> = roles
            .iter()
            .filter(|role| role.ended_at.is_none())
            .map(|role| {
                json!({"client_id": role.client_id, "role": role.role, "user_id": role.user_id,
                    "since": when(role.since)})
            })
            .collect();
        let inside: Vec<Value> = members
            .iter()
            .map(|member| {
                json!({"user_id": member.user.id, "email": member.user.email,
                    "owner": member.owner, "since": when(member.since)})
            })
            .collect();
        let claimed: Vec<Value> = domains.iter().map(describe_domain).collect();
        let mut document = fields(&organization);
        document.insert("roles".to_owned(), held.into());
        document.insert("members".to_owned(), inside.into());
        document.insert("domains".to_owned(), claimed.into());
        output::print(self.context.json, &document, || {
            let rows = members.iter().map(|member| {
                vec![
                    member.user.email.clone().unwrap_or_default(),
                    if member.owner { "owner" } else { "member" }.to_owned(),
                    when(member.since),
                    member.user.id.clone(),
                ]
            });
            let domains = domains.iter().map(|domain| {
                let state = domain.verified_by.as_deref().unwrap_or("not verified");
                format!("\n{} ({state})", domain.domain)
            });
            format!(
                "{} ({}, {})\n{}{}",
                organization.name,
                organization.slug,
                organization.id,
                output::table(
                    &["MEMBER", "AS", "SINCE", "USER"],
                    &rows.collect::<Vec<_>>()
                ),
                domains.collect::<String>()
            )
        })
    }

    pub(super) async fn history(&self, organization: &str) -> anyhow::Result<()> {
        let organization = self.organizations.require(organization).await?;
        let found = self.organizations.history(&organization).await?;
        let described: Vec<Value> = found
            .iter()
            .map(|member| {
                json!({"user_id": member.user_id, "owner": member.owner,
                    "since": when(member.since), "by": member.actor_kind, "by_id": member.actor_id,
                    "ended_at": member.ended_at.map(when), "ended_by": member.ended_by_kind,
                    "ended_by_id": member.ended_by_id})
            })
            .collect();
        output::print(self.context.json, &json!({"history": described}), || {
            let rows = found.iter().map(|member| {
                vec![
                    member.user_id.clone(),
                    if member.owner { "owner" } else { "member" }.to_owned(),
                    when(member.since),
                    member.actor_kind.clone(),
                    member.ended_at.map(when).unwrap_or_default(),
                    member.ended_by_kind.clone().unwrap_or_default(),
                ]
            });
            output::table(
                &["USER", "AS", "SINCE", "BY", "ENDED", "ENDED BY"],
                &rows.collect::<Vec<_>>(),
            )
        })
    }
}
