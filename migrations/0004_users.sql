-- The folded columns hold the value in the form in which two spellings are equal.
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT,
    email_folded TEXT UNIQUE,
    username TEXT,
    username_folded TEXT UNIQUE,
    claims TEXT NOT NULL,
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
