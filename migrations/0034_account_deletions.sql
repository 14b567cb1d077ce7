-- Users who asked that their account is deleted, and when that is done. `is_final` says that it has begun and
-- cannot be taken back.
CREATE TABLE account_deletions (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    requested_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    is_final BIGINT NOT NULL
);
CREATE INDEX account_deletions_due ON account_deletions (due_at);
