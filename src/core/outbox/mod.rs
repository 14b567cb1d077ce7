//! The outbox: every message to another server leaves through one durable queue.
//!
//! A message is a row that is written in the transaction of what it tells. The worker of each node
//! looks up what is due, takes each message by a lease (a conditional UPDATE, so that one node of
//! all delivers it), and hands it to the handler of its kind. An accepted message is deleted; any
//! other is sent again after a growing pause, until it expires. A node that stops in the middle
//! loses nothing: the lease runs out and another attempt begins, so a receiver can get a message
//! twice but never not at all.

mod backoff;
mod handler;
mod in_flight;

pub(crate) use handler::{Attempt, HandlerFuture, OutboxHandler, Retry};

use crate::{Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    secret::random_id,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{
    ATTEMPTS_BEFORE_MAX_BACKOFF, DueOutboxMessages, MAX_OUTBOX_BACKOFF, OutboxBackoff, OutboxLease,
    OutboxMessage, Store, Unit, outbox_lease,
};
use futures_util::future::join_all;
use in_flight::{InFlight, MAX_PER_KIND, MAX_PER_TARGET, Slot};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How often messages are looked for whose next attempt lies too far ahead.
const CLOCK_CHECK_INTERVAL: Duration = Duration::from_mins(1);

/// The durable queue of messages to other servers.
#[derive(Clone)]
pub struct Outbox {
    kernel: Arc<Kernel>,
    handlers: Arc<[Arc<dyn OutboxHandler>]>,
    in_flight: Arc<InFlight>,
    /// When messages of the future were last looked for, by both readings of the clock.
    clock_checked: Arc<Mutex<Option<(Timestamp, Duration)>>>,
}

/// A message that this node holds the lease of.
struct LeasedMessage {
    message: OutboxMessage,
    lease_id: String,
    handler: Arc<dyn OutboxHandler>,
    slot: Slot,
}

/// An attempt that failed.
struct Failure<'a> {
    retry: Retry,
    /// What went wrong, in English and without anything about a user.
    cause: &'a str,
}

impl Outbox {
    /// An outbox for the kinds of these handlers.
    pub(crate) fn new(kernel: Arc<Kernel>, handlers: Vec<Arc<dyn OutboxHandler>>) -> Self {
        Self {
            kernel,
            handlers: handlers.into(),
            in_flight: Arc::default(),
            clock_checked: Arc::default(),
        }
    }

    /// Wakes the worker of this process, so that a message that was just committed leaves at once.
    pub fn notify(&self) {
        self.in_flight.notify.notify_one();
    }

    /// Waits until messages may be due: [`Outbox::notify`] was called, or a delivery ended.
    pub async fn notified(&self) {
        self.in_flight.notify.notified().await;
    }

    /// How many deliveries are under way in this process.
    pub fn deliveries_under_way(&self) -> usize {
        self.in_flight.count()
    }

    /// How many deliveries have begun since this process started, with those that another node took
    /// first. If none was under way and the number has not changed since, none was under way in between.
    pub fn deliveries_begun(&self) -> u64 {
        self.in_flight.begun()
    }

    /// Starts the delivery of every message that is due and not leased, here or on another node.
    /// Returns how many deliveries it started; they go on by themselves.
    ///
    /// # Errors
    /// Where the database is unavailable. Messages that were leased already are delivered, and one
    /// kind keeps no other from its turn.
    pub async fn deliver_due(&self, ctx: &OperationContext) -> Result<usize> {
        if self.is_clock_to_be_checked(ctx.now()) {
            let kinds = self.handlers.iter().map(|handler| handler.kind());
            let unit = kinds.fold(Unit::new(), |unit, kind| {
                unit.then(Store::end_outbox_backoffs_of_the_future(kind, ctx.now()))
            });
            self.kernel.database.commit_unaudited(unit).await?;
        }
        let mut started = Ok(0);
        for handler in self.handlers.iter() {
            let of_kind = self.deliver_due_of(ctx, handler).await;
            started = started.and_then(|before| Ok(before + of_kind?));
        }
        started
    }

    /// Whether it is time to look for messages whose next attempt lies too far ahead: the clock was set
    /// back, or nobody looked for a while.
    fn is_clock_to_be_checked(&self, now: Timestamp) -> bool {
        let elapsed = self.kernel.monotonic();
        let mut checked = self
            .clock_checked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_due = checked.is_none_or(|(then, at)| {
            then.is_ahead_of(now) || elapsed.saturating_sub(at) >= CLOCK_CHECK_INTERVAL
        });
        if is_due {
            *checked = Some((now, elapsed));
        }
        is_due
    }

