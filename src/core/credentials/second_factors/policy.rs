//! What is asked of a user: of everybody, or of those in some groups and with some roles.

use super::SecondFactors;
use crate::{Result, access::effective::user_access, context::OperationContext};
use doorward_protocol::credentials::second_factor::{SecondFactorMode, SecondFactorPolicy};

impl SecondFactors {
    /// What the operator decided about everybody.
    pub fn policy(&self) -> &SecondFactorPolicy {
        &self.kernel.settings.second_factor
    }

    /// What the operator decided about a user: as for everybody, and a second factor is required of those
    /// who are in one of the groups or have one of the roles of `second_factor.required_groups` and
    /// `second_factor.required_roles`.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn policy_for(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<SecondFactorPolicy> {
        let policy = *self.policy();
        if policy.mode != SecondFactorMode::Offered || !self.is_required_of(ctx, user_id).await? {
            return Ok(policy);
        }
        Ok(SecondFactorPolicy {
            mode: SecondFactorMode::Required,
            ..policy
        })
    }

    async fn is_required_of(&self, ctx: &OperationContext, user_id: &str) -> Result<bool> {
        let required = &self.kernel.settings.second_factor_required_of;
        if !required.groups.is_empty() {
            // Groups belong to no app, and no app has the empty name.
            let store = self.kernel.database.read();
            let held = store.held_access(user_id, "", ctx.now()).await?;
            if required.names_group(&held.groups) {
                return Ok(true);
            }
        }
        if required.roles.is_empty() {
            return Ok(false);
        }
        let configuration = self.kernel.configuration().await?;
        for client_id in required.roles.keys() {
            let Some(app) = configuration.client(client_id).await? else {
                continue;
            };
            let (kernel, client) = (&self.kernel, &app.client);
            let access = user_access(kernel, &configuration, client, user_id, ctx.now()).await?;
            if required.names_role(client_id, &access.roles) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the settings require a second factor of and nobody can be in or have, because there is no such
    /// group or role: for an operator, who mistyped it or has not made it yet.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn unknown_requirements(&self) -> Result<Vec<String>> {
        let required = &self.kernel.settings.second_factor_required_of;
        let mut unknown = Vec::new();
        for name in &required.groups {
            if self.kernel.database.read().group(name).await?.is_none() {
                unknown.push(format!(
                    "second_factor.required_groups: there is no group {name}"
                ));
            }
        }
        let configuration = self.kernel.configuration().await?;
        for (client_id, roles) in &required.roles {
            let app = configuration.client(client_id).await?;
            let missing = roles.iter().filter(|role| {
                let app = app.as_ref();
                app.is_none_or(|app| app.roles.get(role).is_none())
            });
            unknown.extend(missing.map(|role| {
                format!("second_factor.required_roles: there is no role {role} of {client_id}")
            }));
        }
        Ok(unknown)
    }
}
