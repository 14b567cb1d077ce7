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
    logout::{
        after_sign_out::AfterSignOut,
        logout_request::{
            LogoutDecision, LogoutFault, LogoutRequest, decide, fault, nearest_registered,
        },
    },
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    sessions::sso_session::{EndReason, SsoSession},
    text::noted,
};
use std::sync::Arc;

/// The answer to a logout request.
pub enum LogoutOutcome {
    /// The user must confirm.
    Confirm {
        /// What is wrong with the request, so that the user will stay here.
        fault: Option<LogoutFault>,
        /// The parameters of the request to confirm, encoded: without those that are wrong.
        request: String,
        /// The client that asks.
        client: Option<Arc<RegisteredClient>>,
        /// The session that would end.
        session: Option<Box<SsoSession>>,
    },
    /// The user is signed out, or was not signed in.
    Done {
        /// Where the browser goes on: first to the identity provider that a session came from.
        after: AfterSignOut,
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
        after: AfterSignOut,
    },
}

/// The line of the log about what costs a sign-out its way back.
fn log_fault(
    ctx: &OperationContext,
    parameters: &Parameters,
    registered: Option<&Arc<RegisteredClient>>,
    fault: LogoutFault,
) {
    let registered = registered.map(|registered| &registered.client);
    let client = registered.map(|client| client.client_id.as_str());
    let client = client.or_else(|| parameters.get("client_id"));
    let uri = post_logout_redirect_uri_of(parameters, fault);
    let nearest = registered
        .zip(uri)
        .and_then(|(client, uri)| nearest_registered(client, uri));
    tracing::info!(
        event = "end_session.refused",
        client = client.map(noted).unwrap_or_default(),
        reason = fault.reason(),
        address = ctx.address(),
        post_logout_redirect_uri = uri.map(noted),
        nearest_post_logout_redirect_uri = nearest.map(noted),
        "a sign-out goes on without the way back"
    );
}

/// The address that is not registered, where that is the fault.
fn post_logout_redirect_uri_of(parameters: &Parameters, fault: LogoutFault) -> Option<&str> {
    let is_about_it = matches!(
        fault,
        LogoutFault::RedirectUriUnregistered | LogoutFault::ClientMissing
    );
    parameters
        .get("post_logout_redirect_uri")
        .filter(|_| is_about_it)
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
        let asked = self.read(ctx, &configuration, parameters, browser).await?;
        let registered = asked.client.as_ref();
        let request = asked.request(parameters);
        let fault = if asked.unreadable {
            Some(LogoutFault::Unreadable)
        } else {
            fault(&request, registered.map(|registered| &registered.client))
        };
        if let (Some(fault), Confirmed::No) = (fault, confirmed) {
            log_fault(ctx, parameters, registered, fault);
        }
        let session = asked.session;
        let sessions = match decide(&request, fault, session) {
            LogoutDecision::Confirm if confirmed == Confirmed::No => {
                return Ok(LogoutPlan::Answered(LogoutOutcome::Confirm {
                    fault,
                    request: asked.to_confirm(parameters, fault),
                    session: session.map(|session| Box::new(session.clone())),
                    client: asked.client,
                }));
            }
            LogoutDecision::ShowResult => {
                let after = AfterSignOut {
                    redirect: None,
                    client_id: fault.and_then(|_| asked.declared_client()),
                };
                return Ok(LogoutPlan::End {
                    sessions: Vec::new(),
                    after,
                });
            }
            LogoutDecision::NotSignedIn => Vec::new(),
            LogoutDecision::Confirm | LogoutDecision::SignOut if confirmed == Confirmed::All => {
                sessions_of(browser).collect()
            }
            LogoutDecision::Confirm | LogoutDecision::SignOut => session.into_iter().collect(),
        };
        let redirect = post_logout_redirect(parameters).filter(|_| fault.is_none());
        let was_asked = confirmed != Confirmed::No;
        let stays = was_asked && redirect.is_none();
        let client_id = asked.declared_client().filter(|_| stays);
        let after = AfterSignOut {
            redirect,
            client_id,
        };
        Ok(LogoutPlan::End { sessions, after })
    }

    /// Reads what a logout request names. Nothing of one that is unreadable is believed.
    async fn read<'a>(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        parameters: &Parameters,
        browser: BrowserContext<'a>,
    ) -> Result<Asked<'a>> {
        let unreadable = parameters.has_repeated() || parameters.has_unusable();
        let text = parameters.get("id_token_hint").filter(|_| !unreadable);
        let hint = IdTokenHint::read(&self.kernel, ctx, configuration, text)
            .await?
            .verified();
        let session = addressed_session(&self.kernel, hint.as_ref(), browser);
        let client = if unreadable {
            None
        } else {
            client_of(configuration, parameters, hint.as_ref()).await?
        };
        let hint_is_of_user = session
            .zip(hint.as_ref())
            .is_some_and(|(session, hint)| hint.names_user(&self.kernel, &session.user_id));
        Ok(Asked {
            unreadable,
            hint,
            hint_is_of_user,
            session,
            client,
        })
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

/// What a logout request names.
struct Asked<'a> {
    unreadable: bool,
    hint: Option<VerifiedHint>,
    /// Whether the hint names the user of the session.
    hint_is_of_user: bool,
    session: Option<&'a SsoSession>,
    client: Option<Arc<RegisteredClient>>,
}

impl Asked<'_> {
    /// The request, as the rule takes it.
    fn request<'a>(&'a self, parameters: &'a Parameters) -> LogoutRequest<'a> {
        let registered = self.client.as_ref();
        LogoutRequest {
            hint_sent: parameters.get("id_token_hint").is_some(),
            hint: self.hint.as_ref().map(|verified| &verified.hint),
            client_id: parameters.get("client_id"),
            hint_is_of_user: self.hint_is_of_user,
            registered_by_itself: registered
                .is_some_and(|registered| registered.registered_by_itself),
            post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
        }
    }

    /// The request that the user confirms, encoded. Of one that is wrong it keeps who is asked
    /// about and who asks: a hint that is none may be anything, a secret too.
    fn to_confirm(&self, parameters: &Parameters, fault: Option<LogoutFault>) -> String {
        if fault.is_none() {
            return parameters.encode();
        }
        let client = self.client.as_ref();
        let client_id = client.map(|registered| registered.client.client_id.as_str());
        let hint = parameters.get("id_token_hint");
        let hint = hint.filter(|_| self.hint.is_some());
        let kept = [("client_id", client_id), ("id_token_hint", hint)];
        let kept = kept
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// The client that asks, where an administrator vouches for its name and its address.
    fn declared_client(&self) -> Option<String> {
        let declared = self
            .client
            .as_ref()
            .filter(|registered| !registered.registered_by_itself);
        declared.map(|registered| registered.client.client_id.clone())
    }
}

/// The client that a request names, by its ID token hint or else by `client_id`.
pub(super) async fn client_of(
    configuration: &Configuration,
    parameters: &Parameters,
    hint: Option<&VerifiedHint>,
) -> Result<Option<Arc<RegisteredClient>>> {
    let named = hint.map(|verified| verified.hint.client_id.as_str());
    let Some(client_id) = named.or_else(|| parameters.get("client_id")) else {
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
