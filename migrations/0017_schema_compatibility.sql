-- The oldest program, by the newest migration that it knows, that works with this schema. A migration that takes something away raises it.
CREATE TABLE schema_compatibility (
    id BIGINT PRIMARY KEY,
    oldest BIGINT NOT NULL
);
INSERT INTO schema_compatibility (id, oldest) VALUES (1, 17);
