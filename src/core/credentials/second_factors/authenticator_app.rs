//! Authenticator apps: set up in a session or within a sign-in, and removed.
//!
//! A key that is not confirmed yet is stored nowhere: it travels sealed through the browser.

use super::{
    Owner, SecondFactors,
    second_step::{Given, SecondStepOutcome, TicketHolder},
};
use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    mail::{FactorChange, FactorKind as Told},
    sealing::Purpose,
};
use doorward_adapters::authenticator_app::{AppAccount, AppKey};
use doorward_protocol::{
    credentials::{
        one_time_code::{TypedCode, read_code},
        second_factor::{FactorKind, SecondFactorMode, with_second_factor},
    },
    secret::Secret,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{AuthenticatorApp, Store, Unit, User};
use serde::{Deserialize, Serialize};

/// What a key on its way to an app is sealed for.
const PURPOSE: &str = "key of an authenticator app";
/// How long the setup may take.
const LIFETIME: Lifetime = Lifetime::minutes(15);

/// What the user is told. Recovery codes that come with the app are not told by themselves.
const ADDED: [FactorChange; 1] = [FactorChange::Added(Told::AuthenticatorApp)];

/// A key on its way to an app.
#[derive(Serialize, Deserialize)]
struct SealedKey {
    user_id: String,
    key: Vec<u8>,
    expires_at: Timestamp,
}

/// What a page shows so that an app gets its key.
pub struct AppSetUp {
    /// The field that brings the key back.
    pub sealed: Secret,
    /// The key as a QR code: an SVG element.
    pub qr_code: String,
    /// The key as text, in groups.
    pub key: String,
    /// The address that opens an app on the same device.
    pub address: String,
}

/// The outcome of a setup.
pub enum SetUpOutcome<T> {
    /// The app is set up. These are the recovery codes, where the user had none: they are shown once.
    Done {
        /// What the setup led to, such as the sign-in that it was a step of; nothing on the account page.
        done: T,
        /// New recovery codes, in groups.
        recovery_codes: Option<Vec<String>>,
    },
    /// The code is not the one that the app shows.
    Wrong,
    /// The setup took too long, or the account changed meanwhile: it begins again.
    Over,
}

/// A key that an app has shown a code for.
struct Confirmed {
    recovery_codes: Option<Vec<String>>,
    unit: Unit,
}

impl SecondFactors {
    /// Begins to set up an authenticator app. Nothing is stored.
    ///
    /// # Errors
    /// `Input` where second factors are off.
    pub fn begin_app(
        &self,
        ctx: &OperationContext,
        user: &User,
        browser: &Secret,
    ) -> Result<AppSetUp> {
        self.app_with(
            ctx,
            user,
            browser,
            &AppKey::generate(self.kernel.entropy.as_ref()),
        )
    }

    /// The same key again, for a page that is shown again. `None` where it took too long.
    ///
    /// # Errors
    /// As [`SecondFactors::begin_app`].
    pub fn same_app(
        &self,
        ctx: &OperationContext,
        user: &User,
        browser: &Secret,
        sealed: &Secret,
    ) -> Result<Option<AppSetUp>> {
        match self.opened(ctx, &user.id, browser, sealed) {
            Some(key) => self.app_with(ctx, user, browser, &key).map(Some),
            None => Ok(None),
        }
    }

    fn app_with(
        &self,
        ctx: &OperationContext,
        user: &User,
        browser: &Secret,
        key: &AppKey,
    ) -> Result<AppSetUp> {
        if self.policy().mode == SecondFactorMode::Off {
            return Err(Error::Input("second factors are off".into()));
        }
        let account = AppAccount {
            provider: &self.kernel.provider_name(),
            account: user.label(),
        };
        let shown = |result: std::result::Result<String, _>| {
            result.map_err(|error: doorward_adapters::authenticator_app::AppError| {
                Error::Internal(error.to_string())
            })
        };
        let sealed = SealedKey {
            user_id: user.id.clone(),
            key: key.as_bytes().to_vec(),
            expires_at: ctx.now().plus(LIFETIME),
        };
        Ok(AppSetUp {
            sealed: self.kernel.seal_for_browser(PURPOSE, browser, &sealed)?,
            qr_code: shown(key.qr_code(&account))?,
            address: shown(key.address(&account))?,
            key: key.text(),
        })
    }

    fn opened(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        browser: &Secret,
        sealed: &Secret,
    ) -> Option<AppKey> {
        let sealed: SealedKey = self.kernel.open_for_browser(PURPOSE, browser, sealed)?;
        let is_good =
            sealed.user_id == user_id && sealed.expires_at.ends_a_valid(LIFETIME, ctx.now());
        is_good.then(|| AppKey::from_bytes(sealed.key))
    }

    /// Confirms the app of a user by a code that it shows, in a session of theirs. Every other session
    /// ends.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn confirm_app(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        browser: &Secret,
        confirmation: AppConfirmation<'_>,
    ) -> Result<SetUpOutcome<()>> {
        let user_id = session.user_id.as_str();
        let confirmed = match self.confirmed(ctx, user_id, browser, confirmation).await? {
            SetUpOutcome::Done { done, .. } => done,
            SetUpOutcome::Wrong => return Ok(SetUpOutcome::Wrong),
            SetUpOutcome::Over => return Ok(SetUpOutcome::Over),
        };
        // The session goes on in the generation that begins now, and the app has just shown a code.
        let stronger = SsoSession {
            authentication: with_second_factor(
                &session.authentication,
                FactorKind::AuthenticatorApp,
            ),
            generation: session.generation + 1,
            ..session.clone()
        };
        let unit = self
            .changed_factors(ctx, Owner::of(session), &ADDED)
            .await?
            .then(confirmed.unit)
            .then(Store::refresh_session_authentication(&stronger, ctx.now()));
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Ok(SetUpOutcome::Over);
        }
        self.carry_out_change(ctx, user_id).await?;
        Ok(SetUpOutcome::Done {
            done: (),
            recovery_codes: confirmed.recovery_codes,
        })
    }

    /// Confirms the app of a user who is signing in, and starts their session. Every other session
    /// ends.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn confirm_app_at_sign_in(
        &self,
        ctx: &OperationContext,
        holder: TicketHolder<'_>,
        confirmation: AppConfirmation<'_>,
    ) -> Result<SetUpOutcome<SecondStepOutcome>> {
        let opened = self.open(ctx, holder.ticket, holder.browser).await?;
        let Some((ticket, _)) = opened.filter(|(ticket, _)| ticket.set_up_until.is_some()) else {
            return Ok(SetUpOutcome::Over);
        };
        let user_id = ticket.user_id.clone();
        let ctx = &ctx.acting_as(Actor::User(user_id.clone()));
        let browser = holder.browser;
        let confirmed = match self.confirmed(ctx, &user_id, browser, confirmation).await? {
            SetUpOutcome::Done { done, .. } => done,
            SetUpOutcome::Wrong => return Ok(SetUpOutcome::Wrong),
            SetUpOutcome::Over => return Ok(SetUpOutcome::Over),
        };
        let unit = self
            .changed_factors(ctx, Owner::alone(&user_id), &ADDED)
            .await?
            .then(confirmed.unit);
        let given = Given {
            kind: Some(FactorKind::AuthenticatorApp),
            raised: true,
            trust: None,
            beside: unit,
        };
        let Some(completed) = self.start(ctx, holder, ticket, given).await? else {
            return Ok(SetUpOutcome::Over);
        };
        self.carry_out_change(ctx, &user_id).await?;
        Ok(SetUpOutcome::Done {
            done: SecondStepOutcome::SignedIn(Box::new(completed)),
            recovery_codes: confirmed.recovery_codes,
        })
    }

    /// The statements that give the user their app, where the code is the one that it shows.
    async fn confirmed(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        browser: &Secret,
        confirmation: AppConfirmation<'_>,
    ) -> Result<SetUpOutcome<Confirmed>> {
        let Some(key) = self.opened(ctx, user_id, browser, confirmation.sealed) else {
            return Ok(SetUpOutcome::Over);
        };
        let now = ctx.now();
        let step = match read_code(confirmation.code) {
            TypedCode::App(code) => key.step_of(&code, now),
            TypedCode::Recovery(_) | TypedCode::Neither => None,
        };
        let Some(last_step) = step else {
            return Ok(SetUpOutcome::Wrong);
        };
        let owned = self.of_user(user_id).await?;
        let row = [user_id];
        let place = Purpose::AuthenticatorApp.at(&row);
        let app = AuthenticatorApp {
            user_id: user_id.to_owned(),
            sealed_secret: self.kernel.sealing.seal(place, key.as_bytes())?,
            last_step,
            created_at: now,
            last_used_at: None,
        };
        let record = Record {
            action: "second_factor.added",
            subject: Some(user_id),
            client_id: None,
            detail: FactorKind::AuthenticatorApp.as_str(),
        };
        let mut unit =
            Store::add_authenticator_app(&app).then(self.kernel.database.record(ctx, &record));
        let mut recovery_codes = None;
        if owned.recovery_codes == 0 {
            let codes = self.new_codes(ctx, user_id);
            unit = unit.then(codes.unit);
            recovery_codes = Some(codes.shown);
        }
        let confirmed = Confirmed {
            recovery_codes,
            unit,
        };
        Ok(SetUpOutcome::Done {
            done: confirmed,
            recovery_codes: None,
        })
    }

    /// Takes the app of a user away. Every other session ends. `false` where there is none.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_app(&self, ctx: &OperationContext, session: &SsoSession) -> Result<bool> {
        let user_id = session.user_id.as_str();
        let record = Record {
            action: "second_factor.removed",
            subject: Some(user_id),
            client_id: None,
            detail: FactorKind::AuthenticatorApp.as_str(),
        };
        let removed = [FactorChange::Removed(Told::AuthenticatorApp)];
        let unit = self
            .changed_factors(ctx, Owner::of(session), &removed)
            .await?
            .then(Store::remove_authenticator_app(user_id))
            .then(Store::forget_recovery_codes_without_factor(user_id));
        let is_removed = self.kernel.database.commit(ctx, unit, &[record]).await?;
        if is_removed {
            self.carry_out_change(ctx, user_id).await?;
        }
        Ok(is_removed)
    }
}

/// What confirms an app.
#[derive(Clone, Copy)]
pub struct AppConfirmation<'a> {
    /// The key, as the page brought it back.
    pub sealed: &'a Secret,
    /// The code that the app shows.
    pub code: &'a str,
}
