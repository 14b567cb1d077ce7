-- Sessions at sites behind a proxy: the cookie of the site, by digest, and the SSO session that it
-- rests on.
CREATE TABLE forward_auth_sessions (
    digest TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    sid TEXT NOT NULL REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX forward_auth_sessions_sid ON forward_auth_sessions (sid);
