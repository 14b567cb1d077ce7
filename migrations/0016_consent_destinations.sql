-- A client that registered itself is allowed something for a destination: the host, or the
-- private-use scheme, that the user was shown. The scope for each, as a JSON object. What such a client
-- was allowed before names no destination, and is asked again.
ALTER TABLE consents ADD COLUMN destinations TEXT NOT NULL DEFAULT '{}';

-- The names of clients that registered themselves and that an administrator changed since.
CREATE INDEX clients_administered_name ON clients (name_folded) WHERE administered IS NOT NULL;
