//! The page of one organization: who is in it, what they may do there, and its domains.

use super::{
    admin::AdminOrOwner,
    branding,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    list::last_of_full,
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Provider,
    invitations::Invitation,
    management::ManagementOutcome,
    organizations::{Member, Organization, OrganizationDomain, OrganizationRole},
};
use doorward_protocol::{
    management::{Permission, Resource, Verb},
    oauth::redirect_uri::with_query,
    organizations::{challenge_name, challenge_text},
    time::Timestamp,
};

/// How many members a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_organization.html")]
struct OrganizationPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    organization: &'a Organization,
    created: Html,
    links: Vec<EditLink>,
    domains: Vec<DomainLine>,
    add_domain: Option<EditLink>,
    /// The roles that every member has.
    roles: Vec<RoleLine>,
    grant: Option<EditLink>,
    members: Vec<MemberLine>,
    add_member: Option<EditLink>,
    next: Option<Address>,
    /// Who was invited into it and has not answered, the newest fifty.
    invitations: Vec<InvitationLine>,
    invite: Option<EditLink>,
    /// How its sign-in looks.
    look: Address,
}

struct InvitationLine {
    email: String,
    owner: bool,
    roles: Vec<(String, String)>,
    until: Html,
    links: Vec<EditLink>,
}

struct DomainLine {
    domain: String,
    verified: Option<Html>,
    /// The TXT record that proves it, where it is not verified.
    record: String,
    record_text: String,
    links: Vec<EditLink>,
}

struct RoleLine {
    client_id: String,
    role: String,
    revoke: Option<EditLink>,
}

struct MemberLine {
    name: String,
    label: String,
    /// The page of the user, where the administrator may open it.
    page: Option<Address>,
    owner: bool,
    since: Html,
    roles: Vec<RoleLine>,
    links: Vec<EditLink>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require_of_some_organization(Verb::Read)?;
    let management = provider.management();
    let found = management.organization(&admin.caller, &id, Verb::Read);
    let organization = found.await.map_err(page_error)?;
    let base = Base::of(&provider);
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let writer = Lines {
        provider: &provider,
        links,
        organization: &organization,
        now: admin.caller.ctx.now(),
    };
    let after = query.get("after").unwrap_or_default();
    let shown = writer.read(after).await.map_err(page_error)?;
    let about = [("organization", organization.id.as_str())];
    html::page(&OrganizationPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Organizations, &admin, t),
        created: t.when(organization.created_at, writer.now),
        links: links.all(
            &[
                "change-organization",
                "change-organization-policy",
                "delete-organization",
            ],
            &about,
        ),
        domains: shown.domains,
        add_domain: links.one("add-domain", &about),
        roles: shown.roles,
        grant: links.one("grant-organization-role", &about),
        members: shown.members,
        add_member: links.one("add-organization-member", &about),
        next: shown.next,
        invitations: shown.invitations,
        invite: links.one("invite-into-organization", &about),
        look: base.page(&with_query(branding::PAGE, about)),
        organization: &organization,
    })
}

/// What the page shows of an organization.
struct Shown {
    domains: Vec<DomainLine>,
    roles: Vec<RoleLine>,
    members: Vec<MemberLine>,
    next: Option<Address>,
    invitations: Vec<InvitationLine>,
}

/// Writes the lines of the page.
struct Lines<'a> {
    provider: &'a Provider,
    links: Links<'a>,
    organization: &'a Organization,
    now: Timestamp,
}

impl Lines<'_> {
    async fn read(&self, after: &str) -> ManagementOutcome<Shown> {
        let (management, organization) = (self.provider.management(), self.organization);
        let domains = management.organization_domains(organization).await?;
        let members = management.organization_members_after(organization, after, LIMIT);
        let members = members.await?;
        let ids: Vec<&str> = members
            .iter()
            .map(|member| member.user.id.as_str())
            .collect();
        let roles = management.organization_roles_of_members(organization, &ids);
        let roles = roles.await?;
        let next = last_of_full(&members, LIMIT).map(|last| {
            let page = Section::Organizations.page_of(&organization.id);
            let place = [("after", last.user.id.as_str())];
            self.links.base.page(&with_query(&page, place))
        });
        let invitations = self.provider.invitations();
        let invitations = invitations.into_organization(organization, None, LIMIT);
        let invitations = invitations.await?.into_iter();
        Ok(Shown {
            invitations: invitations
                .filter(|invitation| invitation.state(self.now) == "open")
                .map(|invitation| self.invitation(invitation))
                .collect(),
            domains: domains.iter().map(|domain| self.domain(domain)).collect(),
            roles: self.roles(&roles, None),
            members: members
                .iter()
                .map(|member| self.member(member, &roles))
                .collect(),
            next,
        })
    }

    fn invitation(&self, invitation: Invitation) -> InvitationLine {
        let about = [
            ("organization", self.organization.id.as_str()),
            ("invitation", invitation.id.as_str()),
        ];
        let edits = ["resend-into-organization", "revoke-into-organization"];
        let roles = invitation.organization_roles.iter();
        InvitationLine {
            roles: roles
                .flat_map(|(app, names)| names.iter().map(|name| (app.clone(), name.clone())))
                .collect(),
            owner: invitation.organization_owner,
            until: self.links.t.when(invitation.expires_at, self.now),
            links: self.links.all(&edits, &about),
            email: invitation.email,
        }
    }

    fn domain(&self, domain: &OrganizationDomain) -> DomainLine {
        let about = [
            ("organization", self.organization.id.as_str()),
            ("domain", domain.domain.as_str()),
        ];
        let edits: &[&str] = if domain.verified_at.is_some() {
            &["remove-domain"]
        } else {
            &["verify-domain", "remove-domain"]
        };
        DomainLine {
            verified: domain.verified_at.map(|at| self.links.t.when(at, self.now)),
            record: challenge_name(&domain.domain),
            record_text: challenge_text(&domain.challenge),
            links: self.links.all(edits, &about),
            domain: domain.domain.clone(),
        }
    }

    /// The roles that a user has by themselves, or that every member has.
    fn roles(&self, all: &[OrganizationRole], user_id: Option<&str>) -> Vec<RoleLine> {
        let held = all.iter().filter(|role| role.user_id.as_deref() == user_id);
        let line = |role: &OrganizationRole| {
            let about = [
                ("organization", self.organization.id.as_str()),
                ("app", role.client_id.as_str()),
                ("role", role.role.as_str()),
                ("member", user_id.unwrap_or_default()),
            ];
            RoleLine {
                client_id: role.client_id.clone(),
                role: role.role.clone(),
                revoke: self.links.one("revoke-organization-role", &about),
            }
        };
        held.map(line).collect()
    }

    fn member(&self, member: &Member, roles: &[OrganizationRole]) -> MemberLine {
        let (user, links) = (&member.user, self.links);
        let may_open = links.admin.caller.may(Permission::read(Resource::Users));
        let about = [
            ("organization", self.organization.id.as_str()),
            ("member", user.id.as_str()),
        ];
        let edits = ["change-organization-member", "remove-organization-member"];
        MemberLine {
            name: user.display_name().to_owned(),
            label: user.label().to_owned(),
            page: may_open.then(|| links.base.page(&Section::Users.page_of(&user.id))),
            owner: member.owner,
            since: links.t.when(member.since, self.now),
            roles: self.roles(roles, Some(&user.id)),
            links: links.all(&edits, &about),
        }
    }
}
