-- Event streams (OpenID Shared Signals Framework): one for each receiver, which is a client.
CREATE TABLE event_streams (
    stream_id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE REFERENCES clients (client_id) ON DELETE CASCADE,
    delivery TEXT NOT NULL,
    events_requested TEXT,
    description TEXT,
    sealed_authorization_header TEXT,
    status TEXT NOT NULL,
    status_reason TEXT,
    is_push BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The event types, by URI, that a receiver asked for, so that the statement that ends a session reads
-- no JSON. A stream without events_requested delivers every type.
CREATE TABLE event_stream_event_types (
    stream_id TEXT NOT NULL REFERENCES event_streams (stream_id) ON DELETE CASCADE,
    event_type TEXT NOT NULL,
    PRIMARY KEY (stream_id, event_type)
);

-- Users whose events a receiver asked not to get.
CREATE TABLE event_stream_removed_subjects (
    stream_id TEXT NOT NULL REFERENCES event_streams (stream_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (stream_id, user_id)
);

-- Security events that their receivers have not accepted yet: inserted in the transaction that
-- caused them, deleted when the receiver accepted them or they expired. A receiver that polls reads
-- them here. For a receiver that is pushed to, each event has a message in outbox_messages.
CREATE TABLE security_events (
    jti TEXT PRIMARY KEY,
    stream_id TEXT NOT NULL REFERENCES event_streams (stream_id) ON DELETE CASCADE,
    event_type TEXT NOT NULL,
    user_id TEXT,
    sid TEXT,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX security_events_stream ON security_events (stream_id, created_at);
CREATE INDEX security_events_expiry ON security_events (expires_at);
