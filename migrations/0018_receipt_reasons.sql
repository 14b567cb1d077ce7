-- Why the last attempt at a logout notice failed; NULL where it did not, or where an earlier release
-- tried.
ALTER TABLE logout_receipts ADD COLUMN reason TEXT;
-- Whether the pause before the next attempt is the longest one, whatever the number of attempts: 1
-- where the next attempt is expected to fail too.
ALTER TABLE outbox_messages ADD COLUMN is_longest_pause BIGINT NOT NULL DEFAULT 0;
