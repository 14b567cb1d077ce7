//! `doorward organization`: organizations, who is in them, their roles and domains.

mod describe;
mod domains;
mod show;

use crate::{context::Context, output, startup::Schema};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use describe::describe;
use doorward_core::{
    Provider,
    change_set::{Change, ChangeSet},
    organizations::{Organization, Organizations, Recipient},
};
use doorward_protocol::organizations::declared::SecondFactorOfOrganization;
use doorward_storage::{RoleOfApp, User};
use serde_json::json;

/// Organizations: customers, companies or teams whose users sign in for them.
#[derive(Subcommand)]
pub enum OrganizationCommand {
    /// A hundred organizations, by slug
    List {
        /// Those after this slug
        #[arg(long, default_value = "")]
        after: String,
    },
    /// An organization with its members, roles and domains
    Show {
        /// The slug or the identifier
        organization: String,
    },
    /// Add an organization
    Add {
        /// The short name in requests and commands, such as acme
        slug: String,
        /// The name that users see
        name: String,
    },
    /// Change the slug, the name, or what holds while somebody signs in for it
    Change {
        /// The slug or the identifier
        organization: String,
        /// A new slug
        #[arg(long)]
        slug: Option<String>,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        policy: Policy,
    },
    /// Delete an organization: nobody is in it any more, and its tokens end
    Delete {
        /// The slug or the identifier
        organization: String,
        /// Delete it also where a file of declarations manages it
        #[arg(long)]
        force: bool,
    },
    /// Make a user a member, or an owner, or an owner no more
    AddMember {
        /// The slug or the identifier
        organization: String,
        /// The user: email address, user name or identifier
        user: String,
        /// As an owner, who may administer the organization
        #[arg(long)]
        owner: bool,
    },
    /// Take a user out of an organization: their roles in it and their tokens for it end
    RemoveMember {
        /// The slug or the identifier
        organization: String,
        /// The user: email address, user name or identifier
        user: String,
    },
    /// Give a role that counts while somebody is signed in for the organization
    GrantRole(RoleInOrganization),
    /// Take such a role away
    RevokeRole(RoleInOrganization),
    /// Claim a domain of mail addresses; it shows the TXT record that proves it
    AddDomain(DomainOfOrganization),
    /// Verify a domain by its TXT record
    VerifyDomain {
        #[command(flatten)]
        domain: DomainOfOrganization,
        /// Vouch for it instead: no record is looked up
        #[arg(long)]
        vouch: bool,
    },
    /// Give a domain up
    RemoveDomain(DomainOfOrganization),
    /// Every time that somebody was a member, by whom, and when and by whom it was ended
    History {
        /// The slug or the identifier
        organization: String,
    },
}

/// A role in an organization, and who has it or is to have it.
#[derive(Args)]
pub struct RoleInOrganization {
    /// The slug or the identifier of the organization
    organization: String,
    /// The `client_id` of the app
    client_id: String,
    /// The name of the role
    role: String,
    /// One member: email address, user name or identifier [default: every member]
    #[arg(long)]
    user: Option<String>,
}

/// A domain of an organization.
#[derive(Args)]
pub struct DomainOfOrganization {
    /// The slug or the identifier of the organization
    organization: String,
    /// The domain, such as example.com
    domain: String,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: OrganizationCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    let here = Here {
        context,
        provider: &provider,
        organizations: provider.organizations(),
    };
    match command {
        OrganizationCommand::List { after } => here.list(&after).await,
        OrganizationCommand::Show { organization } => here.show(&organization).await,
        OrganizationCommand::Add { slug, name } => here.add(&slug, &name).await,
        OrganizationCommand::Change {
            organization,
            slug,
            name,
            policy,
        } => here.change(&organization, slug, name, policy).await,
        OrganizationCommand::Delete {
            organization,
            force,
        } => here.delete(&organization, force).await,
        OrganizationCommand::AddMember {
            organization,
            user,
            owner,
        } => here.put_member(&organization, &user, owner).await,
        OrganizationCommand::RemoveMember { organization, user } => {
            here.remove_member(&organization, &user).await
        }
        OrganizationCommand::GrantRole(role) => here.change_role(&role, Given::Yes).await,
        OrganizationCommand::RevokeRole(role) => here.change_role(&role, Given::No).await,
        OrganizationCommand::AddDomain(domain) => here.add_domain(&domain).await,
        OrganizationCommand::VerifyDomain { domain, vouch } => {
            here.verify_domain(&domain, vouch).await
        }
        OrganizationCommand::RemoveDomain(domain) => here.remove_domain(&domain).await,
        OrganizationCommand::History { organization } => here.history(&organization).await,
    }
}

/// What holds while somebody signs in for an organization; what is not named stays.
#[derive(Args)]
pub struct Policy {
    /// Whether its users need a second factor: required, or default for as the server and the app say
    #[arg(long, value_name = "required|default")]
    second_factor: Option<SecondFactorOfOrganization>,
    /// How old a sign-in for it may be, in seconds; 0 for no such limit
    #[arg(long, value_name = "SECONDS")]
    max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with; empty for none
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<String>,
}

