//! Requests to sign out (OpenID Connect RP-Initiated Logout), and the frames that tell clients
//! through the browser (OpenID Connect Front-Channel Logout).

use super::Logout;
use crate::{
    Configuration, Result,
    context::{Actor, OperationContext},
    kernel::Kernel,
    oauth::id_token_hint::names_user,
    sessions::browser_context::BrowserContext,
};
use doorward_protocol::{
    clients::client::RegisteredClient,
    logout::logout_request::{LogoutDecision, LogoutError, LogoutRequest, decide},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    oidc::id_token::Hint,
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
        let hint = self.id_token_hint(ctx, &configuration, parameters);
        let session = addressed_session(&self.kernel, &configuration, hint.as_ref(), browser);
        let client = client_of(&configuration, parameters, hint.as_ref());
        let request = LogoutRequest {
            hint_sent: parameters.get("id_token_hint").is_some(),
            hint: hint.as_ref(),
            client_id: parameters.get("client_id"),
            hint_is_of_user: session.zip(hint.as_ref()).is_some_and(|(session, hint)| {
                names_user(&self.kernel, &configuration, hint, &session.user_id)
            }),
            post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
        };
        let registered = client.map(|registered| &registered.client);
        let sessions = match decide(&request, registered, session) {
            LogoutDecision::Refuse(error) => {
                return Ok(LogoutPlan::Answered(LogoutOutcome::Refused(error)));
            }
            LogoutDecision::Confirm if confirmed == Confirmed::No => {
                return Ok(LogoutPlan::Answered(LogoutOutcome::Confirm {
                    client: client.map(Arc::clone),
                    session: session.map(|session| Box::new(session.clone())),
                }));
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

    /// The ID token hint, where it is a valid ID token of this issuer.
    fn id_token_hint(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        parameters: &Parameters,
    ) -> Option<Hint> {
        let text = parameters.get("id_token_hint")?;
        let (typ, claims) = configuration.keyring.verify(text, ctx.now())?;
        Hint::from_claims(typ.as_deref(), &claims, self.kernel.issuer())
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
        let registered = clients
            .iter()
            .filter_map(|client_id| configuration.client(client_id))
            .filter(|registered| !registered.disabled);
        let uris = registered
            .filter_map(|registered| registered.client.frontchannel_logout_uri.as_deref());
        let parameters = [("iss", self.kernel.issuer()), ("sid", sid)];
        Ok(uris.map(|uri| with_query(uri, parameters)).collect())
    }
}

/// The client that a request names, by `client_id` or by its ID token hint.
fn client_of<'a>(
    configuration: &'a Configuration,
    parameters: &Parameters,
    hint: Option<&Hint>,
) -> Option<&'a Arc<RegisteredClient>> {
    let client_id = parameters
        .get("client_id")
        .or(hint.map(|hint| hint.client_id.as_str()))?;
    configuration
        .client(client_id)
        .filter(|registered| !registered.disabled)
}

fn sessions_of(browser: BrowserContext<'_>) -> impl Iterator<Item = &SsoSession> {
    browser.accounts.iter().map(|account| &account.session)
}

/// The session that a request is about: of several accounts the one that the hint names, by its
/// session or else by its user; otherwise the one in use.
fn addressed_session<'a>(
    kernel: &Kernel,
    configuration: &Configuration,
    hint: Option<&Hint>,
    browser: BrowserContext<'a>,
) -> Option<&'a SsoSession> {
    let named = hint.and_then(|hint| {
        let by_session =
            sessions_of(browser).find(|session| hint.sid.as_deref() == Some(&session.sid));
        by_session.or_else(|| {
            sessions_of(browser)
                .find(|session| names_user(kernel, configuration, hint, &session.user_id))
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
