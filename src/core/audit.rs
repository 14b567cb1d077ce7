//! Audit events, beside what they tell.

use crate::context::OperationContext;
use doorward_protocol::{
    audit_chain::{Fields, Seals, commitment, digest},
    secret::{Entropy, random_id},
    text::noted,
    time::Timestamp,
};
use doorward_storage::{AuditActor, AuditEvent, AuditOrigin, AuditProof, AuditRow, ChainedRow};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

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

/// An entry as programs read it.
pub fn document(row: &AuditRow) -> Value {
    json!({"at": row.at.seconds(), "time": when(row.at), "event": row.action,
        "actor": {"kind": row.actor_kind, "id": row.actor_id}, "sub": row.subject,
        "client_id": row.client_id, "address": row.address, "user_agent": row.user_agent,
        "request_id": row.request_id, "detail": row.detail})
}

/// An entry as it leaves in an export or a stream: with its identifier and its place in the chain.
pub fn exported(row: &ChainedRow) -> Value {
    let mut document = document(&row.event);
    let evidence = &row.evidence;
    let place = evidence.day.zip(evidence.position);
    let chain = place.map(|(day, position)| {
        let day: String = when(day).chars().take(10).collect();
        json!({"day": day, "position": position, "hash": evidence.link})
    });
    if let Some(members) = document.as_object_mut() {
        members.insert("id".to_owned(), row.event.id.clone().into());
        members.insert("chain".to_owned(), chain.into());
    }
    document
}

/// A time as an export and a terminal show it: RFC 3339, in UTC.
fn when(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp(at.seconds())
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}
