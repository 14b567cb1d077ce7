-- What users sign in with. `secret` depends on the kind: for `password` it is the Argon2id hash in PHC
-- format. `label` is the name that the user gave the credential; a password has none.
CREATE TABLE credentials (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    secret TEXT NOT NULL,
    label TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX credentials_user ON credentials (user_id);
CREATE UNIQUE INDEX credentials_password ON credentials (user_id) WHERE kind = 'password';

-- Consecutive sign-in attempts for one identifier, by its digest. Anybody can make rows by failing, so
-- that those that are past are found by an index.
CREATE TABLE sign_in_attempts (
    account TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    paused_until BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (paused_until);
