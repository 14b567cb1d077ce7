//! Targets as a file declares them.

use super::{
    ScimTargets,
    changes::{put, require_token},
    token,
};
use crate::{
    Error, Result,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::scim_targets::declared::{DeclaredScimTarget, check_token};
use doorward_storage::StoredScimTarget;

impl ScimTargets {
    /// Makes a target what a file says. Without a token the present one stays.
    ///
    /// # Errors
    /// `Input` where it cannot be as it is declared, and where a new target has no token.
    pub async fn declare(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredScimTarget,
        chosen: Option<&str>,
    ) -> Result<Change> {
        let action = "scim_target.applied";
        let Some(known) = self.get(&declared.name).await? else {
            let missing = || Error::Input("token is missing".into());
            let chosen = chosen.ok_or_else(missing)?;
            self.add_as(changes, declared.clone(), chosen, action)
                .await?;
            return Ok(Change::Add);
        };
        let other = self.other_token(&known, chosen)?;
        let before = known.declared();
        if before == *declared && other.is_none() {
            return Ok(Change::None);
        }
        self.check_all(changes, declared).await?;
        require_token(&before, declared, chosen)?;
        // Nothing is known of who has which account in another app.
        let moves = before.url != declared.url || before.app != declared.app;
        let mut target = known.declared_as(declared.clone());
        if let Some(other) = other {
            target.sealed_token = token::seal(&self.kernel, &target.name, other)?;
        }
        put(changes, target, moves, action);
        Ok(Change::Change)
    }

    /// Whether a file gives a target another token than it has.
    ///
    /// # Errors
    /// `Input` where it cannot be sent as a bearer token.
    pub async fn changes_token(&self, name: &str, chosen: Option<&str>) -> Result<bool> {
        let Some(known) = self.get(name).await? else {
            return Ok(false);
        };
        Ok(self.other_token(&known, chosen)?.is_some())
    }

    /// The token that a file names, where it is not the present one.
    fn other_token<'t>(
        &self,
        known: &StoredScimTarget,
        chosen: Option<&'t str>,
    ) -> Result<Option<&'t str>> {
        let Some(chosen) = chosen else {
            return Ok(None);
        };
        check_token(chosen).map_err(Error::Input)?;
        let present = token::open(&self.kernel, known)?;
        Ok(Some(chosen).filter(|chosen| *chosen != present))
    }
}
