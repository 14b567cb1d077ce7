-- The audit log as evidence. What an entry is written with:
--   salt         what the commitment was made with; gone where the private fields were erased
--   commitment   a hash of the private fields (address, user_agent, request_id, detail)
--   seal         a code with a key of the provider over the other fields and the commitment
-- What erases the private fields leaves its mark, a code with the same key.
-- Where an entry stands in the chain of its day is filled in later, once:
--   chain_day    the beginning of the day; -1 for what was not written by the provider
--   position     from 1
--   link         the hash of the link before, of the position and of the entry
ALTER TABLE audit_events ADD COLUMN salt TEXT;
ALTER TABLE audit_events ADD COLUMN commitment TEXT;
ALTER TABLE audit_events ADD COLUMN seal TEXT;
ALTER TABLE audit_events ADD COLUMN erasure TEXT;
ALTER TABLE audit_events ADD COLUMN chain_day BIGINT;
ALTER TABLE audit_events ADD COLUMN position BIGINT;
ALTER TABLE audit_events ADD COLUMN link TEXT;
CREATE INDEX audit_events_unchained ON audit_events (at, id) WHERE chain_day IS NULL;
CREATE UNIQUE INDEX audit_events_chain ON audit_events (chain_day, position);
CREATE INDEX audit_events_outside ON audit_events (id) WHERE chain_day IS NOT NULL AND position IS NULL;
-- In the order of time, page by page.
CREATE INDEX audit_events_order ON audit_events (at, id);
DROP INDEX audit_events_at;

-- The days of the chain: how many entries each has, its last link, and its head, signed. They stay when the
-- entries of a day are deleted.
CREATE TABLE audit_days (
    day BIGINT PRIMARY KEY,
    entries BIGINT NOT NULL,
    link TEXT NOT NULL,
    head TEXT NOT NULL,
    closed BIGINT NOT NULL,
    deleted BIGINT NOT NULL
);
