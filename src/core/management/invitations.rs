//! Invitations, as callers of the management API send and take them back. An owner of an organization invites
//! into that one, with what they may give there.

use super::{Caller, Management, ManagementError, ManagementOutcome, organizations::WRITE};
use crate::{
    change_set::ChangeSet,
    context::{OperationContext, Standing},
    invitations::{Invitation, InvitedInto, NewInvitation},
    organizations::{Organization, has_roles},
};
use doorward_protocol::{
    management::{Permission, Resource},
    organizations::declared::RolesByApp,
};
use doorward_storage::MemberKey;

const WRITE_USERS: Permission = Permission::write(Resource::Users);
const WRITE_ROLES: Permission = Permission::write(Resource::Roles);

impl Caller {
    /// What must hold of the caller when a change of an organization is committed: an owner who is none any
    /// more by then changes nothing.
    pub(super) fn standing_in(&self, organization: &Organization) -> Standing {
        match self.ctx.actor().id() {
            Some(user_id) if !self.powers.allow(WRITE) => {
                Standing::owner_of_organization(MemberKey {
                    organization_id: &organization.id,
                    user_id,
                })
            }
            _ => Standing::default(),
        }
    }

    /// Requires the same of changes that are committed together.
    pub(super) fn rest_on_organization(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
    ) {
        changes.add_unaudited(self.standing_in(organization).unit());
    }

    /// The operation of a change of an organization.
    fn ctx_in(&self, organization: &Organization) -> OperationContext {
        self.ctx.resting_on(self.standing_in(organization))
    }
}

impl Management {
    /// Invites somebody. Whoever reaches an organization as its owner alone invites into it, to no app, and
    /// in their own name.
    ///
    /// # Errors
    /// `Forbidden`, `BeyondPowers`, `Invalid`.
    pub async fn invite(
        &self,
        caller: &Caller,
        new: &NewInvitation<'_>,
    ) -> ManagementOutcome<Invitation> {
        let Some(into) = new.into else {
            caller.require_everywhere(WRITE_USERS)?;
            if !new.roles.is_empty() {
                caller.require_everywhere(WRITE_ROLES)?;
            }
            return Ok(self.invitations.invite(&caller.ctx, new).await?);
        };
        self.require_may_invite(caller, into.organization, into.roles)
            .await?;
        if !new.client_ids.is_empty() {
            caller.require_everywhere(WRITE_USERS)?;
        }
        let ctx = caller.ctx_in(into.organization);
        if caller.powers.allow(WRITE) {
            return Ok(self.invitations.invite(&ctx, new).await?);
        }
        let by = self.user(caller.ctx.actor().id().unwrap_or_default());
        let by = by.await?;
        let own = NewInvitation {
            inviter: Some(by.display_name()),
            into: Some(InvitedInto { ..into }),
            ..*new
        };
        Ok(self.invitations.invite(&ctx, &own).await?)
    }

    /// An invitation, by its identifier.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn invitation(&self, id: &str) -> ManagementOutcome<Invitation> {
        let found = self.invitations.find(id).await?;
        found.ok_or_else(|| no_invitation(id))
    }

    /// An invitation into an organization, by its identifier: there is none into another one.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn invitation_into(
        &self,
        organization: &Organization,
        id: &str,
    ) -> ManagementOutcome<Invitation> {
        let found = self.invitations.find(id).await?;
        found
            .filter(|found| found.organization_id.as_ref() == Some(&organization.id))
            .ok_or_else(|| no_invitation(id))
    }

    /// Sends an invitation again, with a new link.
    ///
    /// # Errors
    /// `Forbidden`, `BeyondPowers`; `Invalid` where it is not open.
    pub async fn send_invitation_again(
        &self,
        caller: &Caller,
        invitation: &Invitation,
    ) -> ManagementOutcome<Invitation> {
        let ctx = self.ctx_of_invitation(caller, invitation).await?;
        Ok(self.invitations.send_again(&ctx, &invitation.id).await?)
    }

    /// Revokes an invitation: its link works no more.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` where it is not open.
    pub async fn revoke_invitation(
        &self,
        caller: &Caller,
        invitation: &Invitation,
    ) -> ManagementOutcome<()> {
        let id = &invitation.id;
        if caller.powers.allow(WRITE_USERS) {
            return Ok(self.invitations.revoke(&caller.ctx, id).await?);
        }
        let organization = self.organization_of(caller, invitation).await?;
        let ctx = caller.ctx_in(&organization);
        Ok(self.invitations.revoke(&ctx, id).await?)
    }

    /// The operation by which a caller sends an invitation again, who could have sent it.
    async fn ctx_of_invitation(
        &self,
        caller: &Caller,
        invitation: &Invitation,
    ) -> ManagementOutcome<OperationContext> {
        if invitation.organization_id.is_none() {
            caller.require_everywhere(WRITE_USERS)?;
            if !invitation.organization_roles.is_empty() {
                caller.require_everywhere(WRITE_ROLES)?;
            }
            return Ok(caller.ctx.clone());
        }
        let organization = self.organization_of(caller, invitation).await?;
        let roles = &invitation.organization_roles;
        self.require_may_invite(caller, &organization, roles)
            .await?;
        Ok(caller.ctx_in(&organization))
    }

    /// The organization of an invitation, which the caller may change.
    async fn organization_of(
        &self,
        caller: &Caller,
        invitation: &Invitation,
    ) -> ManagementOutcome<Organization> {
        caller.require(WRITE)?;
        let id = invitation.organization_id.as_deref().unwrap_or_default();
        let found = self.organization(caller, id, WRITE.verb).await;
        found.map_err(|error| match error {
            ManagementError::NotFound(_) => no_invitation(&invitation.id),
            error => error,
        })
    }

    /// Refuses an invitation into an organization by whoever may not give what it promises.
    async fn require_may_invite(
        &self,
        caller: &Caller,
        organization: &Organization,
        roles: &RolesByApp,
    ) -> ManagementOutcome<()> {
        caller.require(WRITE)?;
        if caller.powers.allow(WRITE) {
            return Ok(());
        }
        let key = MemberKey {
            organization_id: &organization.id,
            user_id: caller.ctx.actor().id().unwrap_or_default(),
        };
        if has_roles(&self.kernel, key, roles, caller.ctx.now()).await? {
            return Ok(());
        }
        let names = roles.values().flatten().cloned();
        Err(ManagementError::BeyondPowers(names.collect()))
    }
}

fn no_invitation(id: &str) -> ManagementError {
    ManagementError::NotFound(format!("invitation {id}"))
}
