//! Back-channel logout (OpenID Connect Back-Channel Logout §2): notices leave a durable queue, each
//! in one pair of hands at a time.

use crate::context::OperationContext;
use crate::{
    Provider, Result, audit,
    outbox::in_flight::{Delivery, InFlight, MOST, MOST_TO_ONE},
};
use doorward_adapters::outbound::OutboundError;
use doorward_protocol::{
    logout::logout_notice::{self, LEASE, LogoutToken, next_try},
    secret::random_id,
    time::Lifetime,
};
pub use doorward_storage::LogoutReceipt;
use doorward_storage::{LogoutNotice, Store, Tried, Unit};
use std::{sync::Arc, time::Instant};

/// Starts the delivery of every notice that is due and in nobody's hands, here or on another node.
/// Returns how many it started.
///
/// # Errors
/// Where the store is away.
pub async fn dispatch(provider: &Arc<Provider>, ctx: &OperationContext) -> Result<usize> {
    let mut started = 0;
    for notice in provider
        .store
        .due_logout_notices(ctx.now(), MOST_TO_ONE, MOST)
        .await?
    {
        let receiver = notice.client_id.clone();
        let lease = Store::lease_logout_notice(&notice.id, ctx.now(), ctx.now().plus(LEASE));
        let (shared, context) = (Arc::clone(provider), ctx.clone());
        let deliver = async move { deliver(&shared, &context, &notice).await };
        started += usize::from(
            InFlight::start(
                provider,
                |provider| &provider.logout_deliveries,
                Delivery {
                    receiver: &receiver,
                    lease,
                    deliver,
                },
            )
            .await?,
        );
    }
    Ok(started)
}

/// One try: a fresh logout token, posted, and what came of it written down.
async fn deliver(provider: &Provider, ctx: &OperationContext, notice: &LogoutNotice) -> Result<()> {
    let configuration = provider.configuration().await?;
    let registered = configuration
        .client(&notice.client_id)
        .filter(|registered| !registered.disabled);
    let target = registered.and_then(|registered| {
        Some((
            registered,
            registered.client.backchannel_logout_uri.as_deref()?,
        ))
    });
    let Some((registered, uri)) = target else {
        provider
            .store
            .commit(removed(notice).then(Store::give_up_logout_receipt(&notice.id)))
            .await?;
        return Ok(());
    };
    let now = ctx.now();
    if now >= notice.expires_at {
        return finish(
            provider,
            ctx,
            notice,
            "backchannel_logout.given_up",
            Store::give_up_logout_receipt(&notice.id),
        )
        .await;
    }
    let claims = LogoutToken {
        iss: provider.issuer(),
        aud: &notice.client_id,
        sub: &provider.subject_for(&registered.client, &notice.user_id),
        sid: &notice.sid,
        jti: &random_id(provider.entropy.as_ref(), 16),
        iat: now,
    };
    let algorithm = registered
        .client
        .id_token_signed_response_alg
        .unwrap_or_else(|| provider.default_algorithm());
    let token = configuration
        .keyring
        .sign(algorithm, logout_notice::TYP, &claims.claims(), now)?;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", &token)
        .finish();
    let started = Instant::now();
    let answer = provider.outbound.post_form(uri, form).await;
    let ctx = &ctx.renewed(provider.clock.as_ref());
    let status = match answer {
        Ok(status) | Err(OutboundError::Status(status)) => Some(status),
        Err(_) => None,
    };
    let tried = Tried {
        status,
        latency_ms: i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX),
        at: ctx.now(),
    };
    match answer {
        Ok(_) => {
            finish(
                provider,
                ctx,
                notice,
                "backchannel_logout.delivered",
                Store::record_logout_try(&notice.id, "delivered", tried),
            )
            .await
        }
        Err(error) => {
            let mut chance = [0_u8];
            provider.entropy.fill(&mut chance);
            let [chance] = chance;
            // An address that may not be called will not be tomorrow; everything else may be mended
            // meanwhile.
            let attempts = notice.attempts
                + if error == OutboundError::Forbidden {
                    12
                } else {
                    1
                };
            tracing::warn!(client_id = notice.client_id, %error, attempts, "a logout notice was not taken; it is tried again");
            let unit =
                Store::postpone_logout_notice(&notice.id, next_try(attempts, ctx.now(), chance));
            provider
                .store
                .commit(unit.then(Store::record_logout_try(&notice.id, "waiting", tried)))
                .await?;
            Ok(())
        }
    }
}

/// Takes the notice off the queue, unless it was queued again since this try began: the lease
/// counted one more attempt.
fn removed(notice: &LogoutNotice) -> Unit {
    Store::remove_logout_notice(&notice.id, notice.attempts + 1)
}

/// What came of a notice, in one breath with its leaving the queue.
async fn finish(
    provider: &Provider,
    ctx: &OperationContext,
    notice: &LogoutNotice,
    action: &'static str,
    receipt: Unit,
) -> Result<()> {
    let entry = audit::Entry {
        action,
        actor: &notice.client_id,
        subject: Some(&notice.user_id),
        client_id: Some(&notice.client_id),
        detail: &notice.sid,
    };
    provider
        .store
        .commit(
            removed(notice)
                .then(receipt)
                .then(audit::entry(provider, ctx, &entry)),
        )
        .await?;
    Ok(())
}

/// The receipts of a user's last days, the newest first.
///
/// # Errors
/// Where the store is away.
pub async fn receipts_of_user(
    provider: &Provider,
    ctx: &OperationContext,
    user_id: &str,
    days: i64,
) -> Result<Vec<LogoutReceipt>> {
    Ok(provider
        .store
        .logout_receipts_of_user(user_id, ctx.now().minus(Lifetime::days(days)))
        .await?)
}

/// Sends a notice of a user again; `false` where there is none.
///
/// # Errors
/// Where the store is away.
pub async fn send_again(
    provider: &Provider,
    ctx: &OperationContext,
    id: &str,
    user_id: &str,
    actor: &str,
) -> Result<bool> {
    let entry = audit::Entry {
        action: "backchannel_logout.sent_again",
        actor,
        subject: Some(user_id),
        client_id: None,
        detail: "",
    };
    let unit = Store::send_logout_notice_again(id, user_id, ctx.now())
        .then(audit::entry(provider, ctx, &entry));
    let sent = provider.store.commit(unit).await?;
    if sent {
        provider.logout_deliveries.bell.notify_one();
    }
    Ok(sent)
}
