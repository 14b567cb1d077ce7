//! What a kind of message brings: its name, and how one message is sent.

use crate::{Result, context::OperationContext};
use doorward_adapters::outbound::OutboundError;
use doorward_protocol::time::Lifetime;
use doorward_storage::{OutboxMessage, Unit};
use std::pin::Pin;

/// The result of a handler, once it is known.
pub(crate) type HandlerFuture<'a> = Pin<Box<dyn Future<Output = Result<Attempt>> + Send + 'a>>;

/// Sends the messages of one kind.
pub(crate) trait OutboxHandler: Send + Sync {
    /// The kind, as it is stored.
    fn kind(&self) -> &'static str;

    /// How many messages may be taken now, of so many at most. A kind whose messages all go to one
    /// server takes none while that server is away.
    fn places(&self, max: usize) -> usize {
        max
    }

    /// Sends a message once.
    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a>;

    /// Gives up a message whose time is over.
    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a>;
}

/// The result of one attempt. The unit is committed in the transaction that removes or postpones
/// the message, where the attempt still holds the lease.
pub(crate) enum Attempt {
    /// The message leaves the queue: it was accepted, or there is nobody to send it to.
    Done { unit: Unit },
    /// The message is sent again.
    Failed {
        /// For the log.
        cause: String,
        retry: Retry,
        unit: Unit,
    },
}

/// When a message that was not accepted is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// After a pause that grows with every attempt.
    AfterBackoff,
    /// The same, but this long at most.
    Within(Lifetime),
    /// After a pause that grows with every attempt, and not before the receiver wants it. More than an
    /// hour is not waited.
    After(Lifetime),
    /// After the longest pause: the next attempt is expected to fail too.
    AfterMaxBackoff,
}

impl Attempt {
    /// The message leaves the queue, and this is written with it.
    pub(crate) const fn done(unit: Unit) -> Self {
        Self::Done { unit }
    }

    /// The receiver did not accept the message, and this is written with the time of the next
    /// attempt. An address that may not be called is not expected to change soon; every other
    /// failure may pass.
    pub(crate) fn refused(error: OutboundError, unit: Unit) -> Self {
        Self::Failed {
            cause: error.to_string(),
            retry: if error == OutboundError::Forbidden {
                Retry::AfterMaxBackoff
            } else {
                Retry::AfterBackoff
            },
            unit,
        }
    }
}
