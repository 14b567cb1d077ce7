//! The status of a stream (Shared Signals Framework §8.1.2).

use super::{Access, EventStreams, Result, StreamError, short_text, stream_id};
use crate::context::OperationContext;
use doorward_protocol::{events::event_stream::StreamStatus, secret::Secret};
use doorward_storage::Store;
use serde_json::{Map, Value};

impl EventStreams {
    /// The status of a stream (§8.1.2.1).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn status(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        stream_id: Option<&str>,
    ) -> Result<Value> {
        let client_id = self.receiver(ctx, bearer, Access::Read).await?;
        let stored = self.own_stream(&client_id, stream_id).await?;
        Ok(stored.stream.status_document().into())
    }

    /// Sets the status of a stream (§8.1.2.2): enabled, paused (events wait) or disabled (events
    /// are dropped).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn set_status(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<Value> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let mut stream = self.own_stream(&client_id, stream_id(body)).await?.stream;
        let status = body.get("status").and_then(Value::as_str);
        stream.status = status
            .and_then(StreamStatus::parse)
            .ok_or(StreamError::Invalid(
                "status must be enabled, paused or disabled",
            ))?;
        stream.status_reason = short_text(
            body,
            "reason",
            "reason must be a text of 1000 bytes at most",
        )?;
        let unit = Store::set_event_stream_status(&stream, ctx.now());
        if !self
            .commit(ctx, unit, "event_stream.status_set", &client_id)
            .await?
        {
            return Err(StreamError::NotFound("the stream was deleted"));
        }
        self.outbox.notify();
        Ok(stream.status_document().into())
    }
}
