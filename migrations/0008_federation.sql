-- Providers elsewhere by which users may come in; secrets are sealed.
CREATE TABLE identity_providers (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    sealed_secrets TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Who somebody is elsewhere. The key is provider, issuer and subject; an address is never one.
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

-- What waits for a browser to come back from elsewhere, once: sign-ins, links, sign-outs.
CREATE TABLE federation_flows (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    browser_digest TEXT NOT NULL,
    sealed TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX federation_flows_expiry ON federation_flows (expires_at);

-- The session elsewhere that a session here came from.
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

-- Roles in apps, by the word of a provider.
CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    role TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (user_id, client_id, role, provider_id)
);
