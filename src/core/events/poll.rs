//! The delivery of security events by poll (RFC 8936).

use super::{Access, EventStreams, Result, StreamError, token::security_event_token};
use crate::{
    Error,
    audit::Record,
    context::{Actor, OperationContext},
};
use doorward_protocol::secret::Secret;
use doorward_storage::{SecurityEvent, Store, Unit};
use std::{collections::BTreeMap, time::Duration};

/// The most events in one answer.
const MAX_EVENTS: usize = 100;
/// The most acknowledgements in one request.
const MAX_ACKNOWLEDGEMENTS: usize = 1000;
/// The pause between two polls for events, which another node may have added.
const POLL_INTERVAL: Duration = Duration::from_millis(250);
/// How often a request polls before it is answered without events: for five seconds, well within
/// the time that a stopping server gives its requests.
const MAX_POLLS: usize = 20;

/// What a receiver says about the events that it fetched before, and how it wants the next (§2.2).
#[derive(Clone, Debug, Default)]
pub struct PollRequest {
    /// The `jti` of the events that the receiver accepted.
    pub ack: Vec<String>,
    /// The events that the receiver could not use, by `jti`, with the code of its error. They are
    /// not sent again either.
    pub errors: Vec<(String, String)>,
    /// The most events that the receiver wants in the answer.
    pub max_events: Option<usize>,
    /// Whether the receiver wants an answer at once, also one without events.
    pub return_immediately: bool,
}

/// The answer to a poll (§2.3).
#[derive(Clone, Debug, Default)]
pub struct PollResponse {
    /// Security event tokens by `jti`.
    pub sets: BTreeMap<String, String>,
    /// Whether more events wait.
    pub more_available: bool,
}

impl EventStreams {
    /// Removes the events that the receiver acknowledges, and returns the next.
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn poll(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        stream_id: &str,
        request: PollRequest,
    ) -> Result<PollResponse> {
        let client_id = self.receiver(ctx, bearer, Access::Read).await?;
        self.own_stream(&client_id, Some(stream_id)).await?;
        self.acknowledge(ctx, &client_id, stream_id, &request)
            .await?;
        let max = request.max_events.unwrap_or(MAX_EVENTS).min(MAX_EVENTS);
        if max == 0 {
            return Ok(PollResponse::default());
        }
        let polls = if request.return_immediately {
            1
        } else {
            MAX_POLLS
        };
        let mut events = self.waiting_events(stream_id, polls, max).await?;
        if polls > 1 {
            // They were waited for: whoever may not read any more gets none of them.
            self.receiver(ctx, bearer, Access::Read).await?;
        }
        let more_available = events.len() > max;
        events.truncate(max);
        let configuration = self.kernel.configuration().await?;
        let registered = configuration.client(&client_id).await?;
        let registered = registered
            .ok_or_else(|| Error::Internal("an event stream of an unknown client".into()))?;
        let client = &registered.client;
        let mut sets = BTreeMap::new();
        for event in events {
            let token = security_event_token(&self.kernel, ctx, &configuration, client, &event)?;
            sets.insert(event.jti, token);
        }
        Ok(PollResponse {
            sets,
            more_available,
        })
    }

    async fn acknowledge(
        &self,
        ctx: &OperationContext,
        client_id: &str,
        stream_id: &str,
        request: &PollRequest,
    ) -> Result<()> {
        if request.ack.len() + request.errors.len() > MAX_ACKNOWLEDGEMENTS {
            return Err(StreamError::Invalid(
                "acknowledge 1000 events at most in one request",
            ));
        }
        let refused = request.errors.iter().map(|(jti, _)| jti);
        let unit = request
            .ack
            .iter()
            .chain(refused)
            .fold(Unit::new(), |unit, jti| {
                unit.then(Store::remove_security_event(jti, stream_id))
            });
        let mut records = Vec::new();
        for (jti, code) in &request.errors {
            tracing::warn!(
                client_id,
                jti,
                code,
                "a receiver could not use a security event"
            );
            records.push(Record {
                action: "security_event.refused",
                subject: None,
                client_id: Some(client_id),
                detail: code,
            });
        }
        let ctx = &ctx.acting_as(Actor::Client(client_id.to_owned()));
        self.kernel.database.commit(ctx, unit, &records).await?;
        Ok(())
    }

    /// The oldest events of a stream, once there are any. One more than `max` tells whether more
    /// wait.
    async fn waiting_events(
        &self,
        stream_id: &str,
        polls: usize,
        max: usize,
    ) -> Result<Vec<SecurityEvent>> {
        let limit = i64::try_from(max + 1).unwrap_or(i64::MAX);
        for poll in 1..=polls {
            let store = self.kernel.database.read();
            let events = store.security_events_of_stream(stream_id, limit).await?;
            if !events.is_empty() {
                return Ok(events);
            }
            if poll < polls {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        }
        Ok(Vec::new())
    }
}
