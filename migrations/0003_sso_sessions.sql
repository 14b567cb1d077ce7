CREATE TABLE sso_sessions (
    sid TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT
);
CREATE INDEX sso_sessions_user ON sso_sessions (user_id);
CREATE INDEX sso_sessions_expiry ON sso_sessions (expires_at);

-- The identifier in the cookie, as its digest. It changes at each sign-in; the session may stay.
CREATE TABLE browser_sessions (
    key_digest TEXT PRIMARY KEY,
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX browser_sessions_sid ON browser_sessions (sid);

-- An authorization request that waits for a user.
CREATE TABLE interactions (
    digest TEXT PRIMARY KEY,
    browser_digest TEXT NOT NULL,
    parameters TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    account_chosen BIGINT NOT NULL,
    consent_given BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX interactions_expiry ON interactions (expires_at);
