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
    -- Which events the stream delivers, so that the statement that ends a session reads no JSON.
    session_revoked BIGINT NOT NULL,
    credential_change BIGINT NOT NULL,
    is_push BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Users whose events a receiver asked not to get.
CREATE TABLE event_stream_removed_subjects (
    stream_id TEXT NOT NULL REFERENCES event_streams (stream_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (stream_id, user_id)
);

-- Queued security events: inserted in the transaction that caused them, deleted when the receiver
-- acknowledged them or they expired.
CREATE TABLE security_events (
    jti TEXT PRIMARY KEY,
    stream_id TEXT NOT NULL REFERENCES event_streams (stream_id) ON DELETE CASCADE,
    event_type TEXT NOT NULL,
    user_id TEXT,
    sid TEXT,
    payload TEXT NOT NULL,
    is_push BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);
CREATE INDEX security_events_due ON security_events (is_push, due_at);
CREATE INDEX security_events_stream ON security_events (stream_id, created_at);
CREATE INDEX security_events_expiry ON security_events (expires_at);
