//! What the record keeps of what happens to a request.

use crate::{audit::Record, context::OperationContext};
use doorward_storage::{AccessRequest, Stamp};

/// The audit entry of what happens to a request.
pub(super) fn record<'r>(action: &'static str, request: &'r AccessRequest) -> Record<'r> {
    Record {
        action,
        subject: Some(&request.user_id),
        client_id: Some(&request.client_id),
        detail: &request.role,
    }
}

/// The mark of what happens to a request.
pub(super) fn stamp_of(ctx: &OperationContext) -> Stamp<'_> {
    Stamp {
        at: ctx.now(),
        actor: crate::audit::actor(ctx),
        managed: false,
    }
}
