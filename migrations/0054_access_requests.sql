-- Whether an app has a role that users may ask for: their list is read without a look at every app.
ALTER TABLE clients ADD COLUMN requestable BIGINT NOT NULL DEFAULT 0;
CREATE INDEX clients_requestable ON clients (requestable, client_id) WHERE requestable = 1;

-- Roles that users ask for. A request waits until it has an outcome (approved, refused, withdrawn or
-- expired), and until expires_at at most. What was decided stays for a while.
CREATE TABLE access_requests (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- When the user wants the role to end; none for no end.
    wished_end BIGINT,
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    outcome TEXT,
    ended_at BIGINT,
    ended_by_kind TEXT,
    ended_by_id TEXT,
    -- Why it was refused, for the user to read.
    answer TEXT,
    -- When the role that was given ends.
    granted_until BIGINT
);
CREATE UNIQUE INDEX access_requests_open ON access_requests (user_id, client_id, role)
    WHERE ended_at IS NULL;
CREATE INDEX access_requests_waiting ON access_requests (id) WHERE ended_at IS NULL;
CREATE INDEX access_requests_user ON access_requests (user_id, id);
CREATE INDEX access_requests_client ON access_requests (client_id, id);
CREATE INDEX access_requests_expiry ON access_requests (expires_at);

-- The request by which a role was given.
ALTER TABLE role_grants ADD COLUMN request_id TEXT;
