-- A version that grows with every change of what the process keeps in memory, and the epoch of what Redis may be believed.
CREATE TABLE configuration_version (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    session_cache_epoch BIGINT NOT NULL
);
INSERT INTO configuration_version (id, version, session_cache_epoch) VALUES (1, 1, 1);

-- Proof that the master key is the one that sealed this database.
CREATE TABLE master_key_check (
    id BIGINT PRIMARY KEY,
    sealed TEXT NOT NULL
);

CREATE TABLE clients (
    client_id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    secret_digest TEXT,
    sealed_secret TEXT,
    disabled BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    algorithm TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    active_from BIGINT NOT NULL,
    remove_after BIGINT
);

-- One row an algorithm and a generation: two nodes that make the same key at once make one.
CREATE TABLE signing_key_generations (
    algorithm TEXT NOT NULL,
    generation BIGINT NOT NULL,
    kid TEXT NOT NULL,
    PRIMARY KEY (algorithm, generation)
);
