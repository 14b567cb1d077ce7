//! Webhooks as a file declares them.

use super::{
    Webhooks,
    changes::{Addition, put},
    secrets::{Secrets, open},
};
use crate::{
    Result,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::{
    time::Lifetime,
    webhooks::{ROTATION_HOURS, declared::DeclaredWebhook},
};
use doorward_storage::StoredWebhook;

impl Webhooks {
    /// Makes a webhook what a file says. Without a secret the present one stays, and a new webhook gets
    /// one that nobody has seen; with another one, that of before is good for a day.
    ///
    /// # Errors
    /// `Input` where it cannot be as it is declared.
    pub async fn declare(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredWebhook,
        secret: Option<&str>,
    ) -> Result<Change> {
        let action = "webhook.applied";
        let chosen = secret.map(str::to_owned);
        let Some(known) = self.get(&declared.name).await? else {
            let addition = Addition {
                secret: chosen,
                action,
            };
            self.add_as(changes, declared.clone(), addition)?;
            return Ok(Change::Add);
        };
        let other = self.other_secret(&known, chosen)?;
        if known.declared() == *declared && other.is_none() {
            return Ok(Change::None);
        }
        self.check(declared)?;
        let mut webhook = known.declared_as(declared.clone());
        if let Some(present) = other {
            let before = open(&self.kernel, &webhook)?;
            let secrets = Secrets {
                present,
                previous: Some(before.present),
            };
            webhook.sealed_secrets = self.seal(&webhook.name, &secrets)?;
            let end = changes
                .context()
                .now()
                .plus(Lifetime::hours(ROTATION_HOURS));
            webhook.previous_secret_ends_at = Some(end);
        }
        put(changes, webhook, action);
        Ok(Change::Change)
    }

    /// Whether a file gives a webhook another secret than it has.
    ///
    /// # Errors
    /// `Input` where it is none of Standard Webhooks.
    pub async fn changes_secret(&self, name: &str, secret: Option<&str>) -> Result<bool> {
        let Some(known) = self.get(name).await? else {
            return Ok(false);
        };
        let other = self.other_secret(&known, secret.map(str::to_owned))?;
        Ok(other.is_some())
    }

    /// The secret that a file names, where it is not the present one.
    fn other_secret(
        &self,
        known: &StoredWebhook,
        chosen: Option<String>,
    ) -> Result<Option<String>> {
        let Some(chosen) = chosen else {
            return Ok(None);
        };
        let chosen = self.secret(Some(chosen))?;
        let present = open(&self.kernel, known)?.present;
        Ok(Some(chosen).filter(|chosen| *chosen != present))
    }
}
