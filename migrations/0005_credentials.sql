-- Consecutive sign-in attempts for one identifier, by its digest. The sweep reads the whole table,
-- which holds only identifiers with a recent failure: an index would cost more than it saves.
CREATE TABLE sign_in_attempts (
    account TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    paused_until BIGINT NOT NULL
);
