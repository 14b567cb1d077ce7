-- Clients that registered themselves, and the digest of the token that manages each (RFC 7592).
CREATE TABLE client_registrations (
    client_id TEXT PRIMARY KEY REFERENCES clients (client_id) ON DELETE CASCADE,
    token_digest TEXT UNIQUE,
    issued_at BIGINT NOT NULL
);

-- Tokens that open registration (RFC 7591, section 3), by digest.
CREATE TABLE initial_access_tokens (
    digest TEXT PRIMARY KEY,
    uses_left BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX initial_access_tokens_expiry ON initial_access_tokens (expires_at);
