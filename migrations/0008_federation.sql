-- Identity providers that users sign in with. Secrets are sealed. There are a handful: they are
-- always read together.
CREATE TABLE identity_providers (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    sealed_secrets TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- A user's accounts at identity providers. The key is provider, issuer and subject, never an email
-- address.
CREATE TABLE identities (
    provider_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (provider_id, issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);
CREATE INDEX identities_subject ON identities (issuer, subject);

-- State kept while a browser is at an identity provider, for one use: logins, links, logouts. The state of
-- a login that no form began travels sealed through the browser: its use makes a row of the kind `used`.
CREATE TABLE federation_flows (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    browser_digest TEXT NOT NULL,
    sealed TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX federation_flows_expiry ON federation_flows (expires_at);

-- The session at an identity provider that a session of this provider was started from.
CREATE TABLE upstream_sessions (
    sid TEXT PRIMARY KEY REFERENCES sso_sessions (sid) ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    upstream_sid TEXT,
    sealed_id_token TEXT
);
CREATE INDEX upstream_sessions_subject ON upstream_sessions (provider_id, subject);
CREATE INDEX upstream_sessions_sid ON upstream_sessions (provider_id, upstream_sid);

-- Roles of users in clients, as identity providers assert them.
CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    role TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (user_id, client_id, role, provider_id)
);
