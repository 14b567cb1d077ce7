//! Verification events, by which a receiver checks that its stream works (Shared Signals Framework
//! §8.1.4).

use super::{Access, EventStreams, Result, StreamError, short_text, stream_id};
use crate::context::OperationContext;
use doorward_protocol::{
    events::event_stream::StreamStatus,
    secret::{Secret, ordered_id},
};
use doorward_storage::{NewVerificationEvent, Store};
use serde_json::{Map, Value};

/// The most verification events that may wait in one stream.
const MAX_WAITING: i64 = 100;

impl EventStreams {
    /// Sends a verification event (§8.1.4.2).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn verify(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<()> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let stream = self.own_stream(&client_id, stream_id(body)).await?.stream;
        let state = short_text(body, "state", "state must be a text of 1000 bytes at most")?;
        let event = NewVerificationEvent {
            cause: &ordered_id(self.kernel.entropy.as_ref(), ctx.now()),
            stream_id: &stream.stream_id,
            payload: state
                .map(|state| ("state".to_owned(), state.into()))
                .into_iter()
                .collect(),
            max_waiting: MAX_WAITING,
        };
        let unit = Store::add_verification_event(&event, ctx.now());
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Err(if stream.status == StreamStatus::Disabled {
                StreamError::Invalid("the stream is disabled")
            } else {
                StreamError::TooMany
            });
        }
        self.outbox.notify();
        Ok(())
    }
}
