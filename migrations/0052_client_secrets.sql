-- The secrets of a client, as JSON: number, digest, description, when each was made and expires. The digest
-- of the newest one stands in secret_digest as before, which tells whether a release that knows of one
-- secret alone wrote a newer one; its sealed value stays in sealed_secret.
ALTER TABLE clients ADD COLUMN secrets TEXT;
-- The other secret under the master key, where it is needed in plain text (client_secret_jwt).
ALTER TABLE clients ADD COLUMN earlier_sealed_secret TEXT;

-- What secrets are found by, and what changes without a change of the client: when each expires, and when
-- it was last used, noted once an hour at most.
CREATE TABLE client_secrets (
    client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    PRIMARY KEY (client_id, number)
);
CREATE INDEX client_secrets_expiry ON client_secrets (expires_at) WHERE expires_at IS NOT NULL;
