//! The users whose events a stream delivers (Shared Signals Framework §8.1.3). A stream delivers the
//! events of every user until its receiver removes one.

use super::{Access, EventStreams, Result, StreamError, stream_id};
use crate::context::OperationContext;
use doorward_protocol::{events::subject_identifier::SubjectIdentifier, secret::Secret};
use doorward_storage::{Store, Unit};
use serde_json::{Map, Value};

impl EventStreams {
    /// Delivers the events of a user again (§8.1.3.2).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn add_subject(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<()> {
        let change = Store::add_event_stream_subject;
        self.change_subject(ctx, bearer, body, change).await
    }

    /// Delivers no more events of a user (§8.1.3.3).
    ///
    /// # Errors
    /// [`StreamError`].
    pub async fn remove_subject(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
    ) -> Result<()> {
        let change = Store::remove_event_stream_subject;
        self.change_subject(ctx, bearer, body, change).await
    }

    async fn change_subject(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        body: &Map<String, Value>,
        change: fn(&str, &str) -> Unit,
    ) -> Result<()> {
        let client_id = self.receiver(ctx, bearer, Access::Manage).await?;
        let stream = self.own_stream(&client_id, stream_id(body)).await?.stream;
        let subject: SubjectIdentifier = body
            .get("subject")
            .and_then(|subject| serde_json::from_value(subject.clone()).ok())
            .ok_or(StreamError::Invalid(
                "subject must be a subject identifier of format email, opaque, iss_sub or complex (RFC 9493)",
            ))?;
        let users = self.users.by_subject(&subject).await?;
        if users.is_empty() {
            return Err(StreamError::NotFound("this subject is not a known user"));
        }
        let unit = users.iter().fold(Unit::new(), |unit, user| {
            unit.then(change(&stream.stream_id, &user.id))
        });
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }
}
