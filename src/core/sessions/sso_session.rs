//! The life of an SSO session: load, touch, bind to a browser, end.

use crate::context::OperationContext;
use crate::{Provider, Result, audit, sessions::account_group::Account};
use doorward_protocol::{
    events::security_event::{EventType, session_revoked},
    secret::{Digest, Secret, random_id},
    sessions::sso_session::{Authentication, EndReason, SsoSession},
    time::Timestamp,
};
use doorward_storage::{NewSecurityEvent, NewSession, SessionRow, Store, Unit, redis::Cached};
use std::net::IpAddr;

/// The live session behind a browser's identifier: from Redis where it is known there, from its row
/// otherwise.
///
/// # Errors
/// Where neither answers.
pub async fn load(
    provider: &Provider,
    ctx: &OperationContext,
    key: &Secret,
) -> Result<Option<SsoSession>> {
    let (digest, now) = (key.digest(), ctx.now());
    let limits = provider.settings.lifetimes.session;
    let Some(cache) = &provider.session_cache else {
        return Ok(provider
            .store
            .session_by_key(&digest)
            .await?
            .filter(|session| session.is_alive(now, limits)));
    };
    if cache.is_doubtful() {
        // Redis was lost and may be back with an older memory, its own or a replica's: nothing in
        // it is believed any more, on any node.
        provider.store.advance_session_cache_epoch().await?;
        cache.trust();
        return Ok(provider
            .store
            .session_by_key(&digest)
            .await?
            .filter(|session| session.is_alive(now, limits)));
    }
    let epoch = provider.configuration().await?.version.session_cache_epoch;
    match cache.get(epoch, &digest).await {
        Cached::Live(session) if session.is_alive(now, limits) => return Ok(Some(session)),
        Cached::Ended => return Ok(None),
        // An entry that looks unused may be older than the row: a refresh token or a site behind a
        // proxy used the session meanwhile.
        Cached::Live(_) | Cached::Unknown => {}
    }
    let found = provider
        .store
        .session_by_key(&digest)
        .await?
        .filter(|session| session.is_alive(now, limits));
    if let Some(session) = &found {
        cache.put(epoch, &digest, session).await;
    }
    Ok(found)
}

/// Binds a session to a browser under a new identifier; `None` where it ended meanwhile.
///
/// # Errors
/// Where the database is away.
pub async fn bind(
    provider: &Provider,
    ctx: &OperationContext,
    sid: &str,
) -> Result<Option<Secret>> {
    let key = Secret::generate(provider.entropy.as_ref());
    let bound = provider
        .store
        .commit(Store::bind_session_to_browser(
            sid,
            &key.digest(),
            ctx.now(),
        ))
        .await?;
    Ok(bound.then_some(key))
}

/// Takes an identifier out of use in this browser.
///
/// # Errors
/// Where the database is away.
pub async fn unbind(provider: &Provider, key: &Secret) -> Result<()> {
    let digest = key.digest();
    provider
        .store
        .commit(Store::unbind_session_key(&digest))
        .await?;
    forget(provider, &[digest]).await
}

/// What is known of the device at which somebody signs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Device<'a> {
    /// The browser's own description.
    pub user_agent: &'a str,
    /// The address that the request came from.
    pub address: Option<IpAddr>,
}

/// Somebody who has just proved who they are.
pub(crate) struct Arrival<'a> {
    /// Who.
    pub(crate) user_id: &'a str,
    /// How.
    pub(crate) authentication: Authentication,
    /// When credentials were checked.
    pub(crate) auth_time: Timestamp,
    /// The accounts that this browser has already.
    pub(crate) accounts: &'a [Account],
    /// Where.
    pub(crate) device: Device<'a>,
    /// Whether they asked to be kept signed in.
    pub(crate) remembered: bool,
}

