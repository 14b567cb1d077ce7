-- The authenticator app of a user (RFC 6238). `last_step` is the last time step whose code was used: a code
-- is good once.
CREATE TABLE authenticator_apps (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

-- Recovery codes, by digests under a key that the database does not hold. One that an administrator gave
-- expires.
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    PRIMARY KEY (user_id, digest)
);

-- Browsers in which a user is not asked for a second factor, by the digest of what their cookie holds. A
-- row is good while its user has the same generation.
CREATE TABLE trusted_browsers (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX trusted_browsers_user ON trusted_browsers (user_id);
CREATE INDEX trusted_browsers_expiry ON trusted_browsers (expires_at);

-- When a user was first asked to set up a second factor, where they may put it off.
CREATE TABLE second_factor_requests (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    asked_at BIGINT NOT NULL
);
