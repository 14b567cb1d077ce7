-- The folded columns hold the value in the form in which two spellings are equal.
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT,
    email_folded TEXT UNIQUE,
    username TEXT,
    username_folded TEXT UNIQUE,
    claims TEXT NOT NULL,
    disabled_at BIGINT,
    -- Rises with each change of how the user signs in, and with each end of all sessions: a session
    -- is live only while it has the same number.
    generation BIGINT NOT NULL DEFAULT 1,
    -- The generation from which grants stand: those of older ones are revoked, also with offline
    -- access.
    grants_from BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