    async fn deliver_due_of(
        &self,
        ctx: &OperationContext,
        handler: &Arc<dyn OutboxHandler>,
    ) -> Result<usize> {
        let due = DueOutboxMessages {
            kind: handler.kind(),
            max_per_target: MAX_PER_TARGET,
            max: handler.places(MAX_PER_KIND),
        };
        if due.max == 0 {
            return Ok(0);
        }
        let store = self.kernel.database.read();
        let messages = store.due_outbox_messages(due, ctx.now()).await?;
        // Leases that are taken at the same time share one commit of SQLite.
        let attempts = messages
            .into_iter()
            .map(|message| self.lease(ctx, handler, message, due.max));
        let mut started = Ok(0);
        for leased in join_all(attempts).await {
            // What was leased is delivered also where another lease failed: nobody else takes it
            // before its lease runs out.
            match leased {
                Ok(Some(leased)) => {
                    self.start(ctx, leased);
                    started = started.map(|before| before + 1);
                }
                Ok(None) => {}
                Err(error) => started = started.and(Err(error)),
            }
        }
        started
    }

    /// Takes a message for one attempt. None where its receiver is busy, or another node has it.
    async fn lease(
        &self,
        ctx: &OperationContext,
        handler: &Arc<dyn OutboxHandler>,
        message: OutboxMessage,
        max: usize,
    ) -> Result<Option<LeasedMessage>> {
        let slot = self.in_flight.enter(handler.kind(), &message.target, max);
        let Some(slot) = slot else {
            return Ok(None);
        };
        let lease_id = random_id(self.kernel.entropy.as_ref(), 16);
        let lease = OutboxLease {
            id: &lease_id,
            until: ctx.now().plus(outbox_lease(&message.kind)),
        };
        let unit = Store::lease_outbox_message(&message, lease, ctx.now());
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Ok(None);
        }
        Ok(Some(LeasedMessage {
            message,
            lease_id,
            handler: Arc::clone(handler),
            slot,
        }))
    }

    fn start(&self, ctx: &OperationContext, leased: LeasedMessage) {
        let (outbox, ctx) = (self.clone(), ctx.clone());
        tokio::spawn(async move {
            if let Err(error) = outbox.attempt(&ctx, &leased).await {
                let (kind, target) = (&leased.message.kind, &leased.message.target);
                tracing::warn!(kind, target, %error, "a delivery could not be completed; its lease runs out and it is attempted again");
            }
            drop(leased.slot);
            // More messages may wait for the place that is free now.
            outbox.notify();
        });
    }

    /// One attempt, and what is written about its result. Nothing is written where the message was
    /// queued again meanwhile: the next attempt reports for both.
    async fn attempt(&self, ctx: &OperationContext, leased: &LeasedMessage) -> Result<()> {
        let LeasedMessage {
            message,
            lease_id,
            handler,
            ..
        } = leased;
        let attempt = if ctx.now() >= message.expires_at {
            handler.expire(ctx, message).await?
        } else {
            handler.send(ctx, message).await?
        };
        let unit = match &attempt {
            Attempt::Done { unit } => {
                Store::remove_outbox_message(message, lease_id).then(unit.clone())
            }
            Attempt::Failed { cause, unit, retry } => {
                let attempts = message.attempts + 1;
                tracing::warn!(
                    kind = message.kind,
                    target = message.target,
                    cause,
                    attempts,
                    "a message was not accepted; it is sent again later"
                );
                let failure = Failure {
                    retry: *retry,
                    cause,
                };
                self.postponed(ctx, leased, &failure).then(unit.clone())
            }
        };
        // The handler adds the audit entry of the result to its unit.
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }

    fn postponed(
        &self,
        ctx: &OperationContext,
        leased: &LeasedMessage,
        failure: &Failure<'_>,
    ) -> Unit {
        let retry = failure.retry;
        let mut jitter = [0_u8];
        self.kernel.entropy.fill(&mut jitter);
        let [jitter] = jitter;
        let now = ctx.renewed(self.kernel.clock.as_ref()).now();
        let attempts = leased.message.attempts + 1;
        let is_longest = matches!(retry, Retry::AfterMaxBackoff | Retry::After(_));
        let paused_as_after = if retry == Retry::AfterMaxBackoff {
            ATTEMPTS_BEFORE_MAX_BACKOFF.max(attempts)
        } else {
            attempts
        };
        let next_attempt_at = backoff::next_attempt_at(paused_as_after, now, jitter);
        let pause = OutboxBackoff {
            attempts,
            is_longest,
            next_attempt_at: match retry {
                Retry::Within(longest) => next_attempt_at.min(now.plus(longest)),
                Retry::After(wanted) => {
                    let wanted = Lifetime(wanted.0.clamp(0, MAX_OUTBOX_BACKOFF.0));
                    next_attempt_at.max(now.plus(wanted))
                }
                Retry::AfterBackoff | Retry::AfterMaxBackoff => next_attempt_at,
            },
        };
        let (message, lease_id) = (&leased.message, &leased.lease_id);
        Store::postpone_outbox_message(message, lease_id, pause, failure.cause)
    }
}
