//! A user asks for a role.

use super::{AccessRequest, AccessRequests, RoleOfApp, record::record};
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    access::requests::{LIFETIME, MAX_OPEN, RequestProblem, Wish, check_request},
    secret::ordered_id,
    sessions::sso_session::SsoSession,
    time::Lifetime,
};
use doorward_storage::{NewAccessRequest, RequestLimits, Store};

/// How many roles a user may ask for within a day: each request is told to those who decide.
const MAX_A_DAY: i64 = 20;

/// Why a role was not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskProblem {
    /// Something is wrong with what was asked for.
    Request(RequestProblem),
    /// A request of the user for this role waits already.
    WaitsAlready,
    /// Too many requests of the user wait, or they asked too often today.
    TooMany,
    /// The roles of the app changed at the same time.
    Changed,
}

impl AccessRequests {
    /// Asks for a role for the user of a session, and tells those who decide.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn ask(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        role: RoleOfApp<'_>,
        wish: Wish<'_>,
    ) -> Result<std::result::Result<AccessRequest, AskProblem>> {
        let asked = self.try_to_ask(ctx, session, role, wish).await?;
        if let Err(problem) = &asked {
            let (app, role) = (role.client_id, role.name);
            tracing::info!(?problem, app, role, "a role was not asked for");
        }
        Ok(asked)
    }

    async fn try_to_ask(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        role: RoleOfApp<'_>,
        wish: Wish<'_>,
    ) -> Result<std::result::Result<AccessRequest, AskProblem>> {
        let (now, user_id) = (ctx.now(), session.user_id.as_str());
        let unknown = Err(AskProblem::Request(RequestProblem::NotRequestable));
        let configuration = self.kernel.configuration().await?;
        let store = self.kernel.database.read();
        let Some(registered) = store.client(role.client_id).await? else {
            return Ok(unknown);
        };
        let access = self
            .access_of(&configuration, &registered, session, now)
            .await?;
        let (Some(access), Some(known)) = (access, registered.roles.get(role.name)) else {
            return Ok(unknown);
        };
        let has_role = access.roles.iter().any(|name| name == role.name);
        if let Err(problem) = check_request(known, has_role, wish, now) {
            return Ok(Err(AskProblem::Request(problem)));
        }
        let id = ordered_id(self.kernel.entropy.as_ref(), now);
        let new = NewAccessRequest {
            id: &id,
            user_id,
            role,
            roles_version: registered.roles_version,
            reason: wish.reason.trim(),
            wished_end: wish.end,
            requested_at: now,
            expires_at: now.plus(LIFETIME),
        };
        let asked = AccessRequest::from(&new);
        let limits = RequestLimits {
            open: MAX_OPEN,
            lately: MAX_A_DAY,
            since: now.minus(Lifetime::days(1)),
        };
        let unit = Store::add_access_request(&new, limits)
            .then(Store::require_live_session(session.reference()));
        let unit = unit.then(self.tell_those_who_decide(ctx, &asked, &registered).await?);
        let records = [record("access_request.created", &asked)];
        if self.kernel.database.commit(ctx, unit, &records).await? {
            self.outbox.notify();
            return Ok(Ok(asked));
        }
        self.why_not(session, role, ctx).await.map(Err)
    }

    /// Why a request was not stored.
    async fn why_not(
        &self,
        session: &SsoSession,
        role: RoleOfApp<'_>,
        ctx: &OperationContext,
    ) -> Result<AskProblem> {
        let waiting = self.waiting(session, ctx.now()).await?;
        if waiting.iter().any(|open| open.role_of_app() == role) {
            return Ok(AskProblem::WaitsAlready);
        }
        let store = self.kernel.database.read();
        let app = store.client(role.client_id).await?;
        let known = app.and_then(|app| app.roles.get(role.name).cloned());
        let is_requestable = known.is_some_and(|known| known.requestable);
        let lately = self.of_user(&session.user_id).await?;
        let since = ctx.now().minus(Lifetime::days(1));
        let lately = lately.iter().filter(|one| one.requested_at > since).count();
        let is_full = |count: usize, max: i64| i64::try_from(count).is_ok_and(|n| n >= max);
        if is_requestable && (is_full(waiting.len(), MAX_OPEN) || is_full(lately, MAX_A_DAY)) {
            return Ok(AskProblem::TooMany);
        }
        Ok(AskProblem::Changed)
    }
}
