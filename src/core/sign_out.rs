//! Sign-out at the request of a client or of the user, here and at the identity provider that a
//! session came from.

use crate::{
    Result,
    context::OperationContext,
    federation::Federation,
    logout::{Confirmed, Logout, LogoutOutcome, LogoutPlan},
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::oauth::authorization_request::Parameters;
use std::sync::Arc;

/// Sign-out here, then at the identity providers that the sessions came from.
pub struct SignOut {
    logout: Arc<Logout>,
    federation: Arc<Federation>,
}

impl SignOut {
    pub(crate) const fn new(logout: Arc<Logout>, federation: Arc<Federation>) -> Self {
        Self { logout, federation }
    }

    /// Answers a logout request (OpenID Connect RP-Initiated Logout §2), and ends the sessions that
    /// it leads to. Where a session began at an identity provider that can be signed out of, the
    /// browser goes there first.
    ///
    /// # Errors
    /// `Unavailable` where the database does not answer.
    pub async fn answer(
        &self,
        ctx: &OperationContext,
        parameters: &Parameters,
        browser: BrowserContext<'_>,
        confirmed: Confirmed,
    ) -> Result<LogoutOutcome> {
        let logout = &self.logout;
        let (sessions, mut after) = match logout.plan(ctx, parameters, browser, confirmed).await? {
            LogoutPlan::Answered(outcome) => return Ok(outcome),
            LogoutPlan::End { sessions, after } => (sessions, after),
        };
        let (mut frames, mut ended) = (Vec::new(), Vec::new());
        for session in sessions {
            let sid = &session.sid;
            frames.extend(logout.front_channel_uris(sid).await?);
            let upstream = self
                .federation
                .begin_upstream_logout(ctx, sid, browser.browser, after.clone())
                .await?;
            logout.end(ctx, session).await?;
            ended.push(sid.clone());
            // Of several identity providers each leads to the one before it.
            after.redirect = upstream.or(after.redirect);
        }
        Ok(LogoutOutcome::Done {
            after,
            ended,
            frames,
        })
    }
}
