//! The configuration of a stream (Shared Signals Framework §8.1.1).

use super::{Access, EventStreams, Result, StreamError, stream_id};
use crate::{context::OperationContext, sealing::Purpose};
use doorward_protocol::{
    events::{
        event_stream::{Delivery, EventStream, Transmitter},
        security_event::EventType,
        stream_request::{self, AuthorizationHeader, StreamConfigurationRequest},
    },
    secret::{Secret, random_id},
};
use doorward_storage::{Store, StoredStream};
use serde_json::{Map, Value};

/// How a request changes a stream: some properties, or all of them.
type ChangeRule = fn(
    &Map<String, Value>,
    &EventStream,
    Transmitter<'_>,
) -> std::result::Result<StreamConfigurationRequest, &'static str>;

impl EventStreams {
    /// Creates the stream of a receiver (§8.1.1.1).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn create(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<Value> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let id = random_id(self.kernel.entropy.as_ref(), 16);
        let requested =
            stream_request::create(body, id, client_id.clone()).map_err(StreamError::Invalid)?;
        let new = self.to_store(requested, None)?;
        let unit = Store::add_event_stream(&new, ctx.now());
        if self
            .commit(ctx, unit, "event_stream.created", &client_id)
            .await?
        {
            let transmitter = self.transmitter(&client_id).await?;
            Ok(new.stream.configuration(transmitter).into())
        } else {
            Err(StreamError::Taken)
        }
    }

    /// The configuration of a stream, or of every stream of the caller (§8.1.1.2).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn read(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        stream_id: Option<&str>,
    ) -> Result<Value> {
        let client_id = self.receiver(ctx, bearer, Access::Read).await?;
        let transmitter = self.transmitter(&client_id).await?;
        if stream_id.is_some() {
            let found = self.own_stream(&client_id, stream_id).await?;
            return Ok(found.stream.configuration(transmitter).into());
        }
        let store = self.kernel.database.read();
        let found = store.event_stream_of_client(&client_id).await?;
        Ok(found
            .iter()
            .map(|stored| stored.stream.configuration(transmitter).into())
            .collect::<Vec<Value>>()
            .into())
    }

    /// Changes some properties of a stream (§8.1.1.3).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn update(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<Value> {
        self.change(ctx, bearer, body, stream_request::update).await
    }

    /// Replaces every property of a stream that is the receiver's (§8.1.1.4).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn replace(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<Value> {
        self.change(ctx, bearer, body, stream_request::replace)
            .await
    }

    async fn change(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
        rule: ChangeRule,
    ) -> Result<Value> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let before = self.own_stream(&client_id, stream_id(body)).await?;
        let transmitter = self.transmitter(&client_id).await?;
        let requested = rule(body, &before.stream, transmitter).map_err(StreamError::Invalid)?;
        let changed = self.to_store(requested, Some(&before))?;
        let unit = Store::change_event_stream(&changed, ctx.now());
        if !self
            .commit(ctx, unit, "event_stream.changed", &client_id)
            .await?
        {
            return Err(StreamError::NotFound("the stream was deleted"));
        }
        self.outbox.notify();
        Ok(changed.stream.configuration(transmitter).into())
    }

    /// Deletes a stream with every event that waits in it (§8.1.1.5).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn delete(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        stream_id: Option<&str>,
    ) -> Result<()> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let stored = self.own_stream(&client_id, stream_id).await?;
        let unit = Store::delete_event_stream(&stored.stream.stream_id);
        self.commit(ctx, unit, "event_stream.deleted", &client_id)
            .await?;
        Ok(())
    }

    /// Every stream, with the number of events that wait in it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn list(&self, _ctx: &OperationContext) -> crate::Result<Vec<(StoredStream, i64)>> {
        Ok(self.kernel.database.read().event_streams().await?)
    }

    /// The streams after a receiver, in the order of their receivers, with the number of events that wait
    /// in each; at most so many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn after(
        &self,
        client_id: &str,
        limit: i64,
    ) -> crate::Result<Vec<(StoredStream, i64)>> {
        let store = self.kernel.database.read();
        Ok(store.event_streams_after(client_id, limit).await?)
    }

    /// What this transmitter says of itself to a receiver.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn transmitter(&self, client_id: &str) -> crate::Result<Transmitter<'_>> {
        let configuration = self.kernel.configuration().await?;
        let receiver = configuration.client(client_id).await?;
        let is_app = receiver.is_some_and(|receiver| receiver.client.signs_in_users());
        Ok(Transmitter {
            issuer: self.kernel.issuer(),
            offered: if is_app {
                EventType::OFFERED_TO_APPS
            } else {
                EventType::OFFERED_TO_OTHERS
            },
        })
    }

    /// The stream as it is stored. The address of a push is checked before anything is sent there.
    fn to_store(
        &self,
        requested: StreamConfigurationRequest,
        before: Option<&StoredStream>,
    ) -> Result<StoredStream> {
        let stream = requested.stream;
        if let Delivery::Push { endpoint_url } = &stream.delivery
            && !self.outbound.permits(endpoint_url)
        {
            return Err(StreamError::Invalid(
                "delivery.endpoint_url must be an https address on the public Internet",
            ));
        }
        let sealed_authorization_header = match requested.authorization_header {
            AuthorizationHeader::Set(text) => {
                let place = Purpose::EventStreamHeader;
                let sealing = &self.kernel.sealing;
                Some(sealing.seal(place.at(&[&stream.stream_id]), text.as_bytes())?)
            }
            AuthorizationHeader::None => None,
            // The header authorizes pushes to the address that it was given for, and to no other.
            AuthorizationHeader::Kept => before
                .filter(|before| before.stream.delivery == stream.delivery)
                .and_then(|before| before.sealed_authorization_header.clone()),
        };
        Ok(StoredStream {
            stream,
            sealed_authorization_header,
        })
    }
}
