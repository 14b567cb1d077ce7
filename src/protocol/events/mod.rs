//! Shared Signals and CAEP: streams, subjects and security events.

pub mod event_stream;
pub mod security_event;
pub mod stream_request;
pub mod subject_identifier;
