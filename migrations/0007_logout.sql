-- The clients that a session signed in to and that are to hear of its end.
CREATE TABLE session_clients (
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    PRIMARY KEY (sid, client_id)
);

-- Back-channel logout notices on their way: written with the end of the session, deleted when the client has answered or time is over.
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
