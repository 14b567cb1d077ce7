-- Messages to other servers that are still to be delivered, of every kind: inserted in the
-- transaction that caused them, leased by one node for each attempt, deleted when the receiver
-- accepted them or they expired.
CREATE TABLE outbox_messages (
    -- What the message is; the kind decides which handler sends it.
    kind TEXT NOT NULL,
    -- Unique within the kind: the row that the message is about, where it is about one.
    id TEXT NOT NULL,
    -- The receiver: attempts to one receiver share a limit.
    target TEXT NOT NULL,
    -- What the handler needs and finds in no other row.
    payload TEXT NOT NULL,
    -- Attempts that began since the message was last queued.
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- The attempt that holds the lease. An attempt that finds another one here writes nothing.
    lease_id TEXT,
    PRIMARY KEY (kind, id)
);
CREATE INDEX outbox_messages_due ON outbox_messages (kind, next_attempt_at);
CREATE INDEX outbox_messages_target ON outbox_messages (kind, target);
