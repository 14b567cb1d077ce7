//! Starts a session for a user who has just authenticated.

use super::{Sessions, account_group::Account};
use crate::{
    Result,
    audit::Record,
    context::{Actor, OperationContext},
};
use doorward_protocol::{
    secret::random_id,
    sessions::sso_session::{Authentication, EndReason, SsoSession},
    time::Timestamp,
};
use doorward_storage::{NewSession, Store, Unit};
use std::net::IpAddr;

/// How many characters of the `User-Agent` header are stored.
const MAX_USER_AGENT: usize = 300;

/// The device at which a user signs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Device<'a> {
    /// The `User-Agent` header.
    pub user_agent: &'a str,
    /// The address that the request came from.
    pub address: Option<IpAddr>,
}

/// A user who has just authenticated.
pub(crate) struct Authenticated<'a> {
    pub(crate) user_id: &'a str,
    /// The generation of the user when the credentials were read, before they were checked.
    pub(crate) generation: i64,
    pub(crate) authentication: Authentication,
    /// When the credentials were checked, here or by the identity provider.
    pub(crate) auth_time: Timestamp,
    /// The accounts that are signed in in this browser already.
    pub(crate) accounts: &'a [Account],
    pub(crate) device: Device<'a>,
    /// Whether the user asked to stay signed in.
    pub(crate) remembered: bool,
    /// The sign-in method, as the audit log names it.
    pub(crate) detail: &'a str,
}

impl Sessions {
    /// Starts a session, or renews the one that the same user has in this browser. `beside` puts the
    /// statements that start it, for the `sid` of the session, among those that are committed with
    /// them. `None` where the user was disabled, changed how they sign in, or ended all sessions
    /// since the credentials were read, and where a statement beside it fails: then nothing started.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn start(
        &self,
        ctx: &OperationContext,
        authenticated: &Authenticated<'_>,
        beside: impl Fn(&str, Unit) -> Result<Unit>,
    ) -> Result<Option<String>> {
        let ctx = &ctx.acting_as(Actor::User(authenticated.user_id.to_owned()));
        let mut sessions = authenticated
            .accounts
            .iter()
            .map(|account| &account.session);
        match sessions.find(|session| session.user_id == authenticated.user_id) {
            Some(own) => {
                let renew = beside(&own.sid, self.renew(ctx, authenticated, own))?;
                if self.commit_sign_in(ctx, authenticated, renew).await? {
                    return Ok(Some(own.sid.clone()));
                }
            }
            None if self.kernel.settings.accounts_per_browser <= 1 => {
                for account in authenticated.accounts {
                    self.end(ctx, account.session.reference(), EndReason::Replaced)
                        .await?;
                }
            }
            None => {}
        }
        let new = self.new_session(ctx, authenticated);
        let sid = new.session.sid.clone();
        let unit = beside(&sid, Store::start_session(&new))?;
        if !self.commit_sign_in(ctx, authenticated, unit).await? {
            tracing::warn!(
                "a sign-in was refused: the account changed while its credentials were verified"
            );
            return Ok(None);
        }
        self.end_oldest(ctx, authenticated.user_id).await?;
        Ok(Some(sid))
    }

    async fn commit_sign_in(
        &self,
        ctx: &OperationContext,
        authenticated: &Authenticated<'_>,
        unit: Unit,
    ) -> Result<bool> {
        let record = Record {
            action: "sign_in.succeeded",
            subject: Some(authenticated.user_id),
            client_id: None,
            detail: authenticated.detail,
        };
        self.kernel.database.commit(ctx, unit, &[record]).await
    }

    /// The same user signs in again: the session goes on under a new secret, and its `auth_time`
    /// never moves back.
    fn renew(
        &self,
        ctx: &OperationContext,
        authenticated: &Authenticated<'_>,
        session: &SsoSession,
    ) -> Unit {
        let renewed = SsoSession {
            auth_time: if session.auth_time.is_ahead_of(ctx.now()) {
                authenticated.auth_time
            } else {
                authenticated.auth_time.max(session.auth_time)
            },
            authentication: authenticated.authentication.clone(),
            generation: authenticated.generation,
            ..session.clone()
        };
        let refresh = Store::refresh_session_authentication(&renewed, ctx.now());
        if !self.is_remembered(authenticated) {
            return refresh;
        }
        let limits = self.kernel.settings.lifetimes.session;
        let expires_at = session.created_at.plus(limits.remembered_absolute);
        refresh.then(Store::remember_session(&session.sid, expires_at))
    }

    fn new_session(&self, ctx: &OperationContext, authenticated: &Authenticated<'_>) -> NewSession {
        let now = ctx.now();
        let remembered = self.is_remembered(authenticated);
        let longest = self
            .kernel
            .settings
            .lifetimes
            .session
            .max_lifetime(remembered);
        let device = authenticated.device;
        NewSession {
            session: SsoSession {
                // It begins with a letter, so that no command takes it for an option.
                sid: format!("s{}", random_id(self.kernel.entropy.as_ref(), 16)),
                user_id: authenticated.user_id.to_owned(),
                auth_time: authenticated.auth_time,
                authentication: authenticated.authentication.clone(),
                created_at: now,
                last_seen_at: now,
                expires_at: now.plus(longest),
                ended_at: None,
                remembered,
                generation: authenticated.generation,
            },
            user_agent: device
                .user_agent
                .chars()
                .filter(|c| !c.is_control())
                .take(MAX_USER_AGENT)
                .collect(),
            address: device
                .address
                .map(|address| address.to_canonical().to_string()),
        }
    }

    fn is_remembered(&self, authenticated: &Authenticated<'_>) -> bool {
        authenticated.remembered && self.kernel.settings.remembers
    }
}
