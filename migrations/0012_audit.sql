-- The audit trail, appended in the transaction of the change that an entry describes.
CREATE TABLE audit_events (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    -- user, client, identity_provider, command_line, worker or anonymous.
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    subject TEXT,
    client_id TEXT,
    detail TEXT NOT NULL,
    -- Where the request came from; absent for commands and workers.
    address TEXT,
    user_agent TEXT,
    request_id TEXT
);
CREATE INDEX audit_events_subject ON audit_events (subject, at);
CREATE INDEX audit_events_at ON audit_events (at);
