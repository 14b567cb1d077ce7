-- Several accounts in one browser: the sessions that stand behind its accounts cookie, whose digest changes at each sign-in.
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

-- Which of them each client used last in that browser.
CREATE TABLE account_group_clients (
    group_id TEXT NOT NULL REFERENCES account_groups (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    sid TEXT NOT NULL,
    PRIMARY KEY (group_id, client_id)
);

-- The session that the user chose for a waiting request.
ALTER TABLE interactions ADD COLUMN chosen_sid TEXT;
