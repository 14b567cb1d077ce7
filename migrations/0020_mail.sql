-- Mails are messages of the outbox: what they say is sealed, because it holds links and codes. NULL where the
-- kind of message has nothing to hide.
ALTER TABLE outbox_messages ADD COLUMN sealed_payload TEXT;
-- The place of a message among those to its target, of kinds that are delivered in order; 0 of the others.
ALTER TABLE outbox_messages ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
-- When the user said that a change or a sign-in was not theirs: from then on the password signs nobody in, until the
-- user chooses another one. NULL where the password is good.
ALTER TABLE credentials ADD COLUMN revoked_at BIGINT;
-- When the user last said so. The links of notices about what happened before do nothing any more.
ALTER TABLE users ADD COLUMN disowned_at BIGINT;
CREATE INDEX outbox_messages_sealed ON outbox_messages (id) WHERE sealed_payload IS NOT NULL;
