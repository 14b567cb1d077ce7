//! Back-channel logout (OpenID Connect Back-Channel Logout §2): notices leave a durable queue, each in one pair of hands at a time.

use super::{Provider, Result, audit};
pub use crate::storage::LogoutReceipt;
use crate::{
    outbound::OutboundError,
    protocol::{
        logout_notice::{self, LEASE, LogoutToken, next_try},
        secret::random_id,
        time::Lifetime,
    },
    storage::{LogoutNotice, Store, Tried},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// Deliveries under way at once, in all and to one client: a slow client holds up itself alone.
const MOST: usize = 32;
const MOST_TO_ONE: usize = 4;

/// The deliveries under way in this process, by client.
#[derive(Default)]
pub struct InFlight(Mutex<HashMap<String, usize>>);

impl InFlight {
    fn enter(&self, client_id: &str) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.values().sum::<usize>() >= MOST || counts.get(client_id).is_some_and(|count| *count >= MOST_TO_ONE) {
            return false;
        }
        *counts.entry(client_id.to_owned()).or_default() += 1;
        true
    }

    fn leave(&self, client_id: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(client_id) {
            *count -= 1;
            if *count == 0 {
                counts.remove(client_id);
            }
        }
    }
}

/// Starts the delivery of every notice that is due and in nobody's hands, here or on another node. Returns how many it started.
///
/// # Errors
/// Where the store is away.
pub async fn dispatch(provider: &Arc<Provider>) -> Result<usize> {
    let mut started = 0;
    for notice in provider.store.due_logout_notices(provider.now(), MOST_TO_ONE, MOST).await? {
        if !provider.logouts_in_flight.enter(&notice.client_id) {
            continue;
        }
        let leased = provider.store.commit(Store::lease_logout_notice(&notice.id, provider.now(), provider.now().plus(LEASE))).await;
        if !matches!(leased, Ok(true)) {
            provider.logouts_in_flight.leave(&notice.client_id);
            leased?;
            continue;
        }
        started += 1;
        let provider = Arc::clone(provider);
        tokio::spawn(async move {
            if let Err(error) = deliver(&provider, &notice).await {
                tracing::warn!(client_id = notice.client_id, %error, "a logout notice could not be handled; its lease runs out and it is tried again");
            }
            provider.logouts_in_flight.leave(&notice.client_id);
            // More may wait for the place that is free now.
            provider.logout_bell.notify_one();
        });
    }
    Ok(started)
}

/// One try: a fresh logout token, posted, and what came of it written down.
async fn deliver(provider: &Provider, notice: &LogoutNotice) -> Result<()> {
    let configuration = provider.configuration().await?;
    let registered = configuration.client(&notice.client_id).filter(|registered| !registered.disabled);
    let target = registered.and_then(|registered| Some((registered, registered.client.backchannel_logout_uri.as_deref()?)));
    let Some((registered, uri)) = target else {
        provider.store.commit(Store::remove_logout_notice(&notice.id).then(Store::give_up_logout_receipt(&notice.id))).await?;
        return Ok(());
    };
    let now = provider.now();
    if now >= notice.expires_at {
        return finish(provider, notice, "backchannel_logout.given_up").await;
    }
    let claims = LogoutToken {
        iss: provider.issuer(),
        aud: &notice.client_id,
        sub: &provider.subject_for(&registered.client, &notice.person_id),
        sid: &notice.sid,
        jti: &random_id(provider.entropy.as_ref(), 16),
        iat: now,
    };
    let algorithm = registered.client.id_token_signed_response_alg.unwrap_or_else(|| provider.default_algorithm());
    let token = configuration.keyring.sign(algorithm, logout_notice::TYP, &claims.claims(), now)?;
    let form = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", &token).finish();
    let started = Instant::now();
    let answer = provider.outbound.post_form(uri, form).await;
    let status = match answer {
        Ok(status) | Err(OutboundError::Status(status)) => Some(status),
        Err(_) => None,
    };
    let tried = Tried { status, latency_ms: i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX), at: provider.now() };
    match answer {
        Ok(_) => {
            provider.store.commit(Store::record_logout_try(&notice.id, "delivered", tried)).await?;
            finish(provider, notice, "backchannel_logout.delivered").await
        }
        Err(error) => {
            let mut chance = [0_u8];
            provider.entropy.fill(&mut chance);
            let [chance] = chance;
            // An address that may not be called will not be tomorrow; everything else may be mended meanwhile.
            let attempts = notice.attempts + if error == OutboundError::Forbidden { 12 } else { 1 };
            tracing::warn!(client_id = notice.client_id, %error, attempts, "a logout notice was not taken; it is tried again");
            let unit = Store::postpone_logout_notice(&notice.id, next_try(attempts, provider.now(), chance));
            provider.store.commit(unit.then(Store::record_logout_try(&notice.id, "waiting", tried))).await?;
            Ok(())
        }
    }
}

async fn finish(provider: &Provider, notice: &LogoutNotice, action: &'static str) -> Result<()> {
    let entry =
        audit::Entry { action, actor: &notice.client_id, subject: Some(&notice.person_id), client_id: Some(&notice.client_id), detail: &notice.sid };
    let unit = Store::remove_logout_notice(&notice.id).then(Store::give_up_logout_receipt(&notice.id)).then(audit::entry(provider, &entry));
    provider.store.commit(unit).await?;
    Ok(())
}

/// The receipts of a person's last days, the newest first.
///
/// # Errors
/// Where the store is away.
pub async fn receipts_of_person(provider: &Provider, person_id: &str, days: i64) -> Result<Vec<LogoutReceipt>> {
    Ok(provider.store.logout_receipts_of_person(person_id, provider.now().minus(Lifetime::days(days))).await?)
}

/// Sends a notice of a person again; `false` where there is none.
///
/// # Errors
/// Where the store is away.
pub async fn send_again(provider: &Provider, id: &str, person_id: &str, actor: &str) -> Result<bool> {
    let entry = audit::Entry { action: "backchannel_logout.sent_again", actor, subject: Some(person_id), client_id: None, detail: "" };
    let unit = Store::send_logout_notice_again(id, person_id, provider.now()).then(audit::entry(provider, &entry));
    let sent = provider.store.commit(unit).await?;
    if sent {
        provider.logout_bell.notify_one();
    }
    Ok(sent)
}
