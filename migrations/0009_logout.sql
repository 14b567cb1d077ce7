-- The clients that a session signed in to. `notify` says whether the client is sent a back-channel
-- logout token when the session ends.
CREATE TABLE session_clients (
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    notify BIGINT NOT NULL,
    PRIMARY KEY (sid, client_id)
);

-- Queued back-channel logout notices: inserted in the transaction that ends the session, deleted
-- when the client accepted the notice or it expired.
CREATE TABLE logout_notices (
    id TEXT PRIMARY KEY,
    sid TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL
);
CREATE INDEX logout_notices_due ON logout_notices (due_at);

-- The delivery of each logout notice, kept after the notice left the queue.
CREATE TABLE logout_receipts (
    id TEXT PRIMARY KEY,
    sid TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
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
