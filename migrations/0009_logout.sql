-- The clients that a session signed in to. `notify` says whether the client is sent a back-channel
-- logout token when the session ends.
CREATE TABLE session_clients (
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    notify BIGINT NOT NULL,
    PRIMARY KEY (sid, client_id)
);

-- The delivery of each back-channel logout notice. The notice itself is a message in
-- outbox_messages with the same identifier; the receipt is kept after the message is gone.
CREATE TABLE logout_receipts (
    id TEXT PRIMARY KEY,
    sid TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    status BIGINT,
    latency_ms BIGINT,
    queued_at BIGINT NOT NULL,
    tried_at BIGINT,
    delivered_at BIGINT
);
CREATE INDEX logout_receipts_user ON logout_receipts (user_id, queued_at);
CREATE INDEX logout_receipts_sid ON logout_receipts (sid);
CREATE INDEX logout_receipts_queued ON logout_receipts (queued_at);
