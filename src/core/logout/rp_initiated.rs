//! Requests to sign out (OpenID Connect RP-Initiated Logout), and the frames that tell clients
//! through the browser (OpenID Connect Front-Channel Logout).

use super::Logout;
use crate::{
    Configuration, Result,
    context::{Actor, OperationContext},
    kernel::Kernel,
    oauth::id_token_hint::{IdTokenHint, VerifiedHint},
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    logout::logout_request::{LogoutDecision, LogoutError, LogoutRequest, decide},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    sessions::sso_session::{EndReason, SsoSession},
};
use std::sync::Arc;

/// The answer to a logout request.
pub enum LogoutOutcome {
    /// The request is refused on a page, never by a redirect.
    Refused(LogoutError),
    /// The user must confirm.
    Confirm {
        /// The client that asks.
        client: Option<Arc<RegisteredClient>>,
        /// The session that would end.
        session: Option<Box<SsoSession>>,
    },
    /// The user is signed out, or was not signed in.
    Done {
        /// Where the browser goes on; none where this provider shows the result itself.
        redirect: Option<String>,
        /// The sessions that ended now, by `sid`.
        ended: Vec<String>,
        /// The front-channel logout URIs that the browser loads in frames (OpenID Connect
        /// Front-Channel Logout §3).
        frames: Vec<String>,
    },
}

/// What the user confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Nothing: the request comes for the first time.
    No,
    /// Sign-out of the account that they were asked about.
    This,
    /// Sign-out of every account in the browser.
    All,
}

/// How a logout request goes on.
pub(crate) enum LogoutPlan<'a> {
    /// It is answered, and no session ends.
    Answered(LogoutOutcome),
    /// These sessions end, and the browser goes on.
    End {
        sessions: Vec<&'a SsoSession>,
        /// Where the browser goes on; none where this provider shows the result itself.
        redirect: Option<String>,
    },
}

impl Logout {
    /// Decides what a logout request leads to. Nothing ends yet.
    pub(crate) async fn plan<'a>(
        &self,
        ctx: &OperationContext,
        parameters: &Parameters,
        browser: BrowserContext<'a>,
        confirmed: Confirmed,
    ) -> Result<LogoutPlan<'a>> {
        let configuration = self.kernel.configuration().await?;
        let text = parameters.get("id_token_hint");
        let hint = IdTokenHint::read(&self.kernel, ctx, &configuration, text)
            .await?
            .verified();
        let session = addressed_session(&self.kernel, hint.as_ref(), browser);
        let client = client_of(&configuration, parameters, hint.as_ref()).await?;
        let request = LogoutRequest {
            hint_sent: text.is_some(),
            hint: hint.as_ref().map(|verified| &verified.hint),
            client_id: parameters.get("client_id"),
            hint_is_of_user: session
                .zip(hint.as_ref())
                .is_some_and(|(session, hint)| hint.names_user(&self.kernel, &session.user_id)),
            registered_by_itself: client
                .as_ref()
                .is_some_and(|registered| registered.registered_by_itself),
            post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
        };
        let registered = client.as_ref().map(|registered| &registered.client);
        let sessions = match decide(&request, registered, session) {
            LogoutDecision::Refuse(error) => {
                return Ok(LogoutPlan::Answered(LogoutOutcome::Refused(error)));
            }
            LogoutDecision::Confirm if confirmed == Confirmed::No => {
                return Ok(LogoutPlan::Answered(LogoutOutcome::Confirm {
                    client,
                    session: session.map(|session| Box::new(session.clone())),
                }));
            }
            LogoutDecision::ShowResult => {
                return Ok(LogoutPlan::End {
                    sessions: Vec::new(),
                    redirect: None,
                });
            }
            LogoutDecision::NotSignedIn => Vec::new(),
            LogoutDecision::Confirm | LogoutDecision::SignOut if confirmed == Confirmed::All => {
                sessions_of(browser).collect()
            }
            LogoutDecision::Confirm | LogoutDecision::SignOut => session.into_iter().collect(),
        };
        let redirect = post_logout_redirect(parameters);
        Ok(LogoutPlan::End { sessions, redirect })
    }

    /// Ends a session at the request of its user.
    pub(crate) async fn end(&self, ctx: &OperationContext, session: &SsoSession) -> Result<()> {
        let ctx = &ctx.acting_as(Actor::User(session.user_id.clone()));
        self.sessions
            .end(ctx, session.reference(), EndReason::SignOut)
            .await?;
        Ok(())
    }

    /// The front-channel logout URIs of a session's clients, with `iss` and `sid` (OpenID Connect
    /// Front-Channel Logout §2).
    pub(crate) async fn front_channel_uris(&self, sid: &str) -> Result<Vec<String>> {
        let configuration = self.kernel.configuration().await?;
        let clients = self.kernel.database.read().session_clients(sid).await?;
        let parameters = [("iss", self.kernel.issuer()), ("sid", sid)];
        let mut uris = Vec::new();
        for client_id in &clients {
            let registered = configuration.client(client_id).await?;
            let enabled = registered.filter(|registered| !registered.disabled);
            let uri = enabled
                .as_ref()
                .and_then(|registered| registered.client.frontchannel_logout_uri.as_deref());
            uris.extend(uri.map(|uri| with_query(uri, parameters)));
        }
        Ok(uris)
    }
}

/// The client that a request names, by `client_id` or by its ID token hint.
async fn client_of(
    configuration: &Configuration,
    parameters: &Parameters,
    hint: Option<&VerifiedHint>,
) -> Result<Option<Arc<RegisteredClient>>> {
    let named = hint.map(|verified| verified.hint.client_id.as_str());
    let Some(client_id) = parameters.get("client_id").or(named) else {
        return Ok(None);
    };
    let registered = configuration.client(client_id).await?;
    Ok(registered.filter(|registered| !registered.disabled))
}

fn sessions_of(browser: BrowserContext<'_>) -> impl Iterator<Item = &SsoSession> {
    browser.accounts.iter().map(|account| &account.session)
}

/// The session that a request is about: of several accounts the one that the hint names, by its
/// session or else by its user; otherwise the one in use.
fn addressed_session<'a>(
    kernel: &Kernel,
    hint: Option<&VerifiedHint>,
    browser: BrowserContext<'a>,
) -> Option<&'a SsoSession> {
    let named = hint.and_then(|hint| {
        let by_session =
            sessions_of(browser).find(|session| hint.hint.sid.as_deref() == Some(&session.sid));
        by_session.or_else(|| {
            sessions_of(browser).find(|session| hint.names_user(kernel, &session.user_id))
        })
    });
    named
        .or(browser.session)
        .or_else(|| sessions_of(browser).next())
}

/// The registered URI with the `state` of the request (OpenID Connect RP-Initiated Logout §3).
fn post_logout_redirect(parameters: &Parameters) -> Option<String> {
    let uri = parameters.get("post_logout_redirect_uri")?;
    Some(parameters.get("state").map_or_else(
        || uri.to_owned(),
        |state| with_query(uri, [("state", state)]),
    ))
}
