-- How far each audit stream was delivered: the place in the chain of the last entry that its receiver took.
--   lease_id, leased_until       the node that delivers at the moment
--   attempts                     attempts that failed since the last that did not
--   failing_since, last_error    when and why the first and the last of them failed
CREATE TABLE audit_streams (
    name TEXT PRIMARY KEY,
    chain_day BIGINT NOT NULL,
    position BIGINT NOT NULL,
    lease_id TEXT,
    leased_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    failing_since BIGINT,
    last_error TEXT,
    delivered_at BIGINT
);

-- The audit log by who did it, by the app and by the address, the newest first.
CREATE INDEX audit_events_actor ON audit_events (actor_id, at) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_events_client ON audit_events (client_id, at) WHERE client_id IS NOT NULL;
CREATE INDEX audit_events_address ON audit_events (address, at) WHERE address IS NOT NULL;
