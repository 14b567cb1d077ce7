//! RP-initiated logout.

pub mod global_token_revocation;
pub mod logout_notices;

use crate::context::{Actor, OperationContext};
use crate::{
    Configuration, Provider, Result, federation, oauth::id_token_hint::names_user,
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

/// What comes of a logout request.
pub enum Outcome {
    /// Refused, on a page.
    Refused(LogoutError),
    /// To be confirmed by the user.
    Confirm {
        /// The app that asks.
        client: Option<Arc<RegisteredClient>>,
        /// The session that would end.
        session: Option<Box<SsoSession>>,
    },
    /// Signed out, or nobody was there: the browser goes on.
    Done {
        /// To the app, if it asked; otherwise the page that says so.
        redirect: Option<String>,
        /// The sessions that ended now.
        ended: Vec<String>,
        /// What the browser is to load for each app that wants to hear of it through the browser
        /// (OpenID Connect Front-Channel Logout §3).
        frames: Vec<String>,
    },
}

/// What the user said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Nothing yet.
    No,
    /// That they sign out of the account that was asked about.
    This,
    /// That they sign out of every account in this browser.
    All,
}

/// Answers a logout request.
///
/// # Errors
/// Where the store is away.
pub async fn logout(
    provider: &Provider,
    ctx: &OperationContext,
    parameters: &Parameters,
    visitor: BrowserContext<'_>,
    confirmed: Confirmed,
) -> Result<Outcome> {
    let configuration = provider.configuration().await?;
    let hint_text = parameters.get("id_token_hint");
    let hint = hint_text.and_then(|text| {
        let (typ, claims) = configuration.keyring.verify(text, ctx.now())?;
        Hint::from_claims(typ.as_deref(), &claims, provider.issuer())
    });
    let session = meant(provider, &configuration, hint.as_ref(), visitor);
    let client_id = parameters
        .get("client_id")
        .or(hint.as_ref().map(|hint| hint.client_id.as_str()));
    let client = client_id
        .and_then(|client_id| configuration.client(client_id))
        .filter(|registered| !registered.disabled);
    let request = LogoutRequest {
        hint_sent: hint_text.is_some(),
        hint: hint.as_ref(),
        client_id: parameters.get("client_id"),
        hint_is_of_user: session.is_some_and(|session| {
            hint.as_ref()
                .is_some_and(|hint| names_user(provider, &configuration, hint, &session.user_id))
        }),
        post_logout_redirect_uri: parameters.get("post_logout_redirect_uri"),
    };
    match decide(
        &request,
        client.map(|registered| &registered.client),
        session,
    ) {
        LogoutDecision::Refuse(error) => Ok(Outcome::Refused(error)),
        LogoutDecision::Confirm if confirmed == Confirmed::No => Ok(Outcome::Confirm {
            client: client.map(Arc::clone),
            session: session.map(|session| Box::new(session.clone())),
        }),
        LogoutDecision::NobodyThere => Ok(Outcome::Done {
            redirect: redirect(parameters),
            ended: Vec::new(),
            frames: Vec::new(),
        }),
        LogoutDecision::Confirm | LogoutDecision::SignOut => {
            let (mut frames, mut redirect, mut ended) =
                (Vec::new(), redirect(parameters), Vec::new());
            let all = visitor.accounts.iter().map(|account| &account.session);
            let which: Vec<&SsoSession> = if confirmed == Confirmed::All {
                all.collect()
            } else {
                session.into_iter().collect()
            };
            for session in which {
                frames.extend(front_channel(provider, &configuration, &session.sid).await?);
                let farewell = federation::farewell(
                    provider,
                    ctx,
                    &session.sid,
                    visitor.browser,
                    redirect.clone(),
                )
                .await?;
                let ctx = &ctx.acting_as(Actor::User(session.user_id.clone()));
                provider
                    .sessions()
                    .end(ctx, session.reference(), EndReason::SignOut)
                    .await?;
                ended.push(session.sid.clone());
                redirect = farewell.or(redirect);
            }
            Ok(Outcome::Done {
                redirect,
                ended,
                frames,
            })
        }
    }
}

/// Of several accounts the one that the hint names, by its session or else by its user; otherwise
/// the one in use.
fn meant<'a>(
    provider: &Provider,
    configuration: &Configuration,
    hint: Option<&Hint>,
    visitor: BrowserContext<'a>,
) -> Option<&'a SsoSession> {
    let sessions = || visitor.accounts.iter().map(|account| &account.session);
    let named = hint.and_then(|hint| {
        let by_session = sessions().find(|session| hint.sid.as_deref() == Some(&session.sid));
        by_session.or_else(|| {
            sessions().find(|session| names_user(provider, configuration, hint, &session.user_id))
        })
    });
    named.or(visitor.session).or_else(|| sessions().next())
}

/// The front-channel logout URIs of a session's clients, with `iss` and `sid` (OpenID Connect
/// Front-Channel Logout §2).
async fn front_channel(
    provider: &Provider,
    configuration: &Configuration,
    sid: &str,
) -> Result<Vec<String>> {
    let clients = provider.store.session_clients(sid).await?;
    let registered = clients
        .iter()
        .filter_map(|client_id| configuration.client(client_id))
        .filter(|registered| !registered.disabled);
    let uris =
        registered.filter_map(|registered| registered.client.frontchannel_logout_uri.as_deref());
    Ok(uris
        .map(|uri| with_query(uri, [("iss", provider.issuer()), ("sid", sid)]))
        .collect())
}

/// The proven URI with the app's `state` (OpenID Connect RP-Initiated Logout §3).
fn redirect(parameters: &Parameters) -> Option<String> {
    let uri = parameters.get("post_logout_redirect_uri")?;
    Some(parameters.get("state").map_or_else(
        || uri.to_owned(),
        |state| with_query(uri, [("state", state)]),
    ))
}
