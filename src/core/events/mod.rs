//! The transmitter of the Shared Signals Framework: receivers make a stream each, and hear of the
//! end of sessions and of changed credentials.

mod deliver;
mod manage;
mod poll;

pub use deliver::dispatch;
pub use manage::{
    add_subject, create, delete, read, remove_subject, replace, set_status, status, update, verify,
};
pub use poll::{Acknowledged, Polled, poll};

use crate::context::OperationContext;
use crate::{Configuration, Error, Provider, oauth::token::CallerError};
use doorward_protocol::{
    events::{
        event_stream::{SCOPE_MANAGE, SCOPE_READ},
        security_event::{self, SecurityEventToken},
        subject_identifier::SubjectIdentifier,
    },
    secret::Secret,
};
use doorward_storage::{SecurityEvent, StoredStream};

/// Why a receiver does not get what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// It is not known who calls: 401.
    #[error("the access token is missing, unknown or expired")]
    Unauthorized,
    /// The caller may not: 403.
    #[error("the scope {SCOPE_MANAGE} is needed; {SCOPE_READ} is enough to read")]
    Forbidden,
    /// The request is wrong: 400.
    #[error("{0}")]
    Invalid(&'static str),
    /// There is no such thing: 404.
    #[error("{0}")]
    NotFound(&'static str),
    /// The receiver has a stream already: 409.
    #[error("this client has a stream already; change it, or delete it first")]
    Taken,
    /// Too much waits already: 429.
    #[error("as many verification events wait as may; fetch them first")]
    TooMany,
    /// It is nobody's fault but ours.
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

/// What a caller wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Manage,
}

/// The receiver that calls.
async fn receiver(
    provider: &Provider,
    ctx: &OperationContext,
    bearer: Option<&Secret>,
    access: Access,
) -> Result<String> {
    let scopes: &[&str] = match access {
        Access::Read => &[SCOPE_READ, SCOPE_MANAGE],
        Access::Manage => &[SCOPE_MANAGE],
    };
    match provider
        .tokens()
        .calling_client(ctx, bearer, scopes)
        .await?
    {
        Ok(client_id) => Ok(client_id),
        Err(CallerError::Unauthorized) => Err(StreamError::Unauthorized),
        Err(CallerError::Forbidden) => Err(StreamError::Forbidden),
    }
}

/// The stream of that identifier, where it is the caller's own: another's does not exist for it.
async fn own(provider: &Provider, client_id: &str, stream_id: &str) -> Result<StoredStream> {
    let found = provider
        .store
        .event_stream_of_client(client_id)
        .await?
        .filter(|stored| stored.stream.stream_id == stream_id);
    found.ok_or(StreamError::NotFound(
        "this client has no stream of that identifier",
    ))
}

/// A security event token for the receiver of its stream.
fn token(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    client_id: &str,
    event: &SecurityEvent,
) -> crate::Result<String> {
    let registered = configuration
        .client(client_id)
        .ok_or_else(|| Error::Internal("an event stream of an unknown client".into()))?;
    let sub_id = match &event.user_id {
        None => SubjectIdentifier::Opaque {
            id: event.stream_id.clone(),
        },
        Some(user_id) => {
            let sub = provider.subject_for(&registered.client, user_id);
            let user = SubjectIdentifier::IssSub {
                iss: provider.issuer().to_owned(),
                sub,
            };
            match &event.sid {
                None => user,
                // The same `sid` that its ID tokens have, so that it knows which session is meant.
                Some(sid) => SubjectIdentifier::Complex {
                    user: Some(Box::new(user)),
                    session: Some(Box::new(SubjectIdentifier::Opaque { id: sid.clone() })),
                },
            }
        }
    };
    let claims = SecurityEventToken {
        iss: provider.issuer(),
        aud: client_id,
        jti: &event.jti,
        iat: event.created_at,
        sub_id: &sub_id,
        event_type: &event.event_type,
        payload: event.payload.clone().into(),
    };
    let algorithm = registered
        .client
        .id_token_signed_response_alg
        .unwrap_or_else(|| provider.default_algorithm());
    Ok(configuration
        .keyring
        .sign(algorithm, security_event::TYP, &claims.claims(), ctx.now())?)
}

/// The user whom a receiver means.
async fn subject(provider: &Provider, subject: &SubjectIdentifier) -> Result<String> {
    let user = provider.users().by_subject(subject).await?;
    user.map(|user| user.id).ok_or(StreamError::NotFound(
        "nobody here is meant by this subject",
    ))
}
