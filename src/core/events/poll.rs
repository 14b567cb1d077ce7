//! Events that are fetched (RFC 8936).

use crate::context::OperationContext;
use crate::events::{Access, Result, own, receiver, token};
use crate::{Provider, audit};
use doorward_protocol::secret::Secret;
use doorward_storage::{Store, Unit};
use std::{collections::BTreeMap, time::Duration};

/// The most events in one answer.
const MOST: usize = 100;
/// The most acknowledgements that one request is read for.
const MOST_ACKNOWLEDGED: usize = 1000;
/// How long a request waits for an event; well within what a server that is told to stop gives it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks for what another node queued.
const PAUSE: Duration = Duration::from_millis(250);

/// What a receiver says of what it fetched before, and how it wants the next (§2.2).
#[derive(Clone, Debug, Default)]
pub struct Acknowledged {
    /// It has these: they are not sent again.
    pub ack: Vec<String>,
    /// It could not use these; they are not sent again either. By identifier, with the error's
    /// code.
    pub errors: Vec<(String, String)>,
    /// The most events that it wants.
    pub max_events: Option<usize>,
    /// Whether it wants an answer at once, also an empty one.
    pub return_immediately: bool,
}

/// What it gets (§2.3).
#[derive(Clone, Debug, Default)]
pub struct Polled {
    /// Security event tokens by identifier.
    pub sets: BTreeMap<String, String>,
    /// Whether more wait.
    pub more_available: bool,
}

/// Takes what was acknowledged, and gives what waits.
///
/// # Errors
/// [`super::StreamError`].
pub async fn poll(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    stream_id: &str,
    said: Acknowledged,
) -> Result<Polled> {
    let client_id = receiver(provider, ctx, bearer, Access::Read).await?;
    own(provider, &client_id, stream_id).await?;
    if said.ack.len() + said.errors.len() > MOST_ACKNOWLEDGED {
        return Err(crate::events::StreamError::Invalid(
            "acknowledge 1000 events at most in one request",
        ));
    }
    let mut unit = Unit::new();
    for jti in &said.ack {
        unit = unit.then(Store::remove_security_event(jti, stream_id));
    }
    for (jti, code) in &said.errors {
        tracing::warn!(
            client_id,
            jti,
            code,
            "a receiver could not use a security event"
        );
        let entry = audit::Entry {
            action: "security_event.refused",
            actor: &client_id,
            subject: None,
            client_id: Some(&client_id),
            detail: code,
        };
        unit = unit
            .then(Store::remove_security_event(jti, stream_id))
            .then(audit::entry(provider, ctx, &entry));
    }
    provider.store.commit(unit).await?;
    let most = said.max_events.unwrap_or(MOST).min(MOST);
    if most == 0 {
        return Ok(Polled::default());
    }
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        // One more than is given tells whether more wait.
        let mut events = provider
            .store
            .security_events_of_stream(stream_id, i64::try_from(most + 1).unwrap_or(i64::MAX))
            .await?;
        if !events.is_empty() || said.return_immediately || tokio::time::Instant::now() >= until {
            let more_available = events.len() > most;
            events.truncate(most);
            let configuration = provider.configuration().await?;
            let mut sets = BTreeMap::new();
            for event in &events {
                sets.insert(
                    event.jti.clone(),
                    token(provider, ctx, &configuration, &client_id, event)?,
                );
            }
            return Ok(Polled {
                sets,
                more_available,
            });
        }
        tokio::time::sleep(PAUSE).await;
    }
}
