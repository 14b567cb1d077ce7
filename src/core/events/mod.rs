//! The transmitter of the Shared Signals Framework. Each receiver is a client with one event
//! stream, by which it learns of ended sessions and changed credentials: pushed through the outbox
//! (RFC 8935), or polled from the list of events that wait (RFC 8936).

mod poll;
mod push;
mod registrations;
mod status;
mod streams;
mod subjects;
mod token;
mod verification;

pub use poll::{PollRequest, PollResponse};
pub(crate) use push::SecurityEventPushes;
pub(crate) use registrations::{Registration, announce_registration};

use crate::{
    Error,
    audit::Record,
    context::{Actor, OperationContext},
    kernel::Kernel,
    oauth::token::{CallerError, Tokens},
    outbox::Outbox,
    users::Users,
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    events::event_stream::{SCOPE_MANAGE, SCOPE_READ},
    secret::Secret,
    text::is_storable,
};
use doorward_storage::{StoredStream, Unit};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The longest text that a receiver may store, in bytes.
const MAX_TEXT: usize = 1000;

/// Why a receiver does not get what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// The caller is unknown: 401.
    #[error("the access token is missing, unknown or expired")]
    Unauthorized,
    /// The caller lacks the scope: 403.
    #[error("the scope {SCOPE_MANAGE} is needed; {SCOPE_READ} is enough to read")]
    Forbidden,
    /// The request is malformed: 400.
    #[error("{0}")]
    Invalid(&'static str),
    /// The stream or the subject does not exist: 404.
    #[error("{0}")]
    NotFound(&'static str),
    /// The receiver has a stream already: 409.
    #[error("this client has a stream already; change it, or delete it first")]
    Taken,
    /// Too many verification events wait: 429.
    #[error("too many verification events wait in this stream; fetch them first")]
    TooMany,
    /// The provider failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<doorward_storage::Error> for StreamError {
    fn from(error: doorward_storage::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The result of a request of a receiver.
pub type Result<T> = std::result::Result<T, StreamError>;

/// What a caller wants to do with its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Manage,
}

/// The event streams of the receivers of security events.
pub struct EventStreams {
    kernel: Arc<Kernel>,
    /// Verifies the access tokens of receivers.
    tokens: Arc<Tokens>,
    /// Finds the users that receivers name as subjects.
    users: Arc<Users>,
    /// Pushes the events that a change of a stream makes due.
    outbox: Outbox,
    /// Decides which addresses may be pushed to.
    outbound: Outbound,
}

impl EventStreams {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        tokens: Arc<Tokens>,
        users: Arc<Users>,
        outbox: Outbox,
        outbound: Outbound,
    ) -> Self {
        Self {
            kernel,
            tokens,
            users,
            outbox,
            outbound,
        }
    }

    /// The receiver that calls, by its access token.
    async fn receiver(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        access: Access,
    ) -> Result<String> {
        let scopes: &[&str] = match access {
            Access::Read => &[SCOPE_READ, SCOPE_MANAGE],
            Access::Manage => &[SCOPE_MANAGE],
        };
        match self.tokens.calling_client(ctx, bearer, scopes).await? {
            Ok(client_id) => Ok(client_id),
            Err(CallerError::Unauthorized) => Err(StreamError::Unauthorized),
            Err(CallerError::Forbidden) => Err(StreamError::Forbidden),
        }
    }

    /// The caller's stream of that identifier. The stream of another receiver is not found.
    async fn own_stream(&self, client_id: &str, stream_id: Option<&str>) -> Result<StoredStream> {
        let stream_id = stream_id.ok_or(StreamError::Invalid("stream_id is missing"))?;
        let store = self.kernel.database.read();
        let found = store.event_stream_of_client(client_id).await?;
        found
            .filter(|stored| stored.stream.stream_id == stream_id)
            .ok_or(StreamError::NotFound(
                "this client has no stream of that identifier",
            ))
    }

    /// Commits what a receiver did, with the receiver as the actor. `false` where a guard touched no
    /// row.
    async fn commit(
        &self,
        ctx: &OperationContext,
        unit: Unit,
        action: &'static str,
        client_id: &str,
    ) -> Result<bool> {
        let ctx = &ctx.acting_as(Actor::Client(client_id.to_owned()));
        let record = Record {
            action,
            subject: None,
            client_id: Some(client_id),
            detail: "",
        };
        Ok(self.kernel.database.commit(ctx, unit, &[record]).await?)
    }
}

/// The `stream_id` of a request.
fn stream_id(body: &Map<String, Value>) -> Option<&str> {
    body.get("stream_id").and_then(Value::as_str)
}

/// A short text of a request, where there is one.
fn short_text(
    body: &Map<String, Value>,
    name: &str,
    error: &'static str,
) -> Result<Option<String>> {
    match body.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if text.len() <= MAX_TEXT && is_storable(text) => {
            Ok(Some(text.clone()))
        }
        Some(_) => Err(StreamError::Invalid(error)),
    }
}
