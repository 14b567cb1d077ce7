CREATE TABLE clients (
    client_id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    secret_digest TEXT,
    sealed_secret TEXT,
    disabled BIGINT NOT NULL,
    -- Whether the client registered itself (RFC 7591), and the document as an administrator last set
    -- it where one did so afterwards: what the client may not widen.
    registered_by_itself BIGINT NOT NULL,
    administered TEXT,
    -- The clients_version of the last change. A change names the one that it is based on.
    version BIGINT NOT NULL,
    -- What is derived from the document, to find clients by. The name is in the form in which two
    -- spellings are equal.
    name_folded TEXT NOT NULL,
    in_memory BIGINT NOT NULL,
    on_launchpad BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- Sites behind a proxy and clients with a scope of the provider's own, which every process keeps.
CREATE INDEX clients_in_memory ON clients (client_id) WHERE in_memory = 1;
CREATE INDEX clients_on_launchpad ON clients (client_id) WHERE on_launchpad = 1;
CREATE INDEX clients_declared_name ON clients (name_folded) WHERE registered_by_itself = 0;

-- The origins of the redirect URIs of each client.
CREATE TABLE client_origins (
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    PRIMARY KEY (origin, client_id)
);
CREATE INDEX client_origins_client ON client_origins (client_id);

-- The last changes of clients: a ring, in which each change takes the place of an older one. A
-- process that is further behind forgets every client that it keeps.
CREATE TABLE client_changes (
    slot BIGINT PRIMARY KEY,
    version BIGINT NOT NULL UNIQUE,
    client_id TEXT NOT NULL
);

-- Clients that registered themselves. `token_digest` is that of the registration access token
-- (RFC 7592); NULL once it was revoked. `used_at` is when a user last allowed the client something;
-- one that nobody ever used expires.
CREATE TABLE client_registrations (
    client_id TEXT PRIMARY KEY REFERENCES clients (client_id) ON DELETE CASCADE,
    token_digest TEXT UNIQUE,
    issued_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX client_registrations_unused ON client_registrations (issued_at)
    WHERE used_at IS NULL;

-- Initial access tokens, which permit registration (RFC 7591, section 3), by digest.
CREATE TABLE initial_access_tokens (
    digest TEXT PRIMARY KEY,
    uses_left BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX initial_access_tokens_expiry ON initial_access_tokens (expires_at);

-- Client assertions that were used (RFC 7523), by digest, kept until they expire.
CREATE TABLE client_assertions (
    digest TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX client_assertions_expiry ON client_assertions (expires_at);
