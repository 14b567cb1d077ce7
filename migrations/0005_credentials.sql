-- What users sign in with. `secret` depends on the kind: for `password` it is the Argon2id hash in PHC
-- format. `label` is the name that the user gave the credential; a password has none. `cost` is what the
-- hash costs, as its parameters say it: every sign-in does the work of each cost that is in use.
CREATE TABLE credentials (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    secret TEXT NOT NULL,
    cost TEXT,
    label TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX credentials_user ON credentials (user_id);
CREATE UNIQUE INDEX credentials_password ON credentials (user_id) WHERE kind = 'password';
CREATE INDEX credentials_cost ON credentials (cost);

-- Consecutive sign-in attempts for one name from one network or browser, by digests. Anybody can make rows
-- by failing, so that those that are past are found by an index.
CREATE TABLE sign_in_attempts (
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    failures BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    PRIMARY KEY (account, source)
);
CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (paused_until);
