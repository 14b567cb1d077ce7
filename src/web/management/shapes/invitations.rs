//! The shapes of invitations.

use super::when;
use doorward_core::invitations::{self, DEFAULT_LIFETIME};
use doorward_protocol::{
    organizations::declared::RolesByApp,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An invitation, and what became of it.
#[derive(Serialize, ToSchema)]
pub struct Invitation {
    /// The identifier, which is no secret: the link of the email holds another one.
    pub id: String,
    /// The address of who is invited.
    pub email: String,
    /// The apps that it names, by their `client_id`.
    pub apps: Vec<String>,
    /// The language of the email.
    pub language: Option<String>,
    /// Who invites, as the email says it.
    pub inviter: Option<String>,
    /// `open`, `accepted`, `revoked` or `expired`.
    pub state: String,
    /// The identifier of the organization that whoever accepts is in.
    pub organization: Option<String>,
    /// Whether as an owner of it.
    pub owner: bool,
    /// The roles that they get, by app: in the organization where there is one.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    pub roles: RolesByApp,
    /// When it was made.
    pub created_at: String,
    /// Until when it can be accepted.
    pub expires_at: String,
    /// When it was accepted.
    pub accepted_at: Option<String>,
    /// The identifier of the user who accepted it.
    pub accepted_by: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<String>,
    /// What kind of actor invited.
    pub invited_by_kind: Option<String>,
    /// The identifier of that actor.
    pub invited_by: Option<String>,
}

impl Invitation {
    /// An invitation as the store has it, at a time.
    pub fn of(invitation: &invitations::Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id.clone(),
            email: invitation.email.clone(),
            apps: invitation.client_ids.clone(),
            language: invitation.language.clone(),
            inviter: invitation.inviter.clone(),
            state: invitation.state(now).to_owned(),
            organization: invitation.organization_id.clone(),
            owner: invitation.organization_owner,
            roles: invitation.organization_roles.clone(),
            created_at: when(invitation.created_at),
            expires_at: when(invitation.expires_at),
            accepted_at: invitation.accepted_at.map(when),
            accepted_by: invitation.accepted_by.clone(),
            revoked_at: invitation.revoked_at.map(when),
            invited_by_kind: invitation.actor_kind.clone(),
            invited_by: invitation.actor_id.clone(),
        }
    }
}

/// Somebody to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// The address of who is invited.
    pub email: String,
    /// The apps that the invitation names, by their `client_id`.
    #[serde(default)]
    pub apps: Vec<String>,
    /// The language of the email, such as `de`.
    #[serde(default)]
    pub language: Option<String>,
    /// Who invites, as the email says it. Owners of an organization invite in their own name.
    #[serde(default)]
    pub inviter: Option<String>,
    /// For how many days it can be accepted: 7 without it, 90 at most.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 90)]
    pub days: Option<i64>,
    /// The organization that whoever accepts is in, by identifier or slug. It needs
    /// `doorward.organizations:write`.
    #[serde(default)]
    pub organization: Option<String>,
    /// Whether as an owner of it.
    #[serde(default)]
    pub owner: bool,
    /// The roles that they get, by app: in the organization where there is one.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    pub roles: RolesByApp,
}

impl NewInvitation {
    /// How long it can be accepted.
    pub fn lifetime(&self) -> Lifetime {
        // Anything beyond what is allowed is refused, also where it would be too long to count.
        let days = |days: i64| Lifetime::days(days.clamp(0, 1000));
        self.days.map_or(DEFAULT_LIFETIME, days)
    }
}

/// Somebody to invite into the organization of the path.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganizationInvitation {
    /// The address of who is invited.
    pub email: String,
    /// The language of the email, such as `de`.
    #[serde(default)]
    pub language: Option<String>,
    /// Who invites, as the email says it. Owners of the organization invite in their own name.
    #[serde(default)]
    pub inviter: Option<String>,
    /// For how many days it can be accepted: 7 without it, 90 at most.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 90)]
    pub days: Option<i64>,
    /// Whether they become an owner of it.
    #[serde(default)]
    pub owner: bool,
    /// The roles that they get there, by app. Owners of the organization give what they have there
    /// themselves.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    pub roles: RolesByApp,
}

impl NewOrganizationInvitation {
    /// The same as an invitation that names its organization.
    pub fn into(self, organization: &str) -> NewInvitation {
        NewInvitation {
            email: self.email,
            apps: Vec::new(),
            language: self.language,
            inviter: self.inviter,
            days: self.days,
            organization: Some(organization.to_owned()),
            owner: self.owner,
            roles: self.roles,
        }
    }
}