/// Starts a session, or lets the one of the same user go on freshly authenticated; `beside` gives
/// what is written in the same breath, for the session's identifier.
///
/// # Errors
/// Where the database is away.
pub(crate) async fn start(
    provider: &Provider,
    ctx: &OperationContext,
    arrival: Arrival<'_>,
    beside: impl Fn(&str) -> Unit,
) -> Result<String> {
    let Arrival {
        user_id,
        authentication,
        auth_time,
        accounts,
        device,
        remembered,
    } = arrival;
    let (remembered, limits) = (
        remembered && provider.settings.remembers,
        provider.settings.lifetimes.session,
    );
    let (own, others): (Vec<_>, Vec<_>) = accounts
        .iter()
        .map(|account| &account.session)
        .partition(|session| session.user_id == user_id);
    match own.first() {
        // The same user again: the session goes on under a new identifier. When it was
        // authenticated never moves back.
        Some(session) => {
            let refresh = Store::refresh_session_authentication(
                &session.sid,
                auth_time.max(session.auth_time),
                &authentication,
                ctx.now(),
            );
            let remember = if remembered {
                Store::remember_session(
                    &session.sid,
                    session.created_at.plus(limits.remembered_absolute),
                )
            } else {
                Unit::new()
            };
            let unit = refresh.then(remember).then(beside(&session.sid));
            if provider.store.commit(unit).await? {
                return Ok(session.sid.clone());
            }
        }
        // Somebody else beside them, or in their place where a browser has one account.
        None if provider.settings.accounts_per_browser <= 1 => {
            for session in others {
                end(
                    provider,
                    ctx,
                    &session.sid,
                    &session.user_id,
                    Ending {
                        reason: EndReason::Replaced,
                        actor: user_id,
                    },
                )
                .await?;
            }
        }
        None => {}
    }
    let now = ctx.now();
    let session = SsoSession {
        // A letter first, so that nobody takes it for an option of a command.
        sid: format!("s{}", random_id(provider.entropy.as_ref(), 16)),
        user_id: user_id.to_owned(),
        auth_time,
        authentication,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(limits.longest(remembered)),
        ended_at: None,
        remembered,
    };
    let sid = session.sid.clone();
    let user_agent = device
        .user_agent
        .chars()
        .filter(|c| !c.is_control())
        .take(300)
        .collect();
    let new = NewSession {
        session,
        user_agent,
        address: device
            .address
            .map(|address| address.to_canonical().to_string()),
    };
    provider
        .store
        .commit(Store::start_session(&new).then(beside(&sid)))
        .await?;
    Ok(sid)
}

/// Writes down that the session was used, once a minute.
///
/// # Errors
/// Where the database is away.
pub async fn touch(
    provider: &Provider,
    ctx: &OperationContext,
    key: &Secret,
    session: &SsoSession,
) -> Result<()> {
    let now = ctx.now();
    if session.wants_touch(now)
        && provider
            .store
            .commit(Store::touch_session(&session.sid, now))
            .await?
        && let Some(cache) = &provider.session_cache
    {
        let epoch = provider.configuration().await?.version.session_cache_epoch;
        cache
            .put(
                epoch,
                &key.digest(),
                &SsoSession {
                    last_seen_at: now,
                    ..session.clone()
                },
            )
            .await;
    }
    Ok(())
}

/// Writes down that a session was used by something that knows its name alone.
pub(crate) async fn touch_by_sid(
    provider: &Provider,
    ctx: &OperationContext,
    sid: &str,
) -> Result<()> {
    provider
        .store
        .commit(Store::touch_session(sid, ctx.now()))
        .await?;
    Ok(())
}

/// Who ends a session, and why.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// Why.
    pub reason: EndReason,
    /// Who.
    pub actor: &'a str,
}

/// Ends a session: the one function for every way. In one transaction the session ends, its token
/// families are revoked and the audit row is written; then Redis is told, and where it cannot be,
/// every older entry loses its standing.
///
/// # Errors
/// Where the database is away; then nothing ended.
pub async fn end(
    provider: &Provider,
    ctx: &OperationContext,
    sid: &str,
    user_id: &str,
    ending: Ending<'_>,
) -> Result<bool> {
    end_where(provider, ctx, Unit::new(), (sid, user_id), ending).await
}

