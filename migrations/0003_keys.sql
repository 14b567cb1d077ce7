-- Signing keys, sealed. There are a handful: no index but the primary key.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    algorithm TEXT NOT NULL,
    generation BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    active_from BIGINT NOT NULL,
    remove_after BIGINT
);

-- One row for an algorithm and a generation, so that of two nodes that rotate at once one wins. It
-- stays when its key is removed: a generation is used once.
CREATE TABLE signing_key_generations (
    algorithm TEXT NOT NULL,
    generation BIGINT NOT NULL,
    kid TEXT NOT NULL,
    PRIMARY KEY (algorithm, generation)
);
