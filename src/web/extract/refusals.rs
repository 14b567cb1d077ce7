//! What administrators do and was refused to somebody who is known: an entry of the audit log, so many
//! for each caller.

use crate::extract::operation::{Operation, RefusedCaller};
use doorward_core::{Provider, limits::Class, management::ManagementError};

/// Notes that the caller of the request under way may not do what they asked for. What is wrong with a
/// request, and a sign-in that is too long ago, is none of that.
pub fn note(error: &ManagementError) {
    let is_refused = matches!(
        error,
        ManagementError::Forbidden(_)
            | ManagementError::BeyondPowers(_)
            | ManagementError::BeyondOwner(_)
            | ManagementError::OwnRequest
    );
    if is_refused {
        Operation::note_refusal(error.to_string());
    }
}

/// Writes what was refused into the audit log, unless this caller was refused too often lately: the log of
/// the server has the rest, and nobody fills the disk by asking again and again.
pub async fn record(provider: &Provider, refused: RefusedCaller, what: &str) {
    let RefusedCaller { ctx, reason } = refused;
    let (limits, class) = (provider.rate_limits(), Class::Refusal);
    let actor = ctx.actor();
    let name = format!("{}:{}", actor.kind(), actor.as_text());
    if limits.is_reached(&ctx, class, &name) {
        return;
    }
    let counted = limits.count(&ctx, class, &name).await;
    let rest = if counted.reaches_limit {
        "; further refusals of these ten minutes are in the log of the server alone"
    } else {
        ""
    };
    let detail = format!("{what}: {reason}{rest}");
    let recorded = provider.management().record_refusal(&ctx, &detail).await;
    if let Err(error) = recorded {
        tracing::warn!(%error, "a refusal could not be written into the audit log");
    }
}