/// Ends a session where a guard holds.
async fn end_where(
    provider: &Provider,
    ctx: &OperationContext,
    guard: Unit,
    session: (&str, &str),
    ending: Ending<'_>,
) -> Result<bool> {
    let (sid, user_id) = session;
    let keys = provider.store.session_keys(sid).await?;
    // Offline access outlives a sign-out (OpenID Connect Back-Channel Logout §2.7), and nothing
    // else.
    let keep_offline = matches!(
        ending.reason,
        EndReason::SignOut | EndReason::Replaced | EndReason::Idle | EndReason::Absolute
    );
    let entry = audit::Entry {
        action: "session.ended",
        actor: ending.actor,
        subject: Some(user_id),
        client_id: None,
        detail: ending.reason.as_str(),
    };
    let now = ctx.now();
    let event = NewSecurityEvent {
        cause: &format!("{sid}.revoked"),
        event_type: EventType::SessionRevoked,
        user_id,
        sid: Some(sid),
        payload: session_revoked(ending.reason, now),
    };
    let end = Store::end_session(session, ending.reason, keep_offline, now)
        .then(Store::add_security_events(&event, now));
    let unit = guard.then(end).then(audit::entry(provider, ctx, &entry));
    let ended = provider.store.commit(unit).await?;
    if ended {
        provider.logout_deliveries.bell.notify_one();
        provider.event_deliveries.bell.notify_one();
    }
    forget(provider, &keys).await?;
    Ok(ended)
}

/// Sessions of each kind that are looked up at once.
const MOST_AT_ONCE: i64 = 500;

/// Ends the sessions that reached a limit, so that their apps hear of it. Returns how many ended.
///
/// # Errors
/// Where the database is away.
pub async fn end_expired(provider: &Provider, ctx: &OperationContext) -> Result<usize> {
    let (now, limits) = (ctx.now(), provider.settings.lifetimes.session);
    let mut total = 0;
    loop {
        let mut ended = 0;
        for session in provider
            .store
            .sessions_past_limits(now, limits.used_since(now), MOST_AT_ONCE)
            .await?
        {
            if let Some(reason) = session.reached(now, limits) {
                let ending = Ending {
                    reason,
                    actor: "doorward",
                };
                let guard = Store::session_unused_since(&session);
                ended += usize::from(
                    end_where(
                        provider,
                        ctx,
                        guard,
                        (&session.sid, &session.user_id),
                        ending,
                    )
                    .await?,
                );
            }
        }
        total += ended;
        // Another node may be at the same ones: where nothing is left to do here, it is not tried
        // over and over.
        if ended == 0 {
            return Ok(total);
        }
    }
}

/// Ends every session of a user but one.
///
/// # Errors
/// Where the database is away.
pub async fn end_all(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    but: Option<&str>,
    ending: Ending<'_>,
) -> Result<usize> {
    let sessions = of_user(provider, ctx, user_id).await?;
    let mut ended = 0;
    for row in sessions
        .iter()
        .filter(|row| Some(row.session.sid.as_str()) != but)
    {
        ended += usize::from(end(provider, ctx, &row.session.sid, user_id, ending).await?);
    }
    Ok(ended)
}

/// A user's live sessions.
///
/// # Errors
/// Where the database is away.
pub async fn of_user(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
) -> Result<Vec<SessionRow>> {
    let (now, limits) = (ctx.now(), provider.settings.lifetimes.session);
    let rows = provider.store.sessions_of_user(user_id, now).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.session.is_alive(now, limits))
        .collect())
}

/// Everybody's live sessions, newest first (the first thousand).
///
/// # Errors
/// Where the database is away.
pub async fn all(provider: &Provider, ctx: &OperationContext) -> Result<Vec<SessionRow>> {
    let (now, limits) = (ctx.now(), provider.settings.lifetimes.session);
    let rows = provider.store.sessions(now).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.session.is_alive(now, limits))
        .collect())
}

/// The clients that each live session of a user signed in to, as session and client.
///
/// # Errors
/// Where the database is away.
pub async fn clients_of_user(provider: &Provider, user_id: &str) -> Result<Vec<(String, String)>> {
    Ok(provider.store.clients_of_sessions(user_id).await?)
}

async fn forget(provider: &Provider, keys: &[Digest]) -> Result<()> {
    if let Some(cache) = &provider.session_cache {
        let epoch = provider
            .store
            .configuration_version()
            .await?
            .session_cache_epoch;
        if !cache.end(epoch, keys).await {
            provider.store.advance_session_cache_epoch().await?;
        }
    }
    Ok(())
}
