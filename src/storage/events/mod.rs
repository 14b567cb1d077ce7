//! Event streams and the security events on their way.

pub(crate) mod event_streams;
pub(crate) mod security_events;
