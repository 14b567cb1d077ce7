//! Sites behind a proxy: every request is asked about, and the answer rests on the session row, so
//! that the end of a session is the end of the very next request. Signing in at a site is the code
//! flow with PKCE, with ourselves as the client.

use crate::context::OperationContext;
use crate::{Configuration, Error, Provider, Result, audit, oauth::roles::roles};
use doorward_protocol::{
    clients::client::RegisteredClient,
    forward_auth::{CALLBACK, Challenge, ForwardAuth, Original, return_target},
    oauth::{
        authorization_code::{PresentedCode, check},
        authorization_request::Parameters,
    },
    secret::{Secret, same_text},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Store, User};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// How long a sign-in may take.
const AWAY: Lifetime = Lifetime::minutes(15);

/// The cookies of a site, as its browser sent them.
#[derive(Clone, Copy)]
pub struct SiteCookies<'a> {
    /// Who is signed in.
    pub session: Option<&'a Secret>,
    /// Binds a sign-in under way to the browser.
    pub flow: Option<&'a Secret>,
}

/// A cookie of the site to be set.
pub enum SiteCookie {
    /// Who is signed in.
    Session(Secret),
    /// Binds a sign-in under way to the browser.
    Flow(Secret),
}

/// What the proxy is told.
pub enum Verdict {
    /// The request goes on, with these facts.
    Allow {
        /// Who it is.
        user: Box<User>,
        /// Their roles in the site.
        roles: Vec<String>,
    },
    /// The browser is sent elsewhere, with a cookie of the site to be set.
    Send {
        /// Where.
        location: String,
        /// What a cookie of the site is from now on.
        cookie: SiteCookie,
        /// Whether the site is https, and its cookies are for https alone.
        is_https: bool,
    },
    /// Nobody is signed in, and this is nothing that can be sent elsewhere.
    Unauthenticated,
    /// Somebody is signed in who does not come in here, or the site is unknown.
    Forbidden(&'static str),
    /// Signed in, and not strongly or recently enough (RFC 9470 §3): for a script, which cannot be
    /// sent anywhere.
    StepUp(Challenge),
}

/// What travels as `state`, sealed.
#[derive(Serialize, Deserialize)]
struct Waiting {
    origin: String,
    target: String,
    verifier: String,
    flow: String,
    expires_at: Timestamp,
}

/// Answers a proxy.
///
/// # Errors
/// Where the store is away: the proxy then refuses the request.
pub async fn verdict(
    provider: &Provider,
    ctx: &OperationContext,
    original: &Original,
    cookies: SiteCookies<'_>,
) -> Result<Verdict> {
    let configuration = provider.configuration().await?;
    let Some((registered, site, origin)) = configuration.site(&original.host) else {
        return Ok(Verdict::Forbidden("no site of this host is declared"));
    };
    let (path, query) = original
        .target
        .split_once('?')
        .unwrap_or((&original.target, ""));
    if path == CALLBACK {
        return arrive(
            provider,
            ctx,
            registered,
            origin,
            &Parameters::parse(query),
            cookies.flow,
        )
        .await;
    }
    if let Some(cookie) = cookies.session
        && let Some((session, user)) = provider
            .store
            .forward_auth_session(&cookie.digest(), origin)
            .await?
        && session.is_alive(ctx.now(), provider.settings.lifetimes.session)
        && registered.client.admits_way(session.authentication.way())
    {
        if session.wants_touch(ctx.now()) {
            provider.sessions().touch_by_sid(ctx, &session.sid).await?;
        }
        if let Some(challenge) = site.missing_of(&session, ctx.now()) {
            return if original.is_navigation {
                depart(
                    provider,
                    ctx,
                    registered,
                    (origin, return_target(&original.target)),
                    (cookies.flow, &challenge),
                )
            } else {
                Ok(Verdict::StepUp(challenge))
            };
        }
        let roles = roles(provider, &configuration, &registered.client, &user.id).await?;
        return Ok(if site.admits(&roles) {
            Verdict::Allow {
                user: Box::new(user),
                roles,
            }
        } else {
            Verdict::Forbidden("this user has none of the roles that come in here")
        });
    }
    if !original.is_navigation {
        return Ok(Verdict::Unauthenticated);
    }
    let first = Challenge {
        acr_values: site.acr_values.clone(),
        max_age: site.max_age,
    };
    depart(
        provider,
        ctx,
        registered,
        (origin, return_target(&original.target)),
        (cookies.flow, &first),
    )
}

/// An authorization request of the site, bound to a cookie of it. The challenge is the digest of
/// the verifier (RFC 7636 §4.2).
fn depart(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    back: (&str, &str),
    with: (Option<&Secret>, &Challenge),
) -> Result<Verdict> {
    let ((origin, target), (flow, challenge)) = (back, with);
    // Tabs of one browser share the cookie: each can finish.
    let flow = flow
        .cloned()
        .unwrap_or_else(|| Secret::generate(provider.entropy.as_ref()));
    let verifier = Secret::generate(provider.entropy.as_ref());
    let waiting = Waiting {
        origin: origin.to_owned(),
        target: target.to_owned(),
        verifier: verifier.reveal().to_owned(),
        flow: flow.digest().as_str().to_owned(),
        expires_at: ctx.now().plus(AWAY),
    };
    let plain = serde_json::to_vec(&waiting).map_err(|error| Error::Internal(error.to_string()))?;
    let mut query = vec![
        ("client_id", registered.client.client_id.clone()),
        ("redirect_uri", format!("{origin}{CALLBACK}")),
        ("response_type", "code".to_owned()),
        ("scope", "openid".to_owned()),
        ("state", provider.master_key.seal(&plain)?),
        ("code_challenge", verifier.digest().as_str().to_owned()),
        ("code_challenge_method", "S256".to_owned()),
    ];
    if !challenge.acr_values.is_empty() {
        // Essential: without it the site stays shut, so nobody comes back with less.
        query.push((
            "claims",
            json!({"id_token": {"acr": {"essential": true, "values": challenge.acr_values}}})
                .to_string(),
        ));
    }
    if let Some(max_age) = challenge.max_age {
        query.push(("max_age", max_age.to_string()));
    }
    let encoded = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    Ok(Verdict::Send {
        location: format!("{}/authorize?{encoded}", provider.issuer()),
        cookie: SiteCookie::Flow(flow),
        is_https: origin.starts_with("https://"),
    })
}

/// The way back: the code is redeemed here, and the site's cookie becomes a new one that opens.
async fn arrive(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    origin: &str,
    parameters: &Parameters,
    flow: Option<&Secret>,
) -> Result<Verdict> {
    let stale = Verdict::Forbidden(
        "this sign-in was finished, took too long, or was begun in another browser",
    );
    let waiting = parameters
        .get("state")
        .and_then(|state| provider.master_key.open(state).ok());
    let waiting = waiting.and_then(|plain| serde_json::from_slice::<Waiting>(&plain).ok());
    let Some(waiting) = waiting.filter(|waiting| {
        waiting.origin == origin && ctx.now() < waiting.expires_at && !parameters.has_repeated()
    }) else {
        return Ok(stale);
    };
    let is_this_browsers =
        flow.is_some_and(|flow| same_text(flow.digest().as_str(), &waiting.flow));
    if !is_this_browsers {
        return Ok(stale);
    }
    let Some(code) = parameters.get("code") else {
        return Ok(Verdict::Forbidden("the sign-in was refused"));
    };
    let digest = Secret::presented(code).digest();
    let Some(found) = provider.store.authorization_code(&digest).await? else {
        return Ok(stale);
    };
    let redirect_uri = format!("{origin}{CALLBACK}");
    let presented = PresentedCode {
        client_id: &registered.client.client_id,
        redirect_uri: Some(&redirect_uri),
        code_verifier: Some(&waiting.verifier),
        now: ctx.now(),
    };
    if check(&found, &presented).is_err() {
        return Ok(stale);
    }
    let Some(sid) = &found.facts.sid else {
        return Ok(stale);
    };
    let (cookie, now) = (Secret::generate(provider.entropy.as_ref()), ctx.now());
    let client_id = Some(registered.client.client_id.as_str());
    let entry = audit::Entry {
        action: "forward_auth.signed_in",
        actor: &found.facts.user_id,
        subject: Some(&found.facts.user_id),
        client_id,
        detail: origin,
    };
    let unit = Store::redeem_authorization_code(&digest, now)
        .then(Store::add_forward_auth_session(
            &cookie.digest(),
            origin,
            sid,
            now,
        ))
        .then(audit::entry(provider, ctx, &entry));
    if !provider.store.commit(unit).await? {
        return Ok(stale);
    }
    Ok(Verdict::Send {
        location: format!("{origin}{}", return_target(&waiting.target)),
        cookie: SiteCookie::Session(cookie),
        is_https: origin.starts_with("https://"),
    })
}

impl Configuration {
    /// The site of a host: its client, what is declared of it, and its origin.
    fn site(&self, host: &str) -> Option<(&Arc<RegisteredClient>, &ForwardAuth, &str)> {
        self.sites.iter().find_map(|registered| {
            let site = registered.client.forward_auth.as_ref()?;
            Some((registered, site, site.origin_of(host)?))
        })
    }
}