impl Policy {
    fn of(&self, before: Organization) -> Organization {
        Organization {
            second_factor: self.second_factor.map_or(before.second_factor, |said| {
                said == SecondFactorOfOrganization::Required
            }),
            max_session_age: self.max_session_age.map_or(before.max_session_age, |age| {
                Some(age).filter(|age| *age != 0)
            }),
            provider_id: self.provider.clone().map_or_else(
                || before.provider_id.clone(),
                |id| Some(id).filter(|id| !id.is_empty()),
            ),
            ..before
        }
    }
}

/// Whether a role is given or taken away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Yes,
    No,
}

/// What every command works with.
struct Here<'a> {
    context: &'a Context,
    provider: &'a Provider,
    organizations: &'a Organizations,
}

impl Here<'_> {
    fn changes(&self) -> ChangeSet<'_> {
        self.provider.change_set(&self.context.operation)
    }

    async fn user(&self, user: &str) -> anyhow::Result<User> {
        let found = self.provider.users().find(user).await?;
        found.ok_or_else(|| anyhow!("no user is called {user}; `doorward user list` shows them"))
    }

    async fn add(&self, slug: &str, name: &str) -> anyhow::Result<()> {
        let mut changes = self.changes();
        let added = self.organizations.add(&mut changes, slug, name).await?;
        changes.commit_or_conflict().await?;
        output::print(self.context.json, &describe(&added), || {
            format!("The organization {slug} is added.")
        })
    }

    async fn change(
        &self,
        organization: &str,
        slug: Option<String>,
        name: Option<String>,
        policy: Policy,
    ) -> anyhow::Result<()> {
        let before = self.organizations.require(organization).await?;
        let renamed = Organization {
            slug: slug.unwrap_or_else(|| before.slug.clone()),
            name: name.unwrap_or_else(|| before.name.clone()),
            ..policy.of(before.clone())
        };
        if let Some(id) = renamed
            .provider_id
            .as_deref()
            .filter(|_| policy.provider.is_some())
        {
            self.organizations.require_provider(id).await?;
        }
        if renamed != before {
            let mut changes = self.changes();
            self.organizations.change(&mut changes, &renamed).await?;
            changes.commit_or_conflict().await?;
        }
        output::print(self.context.json, &describe(&renamed), || {
            format!("The organization is {} ({}).", renamed.name, renamed.slug)
        })
    }

    async fn delete(&self, organization: &str, force: bool) -> anyhow::Result<()> {
        let deleted = self.organizations.require(organization).await?;
        let operation = self.context.operation.forced(force);
        let mut changes = self.provider.change_set(&operation);
        self.organizations.delete(&mut changes, &deleted).await?;
        changes.commit_or_conflict().await?;
        let document = json!({"slug": deleted.slug, "deleted": true});
        output::print(self.context.json, &document, || {
            format!("The organization {} is deleted.", deleted.slug)
        })
    }

    async fn put_member(&self, organization: &str, user: &str, owner: bool) -> anyhow::Result<()> {
        let organization = self.organizations.require(organization).await?;
        let found = self.user(user).await?;
        let mut changes = self.changes();
        let put = self
            .organizations
            .put_member(&mut changes, &organization, &found, owner);
        let change = put.await?;
        changes.commit_or_conflict().await?;
        let document = json!({"organization": organization.slug, "user_id": found.id,
            "owner": owner, "change": change});
        output::print(self.context.json, &document, || {
            let is = if owner { "an owner" } else { "a member" };
            format!("{user} is {is} of {}.", organization.slug)
        })
    }

    async fn remove_member(&self, organization: &str, user: &str) -> anyhow::Result<()> {
        let organization = self.organizations.require(organization).await?;
        let found = self.user(user).await?;
        let mut changes = self.changes();
        let removed = self
            .organizations
            .remove_member(&mut changes, &organization, &found);
        let change = removed.await?;
        changes.commit_or_conflict().await?;
        let document =
            json!({"organization": organization.slug, "user_id": found.id, "change": change});
        output::print(self.context.json, &document, || {
            format!("{user} is not in {}.", organization.slug)
        })
    }

    async fn change_role(&self, named: &RoleInOrganization, given: Given) -> anyhow::Result<()> {
        let organization = self.organizations.require(&named.organization).await?;
        let user = match &named.user {
            Some(user) => Some(self.user(user).await?),
            None => None,
        };
        let whom = user
            .as_ref()
            .map_or(Recipient::Everybody, Recipient::Member);
        let role = RoleOfApp {
            client_id: &named.client_id,
            name: &named.role,
        };
        let mut changes = self.changes();
        let change: Change = match given {
            Given::Yes => {
                let granted =
                    self.organizations
                        .grant_role(&mut changes, &organization, whom, role);
                granted.await?
            }
            Given::No => {
                let revoked =
                    self.organizations
                        .revoke_role(&mut changes, &organization, whom, role);
                let change = revoked.await?;
                if change == Change::None {
                    let access = self.provider.access();
                    access.require_role(&changes, role).await?;
                }
                change
            }
        };
        changes.commit_or_conflict().await?;
        let document = json!({"organization": organization.slug, "client_id": role.client_id,
            "role": role.name, "user_id": user.as_ref().map(|user| &user.id), "change": change});
        output::print(self.context.json, &document, || {
            let who = named.user.as_deref().unwrap_or("Every member");
            let has = if given == Given::Yes {
                "has"
            } else {
                "does not have"
            };
            format!(
                "{who} {has} the role {} of {} in {}.",
                role.name, role.client_id, organization.slug
            )
        })
    }
}
