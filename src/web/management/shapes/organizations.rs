//! The shapes of organizations.

use super::when;
use doorward_core::management::{ManagementError, OrganizationChange};
use doorward_protocol::{
    branding::Colour,
    organizations::{
        OrganizationLook, challenge_name, challenge_text, declared::SecondFactorOfOrganization,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organization: a customer, a company or a team whose users sign in for it.
#[derive(Serialize, ToSchema)]
pub struct Organization {
    /// The identifier, which never changes: the claim `org_id`.
    pub id: String,
    /// The short name: the claim `org_name`.
    pub slug: String,
    /// The name that users see.
    pub name: String,
    /// The accent colour of its sign-in; null for that of the server.
    pub accent: Option<String>,
    /// The same on dark pages; null for one that is derived.
    pub accent_dark: Option<String>,
    /// The address of its logo.
    pub logo_uri: Option<String>,
    /// `required` where its users need a second factor while they sign in for it.
    pub second_factor: Option<String>,
    /// How old a sign-in for it may be, in seconds; null for as the server and the app say.
    pub max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with.
    pub provider: Option<String>,
    /// Whether a file of declarations made it.
    pub managed: bool,
    /// When it was added.
    pub created_at: String,
}

impl Organization {
    /// An organization as the store has it.
    pub fn of(organization: &doorward_core::organizations::Organization) -> Self {
        Self {
            id: organization.id.clone(),
            slug: organization.slug.clone(),
            name: organization.name.clone(),
            accent: organization.look.accent.as_ref().map(ToString::to_string),
            accent_dark: organization
                .look
                .accent_dark
                .as_ref()
                .map(ToString::to_string),
            logo_uri: organization.look.logo_uri.clone(),
            second_factor: organization.second_factor.then(|| "required".to_owned()),
            max_session_age: organization.max_session_age,
            provider: organization.provider_id.clone(),
            managed: organization.managed,
            created_at: when(organization.created_at),
        }
    }
}

/// An organization to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// The short name: lower case letters, digits and hyphens.
    pub slug: String,
    /// The name that users see.
    pub name: String,
}

/// What of an organization changes. What is not named stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationPatch {
    /// A new short name. The owners of the organization cannot change it.
    #[serde(default)]
    pub slug: Option<String>,
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The accent colour of its sign-in, as `#rrggbb`; an empty text takes it back.
    #[serde(default)]
    pub accent: Option<String>,
    /// The same on dark pages; an empty text takes it back.
    #[serde(default)]
    pub accent_dark: Option<String>,
    /// `required` where its users need a second factor; `default` for as the server and the app say. Like the
    /// two below it is for administrators of this provider.
    #[serde(default)]
    pub second_factor: Option<String>,
    /// How old a sign-in for it may be, in seconds; 0 for no such limit.
    #[serde(default)]
    pub max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with; an empty text for none.
    #[serde(default)]
    pub provider: Option<String>,
}

impl OrganizationPatch {
    /// What is asked for of the organization, by the present look.
    ///
    /// # Errors
    /// `Invalid` with the member that is wrong.
    pub fn change(self, present: &OrganizationLook) -> Result<OrganizationChange, ManagementError> {
        let look = self.look(present)?;
        let second_factor = self.second_factor.as_deref();
        let second_factor = second_factor
            .map(str::parse::<SecondFactorOfOrganization>)
            .transpose()
            .map_err(|_| ManagementError::field("/second_factor", "must be required or default"))?;
        Ok(OrganizationChange {
            slug: self.slug,
            name: self.name,
            look: Some(look),
            second_factor: second_factor.map(|said| said == SecondFactorOfOrganization::Required),
            max_session_age: self.max_session_age,
            provider_id: self.provider,
        })
    }

    /// The look that is asked for, by the present one.
    ///
    /// # Errors
    /// `Invalid` with the member that is no colour.
    fn look(&self, present: &OrganizationLook) -> Result<OrganizationLook, ManagementError> {
        let colour = |name: &str, text: &Option<String>, present| match text.as_deref() {
            None => Ok(present),
            Some("") => Ok(None),
            Some(text) => Colour::parse(text)
                .map(Some)
                .map_err(|error| ManagementError::field(name, error.to_string())),
        };
        Ok(OrganizationLook {
            accent: colour("/accent", &self.accent, present.accent)?,
            accent_dark: colour("/accent_dark", &self.accent_dark, present.accent_dark)?,
            logo_uri: present.logo_uri.clone(),
        })
    }
}

/// A member of an organization.
#[derive(Serialize, ToSchema)]
pub struct OrganizationMember {
    /// The identifier of the user.
    pub user_id: String,
    /// The address of the user.
    pub email: Option<String>,
    /// The name of the user.
    pub name: String,
    /// Whether they are an owner of the organization.
    pub owner: bool,
    /// Since when it is so.
    pub since: String,
}

