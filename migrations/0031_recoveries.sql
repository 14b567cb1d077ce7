-- Requests of users who lost their second factor: each waits, and is good while its user has the same
-- generation. `ended_at` says that it was used, refused or cancelled, as `outcome` names it.
CREATE TABLE recoveries (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT,
    requested_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When the link was mailed that carries it out.
    mailed_at BIGINT,
    ended_at BIGINT,
    outcome TEXT
);
-- One at a time for each user.
CREATE UNIQUE INDEX recoveries_open ON recoveries (user_id) WHERE ended_at IS NULL;
CREATE INDEX recoveries_user ON recoveries (user_id, requested_at);
CREATE INDEX recoveries_due ON recoveries (effective_at) WHERE ended_at IS NULL AND mailed_at IS NULL;
CREATE INDEX recoveries_expiry ON recoveries (expires_at);
