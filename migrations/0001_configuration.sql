-- What every process keeps in memory is good for one version of the configuration: keys, identity
-- providers and the clients that are always in memory. `clients_version` grows by one with each
-- change of a client; which one that was is in client_changes. Entries of the session cache in Redis
-- are good for one epoch, and are compared with the rows of cache_revocations up to the number
-- `session_revocations`. `registered_clients` is the number of clients that registered themselves.
CREATE TABLE configuration_version (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    clients_version BIGINT NOT NULL,
    session_cache_epoch BIGINT NOT NULL,
    session_revocations BIGINT NOT NULL,
    registered_clients BIGINT NOT NULL
);
INSERT INTO configuration_version (id, version, clients_version, session_cache_epoch,
    session_revocations, registered_clients) VALUES (1, 1, 1, 1, 0, 0);

-- The master key that seals this database, by an identifier that is derived from it. The root secret
-- under it is what the keys are derived from that must outlive a master key.
CREATE TABLE master_key (
    id BIGINT PRIMARY KEY,
    key_id TEXT NOT NULL,
    sealed_root TEXT NOT NULL
);

-- What the readiness of a server writes, to find out whether the database takes writes.
CREATE TABLE write_probe (
    id BIGINT PRIMARY KEY,
    written_at BIGINT NOT NULL
);

-- The oldest release, given as the number of the newest migration it knows, that works with this
-- schema. A migration that removes or redefines something raises it.
CREATE TABLE schema_compatibility (
    id BIGINT PRIMARY KEY,
    oldest BIGINT NOT NULL
);
INSERT INTO schema_compatibility (id, oldest) VALUES (1, 12);
