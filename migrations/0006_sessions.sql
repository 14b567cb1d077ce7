CREATE TABLE sso_sessions (
    sid TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    -- The address that the session was started from, for the user's list of sessions.
    address TEXT,
    -- Whether the user asked to stay signed in: such a session has limits of its own.
    remembered BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    -- The generation of the user that the session belongs to.
    generation BIGINT NOT NULL DEFAULT 1,
    -- Grows with each session of the user, whatever the clocks of the nodes say.
    number BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sso_sessions_user ON sso_sessions (user_id, number);
CREATE INDEX sso_sessions_expiry ON sso_sessions (expires_at);
-- Live sessions by their limits, so that the sessions past a limit are found without a scan.
CREATE INDEX sso_sessions_live_expiry ON sso_sessions (expires_at) WHERE ended_at IS NULL;
CREATE INDEX sso_sessions_live_use ON sso_sessions (remembered, last_seen_at) WHERE ended_at IS NULL;

-- The session identifier in a browser's cookie, by digest. It changes at each sign-in, also where
-- the session stays.
CREATE TABLE browser_sessions (
    key_digest TEXT PRIMARY KEY,
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX browser_sessions_sid ON browser_sessions (sid);

-- Ends of all sessions of a user whose rows are not all ended yet: those of an older generation.
-- Nobody gets in by them any more; the rows wait for their logout notices.
CREATE TABLE session_ends (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    reason TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, generation)
);

-- What ended lately, for entries of the session cache, in the order of the commits: an entry about
-- the subject (a user, a session or an identifier of a browser) of an older generation than this is
-- not believed. Kept for longer than any entry.
CREATE TABLE cache_revocations (
    number BIGINT PRIMARY KEY,
    subject TEXT NOT NULL,
    generation BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);
CREATE INDEX cache_revocations_revoked ON cache_revocations (revoked_at);

-- Several accounts in one browser: the sessions behind its accounts cookie, whose digest changes at
-- each sign-in.
CREATE TABLE account_groups (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    changed_at BIGINT NOT NULL
);
CREATE INDEX account_groups_changed ON account_groups (changed_at);

CREATE TABLE account_group_sessions (
    group_id TEXT NOT NULL REFERENCES account_groups (id) ON DELETE CASCADE,
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, sid)
);
CREATE INDEX account_group_sessions_sid ON account_group_sessions (sid);

-- The session that each client used last in that browser. Where the client is deleted, the row goes
-- with its group.
CREATE TABLE account_group_clients (
    group_id TEXT NOT NULL REFERENCES account_groups (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    sid TEXT NOT NULL,
    PRIMARY KEY (group_id, client_id)
);
