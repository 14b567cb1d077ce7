-- Authorization codes are sealed and have no row: the grant that a code opens is the record of its use.
-- `authorization_codes` stays for the nodes of the release before, and is empty without them.
DELETE FROM authorization_codes;
-- Counts how often a client's access was taken away from a user: in one row of its own, so that the number is
-- exact.
ALTER TABLE access_changes ADD COLUMN withdrawals BIGINT NOT NULL DEFAULT 0;
INSERT INTO access_changes (counter, changes) VALUES (8, 0);
-- A code that was issued when fewer had been counted opens nothing.
ALTER TABLE users ADD COLUMN codes_from BIGINT NOT NULL DEFAULT 0;
-- A code is not redeemed by whoever looked at what its user may do before this number was reached.
ALTER TABLE users ADD COLUMN admitted_from BIGINT NOT NULL DEFAULT 0;
-- Who may be redeeming a code of a client: the users of the sessions that signed in to it.
CREATE INDEX session_clients_client ON session_clients (client_id);
