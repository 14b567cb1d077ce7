-- Every client that a session signed in to, for its user's own list; whether it hears of the end by back-channel logout.
ALTER TABLE session_clients ADD COLUMN notify BIGINT NOT NULL DEFAULT 1;

-- What became of each logout notice, also after it left the queue.
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
