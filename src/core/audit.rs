//! Audit events, beside what they tell.

use crate::Provider;
use crate::context::{Actor, OperationContext};
use doorward_protocol::secret::ordered_id;
use doorward_storage::{AuditActor, AuditEvent, AuditOrigin, Store, Unit};

/// Who did what to whom.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What, as `noun.verb`.
    pub action: &'static str,
    /// Who.
    pub actor: &'a str,
    /// To whom.
    pub subject: Option<&'a str>,
    /// Through which client.
    pub client_id: Option<&'a str>,
    /// More, never a secret.
    pub detail: &'a str,
}

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

/// The command line as an actor.
pub const COMMAND_LINE: &str = "command line";

/// The statement that appends an entry, for the transaction of what it tells. An entry whose actor
/// is its subject or its client is attributed to that user or client; every other one to the actor
/// of the context.
pub fn entry(provider: &Provider, ctx: &OperationContext, entry: &Entry<'_>) -> Unit {
    let named = Some(entry.actor);
    let ctx = &match named {
        _ if named == entry.subject => ctx.acting_as(Actor::User(entry.actor.to_owned())),
        _ if named == entry.client_id => ctx.acting_as(Actor::Client(entry.actor.to_owned())),
        _ => ctx.clone(),
    };
    let record = Record {
        action: entry.action,
        subject: entry.subject,
        client_id: entry.client_id,
        detail: entry.detail,
    };
    let id = ordered_id(provider.entropy.as_ref(), ctx.now());
    Store::add_audit_event(&event(ctx, id, &record))
}

/// What a record says, with what the context of the operation says: who, when and from where.
pub(crate) fn event<'a>(
    ctx: &'a OperationContext,
    id: String,
    record: &Record<'a>,
) -> AuditEvent<'a> {
    let (actor, origin) = (ctx.actor(), ctx.origin());
    AuditEvent {
        id,
        at: ctx.now(),
        action: record.action,
        actor: AuditActor {
            kind: actor.kind(),
            id: actor.id(),
        },
        subject: record.subject,
        client_id: record.client_id,
        detail: record.detail,
        origin: AuditOrigin {
            address: origin.address.map(|address| address.to_string()),
            user_agent: Some(origin.user_agent.as_str()).filter(|text| !text.is_empty()),
            request_id: origin.request_id.as_deref(),
        },
    }
}
