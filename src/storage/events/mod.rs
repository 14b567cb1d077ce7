//! Event streams and the security events that wait in them.

pub(crate) mod event_streams;
pub(crate) mod push_messages;
pub(crate) mod security_events;
