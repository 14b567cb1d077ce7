//! How far a caller reaches: nobody grants, takes away or acts on what they do not have themselves.

use super::{Caller, Management, Outcome};
use doorward_protocol::management::{BUILT_IN_APP, Powers, is_built_in_app};
use doorward_storage::{Group, RoleOfApp, User};

impl Management {
    /// Refuses to act on a user who may do more than the caller: whoever sets somebody's password is
    /// that somebody.
    pub(super) async fn require_reach_of_user(&self, caller: &Caller, user: &User) -> Outcome<()> {
        let theirs = self.powers_of_user(&user.id, caller.ctx.now()).await?;
        caller.require_reach(&theirs)
    }

    /// Refuses to give or take a role that allows more than the caller may do.
    pub(super) fn require_reach_of_role(caller: &Caller, role: RoleOfApp<'_>) -> Outcome<()> {
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
    ) -> Outcome<()> {
        let store = self.kernel.database.read();
        let roles = store.roles_of_group(&group.id, BUILT_IN_APP).await?;
        caller.require_reach(&Powers::of_roles(roles.iter().map(String::as_str)))
    }
}
