CREATE TABLE clients (
    client_id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    secret_digest TEXT,
    sealed_secret TEXT,
    disabled BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Clients that registered themselves. `token_digest` is that of the registration access token
-- (RFC 7592); NULL once it was revoked.
CREATE TABLE client_registrations (
    client_id TEXT PRIMARY KEY REFERENCES clients (client_id) ON DELETE CASCADE,
    token_digest TEXT UNIQUE,
    issued_at BIGINT NOT NULL
);

-- Initial access tokens, which permit registration (RFC 7591, section 3), by digest.
CREATE TABLE initial_access_tokens (
    digest TEXT PRIMARY KEY,
    uses_left BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX initial_access_tokens_expiry ON initial_access_tokens (expires_at);

-- Client assertions that were used (RFC 7523), by digest, kept until they expire.
CREATE TABLE client_assertions (
    digest TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX client_assertions_expiry ON client_assertions (expires_at);
