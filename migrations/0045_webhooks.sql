-- Webhooks (Standard Webhooks). A webhook has no other identifier than its name, which never changes. The
-- events themselves are entries of audit_events: a message of the outbox of the kind 'webhook' names the
-- entry in its payload and the webhook in its target.
CREATE TABLE webhooks (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT,
    -- A JSON array: names of events, or '*' alone.
    events TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    allow_private_addresses BIGINT NOT NULL,
    -- The secret, and the one of before, which is good until previous_secret_ends_at.
    sealed_secrets TEXT NOT NULL,
    previous_secret_ends_at BIGINT,
    -- The first failure since an event was last accepted, and why the last one failed.
    failing_since BIGINT,
    last_failure TEXT,
    -- Written once a minute.
    last_delivered_at BIGINT,
    -- Since when nothing is queued, because nothing was accepted for a day.
    paused_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- The events of each webhook as rows, for whoever queues one.
CREATE TABLE webhook_events (
    event_type TEXT NOT NULL,
    webhook TEXT NOT NULL REFERENCES webhooks (name) ON DELETE CASCADE,
    PRIMARY KEY (event_type, webhook)
);
CREATE INDEX webhook_events_webhook ON webhook_events (webhook);

-- What became of each event at each webhook, once it was tried.
CREATE TABLE webhook_deliveries (
    webhook TEXT NOT NULL REFERENCES webhooks (name) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    -- 'waiting', 'delivered' or 'given_up'
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    -- The HTTP status of the last answer, and why the last attempt failed.
    status BIGINT,
    reason TEXT,
    latency_ms BIGINT,
    tried_at BIGINT NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (webhook, event_id)
);
CREATE INDEX webhook_deliveries_recent ON webhook_deliveries (webhook, tried_at);
CREATE INDEX webhook_deliveries_expiry ON webhook_deliveries (tried_at);
