-- What every process keeps in memory is good for one version of the configuration. Entries of the
-- session cache in Redis are good for one epoch.
CREATE TABLE configuration_version (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    session_cache_epoch BIGINT NOT NULL
);
INSERT INTO configuration_version (id, version, session_cache_epoch) VALUES (1, 1, 1);

-- A known text under the master key that sealed this database.
CREATE TABLE master_key_check (
    id BIGINT PRIMARY KEY,
    sealed TEXT NOT NULL
);

-- The oldest release, given as the number of the newest migration it knows, that works with this
-- schema. A migration that removes or redefines something raises it.
CREATE TABLE schema_compatibility (
    id BIGINT PRIMARY KEY,
    oldest BIGINT NOT NULL
);
INSERT INTO schema_compatibility (id, oldest) VALUES (1, 12);