impl OrganizationMember {
    /// A member as the store has it.
    pub fn of(member: &doorward_core::organizations::Member) -> Self {
        Self {
            user_id: member.user.id.clone(),
            email: member.user.email.clone(),
            name: member.user.display_name().to_owned(),
            owner: member.owner,
            since: when(member.since),
        }
    }
}

/// What a member of an organization is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Whether they are an owner of it.
    #[serde(default)]
    pub owner: bool,
}

/// A role in an app that counts while somebody is signed in for the organization.
#[derive(Serialize, ToSchema)]
pub struct OrganizationRole {
    /// The app, by its `client_id`.
    pub app: String,
    /// The name of the role.
    pub role: String,
    /// The member who has it; null where every member has it.
    pub user_id: Option<String>,
    /// Since when it holds.
    pub since: String,
    /// What kind of actor gave it.
    pub given_by_kind: String,
    /// The identifier of that actor.
    pub given_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<String>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by: Option<String>,
}

impl OrganizationRole {
    /// A role as the store has it.
    pub fn of(role: &doorward_core::organizations::OrganizationRole) -> Self {
        Self {
            app: role.client_id.clone(),
            role: role.role.clone(),
            user_id: role.user_id.clone(),
            since: when(role.since),
            given_by_kind: role.actor_kind.clone(),
            given_by: role.actor_id.clone(),
            ended_at: role.ended_at.map(when),
            ended_by_kind: role.ended_by_kind.clone(),
            ended_by: role.ended_by_id.clone(),
        }
    }
}

/// The roles that were given in an organization, ended or not; the newest first, a thousand at most.
#[derive(Serialize, ToSchema)]
pub struct OrganizationRoles {
    /// The roles that were given in it.
    pub roles: Vec<OrganizationRole>,
}

/// A role to give in an organization.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganizationRole {
    /// The app, by its `client_id`.
    pub app: String,
    /// The name of the role.
    pub role: String,
    /// The member who gets it, by identifier; every member without it.
    #[serde(default)]
    pub user: Option<String>,
}

/// That somebody was in an organization.
#[derive(Serialize, ToSchema)]
pub struct RecordedMember {
    /// The identifier of the user.
    pub user_id: String,
    /// Whether as an owner.
    pub owner: bool,
    /// Since when it holds.
    pub since: String,
    /// What kind of actor made it so.
    pub given_by_kind: String,
    /// The identifier of that actor.
    pub given_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<String>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by: Option<String>,
}

impl RecordedMember {
    /// A row of the record.
    pub fn of(member: &doorward_core::organizations::RecordedMember) -> Self {
        Self {
            user_id: member.user_id.clone(),
            owner: member.owner,
            since: when(member.since),
            given_by_kind: member.actor_kind.clone(),
            given_by: member.actor_id.clone(),
            ended_at: member.ended_at.map(when),
            ended_by_kind: member.ended_by_kind.clone(),
            ended_by: member.ended_by_id.clone(),
        }
    }
}

/// Every time that somebody was in an organization; the newest first, a thousand at most.
#[derive(Serialize, ToSchema)]
pub struct MemberHistory {
    /// The memberships, ended or not.
    pub members: Vec<RecordedMember>,
}

/// A domain of mail addresses that an organization claims.
#[derive(Serialize, ToSchema)]
pub struct OrganizationDomain {
    /// The domain, in lower case.
    pub domain: String,
    /// When it was verified; null before that, and it means nothing then.
    pub verified_at: Option<String>,
    /// How it was verified: `dns` or `administrator`.
    pub verified_by: Option<String>,
    /// The name of the TXT record that proves it.
    pub record: String,
    /// The text of that record.
    pub record_text: String,
}

impl OrganizationDomain {
    /// A domain as the store has it.
    pub fn of(domain: &doorward_core::organizations::OrganizationDomain) -> Self {
        Self {
            domain: domain.domain.clone(),
            verified_at: domain.verified_at.map(when),
            verified_by: domain.verified_by.clone(),
            record: challenge_name(&domain.domain),
            record_text: challenge_text(&domain.challenge),
        }
    }
}

/// The domains that an organization claims.
#[derive(Serialize, ToSchema)]
pub struct OrganizationDomains {
    /// The domains, in order.
    pub domains: Vec<OrganizationDomain>,
}

/// A domain to claim.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganizationDomain {
    /// The domain, such as example.com.
    pub domain: String,
}

/// How a domain is to be verified.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainVerification {
    /// `dns`: its TXT record is looked up. `administrator`: the caller, an administrator of this provider,
    /// vouches for it.
    pub by: String,
}
