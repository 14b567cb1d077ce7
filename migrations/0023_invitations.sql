CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    -- The clients that the user is invited to, as a JSON list.
    client_ids TEXT NOT NULL,
    language TEXT,
    -- Who invited, as the mail says it.
    inviter TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    accepted_by TEXT REFERENCES users (id) ON DELETE SET NULL,
    revoked_at BIGINT
);
CREATE INDEX invitations_expiry ON invitations (expires_at);
CREATE INDEX invitations_created ON invitations (created_at);
