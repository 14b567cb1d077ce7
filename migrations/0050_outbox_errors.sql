-- Why the last attempt at a message failed, for administrators to read. NULL before the first that did.
ALTER TABLE outbox_messages ADD COLUMN last_error TEXT;
