//! Reviews of access: after a change of groups, roles or what an app asks for, whoever may not use an app
//! any more loses what they have there, and the app is told. A review is a message of the outbox, queued
//! with the change.

use crate::{
    Result,
    context::OperationContext,
    kernel::Kernel,
    oauth::lost_access::end_lost_access,
    outbox::{Attempt, HandlerFuture, OutboxHandler},
};
use doorward_storage::{ACCESS_REVIEW, OutboxMessage, Reviewed, Store, Unit};
use std::sync::Arc;

/// How many reviews whoever commits a change carries out; the worker does the rest.
const MAX_AT_ONCE: usize = 100;

/// Carries out the reviews that wait.
pub(crate) struct AccessReviews {
    kernel: Arc<Kernel>,
}

impl OutboxHandler for AccessReviews {
    fn kind(&self) -> &'static str {
        ACCESS_REVIEW
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(async { Ok(Attempt::done(review(&self.kernel, ctx, message).await?)) })
    }

    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        self.send(ctx, message)
    }
}

impl AccessReviews {
    pub(crate) const fn new(kernel: Arc<Kernel>) -> Self {
        Self { kernel }
    }
}

/// Carries out what waits, a hundred at most: whoever changes something sees it done when they are told
/// so. That includes what a worker has begun: whoever of the two is later finds nothing left to end.
///
/// # Errors
/// Where the database is unavailable; the worker does it then.
pub(crate) async fn review_now(kernel: &Kernel, ctx: &OperationContext) -> Result<()> {
    // The second round is for the users of an app or of a provider.
    for _ in 0..2 {
        let store = kernel.database.read();
        let messages = store.waiting_outbox_messages(ACCESS_REVIEW, MAX_AT_ONCE, ctx.now());
        let messages = messages.await?;
        for message in messages {
            let unit = review(kernel, ctx, &message).await?;
            let done = Store::remove_access_review(&message.id, message.created_at);
            kernel.database.commit_unaudited(unit.then(done)).await?;
        }
    }
    Ok(())
}

/// Carries out one review. That of all users of an app becomes one for each of them.
async fn review(kernel: &Kernel, ctx: &OperationContext, message: &OutboxMessage) -> Result<Unit> {
    // The change that is reviewed may be younger than what this process has in memory.
    kernel.ask_for_configuration_anew();
    let store = kernel.database.read();
    let users = match message.id.split_once(':') {
        Some(("user", user_id)) => {
            end_lost_access(kernel, ctx, user_id).await?;
            return Ok(Unit::new());
        }
        Some(("client", client_id)) => store.users_with_grants(client_id, ctx.now()).await?,
        Some(("provider", id)) => store.users_with_roles_of_provider(id).await?,
        _ => return Ok(Unit::new()),
    };
    let review = |unit: Unit, user_id: &String| {
        unit.then(Store::review_access(Reviewed::User(user_id), ctx.now()))
    };
    Ok(users.iter().fold(Unit::new(), review))
}
