//! The messages of the outbox by which security events are pushed. A stream has them while it is
//! enabled and delivered by push; the events themselves wait in `security_events` either way.

use crate::{
    Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::Timestamp;

/// The kind of the outbox messages that push a security event (RFC 8935). The message has the
/// `jti` of the event as its identifier and the stream as its target.
pub const SECURITY_EVENT_PUSH: &str = "security_event_push";

impl Store {
    /// A message for each event of one cause whose stream is pushed to.
    pub(super) fn enqueue_pushes_of_cause(cause: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) SELECT $1, e.jti,
             e.stream_id, '', 0, $2, $2, e.expires_at, 0, NULL FROM event_streams s JOIN
             security_events e ON e.jti = $3 || '.' || s.stream_id WHERE s.is_push = 1 AND
             s.status = 'enabled' ON CONFLICT (kind, id) DO NOTHING"
        );
        Unit::new().run(insert.bind(SECURITY_EVENT_PUSH).bind(now).bind(cause))
    }

    /// A message for each event that waits in a stream, where the stream is pushed to.
    pub(super) fn enqueue_pushes_of_stream(stream_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) SELECT $1, e.jti,
             e.stream_id, '', 0, $2, $2, e.expires_at, 0, NULL FROM event_streams s JOIN
             security_events e ON e.stream_id = s.stream_id WHERE s.stream_id = $3 AND
             s.is_push = 1 AND s.status = 'enabled' ON CONFLICT (kind, id) DO NOTHING"
        );
        Unit::new().run(insert.bind(SECURITY_EVENT_PUSH).bind(now).bind(stream_id))
    }

    /// No event of a stream is pushed any more; what waits in the stream stays there.
    pub(super) fn remove_pushes_of_stream(stream_id: &str) -> Unit {
        Self::remove_outbox_messages_to(SECURITY_EVENT_PUSH, stream_id)
    }
}
