//! Audit events, beside what they tell.

use crate::context::OperationContext;
use doorward_protocol::{
    audit_chain::{Fields, Seals, commitment, digest},
    secret::{Entropy, random_id},
    text::noted,
};
use doorward_storage::{AuditActor, AuditEvent, AuditOrigin, AuditProof};

/// What an audit entry says beside what the context of the operation says: who, when and from
/// where.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// What happened, as `noun.verb`.
    pub action: &'static str,
    /// The user whom it happened to.
    pub subject: Option<&'a str>,
    /// The client that it happened through or to.
    pub client_id: Option<&'a str>,
    /// More, never a secret.
    pub detail: &'a str,
}

/// Who acts, as the record keeps it.
pub(crate) fn actor(ctx: &OperationContext) -> AuditActor<'_> {
    let actor = ctx.actor();
    AuditActor {
        kind: actor.kind(),
        id: actor.id(),
    }
}

/// What a record says, with what the context of the operation says: who, when and from where.
pub(crate) fn event<'a>(
    ctx: &'a OperationContext,
    id: String,
    record: &Record<'a>,
) -> AuditEvent<'a> {
    let origin = ctx.origin();
    AuditEvent {
        id,
        at: ctx.now(),
        action: record.action,
        actor: actor(ctx),
        subject: record.subject,
        client_id: record.client_id.map(noted),
        detail: noted(record.detail),
        origin: AuditOrigin {
            address: origin.address.map(|address| address.to_string()),
            user_agent: Some(noted(&origin.user_agent)).filter(|text| !text.is_empty()),
            request_id: origin.request_id.as_deref(),
        },
        proof: AuditProof::default(),
    }
}

/// What shows later that this provider wrote an entry.
pub(crate) fn proof(fields: &Fields<'_>, entropy: &dyn Entropy, seals: &dyn Seals) -> AuditProof {
    let salt = random_id(entropy, 16);
    let commitment = commitment(fields, &salt);
    AuditProof {
        seal: seals.of_entry(&digest(fields, &commitment)),
        commitment: commitment.as_str().to_owned(),
        salt,
    }
}
