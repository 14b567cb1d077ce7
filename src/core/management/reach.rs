//! How far a caller reaches: nobody grants, takes away or acts on what they do not have themselves.

use super::{
    Caller, Management, ManagementError, ManagementOutcome, RoleInOrganization,
    organizations::WRITE,
};
use crate::{
    access::effective::{SignedIn, user_access},
    organizations::Organization,
};
use doorward_protocol::{
    mail_address::MailAddress,
    management::{BUILT_IN_APP, Powers, is_built_in_app},
};
use doorward_storage::{Group, RoleOfApp, User};

impl Management {
    /// Refuses to act on a user who may do more than the caller: whoever sets somebody's password is
    /// that somebody.
    pub(super) async fn require_reach_of_user(
        &self,
        caller: &Caller,
        user: &User,
    ) -> ManagementOutcome<()> {
        let theirs = self.powers_of_user(&user.id, caller.ctx.now()).await?;
        caller.require_reach(&theirs)
    }

    /// Refuses to give or take a role that allows more than the caller may do.
    pub(super) fn require_reach_of_role(
        caller: &Caller,
        role: RoleOfApp<'_>,
    ) -> ManagementOutcome<()> {
        if is_built_in_app(role.client_id) {
            caller.require_reach(&Powers::of_roles([role.name]))?;
        }
        Ok(())
    }

    /// Refuses to change who is in a group whose members may do more than the caller.
    pub(super) async fn require_reach_of_group(
        &self,
        caller: &Caller,
        group: &Group,
    ) -> ManagementOutcome<()> {
        let store = self.kernel.database.read();
        let roles = store.roles_of_group(&group.id, BUILT_IN_APP).await?;
        caller.require_reach(&Powers::of_roles(roles.iter().map(String::as_str)))
    }

    /// Whether a user is in an organization, or belongs there by a verified address.
    pub(super) async fn is_of(
        &self,
        organization: &Organization,
        user: &User,
    ) -> ManagementOutcome<bool> {
        let theirs = self.organizations.of_user(&user.id).await?;
        if theirs.iter().any(|theirs| theirs.id == organization.id) {
            return Ok(true);
        }
        let address = user.email.as_deref().filter(|_| user.has_proven_address());
        let Some(address) = address.and_then(MailAddress::parse) else {
            return Ok(false);
        };
        let domains = self.organizations.domains(organization).await?;
        Ok(domains
            .iter()
            .any(|known| known.verified_at.is_some() && known.domain == address.domain()))
    }

    /// Refuses a role that an owner of an organization does not have there.
    pub(super) async fn require_own_role(
        &self,
        caller: &Caller,
        given: RoleInOrganization<'_>,
    ) -> ManagementOutcome<()> {
        if caller.powers.allow(WRITE) {
            return Ok(());
        }
        let beyond = || ManagementError::BeyondPowers(vec![given.role.name.to_owned()]);
        let configuration = self.kernel.configuration().await?;
        let app = configuration.client(given.role.client_id).await?;
        let (Some(app), Some(user_id)) = (app, caller.ctx.actor().id()) else {
            return Err(beyond());
        };
        let who = SignedIn {
            user_id,
            organization_id: Some(&given.organization.id),
        };
        let now = caller.ctx.now();
        let own = user_access(&self.kernel, &configuration, &app.client, who, now).await?;
        let has = own.roles.iter().any(|role| role == given.role.name);
        if has && own.organization.is_some() {
            return Ok(());
        }
        Err(beyond())
    }
}
