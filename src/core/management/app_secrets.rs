//! The secrets of apps, as callers of the management API see and change them.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::clients::{ExpiringSecret, KnownSecret, MadeSecret, SecretProblem, WantedSecret};
use doorward_protocol::{
    management::{Permission, Resource},
    secret::Secret,
    time::{Lifetime, Timestamp},
};

const WRITE: Permission = Permission::write(Resource::Apps);

/// How long before the end of a secret an administrator is told.
const SOON: Lifetime = Lifetime::days(14);

/// How many secrets an administrator is told of at once.
const MAX_TOLD: i64 = 20;

impl Management {
    /// The secrets of an app, the newest first.
    ///
    /// # Errors
    /// `NotFound`; `Failed` where the database is unavailable.
    pub async fn app_secrets(&self, client_id: &str) -> ManagementOutcome<Vec<KnownSecret>> {
        let app = self.app(client_id).await?;
        Ok(self.clients.secrets(&app.client.client_id).await?)
    }

    /// Makes a further secret for an app, which is shown this once.
    ///
    /// # Errors
    /// `NotFound`, `BeyondPowers`; `Conflict` where the app has two live secrets; `Invalid`.
    pub async fn add_app_secret(
        &self,
        caller: &Caller,
        client_id: &str,
        wanted: WantedSecret,
    ) -> ManagementOutcome<MadeSecret> {
        self.app_in_reach(caller, client_id).await?;
        let ctx = caller.ctx_of_app(WRITE, client_id);
        let made = self.clients.add_secret(&ctx, client_id, wanted).await;
        self.outcome_of_app(caller, client_id, made)
            .await?
            .map_err(refused)
    }

    /// Gives an app a new secret in the place of every other, which is shown this once.
    ///
    /// # Errors
    /// `NotFound`, `BeyondPowers`; `Invalid` where the app needs no secret.
    pub async fn rotate_app_secret(
        &self,
        caller: &Caller,
        client_id: &str,
    ) -> ManagementOutcome<Secret> {
        self.app_in_reach(caller, client_id).await?;
        let ctx = caller.ctx_of_app(WRITE, client_id);
        let made = self.clients.new_secret(&ctx, client_id).await;
        self.outcome_of_app(caller, client_id, made).await
    }

    /// What came of a change of an app. Where its owner is none any more, there is no such app for them.
    async fn outcome_of_app<T>(
        &self,
        caller: &Caller,
        client_id: &str,
        outcome: crate::Result<T>,
    ) -> ManagementOutcome<T> {
        if outcome.is_err() && caller.acts_as_owner(WRITE, client_id) {
            let store = self.kernel.database.read();
            let owned = match caller.ctx.actor().id() {
                Some(user_id) => store.apps_owned_by(user_id).await?,
                None => Vec::new(),
            };
            if !owned.iter().any(|own| own == client_id) {
                return Err(ManagementError::NotFound(format!("app {client_id}")));
            }
        }
        Ok(outcome?)
    }

    /// Revokes a secret of an app.
    ///
    /// # Errors
    /// `NotFound`, `BeyondPowers`; `Conflict` where it is the last one of an app that needs one.
    pub async fn revoke_app_secret(
        &self,
        caller: &Caller,
        client_id: &str,
        number: i64,
    ) -> ManagementOutcome<()> {
        self.app_in_reach(caller, client_id).await?;
        let ctx = caller.ctx_of_app(WRITE, client_id);
        let revoked = self.clients.revoke_secret(&ctx, client_id, number).await;
        self.outcome_of_app(caller, client_id, revoked)
            .await?
            .map_err(refused)
    }

    /// The secrets of apps that stop working in the next days, the first one first.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn expiring_secrets(&self, now: Timestamp) -> ManagementOutcome<Vec<ExpiringSecret>> {
        let until = now.plus(SOON);
        Ok(self.clients.expiring_secrets(now, until, MAX_TOLD).await?)
    }
}

fn refused(problem: SecretProblem) -> ManagementError {
    let text = problem.to_string();
    match problem {
        SecretProblem::TooMany | SecretProblem::Last | SecretProblem::Repeated => {
            ManagementError::Conflict(text)
        }
        SecretProblem::Unknown => ManagementError::NotFound("such secret".into()),
        SecretProblem::NeedsNone => ManagementError::invalid(text),
        SecretProblem::ExpiredAlready => ManagementError::field("/expires_at", text),
        SecretProblem::BadDescription => ManagementError::field("/description", text),
    }
}
