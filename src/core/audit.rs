//! Audit events, beside what they tell.

use crate::Provider;
use crate::context::OperationContext;
use doorward_protocol::secret::ordered_id;
use doorward_storage::{AuditEvent, Store, Unit};

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

/// The statement that appends an entry, for the transaction of what it tells.
pub fn entry(provider: &Provider, ctx: &OperationContext, entry: &Entry<'_>) -> Unit {
    Store::add_audit_event(&AuditEvent {
        id: ordered_id(provider.entropy.as_ref(), ctx.now()),
        at: ctx.now(),
        action: entry.action,
        actor: entry.actor,
        subject: entry.subject,
        client_id: entry.client_id,
        detail: entry.detail,
    })
}
