-- The app that is built in: its roles make administrators. Nobody signs in to it. Roles that were given in
-- an app of this name before meant something else, and make nobody an administrator.
UPDATE role_grants SET ended_at = since, ended_by_kind = 'worker'
    WHERE client_id = 'doorward' AND ended_at IS NULL;
DELETE FROM user_roles WHERE client_id = 'doorward';
UPDATE clients SET roles = NULL WHERE client_id = 'doorward';
INSERT INTO clients (client_id, document, disabled, registered_by_itself, version, name_folded,
    in_memory, on_launchpad, created_at, updated_at, roles_version)
    VALUES ('doorward', '{"client_id":"doorward","client_name":"Doorward","redirect_uris":[],"grant_types":[],"response_types":[],"scope":"","token_endpoint_auth_method":"none","first_party":true}',
    0, 0, 1, 'doorward', 0, 0, 0, 0, 0)
    ON CONFLICT (client_id) DO NOTHING;

-- Requests of the management API that may be sent again, by the digest of caller and key. The answer is
-- given again to whoever sends the same request, until expires_at.
CREATE TABLE idempotent_requests (
    key_digest TEXT PRIMARY KEY,
    request_digest TEXT NOT NULL,
    status BIGINT,
    answer TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX idempotent_requests_expiry ON idempotent_requests (expires_at);
