//! Sign-out in both directions: told to the provider that a session came from, and heard from it.

use crate::context::{Actor, OperationContext};
use crate::federation::{
    Upstream,
    depart::{Discovered, discover, key_set},
    keep, recall,
};
use crate::{Provider, Result, audit, clients::documents::Freshness};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{
    federation::{LogoutScope, check_logout_token},
    keys::jws,
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        redirect_uri::with_query,
    },
    secret::{Digest, Secret},
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::{Store, UpstreamLogout};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const KIND: &str = "logout";

#[derive(Serialize, Deserialize)]
struct Return {
    redirect: Option<String>,
}

/// Where the browser goes to sign out at the provider too, before it goes on; `None` where there is
/// nothing to tell or nobody to tell it to.
///
/// # Errors
/// Where the store is away.
pub async fn farewell(
    provider: &Provider,
    ctx: &OperationContext,
    sid: &str,
    browser: Option<&Secret>,
    redirect: Option<String>,
) -> Result<Option<String>> {
    let (Some(browser), Some(session)) = (browser, provider.store.upstream_session(sid).await?)
    else {
        return Ok(None);
    };
    let configuration = provider.configuration().await?;
    let told = configuration
        .upstream(&session.provider_id)
        .filter(|upstream| {
            upstream.provider.logout == LogoutScope::Upstream && upstream.provider.is_openid()
        });
    let Some(upstream) = told else {
        return Ok(None);
    };
    // A provider that does not answer keeps nobody from signing out here.
    let Some(Discovered { document, .. }) = discover(provider, upstream).await.ok() else {
        return Ok(None);
    };
    let Some(endpoint) = document.get("end_session_endpoint").and_then(Value::as_str) else {
        return Ok(None);
    };
    let (state, flow) = keep(
        provider,
        ctx,
        KIND,
        &upstream.provider.id,
        browser,
        &Return { redirect },
    )?;
    provider
        .store
        .commit(Store::add_federation_flow(&flow))
        .await?;
    let hint = session
        .sealed_id_token
        .and_then(|sealed| provider.master_key.open(&sealed).ok())
        .and_then(|plain| String::from_utf8(plain).ok());
    let back = format!(
        "{}/federation/{}/signed-out",
        provider.issuer(),
        upstream.provider.id
    );
    let mut query = vec![
        ("client_id", upstream.provider.client_id.as_str()),
        ("post_logout_redirect_uri", &back),
        ("state", state.reveal()),
    ];
    query.extend(hint.as_deref().map(|hint| ("id_token_hint", hint)));
    Ok(Some(with_query(endpoint, query)))
}

/// Where a browser goes that comes back from a sign-out at the provider; `None` to the page that
/// says what happened.
///
/// # Errors
/// Where the store is away.
pub async fn returned(
    provider: &Provider,
    ctx: &OperationContext,
    provider_id: &str,
    state: &Secret,
    browser: Option<&Secret>,
) -> Result<Option<String>> {
    let found = recall::<Return>(provider, ctx, KIND, state, browser).await?;
    let Some((digest, _, kept)) = found.filter(|(_, kept_at, _)| kept_at == provider_id) else {
        return Ok(None);
    };
    Ok(
        if provider
            .store
            .commit(Store::use_federation_flow(&digest))
            .await?
        {
            kept.redirect
        } else {
            None
        },
    )
}

/// Takes a logout token of a provider (OpenID Connect Back-Channel Logout §2.5): every session here
/// that came from it ends.
///
/// # Errors
/// `Protocol` with `invalid_request` for a token that is not believed; nothing ends then.
pub async fn back_channel_logout(
    provider: &Provider,
    ctx: &OperationContext,
    provider_id: &str,
    logout_token: &str,
) -> Result<usize> {
    let no = |hint: &'static str| ProtocolError::new(ErrorCode::InvalidRequest, hint);
    let configuration = provider.configuration().await?;
    let known = configuration
        .upstream(provider_id)
        .filter(|upstream| upstream.provider.enabled && upstream.provider.is_openid());
    let Some(upstream) = known else {
        return Err(no("no OpenID provider is declared here under this name").into());
    };
    let token = jws::parse(logout_token).ok_or_else(|| no("logout_token is not a JWT"))?;
    let Ok(found) = discover(provider, upstream).await else {
        return Err(no("the keys of the provider cannot be had now").into());
    };
    if !upstream
        .provider
        .is_issuer(found.metadata.issuer().as_str(), &token.claims)
    {
        return Err(no("iss is another issuer").into());
    }
    if !is_signed(provider, upstream, &found, &token).await {
        return Err(no("the signature is not of a key of the provider").into());
    }
    let checked =
        check_logout_token(&token, &upstream.provider.client_id, ctx.now()).map_err(no)?;
    let used = Digest::of(format!("logout token\u{0}{provider_id}\u{0}{}", checked.jti).as_bytes());
    if !provider
        .store
        .commit(Store::use_client_assertion(&used, checked.until))
        .await?
    {
        return Err(no("jti was used before").into());
    }
    let issuer = jws::text(&token.claims, "iss").unwrap_or_default();
    // Google's issuer is kept in its one form.
    let issuer = if issuer.contains("://") {
        issuer
    } else {
        found.metadata.issuer().as_str()
    };
    let sessions = provider
        .store
        .sessions_from_upstream(UpstreamLogout {
            provider_id,
            issuer,
            subject: checked.sub.as_deref(),
            upstream_sid: checked.sid.as_deref(),
        })
        .await?;
    let ctx = &ctx.acting_as(Actor::IdentityProvider(provider_id.to_owned()));
    let mut ended = 0;
    for (sid, user_id) in &sessions {
        ended += usize::from(
            provider
                .sessions()
                .end(ctx, SessionRef { sid, user_id }, EndReason::Upstream)
                .await?,
        );
    }
    let detail = format!("{ended} sessions");
    let entry = audit::Entry {
        action: "logout_token.received",
        actor: provider_id,
        subject: None,
        client_id: None,
        detail: &detail,
    };
    provider
        .store
        .commit(audit::entry(provider, ctx, &entry))
        .await?;
    Ok(ended)
}

async fn is_signed(
    provider: &Provider,
    upstream: &Upstream,
    found: &Discovered,
    token: &jws::Unverified<'_>,
) -> bool {
    for freshness in [Freshness::Remembered, Freshness::Again] {
        let Some(jwks) = key_set(provider, upstream, &found.metadata, freshness).await else {
            return false;
        };
        if verify_assertion(token, AssertionKey::Jwks(&jwks)) {
            return true;
        }
    }
    false
}
