-- What users did about authorization requests that wait for them. A request travels sealed through the
-- browser; its row is made by the first thing that its user does, and is kept until the request
-- expires, so that it is answered once.
CREATE TABLE interactions (
    digest TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    account_chosen BIGINT NOT NULL,
    -- The session of the account that the user chose.
    chosen_sid TEXT,
    -- The session whose user allowed the request: the consent of one account is not another's.
    consent_sid TEXT,
    -- Whether the user was asked for a stronger sign-in already: once per request, so that no
    -- redirect loop can arise.
    stepped_up BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX interactions_expiry ON interactions (expires_at);

CREATE TABLE consents (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, client_id)
);
CREATE INDEX consents_client ON consents (client_id);

-- Codes, grants and their tokens are worth nothing once their client is deleted, and age out by
-- themselves: a reference to the client would be checked with each of them, and its deletion would
-- read them all.
-- `claims` holds the single claims that were requested by name (OpenID Connect Core, section 5.5),
-- as JSON; NULL where there are none.
CREATE TABLE authorization_codes (
    digest TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sid TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    claims TEXT,
    nonce TEXT,
    code_challenge TEXT,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT
);
CREATE INDEX authorization_codes_expiry ON authorization_codes (expires_at);

-- What one redeemed code granted: the family of its refresh tokens and access tokens.
CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sid TEXT NOT NULL,
    scope TEXT NOT NULL,
    claims TEXT,
    offline BIGINT NOT NULL,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    -- The generation of the user that the grant belongs to.
    generation BIGINT NOT NULL DEFAULT 1
);
-- The grants of a session are found among those of its user: an index on `sid` would have to be
-- written with every code that is redeemed.
CREATE INDEX grants_user ON grants (user_id);
CREATE INDEX grants_expiry ON grants (expires_at);

CREATE TABLE refresh_tokens (
    digest TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    idle_expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);

-- Opaque access tokens, by digest.
CREATE TABLE access_tokens (
    digest TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_expiry ON access_tokens (expires_at);

-- Access tokens that were revoked one by one, kept until they expire.
CREATE TABLE revoked_access_tokens (
    jti TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_access_tokens_expiry ON revoked_access_tokens (expires_at);
