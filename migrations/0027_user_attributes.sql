-- The declared fields of users. There are a handful: they are always read together. A claim carries one
-- of them.
CREATE TABLE user_attributes (
    name TEXT PRIMARY KEY,
    claim TEXT UNIQUE,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
