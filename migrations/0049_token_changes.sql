-- Counts what may end a session or a live access token, or change what is said of either: a session, its
-- cookie or a grant that ends, a token that is revoked, a user who changes. What a process keeps of sessions
-- and tokens counts only while the sum of the counters is the one that it was read with.
ALTER TABLE access_changes ADD COLUMN token_changes BIGINT NOT NULL DEFAULT 0;
